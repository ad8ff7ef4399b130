"""Sentences of four languages, through the interpreter that voice and palette share."""

import random
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.commands.command import Invocation, Origin
from studio.commands.every import REGISTRY
from studio.interpreter.interpreter import Interpreter, prepare, shared
from studio.interpreter.matching import Way
from studio.interpreter.meaning import Near, Nothing, Understood
from studio.interpreter.reading import reading
from studio.model.destination import Destination
from studio.model.listening import ListeningState, Offer
from studio.model.message import Money, Name, say
from studio.model.product import Product
from studio.model.rundown import Rundown, RundownState, Segment, SegmentKind
from studio.model.scene import Scene, SoundKind, SoundSource
from studio.model.state import ShowState
from tests.interpreter.sentences import SENTENCES, TALK, rows

CALLED = {
    "en": ("Kitchen", "Table", "Microphone", "Music", "Wool scarf", "Green tea", "Ceramic mug",
           "Open house"),
    "zh": ("厨房", "桌面", "麦克风", "音乐", "羊毛围巾", "绿茶", "陶瓷杯", "抖音"),
    "id": ("Dapur", "Meja", "Mikrofon", "Musik", "Syal wol", "Teh hijau", "Cangkir keramik",
           "Rumah terbuka"),
    "ko": ("부엌", "식탁", "마이크", "음악", "양모 목도리", "녹차", "도자기 컵", "오픈 하우스"),
}  # fmt: skip


def state_in(language: str) -> ShowState:
    """A show whose things are called as in a language."""
    kitchen, table, mic, music, scarf, tea, mug, open_ = CALLED[language]
    price = Money(Decimal("24.90"), "CNY")
    return ShowState(
        scenes=(Scene(kitchen, id="kitchen"), Scene(table, id="table")),
        scene="kitchen",
        sound_sources=(
            SoundSource(mic, SoundKind.SILENCE, id="mic"),
            SoundSource(music, SoundKind.TONE, is_voice=False, id="music"),
        ),
        products=(
            Product("scarf", Name(scarf, language), price, slot=1),
            Product("tea", Name(tea, language), price, slot=2),
            Product("mug", Name(mug, language), price, slot=12),
        ),
        destinations=(Destination(open_, "rtmp://open.example/app", id="open"),),
        rundown=RundownState(
            Rundown(
                "Today",
                (
                    Segment(SegmentKind.GREETING, id="s1"),
                    Segment(SegmentKind.PRODUCT, product="scarf", id="s2"),
                    Segment(SegmentKind.THANKS, id="s3"),
                ),
            )
        ),
    )


ALL = [
    (language, words, command, values)
    for language, lines in SENTENCES.items()
    for words, command, values in rows(lines)
]


@pytest.mark.parametrize("language", SENTENCES)
def test_more_than_sixty_sentences_of_each_language_are_tried(language):
    assert len(list(rows(SENTENCES[language]))) >= 60


@pytest.mark.parametrize(("language", "words", "command", "values"), ALL, ids=lambda v: str(v)[:40])
def test_what_is_said_is_understood(language, words, command, values):
    meaning = shared().understand(words, state_in(language), language)
    assert isinstance(meaning, Understood), meaning
    assert (meaning.invocation.command, meaning.invocation.values) == (command, values)
    assert meaning.invocation.origin is Origin.VOICE
    assert meaning.is_risky is REGISTRY[command].is_risky
    assert "{" not in str(meaning.echo)


@pytest.mark.parametrize("language", TALK)
def test_talk_and_words_that_only_recombine_are_no_command(language):
    for words in TALK[language].strip().splitlines():
        meaning = shared().understand(words.strip(), state_in(language), language)
        assert not isinstance(meaning, Understood), (words, meaning)


def test_the_languages_may_be_mixed_and_need_not_be_known():
    state = state_in("zh")
    for words in ("show 绿茶", "tampilkan 绿茶", "显示绿茶", "绿茶 보여 줘"):
        meaning = shared().understand(words, state)
        assert isinstance(meaning, Understood)
        assert meaning.invocation == Invocation("card.show", {"product": "tea"}, Origin.VOICE)


def test_every_alternative_of_a_recogniser_is_tried_and_the_very_words_go_first():
    state = state_in("zh")
    heard = ("显示路查", "显示绿茶", "陷是绿茶")
    meaning = shared().understand(heard, state, "zh")
    assert isinstance(meaning, Understood)
    assert meaning.likeness == 1.0
    assert meaning.invocation.values == {"product": "tea"}
    assert isinstance(shared().understand(("", " ", "下一个"), state, "zh"), Understood)


def test_what_viewers_would_notice_is_offered_and_not_done_when_it_only_sounds_like_it():
    meaning = shared().understand("开是直播", state_in("zh"), "zh")
    assert isinstance(meaning, Near)
    assert [one.invocation.command for one in meaning.candidates] == ["show.go_live"]


def test_a_near_miss_offers_what_is_near():
    meaning = shared().understand("next cart", state_in("en"), "en")
    assert isinstance(meaning, Near)
    assert meaning.candidates[0].invocation.command == "card.next"
    assert len(meaning.candidates) <= 3
    slotted = shared().understand("swich to kitchen", state_in("en"), "en")
    assert isinstance(slotted, Near)
    assert slotted.candidates[0].invocation == Invocation(
        "scene.switch", {"scene": "kitchen"}, Origin.VOICE
    )


def test_names_that_cannot_be_told_apart_are_asked_back():
    state = state_in("zh")
    first, second, *_ = state.products
    twins = (replace(first, name=Name("花生酥", "zh")), replace(second, name=Name("发生书", "zh")))
    meaning = shared().understand("显示花生书", replace(state, products=twins), "zh")
    assert isinstance(meaning, Near)
    assert {one.invocation.values["product"] for one in meaning.candidates} == {"scarf", "tea"}
    assert [str(one.echo) for one in meaning.candidates] == [
        f"Show card: {one}" for one in ("花生酥", "发生书")
    ]


def test_a_name_that_nothing_has_is_told():
    meaning = shared().understand("show the piano", state_in("en"), "en")
    assert isinstance(meaning, Nothing)
    assert str(meaning.problem) == "Show card: nothing here is called “the piano”."
    assert shared().understand("lovely weather", state_in("en"), "en") == Nothing()


def test_answers_count_only_while_something_is_asked():
    state = state_in("zh")
    assert not isinstance(shared().understand("要得", state, "zh"), Understood)
    asked = replace(state, question=say("Go live?"))
    for words, command in (("要得", "studio.yes"), ("别", "studio.no"), ("算了", "studio.no")):
        meaning = shared().understand(words, asked, "zh")
        assert isinstance(meaning, Understood)
        assert meaning.invocation.command == command
    assert isinstance(shared().understand("下一个", asked, "zh"), Understood)


@pytest.mark.parametrize(
    ("language", "ways"),
    [("zh", "十|试|事|shi|十的|试的"), ("ko", "내|얘"), ("en", "ten|yeast"), ("id", "raya")],
)
def test_what_only_sounds_like_a_yes_is_none(language, ways):
    asked = replace(state_in(language), question=say("Go live?"))
    for words in ways.split("|"):
        assert shared().understand(words, asked, language) == Nothing(), words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "no problem"),
        ("en", "yes we have it"),
        ("zh", "行不行"),
        ("zh", "要不要"),
        ("id", "ya ampun"),
    ],
)
def test_what_begins_as_an_answer_is_taken_for_no_name_and_nothing_near(language, words):
    asked = replace(state_in(language), question=say("Go live?"))
    assert shared().understand(words, asked, language) == Nothing()


def test_numbers_choose_only_while_something_is_offered():
    state = state_in("en")
    assert not isinstance(shared().understand("the first one", state, "en"), Understood)
    wish = Invocation("card.next")
    offers = (Offer(say("Next card"), wish), Offer(say("Hide card"), wish))
    offered = replace(state, listening=ListeningState(offers=offers))
    for words, command in (
        ("one", "voice.first"),
        ("number two", "voice.second"),
        ("第二个", "voice.second"),
        ("pertama", "voice.first"),
        ("두 번째", "voice.second"),
    ):
        meaning = shared().understand(words, offered)
        assert isinstance(meaning, Understood)
        assert meaning.invocation.command == command
    assert isinstance(shared().understand("three", offered), Nothing)


def test_hearing_gets_what_the_words_mean():
    state = state_in("en")
    understood = reading(shared(), ("slot two",), "en", state)
    assert understood.meaning is not None
    assert understood.meaning.wish.values == {"product": "tea"}
    assert str(understood.meaning.title) == "Show card: Green tea"
    near = reading(shared(), ("next cart",), "en", state)
    assert near.meaning is None
    assert near.near[0].wish.command == "card.next"
    assert reading(shared(), ("lovely weather",), "en", state).near == ()


@pytest.mark.parametrize("words", ["", " ", "…", "{product}", "a" * 100_000, "显" * 10_000, "\0"])
def test_no_words_are_too_strange(words):
    assert not isinstance(shared().understand(words, state_in("en")), Understood)


def test_ten_thousand_products_make_it_no_more_than_a_few_times_slower():
    rng = random.Random(6)
    signs = "的一是不了人我在有他这为大来以个中上们到说国和地也子时道出而要于就下得可你年生自会"
    price = Money(Decimal(1), "CNY")
    names = ["".join(rng.choice(signs) for _ in range(7)) for _ in range(5000)]
    names += [f"Produk {rng.randrange(10**6)} bagus sekali" for _ in range(5000)]
    products = tuple(
        Product(f"p{place}", Name(name), price, slot=place) for place, name in enumerate(names, 1)
    )
    said = ["下一个", f"显示{names[7]}", "卖了两件" + names[8][:6], "next cart", "价格十九块九",
            "今天天气真的很好大家来看看我们的围巾",
            f"sell two {names[-1]}", "显示三千号"]  # fmt: skip
    few, many = (_seconds(said, some) for some in ((*products[7:12], *products[-5:]), products))
    assert many < 6 * few


def _seconds(said, products):
    """Of processor time, to understand all of this among these products."""
    state = replace(state_in("zh"), products=products)
    prepare(state)
    for words in said:
        shared().understand(words, state, "zh")
    begun = time.thread_time()
    for words in said:
        shared().understand(words, state, "zh")
    return time.thread_time() - begun


@pytest.mark.parametrize(
    ("language", "talk"),
    [
        ("zh", "今天天气真的很好大家来看看我们的围巾颜色特别好看摸起来也很舒服"),
        ("ko", "오늘 날씨가 정말 좋네요 여러분 이 목도리 색깔이 정말 예쁘고 만져 보면 아주"),
    ],
)
def test_of_a_long_speech_no_more_is_tried_than_of_a_sentence(monkeypatch, language, talk):
    looked_at: list[str] = []
    between = Way.between

    def counted(way, begin, end):
        looked_at.append(language)
        return between(way, begin, end)

    monkeypatch.setattr(Way, "between", counted)
    state = state_in(language)
    shared().understand(talk, state, language)
    sentence = len(looked_at)
    shared().understand((talk * 6)[:190], state, language)
    assert len(looked_at) - sentence < 3 * sentence


def test_it_is_made_in_a_moment():
    begun = time.thread_time()
    Interpreter(REGISTRY)
    assert time.thread_time() - begun < 5


@pytest.mark.parametrize(
    ("language", "words", "product"),
    [
        ("en", "show the scarf", "scarf"),
        ("en", "show a mug", "mug"),
        ("en", "show slot twelve", "mug"),
        ("en", "show item two", "tea"),
        ("zh", "显示那个围巾", "scarf"),
        ("zh", "显示商品十二", "mug"),
        ("id", "tampilkan syal itu", "scarf"),
        ("id", "tampilkan syalnya", "scarf"),
        ("id", "tampilkan produk nomor dua", "tea"),
        ("ko", "목도리를 보여 줘", "scarf"),
    ],
)
def test_what_is_said_around_a_name_is_none_of_it(language, words, product):
    meaning = shared().understand(words, state_in(language), language)
    assert isinstance(meaning, Understood), meaning
    assert meaning.invocation == Invocation("card.show", {"product": product}, Origin.VOICE)


def test_one_syllable_that_sounds_like_part_of_a_name_does_nothing():
    for words in ("换场景", "饭场景"):
        assert not isinstance(shared().understand(words, state_in("zh"), "zh"), Understood)


def test_a_name_that_sounds_like_a_number_is_no_number():
    """石榴 and 十六, 酒 and 九 sound the same; whoever writes a name means it."""
    state = state_in("zh")
    first, second, third = state.products
    named = (
        replace(first, name=Name("石榴", "zh"), slot=3),
        replace(second, slot=16),
        replace(third, name=Name("三九", "zh"), slot=9),
        replace(first, code="pill", name=Name("胃药", "zh"), slot=39),
    )
    state = replace(state, products=named)

    def shown(words):
        meaning = shared().understand(words, state, "zh")
        if isinstance(meaning, Near):
            return {one.invocation.values["product"] for one in meaning.candidates}
        assert isinstance(meaning, Understood), meaning
        return meaning.invocation.values["product"]

    assert shown("显示石榴") == shown("卖了两个石榴") == "scarf"
    assert shown("显示十六") == "tea"
    assert shown("显示时流") == {"scarf", "tea"}
    assert shown("显示三九") == {"mug", "pill"}


@pytest.mark.parametrize("words", ["卖了石榴", "卖了酒", "价格石榴", "显示舞"])
def test_a_word_that_only_sounds_like_a_number_is_offered_and_not_done(words):
    state = state_in("zh")
    state = replace(state, products=(*state.products, replace(state.products[0], code="s", slot=5)))
    assert isinstance(shared().understand(words, state, "zh"), Near)
    assert isinstance(shared().understand("卖了十酒件", state, "zh"), Understood)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("是五单", [{"quantity": "5"}, {"quantity": "15"}]),
        ("卖了就十五件", [{"quantity": "15"}, {"quantity": "95"}]),
        ("绿茶卖了是五件", [{"product": "tea", "quantity": one} for one in ("5", "15")]),
        ("上是二号", [{"product": "tea"}, {"product": "mug"}]),
        ("链接是二", [{"product": "tea"}, {"product": "mug"}]),
        ("卖了二十把件", [{"quantity": "28"}]),
        ("打把折", [{"percent": "20%"}]),
    ],
)
def test_a_word_that_may_be_part_of_a_number_is_offered_and_not_done(words, values):
    meaning = shared().understand(words, state_in("zh"), "zh")
    assert isinstance(meaning, Near), meaning
    assert [one.invocation.values for one in meaning.candidates] == values


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        # Somewhere between two numbers.
        (
            "zh",
            "七八单|来了五六单|又来三五单|卖了三五件|卖了二三件|有七八个观众|七八人在看|卖了三五",
        ),
        ("id", "lima enam penonton|dua tiga orang nonton|laku dua tiga|dua tiga ribu penonton"),
        ("en", "sold two three pieces|sold five six|two three people watching|sold 2 3 pieces"),
        ("ko", "하나 둘 팔렸어|시청자 이삼 명"),
        # Rather money.
        ("zh", "卖了一百块|卖了五块|绿茶卖了十块|成交一百块|卖了五块绿茶|卖了一百二"),
        ("en", "sold nine ninety|nine ninety nine sold|sold two fifty|sold a hundred and twenty"),
        ("id", "jual dua lima|jual seratus dua puluh lima|laku gocap"),
        # Ten bunches, or eighteen.
        ("zh", "卖了十把"),
    ],
)
def test_what_hardly_tells_how_many_is_offered_and_not_done(language, sentences):
    for words in sentences.split("|"):
        meaning = shared().understand(words, state_in(language), language)
        assert isinstance(meaning, Near), (words, meaning)
        assert meaning.candidates[0].invocation.values.keys() & {"quantity", "count"}, words
