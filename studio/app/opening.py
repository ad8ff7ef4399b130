"""Opens everything that takes a while: the engines' libraries, the store, the devices' list."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from studio import paths
from studio.app import first_start
from studio.app.archive import Continue, StudioArchive, nothing_is_kept, shelved
from studio.app.encoders import EncoderChoice
from studio.audio.lines import headphones, microphones
from studio.cards.demo import demo_products
from studio.model.announcement import Announcement, warning
from studio.model.errors import SoundError, StoreError, StudioError
from studio.model.message import roughly, say
from studio.model.ports import AskPassphrase
from studio.model.session import SalesState
from studio.model.settings import Settings
from studio.model.state import Devices, ShowState
from studio.model.studio_name import lacks_name
from studio.people import whose
from studio.program.stage import Stage
from studio.speech.voices import voices
from studio.store.database import IN_MEMORY
from studio.store.persons import PERSON_VARIABLE
from studio.store.repositories import Repositories
from studio.store.secrets import open_secrets
from studio.store.store import Store
from studio.threads import Post
from studio.video.camera import cameras

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A studio about to begin.

    Attributes:
        state: How the show begins.
        announcements: What the user has to be told first.
        choose_encoder: Gives the encoder for a setting; may take a second the first time.
        make_stage: Takes beat 0 in seconds of `time.monotonic`, and the settings.
    """

    archive: StudioArchive
    state: ShowState
    announcements: tuple[Announcement, ...]
    choose_encoder: Callable[[str], str]
    make_stage: Callable[[float, Settings], Stage]


def open_studio(
    post: Post, on_show: Continue, ask_passphrase: AskPassphrase, *, keeps: bool
) -> Opened:
    """Open the store and read how the show begins; takes up to a second or two."""
    devices = list_devices()
    store, state, announcements = _open_store(post, devices)
    if keeps:
        announcements += _end_broken(store)
    secrets = open_secrets(paths.data_folder(), ask_passphrase)
    choose_encoder = EncoderChoice(store)
    if keeps:
        store.start_upkeep(post)
    if len(state.people) > 1 and not state.asks_who:
        announcements.append(whose(state))
    elif not state.asks_who and (lack := lacks_name(state)) is not None:
        announcements.append(warning(lack, topic="listening"))
    archive = StudioArchive(
        store,
        secrets,
        post,
        on_show,
        keeps=keeps,
        devices=list_devices,
        read=lambda: _read(store, list_devices()),
    )
    return Opened(
        archive,
        archive.with_heard(state),
        tuple(announcements),
        choose_encoder,
        lambda origin, settings: Stage(post, origin, settings, choose_encoder),
    )


def list_devices(*, with_voices: bool = False) -> Devices:
    """Ask the system for cameras, microphones and headphones; takes up to a second.

    Args:
        with_voices: Ask the speech engine for its voices too.
    """
    names = tuple(camera.name for camera in cameras())
    spoken = voices() if with_voices else {}
    try:
        return Devices(names, microphones(), headphones(), spoken)
    except SoundError as error:
        log.warning("no sound devices: %s", error.problem)
        return Devices(names, voices=spoken)


def _open_store(post: Post, devices: Devices) -> tuple[Store, ShowState, list[Announcement]]:
    """The studio's file; when it cannot be used, a studio that keeps nothing, and says so."""
    store = Store(paths.database_file(), lambda _: None)
    try:
        store.start_and_wait()
        return store, _read(store, devices), []
    except StoreError as error:
        store.stop()
        spare = Store(IN_MEMORY, post)
        spare.start_and_wait()
        return spare, _read(spare, devices), [nothing_is_kept(error)]


def _end_broken(store: Store) -> list[Announcement]:
    """End the sessions that the studio's end broke off; gives what is to be told of the last."""
    try:
        broken = store.run(lambda kept: kept.sessions.end_broken()).result()
    except StudioError as error:
        return [error.announcement("sales")]
    shows = [session for session in broken if not session.is_rehearsal and session.ended]
    if not shows:
        return []
    last = max(shows, key=lambda session: session.began)
    lasted = ((last.ended or last.began) - last.began).total_seconds()
    told = say(
        "The studio ended in the middle of your last show, after {time}. What was sold is kept.",
        time=roughly(lasted),
    )
    return [warning(told, "sales", say("Your last show was broken off; what was sold is kept."))]


def _read(store: Store, devices: Devices) -> ShowState:
    return store.run(lambda kept: _first_state(kept, devices)).result()


def _first_state(kept: Repositories, devices: Devices) -> ShowState:
    settings = kept.settings.load()
    if kept.is_first_start:
        with kept.atomic():
            kept.scenes.save(first_start.arrangement(devices))
            kept.products.replace_all(demo_products())
            kept.end_first_start()
    arrangement = kept.scenes.load()
    people = tuple(kept.persons.all())
    is_named = PERSON_VARIABLE in os.environ
    goods = shelved(kept)
    return ShowState(
        picture_sources=arrangement.pictures,
        sound_sources=arrangement.sounds,
        scenes=arrangement.scenes,
        scene=arrangement.scenes[0].id if arrangement.scenes else "",
        products=goods.products,
        products_beyond=goods.beyond,
        destinations=tuple(kept.destinations.all()),
        settings=replace(settings),
        keys=kept.keys.load(),
        wants_first_steps=kept.wants_first_steps,
        pronunciations=kept.pronunciations.load(),
        taught=kept.taught.load(),
        person=kept.person,
        people=people,
        asks_who=len(people) > 1 and settings.ask_who and not is_named,
        rundown=kept.rundown.load(),
        sales=SalesState(
            person=kept.person.id,
            targets=tuple(kept.sessions.targets()),
            progresses=tuple(kept.sessions.progresses(datetime.now().astimezone().date())),
        ),
    )
