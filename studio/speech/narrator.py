"""Events put into words."""

from studio.model import events
from studio.model.announcement import Announcement, Earcon, Priority, warning
from studio.model.errors import StudioError
from studio.model.events import Event, Part
from studio.model.message import Duration, Message, Name, roughly, say, say_n
from studio.speech import leaks
from studio.speech.models_told import about_words
from studio.text import N_

_PARTS = {
    Part.STAGE: N_("what is on air"),
    Part.PROGRAM: N_("the picture"),
    Part.SOUND: N_("the sound"),
    Part.ENCODER: N_("the encoder"),
    Part.STORE: N_("what is kept"),
    Part.LEAK_GUARD: N_("the leak guard"),
    Part.SCANNER: N_("the reading of codes"),
    Part.RECOGNIZER: N_("the listening for commands"),
}


def narrate(event: Event) -> Announcement | None:
    """Put an event into words, or keep silent about it."""
    match event:
        case events.Answered(announcement=announcement):
            return announcement
        # That somebody talks while muted, `MutedTalk` tells once it is known to be no command.
        case (
            events.SourceOpened()
            | events.Looked()
            | events.UtteranceHeard()
            | events.TalkingWhileMuted()
        ):
            return None
        case events.SourceLost(source=source, error=error):
            return error.announcement(topic=f"source {source}")
        case events.StoodIn():
            return Announcement(_stood_in(event))
        case events.SourceBack(source=source, name=name):
            return Announcement(
                say("{source} works again.", source=Name(name)), topic=f"source {source}"
            )
        case events.LeakHeard() | events.LeakEnded() | events.WordsChanged():
            return _about_microphone(event)
        case events.PicturesDropped(count=count):
            return warning(
                say_n("{n} picture was lost.", "{n} pictures were lost.", count), topic="dropped"
            )
        case events.CardLacking():
            return warning(about_card(event), topic="card lacks")
        case events.EncoderFailed(error=error):
            return error.announcement(topic="encoder")
        case events.WorkerFailed(worker=worker, error=error):
            return _worker_failed(worker, error)
        case events.DiskLow(left_s=left):
            return warning(
                say(
                    "The disk is nearly full: it has room for {time} of recording. "
                    "Free some space, or stop the recording.",
                    time=Duration(left),
                ),
                brief=say("Disk nearly full, {time} left.", time=Duration(left)),
                topic="disk",
            )
        case _:
            return _about_output(event)


def _stood_in(event: events.StoodIn) -> Message:
    source = Name(event.name)
    if event.is_sound:
        return say("A tone stands in for {source}.", source=source)
    return say("A test picture stands in for {source}.", source=source)


def about_card(lacking: events.CardLacking) -> Message:
    """What viewers do not see on a card; `lacking` lacks something."""
    picture = say("The picture of {product} cannot be shown.", product=lacking.product)
    letters = say(
        "Viewers see boxes in place of some letters of {product}: this computer has no font for "
        "them. Install one, or write it in other letters.",
        product=lacking.product,
    )
    if lacking.lacks_picture and lacking.lacks_letters:
        return picture.then(letters)
    return picture if lacking.lacks_picture else letters


def _about_microphone(
    event: events.LeakHeard | events.LeakEnded | events.WordsChanged,
) -> Announcement | None:
    match event:
        case events.WordsChanged(news=news):
            return about_words(news)
        case events.LeakHeard(source=source, name=name):
            return leaks.heard(source, name)
        case events.LeakEnded(source=source, name=name):
            return leaks.ended(source, name)


def _about_output(
    event: events.OutputStarted
    | events.OutputLost
    | events.OutputBack
    | events.OutputOverflowed
    | events.OutputEnded,
) -> Announcement:
    topic = f"output {event.output}"
    name = Name(event.name)
    match event:
        case events.OutputStarted(is_recording=True):
            return Announcement(say("Recording."), earcon=Earcon.DONE, topic=topic)
        case events.OutputStarted(is_rehearsal=is_rehearsal):
            begun = say("You are live on {destination}.", destination=name)
            brief = say("Live on {destination}.", destination=name)
            if is_rehearsal:
                begun = say("You are live in rehearsal. Nothing is sent.")
                brief = say("Live in rehearsal.")
            behind = behind_words(event.behind_s)
            return Announcement(
                begun.then(behind) if behind else begun,
                brief=brief.then(behind) if behind else brief,
                priority=Priority.NEXT,
                earcon=Earcon.ON_AIR,
                topic=topic,
            )
        case events.OutputLost(error=error, will_retry=will_retry):
            heard = error.announcement(topic)
            if not will_retry:
                return heard
            trying = say("The studio keeps trying.")
            return Announcement(
                heard.message.then(trying),
                brief=heard.brief,
                priority=Priority.URGENT,
                earcon=Earcon.ERROR,
                topic=topic,
            )
        case events.OutputBack(away_s=away):
            return Announcement(
                say("{destination} is back after {time}.", destination=name, time=Duration(away)),
                brief=say("{destination} is back.", destination=name),
                priority=Priority.NEXT,
                earcon=Earcon.ON_AIR,
                topic=topic,
            )
        case events.OutputOverflowed(is_recording=True, lost_s=lost):
            return warning(
                say(
                    "The disk is too slow for the recording: {time} were left out. "
                    "Close what else uses the disk, or choose another recording folder.",
                    time=Duration(max(1.0, lost)),
                ),
                brief=say("The disk is too slow."),
                topic=topic,
            )
        case events.OutputOverflowed(lost_s=lost):
            return warning(
                say(
                    "The line to {destination} is too slow: {time} were left out. "
                    "If it happens again, lower the picture data rate.",
                    destination=name,
                    time=Duration(max(1.0, lost)),
                ),
                brief=say("{destination} is too slow.", destination=name),
                topic=topic,
            )
        case events.OutputEnded():
            return _ended(event, topic)


def behind_words(behind_s: float) -> Message | None:
    """That viewers are behind; None where they are not."""
    if behind_s <= 0.0:
        return None
    return say("Viewers are {time} behind you.", time=Duration(behind_s))


def _ended(event: events.OutputEnded, topic: str) -> Announcement:
    match event:
        case events.OutputEnded(is_recording=True, path="", seconds=0):
            return warning(say("Nothing was recorded, so there is no file."), topic=topic)
        case events.OutputEnded(is_recording=True, path="", seconds=seconds):
            return warning(
                say(
                    "The recording has ended after {time}, but its file was moved, renamed or "
                    "deleted meanwhile. Look for it in the recording folder and in the trash.",
                    time=Duration(seconds),
                ),
                brief=say("The recording's file is gone."),
                topic=topic,
            )
        case events.OutputEnded(is_recording=True, seconds=seconds, path=path):
            return Announcement(
                say(
                    "Recording saved, {time}, as {file}.",
                    time=Duration(seconds),
                    file=Name(path),
                ),
                brief=say("Recording saved."),
                earcon=Earcon.DONE,
                topic=topic,
            )
        case events.OutputEnded(is_rehearsal=True, seconds=seconds):
            return Announcement(
                say("The rehearsed show has ended after {time}.", time=Duration(seconds)),
                brief=say("Rehearsed, {time}.", time=roughly(seconds)),
                priority=Priority.NEXT,
                earcon=Earcon.OFF_AIR,
                topic=topic,
            )
        case events.OutputEnded(seconds=0, name=name):
            return Announcement(
                say("Nothing was sent to {destination}.", destination=Name(name)),
                earcon=Earcon.OFF_AIR,
                topic=topic,
            )
        case events.OutputEnded(seconds=seconds):
            return Announcement(
                say(
                    "The show on {destination} has ended after {time}.",
                    destination=Name(event.name),
                    time=Duration(seconds),
                ),
                brief=say("Off air, {time}.", time=roughly(seconds)),
                priority=Priority.NEXT,
                earcon=Earcon.OFF_AIR,
                topic=topic,
            )


def _worker_failed(worker: Part | str, error: StudioError | None) -> Announcement:
    if error is not None:
        return error.announcement(topic=f"worker {worker}")
    return warning(
        say(
            "The studio made a mistake in {part}; the rest goes on. "
            "The log in the studio's folder has the details.",
            part=say(_PARTS[worker]) if isinstance(worker, Part) else Name(worker),
        ),
        topic=f"worker {worker}",
        brief=say("The studio made a mistake."),
    )
