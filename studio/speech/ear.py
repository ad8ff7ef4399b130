"""The streamer's ear: short sounds before the words, in the headphones alone."""

from collections.abc import Callable

from studio.model.announcement import Announcement, Earcon


class EarOutlet:
    """Plays the earcon of each announcement; an `Outlet` of the announcer.

    Args:
        play: Has it heard in the headphones; False where none are chosen. Any thread.
        is_wanted: Whether the person wants this one, as a sound.
    """

    name = "ear"

    def __init__(self, play: Callable[[Earcon], bool], is_wanted: Callable[[Earcon], bool]) -> None:
        self._play = play
        self._is_wanted = is_wanted

    def give(self, announcement: Announcement) -> bool:
        earcon = announcement.earcon
        return earcon is not None and self._is_wanted(earcon) and self._play(earcon)
