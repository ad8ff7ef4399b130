"""What may be said to the studio: taught phrases, its name, and words that an engine hears."""

from collections.abc import Sequence

import numpy as np

from studio.model.voice import NAME, TaughtCommand
from studio.voice.frames import features_of
from studio.voice.sound import RATE, Samples
from studio.voice.taught import Judgement, Manner, Vocabulary
from studio.voice.words import Heard, WordEngine


class Known:
    """Judges stretches of speech.

    Attributes:
        commands: Every phrase but the name.
        name: By which the studio is called.
        engine: Hears words.
    """

    def __init__(self) -> None:
        self.commands = Vocabulary(())
        self.name = Vocabulary(())
        self.engine: WordEngine | None = None

    def use(self, phrases: Sequence[TaughtCommand], leniency: float = 1.0) -> None:
        """Take these phrases from now on, see `Vocabulary`; that of the id `NAME` is the name."""
        self.commands = Vocabulary([one for one in phrases if one.id != NAME], leniency)
        self.name = Vocabulary([one for one in phrases if one.id == NAME], leniency)

    def judge(self, speech: Samples, phrases: Vocabulary, manner: Manner) -> Judgement:
        """Find which of the phrases a stretch without silence around it is."""
        seconds = len(speech) / RATE
        if not phrases.may_be(seconds):
            return Judgement()
        return phrases.judge(features_of(speech), manner, seconds)

    def words_in(self, samples: Samples) -> Heard:
        """Have the engine hear a whole stretch."""
        self.begin_words()
        self.push_words(samples)
        return self.finish_words()

    def begin_words(self) -> None:
        if self.engine is not None:
            self.engine.begin()

    def push_words(self, samples: Samples) -> None:
        if self.engine is not None and len(samples):
            self.engine.push((np.clip(samples, -1, 1) * 32767).astype(np.int16))

    def finish_words(self) -> Heard:
        return self.engine.finish() if self.engine is not None else Heard()
