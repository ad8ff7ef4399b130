"""Names by their sound."""

import random
import time

import pytest

from studio.spoken.sounds import Names, sound_of, warm_up
from studio.spoken.variants import variant_of

CALLED = """重庆火锅底料|羊毛围巾|绿茶|红茶|花生酥|龙井茶|榨菜|麻辣牛肉干
芝麻糊|泡椒凤爪|桂花糕|黄冰糖
Wool scarf|Green tea|Coffee powder|Ceramic mug|Photo frame|Kopi bubuk|Keripik tempe|Batik tulis
Sambal terasi|Minyak kayu putih|초록 차|김치|고추장|참기름|라면""".replace("\n", "|").split("|")
NAMES = Names([(name, name) for name in CALLED])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("重庆火锅底廖", "重庆火锅底料"),  # another sign of the same sound
        ("从庆火锅底料", "重庆火锅底料"),  # ch and c
        ("羊毛为巾", "羊毛围巾"),
        ("路茶", "绿茶"),  # n and l, u and ü
        ("龙进茶", "龙井茶"),  # in and ing
        ("花身酥", "花生酥"),  # en and eng
        ("黄饼糖", "黄冰糖"),
        ("贵发糕", "桂花糕"),  # hua and fa
        ("牛肉干", "麻辣牛肉干"),
        ("zha cai", "榨菜"),
        ("wull skarf", "Wool scarf"),
        ("cofee powder", "Coffee powder"),
        ("foto frame", "Photo frame"),
        ("seramic mug", "Ceramic mug"),
        ("kopi bubuq", "Kopi bubuk"),
        ("kripik tempe", "Keripik tempe"),
        ("sambel trasi", "Sambal terasi"),
        ("minyak kayu puti", "Minyak kayu putih"),
        ("초록차", "초록 차"),
        ("김지", "김치"),
        ("꼬추장", "고추장"),
        ("scarf", "Wool scarf"),
    ],
)
def test_a_name_is_found_though_it_was_heard_a_little_differently(words, name):
    assert NAMES.meant(words) == [name]


@pytest.mark.parametrize(
    "words", ["", "…", "banana", "大家好", "selamat pagi", "안녕하세요", "茶叶蛋"]
)
def test_what_is_called_otherwise_is_not_taken_for_it(words):
    assert NAMES.meant(words) == []


def test_what_sounds_alike_is_given_together():
    names = Names([("花生酥", 1), ("发生书", 2), ("花生糖", 3)])
    assert set(names.meant("花生书")) == {1, 2}
    assert names.meant("花生糖") == [3]


def test_one_thing_of_two_names_counts_once():
    names = Names([("Wool scarf", 1), ("wool scarf", 1), ("Wool scarf", 2)])
    assert names.meant("wool scarf") == [1, 2]


def test_the_same_spelling_goes_before_the_same_sound():
    names = Names([("红茶", 1), ("洪茶", 2)])
    assert names.meant("洪茶") == [2]


def test_sounds_that_a_dialect_does_not_tell_apart_are_one():
    for one, other in (("湖", "服"), ("兰", "南"), ("张", "脏"), ("灯", "蹲"), ("花", "发")):
        assert sound_of(one).strict != sound_of(other).strict
    assert sound_of("湖").loose == sound_of("服").loose
    assert sound_of("蓝").loose == sound_of("南").loose
    assert sound_of("张").loose == sound_of("赞").loose
    assert sound_of("心").loose == sound_of("星").loose


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("五粮液52度|五粮液39度", "五粮液53度"),
        ("面膜5片|面膜10片", "面膜20片"),
        ("红茶500克", "红茶250克"),
        ("红茶50克", "红茶5"),
        ("一号玻尿酸面膜", "二号玻尿酸面膜"),
        ("大号玻尿酸补水面膜", "小号玻尿酸补水面膜"),
        ("Kopi 100 gram|Kopi 200 gram", "kopi 250 gram"),
        ("Beras 5 kg|Beras 10 kg", "beras 20 kg"),
        ("Beras 10 kg", "beras 1"),
        ("Kaos M|Kaos L|Kaos XL", "kaos xxl"),
        ("Kerudung segi empat|Kerudung segi tiga", "kerudung segi lima"),
        ("사과 5kg|사과 10kg", "사과 20kg"),
        ("Shea butter 100 ml|Shea butter 200 ml", "shea butter 250 ml"),
    ],
)
def test_another_number_or_size_is_another_name(names, words):
    called = Names([(name, name) for name in names.split("|")])
    assert called.meant(words) == []


@pytest.mark.parametrize(
    ("names", "words", "meant"),
    [
        ("五粮液52度|五粮液39度", "五粮液", "五粮液52度|五粮液39度"),
        ("五粮液52度|五粮液39度", "五粮夜52度", "五粮液52度"),
        ("红茶500克|绿茶500克", "红茶", "红茶500克"),
        ("狮头鹅卤味", "十头鹅卤味", "狮头鹅卤味"),
        ("Organic shea butter 200", "organic shea butter 200 gr", "Organic shea butter 200"),
        ("Kaos XL|Kaos M", "kaos xl", "Kaos XL"),
        ("Kaos XL|Kaos M", "kaos", "Kaos XL|Kaos M"),
    ],
)
def test_a_name_without_its_number_is_found(names, words, meant):
    called = Names([(name, name) for name in names.split("|")])
    assert called.meant(words) == [one for one in meant.split("|") if one]


def test_numbers_and_sizes_are_alike_however_they_are_written():
    assert variant_of("kopi dua ratus gram") == variant_of("Kopi 200 gram") == {"200"}
    assert variant_of("五十二度") == variant_of("52度") == {"52"}
    assert variant_of("2XL shirt, women's") == {"2", "xl"}
    assert variant_of("大号小米") == {"大"}
    assert variant_of("오이 이불 a tea") == frozenset()


def test_ten_thousand_names_are_heard_through_in_less_than_a_twentieth_of_a_second():
    rng = random.Random(6)
    signs = "的一是不了人我在有他这为大来以个中上们到说国和地也子时道出而要于就下得可你年生自会"
    called = ["".join(rng.choice(signs) for _ in range(7)) for _ in range(5000)]
    called += [f"Produk {rng.randrange(10**6)} bagus sekali" for _ in range(5000)]
    warm_up(called)
    names = Names([(name, name) for name in called])
    names.meant(called[0])
    begun = time.thread_time()
    for name in called[:20]:
        assert names.nearest(name[:-1] + "啊") != []
    assert (time.thread_time() - begun) / 20 < 0.05
