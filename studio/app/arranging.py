"""How the words of a script become the state that its show begins with."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from studio.app.plan import Script
from studio.log import clean
from studio.model.destination import Destination
from studio.model.errors import CommandError
from studio.model.message import Name, say
from studio.model.product import Product
from studio.model.scene import PictureKind, PictureSource, Placement, Scene, SoundKind, SoundSource
from studio.model.state import ShowState
from studio.text import _

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"})


def picture_source(words: str) -> PictureSource:
    """What a word on the command line means as a picture."""
    if words == "test":
        return PictureSource(_("Test picture"), PictureKind.TEST)
    if "://" in words:
        return PictureSource(_("Camera"), PictureKind.MEDIA, words)
    if words.startswith("/dev/") or words.isdecimal() or not _is_file(words):
        return PictureSource(_("Camera"), PictureKind.CAMERA, words)
    kind = PictureKind.IMAGE if Path(words).suffix.lower() in IMAGES else PictureKind.MEDIA
    return PictureSource(Path(words).name, kind, words)


def sound_source(words: str, *, is_voice: bool) -> SoundSource:
    """What a word on the command line means as a sound."""
    if words == "silence":
        return SoundSource(_("Silence"), SoundKind.SILENCE, is_voice=False)
    if words == "tone":
        return SoundSource(_("Tone"), SoundKind.TONE, is_voice=False)
    if "://" in words:
        # Named after nothing in it: an address may hold a secret.
        return SoundSource(_("Sound"), SoundKind.FILE, words, is_voice=is_voice)
    if _is_file(words):
        return SoundSource(Path(words).name, SoundKind.FILE, words, is_voice=is_voice)
    return SoundSource(_("Microphone"), SoundKind.MICROPHONE, words, is_voice=is_voice)


def _is_file(words: str) -> bool:
    """A path, also one that leads nowhere: it has a folder or an ending."""
    return bool(words) and (
        os.path.exists(words)  # noqa: PTH110 - says no where `Path` raises
        or os.sep in words
        or re.search(r"\.\w{2,5}$", words) is not None
    )


class Arranger:
    """Makes the state that a scripted show begins with; runs on the show's thread.

    Raises:
        StudioError: What is asked for can never work.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self.destinations: list[Destination] = []

    def __call__(self, state: ShowState) -> ShowState:
        script = self._script
        pictures = [
            replace(picture_source(words), size=script.camera_size, rate=float(script.camera_fps))
            for words in script.pictures or ("",)
        ]
        sounds = self._sounds()
        self._probe(pictures, sounds)
        self.destinations = _told_apart(
            [_destination(w, state) for w in dict.fromkeys(script.destinations)]
        )
        scenes = [
            Scene(str(number), (self._placement(picture),))
            for number, picture in enumerate(pictures, 1)
        ]
        return replace(
            state,
            picture_sources=tuple(pictures),
            sound_sources=tuple(sounds),
            scenes=tuple(scenes),
            scene=scenes[0].id,
            is_rehearsal=script.is_rehearsal,
            settings=replace(state.settings, **self._settings()),
        )

    def _placement(self, picture: PictureSource) -> Placement:
        script = self._script
        return Placement(
            picture.id,
            fit=script.fit,
            anchor_x=script.anchor[0],
            anchor_y=script.anchor[1],
            is_mirrored=script.is_mirrored,
            rotation=script.rotation,
        )

    def _sounds(self) -> list[SoundSource]:
        from studio.app.opening import list_devices

        script = self._script
        voices = script.sounds or (("",) if list_devices().microphones else ("silence",))
        sounds = [sound_source(words, is_voice=i == 0) for i, words in enumerate(voices)]
        return sounds + [sound_source(words, is_voice=False) for words in script.music]

    def _probe(self, pictures: list[PictureSource], sounds: list[SoundSource]) -> None:
        from studio.audio.inputs import probe as probe_sound
        from studio.video.inputs import probe as probe_picture

        for picture in pictures:
            probe_picture(picture)
        for source in sounds:
            probe_sound(source)

    def _settings(self) -> dict[str, Any]:
        script = self._script
        wanted = {
            "canvas": script.canvas,
            "frame_rate": script.fps,
            "encoder": script.encoder,
            "video_kbps": script.video_kbps,
            "broadcast_delay_s": script.delay_s,
        }
        return {name: value for name, value in wanted.items() if value}


def _told_apart(destinations: list[Destination]) -> list[Destination]:
    """Number those that are called alike, such as two on one host."""
    seen: dict[str, int] = {}
    numbered = []
    for one in destinations:
        seen[one.name] = count = seen.get(one.name, 0) + 1
        numbered.append(one if count == 1 else replace(one, name=f"{one.name} {count}"))
    return numbered


def _destination(words: str, state: ShowState) -> Destination:
    if "://" in words:
        with suppress(ValueError):
            host = urlsplit(words).hostname
            return Destination(host or words.split("://", maxsplit=1)[0], words, needs_key=False)
        raise CommandError(
            say("This is no address: {address}.", address=clean(words)),
            say("It looks like rtmp://live.example.com/app/name."),
        )
    # The whole name only: a slip of the finger must not put a show on air elsewhere.
    found = [d for d in state.destinations if d.name.casefold() == words.casefold().strip()]
    if len(found) != 1:
        raise CommandError(
            say("There is no destination called “{name}”.", name=Name(words)),
            say("Add it with “earshot destination add”, or give an address."),
        )
    return found[0]


def product_of(words: str, found: Sequence[Product]) -> Product:
    """The first of the products that were found by a code, a slot number or a name.

    Raises:
        CommandError: There is none.
    """
    if not found:
        raise CommandError(
            say("There is no product “{name}”.", name=Name(words)),
            say("Check its code in the catalogue."),
        )
    return found[0]
