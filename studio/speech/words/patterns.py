"""How things are written that are not words: one pattern that finds them all in one pass.

Nothing here may look at a character more often than a fixed number of times, whatever comes:
runs are taken whole (possessively), and everything else has a limit.
"""

import re
from collections.abc import Iterable
from functools import cache

from studio.speech.words.days import of_days
from studio.speech.words.emojis import CHARACTERS as _PICTURES

BEFORE = 8
"""Spaces that are put before every text, and characters that may change what is behind them."""

COINS = {
    "JP¥": "JPY",
    "CN¥": "CNY",
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "AU$": "AUD",
    "A$": "AUD",
    "S$": "SGD",
    "RM": "MYR",
    "RP": "IDR",
    "RMB": "CNY",
    "¥": "CNY",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "฿": "THB",
    "₫": "VND",
    "Đ": "VND",
    "₱": "PHP",
    "₹": "INR",
    **{
        code: code
        for code in (
            *("CNY", "IDR", "USD", "SGD", "MYR", "EUR", "GBP", "KRW"),
            *("JPY", "THB", "VND", "PHP", "INR", "HKD", "TWD", "AUD"),
        )
    },
}
"""Currencies by how they are written, in capitals."""

UNITS = {
    **{
        unit: unit
        for unit in (
            *("kg", "g", "mg", "t", "L", "ml", "km", "m", "cm", "mm", "m²", "cm²", "m³", "inch"),
            *("oz", "lb", "°C", "°F", "°", "dB", "GB", "MB", "KB", "TB", "mAh", "kWh", "W", "V"),
            *(
                "Hz",
                "kHz",
                "MHz",
                "GHz",
                "mph",
                "dpi",
                "ms",
                "kbps",
                "Mbps",
                "fps",
                "km/h",
                "pcs",
                "h",
                "min",
            ),
        )
    },
    "KG": "kg",
    "Kg": "kg",
    "kgs": "kg",
    "gr": "g",
    "mL": "ml",
    "ML": "ml",
    "l": "L",
    "CM": "cm",
    "MM": "mm",
    "KM": "km",
    "m2": "m²",
    "cm2": "cm²",
    "m3": "m³",
    "lbs": "lb",
    "MAH": "mAh",
    "mah": "mAh",
    "KHz": "kHz",
    "khz": "kHz",
    "hz": "Hz",
    "★": "★",
    "Mhz": "MHz",
    "Ghz": "GHz",
    "ghz": "GHz",
    "MPH": "mph",
    "DPI": "dpi",
    "″": "inch",
    "pc": "pcs",
    "Pcs": "pcs",
    "PCS": "pcs",
    "kbit/s": "kbps",
    "Mbit/s": "Mbps",
}
"""Units by how they are written."""

SCALES = {
    **dict.fromkeys(("rb", "ribu", "k", "thousand", "천"), 3),
    **dict.fromkeys(("w", "万", "萬", "만"), 4),
    **dict.fromkeys(("jt", "juta", "m", "mn", "million"), 6),
    **dict.fromkeys(("亿", "億", "억"), 8),
    **dict.fromkeys(("b", "bn", "billion", "miliar", "milyar"), 9),
    **dict.fromkeys(("t", "tn", "trillion", "triliun"), 12),
}
"""What is written behind a number for thousands and more, in small letters, as a power of ten."""

_OF_MONEY = "K|W|m|M|B|T|(?ai:mn|bn|tn)"
"""Scales of prices alone, and right behind them; “$20 M” is a size."""

EMOTICONS = {
    "<3": "❤️",
    ":)": "🙂",
    ":-)": "🙂",
    ":D": "😄",
    ":-D": "😄",
    "xD": "😆",
    "XD": "😆",
    ":(": "🙁",
    ":-(": "🙁",
    ";)": "😉",
    ";-)": "😉",
    ":'(": "😢",
    "T_T": "😢",
    "TT_TT": "😢",
    "^_^": "😊",
    "^^": "😊",
    "^-^": "😊",
    ":P": "😛",
    ":p": "😛",
    "QAQ": "😢",
    "QwQ": "😢",
}

KEYS = {
    "Ctrl": "Control",
    "Cmd": "Command",
    "Del": "Delete",
    "Ins": "Insert",
    "Esc": "Escape",
    "PgUp": "Page Up",
    "PgDown": "Page Down",
}
"""Names of keys that are written shorter than they are said."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HANGUL = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff"
_LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"

_NUMBER = r"\d++(?:[.,]\d++)*+"
# With spaces only round thousands are meant: “Redmi 12 999” are two numbers.
_SPACED = r"\d{1,3}(?: \d{3}){0,3} 000(?!\d|[.,]\d)"
_POINTED = r"(?<![\w.,])\.\d{1,3}(?!\d|\.\d)"
_EUROS = r"(?<![^\W\d_] )(?<!\d[ .,])\d{1,3}(?: \d{3})+,\d\d(?=\s?€)"
_CODES = "CNY|RMB|IDR|USD|SGD|MYR|EUR|GBP|KRW|HKD|TWD|THB|VND|JPY|AUD|INR"
# In small letters PHP is written by programmers.
_ANY_COIN = rf"(?:(?:(?ai:{_CODES})|{_any_of(COINS)}|[Rr]p|[Rr]m)(?:(?<=[A-Za-z])\.)?)"
_BEGINS = r"(?:(?<![A-Za-z])|(?<=\d[xX]))"
_COIN = _BEGINS + _ANY_COIN
_UNIT = rf"(?!(?<=\s)★)(?:{_any_of(UNITS)})(?![A-Za-z0-9²³])"
# “x” may lead on to how many of them.
_ENDS = r"(?![A-Za-wyz]|[xX](?!\d))"
_SCALES = "|".join(
    rf"(?ai:{scale})" if scale.isascii() and len(scale) > 1 else scale
    for scale in sorted(SCALES.keys() - {*"mbt", "mn", "bn", "tn"}, key=len, reverse=True)
)
_SCALE = rf"(?:{_SCALES}){_ENDS}"
# “Rp100rban”: about as much, in Indonesian.
_ABOUT = r"(?:(?<=[A-Za-z]{2})[- ]?an|(?<=[kK])-?an)(?![A-Za-z])"
_CROWD = "views|viewers|(?:sub|subscriber|follower|like|user|fan|sale|download|play|member)s|people"
_COUNT = (
    rf"(?P<crowd>[KMBkmb](?=\+|\s(?:{_CROWD})\b)|[wW](?=\+|\s?[元块人件粉]))"
    r"|(?P<short>(?:(?<=[.,]\d)|(?<=[.,]\d\d))[KMB](?![A-Za-z0-9])"
    # Pictures have 4K, and gold has 24K.
    r"|(?<!(?<!\d)[12458])(?<!(?<!\d)14)(?<!(?<!\d)18)(?<!(?<!\d)2[24])K(?![A-Za-z0-9])"
    r"|(?(of_price)M(?![A-Za-z0-9])|(?!)))"
)
"""Scales that are none elsewhere: “10m subscribers”, “1.2M”, “harga 3M”."""

_LINE_ENDS = rf"(?=[\s.!?~…，。！？\ufe0f{_PICTURES}]*+\Z)"

_DASH = r"[-~—]"
_SCORES = "rating rating: skor nilai bintang layar bluetooth usb versi android"
_NOT_SCORED = re.sub(r"(\S+ )", r"(?<!(?ai:\1))", f"{_SCORES} ")
_COUNTS = (
    rf"\s?(?:[%‰★⭐元块折米斤]|{_UNIT}|{_SCALE}"
    r"|(?ai:inci|inch|ghz|mhz|liter|meter|gram|kilo|persen|poin|bintang))"
)
"""What shows that a number before it is no day."""

_PIECES = (
    rf"{_UNIT}|(?:pack|pak|box|bungkus|porsi|dus|lusin|set|botol|karton|kotak|buah|biji|orang|bulan"
    r"|hari|malam|tahun|minggu|jam|menit|detik|meter|liter|gram|month|week|day|night|year|hour"
    r"|person|piece|bag|bottle|each|mo|yr|hr)(?![A-Za-z])"
    r"|小时|分钟|[个件斤盒箱包瓶袋只条双套张片人月天年日晚次周时秒分组份杯碗桶]|[개명병박월일봉]"
)
"""What something may be for each of."""

_LOT = rf"\s?/\s?(?=\d{{1,4}}\s?(?:{_PIECES}))"
_LEFT_OF_CODES = (
    *("[证件货密取惠换请券编条付]码", "[尾编工间账卡牌]号", "邮编"),
    *(r"\bPIN", r"\bOTP", r"(?ai:\b[ck]ode)", "(?ai:kode pos)", "(?ai:verifikasi)"),
)
_BEHIND_CODES = "|".join(
    f"(?<={word}{sep})" for word in _LEFT_OF_CODES for sep in ("", "[:：是为 ]", ": ")
)
_CODE = rf"(?:{_BEHIND_CODES})\d{{3,}}+(?![A-Za-z]|[-.,]\d|\s?[%元块折])"
"""Digits behind a word for a code."""

_CALLED = (
    r"(?:(?<=[打拨])(?:11\d|12\d|1[02]\d{3}|9\d{4})|(?<=电话|热线|客服)\d{3,6}"
    r"|(?:110|119|120)(?=救护|急救|报警|火警)"
    r"|(?:(?<=(?ai:call|dial) )|(?<=(?ai:hubungi|telepon) ))(?:911|999|11\d|12\d))"
    r"(?![\dA-Za-z%元块折个件人分]|[-.,]\d)"
)
"""Short numbers of telephones."""

_ROUND = r"\s?(?:[点月折시월]|[AaPp]\.?[Mm](?![A-Za-z]))"
"""What may count from a higher number to a lower one: hours, months, and the Chinese discounts."""

# “5X” may be a model.
_FOLD = r"(?<=\d)(?:[x×](?![A-Za-z0-9×])|X(?=\s(?:lipat|se[hmb]|faster|more|zoom)))"
_TIMES = rf"\s?[x×X*]\s?(?=\d|{_ANY_COIN}\s?\d)"
NUMBER_NEXT = rf"\s?{_COIN}\s?\d|\s\d"
_ADDRESS = r"[^\s<>\"'“”‘’，。、！？（）{}\[\]]"
_TOP = "com|net|org|info|id|cn|sg|my|co|io|shop|store|tv|me|app|live|xyz|top|vip|kr"
_FILES = (
    "mp4|mkv|mov|avi|webm|flv|mp3|wav|ogg|flac|m4a|jpg|jpeg|png|gif|webp|svg|csv|xlsx?|json|txt"
    "|pdf|docx?|zip|py|log|db|enc"
)

_OF_SIGNS_ALONE = [face for face in EMOTICONS if not (face[0].isalpha() or face == "<3")]
_SMILES = [face for face in _OF_SIGNS_ALONE if face[-1] in ")^"]
_FACE = (
    # Those of signs stand right behind a word too; a bracket may open before the next one.
    rf"(?P<face>(?<![\w:])(?:{_any_of(EMOTICONS)})(?![\w/])"
    rf"|(?<![\d:])(?:(?:{_any_of(_SMILES)})(?!/)|(?:{_any_of(_OF_SIGNS_ALONE)})(?![\w/])))"
)
_KAOMOJI = (
    rf"(?P<kaomoji>[ヽヾ╰╭٩¯\\_]{{0,4}}[(ʕ](?=[^()ʔ]{{0,6}}?[□﹏ω▽∀ಠಥᴥツ‿︿╥ᵕ◕≧≦ʖ∇Д╯])"
    rf"[^()ʔ\d{_LATIN}{HAN}{HANGUL}]{{1,12}}[)ʔ][╯︵┻━彡ノﾉوᕗ/_¯]*(?: [┻━]+)?)"
)
"""A face of many signs, of which none shall be named."""

_EMOJI = (
    rf"(?P<emoji>(?:[0-9#*]\ufe0f?\u20e3|[{_PICTURES}])"
    rf"(?:[{_PICTURES}\ufe0f\u200d\u20e3\U000e0020-\U000e007f]|[0-9#*]\ufe0f?\u20e3)*+)"
)
_STARS = (
    "(?P<stars>(?<![★☆])(?=[★☆]{5}(?![★☆]))★++☆*+(?!★))"
    rf"|(?P<starred>(?:(?<=\A {{{BEFORE}}})|(?<=[\w:：])|(?<=[\w:：] ))"
    r"★{2,5}(?![★☆])(?=\s*\Z|[,.，。]))"
)
"""How good something is found."""

_LOCAL = (
    r"(?P<local>(?<![\w.,+])(?:\+?\d{1,3}[- ]?)?\(\d{2,4}\)"
    r"[- ]?\d{3,4}[- .]?\d{3,4}(?:[- ]\d{2,4})?(?!\d))"
)
"""A telephone's number with its area in brackets."""

_MONEY = (
    rf"(?P<money>(?P<owed>(?<![\w)])-)?(?P<coin>(?P<rupiah>{_BEGINS}(?ai:rp\.?|idr))?+(?(rupiah)|{_COIN}))\s?(?P<owing>-)?(?P<amount>{_NUMBER}|\.\d{{1,2}}(?!\d))"
    rf"(?:(?:\s?(?P<lower>{_SCALE}|(?:{_OF_MONEY})(?![A-Za-z])))?"
    rf"(?:{_DASH}| {_DASH} )(?:{_COIN})?\s?(?P<most>{_NUMBER}))?"
    # There are no prices of a few rupiah: what is written so is thousands or milliards.
    rf"(?:\s?(?P<thousands>(?:{_SCALES})(?:{_ENDS}|(?={_ABOUT})))|(?P<more>(?:{_OF_MONEY}){_ENDS})"
    rf"|(?(rupiah)(?<!\d{{4}})(?<![.,]\d{{3}})\s(?P<spaced>[KMT]){_ENDS}|(?!)))?"
    rf"(?P<about>(?<=[a-zA-Z]){_ABOUT})?"
    # Some write it twice: “¥99元”.
    r"(?:\s?(?:美?元(?![旦宝素气])|块|원|(?:rupiah|dollars?|yuan)(?![A-Za-z])))?"
    rf"(?:\s?/\s?(?P<per>{_UNIT}|[{_LATIN}]{{1,12}}|[{HAN}]|[{HANGUL}]{{1,2}})"
    rf"|(?P<per_lot>{_LOT}))?"
    rf"(?P<many>{_TIMES})?)"
)
_OF_SCRIPTS = (
    rf"(?P<han>[{HAN}]++)",
    rf"(?P<hangul>[{HANGUL}]++)",
)
"""Words in other letters."""

_LINKS = (
    rf"(?P<link>(?i:https?|rtmps?|srt|ftp)://(?=\w){_ADDRESS}++|(?<![\w.])(?i:www)\.{_ADDRESS}++)",
    r"(?P<mail>(?<![\w.+-])[\w.+-]{1,64}+@[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){1,4}+)",
    r"(?P<host>(?<![\w.-])[A-Za-z][A-Za-z0-9-]{0,62}+(?:\.[A-Za-z0-9-]{1,63}+){0,3}?"
    rf"\.(?:{_TOP})(?![\w-]|\.\w)(?:/{_ADDRESS}*+)?)",
)
"""Addresses; most texts hold none."""

_OF_LETTERS = (
    r"(?P<chord>(?<!\w)(?:Ctrl|Alt|Shift|Meta|Cmd|Control|Option|Command)"
    r"(?:\+(?:[A-Za-z0-9]++|[^\s\w.]|\.(?!\s|$)))++|(?<!\w)Ctrl(?!\w))",
    r"(?P<until_with>(?<![A-Za-z])[Ss]/[Dd](?![A-Za-z]))",
    r"(?P<ke>(?<![A-Za-z])[Kk]e-(?P<which>\d{1,3})(?![\d.,]))",
    r"(?P<eve>(?<![A-Za-z])[Hh]-(?P<days>[1-9]\d?)(?![\w-]|[.,]\d))",
    r"(?P<code>(?<![A-Za-z])[A-Za-z]++[-_]?\d[A-Za-z0-9]*+(?:[-_][A-Za-z0-9]++|\.\d++)*+)",
    rf"(?P<latin>[{_LATIN}]++(?:'[A-Za-z]++)*+)",
)
"""What begins with a Latin letter."""

_OF_DIGITS = (
    # A sign that stands closer to the number behind it belongs to that one: “iPhone 15 ¥5,999”.
    rf"(?P<paid>(?P<sum>{_EUROS}|{_SPACED}|{_NUMBER})(?!\s[£₩₱₹$¥]\s\d)\s?(?P<kind>(?:[€£₩₫฿₱₹$¥](?!\d)|đ(?![{_LATIN}\d])"
    rf"|(?ai:{_CODES}|PHP)(?![A-Za-z0-9])|(?:Rp|RP|RM)(?!\.?\s?\d|[A-Za-z])))"
    rf"(?:\s?/\s?(?P<paid_per>{_PIECES}))?)",
    r"(?P<clock>(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<seconds>\d{2}))?(?![\d:])"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm](?![A-Za-z])\.?)?"
    rf"(?:\s?(?P<until>{_DASH})\s?(?=\d{{1,2}}[:：]\d\d))?)",
    # In one digit it may be a model: “iPhone 6s”.
    r"(?P<lasting>(?=\d{1,3}\s?h\s?\d|\d{1,3}\s?m(?:in)?\s?\d{1,2}\s?s|\d{2,3}s|\d{1,3}\s?secs?\b"
    r"|(?<!hone )\ds)(?:(?P<hours>\d{1,3})\s?h\s?)?(?:(?P<minutes>\d{1,3})\s?m(?:in)?\s?)?"
    r"(?:(?P<moments>\d{1,3})\s?s(?:ecs?)?)?(?<=[a-z])(?![A-Za-z0-9²³]))",
    r"(?P<height>(?P<feet>[3-7])'\s?(?P<inches>1[01]|\d)\"(?!\w))",
    r"(?P<screen>(?P<diagonal>\d{1,3}(?:[.,]\d)?)\"(?=\s?(?i:monitor|screen|display|laptop|layar|tv"
    r"|显示器|屏|电视|모니터)))",
    r"(?P<ago>(?P<past>\d{1,4})\s?(?P<span>mo|min|[smhdwy])(?=\sago\b))",
    r"(?P<half_day>(?P<twelfth>\d{1,2})\s?(?P<noon>[AaPp])\.?[Mm](?![A-Za-z])\.?"
    rf"(?:\s?(?P<on_to>{_DASH})\s?(?=\d{{1,2}}(?:[:：]\d\d)?\s?[AaPp]\.?[Mm](?![A-Za-z])))?)",
    r"(?P<ratio>(?P<left>\d{1,4}):(?P<right>\d{1,4})(?![\d:]))",
    r"(?P<rated>(?<![\d/.,])(?P<points>\d{1,2}[.,]\d{1,2})/(?P<full>5|10|100)(?![\d/.,%]))",
    r"(?P<share>(?<![\d/])(?:(?<![.,])(?P<ones>\d{1,3})\s{1,2}(?=[1-9]/[2-8](?!\d)))?"
    r"(?P<top>\d{1,2})/(?P<bottom>2|3|4|5|6|8|10|100)(?![\d/.,%])"
    rf"(?:\s{{0,2}}(?P<of>{_UNIT}))?)",
    rf"(?P<century>\d{{4}}(?:{_DASH}\d{{4}})?(?=\s?年)"
    # Of things that are new each year.
    r"|(?<!\d)20[1-3]\d(?=款|新款|版|届|春|夏|秋|冬|财年|赛季))",
    rf"(?P<twin>{_NOT_SCORED}(?P<twice>[1-9]|1[012])\.(?P=twice)(?!\d|[.,]\d|{_COUNTS}))",
    r"(?P<nth>(?P<rank>\d{1,3})(?:st|nd|rd|th)(?![A-Za-z]))",
    rf"(?P<same>(?<=\A {{{BEFORE}}})(?P<one>[68])(?P=one){{4,}}+"
    rf"{_LINE_ENDS})",
    rf"(?P<laugh>(?:(?<=\A {{{BEFORE}}})|(?<=[哈笑])|(?<=笑[死了])|(?<=笑死[我了])|(?<=笑死我了))"
    rf"233++{_LINE_ENDS})",
    r"(?P<sale>(?<!\d)618(?=\s?(?:大促|年中|活动|购物|狂欢|预售|当天)))",
    rf"(?P<phone>(?<=[#号])\d{{5,}}+(?![.,]\d)|{_CODE}|{_CALLED}"
    r"|\d{1,5}(?:-\d{1,7}){3,}+(?!\d)"
    r"|(?!\d\d0-\d{3}0(?!\d))\d{3}-\d{4}(?![\dA-Za-z]|[-.,]\d|\s?[%元块万亿원人个件次名份명개克斤米])"
    r"|1-\d{3}-\d{3}-\d{4}(?!\d)"
    r"|\+\d{1,3}(?:[- ]?\d{2,5}){2,5}(?!\d)|0\d{1,3}(?:[- ]\d{3,5}){1,4}(?!\d)"
    r"|\d{3,4}(?:-\d{3,5}){2,3}(?!\d)|\d{3}-0\d{3}(?!\d)|\d{2,4}(?:-\d{2,4}){2,}+"
    r"|(?![1-9]\d?0{5,}(?!\d))"
    rf"\d{{7,}}+(?![.,]\d|\s?(?:[%元块万亿원人个件次名份명개]|{_UNIT}|(?:{_CROWD})\b))|0\d++(?![.,]\d))",
    r"(?P<deal>(?<![\dA-Za-z.,+])(?P<bought>[1-5])\+(?P<free>[12])(?![\dA-Za-z%°]|[.,]\d|\s?[+=]))",
    rf"(?P<number>(?P<of_price>(?<=[Hh]arga )|(?<=arga: )|(?<=arganya ))?+"
    rf"(?P<minus>(?<![\w)\].])-)?(?P<value>{_SPACED}|{_NUMBER}|{_POINTED})"
    rf"(?:\s?(?P<percent>%)|\s?(?P<mille>‰)|{_COUNT}|\s?(?P<unit>{_UNIT})"
    rf"|\s?(?P<scale>(?:{_SCALES})(?:{_ENDS}|(?={_ABOUT}))))?(?P<so>(?<=[a-zA-Z]){_ABOUT})?"
    rf"(?:\s?/\s?(?P<each>{_PIECES})|(?(scale)(?P<each_lot>{_LOT})|(?!)))?"
    rf"(?:(?P<by>{_TIMES})|(?P<fold>{_FOLD})|(?:(?P<to>{_DASH})| (?P<till>{_DASH}) )"
    rf"(?=(?P<next>(?:(?<=~)-|(?<=~\s)-)?{_NUMBER})(?:(?P<parts>\s?%)|(?P<round>{_ROUND})|\s?(?P<upper>{_SCALE}))?))?)",
)
"""What begins with a digit, or with a sign before it."""

_CHANTED = (
    rf"(?P<chanted>(?:(?<=\A {{{BEFORE}}})(?:6{{3,4}}|8{{2,4}}|5{{3,4}}|886|520|1314)"
    rf"(?=[\s.!?~…，。！？\ufe0f{_PICTURES}]*+\Z)"
    r"|(?<=[扣刷打])(?:6{2,}+|8{2,}+)(?!\d|[.,]\d|\s?[元块%折]))"
    ")"
)
"""What Chinese viewers write in digits for what sounds like them."""

_MEASURED = "[年月日号周天点时分元块件个岁米折万千亿년월일시분원개살]"
_OF_SIGNS = (
    rf"(?P<reach>(?<={_MEASURED}){_DASH}(?=\d)|(?<={_MEASURED}\s){_DASH}\s(?=\d)"
    rf"|(?<=[周期][一二三四五六日天]){_DASH}(?=[周星日])"
    rf"|(?<=[월화수목금토일]){_DASH}(?=[월화수목금토일](?![{HANGUL}])))",
    rf"(?P<a_piece>(?:(?<=\d[{HAN}])(?<![月日号点年楼折])|(?<=\d公[里斤])|(?<=\d[万千]元))\s?/\s?"
    rf"(?:(?P<a_unit>{_UNIT})|(?=[{HAN}]|\d{{1,4}}\s?(?:{_PIECES}))))",
    rf"(?P<ending>\.(?=(?:{_FILES})(?![A-Za-z])))",
    r"(?P<arrow>[-=]{1,2}>|<[-=]{1,2}|[→⇒←])",
    r"(?P<power>\^(?=[+-]?\d)(?P<exponent>-?\d{1,3})|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))",
    r"(?P<bar>[|•·●◆■★☆()（）\[\]【】{}《》「」『』]++)",
    r"(?P<pause>[-—_=~*#.]{3,}+)",
    r"(?P<sign>(?P<mark>[&@#%+×÷=*/\\<>°¥$€£₩∞±≥≤≈≠^~¢‰√§])(?P=mark)*+)",
)
"""What is neither letter nor digit."""


@cache
def _pattern(tag: str, *links: str) -> re.Pattern[str]:
    """Each kind is tried only where its first character stands: a text is mostly words."""
    of_digits = (*of_days(tag, rf"\s?(?:[%‰]|{_UNIT}|{_SCALE}|{_COIN})"), *_OF_DIGITS)
    if tag == "zh":
        of_digits = (_CHANTED, *of_digits)
    kinds = (
        *links,
        rf"(?=[<:;xXTQ^]){_FACE}",
        rf"(?=[(ʕヽヾ╰╭٩¯]){_KAOMOJI}",
        _STARS,
        rf"(?=[0-9#*]|[^\x00-\x7f]){_EMOJI}",
        rf"(?=[-A-Za-z$]|[^\x00-\x7f]){_MONEY}",
        rf"(?=[+(\d]){_LOCAL}",
        rf"(?=[-+]?\.?\d)(?:{'|'.join(of_digits)})",
        rf"(?=[{_LATIN}])(?:{'|'.join(_OF_LETTERS)})",
        *_OF_SCRIPTS,
        rf"(?![{_LATIN}{HAN}{HANGUL}\d])(?:{'|'.join(_OF_SIGNS)})",
    )
    return re.compile(rf"(?![\s,;!?])(?:{'|'.join(kinds)})")


_ADDRESSES = re.compile("|".join(_LINKS))
_HINT = re.compile(rf"@|://|[Ww][Ww][Ww]\.|\.(?:{_TOP})(?![A-Za-z])")


def addresses_in(text: str) -> list[tuple[int, int]]:
    """Where the links and other addresses of a text stand, the last one first."""
    if not _HINT.search(text):
        return []
    return [met.span() for met in _ADDRESSES.finditer(text)][::-1]


def pattern_for(text: str, tag: str) -> re.Pattern[str]:
    """The pattern that finds everything in a language's text; its groups are named in `reader`."""
    return _pattern(tag, *(_LINKS if _HINT.search(text) else ()))
