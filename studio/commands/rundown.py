"""The rundown: what comes in the show, and going through it."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from studio.commands.command import Category, Invocation, Outcome, Question, command
from studio.commands.products import show_card
from studio.commands.rundown_claims import check_scripts
from studio.commands.slots import PRODUCTS, RUNDOWNS, SEGMENT_KINDS, SEGMENTS
from studio.model.announcement import Announcement, Earcon
from studio.model.errors import StudioError
from studio.model.events import Answered
from studio.model.history import Step
from studio.model.message import Duration, Message, Name, nearly, roughly, say, say_n
from studio.model.product import Product
from studio.model.rundown import Rundown, RundownState, Segment, SegmentKind, unused_columns
from studio.show import Show
from studio.text import N_, translate

_TOPIC = "rundown"
_PLACE = "rundown place"


# -------------------------------------------------------------------- files


@command(
    "rundown.open",
    title=N_("Open rundown"),
    about=N_("Opens a rundown of the studio's own folder, in place of the one that is open."),
    category=Category.RUNDOWN,
    phrases=(N_("open rundown {rundown}"),),
)
def open_rundown(show: Show, rundown: Annotated[str, RUNDOWNS]) -> Outcome:
    """It is read elsewhere; the answer comes after it."""

    def take(opened: Rundown) -> None:
        back = Invocation("rundown.restore", {"was": before})
        show.history.note(Step(say("Open rundown"), back))
        show.tell(Answered(_opened(show, opened)))
        check_scripts(show)

    def failed(error: StudioError) -> None:
        show.tell(Answered(error.announcement(_TOPIC)))

    before = show.state.rundown
    show.rundown.read(rundown, take, failed)
    return Outcome()


def _opened(show: Show, rundown: Rundown) -> Announcement:
    count = len(rundown.segments)
    told = say_n(
        "{rundown}, {n} segment.", "{rundown}, {n} segments.", count, rundown=_name(rundown)
    )
    whole = told
    if rundown.planned_s:
        whole = told.then(say("Planned for {time}.", time=_planned(rundown.planned_s)))
    products = show.state.segment_products
    codes = dict.fromkeys(segment.product for segment in rundown.segments if segment.product)
    unknown = [code for code in codes if code not in products]
    if unknown:
        whole = whole.then(
            say_n(
                "{n} product of it is not in the catalogue: {code}.",
                "{n} products of it are not in the catalogue, the first is {code}.",
                len(unknown),
                code=Name(unknown[0]),
            )
        )
    if rundown.unused:
        whole = whole.then(unused_columns(rundown))
    earcon = Earcon.WARNING if unknown else Earcon.DONE
    return Announcement(whole, brief=told, earcon=earcon, topic=_TOPIC)


@command(
    "rundown.save",
    title=N_("Save rundown"),
    about=N_("Writes the rundown into its file, or into the studio's own folder."),
    category=Category.RUNDOWN,
    keys="Ctrl+S",
    phrases=(N_("save rundown"),),
)
def save(show: Show, path: str = "") -> Outcome:
    """With a path it goes there, in the form that the name asks for."""

    def take(written: str) -> None:
        file = Name(written.replace("\\", "/").rpartition("/")[2])
        told = say("The rundown is saved in {file}.", file=file)
        saved = Announcement(told, brief=say("Saved."), earcon=Earcon.DONE, topic=_TOPIC)
        show.tell(Answered(saved))
        check_scripts(show)

    def failed(error: StudioError) -> None:
        show.tell(Answered(error.announcement(_TOPIC)))

    show.rundown.write(path or show.state.rundown.path, take, failed)
    return Outcome()


@command(
    "rundown.new",
    title=N_("New rundown"),
    about=N_("Begins an empty rundown; undo brings back the one that is open."),
    category=Category.RUNDOWN,
    phrases=(N_("new rundown"),),
)
def new(show: Show, name: str = "") -> Outcome:
    undo = Invocation("rundown.restore", {"was": show.state.rundown})
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    rundown = Rundown(name.strip() or str(say("Rundown of {day}", day=day)))
    show.rundown.use(RundownState(rundown, is_changed=True))
    told = say("{rundown} is open, and empty.", rundown=_name(rundown))
    return Outcome(Announcement(told, brief=say("New rundown."), topic=_TOPIC), undo=undo)


@command(
    "rundown.name",
    title=N_("Name the rundown"),
    about=N_("Changes what the rundown is called, and the language of its scripts."),
    category=Category.RUNDOWN,
    is_listed=False,
)
def name_it(show: Show, name: str, language: str = "") -> Outcome:
    before = _of(show)
    show.rundown.edit(replace(before, name=name, language=language))
    told = say("The rundown is called {rundown}.", rundown=Name(name))
    return Outcome(Announcement(told, brief=say("Saved."), topic=_TOPIC), undo=_as_before(before))


# -------------------------------------------------------------------- going through it


@command(
    "rundown.next",
    title=N_("Next segment"),
    about=N_("Begins the next segment of the rundown, and shows its product's card."),
    category=Category.RUNDOWN,
    keys="Ctrl+PgDown",
    phrases=(N_("next segment"), N_("go on")),
)
def next_segment(show: Show) -> Outcome:
    return _go_to(show, show.state.rundown.place + 1, say("Next segment"))


@command(
    "rundown.previous",
    title=N_("Previous segment"),
    about=N_("Begins the segment before once more."),
    category=Category.RUNDOWN,
    keys="Ctrl+PgUp",
    phrases=(N_("previous segment"),),
)
def previous_segment(show: Show) -> Outcome:
    state = show.state.rundown
    place = state.place - 1 if state.current is not None else state.place
    return _go_to(show, place, say("Previous segment"))


@command(
    "rundown.jump",
    title=N_("Go to segment"),
    about=N_("Begins a segment of the rundown, by its number or name."),
    category=Category.RUNDOWN,
    keys="Ctrl+D",
    phrases=(N_("segment {segment}"), N_("go to segment {segment}")),
)
def jump(show: Show, segment: Annotated[Segment, SEGMENTS]) -> Outcome:
    place = show.state.rundown.segments.index(segment)
    return _go_to(show, place, say("Go to segment"))


@command(
    "rundown.start_over",
    title=N_("Start the rundown over"),
    about=N_("Goes before the first segment; the card stays as it is."),
    category=Category.RUNDOWN,
    phrases=(N_("start over"),),
)
def start_over(show: Show) -> Outcome:
    undo = _back(show)
    show.rundown.start_over()
    told = say("Before the first segment.").then(show.rundown.whats_next())
    brief = say("Before the first segment.")
    return Outcome(Announcement(told, brief=brief, topic=_PLACE), undo=undo)


def _go_to(show: Show, place: int, title: Message) -> Outcome:
    """Begin a segment; where the centre cannot vouch for its product, its card needs a yes."""
    undo = _back(show)
    segment = show.rundown.go_to(place)
    told = _begun(show, segment)
    brief = say("{number}. {segment}", number=place + 1, segment=show.rundown.called(segment))
    product = show.rundown.product_of(segment)
    earcon = Earcon.DONE
    if segment.product and product is None:
        earcon = Earcon.WARNING
        missing = say("There is no product {code} in the catalogue.", code=Name(segment.product))
        told = told.then(missing)
    if show.state.settings.rundown_cards:
        shown = _follow_with_card(show, product)
        if shown is not None and shown.question is not None:
            show.history.note(Step(title, undo))
            ask = told.then(shown.question.ask)
            return Outcome(question=Question(ask, shown.question.wish))
        if shown is not None and shown.announcement is not None:
            told = told.then(shown.announcement.message)
            card = shown.announcement.brief or shown.announcement.message
            brief = say("{number}. {card}", number=place + 1, card=card)
    return Outcome(
        Announcement(told, brief=brief, earcon=earcon, topic=_PLACE),
        data={"place": place + 1, "segment": segment.called(product)},
        undo=undo,
    )


def _follow_with_card(show: Show, product: Product | None) -> Outcome | None:
    """Have the card of a segment's product on screen, or none; None where nothing was done."""
    card = show.state.card
    if card is not None and product is not None and card.code == product.code:
        return None
    shown = show_card(show, product) if product is not None else None
    # While it is asked whether to show a card, that of another product is not left on screen.
    if card is not None and (shown is None or shown.question is not None):
        show.shelf.hide_card()
    return shown


def _begun(show: Show, segment: Segment) -> Message:
    state = show.state.rundown
    told = say(
        "Segment {number} of {count}, {segment}.",
        number=state.place + 1,
        count=len(state.segments),
        segment=show.rundown.called(segment),
    )
    return told.then(say("{time}.", time=_planned(segment.planned_s))) if segment.minutes else told


def _planned(seconds: float) -> Duration:
    return Duration(round(seconds))


# -------------------------------------------------------------------- where it is


@command(
    "rundown.left",
    title=N_("Time left in the segment"),
    about=N_("Says how much of its planned time the segment has left, and the show."),
    category=Category.STATUS,
    keys="Ctrl+8",
    phrases=(N_("time left"), N_("how much time is left")),
)
def time_left(show: Show) -> Outcome:
    state, now = show.state.rundown, show.rundown.now()
    show.rundown.must_be_open()
    left_s, in_show_s = state.left_s(now), state.show_left_s(now)
    if left_s is None and state.began is not None and state.current is not None:
        told = say("No time is planned, it runs for {time}.", time=roughly(now - state.began))
    elif left_s is None:
        told = say("No segment has begun.")
    elif left_s > 0:
        told = say("{time} left.", time=Duration(round(left_s)))
    else:
        told = say("Over time by {time}.", time=Duration(round(-left_s)))
    told = told.then(say("{time} in the show.", time=nearly(in_show_s)))
    data = {"left_s": left_s, "show_left_s": in_show_s}
    return Outcome(Announcement(told, topic="status"), data=data)


@command(
    "rundown.where",
    title=N_("Where am I in the rundown"),
    about=N_("Says which segment runs, which line of its script was prompted, and what is next."),
    category=Category.PROMPTER,
    keys="Shift+F9",
    phrases=(N_("where am I"), N_("where am I in the rundown")),
)
def where(show: Show) -> Outcome:
    state = show.state.rundown
    rundown = show.rundown.must_be_open()
    current = state.current
    if current is None:
        told = say("No segment of {rundown} has begun.", rundown=_name(rundown))
    else:
        told = say(
            "Segment {number} of {count}, {segment}.",
            number=state.place + 1,
            count=len(state.segments),
            segment=show.rundown.called(current),
        )
        if state.line >= 0:
            line, lines = state.line + 1, len(current.lines)
            told = told.then(say("Line {line} of {lines}.", line=line, lines=lines))
    return Outcome(
        Announcement(told.then(show.rundown.whats_next()), topic="status"),
        data={"place": state.place + 1, "line": state.line + 1, "segments": len(state.segments)},
    )


# -------------------------------------------------------------------- changing it


@command(
    "rundown.add_product",
    title=N_("Add product to the rundown"),
    about=N_("Puts a product at the end of the rundown; where none is open, of a new one."),
    category=Category.RUNDOWN,
    phrases=(N_("add {product} to the rundown"),),
)
def add_product(show: Show, product: Annotated[Product, PRODUCTS]) -> Outcome:
    return _add(show, Segment(SegmentKind.PRODUCT, product=product.code))


@command(
    "rundown.add",
    title=N_("Add to the rundown"),
    about=N_("Puts a greeting, break, lottery or thanks at the end of the rundown."),
    category=Category.RUNDOWN,
    phrases=(N_("add segment {kind}"),),
)
def add(show: Show, kind: Annotated[SegmentKind, SEGMENT_KINDS]) -> Outcome:
    return _add(show, Segment(kind))


def _add(show: Show, segment: Segment) -> Outcome:
    before = show.state.rundown
    if before.rundown is None:
        new(show)
    rundown = _of(show).with_segment(segment)
    show.rundown.edit(rundown)
    told = _placed(show, segment, rundown)
    undo = (
        Invocation("rundown.restore", {"was": before})
        if before.rundown is None
        else _as_before(before.rundown)
    )
    return Outcome(Announcement(told, topic=_TOPIC), undo=undo)


def _with_product(show: Show, segment: Segment) -> Segment:
    """The segment with its product's code, where the name of one stands in its place."""
    if not segment.product or show.rundown.product_of(segment) is not None:
        return segment
    found = show.shelf.find(segment.product)
    return replace(segment, product=found[0].code) if len(found) == 1 else segment


def _placed(show: Show, segment: Segment, rundown: Rundown) -> Message:
    return say(
        "{segment} is segment {number}.",
        segment=show.rundown.called(segment),
        number=rundown.place_of(segment.id) + 1,
    )


@command(
    "rundown.save_segment",
    title=N_("Save segment"),
    about=N_("Adds a segment, or changes one."),
    category=Category.RUNDOWN,
    is_listed=False,
)
def save_segment(show: Show, segment: Segment, before: str = "") -> Outcome:
    """A new one goes before the one with the id `before`, or to the end."""
    was = show.state.rundown
    if was.rundown is None:
        new(show)
    segment = _with_product(show, segment)
    rundown = _of(show)
    is_new = rundown.place_of(segment.id) < 0
    place = rundown.place_of(before) if is_new and before else -1
    changed = rundown.with_segment(segment, place if place >= 0 else None)
    show.rundown.edit(changed)
    check_scripts(show)
    told = say("{name} is saved.", name=show.rundown.called(segment))
    if is_new:
        told = _placed(show, segment, changed)
    undo = (
        Invocation("rundown.restore", {"was": was})
        if was.rundown is None
        else _as_before(was.rundown)
    )
    return Outcome(Announcement(told, brief=say("Saved."), topic=_TOPIC), undo=undo)


@command(
    "rundown.remove",
    title=N_("Remove segment"),
    about=N_("Takes a segment out of the rundown."),
    category=Category.RUNDOWN,
    phrases=(N_("remove segment {segment}"),),
)
def remove(show: Show, segment: Annotated[Segment, SEGMENTS]) -> Outcome:
    before, name = show.state.rundown, show.rundown.called(segment)
    show.rundown.edit(_of(show).without(segment.id))
    told = say("{name} is removed.", name=name)
    # The whole state: where the segment ran, it goes on.
    undo = Invocation("rundown.restore", {"was": before})
    return Outcome(Announcement(told, brief=say("Removed."), topic=_TOPIC), undo=undo)


@command(
    "rundown.move_up",
    title=N_("Move segment up"),
    about=N_("Has a segment come one place earlier."),
    category=Category.RUNDOWN,
    phrases=(N_("move segment {segment} up"),),
)
def move_up(show: Show, segment: Annotated[Segment, SEGMENTS]) -> Outcome:
    return _move(show, segment, -1)


@command(
    "rundown.move_down",
    title=N_("Move segment down"),
    about=N_("Has a segment come one place later."),
    category=Category.RUNDOWN,
    phrases=(N_("move segment {segment} down"),),
)
def move_down(show: Show, segment: Annotated[Segment, SEGMENTS]) -> Outcome:
    return _move(show, segment, 1)


def _move(show: Show, segment: Segment, step: int) -> Outcome:
    before = _of(show)
    there = before.place_of(segment.id) + step
    name, count = show.rundown.called(segment), len(before.segments)
    if not 0 <= there < count:
        told = say("{name} is at the end already.", name=name)
        if step < 0:
            told = say("{name} is the first already.", name=name)
        return Outcome(Announcement(told, topic=_TOPIC))
    show.rundown.edit(before.with_segment(segment, there))
    told = say("{name} is now segment {place} of {count}.", name=name, place=there + 1, count=count)
    return Outcome(Announcement(told, topic=_TOPIC), undo=_as_before(before))


@command(
    "rundown.put",
    title=N_("Put rundown back"),
    about=N_("Has the rundown as it was; the segment that runs goes on."),
    category=Category.RUNDOWN,
    is_listed=False,
)
def put(show: Show, rundown: Rundown) -> Outcome:
    before = _of(show)
    show.rundown.edit(rundown)
    return Outcome(undo=_as_before(before))


@command(
    "rundown.restore",
    title=N_("Restore the rundown"),
    about=N_("Has the rundown, the place in it and the card as they were."),
    category=Category.RUNDOWN,
    is_listed=False,
)
def restore(show: Show, was: RundownState, card: str | None = None) -> Outcome:
    """A card's code; empty for none, None where the card stays as it is."""
    undo = _back(show) if card is not None else _whole(show)
    show.rundown.use(was.filed_as(show.state.rundown))
    now = show.state.card
    if card is None or card == (now.code if now is not None else ""):
        return Outcome(undo=undo)
    product = show.shelf.product_of(card) if card else None
    if product is not None:  # it was on screen before, so nobody is asked once more
        show.shelf.show_card(product)
    else:
        show.shelf.hide_card()
    return Outcome(undo=undo)


def _of(show: Show) -> Rundown:
    return show.rundown.must_be_open()


def _name(rundown: Rundown) -> Name:
    return Name(rundown.name or translate(N_("Rundown")))


def _as_before(rundown: Rundown) -> Invocation:
    return Invocation("rundown.put", {"rundown": rundown})


def _whole(show: Show) -> Invocation:
    return Invocation("rundown.restore", {"was": show.state.rundown})


def _back(show: Show) -> Invocation:
    """The way back to the present place and card."""
    card = show.state.card
    values = {"was": show.state.rundown, "card": card.code if card is not None else ""}
    return Invocation("rundown.restore", values)
