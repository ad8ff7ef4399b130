"""The streamer's ear: short sounds before the words, in the headphones alone."""

from collections.abc import Callable

from studio.model.announcement import Announcement, Earcon
from studio.model.settings import Settings, Signalled, signalled


def signal_of(announcement: Announcement, settings: Settings) -> Earcon | None:
    """The sound that is heard with it: that which was asked for, or its kind's where wanted."""
    is_wanted = signalled(settings, announcement.earcon) is Signalled.SOUND
    return announcement.sample or (announcement.earcon if is_wanted else None)


class EarOutlet:
    """Plays the signal of each announcement; an `Outlet` of the announcer.

    Where the voice speaks, the signal comes right before its words instead.

    Args:
        play: Has it heard in the headphones; False where none are chosen. Any thread.
        settings: As they are now; any thread.
        is_spoken: Whether the studio's own voice speaks now; any thread.
    """

    name = "ear"

    def __init__(
        self,
        play: Callable[[Earcon], bool],
        settings: Callable[[], Settings],
        is_spoken: Callable[[], bool],
    ) -> None:
        self._play = play
        self._settings = settings
        self._is_spoken = is_spoken

    def give(self, announcement: Announcement) -> bool:
        signal = signal_of(announcement, self._settings())
        return signal is not None and not self._is_spoken() and self._play(signal)
