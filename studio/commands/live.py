"""Going live, ending the show, rehearsing, recording."""

from typing import Annotated

from studio.commands.command import Category, Outcome, command
from studio.commands.slots import DESTINATIONS
from studio.model.announcement import Announcement, Earcon
from studio.model.destination import Destination
from studio.model.message import Duration, Message, say
from studio.show import Show
from studio.text import N_


@command(
    "show.go_live",
    title=N_("Go live"),
    about=N_("Sends the show to every destination that is switched on."),
    category=Category.SHOW,
    keys="Ctrl+Shift+L",
    phrases=(N_("go live"), N_("start the show")),
    is_risky=True,
)
def go_live(show: Show, destination: Annotated[Destination | None, DESTINATIONS] = None) -> Outcome:
    """The answer that it really is live comes when the service took the stream."""
    show.go_live([destination] if destination else None)
    if (delay_s := show.delay.coming_s) > 0.0:
        later = Duration(delay_s)
        told = say("Going live. Viewers get all from now on, {time} later.", time=later)
        brief = say("Going live, {time} later.", time=later)
        return Outcome(Announcement(told, brief=brief, topic="live"))
    if show.state.is_rehearsal:
        return Outcome()
    return Outcome(Announcement(say("Going live."), topic="live"))


@command(
    "show.end",
    title=N_("End the show"),
    about=N_("Stops sending, and saves the recording."),
    category=Category.SHOW,
    keys="Ctrl+Shift+E",
    phrases=(N_("end the show"), N_("stop streaming")),
    is_risky=True,
)
def end(show: Show) -> Announcement:
    called_off = show.call_off()
    if called_off and not show.state.outputs:
        return Announcement(
            say("Going live is called off."), brief=say("Called off."), topic="live"
        )
    show.end()
    return _ending(show, say("Ending the show."), say("Ending."))


def _ending(show: Show, told: Message, brief: Message) -> Announcement:
    if (behind_s := show.state.behind_s) > 0.0:
        rest = say("The last {time} are still being sent.", time=Duration(behind_s))
        return Announcement(told.then(rest), brief=brief.then(rest), topic="live")
    return Announcement(told, brief=brief, topic="live")


@command(
    "show.end_at_once",
    title=N_("End at once"),
    about=N_("Ends the show without the seconds of the delay that viewers did not get yet."),
    category=Category.SHOW,
    phrases=(N_("end at once"), N_("cut the stream")),
    is_risky=True,
)
def end_at_once(show: Show) -> Announcement:
    show.call_off()
    show.delay.end_at_once()
    return Announcement(
        say("The show ends at once; what was held is not sent."),
        brief=say("Ending at once."),
        topic="live",
    )


@command(
    "show.drop_held",
    title=N_("Take back the last seconds"),
    about=N_("Viewers never get what the delay holds: they hear silence and see a still picture."),
    category=Category.SHOW,
    keys="Ctrl+T",
    is_global=True,
    phrases=(N_("take back the last seconds"), N_("dump")),
)
def drop_held(show: Show) -> Announcement:
    """It asks nothing and undoes nothing: there are seconds only."""
    dropped = Duration(show.delay.drop())
    return Announcement(
        say("The last {time} are taken back. Viewers hear you again from now on.", time=dropped),
        brief=say("{time} taken back.", time=dropped),
        earcon=Earcon.DONE,
        topic="drop",
    )


@command(
    "show.rehearse",
    title=N_("Rehearse"),
    about=N_("Switches to a rehearsal, in which nothing can go on air, and back."),
    category=Category.SHOW,
    keys="Ctrl+Shift+R",
    phrases=(N_("rehearse or not"),),
)
def rehearse(show: Show) -> Announcement:
    on = not show.state.is_rehearsal
    show.rehearse(on=on)
    if on:
        return Announcement(
            say("You are rehearsing. Nothing can go on air."), brief=say("Rehearsing.")
        )
    return Announcement(
        say("The rehearsal is over. “Go live” is real again."), brief=say("Rehearsal over.")
    )


@command(
    "rehearsal.begin",
    title=N_("Begin a rehearsal"),
    about=N_("Switches to a rehearsal, in which nothing can go on air."),
    category=Category.SHOW,
    phrases=(N_("rehearse"),),
    is_listed=False,
)
def begin_rehearsal(show: Show) -> Announcement:
    """Unlike the key, words say what is wanted."""
    if show.state.is_rehearsal:
        return Announcement(say("You are rehearsing already."), brief=say("Rehearsing."))
    return rehearse(show)


@command(
    "rehearsal.end",
    title=N_("End the rehearsal"),
    about=N_("From then on “go live” is real again."),
    category=Category.SHOW,
    phrases=(N_("end the rehearsal"),),
    is_listed=False,
)
def end_rehearsal(show: Show) -> Announcement:
    if not show.state.is_rehearsal:
        return Announcement(say("You are not rehearsing."))
    return rehearse(show)


@command(
    "record.toggle",
    title=N_("Record"),
    about=N_("Starts a recording, or stops and saves it."),
    category=Category.SHOW,
    keys="Ctrl+R",
    phrases=(N_("record or stop"),),
)
def record(show: Show) -> Outcome | Announcement:
    if show.state.recording is None:
        show.start_recording()
        return Outcome()
    show.stop_recording()
    return Announcement(say("Saving the recording."), topic="record", earcon=Earcon.DONE)


@command(
    "record.start",
    title=N_("Start recording"),
    about=N_("Starts a recording; one that runs goes on."),
    category=Category.SHOW,
    phrases=(N_("record"), N_("start recording")),
    is_listed=False,
)
def start_recording(show: Show) -> Outcome | Announcement:
    if show.state.recording is not None:
        return Announcement(say("It is being recorded already."), topic="record")
    return record(show)


@command(
    "record.stop",
    title=N_("Stop recording"),
    about=N_("Stops the recording and saves it."),
    category=Category.SHOW,
    phrases=(N_("stop recording"),),
    is_listed=False,
)
def stop_recording(show: Show) -> Outcome | Announcement:
    if show.state.recording is None:
        return Announcement(say("Nothing is being recorded."), topic="record")
    return record(show)
