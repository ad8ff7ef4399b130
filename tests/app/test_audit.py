"""The auditor looks at every window and dialog in every size of text, language and theme.

Here every window is walked through with keys once, and its tree and pixels are looked at in every
size, language and theme. The whole matrix is `make audit`.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from studio.commands.every import REGISTRY
from studio.model.destination import Destination
from studio.model.message import Money, Name
from studio.model.pronunciation import Pronunciation
from studio.model.rundown import Rundown, Segment, SegmentKind
from studio.model.scene import PictureKind, PictureSource, SoundKind, SoundSource
from studio.model.session import Order, Target
from studio.model.settings import Settings
from studio.model.voice import Take, TaughtCommand
from studio.store.database import open_database
from studio.store.repositories import Repositories
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.screenreader import Lab
from tests.report.shows import BEFORE, SHOW

LANGUAGES = ("en", "zh_CN", "id")
THEMES = ("light", "dark", "contrast")
WALKED = (100, "en", "light")
"""The look in which every window is walked through with keys."""
LOOKS = [
    ((200, "zh_CN", "dark"), (100, "id", "contrast")),
    ((200, "id", "dark"), (100, "zh_CN", "contrast")),
    ((200, "zh_CN", "contrast"), (100, "id", "dark")),
]
"""With the look of the walk, each pair has every size, language and theme."""


def dialogs_in(look: tuple[int, str, str]) -> list[str]:
    """The windows to look at: the main one always, every third of the others."""
    turn = next(n for n, pair in enumerate(LOOKS) if look in pair)
    main, *others = DIALOGS
    return [main, *others[turn :: len(LOOKS)]]


ALL = list(itertools.product((100, 200, 400), LANGUAGES, THEMES))

FOREIGN = Path(tempfile.gettempdir()) / "earshot-columns.csv"
"""A supplier's file whose columns have to be asked for; its path is typed."""
DIALOGS = {
    "": (),
    "settings": ("ctrl+comma",),
    "palette": ("ctrl+shift+p",),
    "keys": ("ctrl+shift+F1",),
    "key": ("ctrl+shift+F1", "Return"),
    "export": ("ctrl+shift+F1", "Tab", "Tab", "Tab", "Return"),
    "import": ("ctrl+shift+F1", "Tab", "Tab", "Tab", "Tab", "Return"),
    "scene": ("ctrl+alt+1",),
    "picture": ("ctrl+alt+2",),
    "sound": ("ctrl+alt+3",),
    "destination": ("ctrl+alt+4",),
    "passphrase": ("ctrl+shift+l",),
    "first steps": ("ctrl+alt+5",),
    "first steps, voice": ("ctrl+alt+5",),
    "first steps, headphones": ("ctrl+alt+5",),
    "first steps, end": ("ctrl+alt+5",),
    "words": ("ctrl+alt+6",),
    "word": ("ctrl+alt+6", "Return"),
    "signals": ("ctrl+alt+7",),
    "product": ("ctrl+alt+8",),
    "import products": ("ctrl+alt+9",),
    "export products": ("ctrl+alt+0",),
    "people": ("ctrl+alt+p",),
    "person": ("ctrl+alt+p", "F2"),
    "claims": ("ctrl+alt+c",),
    "past shows": ("ctrl+alt+w",),
    "save a table": ("ctrl+alt+w", "Tab", "Tab", "Tab", "Tab", "Return"),
    "charts": ("ctrl+alt+k",),
    "restore": ("ctrl+alt+u",),
    "segment": ("ctrl+alt+g",),
    "rundown": ("ctrl+alt+r",),
    "open rundown": ("ctrl+shift+d",),
    "save rundown": ("ctrl+alt+s",),
    "find product": ("ctrl+f",),
    "held product": ("ctrl+alt+h",),
    "take orders": ("ctrl+o",),
    "orders": ("ctrl+shift+o",),
    "pieces": ("ctrl+shift+o", "Return"),
    "import orders": ("ctrl+alt+b",),
    "targets": ("ctrl+alt+y",),
    "target": ("ctrl+alt+y", "Return"),
    "viewers": ("ctrl+alt+v",),
    "bring model": ("ctrl+alt+m",),
    "voice commands": ("ctrl+F6",),
    "voice log": ("ctrl+alt+o",),
    "teach": ("ctrl+F6", "Tab", "Tab", "Return"),
    "rename": ("ctrl+F6", "F2"),
    "export taught": ("ctrl+F6", *("Tab",) * 11, "Return"),
    "import taught": ("ctrl+F6", *("Tab",) * 12, "Return"),
    "columns": ("ctrl+alt+9", f"type:{FOREIGN}", *("Tab",) * 4, "Return"),
}
"""The keys that lead to each; each but Tab opens a window, and it is left by as many Escapes."""


def opens(key: str) -> bool:
    return key != "Tab" and not key.startswith("type:")


STEPS = {"first steps, voice": 1, "first steps, headphones": 2, "first steps, end": 5}
"""How often Enter leads on in the same window."""
SHORTCUTS = {
    "window.add_scene": "Ctrl+Alt+1",
    "window.add_picture": "Ctrl+Alt+2",
    "window.add_sound": "Ctrl+Alt+3",
    "window.add_destination": "Ctrl+Alt+4",
    "window.first_start": "Ctrl+Alt+5",
    "window.words": "Ctrl+Alt+6",
    "window.signals": "Ctrl+Alt+7",
    "window.add_product": "Ctrl+Alt+8",
    "window.import_products": "Ctrl+Alt+9",
    "window.export_products": "Ctrl+Alt+0",
    "window.people": "Ctrl+Alt+P",
    "window.claims": "Ctrl+Alt+C",
    "report.list": "Ctrl+Alt+W",
    "report.chart": "Ctrl+Alt+K",
    "studio.restore": "Ctrl+Alt+U",
    "window.add_held": "Ctrl+Alt+H",
    "window.edit_segment": "Ctrl+Alt+G",
    "window.name_rundown": "Ctrl+Alt+R",
    "window.save_rundown": "Ctrl+Alt+S",
    "window.import_orders": "Ctrl+Alt+B",
    "window.targets": "Ctrl+Alt+Y",
    "window.note_viewers": "Ctrl+Alt+V",
    "window.bring_model": "Ctrl+Alt+M",
    "window.voice_log": "Ctrl+Alt+O",
}

IN_DIALOGS = {
    "keys.assign": "key",
    "keys.export": "export",
    "keys.import": "import",
    "settings.change": "settings",
    "scene.save": "scene",
    "source.save_picture": "picture",
    "source.save_sound": "sound",
    "destination.save": "destination",
    "settings.end_first_steps": "first steps",
    "product.save": "product",
    "catalogue.import": "import products",
    "catalogue.export": "export products",
    "report.save": "save a table",
    "backup.restore": "restore",
    "rundown.name": "rundown",
    "rundown.save_segment": "segment",
    "order.change": "pieces",
    "order.import": "import orders",
    "order.remove": "orders",
    "target.remove": "targets",
    "target.set": "target",
    "viewers.note": "viewers",
    "voice.bring_model": "bring model",
    "word.change": "word",
    "word.forget": "words",
    "word.teach": "word",
    "voice.export": "export taught",
    "voice.import": "import taught",
    "voice.rename": "rename",
    "person.add": "person",
    "person.rename": "person",
}
"""Commands that stand in no menu, and the dialog that wishes for them."""
OF_KEYS = {"keys.explain", "sound.tell_peak", "voice.release"}
"""What a key does while keys are learnt, or when it is let go."""
BY_WORDS = {
    *("product.discount", "product.price", "product.set_price"),
    *("record.start", "record.stop", "rehearsal.begin", "rehearsal.end"),
    *("sound.close", "sound.unmute"),
}
"""What is said or typed; by keys one command switches to and fro, or a form has it."""
TAKING_BACK = {
    "destination.restore",
    "destination.set",
    "keys.restore",
    "person.forget_name",
    "rundown.put",
    "rundown.restore",
    "order.restore",
    "target.restore",
    "scene.restore",
    "sound.gain",
    "voice.remember",
    "word.restore",
}
"""What only *undo* and scripts wish for."""


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(orca=False) as lab:
        yield lab


@pytest.fixture
def studio(lab, tmp_path, request) -> Iterator[WindowStudio]:
    zoom, language, theme = request.param
    data = tmp_path / "data"
    furnish(
        data,
        arrangement(
            [PictureSource("Bars", PictureKind.TEST)], [SoundSource("Hum", SoundKind.TONE)]
        ),
        Destination("Shop", "rtmp://127.0.0.1:9/live"),
        key="ear-93bc-key",
        shortcuts=SHORTCUTS,
        words=(Pronunciation("COD", "bayar di tempat", "id"),),
        shows=(BEFORE, SHOW),
        rundown=Rundown("Evening", (Segment(SegmentKind.GREETING, minutes=3, script="Halo!"),)),
        text_percent=zoom,
        language=language,
        theme=theme,
    )
    FOREIGN.write_text("Nr;Ware;Preis\nA1;Cup;5,50\n", "utf-8")
    sell(data)
    # The passphrase is asked for.
    with WindowStudio(lab, data, {**NO_SOUND, "EARSHOT_PASSPHRASE": None}) as studio:
        studio.press("ctrl+1", "")  # until it answers it may not know its language and its theme
        lab.settle(2.0)
        yield studio
        assert studio.terminate() == 0


def sell(data: Path) -> None:
    """An order of today, a target that it counts for, and a command that was begun to be taught."""
    db = open_database(data / "studio.db")
    take = Take(np.zeros((10, 96), np.float32), 1.0)
    Repositories.of(db).taught.put(TaughtCommand("t", "card.next", {}, "下一个", (take,)))
    sessions = Repositories.of(db).sessions
    now = datetime.now().astimezone()
    price = Money(Decimal("39.90"), "CNY")
    sessions.take(Order("tea", Name("Green tea"), 2, price, now, id="o"))
    goal = Money(Decimal(5000), "CNY")
    sessions.put_target(Target(goal, now.date(), now.date(), sessions.person.id, "t"))
    db.close()


def _report(studio: WindowStudio, dialog: str, *options: str) -> dict:
    lab = studio.lab
    for key in DIALOGS[dialog]:
        before = lab.active_title()
        if key.startswith("type:"):
            lab.type(key.removeprefix("type:"))
            continue
        lab.press(key)
        if opens(key):
            lab.wait_active(lambda title, before=before: title not in {"", before})
        lab.settle(0.3)
    for _ in range(STEPS.get(dialog, 0)):
        lab.press("Return")
        lab.settle(0.5)
    title = lab.active_title()
    report = lab.audit("^Earshot", "--window", f"^{title}$", "--strict", *options)
    for _ in filter(opens, DIALOGS[dialog]):
        before = lab.active_title()
        lab.press("Escape")
        lab.wait_active(lambda title, before=before: title not in {"", before})
    assert report["windows"] == [title]
    assert report["controls"] > 0
    return report


def _errors(report: dict) -> list[str]:
    title = report["windows"][0]
    return [
        f"{title}: {found['rule']}: {found['role']} {found['name']!r} {found['detail']}"
        for found in report["findings"]
        if found["severity"] != "info"
    ]


def _look(studio: WindowStudio, dialog: str, *options: str) -> list[str]:
    return _errors(_report(studio, dialog, *options))


@pytest.mark.parametrize(
    ("studio", "look"),
    [(look, look) for pair in LOOKS for look in pair],
    indirect=["studio"],
    ids=["-".join(map(str, look)) for pair in LOOKS for look in pair],
)
def test_nothing_is_wrong_in_any_look(studio, look):
    windows = dialogs_in(look)
    assert [error for window in windows for error in _look(studio, window, "--no-keys")] == []


def test_every_window_meets_every_size_language_and_theme():
    for dialog in DIALOGS:
        looks = [look for pair in LOOKS for look in pair if dialog in dialogs_in(look)]
        zooms, languages, themes = map(set, zip(WALKED, *looks, strict=True))
        assert (zooms, languages, themes) == ({100, 200}, set(LANGUAGES), set(THEMES)), dialog


WALKS = 4
"""Into so many tests the walk through all windows is parted, which then go on side by side."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(WALKS))
@pytest.mark.parametrize("studio", [WALKED], indirect=True, ids=["keys"])
def test_every_command_and_every_setting_is_reached_by_keys_and_nothing_is_wrong(studio, part):
    reports = {
        # Within the first steps keys lead on.
        dialog: _report(studio, dialog, "--no-keys" if dialog in STEPS else "--all-rows")
        for dialog in list(DIALOGS)[part::WALKS]
    }
    assert [error for report in reports.values() for error in _errors(report)] == []
    titles = {
        "palette": [one.title for one in REGISTRY if one.is_listed],
        "keys": [one.title for one in REGISTRY if one.is_listed],
        "settings": [field.metadata["about"].title for field in fields(Settings)],
    }
    for where in titles.keys() & reports.keys():
        reached = reports[where]["reached"]
        # In the list of keys a row begins with the command's title.
        missing = [t for t in titles[where] if not any(name.startswith(t) for name in reached)]
        assert missing == [], where


def test_what_stands_in_no_menu_is_done_in_a_dialog_by_a_key_or_takes_something_back():
    unlisted = {one.id for one in REGISTRY if not one.is_listed}
    assert unlisted == set(IN_DIALOGS) | OF_KEYS | BY_WORDS | TAKING_BACK
    assert set(IN_DIALOGS.values()) < set(DIALOGS)


@pytest.mark.soak
@pytest.mark.parametrize("studio", ALL, indirect=True, ids=lambda p: "-".join(map(str, p)))
def test_nothing_is_wrong_anywhere(studio):
    assert [error for dialog in DIALOGS for error in _look(studio, dialog)] == []
