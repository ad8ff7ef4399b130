"""Letters that reach a control or menu entry with Alt, shared out so that none is used twice."""

from collections.abc import Iterable, Sequence

_SPARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def with_mnemonics(texts: Iterable[str]) -> list[str]:
    """Give each text a letter of its own, marked by `&` as Qt wants it.

    A letter that begins a word is preferred, then any other of the text; a text for which
    nothing is left, as one without Latin letters, gets one in brackets after it, as is usual in
    Chinese.
    """
    wanted = [text.replace("&", "&&") for text in texts]
    owners = _shared_out([_places(text) for text in wanted])
    letters = {number: letter for letter, number in owners.items()}
    spare = iter(letter for letter in _SPARE if letter not in owners)
    marked: list[str] = []
    for number, text in enumerate(wanted):
        if number in letters:
            place = _places(text)[letters[number]]
            marked.append(f"{text[:place]}&{text[place:]}")
        else:
            letter = next(spare, "")
            marked.append(f"{text} (&{letter})" if letter else text)
    return marked


def plain(text: str) -> str:
    """The text without its mark."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _places(text: str) -> dict[str, int]:
    """The letters of a text, the preferred ones first, and where they stand."""
    begins = [i for i in range(len(text)) if i == 0 or text[i - 1] == " "]
    places: dict[str, int] = {}
    for place in [*begins, *range(len(text))]:
        letter = text[place].upper()
        if letter in _SPARE:
            places.setdefault(letter, place)
    return places


def _shared_out(wishes: Sequence[dict[str, int]]) -> dict[str, int]:
    """Who gets which letter, so that as many as can be get one (Kuhn's matching).

    A letter given stays given as long as the later text can do with another.
    """
    owners: dict[str, int] = {}

    def found_one(number: int, tried: set[str]) -> bool:
        free = next((letter for letter in wishes[number] if letter not in owners), "")
        if free:
            owners[free] = number
            return True
        for letter in wishes[number]:
            if letter not in tried:
                tried.add(letter)
                if found_one(owners[letter], tried):
                    owners[letter] = number
                    return True
        return False

    for number in range(len(wishes)):
        found_one(number, set())
    return owners
