from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from studio import text
from studio.commands.every import REGISTRY
from studio.model.announcement import Announcement
from studio.model.destination import Destination, StreamKey
from studio.model.media import Size
from studio.model.message import say
from studio.model.scene import Fit, PictureKind, PictureSource, Placement, Scene, SoundKind
from studio.model.settings import declared
from studio.model.state import Devices
from studio.ui import path_field, theme
from studio.ui.choice import Choice
from studio.ui.destination_dialog import DestinationDialog
from studio.ui.fields import NumberField, TextField
from studio.ui.form import SPEAK_MS, FormDialog
from studio.ui.key_files import ExportKeysDialog, ImportKeysDialog
from studio.ui.keys_dialog import KeyDialog
from studio.ui.main_window import MainWindow
from studio.ui.passphrase_dialog import PassphraseDialog
from studio.ui.picture_dialog import PictureDialog
from studio.ui.scene_dialog import SceneDialog
from studio.ui.settings_dialog import SettingsDialog
from studio.ui.sound_dialog import SoundDialog
from studio.ui.tick import Tick
from tests.ui import heard
from tests.ui.conftest import Settle, speak
from tests.ui.fake_link import (
    BOTH,
    CAMERA,
    CLOSE_UP,
    FACE,
    MICROPHONE,
    MUSIC,
    PAUSE,
    PRODUCTS,
    YOUTUBE,
    FakeLink,
)

DEVICES = Devices(("HD Webcam", "USB Camera"), ("Headset", "Line in"), ("Headphones",))
KEEP_KEY = "Leave empty to keep the key that is kept, if any."
Opens = Callable[[MainWindow], None]

DIALOGS: dict[str, Opens] = {
    "camera": lambda window: window.edit_picture(CAMERA),
    "film": lambda window: window.edit_picture(CLOSE_UP),
    "still": lambda window: window.edit_picture(PAUSE),
    "new picture": lambda window: window.edit_picture(None),
    "microphone": lambda window: window.edit_sound(MICROPHONE),
    "sound file": lambda window: window.edit_sound(MUSIC),
    "tone": lambda window: window.edit_sound(replace(MUSIC, kind=SoundKind.TONE, address="1000")),
    "scene": lambda window: window.edit_scene(BOTH),
    "new scene": lambda window: window.edit_scene(None),
    "destination": lambda window: window.edit_destination(YOUTUBE),
    "new destination": lambda window: window.edit_destination(None),
    "product": lambda window: window.edit_product(PRODUCTS[0]),
    "new product": lambda window: window.edit_product(None),
    "settings": lambda window: window.edit_settings(),
    "new key": lambda window: KeyDialog(
        window._desk, REGISTRY["sound.mute"], window
    ).open_when_built(lambda: None),
    "keys to a file": lambda window: ExportKeysDialog(window._desk, window).open(),
    "keys of a file": lambda window: ImportKeysDialog(window._desk, window).open(),
    "passphrase": lambda window: PassphraseDialog(window._desk, window).open(),
    "new passphrase": lambda window: PassphraseDialog(window._desk, window, is_new=True).open(),
}


@pytest.fixture
def open_dialog(window: MainWindow, settle: Settle) -> Callable[[Opens], FormDialog]:
    def open_it(opens: Opens) -> FormDialog:
        opens(window)
        settle(lambda: isinstance(QApplication.activeWindow(), FormDialog))
        dialog = QApplication.activeWindow()
        assert isinstance(dialog, FormDialog)
        return dialog

    return open_it


def _accept(dialog: QDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)


# -------------------------------------------------------------------- every dialog


@pytest.mark.parametrize("which", DIALOGS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_has_a_name_a_label_and_a_mnemonic(
    open_dialog: Callable[[Opens], FormDialog], which: str, language: str
):
    text.use(language)
    dialog = open_dialog(DIALOGS[which])
    controls = [h for h in heard.tree(dialog) if h.role in heard.CONTROLS]
    assert [h for h in controls if not h.name.strip()] == []
    assert dialog.windowTitle()
    for editor in (TextField, NumberField, Choice):
        for one in dialog.findChildren(editor):
            if one.isVisibleTo(dialog):
                labels = [label for label in dialog.findChildren(QLabel) if label.buddy() is one]
                assert len(labels) == 1
                assert labels[0].accessibleName() == one.accessibleName()
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
    texts += [button.text() for button in dialog.findChildren(QPushButton)]
    letters = [QKeySequence.mnemonic(words).toString() for words in texts]
    given = [letter for letter in letters if letter]
    # Where there are more controls than letters and digits, a line at the top finds them.
    assert len(given) == min(len(letters), 36)
    assert len(given) == len(set(given))


@pytest.mark.parametrize("which", DIALOGS)
def test_tab_reaches_every_control_and_escape_changes_nothing(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, which: str
):
    dialog = open_dialog(DIALOGS[which])
    reached: set[QWidget] = set()
    for _ in range(90):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    kinds = (TextField, NumberField, Choice, Tick, QPushButton)
    wanted = {w for kind in kinds for w in dialog.findChildren(kind) if w.isVisibleTo(dialog)}
    assert {w.accessibleName() for w in wanted - reached} == set()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert link.wishes == []


@pytest.mark.parametrize("which", ["camera", "microphone", "scene", "destination"])
def test_saving_what_was_not_touched_changes_nothing(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, which: str
):
    _accept(open_dialog(DIALOGS[which]))
    [(command, origin, values)] = link.wishes
    assert origin == "window"
    assert command in REGISTRY
    assert set(values) <= REGISTRY[command].values
    assert next(iter(values.values())) in (CAMERA, MICROPHONE, BOTH, YOUTUBE)


# A field that takes a key keeps it; a passphrase is asked for before there is a show.
_WITHOUT_KEYS = {"new key", "keys to a file", "keys of a file", "passphrase", "new passphrase"}


@pytest.mark.parametrize("which", [which for which in DIALOGS if which not in _WITHOUT_KEYS])
def test_keys_reach_the_show_from_a_dialog(
    open_dialog: Callable[[Opens], FormDialog], window: MainWindow, link: FakeLink, which: str
):
    window.products.list.setFocus()
    dialog = open_dialog(DIALOGS[which])
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for editor in (dialog.fields[0].target, dialog.findChildren(QPushButton)[-1]):
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_M, control)
        QTest.keyClick(editor, Qt.Key.Key_E, control | shift)
        QTest.keyClick(editor, Qt.Key.Key_I, control)
    assert link.wishes == 2 * [
        ("sound.mute", "key", {}),
        ("show.end", "key", {}),
        ("status.on_air", "key", {}),
    ]
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_focus_returns_to_where_it_was(
    open_dialog: Callable[[Opens], FormDialog], window: MainWindow, settle: Settle
):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        window.products.list.setFocus()
        dialog = open_dialog(DIALOGS["camera"])
        assert QApplication.focusWidget() is not window.products.list
        QTest.keyClick(dialog, key)
        settle(lambda: QApplication.focusWidget() is window.products.list)


# -------------------------------------------------------------------- changed meanwhile


def test_a_sound_that_was_muted_meanwhile_stays_muted(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = open_dialog(DIALOGS["microphone"])
    assert isinstance(dialog, SoundDialog)
    dialog.name.setText("Headset")
    now = replace(MICROPHONE, is_muted=True, gain_db=-3.0)
    link.change(sound_sources=(now, MUSIC))
    _accept(dialog)
    assert link.wishes[0][2] == {"source": replace(now, name="Headset")}


def test_a_kind_takes_its_address_with_it(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = open_dialog(DIALOGS["film"])
    assert isinstance(dialog, PictureDialog)
    dialog.film.line.setText("/films/tea.mp4")
    link.change(picture_sources=(CAMERA, replace(PAUSE, id=CLOSE_UP.id)))
    _accept(dialog)
    made = link.wishes[0][2]["source"]
    assert (made.name, made.kind, made.address) == ("Pause", PictureKind.MEDIA, "/films/tea.mp4")


def test_a_destination_that_was_switched_off_meanwhile_stays_off(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = open_dialog(DIALOGS["destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.name.setText("Main channel")
    now = replace(YOUTUBE, is_on=False)
    link.change(destinations=(now,))
    _accept(dialog)
    assert link.wishes[0][2] == {"destination": replace(now, name="Main channel"), "key": None}


def test_a_new_destination_is_merged_once_it_was_saved(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = open_dialog(DIALOGS["new destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.service.choose("youtube")
    dialog.key.setText("abc")
    dialog._test()
    saved = link.wishes[0][2]["destination"]
    link.change(destinations=(replace(saved, is_on=False),))
    dialog.name.setText("Main channel")
    _accept(dialog)
    made = link.wishes[-1][2]["destination"]
    assert made == replace(saved, name="Main channel", is_on=False)


def test_what_is_wrong_is_told_at_the_field_and_once_aloud(
    open_dialog: Callable[[Opens], FormDialog], said: list[Announcement], settle: Settle
):
    dialog = open_dialog(DIALOGS["new destination"])
    assert isinstance(dialog, DestinationDialog)
    _accept(dialog)
    assert dialog.isVisible()
    assert QApplication.focusWidget() is dialog.name
    settle(lambda: bool(said))
    assert [a.text for a in said] == ["Name: Give it a name."]
    # Readers speak a description that changes under the focus: it comes when the field is left.
    assert "Give it a name." not in heard.description(dialog.name)
    assert heard.description(dialog.url).startswith("An address begins with rtmp://")
    QTest.keyClick(dialog.name, Qt.Key.Key_Tab)
    assert heard.description(dialog.name).startswith("Give it a name.")


def _a_film(dialog: FormDialog) -> None:
    assert isinstance(dialog, PictureDialog)
    dialog.kind.choose(PictureKind.MEDIA)


def _an_image(dialog: FormDialog) -> None:
    assert isinstance(dialog, PictureDialog)
    dialog.kind.choose(PictureKind.IMAGE)


def _a_sound_file(dialog: FormDialog) -> None:
    assert isinstance(dialog, SoundDialog)
    dialog.kind.choose(SoundKind.FILE)


def _without_pictures(dialog: FormDialog) -> None:
    assert isinstance(dialog, SceneDialog)
    for _placement in BOTH.placements:
        dialog._list_buttons[1].click()


def _named_as_an_address(dialog: FormDialog) -> None:
    assert isinstance(dialog, DestinationDialog)
    dialog.name.setText("rtmp://shop")


@pytest.mark.parametrize(
    ("which", "spoil", "words"),
    [
        ("camera", _a_film, "File or address: Choose a film, or enter an address."),
        ("camera", _an_image, "Image file: Choose an image."),
        ("microphone", _a_sound_file, "Sound file: Choose a sound file."),
        ("scene", _without_pictures, "Pictures: Add at least one picture."),
        (
            "destination",
            _named_as_an_address,
            "Name: A name holds no address, such as “rtmp://”.",
        ),
        ("passphrase", lambda _dialog: None, "Passphrase: Enter the passphrase, or cancel."),
    ],
)
def test_what_cannot_be_saved_is_told_and_the_dialog_stays(
    open_dialog: Callable[[Opens], FormDialog],
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    which: str,
    spoil: Callable[[FormDialog], None],
    words: str,
):
    dialog = open_dialog(DIALOGS[which])
    spoil(dialog)
    said.clear()
    dialog.accept()
    settle(lambda: bool(said))
    assert [a.text for a in said] == [words]
    assert dialog.isVisible()
    assert link.wishes == []


def test_a_closed_choice_opens_instead_of_changing_in_silence(
    open_dialog: Callable[[Opens], FormDialog], app: QApplication
):
    dialog = open_dialog(DIALOGS["camera"])
    assert isinstance(dialog, PictureDialog)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_F):
        dialog.kind.setFocus()
        QTest.keyClick(dialog.kind, key)
        assert dialog.kind.view().isVisible()
        assert heard.name(dialog.kind.view()) == "Kind"
        assert dialog.kind.value is PictureKind.CAMERA
        dialog.kind.hidePopup()


# -------------------------------------------------------------------- pictures


def test_a_new_film(open_dialog: Callable[[Opens], FormDialog], link: FakeLink):
    dialog = open_dialog(DIALOGS["new picture"])
    assert isinstance(dialog, PictureDialog)
    QTest.keyClicks(dialog.name, "Workshop")
    dialog.kind.choose(PictureKind.MEDIA)
    assert dialog.film.line.isVisible()
    assert not dialog.camera.isVisible()
    dialog.film.line.setText(" /films/workshop.mp4 ")
    dialog.loop.click()
    _accept(dialog)
    [(command, _origin, values)] = link.wishes
    made = values["source"]
    assert command == "source.save_picture"
    assert made == PictureSource(
        "Workshop", PictureKind.MEDIA, "/films/workshop.mp4", loop=False, id=made.id
    )
    assert made.id not in {s.id for s in link.now.picture_sources}


def test_cameras_come_by_name_when_they_are_found(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, settle: Settle
):
    dialog = open_dialog(lambda window: window.edit_picture(replace(CAMERA, address="Gone cam")))
    assert isinstance(dialog, PictureDialog)
    assert dialog.camera.value == "Gone cam"
    assert heard.description(dialog.camera) == "Looking for cameras …"
    link.found.set_result(DEVICES)
    settle(lambda: heard.description(dialog.camera) == "2 cameras were found.")
    offered = [dialog.camera.itemText(i) for i in range(dialog.camera.count())]
    assert offered == ["The first one found", "HD Webcam", "USB Camera", "Gone cam"]
    assert dialog.camera.value == "Gone cam", "what is not plugged in is not forgotten"
    dialog.camera.choose("USB Camera")
    dialog.frame.choose(Size(1280, 720))
    dialog.rate.setValue(30)
    _accept(dialog)
    [(_command, _origin, values)] = link.wishes
    assert values["source"] == replace(
        CAMERA, address="USB Camera", size=Size(1280, 720), rate=30.0
    )


def test_a_longer_hint_gets_the_room_it_needs(
    open_dialog: Callable[[Opens], FormDialog], app: QApplication, link: FakeLink, settle: Settle
):
    text.use("id")
    theme.choose(app, "", 400)
    dialog = open_dialog(DIALOGS["new picture"])
    assert isinstance(dialog, PictureDialog)
    # Labels stand beside their fields.
    dialog.resize(1320, 840)
    field = dialog.camera_field
    app.processEvents()
    before = field._help.height()
    link.found.set_result(Devices())
    settle(lambda: field._help.text() != "" and field._help.height() > before)
    app.processEvents()
    assert field._help.height() == field._help.heightForWidth(field._help.width())
    assert field._help.y() > field.editor.geometry().bottom()


def test_a_name_in_use_is_refused(
    open_dialog: Callable[[Opens], FormDialog],
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
):
    dialog = open_dialog(DIALOGS["new picture"])
    assert isinstance(dialog, PictureDialog)
    dialog.name.setText("close-UP")
    _accept(dialog)
    settle(lambda: bool(said))
    assert said[0].text == "Name: Another one has this name."
    assert link.wishes == []


# -------------------------------------------------------------------- sounds


def test_a_microphone_in_every_respect(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, settle: Settle
):
    link.found.set_result(DEVICES)
    dialog = open_dialog(DIALOGS["microphone"])
    assert isinstance(dialog, SoundDialog)
    settle(lambda: heard.description(dialog.microphone) == "2 microphones were found.")
    dialog.microphone.choose("Line in")
    dialog.gain.setValue(-4.5)
    dialog.muted.click()
    dialog.monitored.click()
    dialog.voice.click()
    dialog.offset.setValue(120)
    _accept(dialog)
    [(command, _origin, values)] = link.wishes
    assert command == "source.save_sound"
    assert values["source"] == replace(
        MICROPHONE,
        address="Line in",
        gain_db=-4.5,
        is_muted=True,
        is_monitored=True,
        is_voice=False,
        offset_ms=120.0,
    )


def test_a_number_is_spoken_with_its_unit(open_dialog: Callable[[Opens], FormDialog]):
    dialog = open_dialog(DIALOGS["sound file"])
    assert isinstance(dialog, SoundDialog)
    assert dialog.gain.text() == "-12 dB"
    QTest.keyClick(dialog.gain, Qt.Key.Key_Up)
    assert dialog.gain.value() == -10.5


def test_a_tone_has_a_pitch(open_dialog: Callable[[Opens], FormDialog], link: FakeLink):
    dialog = open_dialog(DIALOGS["tone"])
    assert isinstance(dialog, SoundDialog)
    assert dialog.pitch.value() == 1000.0
    dialog.pitch.setValue(440)
    _accept(dialog)
    assert link.wishes[0][2]["source"].address == "440"


# -------------------------------------------------------------------- scenes


def test_a_scene_of_two_pictures(open_dialog: Callable[[Opens], FormDialog], link: FakeLink):
    dialog = open_dialog(DIALOGS["new scene"])
    assert isinstance(dialog, SceneDialog)
    QTest.keyClicks(dialog.name, "Both")
    dialog.source.choose("close-up")
    dialog._list_buttons[0].click()
    dialog.source.choose("camera")
    dialog.place.choose("upper-left")
    dialog.fit.choose(Fit.FIT)
    dialog.anchor.choose((0.5, 0.0))
    dialog.rotation.choose(90)
    dialog.mirrored.click()
    _accept(dialog)
    [(command, _origin, values)] = link.wishes
    made = values["scene"]
    back, front = made.placements
    assert command == "scene.save"
    assert back == Placement("close-up", id=back.id)
    assert front == Placement(
        "camera",
        0.03,
        0.03,
        0.3,
        0.3,
        Fit.FIT,
        0.5,
        0.0,
        is_mirrored=True,
        rotation=90,
        id=front.id,
    )


def test_own_numbers_are_shares_of_the_canvas(
    open_dialog: Callable[[Opens], FormDialog],
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
):
    dialog = open_dialog(DIALOGS["scene"])
    assert isinstance(dialog, SceneDialog)
    assert not dialog.numbers[0].isVisible()
    dialog.place.choose("own")
    assert dialog.numbers[0].isVisible()
    for number, percent in zip(dialog.numbers, (10, 20, 95, 40.5), strict=True):
        number.setValue(percent)
    _accept(dialog)
    settle(lambda: bool(said))
    assert said[-1].text == "Place: The place reaches over the edge of the picture."
    dialog.numbers[2].setValue(50)
    _accept(dialog)
    placement = link.wishes[0][2]["scene"].placements[0]
    assert (placement.x, placement.y, placement.width, placement.height) == (0.1, 0.2, 0.5, 0.405)


def test_pictures_change_places_by_keys_and_say_so(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, said: list[Announcement]
):
    dialog = open_dialog(DIALOGS["scene"])
    assert isinstance(dialog, SceneDialog)
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert [a.text for a in said] == [
        "Close-up is number 2 of 2.",
        "It is in front already.",
    ]
    assert dialog.list.current == BOTH.placements[0]
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert said[-1].text == "Close-up is out of the scene."
    _accept(dialog)
    assert link.wishes[0][2]["scene"] == Scene(BOTH.name, (BOTH.placements[1],), BOTH.id)


def test_what_cannot_be_done_to_the_pictures_of_a_scene_is_told(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, said: list[Announcement]
):
    link.change(picture_sources=())
    dialog = open_dialog(DIALOGS["scene"])
    assert isinstance(dialog, SceneDialog)
    add, remove, back, _front = dialog._list_buttons
    dialog.list.select(BOTH.placements[0].id)
    back.click()
    assert said[-1].text == "It is at the back already."
    add.click()
    assert said[-1].text == "There are no picture sources yet. Add one first."
    for _placement in BOTH.placements:
        remove.click()
        assert said[-1].text.endswith(" is out of the scene.")
    remove.click()
    assert said[-1].text == "There is no picture to remove."


def test_an_odd_anchor_is_kept(open_dialog: Callable[[Opens], FormDialog], link: FakeLink):
    odd = replace(FACE, placements=(Placement("camera", anchor_x=0.3, anchor_y=0.7),))
    dialog = open_dialog(lambda window: window.edit_scene(odd))
    assert isinstance(dialog, SceneDialog)
    assert dialog.anchor.currentText() == "As it is"
    dialog.mirrored.click()
    _accept(dialog)
    placement = link.wishes[0][2]["scene"].placements[0]
    assert (placement.anchor_x, placement.anchor_y, placement.is_mirrored) == (0.3, 0.7, True)


# -------------------------------------------------------------------- destinations


def _key(values: dict) -> str | None:
    key = values["key"]
    assert key is None or isinstance(key, StreamKey)
    return key.reveal() if key is not None else None


def test_a_service_brings_its_address(open_dialog: Callable[[Opens], FormDialog], link: FakeLink):
    dialog = open_dialog(DIALOGS["new destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.service.choose("twitch")
    assert (dialog.name.text(), dialog.url.text()) == ("Twitch", "rtmp://live.twitch.tv/app")
    dialog.service.choose("facebook")
    assert dialog.url.text() == "rtmps://live-api-s.facebook.com:443/rtmp/"
    dialog.service.choose("shopee")
    assert dialog.url.text() == ""
    assert "Paste the address" in heard.description(dialog.url)
    dialog.url.setText("rtmp://push.shopee.example/live")
    dialog.service.choose("bilibili")
    assert dialog.url.text() == "rtmp://push.shopee.example/live", "what was typed stays"
    QTest.keyClicks(dialog.key, "abc-123")
    _accept(dialog)
    [(command, _origin, values)] = link.wishes
    made = values["destination"]
    assert command == "destination.save"
    assert made == Destination(
        "Bilibili", "rtmp://push.shopee.example/live", "bilibili", id=made.id
    )
    assert _key(values) == "abc-123"


def test_the_kept_key_is_never_shown(open_dialog: Callable[[Opens], FormDialog], link: FakeLink):
    dialog = open_dialog(DIALOGS["destination"])
    assert isinstance(dialog, DestinationDialog)
    assert dialog.key.text() == ""
    assert heard.description(dialog.key) == KEEP_KEY
    _accept(dialog)
    assert _key(link.wishes[0][2]) is None


def test_a_typed_key_cannot_be_read_back(
    open_dialog: Callable[[Opens], FormDialog], app: QApplication
):
    dialog = open_dialog(DIALOGS["destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.key.setFocus()
    QTest.keyClicks(dialog.key, "live_secret")
    assert interface_state(dialog.key)
    told = " ".join(f"{h.name} {h.description} {h.value}" for h in heard.tree(dialog))
    assert "secret" not in told
    assert "secret" not in dialog.key.displayText()
    app.clipboard().clear()
    dialog.key.selectAll()
    dialog.key.copy()
    assert app.clipboard().text() == ""


def interface_state(widget: QWidget) -> bool:
    return bool(heard.interface(widget).state().passwordEdit)


def test_save_and_test_keeps_the_dialog_and_forgets_the_key(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = open_dialog(DIALOGS["new destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.service.choose("youtube")
    dialog.key.setText("abc")
    test = next(b for b in dialog.findChildren(QPushButton) if heard.name(b) == "Save and test")
    test.click()
    assert dialog.isVisible()
    assert [w[0] for w in link.wishes] == ["destination.save", "destination.test"]
    assert _key(link.wishes[0][2]) == "abc"
    assert dialog.key.text() == ""
    assert link.wishes[1][2] == {"destination": link.wishes[0][2]["destination"].id}
    assert heard.description(dialog.key) == KEEP_KEY
    _accept(dialog)
    assert _key(link.wishes[2][2]) == "abc", "the first saving may have been undone"


@pytest.mark.parametrize("url", ["", "http://a/b", "rtmp://", "rtmp:///live", "rtmps://a b/c"])
def test_an_address_that_cannot_be_one_is_refused(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, url: str
):
    dialog = open_dialog(DIALOGS["destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.url.setText(url)
    _accept(dialog)
    assert dialog.isVisible()
    assert link.wishes == []


# -------------------------------------------------------------------- settings, passphrase


def test_every_setting_is_there_with_its_help(open_dialog: Callable[[Opens], FormDialog]):
    dialog = open_dialog(DIALOGS["settings"])
    assert isinstance(dialog, SettingsDialog)
    assert set(dialog.editors) == {name for name, _about, _field in declared()}
    fields = {f.words: f for f in dialog.fields}
    for _name, about, _field in declared():
        assert heard.description(fields[about.title].target) == about.help
    groups = [h.name for h in heard.tree(dialog) if h.role == heard.Role.Grouping]
    assert groups == ["The show", "You", "This computer"]


def _settings(open_dialog: Callable[[Opens], FormDialog]) -> SettingsDialog:
    dialog = open_dialog(DIALOGS["settings"])
    assert isinstance(dialog, SettingsDialog)
    return dialog


def test_what_was_asked_about_and_not_answered_by_yes_is_shown_as_it_is(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, settle: Settle
):
    link.found.set_result(DEVICES)
    link.change(settings=replace(link.now.settings, monitor_device="Headphones"))
    dialog = _settings(open_dialog)
    headphones = dialog.editors["monitor_device"]
    assert isinstance(headphones, Choice)
    settle(lambda: headphones.count() == 2)
    headphones.choose("")
    settle(lambda: bool(link.wishes))
    link.change(question=say("Change it all the same?"))
    settle(lambda: dialog._is_asked)
    link.change(question=None)
    settle(lambda: headphones.value == "Headphones")
    assert dialog.changed() == {}


def test_only_what_was_changed_is_kept_and_without_a_button(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, settle: Settle
):
    link.found.set_result(DEVICES)
    dialog = _settings(open_dialog)
    headphones, canvas = dialog.editors["monitor_device"], dialog.editors["canvas"]
    rate, fade = dialog.editors["frame_rate"], dialog.editors["fade_s"]
    brief = dialog.editors["brief_answers"]
    assert isinstance(headphones, Choice)
    assert isinstance(canvas, Choice)
    assert isinstance(rate, NumberField)
    assert isinstance(fade, NumberField)
    assert isinstance(brief, Tick)
    settle(lambda: headphones.count() == 2)
    headphones.choose("Headphones")
    canvas.choose("720x1280")
    rate.setValue(25)
    fade.setValue(0.5)
    brief.click()
    assert link.wishes == []
    settle(lambda: bool(link.wishes))
    changed = {values["name"]: values["value"] for _c, _o, values in link.wishes}
    assert {command for command, _o, _v in link.wishes} == {"settings.change"}
    assert changed == {
        "canvas": "720x1280",
        "frame_rate": 25,
        "fade_s": 0.5,
        "brief_answers": False,
        "monitor_device": "Headphones",
    }
    assert isinstance(changed["frame_rate"], int)
    rate.setValue(20)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert link.wishes[-1][2] == {"name": "frame_rate", "value": 20}
    assert len(link.wishes) == 6


def test_what_is_taken_back_is_shown_and_what_is_on_its_way_is_not_overwritten(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, settle: Settle
):
    dialog = _settings(open_dialog)
    fade = dialog.editors["fade_s"]
    assert isinstance(fade, NumberField)
    before = link.now.settings
    fade.setValue(0.5)
    settle(lambda: bool(link.wishes))
    fade.setValue(0.6)
    settle(lambda: len(link.wishes) == 2)
    dialog.show_state(replace(link.now, settings=replace(before, fade_s=0.5)))
    assert fade.value() == 0.6
    dialog.show_state(replace(link.now, settings=replace(before, fade_s=0.6)))
    dialog.show_state(replace(link.now, settings=before))
    assert fade.value() == before.fade_s
    settle(lambda: not dialog._keep.isActive())
    assert len(link.wishes) == 2
    undo = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Undo")
    undo.click()
    assert link.wishes[-1] == ("studio.undo", "window", {})


def test_what_was_just_changed_is_what_is_taken_back(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = _settings(open_dialog)
    rate = dialog.editors["frame_rate"]
    assert isinstance(rate, NumberField)
    rate.setValue(25)
    rate.setFocus()
    QTest.keyClick(rate, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [command for command, _o, _v in link.wishes] == ["settings.change", "studio.undo"]
    rate.setValue(20)
    undo = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Undo")
    undo.click()
    assert [command for command, _o, _v in link.wishes[2:]] == ["settings.change", "studio.undo"]


def test_headphones_are_looked_for_by_ear_and_those_that_are_taken_are_shown(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink
):
    dialog = _settings(open_dialog)
    by_ear = "Choose headphones by ear"
    button = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == by_ear)
    button.click()
    assert link.wishes == [("speech.headphones", "window", {})]
    dialog.show_state(
        replace(link.now, settings=replace(link.now.settings, monitor_device="Earbuds"))
    )
    headphones = dialog.editors["monitor_device"]
    assert isinstance(headphones, Choice)
    assert headphones.value == "Earbuds"
    dialog.keep()
    assert len(link.wishes) == 1


def test_settings_are_found_by_their_names_and_helps(
    open_dialog: Callable[[Opens], FormDialog], said: list[Announcement], settle: Settle
):
    dialog = _settings(open_dialog)
    assert QApplication.focusWidget() is dialog._line

    def shown() -> list[str]:
        return [f.words for f in dialog.fields[1:] if f.editor.isVisibleTo(dialog)]

    everything = shown()
    QTest.keyClicks(dialog._line, "loud")
    assert shown() == ["Quietest show", "Loudest show"]
    groups = [h.name for h in heard.tree(dialog) if h.role == heard.Role.Grouping]
    assert groups == ["The show"]
    settle(lambda: bool(said))
    assert said[-1].text == "2 settings."
    dialog._line.setText("picture size nonsense")
    assert shown() == []
    settle(lambda: said[-1].text.startswith("Nothing fits."))
    dialog._line.clear()
    assert shown() == everything


@pytest.mark.parametrize("typed", ["9999", "abc", "", "-5", "12x"])
@pytest.mark.parametrize("leaves", [Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_number_that_will_not_do_is_refused_in_words(
    open_dialog: Callable[[Opens], FormDialog],
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
    typed,
    leaves,
):
    dialog = _settings(open_dialog)
    size = dialog.editors["text_percent"]
    assert isinstance(size, NumberField)
    size.setFocus()
    size.selectAll()
    if typed:
        QTest.keyClicks(size, typed)
    else:
        QTest.keyClick(size, Qt.Key.Key_Delete)
    QTest.keyClick(size, leaves)
    told = "Size of text goes from 100 to 400 percent. It stays 100."
    settle(lambda: bool(said))
    assert [one.text for one in said] == [told]
    assert link.wishes == []
    if leaves != Qt.Key.Key_Escape:
        assert size.text() == "100 %"
        assert told in [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        size.clearFocus()
        settle(lambda: heard.description(size).startswith(told))
        size.setFocus()
        size.selectAll()
        QTest.keyClicks(size, "150")
        assert told not in [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
        settle(lambda: not dialog._keep.isActive())
        dialog.keep()
        assert [v for _c, _o, v in link.wishes] == [{"name": "text_percent", "value": 150}]


def test_a_number_that_will_not_do_keeps_a_form_from_being_saved(
    open_dialog: Callable[[Opens], FormDialog],
    link: FakeLink,
    said: list[Announcement],
    settle: Settle,
):
    text.use("id")
    dialog = open_dialog(DIALOGS["microphone"])
    assert isinstance(dialog, SoundDialog)
    for leave in (
        lambda: QTest.keyClick(dialog.gain, Qt.Key.Key_Return),
        lambda: next(b for b in dialog.findChildren(QPushButton) if b.isDefault()).click(),
    ):
        said.clear()
        dialog.gain.setFocus()
        dialog.gain.selectAll()
        QTest.keyClicks(dialog.gain, "99")
        leave()
        settle(lambda: bool(said))
        assert said[0].text == "Volume antara minus 60 dan 24 dB. Tetap 0."
        assert dialog.isVisible()
        assert QApplication.focusWidget() is dialog.gain
    assert link.wishes == []
    _accept(dialog)
    assert [command for command, _o, _v in link.wishes] == ["source.save_sound"]


def test_cancelling_a_form_refuses_no_number(
    open_dialog: Callable[[Opens], FormDialog], said: list[Announcement], settle: Settle
):
    dialog = open_dialog(DIALOGS["microphone"])
    assert isinstance(dialog, SoundDialog)
    dialog.gain.setFocus()
    dialog.gain.selectAll()
    QTest.keyClicks(dialog.gain, "99")
    QTest.keyClick(dialog.gain, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    QTest.qWait(2 * SPEAK_MS)
    assert said == []


def test_another_language_leaves_the_focus_and_what_was_typed_where_they_are(
    open_dialog: Callable[[Opens], FormDialog], window: MainWindow, link: FakeLink, settle: Settle
):
    dialog = _settings(open_dialog)
    language, size = dialog.editors["language"], dialog.editors["canvas"]
    assert isinstance(language, Choice)
    assert isinstance(size, Choice)
    QTest.keyClicks(dialog._line, "language")
    language.setFocus()
    language.choose("id")
    dialog.keep()
    assert link.wishes == [("settings.change", "window", {"name": "language", "value": "id"})]
    speak("id", window, link, settle)
    assert QApplication.activeWindow() is dialog
    assert QApplication.focusWidget() is language
    assert language.value == "id"
    assert dialog._line.text() == "language"
    shown = [field.words for field in dialog.fields[1:] if field.editor.isVisibleTo(dialog)]
    assert shown[0] == "Bahasa"
    assert [words for words in shown if "bahasa" not in words.lower()] == []
    assert dialog.windowTitle() == "Pengaturan"
    assert heard.name(language) == "Bahasa"
    assert heard.description(language) == str(
        say("The language of the window and of what the studio says.")
    )
    shown = {words for words, _value in size.options()}
    assert {str(say("720p, wide")), "Ukuran lain"} <= shown
    assert size.value == "1280x720"
    fade = dialog.editors["fade_s"]
    assert isinstance(fade, NumberField)
    assert fade.text() == "0,3 detik"
    dialog._line.clear()
    groups = [h.name for h in heard.tree(dialog) if h.role == heard.Role.Grouping]
    assert groups == [str(say(title)) for title in ("The show", "You", "This computer")]
    buttons = {button.accessibleName() for button in dialog.findChildren(QPushButton)}
    assert {"Pilih folder", "Tutup", "Urungkan"} <= buttons
    assert link.wishes[1:] == []


def test_settings_in_another_language_are_the_same_as_those_opened_in_it(
    open_dialog: Callable[[Opens], FormDialog], window: MainWindow, link: FakeLink, settle: Settle
):
    dialog = _settings(open_dialog)
    speak("zh_CN", window, link, settle)
    reworded = [(h.role, h.name, h.description) for h in heard.tree(dialog)]
    dialog.close()
    settle(window.isActiveWindow)
    opened = [(h.role, h.name, h.description) for h in heard.tree(_settings(open_dialog))]
    assert reworded == opened


def test_another_picture_size_is_written_by_hand(
    open_dialog: Callable[[Opens], FormDialog], link: FakeLink, settle: Settle
):
    dialog = open_dialog(DIALOGS["settings"])
    assert isinstance(dialog, SettingsDialog)
    canvas = dialog.editors["canvas"]
    line = next(f.target for f in dialog.fields if f.words == "Another size")
    assert isinstance(canvas, Choice)
    assert isinstance(line, TextField)
    assert not line.isVisible()
    canvas.setCurrentIndex(canvas.findText("Another size"))
    assert line.isVisible()
    for wrong in ("1281x720", "wide", "32x32", ""):
        line.setText(wrong)
        assert [field.target for field, _message in dialog.problems()] == [line]
    assert "canvas" not in dialog.changed()
    line.setText("1366x768")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert [values for _c, _o, values in link.wishes] == [{"name": "canvas", "value": "1366x768"}]


@pytest.mark.parametrize(
    ("name", "title", "wrong", "right"),
    [
        ("card_safe_area", "Margins of your own", ("10 10", "a b c d", "60 0 60 0"), "10 15 35 5"),
        ("card_code", "An address", ("shop.example", "ftp://a.b/c"), "https://shop.example/CODE"),
    ],
)
def test_how_cards_look_is_chosen_in_the_settings(
    open_dialog: Callable[[Opens], FormDialog],
    link: FakeLink,
    name: str,
    title: str,
    wrong: tuple[str, ...],
    right: str,
):
    dialog = open_dialog(DIALOGS["settings"])
    assert isinstance(dialog, SettingsDialog)
    layout, written = dialog.editors["card_layout"], dialog.editors[name]
    line = next(f.target for f in dialog.fields if f.words == title)
    assert isinstance(layout, Choice)
    assert isinstance(written, Choice)
    assert isinstance(line, TextField)
    layout.choose("price-tag")
    written.setCurrentIndex(written.findText(title))
    for words in wrong:
        line.setText(words)
        problems = list(dialog.problems())
        assert [field.target for field, _message in problems] == [line]
        assert str(problems[0][1]).startswith("That will not do. ")
    line.setText(right)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert [values for _c, _o, values in link.wishes] == [
        {"name": "card_layout", "value": "price-tag"},
        {"name": name, "value": right},
    ]


def _once_asked(act: Callable[[PassphraseDialog], object]) -> None:
    """Act as soon as the dialog that is waited for has the keys."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, PassphraseDialog) and dialog.isActiveWindow():
        act(dialog)
    else:
        QTimer.singleShot(10, lambda: _once_asked(act))


def test_the_passphrase_is_asked_for_in_the_window(window: MainWindow, link: FakeLink):
    def answer(dialog: PassphraseDialog) -> None:
        QTest.keyClick(dialog.phrase, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
        dialog.phrase.setText("correct horse")
        dialog.accept()

    _once_asked(answer)
    assert window.ask_passphrase() == "correct horse"
    assert link.wishes == [("sound.mute", "key", {})]
    _once_asked(PassphraseDialog.close)
    assert window.ask_passphrase() == ""


def test_a_new_passphrase_is_typed_twice(window: MainWindow):
    problems: list[str] = []

    def answer(dialog: PassphraseDialog) -> None:
        dialog.phrase.setText("correct horse")
        dialog.again.setText("correct house")
        dialog.accept()
        problems.extend(str(message) for _field, message in dialog.problems())
        dialog.again.setText("correct horse")
        dialog.accept()

    _once_asked(answer)
    assert window.ask_passphrase(is_new=True) == "correct horse"
    assert problems == ["The two are not the same."]


def test_the_words_of_the_file_chooser_are_translated(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
):
    filters: list[str] = []

    def choose(_parent, _title: str, _folder: str, wanted: str) -> tuple[str, str]:
        filters.append(wanted)
        return "", ""

    monkeypatch.setattr(path_field.QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(path_field, "_", lambda words: f"«{words}")
    path_field.choose_file("Choose film", "*.mp4")(QWidget(), "")
    assert filters == ["Choose film (*.mp4);;«Any file (*)"]


def test_of_a_stream_key_only_its_length_is_told(
    open_dialog: Callable[[Opens], FormDialog], said: list[Announcement], settle: Settle
):
    dialog = open_dialog(DIALOGS["new destination"])
    assert isinstance(dialog, DestinationDialog)
    dialog.key.setText("s3cret-key")
    settle(lambda: bool(said))
    assert [a.text for a in said] == ["10 characters."]
    dialog.key.clear()
    settle(lambda: len(said) == 2)
    assert said[1].text == "Empty."


def test_readers_are_told_of_a_dialog_once_it_is_built_and_not_of_each_value(
    window: MainWindow, settle: Settle
):
    """Orca went through 130 events for 4 s before it said that the settings are open."""
    heard_while_building: list[bool] = []

    class Slow(SettingsDialog):
        def steps(self) -> Iterator[None]:
            for _step in super().steps():
                heard_while_building.append(QAccessible.isActive())
                yield

    QAccessible.setActive(True)
    opened: list[bool] = []
    dialog = Slow(window._desk, window)
    dialog.open_when_built(lambda: opened.append(QAccessible.isActive()))
    settle(lambda: bool(opened) and dialog.isVisible())
    assert heard_while_building
    assert not any(heard_while_building)
    assert opened == [True]
    assert QAccessible.isActive()
    dialog.close()


def test_no_two_settings_are_called_alike_by_their_values(
    open_dialog: Callable[[Opens], FormDialog],
):
    """On Linux readers know a closed choice by its value."""
    editors = _settings(open_dialog).editors.values()
    shown = [one.currentText() for one in editors if isinstance(one, Choice)]
    assert len(shown) > 10
    assert [words for words in shown if shown.count(words) > 1] == []
