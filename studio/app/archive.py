"""What survives a restart, behind calls that never make the show wait."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from studio import paths
from studio.model.announcement import Announcement, Earcon, Priority
from studio.model.destination import Destination, StreamKey
from studio.model.errors import StoreError, StudioError
from studio.model.events import Answered
from studio.model.message import say
from studio.model.settings import Settings
from studio.model.state import ShowState
from studio.store.repositories import Repositories
from studio.store.scenes import Arrangement
from studio.store.secrets import SecretStore
from studio.store.store import Store
from studio.threads import Post

log = logging.getLogger(__name__)

T = TypeVar("T")
Continue = Callable[[Callable[[], None]], None]
"""Has something done on the show's thread."""


class StudioArchive:
    """The store, the secrets, and a thread for errands that take a while.

    Args:
        store: Keeps everything but secrets.
        secrets: Keeps stream keys; may wait for the user.
        post: Takes what could not be kept, as an announcement.
        on_show: Has something done on the show's thread.
    """

    def __init__(self, store: Store, secrets: SecretStore, post: Post, on_show: Continue) -> None:
        self._store = store
        self._secrets = secrets
        self._post = post
        self._on_show = on_show
        self._errands = ThreadPoolExecutor(2, thread_name_prefix="errand")

    def save_arrangement(self, state: ShowState) -> None:
        arrangement = Arrangement(state.picture_sources, state.sound_sources, state.scenes)
        self._keep(lambda kept: kept.scenes.save(arrangement))

    def save_destination(self, destination: Destination, key: StreamKey | None) -> None:
        self._keep(lambda kept: kept.destinations.put(destination))
        if key:
            self.errand(lambda: self._secrets.set(destination.id, key), lambda _: None)

    def remove_destination(self, destination: Destination) -> None:
        self._keep(lambda kept: kept.destinations.delete(destination.id))
        self.errand(lambda: self._secrets.delete(destination.id), lambda _: None)

    def save_setting(self, name: str, value: Any) -> None:  # noqa: ANN401
        self._keep(lambda kept: kept.settings.set(name, value))

    def recording_file(self, settings: Settings) -> Path:
        """A name that sorts by time."""
        folder = settings.recording_folder
        chosen = Path(folder) if folder else paths.recordings_folder()
        return chosen / time.strftime("%Y-%m-%d %H-%M-%S.mp4")

    def keys(
        self,
        destinations: Sequence[Destination],
        then: Callable[[Sequence[StreamKey | None]], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        def fetch() -> list[StreamKey | None]:
            return [self._secrets.get(d.id) if d.needs_key else None for d in destinations]

        self._errand(fetch, then, failed)

    def errand(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        self._errand(job, then, self._tell)

    def close(self) -> None:
        self._errands.shutdown(wait=False, cancel_futures=True)
        self._store.stop()

    def _keep(self, job: Callable[[Repositories], object]) -> None:
        self._store.run(job).add_done_callback(self._tell_failure)

    def _errand(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        def done(future: Future[T]) -> None:
            error = future.exception()
            if error is None:
                result = future.result()
                self._on_show(lambda: then(result))
            else:
                told = error if isinstance(error, StudioError) else _our_bug(error)
                self._on_show(lambda: failed(told))

        self._errands.submit(job).add_done_callback(done)

    def _tell(self, error: StudioError) -> None:
        self._post(Answered(error.announcement("archive")))

    def _tell_failure(self, future: Future[Any]) -> None:
        error = future.exception()
        if error is not None:
            told = error if isinstance(error, StudioError) else _our_bug(error)
            self._tell(told)


def _our_bug(error: BaseException) -> StoreError:
    log.error("an errand failed", exc_info=error)
    return StoreError(
        say("The studio made a mistake; the show goes on."),
        say("The log in the studio's folder has the details."),
    )


def nothing_is_kept(error: StudioError) -> Announcement:
    """What is said when the studio runs without its file."""
    return Announcement(
        error.problem.then(error.remedy).then(say("Until then nothing you change is kept.")),
        brief=error.problem,
        priority=Priority.URGENT,
        earcon=Earcon.ERROR,
    )
