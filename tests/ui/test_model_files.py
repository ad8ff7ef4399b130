"""The dialog that asks for a speech model on a stick."""

from studio.ui.main_window import MainWindow
from studio.ui.model_files import BringModelDialog
from tests.ui.conftest import Settle
from tests.ui.fake_link import FakeLink
from tests.ui.test_sales_dialogs import opened


def test_a_file_and_its_language_are_asked_for(
    window: MainWindow, link: FakeLink, settle: Settle, tmp_path
):
    file = tmp_path / "model.zip"
    file.write_bytes(b"PK")
    link.window("window.bring_model")
    dialog = opened(BringModelDialog, settle)
    assert dialog.language.value == "en"
    dialog.accept()  # no file yet
    dialog.path.line.setText(str(tmp_path / "gone.zip"))
    dialog.accept()
    assert link.wishes == []
    assert dialog.isVisible()
    dialog.path.line.setText(str(file))
    dialog.language.choose("ko")
    dialog.accept()
    assert link.wishes == [("voice.bring_model", "window", {"path": str(file), "language": "ko"})]


def test_a_folder_will_do_too(window: MainWindow, link: FakeLink, settle: Settle, tmp_path):
    link.window("window.bring_model")
    dialog = opened(BringModelDialog, settle)
    dialog.path.line.setText(str(tmp_path))
    dialog.accept()
    assert link.wishes[-1][2]["path"] == str(tmp_path)
