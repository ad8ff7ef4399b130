"""Where things live: the user's data, recordings, and what ships with the studio."""

import os
import sys
from pathlib import Path

import platformdirs

APP = "Earshot Studio"
DATA_VARIABLE = "EARSHOT_DATA"
TRANSCRIPT_VARIABLE = "EARSHOT_TRANSCRIPT"


def data_folder() -> Path:
    """The folder of everything the studio stores; `EARSHOT_DATA` moves it."""
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir(APP, appauthor=False))


def database_file() -> Path:
    return data_folder() / "studio.db"


def log_folder() -> Path:
    return data_folder() / "logs"


def recordings_folder() -> Path:
    """Beside the data when that was moved, else where the system keeps the user's films."""
    if os.environ.get(DATA_VARIABLE):
        return data_folder() / "recordings"
    return Path(platformdirs.user_videos_dir()) / APP


def reports_folder() -> Path:
    """Where what came of each show is kept, a folder for each."""
    return data_folder() / "reports"


def takes_folder() -> Path:
    """Where recordings of taught commands are kept, by person, where somebody agreed to that."""
    return data_folder() / "takes"


def heard_folder() -> Path:
    """Where the log of what was heard today is kept, a file for each person."""
    return data_folder() / "heard"


def rundowns_folder() -> Path:
    return data_folder() / "rundowns"


def speech_models_folder() -> Path:
    """Where the models lie by which words are heard, a folder for each language."""
    return data_folder() / "speech-models"


def resource(*parts: str) -> Path:
    """A file that ships with the studio, such as `resource("assets", "icon.svg")`.

    It lies beside the package in a checkout, inside it in a wheel, and beside the program in an
    installer's folder.
    """
    package = Path(__file__).parent
    roots = [package, package.parent, Path(getattr(sys, "_MEIPASS", package))]
    return next((r.joinpath(*parts) for r in roots if (r / parts[0]).is_dir()), roots[1] / parts[0])


BUILT_IN = "built-in:"


def built_in(*parts: str) -> str:
    """The address of an asset, which stays right wherever the studio is installed."""
    return BUILT_IN + "/".join(parts)


def file_of(address: str) -> Path:
    """The file that an address means: a path, or an asset that ships with the studio."""
    if address.startswith(BUILT_IN):
        return resource("assets", *address.removeprefix(BUILT_IN).split("/"))
    return Path(address)


def transcript_file() -> Path | None:
    """Where each announcement is appended, when `EARSHOT_TRANSCRIPT` says so."""
    chosen = os.environ.get(TRANSCRIPT_VARIABLE)
    return Path(chosen) if chosen else None
