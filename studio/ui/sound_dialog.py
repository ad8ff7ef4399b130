"""Edits a sound source."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from studio.model.message import say
from studio.model.scene import SoundKind, SoundSource
from studio.model.state import Devices
from studio.text import _, ngettext
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import NumberField, TextField
from studio.ui.finder import find_devices
from studio.ui.form import FormDialog, Problem
from studio.ui.merge import merged, newest
from studio.ui.path_field import PathField, choose_file
from studio.ui.tick import Tick

SOUNDS = "*.wav *.mp3 *.flac *.ogg *.opus *.m4a *.aac *.mp4 *.mkv"
LEAST_DB, MOST_DB = -60.0, 24.0
PITCH_HZ = 440.0
LONGEST_MS = 2000.0


class SoundDialog(FormDialog):
    """Makes a sound source, or changes one; saving wishes for `source.save_sound`."""

    def __init__(
        self, desk: Desk, source: SoundSource | None, parent: QWidget | None = None
    ) -> None:
        title = _("Edit sound source") if source else _("Add sound source")
        super().__init__(title, desk, parent)
        self._source = source or SoundSource("", SoundKind.MICROPHONE)
        self._build_kind()
        self._build_use()
        self._fill()
        self._before = self._form() if source else None
        self._follow_kind()
        self.finish()
        find_devices(desk.link, self._take_devices, self)

    def _build_kind(self) -> None:
        self.section()
        self.name = TextField()
        self.name_field = self.add(_("Name"), self.name, _("What you call it, by voice too."))
        self.kind = Choice(
            (
                (_("Microphone"), SoundKind.MICROPHONE),
                (_("Sound file"), SoundKind.FILE),
                (_("Tone"), SoundKind.TONE),
                (_("Silence"), SoundKind.SILENCE),
            )
        )
        self.add(_("Kind"), self.kind)
        self.microphone = Choice()
        looking = _("Looking for microphones …")
        self.microphone_field = self.add(_("Microphone"), self.microphone, looking)
        self.file = PathField(_("Choose sound"), choose_file(_("Choose sound"), SOUNDS))
        self.file_field = self.add(_("Sound file"), self.file)
        self.loop = Tick()
        self.loop_field = self.add(_("Begin again at the end"), self.loop)
        self.pitch = NumberField(20, 20_000, _("hertz"), step=10)
        self.pitch_field = self.add(_("Pitch"), self.pitch)
        self.kind.currentIndexChanged.connect(self._follow_kind)

    def _build_use(self) -> None:
        self.gain = NumberField(LEAST_DB, MOST_DB, "dB", places=1, step=1.5)
        self.add(_("Volume"), self.gain, _("Louder above zero, quieter below."))
        self.muted = Tick()
        self.add(_("Muted, viewers do not hear it"), self.muted)
        self.monitored = Tick()
        self.add(_("In my headphones"), self.monitored)
        self.voice = Tick()
        self.add(
            _("Somebody talks here"), self.voice, _("Warns you when you talk while it is muted.")
        )
        self.offset = NumberField(0, LONGEST_MS, _("milliseconds"), step=10)
        self.add(
            _("Delay"), self.offset, _("For lips and voice to go together, where a camera is late.")
        )

    def _fill(self) -> None:
        source = self._source
        kind, address = source.kind, source.address
        self.name.setText(source.name)
        self.kind.choose(kind)
        self.microphone.set_options([(_("The first one found"), "")])
        if kind is SoundKind.MICROPHONE:
            self.microphone.choose(address)
        self.file.line.setText(address if kind is SoundKind.FILE else "")
        is_pitch = kind is SoundKind.TONE and address.replace(".", "", 1).isdecimal()
        self.pitch.setValue(float(address) if is_pitch else PITCH_HZ)
        self.loop.setChecked(source.loop)
        self.gain.setValue(source.gain_db)
        self.muted.setChecked(source.is_muted)
        self.monitored.setChecked(source.is_monitored)
        self.voice.setChecked(source.is_voice)
        self.offset.setValue(source.offset_ms)

    def _take_devices(self, devices: Devices) -> None:
        first = (_("The first one found"), "")
        self.microphone.set_options([first, *((name, name) for name in devices.microphones)])
        count = len(devices.microphones)
        found = ngettext("{n} microphone was found.", "{n} microphones were found.", count)
        words = found.format(n=count) if count else _("No microphone was found.")
        self.microphone_field.set_help(words)
        self.microphone_field.show(shown=self.kind.value is SoundKind.MICROPHONE)

    def _follow_kind(self) -> None:
        kind = self.kind.value
        self.microphone_field.show(shown=kind is SoundKind.MICROPHONE)
        self.file_field.show(shown=kind is SoundKind.FILE)
        self.loop_field.show(shown=kind is SoundKind.FILE)
        self.pitch_field.show(shown=kind is SoundKind.TONE)

    def source(self) -> SoundSource:
        """The source as it is now, with what was changed in the form."""
        form = self._form()
        if self._before is None:
            return form
        now = newest(self.desk.link.state().sound_sources, self._source)
        return merged(now, self._before, form, together=("kind", "address"))

    def _form(self) -> SoundSource:
        """The source as the form says it."""
        kind: SoundKind = self.kind.value
        addresses = {
            SoundKind.MICROPHONE: self.microphone.value,
            SoundKind.FILE: self.file.path,
            SoundKind.TONE: f"{self.pitch.value():g}",
        }
        return replace(
            self._source,
            name=self.name.text().strip(),
            kind=kind,
            address=addresses.get(kind) or "",
            gain_db=self.gain.value(),
            is_muted=self.muted.isChecked(),
            is_monitored=self.monitored.isChecked(),
            is_voice=self.voice.isChecked(),
            loop=self.loop.isChecked(),
            offset_ms=self.offset.value(),
        )

    def problems(self) -> Iterable[Problem]:
        source, state = self.source(), self.desk.link.state()
        others = {s.name.casefold() for s in state.sound_sources if s.id != source.id}
        if not source.name:
            yield self.name_field, say("Give it a name.")
        elif source.name.casefold() in others:
            yield self.name_field, say("Another one has this name.")
        if source.kind is SoundKind.FILE and not source.address:
            yield self.file_field, say("Choose a sound file.")

    def save(self) -> None:
        self.desk.wish("source.save_sound", source=self.source())
