"""What is written, and what is heard."""

import gc
import random
import re
import string
import time
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import pytest

from studio.model.message import Duration, Exact, Message, Money, Name, Number, Spelled, say, say_n
from studio.model.pronunciation import Pronunciation
from studio.model.segment import Segment
from studio.speech.words.saying import segments_of, segments_of_text
from tests.speech.phonemes import phonemes
from tests.speech.said import EXAMPLES, MISREAD, PINYIN, by_voice

LANGUAGES = ("en", "zh", "id", "ko")


def _plainly(words: str, language: str) -> str:
    plain = re.sub(r"[\s.,;:!?，。、；：！？…-]+", " ", words).strip().casefold()
    return plain.replace(" ", "") if language in ("zh", "ko") else plain


def _heard(written: str, language: str, **more) -> list[tuple[str, str]]:
    return [
        (segment.language, _plainly(segment.text, segment.language))
        for segment in segments_of_text(written, language, **more)
    ]


# Words and sounds


@pytest.mark.parametrize(("written", "language", "said"), EXAMPLES)
def test_words_are_those_a_listener_expects(written, language, said):
    expected = [(voice, _plainly(words, voice)) for voice, words in by_voice(said, language)]
    assert _heard(written, language) == expected


@pytest.mark.parametrize(("written", "language", "said"), EXAMPLES)
def test_the_voices_say_what_a_listener_expects(written, language, said):
    """Capitals, hyphens, spaces and pauses can change what a voice makes of the same words."""
    heard = [phonemes(s.text, s.language) for s in segments_of_text(written, language)]
    assert heard == [phonemes(words, voice) for voice, words in by_voice(said, language)]


@pytest.mark.parametrize(("written", "syllables"), PINYIN)
def test_every_syllable_of_mandarin_is_the_one_expected(written, syllables):
    (segment,) = segments_of_text(written, "zh")
    assert phonemes(segment.text, "zh") == phonemes(syllables, "pinyin")


@pytest.mark.parametrize(("written", "language"), MISREAD)
def test_the_voice_alone_would_say_something_else(written, language):
    """Where this fails the voice has learnt it, and the words may be wrong now."""
    ours = "".join(phonemes(s.text, language) for s in segments_of_text(written, language))
    assert ours != phonemes(written, language)


# Sentences


def _said(message: Message, language: str, **more) -> list[tuple[str, str]]:
    return [(s.language, s.text) for s in segments_of(message, language, **more)]


def test_a_price_stays_whole_until_it_is_said():
    message = say(
        "{name}, {price}.", name=Name("重庆小面", "zh"), price=Money(Decimal("39.90"), "CNY")
    )
    assert message.words("en") == "重庆小面, ¥39.90."
    assert _said(message, "en") == [("zh", "重庆小面,"), ("en", "thirty-nine point nine yuan.")]
    assert _said(message, "zh_CN") == [("zh", "重庆小面，三十九块九。")]
    assert _said(message, "id") == [
        ("zh", "重庆小面,"),
        ("id", "tiga puluh sembilan koma sembilan yuan."),
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "shown", "said"),
    [
        ("1299.90", "KRW", "₩1,300", "one thousand three hundred won"),
        ("1299.90", "JPY", "¥1,300", "one thousand three hundred yen"),
        ("0.001", "CNY", "¥0.00", "zero yuan"),
        ("12.345", "USD", "$12.34", "twelve dollars and thirty-four cents"),
        ("1e30", "CNY", "¥1" + ",000" * 10 + ".00", "one" + " zero" * 30 + " yuan"),
    ],
)
def test_a_price_is_said_as_it_is_shown(amount, currency, shown, said):
    message = say("{m}", m=Money(Decimal(amount), currency))
    assert message.words("en") == shown
    assert _said(message, "en") == [("en", said)]


def test_three_languages_are_kept_apart():
    message = say("{source} works again.", source=Name("Meja jualan", "id"))
    assert _said(message, "en") == [("id", "Meja jualan"), ("en", "works again.")]
    unknown = say("{source} works again.", source=Name("Meja jualan"))
    assert _said(unknown, "en", show_language="id")[0] == ("id", "Meja jualan")
    assert _said(unknown, "en") == [("en", "Meja jualan works again.")]
    assert _said(unknown, "zh_CN")[0] == ("en", "Meja jualan")
    assert _said(unknown, "zh_CN", show_language="id")[0] == ("id", "Meja jualan")


def test_a_name_is_read_in_its_own_language_with_its_numbers():
    message = say("{source} works again.", source=Name("2斤装 1.5kg"))
    assert _said(message, "en") == [("zh", "两斤装 一点五公斤"), ("en", "works again.")]


def test_numbers_are_read_with_what_they_count():
    left = say_n("{n} left.", "{n} left.", n=2)
    assert _said(left, "en") == [("en", "two left.")]
    assert _said(say_n("{n} product.", "{n} products.", n=12_345_678), "en") == [
        (
            "en",
            "twelve million three hundred and forty-five thousand "
            "six hundred and seventy-eight products.",
        )
    ]
    assert _said(say("It was said {time} ago.", time=Duration(7200)), "zh_CN") == [
        ("zh", "这是两小时前说的。")
    ]
    assert _said(say("{n} percent is done.", n=Number(12.5, 1)), "en") == [
        ("en", "twelve point five percent is done.")
    ]


def test_a_number_of_the_studio_is_never_laughter():
    skipped = say_n("{n} message was skipped.", "{n} messages were skipped.", n=233)
    for language, words in (("en", "two hundred and thirty-three"), ("zh_CN", "二百三十三")):
        assert words in _said(skipped, language)[0][1]
        assert _said(say("{n}", n=Number(233)), language)[0][1] == words
    assert _said(say("{name} is on screen.", name=Name("2333", "zh")), "en")[0] == (
        "zh",
        "两千三百三十三",
    )
    priced = {"dictionary": (Pronunciation("价格", "价钱"),)}
    assert _heard("价格233", "zh", **priced) == [("zh", "价钱二百三十三")]


def test_a_number_alone_is_chanted_by_viewers_and_counted_by_the_studio():
    for number, chanted, counted in ((88, "八八", "八十八"), (520, "五二零", "五百二十")):
        assert _heard(str(number), "zh") == [("zh", chanted)]
        assert _said(say("{n}", n=number), "zh_CN") == [("zh", counted)]
        assert _said(say("{value}", value=str(number)), "zh_CN") == [("zh", counted)]


def test_a_sentence_in_a_sentence_and_one_that_is_spelled():
    inner = say("Price {price}", price=Money(Decimal(125000), "IDR"))
    assert _said(say("{a}", a=inner).then(say("{b}", b="x")), "id") == [
        ("id", "Price seratus dua puluh lima ribu rupiah x")
    ]
    spelled = _said(say("{signs}", signs=Spelled(say("{x}", x="A1!"))), "en")
    assert spelled == [("en", "capital A, one, exclamation mark")]


def _spelled(signs: str, language: str = "en", **more) -> list[tuple[str, str]]:
    spelled = say("{signs}", signs=Spelled(say("{name}", name=Name(signs))))
    return [(one.language, one.text) for one in segments_of(spelled, language, **more)]


def test_no_sign_is_left_out_when_a_text_is_spelled():
    assert _spelled("【新】※") == [
        ("en", "left lenticular bracket,"),
        ("zh", "新,"),
        ("en", "right lenticular bracket, reference mark"),
    ]
    assert _spelled("【※】", "zh_CN") == [("zh", "左方头括号, 参考标记, 右方头括号")]
    assert _spelled("\u3000a\u00a0\t\n") == [
        ("en", "wide space, a, no-break space, tab sign, new line")
    ]
    for unseen in ("\u0301", "\ufe0f", "\u200b", "\ue000"):
        assert _spelled(unseen) == [("en", "hidden sign")]
    assert _spelled("▣", "zh_CN") == [("en", "white square containing black small square")]
    assert _spelled("＃Ω") == [("en", "number sign, ohm sign")]


def test_spelling_goes_by_what_a_person_takes_for_one_sign():
    assert _spelled("E\u0301te\u0301") == [("en", "capital É, t, é")]
    assert _spelled("👨\u200d👩\u200d👧🇨🇳") == [("en", "family man woman girl, China")]


def _exactly(written: str, language: str) -> list[tuple[str, str]]:
    said = segments_of(say("{text}", text=Exact(written)), language)
    return [(one.language, one.text) for one in said]


def test_of_what_was_written_an_address_is_heard_with_every_sign():
    assert _exactly("http://10.0.0.7:8081/front.mjpg", "en") == [
        (
            "en",
            "H T T P colon slash slash ten dot zero dot zero dot seven colon eight zero eight one"
            " slash front dot M J P G",
        )
    ]
    heard = {
        str(_exactly(f"rtmps://a.b:443/{end}", "en")) for end in ("", "live", "live2", "live-2")
    }
    assert len(heard) == 4
    assert _exactly(r"C:\film", "id") == [("id", "C titik dua garis miring terbalik film")]
    assert _exactly("重庆 ~/a_b", "zh_CN")[-3:] == [("en", "A,"), ("zh", "下划线"), ("en", "B")]
    assert _exactly("and/or 39.90", "en") == [("en", "and, or thirty-nine point nine zero")]


def test_what_is_no_name_is_in_the_language_of_the_sentence():
    for amount, chinese in (("39.90", "三十九点九零"), ("11:34:09", "十一点三十四分九秒")):
        for value in (amount, Name(amount), Exact(amount)):
            assert _said(say("{value}", value=value), "zh_CN") == [("zh", chinese)]
    assert _said(say("{value}", value="−12.0 dB"), "zh_CN") == [("zh", "负十二点零分贝")]
    row = _said(say("{text}", text="3. 重庆小面, sold out"), "en")
    assert row == [("en", "three."), ("zh", "重庆小面,"), ("en", "sold out")]


def test_the_dictionary_is_for_words_and_not_for_their_letters():
    sizes = (Pronunciation("M", "medium"), Pronunciation("L", "large"))
    assert _spelled("m", dictionary=sizes) == [("en", "m")]
    assert _spelled("XL", dictionary=sizes) == [("en", "capital X, capital L")]
    assert _spelled("small", dictionary=sizes) == [("en", "s, m, a, l, l")]
    assert _heard("size L", "en", dictionary=sizes) == [("en", "size large")]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-0.00", "1e30", "0.000000001", "-1e-9"])
@pytest.mark.parametrize("currency", ["CNY", "XXX", "", "€"])
def test_no_amount_is_too_odd(amount, currency):
    for language in ("en", "zh_CN", "id"):
        said = segments_of(say("{m}", m=Money(Decimal(amount), currency)), language)
        assert said
        _assert_speakable(said)


# The dictionary


def test_the_person_comes_before_every_rule():
    dictionary = (
        Pronunciation("COD", "bayar di tempat", "id"),
        Pronunciation("HG-01", "火锅一号"),
        Pronunciation("rupiah", "perak", "id"),
        Pronunciation("小面", "xiao mian", "en"),
    )
    more = {"dictionary": dictionary}
    assert _heard("bisa cod?", "id", **more) == [("id", "bisa bayar di tempat")]
    assert _heard("bisa COD?", "en", **more) == [("en", "bisa c o d")]
    assert _heard("HG-01有货", "zh", **more) == [("zh", "火锅一号有货")]
    assert _heard("Rp5.000", "id", **more) == [("id", "lima ribu perak")]
    assert _heard("codes, HG-011", "en", **more) == [("en", "codes h g zero one one")]
    assert _heard("重庆小面 now", "en", **more) == [("zh", "重庆"), ("en", "xiao mian now")]
    assert _heard("重庆小面", "zh", **more) == [("zh", "重庆小面")]


def test_the_longer_entry_wins_and_none_is_said_twice():
    dictionary = (Pronunciation("a b", "c"), Pronunciation("a", "a b a"), Pronunciation("c", "a"))
    assert _heard("x a b y a", "en", dictionary=dictionary) == [("en", "x c y a b a")]


def test_a_number_in_the_dictionary_is_no_part_of_an_amount():
    more = {"dictionary": (Pronunciation("88", "拜拜"), Pronunciation("5", "five!"))}
    assert _heard("88，走了", "zh", **more) == [("zh", "拜拜走了")]
    assert _heard("¥88 88.5元 88元", "zh", **more) == [("zh", "八十八元八十八点五元八十八元")]
    assert _heard("$5,000 5%", "en", **more) == [("en", "five thousand dollars five percent")]


def test_an_address_is_not_cut_by_a_word_in_it():
    more = {"dictionary": (Pronunciation("shopee", "sopi"), Pronunciation("a.com", "ours"))}
    assert _heard("shopee: https://shopee.co.id/x a.com", "en", **more) == [
        ("en", "sopi link sopi dot co dot id ours")
    ]


def test_a_korean_word_is_found_with_its_particle():
    more = {"dictionary": (Pronunciation("이마트", "E mart", "en"), Pronunciation("COD", "착불"))}
    assert _heard("이마트에서 COD로", "ko", **more) == [("ko", "이마트에서착불로")]
    more = {"dictionary": (Pronunciation("이마트", "큰 가게"),)}
    assert _heard("이마트에서 이마트니", "ko", **more) == [("ko", "큰가게에서이마트니")]


def test_a_sign_is_found_behind_a_letter():
    more = {"dictionary": (Pronunciation("&", "und"), Pronunciation("%", "Prozent"))}
    assert _heard("A&B 5%", "en", **more) == [("en", "a und b five prozent")]


def test_a_word_again_and_again_is_said_three_times():
    assert _heard("中" * 100_000, "zh", dictionary=(Pronunciation("中", "国"),)) == [
        ("zh", "国国国")
    ]


def test_letters_change_their_number_between_small_and_capital():
    dictionary = (Pronunciation("straße", "road"), Pronunciation("İstanbul", "the city"))
    for written in ("Straße", "STRASSE", "straße"):
        assert _heard(f"the {written}, x", "en", dictionary=dictionary) == [("en", "the road x")]
    assert _heard("in İstanbul", "en", dictionary=dictionary) == [("en", "in the city")]
    assert _heard("Straßen", "en", dictionary=dictionary) == [("en", "straßen".casefold())]


def test_two_numbers_in_a_row_are_not_heard_as_one():
    for written, heard in (
        ("iPhone 15 ¥999", "iPhone fifteen, nine hundred and ninety-nine yuan"),
        ("iPhone 15 999 €", "iPhone fifteen, nine hundred and ninety-nine euros"),
        ("12 $ 99", "twelve, ninety-nine dollars"),
        ("99 € 4.5/5", "ninety-nine euros four point five out of five"),
        ("2 5 kg", "two, five kilograms"),
    ):
        assert [segment.text for segment in segments_of_text(written, "en")] == [heard]


# What strangers write


HOSTILE = (
    "[[h@l@U]] [[rate 700]] [[slnc 99999]]",
    "<speak><prosody rate=\"x-fast\">hi</prosody><mark name='a'/><audio src='http://h/a'/></speak>",
    "&lt;speak&gt; &#60;break time='9s'/&#62;",
    "\\pau=9999\\ \\rst\\",
    "\x1b[2J\x00\x07 \x01+5b \x9b31m",
    "\u202eabc\u2066\u2069 \u200b\u200d\ufeff\u00ad",
    "\ud800\udfff\udc80",
    "👩\u200d❤️\u200d💋\u200d👨 🏳️\u200d🌈 👍🏿 🇮🇩🇨 1️⃣ \U000e0041",
    "a" + "\u0301" * 500,
    "𝐒𝐀𝐋𝐄 ｆｕｌｌ ①②③ ½ ㎏ Ⅷ ﬁne",
    "{name} %s %(x)s {0}",
    "1.2.3.4 1,2,3 1..2 ,,, ... 99:99 2026-99-99 31/31/2026 0/0 1/0 24:00:61",
    "Rp Rp. Rp.. ¥ ¥¥ $-5 -$ 5% %5 1e9 ١٢٣ १२३ ５",
    "\u3164\u115f\u2800",
)


@pytest.mark.parametrize("language", [*LANGUAGES, "", "xx", "zh-Hant-TW"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_written_is_obeyed(text, language):
    _assert_speakable(segments_of_text(text, language))


def _assert_speakable(segments: tuple[Segment, ...]):
    for segment in segments:
        assert segment.text == segment.text.strip()
        assert re.search(r"[^\W\d_]", segment.text), segment
        for character in segment.text:
            assert (
                character in " .,;:!?'-，。、；：！？…"
                or unicodedata.category(character)[0] in "LM"
            ), segment
        segment.text.encode()


def test_markup_is_spoken_as_text():
    heard = " ".join(words for _voice, words in _heard("<mark name='a'/> [[slnc 9]]", "en"))
    assert heard == "less than mark name equals a slash greater than s l n c nine"


def test_what_is_not_seen_does_not_cut_a_word():
    assert _heard("sc\u200barf\u00ad \u202eok", "en") == [("en", "scarf ok")]
    assert _heard("𝐒𝐚𝐥𝐞 ｆｕｌｌ", "en") == [("en", "sale full")]


def _anything(chance: random.Random, length: int) -> str:
    kinds = (
        lambda: chr(chance.randrange(0x110000)),
        lambda: chr(chance.randrange(0x20, 0x7F)),
        lambda: chance.choice("0123456789.,:-/% "),
        lambda: chance.choice("好的火锅元个年月日，。"),
        lambda: chance.choice("😂❤️👍🏽\u200d\ufe0f🇮🇩"),
        lambda: chance.choice(
            ("Rp", "¥", "$", "http://", "www.", "@", "ㅋㅋ", "wk", "ha", "Ctrl+", "<3")
        ),
    )
    return "".join(chance.choice(kinds)() for _ in range(length))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_becomes_words_or_nothing(seed):
    chance = random.Random(seed)
    for _ in range(50):
        text, language = _anything(chance, chance.randrange(60)), chance.choice(LANGUAGES)
        dictionary = (
            Pronunciation("a", _anything(chance, 5)),
            Pronunciation(_anything(chance, 2), "b"),
        )
        message = say("{a}{b}.", a=Name(text), b=text)
        for entries in ((), dictionary):
            _assert_speakable(segments_of_text(text, language, dictionary=entries))
            _assert_speakable(segments_of(message, language, dictionary=entries))


@pytest.mark.parametrize("seed", range(20))
def test_no_letter_of_plain_words_is_lost(seed):
    chance = random.Random(seed)
    latin = "".join(c for c in string.ascii_lowercase if c not in "hkwx") + "éüñ"
    for _ in range(50):
        words = []
        for _word in range(chance.randrange(1, 12)):
            letters = "".join(chance.choices(latin, k=chance.randrange(5, 9)))
            words.append(re.sub(r"(.)\1+", r"\1", letters) + "a")
        han = "".join(chance.sample("山水火锅辣椒面粉苹果茶叶", k=chance.randrange(1, 9)))
        text = " ".join(words) + han + " " + "김치라면"
        heard = segments_of_text(text, chance.choice(LANGUAGES))
        letters = "".join(segment.text for segment in heard).replace(" ", "")
        assert letters == text.replace(" ", "")


LONG = {
    "one letter": "a",
    "one digit": "1",
    "digits and points": "1.",
    "numbers": "1 ",
    "chains": "1-",
    "hours": "12:30 ",
    "prices": "Rp125.000 ¥39.90 ",
    "addresses": "a@b.",
    "links": "http://",
    "points": "a.",
    "keys": "Ctrl+",
    "markup": "<a/>",
    "brackets": "[",
    "one emoji": "😂",
    "joined emoji": "👩\u200d",
    "emoji apart": "😂 🔥 ",
    "marks": "\u0301\u0316",
    "spaces": " ",
    "han": "好",
    "two scripts": "好a",
    "laughter": "ha",
    "jamo": "ㅋ",
    "codes": "A1-",
    "halves of pairs": "\ud800",
    "a chat": "Kak brp harganya? Rp125.000 哈哈哈哈 😂😂 3-5 hari HG-01 ",
}


@pytest.fixture
def settled() -> Iterator[None]:
    """What the other tests left behind is not searched for garbage, as in a studio that runs."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _took(text: str, language: str, dictionary: tuple[Pronunciation, ...] = ()) -> float:
    """The least time of the processor's that its words take, in seconds, of three."""
    return min(_took_once(text, language, dictionary)[0] for _ in range(3))


def _took_once(
    text: str, language: str, dictionary: tuple[Pronunciation, ...] = ()
) -> tuple[float, tuple[Segment, ...]]:
    began = time.process_time()
    said = segments_of_text(text, language, dictionary=dictionary)
    return time.process_time() - began, said


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LONG)
def test_a_long_text_costs_no_more_than_its_length(kind, language):
    """100,000 characters take ten times as long as 10,000 do, and not a hundred times."""
    text = (LONG[kind] * 100_000)[:100_000]
    part = _took(text[:10_000], language)
    whole, said = _took_once(text, language)
    # Where it seems to take too long it was perhaps another program that did.
    assert whole < 25 * part or any(
        _took(text, language) < 25 * _took(text[:10_000], language) for _ in range(5)
    )
    if language == "en":
        _assert_speakable(said[:1000])


@pytest.mark.usefixtures("settled")
def test_a_large_dictionary_costs_little_more():
    chance = random.Random(1)
    entries = tuple(
        Pronunciation("".join(chance.choices(string.ascii_lowercase, k=6)), "x")
        for _ in range(5000)
    )
    text = ("kak harganya berapa 好的 a" * 10_000)[:100_000]
    segments_of_text("", "id", dictionary=entries)
    tries = ((_took(text, "id"), _took(text, "id", entries)) for _ in range(5))
    assert any(with_it < 3 * without for without, with_it in tries)
