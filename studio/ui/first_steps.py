"""The first steps: what a new user chooses before a show, one thing after another."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QGroupBox, QWidget

from studio import text
from studio.commands.command import Category
from studio.commands.every import REGISTRY
from studio.commands.keys import keys_of
from studio.model.message import Message, say
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.model.settings import About, Settings, about_of, declared
from studio.model.state import Devices, ShowState
from studio.text import N_, _
from studio.ui.accessible import unheard
from studio.ui.actions import written
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import NumberField
from studio.ui.finder import find_devices
from studio.ui.form import SPEAK_MS, FormDialog, Problem
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.reach import room_on_screen
from studio.ui.rows import Row
from studio.ui.settings_dialog import (
    HEADPHONES,
    PAUSE_MS,
    editor_of,
    of_the_system,
    offer_found,
)

REHEARSE, TEACH, LOOK_ROUND = "rehearse", "teach", "look round"
"""What can be done once everything is chosen."""

_LOOK_MS = 3000
"""Between two looks for something that plays, while nobody could hear the window."""

Offer = tuple[str, Any]
"""One of several: its words, translated, and its value."""


def voice_settings() -> list[tuple[str, About]]:
    """The settings that say how the studio speaks, the chief ones first."""
    named = [(name, about) for name, about, _field in declared()]
    return [one for beginning in _OF_VOICE for one in named if one[0].startswith(beginning)]


_OF_VOICE = ("speech_", "voice_", "own_voice", "brief_answers", "typing_echo")
"""How their names begin."""

_STEPS = 40
"""By so many keys the whole range of a number is gone through; nobody counts words a minute."""


class OfferList(ItemList[Offer]):
    """One of several, of which the current row is the chosen one: no key opens or closes it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        self.rows = ItemModel[Offer](lambda offer: offer[1], lambda offer: Row(offer[0]))
        super().__init__(name, _("There is nothing to choose"), self.rows, parent)
        self.setMinimumHeight(7 * self.fontMetrics().height())

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever is offered
        return self.current[1] if self.current is not None else None

    def offer(self, offers: Sequence[Offer], chosen: object) -> None:
        """Offer these; one that is chosen and not offered is added, so that it is not lost."""
        if chosen not in [value for _words, value in offers]:
            offers = [*offers, (str(chosen), chosen)]
        self.set_items(offers)
        self.select(chosen)

    def choose(self, value: object) -> None:
        """Choose one, which may have come after the others were offered."""
        offers = self.rows.items
        if value in [offered for _words, offered in offers]:
            self.select(value)
        else:
            self.offer(offers, value)


@dataclass(frozen=True, slots=True)
class Page:
    """One step.

    Attributes:
        group: All that is shown of it.
        first: What takes the focus.
        told: What is said of it once the focus was read.
        keep: Wishes for what was chosen, where that is another than before.
        how: What is said after it, of the keys; None where that is known by then.
        beside_reader: What is said too where a screen reader may be listening.
    """

    group: QGroupBox
    first: QWidget
    told: Message
    keep: Callable[[], None]
    how: Message | None = None
    beside_reader: Message | None = None


def _joined(told: Message, *others: Message | None) -> Message:
    for other in others:
        told = told.then(other) if other is not None else told
    return told


class FirstSteps(FormDialog):
    """Asks for language, voice, headphones, microphone and camera, and leads to a rehearsal.

    The arrow keys choose and Enter goes on, so whoever presses Enter alone skips a step and leaves
    all as it is. What was chosen on a step is kept when it is left by Enter; Escape leaves.

    Args:
        place: The step to begin at, from 0.
        is_unheard: Whether nobody could hear the window yet: no headphones are chosen for the
            studio's own voice, and no screen reader listens. Then the headphones are looked for
            by ear before all else, and once more when others are plugged in.
        is_alone: Whether it is known that no screen reader listens.

    Attributes:
        place: The step that is shown, or is to be shown once the language has changed.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        place: int = 0,
        is_unheard: Callable[[], bool] = lambda: False,
        is_alone: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(
            _("First steps"), desk, parent, accept=_("Next step"), cancel=_("Leave the first steps")
        )
        self.place = place
        self._count = 6
        self._pages: list[Page] = []
        self._is_unheard = is_unheard
        self._is_alone = is_alone
        self._is_searching = desk.link.state().takes_any_key
        self._playing: tuple[str, ...] = ()
        self._tried: tuple[str, ...] = ()
        self._device_before = ""
        self._was_found = False
        self._language()
        self._voice()
        self._headphones()
        self._microphone()
        self._camera()
        self._rehearsal()
        self.add_button(_("Back"), self._back)
        self.by_ear = self.add_button(_("Choose headphones by ear"), self._search)
        self.by_ear.setVisible(self._is_of_headphones)
        for number, page in enumerate(self._pages):
            page.group.setVisible(number == place)
        self.finish()
        self._pages[place].first.setFocus()
        self._again = QTimer(self, interval=_LOOK_MS)
        self._again.timeout.connect(self._find_devices)
        self._find_devices()

    # ---------------------------------------------------------------- the steps
    def _step(self) -> QGroupBox:
        number = len(self._pages) + 1
        self.section(str(say("Step {n} of {count}", n=number, count=self._count)))
        return list(self._groups)[-1]

    def _list(
        self,
        words: str,
        told: Message,
        keep: Callable[[], None],
        how: Message | None = None,
        beside_reader: Message | None = None,
    ) -> OfferList:
        """A step with one list."""
        group = self._step()
        offers = OfferList(words, self)
        self.add(words, offers, str(_joined(told, beside_reader, how)))
        # Orca passes over what describes a list, so that is announced, and not read twice.
        offers.setAccessibleDescription("")
        self._pages.append(Page(group, offers, told, keep, how, beside_reader))
        return offers

    def _language(self) -> None:
        about = about_of("language")
        self.language = self._list(
            _(about.title),
            say(about.help),
            lambda: self._keep("language", self.language.value),
            say("Up and Down choose, Enter goes on, Escape leaves; “Back” is a button."),
        )
        offers = [(_(title), value) for value, title in about.choices]
        self.language.offer(offers, self._settings.language)

    def _voice(self) -> None:
        group = self._step()
        pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.voice: dict[str, QWidget] = {}
        reads: dict[str, Callable[[], Any]] = {}
        for name, about in voice_settings():
            editor = editor_of(name, about)
            self.add(_(about.title), editor.widget, _(about.help))
            if isinstance(editor.widget, NumberField):
                number = editor.widget
                number.setSingleStep(max(1, round((number.maximum() - number.minimum()) / _STEPS)))
            editor.write(getattr(self._settings, name))
            # Heard while it is being chosen.
            editor.changes.connect(pause.start)
            self.voice[name] = editor.widget
            reads[name] = editor.read

        def keep() -> None:
            pause.stop()
            for name, read in reads.items():
                self._keep(name, read())

        pause.timeout.connect(keep)
        told = say("Tab leads to more, such as the voices; Enter goes on.")
        self._pages.append(Page(group, next(iter(self.voice.values())), told, keep))

    def _headphones(self) -> None:
        about = about_of(HEADPHONES)
        self.headphones = self._list(
            _(about.title),
            say(about.help),
            lambda: self._keep(HEADPHONES, self.headphones.value),
            beside_reader=say(
                "A screen reader plays on the system's own device: give it headphones too."
            ),
        )
        self.headphones.offer([(_("Nowhere"), "")], self._settings.monitor_device)

    def _microphone(self) -> None:
        self.microphone = self._list(
            _("Microphone"), say("What viewers hear you through."), self._keep_microphone
        )
        self.microphone.offer([(_("The first one found"), "")], self._sound().address)

    def _camera(self) -> None:
        self.camera = self._list(
            _("Camera"), say("What viewers see you through."), self._keep_camera
        )
        self.camera.offer([(_("The first one found"), "")], self._picture().address)

    def _rehearsal(self) -> None:
        told = say("In a rehearsal all is as in a show, but nothing goes on air.")
        for command, how in (
            ("show.go_live", N_("{keys} begins the show in it.")),
            ("status.loudness", N_("{keys} says how loud you are.")),
            ("window.palette", N_("{keys} finds everything that can be done.")),
        ):
            if keys := keys_of(REGISTRY[command], self.desk.link.state().keys):
                told = told.then(say(how, keys=written(keys)))
        self.end = self._list(_("What now"), told, lambda: None)
        offers = [
            (_("Begin a rehearsal"), REHEARSE),
            (_("Teach the first commands by voice"), TEACH),
            (_("Look round first"), LOOK_ROUND),
        ]
        self.end.offer(offers, REHEARSE)

    def _find_devices(self) -> None:
        self._again.stop()
        find_devices(self.desk.link, self._take_devices, self)

    def _take_devices(self, devices: Devices) -> None:
        nowhere, first = (_("Nowhere"), ""), (_("The first one found"), "")
        for offers, before, names in (
            (self.headphones, nowhere, devices.headphones),
            (self.microphone, first, devices.microphones),
            (self.camera, first, devices.cameras),
        ):
            with nullcontext() if offers.isVisible() else unheard():
                offers.offer([before, *((name, name) for name in names)], offers.value)
        for name, found in of_the_system(devices).items():
            if isinstance(editor := self.voice.get(name), Choice):
                offer_found(editor, name, found)
        self._playing = devices.headphones
        self.seek_ears()

    def seek_ears(self) -> None:
        """Look for the headphones by ear where nobody could hear the window.

        Devices among which none was taken are not tried again until there are others.
        """
        if not self._is_unheard() or self._is_searching:
            return
        if self._playing != self._tried:
            self._tried = self._playing
            self._search()
        self._again.start()

    def _search(self) -> None:
        self.desk.wish("speech.headphones")

    def show_state(self, state: ShowState) -> None:
        """Once headphones were looked for by ear, begin the step anew.

        What was read until then may have been heard by nobody.
        """
        was_searching, self._is_searching = self._is_searching, state.takes_any_key
        device = state.settings.monitor_device
        if self._is_searching and not was_searching:
            self._device_before, self._tried = device, self._playing
        if was_searching and not self._is_searching:
            self._was_found = device != self._device_before
            self.headphones.choose(device)
            self.desk.wish("window.read_focus")
            self._tell_soon()
            self.seek_ears()

    @property
    def _is_of_headphones(self) -> bool:
        return self._pages[self.place].first is self.headphones

    # ---------------------------------------------------------------- keeping
    @property
    def _settings(self) -> Settings:
        return self.desk.link.state().settings

    def _sound(self) -> SoundSource:
        """The microphone as it is now; a new one where there is none."""
        voice = self.desk.link.state().voice
        return voice or SoundSource(_("Microphone"), SoundKind.MICROPHONE)

    def _picture(self) -> PictureSource:
        sources = self.desk.link.state().picture_sources
        cameras = (source for source in sources if source.kind is PictureKind.CAMERA)
        return next(cameras, PictureSource(_("Camera"), PictureKind.CAMERA))

    def _keep(self, name: str, value: object) -> None:
        if value != getattr(self._settings, name):
            self.desk.wish("settings.change", name=name, value=value)

    def _keep_microphone(self) -> None:
        now, address = self._sound(), self.microphone.value
        if address != now.address:
            kind = SoundKind.MICROPHONE
            self.desk.wish("source.save_sound", source=replace(now, kind=kind, address=address))

    def _keep_camera(self) -> None:
        now, address = self._picture(), self.camera.value
        if address != now.address:
            self.desk.wish("source.save_picture", source=replace(now, address=address))

    # ---------------------------------------------------------------- going on
    def accept(self) -> None:
        """Keep what the step says and go on to the next one; from the last one, end."""
        self._pages[self.place].keep()
        if self.place + 1 == len(self._pages):
            super().accept()
        elif self.place == 0 and self._is_other_language():
            # The window is built once more in it, and this dialog with it.
            self.place = 1
        else:
            self._go(self.place + 1)

    def _is_other_language(self) -> bool:
        wanted = self.language.value or text.system_language()
        return text.match(wanted) != text.in_use()

    def _back(self) -> None:
        if self.place == 0:
            self.desk.tell(say("This is the first step."), "first steps")
        else:
            self._go(self.place - 1)

    def _go(self, place: int) -> None:
        before, self.place = self._pages[self.place], place
        self._was_found = False
        page = self._pages[place]
        page.group.show()
        # Not after the other is hidden: where the focus is hidden it is lost.
        page.first.setFocus(Qt.FocusReason.OtherFocusReason)
        before.group.hide()
        self.by_ear.setVisible(self._is_of_headphones)
        self._tell_soon()

    def _tell_soon(self) -> None:
        """Say what the step is for, once the focus was read and if it is still the same one."""
        page = self._pages[self.place]

        def tell() -> None:
            is_same = page is self._pages[self.place] and self.isVisible()
            if is_same and not self._is_searching:
                told = self._told(page)
                self.desk.answer(told, "first steps", REGISTRY["window.first_start"].title)

        QTimer.singleShot(SPEAK_MS, self, tell)

    def _told(self, page: Page) -> Message:
        told = _joined(page.told, None if self._is_alone() else page.beside_reader)
        if not self._was_found:
            return _joined(told, page.how)
        others = say("Escape looks for other headphones.")
        return told.then(say("Up and Down choose, Enter goes on.")).then(others)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes on with the search: whoever took a device by mistake hears nothing."""
        if self._was_found and event.matches(QKeySequence.StandardKey.Cancel):
            self._was_found = False
            self._search()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_soon()

    def problems(self) -> Iterable[Problem]:
        """None: whatever can be chosen will do."""
        return ()

    def save(self) -> None:
        """Begin what was chosen for the end."""
        self.desk.wish("settings.end_first_steps")
        is_rehearsal = self.desk.link.state().is_rehearsal
        if self.end.value == REHEARSE and not is_rehearsal:
            self.desk.wish("show.rehearse")
        elif self.end.value == TEACH:
            self.desk.wish("window.voice_commands")
            self.desk.wish("voice.teach_first")
        elif self.end.value == LOOK_ROUND:
            self.desk.tell(say("F6 goes round the parts of the window."), "first steps")

    def reject(self) -> None:
        """Leave; nothing is taken back, and nothing more is changed."""
        super().reject()
        again = REGISTRY["window.first_start"].title
        self.desk.wish("settings.end_first_steps")
        self.desk.tell(
            say(
                "You have left the first steps. What you did not choose stays as it is. "
                "“{command}” in the menu “{menu}” begins them again.",
                command=say(again),
                menu=say(Category.STUDIO.value),
            ),
            "first steps",
        )

    def give_way(self) -> None:
        """Close without a word, for the same dialog in another language."""
        self.done(QDialog.DialogCode.Rejected)

    def _fitting_size(self) -> QSize:
        """Of the same size for every step."""
        em = self.fontMetrics().height()
        return QSize(42 * em, 28 * em).boundedTo(room_on_screen(self))
