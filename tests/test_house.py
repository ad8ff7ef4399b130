"""Promises that hold for every command, setting, event and string."""

import ast
import re
import string
import typing

import pytest

from studio import text
from studio.commands.every import REGISTRY
from studio.commands.page import as_markdown
from studio.model import events
from studio.model.settings import VOICES, declared
from studio.speech.narrator import narrate
from tests.harness.process import ROOT

LANGUAGES = ("zh_CN", "id")
SILENT = {
    events.SourceOpened,
    events.Looked,
    events.UtteranceHeard,
    events.TalkingWhileMuted,  # told by `MutedTalk`
}


@pytest.mark.parametrize("command", list(REGISTRY), ids=lambda c: c.id)
def test_every_command_can_be_explained(command):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", command.id)
    assert command.title
    assert command.about.endswith(".")
    for phrase in command.phrases:
        blanks = {name for _, name, _, _ in string.Formatter().parse(phrase) if name}
        assert blanks <= set(command.slots), phrase
    # What lasts while a key is held is nothing to say: nobody would let go of it.
    assert not (command.released and command.phrases)
    assert command.phrases or not command.is_listed or command.slots or command.released


def test_no_two_commands_share_a_key_or_phrase():
    keys = [c.keys for c in REGISTRY if c.keys]
    phrases = [p for c in REGISTRY for p in c.phrases]
    assert len(keys) == len(set(keys))
    assert len(phrases) == len(set(phrases))


def test_what_only_a_dialog_can_fill_is_not_listed():
    for command in REGISTRY:
        if command.is_listed:
            assert command.values - command.optional <= command.slots.keys(), command.id


def _example(kind):
    """An event of a class, its fields filled by their types."""
    from studio.model.announcement import Announcement
    from studio.model.code import Look
    from studio.model.errors import StudioError
    from studio.model.message import Name, say
    from studio.model.speech_model import WordsNews, WordsPhase
    from studio.model.voice import Utterance

    error = StudioError(say("It broke."), say("Mend it."))
    values = {
        str: "x",
        events.Part | str: events.Part.SOUND,
        int: 2,
        float: 3.0,
        bool: False,
        StudioError: error,
        Announcement: Announcement(say("Done.")),
        StudioError | None: error,
        Look | None: Look(),
        WordsNews: WordsNews(WordsPhase.READY, "ko"),
        Name: Name("Wool scarf", "en"),
        Utterance: Utterance(1.0, 2.0),
    }
    hints = typing.get_type_hints(kind)
    return kind(**{name: values[hint] for name, hint in hints.items()})


@pytest.mark.parametrize(
    ("language", "page"),
    [("en", "commands.md"), *((code, f"commands.{code}.md") for code in LANGUAGES)],
)
def test_the_page_of_all_commands_is_as_the_registry_has_it(language, page):
    text.use(language)
    try:
        wanted = as_markdown()
    finally:
        text.use("en")
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == wanted, "run make pages"


@pytest.mark.parametrize("kind", typing.get_args(events.Event), ids=lambda k: k.__name__)
def test_every_event_is_narrated_or_silent_on_purpose(kind):
    said = narrate(_example(kind))
    assert (said is None) == (kind in SILENT)
    if said is not None:
        assert said.text
        assert "{" not in said.text


def test_every_setting_says_what_it_does():
    for name, about, _ in declared():
        assert about.title, name
        assert about.help.endswith("."), name
        assert (
            about.choices
            or about.is_flag
            or about.is_folder
            or about.low is not None
            or name in {"monitor_device", *VOICES.values()}
        )


def test_only_the_air_makes_what_reaches_viewers():
    """A rehearsal closes the air; nobody may go round it."""
    from pathlib import Path

    import studio

    for name, allowed in (
        ("StreamOutput(", {"air.py", "stream.py"}),
        ("RtmpConnection(", {"stream.py", "check.py", "rtmp.py"}),
    ):
        for path in Path(studio.__file__).parent.rglob("*.py"):
            if name in path.read_text(encoding="utf-8"):
                assert path.name in allowed, f"{path} uses {name}"


def test_whatever_a_checker_must_not_look_at_has_its_reason():
    exception = re.compile(r"#\s*(?:ruff:|noqa|type:\s*ignore|pyright:\s*ignore).*")
    with_reason = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|pyright: ignore\[\w+\]) - \S.*")
    bare = [
        f"{path.relative_to(ROOT)}: {found}"
        for folder in ("studio", "tests", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        for found in exception.findall(path.read_text(encoding="utf-8"))
        if not with_reason.fullmatch(found)
    ]
    assert not bare


@pytest.fixture(scope="module")
def texts():
    """Every text of the sources, as the extractor finds them."""
    from pathlib import Path

    from babel.messages.extract import extract_from_dir

    import studio

    keywords = {"_": None, "N_": None, "say": None, "say_n": (1, 2), "_counted": (1, 2),
                "ngettext": (1, 2)}  # fmt: skip
    folder = Path(studio.__file__).parent
    return {message for *_, message, _, _ in extract_from_dir(folder, keywords=keywords)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_keeps_its_blanks(language, texts):
    from babel.messages.pofile import read_po

    from studio import paths

    path = paths.resource("i18n") / language / "LC_MESSAGES" / "earshot.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    entries = {m: catalogue.get(m[0] if isinstance(m, tuple) else m) for m in texts}
    assert not [m for m, entry in entries.items() if not (entry and _said(entry)) or entry.fuzzy]
    broken = [
        (message, said)
        for message, entry in entries.items()
        for said in _said(entry)
        if _blanks(said) - _blanks(str(message))
    ]
    assert not broken


def _said(entry):
    """The translations of an entry that are there: all, or none."""
    said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return said if all(said) else ()


def _blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_two_commands_are_called_alike(language):
    before = text.in_use()
    text.use(language)
    try:
        titles = [text.translate(one.title) for one in REGISTRY if one.is_listed]
        phrases = [text.translate(phrase) for one in REGISTRY for phrase in one.phrases]
    finally:
        text.use(before)
    for words in (titles, phrases):
        assert [word for word in words if words.count(word) > 1] == []


def test_layouts_are_put_in_place_before_they_are_filled():
    """PySide keeps an item of each widget that is in a layout when that is put into another.

    It is not told of the item's end, takes what comes to lie in its place for it, and an event
    filter, or whoever hears of the focus, ends the process. Seen with PySide 6.11.
    """
    putting = re.compile(r"\.(?:addLayout|addRow)\((?:\w+, )?((?:self\.)?\w+)[,)]")
    for file in sorted((ROOT / "studio" / "ui").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        for place in putting.finditer(text):
            before, name = text[: place.start()], re.escape(place[1])
            made = [m.end() for m in re.finditer(rf"\n +{name} = ", before)]
            filled = made and re.search(rf"\n +{name}\.add(?:Widget|Layout)\(", before[made[-1] :])
            assert not filled, f"{file.name}: {place[0]}"


def test_no_text_stands_in_an_f_string_where_translators_would_not_find_it():
    """Python 3.11 gives an f-string as one piece, and so nothing in it is extracted."""
    found = []
    for path in (ROOT / "studio").rglob("*.py"):
        for whole in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(whole, ast.JoinedStr):
                continue
            found += [
                f"{path.name}:{call.lineno}"
                for call in ast.walk(whole)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in {"say", "say_n", "_", "N_"}
                and call.args
                and isinstance(call.args[0], ast.Constant)
            ]
    assert found == []


def test_the_tests_of_a_file_go_to_one_worker(request):
    """Else each worker starts the desktop of every file, and none is ever alone."""
    makers = request.config.hook.pytest_xdist_make_scheduler.get_hookimpls()
    assert any(
        maker.function.__name__ == "pytest_xdist_make_scheduler"
        and maker.function.__module__.endswith("conftest")
        for maker in makers
    )
