import pytest
from PySide6.QtWidgets import QApplication

_application = []


@pytest.fixture(scope="session", autouse=True)
def application():
    """One for all tests of this process: those of the window need the larger kind."""
    if QApplication.instance() is None:
        _application.append(QApplication(["tests", "-platform", "offscreen"]))
    return QApplication.instance()
