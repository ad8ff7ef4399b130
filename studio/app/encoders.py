"""Which encoder is used: what works on this machine is found by trying, and kept."""

import json
import logging
from typing import Any

from studio import paths
from studio.model.media import Size
from studio.output.codecs import PROCESSOR, EncoderSettings
from studio.output.hardware import AUTOMATIC, Outcome, Trial, choose, try_encoders
from studio.store.store import Store
from studio.text import N_, _

log = logging.getLogger(__name__)

_FACT = "encoder_trials"
_TRIED = EncoderSettings(Size(1280, 720))
_WORDS = {
    Outcome.WORKS: N_("works"),
    Outcome.FAILED: N_("does not work"),
    Outcome.UNTRIED: N_("not tried"),
}


class EncoderChoice:
    """Gives the name of the encoder to use for a setting.

    The graphics card's encoders are tried once on a machine, about a second, when they are first
    needed; `earshot encoders` tries them anew. Any thread but one that must not wait.

    Args:
        store: Keeps what came of the trials.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, wanted: str) -> str:
        if wanted == PROCESSOR:
            return PROCESSOR
        working = self._store.run(lambda kept: kept.facts.get(_FACT)).result()
        if working is None:
            try:
                working = keep_trials(self._store, try_encoders(_TRIED))
            except (OSError, RuntimeError) as error:  # no process can be started; the show goes on
                log.warning("encoders cannot be tried: %s", error)
                return PROCESSOR
        if wanted == AUTOMATIC:
            return working[0] if working else PROCESSOR
        return wanted if wanted in working else PROCESSOR


def keep_trials(store: Store, trials: list[Trial]) -> list[str]:
    """Keep which encoders work, the best first."""
    working = [t.encoder for t in trials if t.outcome is Outcome.WORKS]
    log.info("encoders that work: %s", working or "the processor's only")
    store.run(lambda kept: kept.facts.put(_FACT, working)).result()
    return working


def _try_all() -> tuple[list[Trial], str]:
    trials = try_encoders(_TRIED)
    store = Store(paths.database_file(), lambda _event: None)
    store.start_and_wait()
    try:
        keep_trials(store, trials)
    finally:
        store.stop()
    return trials, choose(trials)


def trials_in_words() -> str:
    """Try every encoder and say what came of it; the one *auto* uses comes last.

    Raises:
        StoreError: What came of it cannot be kept.
    """
    trials, chosen = _try_all()
    lines = [f"{t.encoder}: {_(_WORDS[t.outcome])}. {t.reason.words()}" for t in trials]
    lines += [f"{PROCESSOR}: {_(_WORDS[Outcome.WORKS])}."]
    return "\n".join([*lines, _("The studio uses {encoder}.").format(encoder=chosen)])


def trials_as_json() -> str:
    """Try every encoder and tell what came of it as JSON.

    Raises:
        StoreError: What came of it cannot be kept.
    """
    trials, chosen = _try_all()
    told: dict[str, Any] = {
        "encoders": [
            {"encoder": t.encoder, "outcome": t.outcome.value, "reason": t.reason.words()}
            for t in trials
        ],
        "chosen": chosen,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
