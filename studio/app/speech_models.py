"""Speech models by the command line."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from studio import paths
from studio.model.errors import StudioError
from studio.model.message import Language, Name, Number, say
from studio.model.speech_model import OFFERS, SpeechModel
from studio.model.work import CallOff
from studio.voice.models import ModelShelf, offer_for
from studio.voice.unpacking import check_files
from studio.voice.vosk import Words

_STEP = 0.1
"""How often it is told how far a download is."""


def shelf() -> ModelShelf:
    return ModelShelf(paths.speech_models_folder())


def listed(*, as_json: bool = False) -> list[str]:
    """What is here, and what can be fetched, a line each."""
    models = shelf()
    here = models.all()
    offers = [offer for offer in OFFERS if all(m.language != offer.language for m in here)]
    if as_json:
        told = {
            "folder": str(models.folder),
            "here": [
                {
                    "language": model.language,
                    "name": model.name,
                    "bytes": model.size,
                    "sha256": model.sha256,
                    "is_known": model.is_known,
                    "fault": _fault(model),
                }
                for model in here
            ],
            "offered": [
                {
                    "language": offer.language,
                    "name": offer.name,
                    "bytes": offer.size,
                    "sha256": offer.sha256,
                    "has_begun": models.has_part(offer),
                }
                for offer in offers
            ],
        }
        return [json.dumps(told, ensure_ascii=False)]
    return [*map(_here, here), *(str(_offered(offer.language, offer.size)) for offer in offers)]


def _here(model: SpeechModel) -> str:
    told = say(
        "{language}: {name} is here, {size} megabytes.",
        language=Language(model.language),
        name=Name(model.name),
        size=Number(round(model.size / 1e6)),
    )
    return f"{told} {_fault(model)}".strip()


def _offered(language: str, size: int) -> object:
    return say(
        "{language}: can be downloaded, {size} megabytes.",
        language=Language(language),
        size=Number(round(size / 1e6)),
    )


def _fault(model: SpeechModel) -> str:
    try:
        check_files(model.folder)
    except StudioError as error:
        return str(error)
    return ""


def download(language: str, source: Path | None, *, as_json: bool = False) -> list[str]:
    """Fetch a model, or take it from a stick; tells on standard error how far it is."""
    told = 0.0

    def progress(share: float) -> None:
        nonlocal told
        if share - told >= _STEP:
            told = share
            line = say("{n} percent is done.", n=Number(int(share * 100)))
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    offer = offer_for(language)
    models = shelf()
    if source is None:
        model = models.download(offer, CallOff(), progress)
    else:
        model = models.take(source, offer.language, CallOff(), progress)
    if as_json:
        return [
            json.dumps(
                {
                    "language": model.language,
                    "name": model.name,
                    "folder": str(model.folder),
                    "bytes": model.size,
                    "sha256": model.sha256,
                    "is_known": model.is_known,
                }
            )
        ]
    done = say("The model for {language} is here.", language=Language(model.language))
    if model.sha256 and not model.is_known:
        kept = say("Nobody has published what it must be; this one is kept in mind for next time.")
        done = done.then(kept)
    return [str(done)]


def words_of(language: str, phrases: Sequence[str]) -> Words:
    """An engine that hears these phrases, once its model is loaded.

    Raises:
        StudioError: There is no model, or it does not load.
    """
    model = shelf().usable(offer_for(language).language)
    words = Words(model.folder, model.language, lambda _news: None)
    words.use(phrases)
    words.start()
    try:
        words.wait()
    except StudioError:
        words.stop()
        raise
    return words
