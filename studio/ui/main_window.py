"""The window: panels in reading order, menus made from the registry, keys between them."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from studio import text
from studio.model.announcement import Announcement, warning
from studio.model.destination import Destination
from studio.model.gtin import padded
from studio.model.link import StudioLink
from studio.model.message import say
from studio.model.product import Product
from studio.model.rundown import Segment
from studio.model.scene import PictureSource, Scene, SoundSource
from studio.model.settings import OwnVoice, TypingEcho, has_voice
from studio.model.state import SHOW_PAGE, ShowState
from studio.speech.announcer import Outlet
from studio.text import _
from studio.ui import status, theme
from studio.ui.accessible import unheard
from studio.ui.actions import Menus
from studio.ui.air_panel import AirPanel
from studio.ui.any_key import AnyKey
from studio.ui.bridge import Handover
from studio.ui.catalogue_files import ExportProductsDialog, ImportProductsDialog
from studio.ui.claims_dialog import ClaimsDialog
from studio.ui.context_menu import ContextMenus
from studio.ui.desk import Announce, Desk
from studio.ui.destination_dialog import DestinationDialog
from studio.ui.destination_panel import DestinationPanel
from studio.ui.first_steps import FirstSteps
from studio.ui.form import FormDialog
from studio.ui.global_keys import GlobalKeys
from studio.ui.keys_dialog import KeysDialog
from studio.ui.learner import Learner
from studio.ui.leaving import Leaving
from studio.ui.list_dialog import ListDialog
from studio.ui.message_panel import MessageLine, MessagePanel
from studio.ui.model_files import BringModelDialog
from studio.ui.motion import Motion
from studio.ui.order_dialogs import OrdersDialog, TakeOrdersDialog
from studio.ui.order_files import ImportOrdersDialog
from studio.ui.outlets import ScreenReaderOutlet, WindowOutlet
from studio.ui.palette import Entry, PaletteDialog
from studio.ui.panel import ListPanel, Panel
from studio.ui.passphrase_dialog import PassphraseDialog
from studio.ui.people_dialog import PeopleDialog, WhoDialog
from studio.ui.picture_dialog import PictureDialog
from studio.ui.picture_panel import PicturePanel
from studio.ui.preview import PERIOD_MS
from studio.ui.preview_panel import PreviewPanel
from studio.ui.product_dialog import ProductDialog
from studio.ui.product_panel import ProductPanel
from studio.ui.product_search import ProductSearch
from studio.ui.qt_words import QtWords
from studio.ui.reach import Reach
from studio.ui.reader import Reader
from studio.ui.reading import Aloud, Reading
from studio.ui.reading_acts import ANYWHERE, ReadingActs
from studio.ui.report_dialog import ReportsDialog, no_browser, open_chart
from studio.ui.restore_dialog import RestoreDialog
from studio.ui.rundown_dialogs import (
    OpenRundownDialog,
    RundownDialog,
    SaveRundownDialog,
    SegmentDialog,
)
from studio.ui.rundown_panel import RundownPanel
from studio.ui.scene_dialog import SceneDialog
from studio.ui.scene_panel import ScenePanel
from studio.ui.settings_dialog import SettingsDialog
from studio.ui.signals_dialog import SignalsDialog
from studio.ui.sound_dialog import SoundDialog
from studio.ui.sound_panel import SoundPanel
from studio.ui.target_dialogs import TargetsDialog
from studio.ui.viewers_dialog import ViewersDialog
from studio.ui.voice_commands_dialog import VoiceCommandsDialog
from studio.ui.voice_log_dialog import VoiceLogDialog
from studio.ui.window_acts import window_acts
from studio.ui.words_dialog import WordsDialog
from studio.ui.work_line import WorkLine

METER_MS = 80
"""Milliseconds between two looks at the levels: about 12 times a second."""


class MainWindow(QMainWindow):
    """The studio's window.

    It shows the states it is handed and dispatches commands; it decides nothing. Everything in
    it belongs to the thread that made it; only its outlets may be called on any thread.

    Args:
        link: The studio.
        announce: Takes what the window itself has to say, as `Announcer.announce`; without it
            only the window's own outlets are given it.
        welcomes: Where the first steps were not taken yet, they open by themselves.

    Attributes:
        outlets: To be added to the announcer: the message line and the screen reader.
        reader: The latter of them.
    """

    def __init__(
        self, link: StudioLink, announce: Announce | None = None, *, welcomes: bool = True
    ) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and not app.styleSheet():
            theme.choose_font(app)
            theme.dress(app)
        super().__init__()
        self._state = ShowState()
        self.reader = ScreenReaderOutlet(
            self,
            lambda: link.state().settings,
            lambda: self._desk.announce(_unreachable()),
            lambda: link.state().is_voiced,
            self._follow_reader,
            is_held=lambda: link.state().listening.is_held,
        )
        self.outlets: tuple[Outlet, ...] = (WindowOutlet(self._show_message, self), self.reader)
        self._reading = Reading(lambda: TypingEcho(link.state().settings.typing_echo), self)
        self._reading_acts = ReadingActs(self._reading, self.outlets)
        self._reader: Reader | None = None
        self._aloud: Aloud | None = None
        self._desk = Desk(link, announce or self._give)
        self._global_keys = GlobalKeys(self._desk, self)
        self._learner = Learner(self._desk, self)
        self._any_key = AnyKey(self._desk, self)
        self._context_menus = ContextMenus(self._desk, self)
        self._leaving = Leaving(self._desk, self)
        self._is_opening = False
        self._was_starting = True
        self._welcomes = welcomes
        self._has_welcomed = not welcomes
        self._has_asked_who = False
        self._qt_words = QtWords(self)
        self._add_keys()
        with unheard():
            self._build()
        self._states: Handover[ShowState] = Handover(self._show_state, limit=1, parent=self)
        link.subscribe(self._states.post)
        self._wished: Handover[str] = Handover(self._do_act, parent=self)
        link.serve(self._wished.post)
        self._meters = QTimer(self, interval=METER_MS)
        self._meters.timeout.connect(self._show_levels)
        self._motion = Motion(self._pace, self)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._dress)
        hints.accessibility().contrastPreferenceChanged.connect(self._dress)
        self.resize(self._fitting_size())
        self.air.entry.setFocus()

    def ask_passphrase(self, *, is_new: bool = False) -> str:
        """Ask the user for the passphrase of the stream keys; waits, empty when cancelled."""
        dialog = PassphraseDialog(self._desk, self, is_new=is_new)
        self._let_work(dialog)
        is_given = dialog.exec() == QDialog.DialogCode.Accepted
        phrase = dialog.phrase.text() if is_given else ""
        dialog.deleteLater()
        return phrase

    def read_aloud(self, aloud: Aloud | None) -> None:
        """Have the window read by the studio's own voice, in the headphones that are chosen.

        Only while no screen reader listens.

        Args:
            aloud: The voice; None where it is switched off.
        """
        self._aloud = aloud
        self._choose_who_reads()

    def _follow_reader(self, reader: Reader) -> None:
        self._reader = reader
        self._choose_who_reads()
        for steps in self.findChildren(FirstSteps):
            steps.seek_ears()

    def _choose_who_reads(self) -> None:
        """Never both: until it is known whether a reader listens, nobody reads."""
        is_heard = has_voice(self._desk.link.state().settings)
        self._reading.use(self._aloud if self._is_alone and is_heard else None)

    @property
    def _is_alone(self) -> bool:
        """It is known that no screen reader listens."""
        return self._reader is not None and not self._reader.is_listening

    # ---------------------------------------------------------------- building
    def _build(self) -> None:
        """Make all that has words in it, in the language in use."""
        self._language = text.in_use()
        self._qt_words.follow()
        self._name_window()
        ground = QWidget(self)
        ground.setObjectName("ground")
        desk = self._desk
        self.preview = PreviewPanel(desk, ground)
        self.air = AirPanel(desk, ground)
        self.scenes = ScenePanel(desk, self.edit_scene, ground)
        self.pictures = PicturePanel(desk, self.edit_picture, ground)
        self.sounds = SoundPanel(desk, self.edit_sound, ground)
        self.destinations = DestinationPanel(desk, self.edit_destination, ground)
        self.products = ProductPanel(desk, self.edit_product, self.find_product, ground)
        self.rundown = RundownPanel(desk, self.edit_segment, ground)
        self.messages = MessagePanel(desk, ground)
        self.message_line = MessageLine(ground)
        self.work_line = WorkLine(ground)
        self.panels: tuple[Panel, ...] = (
            self.preview,
            self.air,
            self.scenes,
            self.pictures,
            self.sounds,
            self.destinations,
            self.products,
            self.rundown,
            self.messages,
        )
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        self._row = QHBoxLayout()
        self._in_row: list[QVBoxLayout] = []
        whole.addLayout(self._row, 1)
        whole.addWidget(self.message_line)
        whole.addWidget(self.work_line)
        self._columns = 0
        self._arrange(3)
        reach = Reach(ground, self)
        reach.setObjectName("reach")
        self.setCentralWidget(reach)
        self.menuBar().clear()
        self._acts = {**window_acts(self), **self._reading_acts.acts()}
        self._menus = Menus(
            self, desk.link, self._acts, self._current, self._keep_settings, find=self._find_one
        )

    def _name_window(self) -> None:
        """The title says whose studio it is, where several share the machine."""
        title = _("Earshot Studio")
        if len(self._state.people) > 1:
            # Translators: the window's title: the studio and whose it is.
            title = str(say("{studio}, {person}", studio=title, person=self._state.person.called))
        if title != self.windowTitle():
            self.setWindowTitle(title)

    def _arrange(self, columns: int) -> None:
        """Put the panels into one to three columns, in reading order down each."""
        if columns == self._columns:
            return
        self._columns = columns
        for column in self._in_row:
            self._row.removeItem(column)
            column.deleteLater()
        self._in_row.clear()
        panels = iter(self.panels)
        for width, heights in _COLUMNS[columns]:
            column = QVBoxLayout()
            column.setSpacing(8)
            self._row.addLayout(column, width)
            for height in heights:
                column.addWidget(next(panels), height)
            self._in_row.append(column)

    def _add_keys(self) -> None:
        for keys, act in (
            ("F6", lambda: self._go_panel(1)),
            ("Shift+F6", lambda: self._go_panel(-1)),
            ("F10", self._open_menus),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _speak_anew(self) -> None:
        """Build the window once more, in the language that is now in use."""
        focus = self.focusWidget()
        place = next((i for i, p in enumerate(self.panels) if focus and p.isAncestorOf(focus)), 1)
        working = [dialog for dialog in self.findChildren(QDialog) if dialog.actions()]
        steps = [d for d in self.findChildren(FirstSteps) if d.isVisible()]
        for dialog in steps:
            dialog.give_way()
        self._menus.remove()
        with unheard():
            self._build()
        for dialog in working:
            dialog.addActions(self._menus.commands)
            self._reword(dialog)
        self._pace()
        self._rearrange()
        self.panels[place].entry.setFocus(Qt.FocusReason.OtherFocusReason)
        if steps:
            self.take_first_steps(steps[0].place)

    def _reword(self, dialog: QDialog) -> None:
        """Have an open dialog speak the language now in use.

        Not by closing it and opening another: readers lose the focus over it, and the answer.
        Dialogs of things that are being edited keep their words and what was typed.
        """
        match dialog:
            case (
                KeysDialog()
                | SettingsDialog()
                | WordsDialog()
                | SignalsDialog()
                | ListDialog()
                | PeopleDialog()
                | ClaimsDialog()
            ):
                dialog.reword()
            case ReportsDialog() | RestoreDialog():
                dialog.reword()
            case PaletteDialog():
                dialog.reword(self._menus.entries())
            case _:
                pass

    # ---------------------------------------------------------------- dialogs
    def edit_scene(self, scene: Scene | None) -> None:
        self._open(lambda: SceneDialog(self._desk, scene, self))

    def edit_picture(self, source: PictureSource | None) -> None:
        self._open(lambda: PictureDialog(self._desk, source, self))

    def edit_sound(self, source: SoundSource | None) -> None:
        self._open(lambda: SoundDialog(self._desk, source, self))

    def edit_product(self, product: Product | None) -> None:
        self._open(lambda: ProductDialog(self._desk, product, self))

    def add_held(self) -> None:
        number = self._desk.link.state().unknown_gtin.lstrip("0")
        gtin = padded(number) if number else ""
        self._open(lambda: ProductDialog(self._desk, None, self, gtin=gtin))

    def import_products(self) -> None:
        self._open(lambda: ImportProductsDialog(self._desk, self))

    def export_products(self) -> None:
        self._open(lambda: ExportProductsDialog(self._desk, self))

    def bring_model(self) -> None:
        self._open(lambda: BringModelDialog(self._desk, self))

    def open_rundown(self) -> None:
        self._open(lambda: OpenRundownDialog(self._desk, self))

    def save_rundown(self) -> None:
        if self._has_rundown():
            self._open(lambda: SaveRundownDialog(self._desk, self))

    def name_rundown(self) -> None:
        if self._has_rundown():
            self._open(lambda: RundownDialog(self._desk, self))

    def _has_rundown(self) -> bool:
        is_open = self._desk.link.state().rundown.rundown is not None
        if not is_open:
            self._desk.tell(say("No rundown is open. Open one, or make one with “new rundown”."))
        return is_open

    def edit_segment(self, segment: Segment | None) -> None:
        before = self.rundown.after_current if segment is None else ""
        self._open(lambda: SegmentDialog(self._desk, segment, self, before=before))

    def take_orders(self) -> None:
        self._open(lambda: TakeOrdersDialog(self._desk, self))

    def show_orders(self) -> None:
        self._open_list(lambda: OrdersDialog(self._desk, self))

    def import_orders(self) -> None:
        self._open(lambda: ImportOrdersDialog(self._desk, self))

    def show_targets(self) -> None:
        self._open_list(lambda: TargetsDialog(self._desk, self))

    def note_viewers(self) -> None:
        self._open(lambda: ViewersDialog(self._desk, self))

    def edit_destination(self, destination: Destination | None) -> None:
        self._open(lambda: DestinationDialog(self._desk, destination, self))

    def edit_settings(self) -> None:
        self._open(lambda: SettingsDialog(self._desk, self))

    def take_first_steps(self, place: int = 0) -> None:
        """Open what a new user begins with, at a step from 0."""
        self._has_welcomed = True
        self._open(
            lambda: FirstSteps(
                self._desk,
                self,
                place=place,
                is_unheard=self._is_unheard,
                is_alone=lambda: self._is_alone,
            )
        )

    def _is_unheard(self) -> bool:
        """Neither a reader nor, for want of headphones, the studio's own voice can be heard."""
        settings = self._desk.link.state().settings
        is_nowhere = not settings.monitor_device and settings.own_voice != OwnVoice.NEVER
        return self._is_alone and self._aloud is not None and is_nowhere

    def _keep_settings(self) -> None:
        """What was just changed in the settings comes before what is wished for now."""
        for dialog in self.findChildren(SettingsDialog):
            dialog.keep()

    def edit_keys(self) -> None:
        with unheard():
            keys = KeysDialog(self._desk, self)
        self._let_work(keys)
        keys.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._global_keys.pause(paused=True)
        keys.finished.connect(lambda: self._global_keys.pause(paused=False))
        keys.open()

    def edit_words(self) -> None:
        self._open_list(lambda: WordsDialog(self._desk, self))

    def show_voice_log(self) -> None:
        self._open_list(lambda: VoiceLogDialog(self._desk, self))

    def show_voice_commands(self) -> None:
        self._open_list(lambda: VoiceCommandsDialog(self._desk, self))

    def show_claims(self) -> None:
        self._open_list(lambda: ClaimsDialog(self._desk, self))

    def show_people(self) -> None:
        self._open_list(lambda: PeopleDialog(self._desk, self))

    def _ask_who(self) -> None:
        self._has_asked_who = True
        self._open(lambda: WhoDialog(self._desk, self))

    def _follow_person(self, before: ShowState) -> None:
        """Nothing that was begun in one person's studio ends in another's."""
        if before.person.id in {"", self._state.person.id}:
            return
        for dialog in self.findChildren(QDialog):
            match dialog:
                case FirstSteps():
                    dialog.give_way()
                case PeopleDialog() | WhoDialog() | PassphraseDialog():
                    pass
                case _:
                    # Not `reject`: what stood in the settings is kept by it.
                    dialog.done(QDialog.DialogCode.Rejected)
        self._has_welcomed = not self._welcomes

    def show_signals(self) -> None:
        self._open_list(lambda: SignalsDialog(self._desk, self))

    def list_reports(self) -> None:
        self._open_list(lambda: ReportsDialog(self._desk, self))

    def show_charts(self) -> None:
        open_chart(self._desk, "", self, self._menus.commands)

    def list_backups(self) -> None:
        self._open_list(lambda: RestoreDialog(self._desk, self))

    def show_page(self) -> None:
        """Have the system's browser open the report that was kept last."""
        page = self._desk.link.state().report_page
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(page)):
            self._desk.announce(no_browser(page))

    def _open_list(self, make: Callable[[], QDialog]) -> None:
        with unheard():
            dialog = make()
        self._let_work(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def find_command(self, place: int = -1) -> None:
        """Open the palette; with a place, at what that one of the entries can be done with."""
        with unheard():
            palette = PaletteDialog(
                self._desk,
                self._menus.entries(),
                self,
                meant=self._meant,
            )
        self._let_work(palette)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()
        if place >= 0:
            palette.choose(place)

    def _meant(self, words: str) -> list[Entry]:
        return self._menus.meant(words)

    def find_product(self) -> None:
        self._open_list(lambda: ProductSearch(self._desk, self.edit_product, self))

    def _find_one(self, place: int) -> None:
        if QApplication.activeModalWidget() is None:
            self.find_command(place)
        else:
            self._desk.tell(say("A dialog is open. Close it first."))

    def _do_act(self, act: str) -> None:
        """Do what was wished for by voice or from elsewhere; one thing at a time."""
        if act in {*ANYWHERE, SHOW_PAGE} or QApplication.activeModalWidget() is None:
            self._acts[act]()
        else:
            self._desk.tell(say("A dialog is open. Close it first."))

    def leave(self) -> None:
        """Close the window; while something is sent or recorded only when wished twice."""
        self.close()

    def _open(self, make: Callable[[], FormDialog]) -> None:
        if self._is_opening:  # a key pressed twice
            return
        self._is_opening = True
        with unheard():
            dialog = make()
        self._let_work(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open_when_built(self._is_open)

    def _is_open(self) -> None:
        self._is_opening = False

    def _let_work(self, dialog: QDialog) -> None:
        """Let keys reach the show from a dialog too, and the focus come back at its end."""
        dialog.addActions(self._menus.commands)
        # The window still knows where the focus was; not every system returns to the window.
        dialog.finished.connect(self.activateWindow)

    # ---------------------------------------------------------------- following
    def _show_state(self, state: ShowState) -> None:
        before, self._state = self._state, state
        self._follow_person(before)
        if before.listening.is_held and not state.listening.is_held:
            self.reader.speak_on()
        self._name_window()
        if text.in_use() != self._language:
            self._speak_anew()
        app = QApplication.instance()
        chosen = state.settings.theme, state.settings.text_percent
        if isinstance(app, QApplication) and theme.choose(app, *chosen):
            self._rearrange()
        self._motion.choose(state.settings.motion)
        self._choose_who_reads()
        self._menus.use_keys(state.keys)
        self._global_keys.follow(state)
        self._learner.follow(state)
        self._any_key.follow(state)
        for dialog in self.findChildren(QDialog):
            if isinstance(dialog, _FOLLOWING):
                dialog.show_state(state)
        self.work_line.show_state(state)
        is_starting = status.is_starting(state)
        self.air.show_state(state)
        # What all lists begin with would flood readers, and Orca then leaves out messages.
        with unheard() if self._was_starting else nullcontext():
            for panel in self.panels:
                if panel is not self.air:
                    panel.show_state(state)
                if isinstance(panel, ListPanel):
                    panel.list.show_starting(is_starting=is_starting)
        self._was_starting = is_starting
        if state.asks_who:
            if not self._has_asked_who and not self._is_opening:
                self._ask_who()
        elif state.wants_first_steps and not self._has_welcomed:
            self.take_first_steps()

    def _show_levels(self) -> None:
        levels = self._desk.link.levels()
        self.air.show_levels(levels)
        self.sounds.show_levels(levels)

    def _pace(self) -> None:
        """Let what moves move as often as is wished."""
        self._meters.setInterval(self._motion.period_ms(METER_MS))
        self.preview.picture.set_period(self._motion.period_ms(PERIOD_MS))

    def _give(self, announcement: Announcement) -> None:
        for outlet in self.outlets:
            outlet.give(announcement)

    def _show_message(self, announcement: Announcement) -> None:
        self.message_line.show_message(announcement)
        self.messages.follow()

    def _dress(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.dress(app)
            self._rearrange()

    # ---------------------------------------------------------------- keys and size
    def _open_menus(self) -> None:
        self._menus.open_first()

    def _go_panel(self, step: int) -> None:
        """Go to the next panel, round the window."""
        focus = QApplication.focusWidget()
        places = [i for i, p in enumerate(self.panels) if focus and p.isAncestorOf(focus)]
        place = places[0] + step if places else 0
        entry = self.panels[place % len(self.panels)].entry
        entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _current(self, slot: str) -> Any:  # noqa: ANN401 - whatever the slot holds
        """The id of what is current in a list, or a product's code."""
        lists = {
            "scene": self.scenes,
            "product": self.products,
            "segment": self.rundown,
            "destination": self.destinations,
            "source": self.sounds,
        }
        panel = lists.get(slot)
        current = panel.list.current if panel is not None else None
        return panel.model.key_of(current) if panel is not None and current is not None else None

    def _rearrange(self) -> None:
        em = self.fontMetrics().height()
        width = self.width() // max(1, em)
        self._arrange(3 if width >= 70 else 2 if width >= 46 else 1)
        self._menus.fit(self.width())

    def _fitting_size(self) -> QSize:
        """Most of the screen, but no larger than reads well."""
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry().size() if screen is not None else QSize(1366, 768)
        return QSize(min(1600, room.width()), min(900, room.height() - 40)).expandedTo(
            QSize(640, 480)
        )

    # ---------------------------------------------------------------- Qt's events
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rearrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.preview.picture.set_minimised(self.isMinimized())
            self._run_meters()
        elif event.type() is QEvent.Type.FontChange:
            self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_meters()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_meters()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave; while something is sent or recorded, it is ended first."""
        if not self._leaving.allows():
            event.ignore()
            return
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self._global_keys.stop()
        super().closeEvent(event)

    def _run_meters(self) -> None:
        if self.isVisible() and not self.isMinimized():
            self._meters.start()
        else:
            self._meters.stop()


def _unreachable() -> Announcement:
    return warning(
        say(
            "Screen readers cannot be reached: the system's accessibility service does not answer. "
            "Start the session anew, then the studio."
        ),
        "reader",
        say("Screen readers cannot be reached."),
    )


_FOLLOWING = (
    KeysDialog
    | SettingsDialog
    | WordsDialog
    | FirstSteps
    | ListDialog
    | PeopleDialog
    | ClaimsDialog
    | RestoreDialog
)
"""Dialogs that show how things are now."""

# The width of every column, and the heights of its panels, as shares; by the number of columns.
_COLUMNS = {
    1: ((1, (6, 0, 3, 3, 4, 3, 4, 4, 4)),),
    2: ((1, (4, 0, 3, 3)), (1, (4, 3, 4, 4, 4))),
    3: ((9, (1, 0)), (5, (3, 3, 4, 3)), (5, (5, 5, 4))),
}
