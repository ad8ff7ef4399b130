"""How days and hours are written: the part of the pattern that each language has its own way in."""

_DASH = "[-~—]"
_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_LATE = "(?:1[3-9]|2[0-9]|3[01])"
"""Days that cannot be months."""

_OF_TWO = rf"(?:{_MONTH}/{_DAY}|{_DAY}/{_MONTH})(?![0-9/])"
_NEXT = rf"(?:\d{{4}}[-/.]\d\d?[-/.]|\d\d?[-/.]\d\d?[-/.](?:19|20)\d|{_OF_TWO})"

_EVENTS = (
    "大促|年中|活动|购物|狂欢|预售|当天|当晚|开抢|开播|开售|开卖|发货|截止|上架|直播|세일|특가|오픈|방송"
    r"|(?:[Ss]ale|SALE|[Dd]eals|[Ff]estival|[Pp]romo)\b"
)
"""What takes place on a day: a number before it is neither a price nor a fraction."""

_LONG = r"\s?(?:bulan|bln|hari|months?|期|个月|개월|[页折期])"
"""What is counted in rows such as 3/6/12, which are no days."""

_MONTHS = (
    "jan(?:uar[iy])?|feb(?:ruar[iy])?|mar(?:et|ch)?|apr(?:il)?|ma[yi]|mei|jun[ei]?|jul[iy]?|aug(?:ust)?"
    "|ag(?:ustus|u|t|s)|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?"
)
_SALES = r"(?:6\.18|10\.10|11\.11|12\.12)"

_ODD = r"\d\d?/(?:7|9|11|12)(?!\d)"
_TOO_MUCH = "|".join(
    f"{top}/(?:{'|'.join(map(str, range(1, top)))})(?!\\d)" for top in range(2, 13)
)
_UNLIKE_SHARES = {
    "id": f"|{_ODD}|{_TOO_MUCH}|{_DAY}/{_LATE}",
    "zh": f"|(?!0?1/){_ODD}|{_TOO_MUCH}",
}
_UNLIKE_SHARES["ko"] = _UNLIKE_SHARES["zh"]
"""What is no fraction; in English nobody knows which of the two is the month."""

_HOUR, _ROUND = r"\d{1,2}\.\d{2}", r"\d{1,2}\.(?:00|15|30|45)"
_TO = r"\s?(?:[-~]|[Ss]/[Dd]|[Ss]\.?[Dd]\.)\s?"


def of_days(tag: str, measured: str) -> tuple[str, ...]:
    """The kinds of a language's days and hours.

    Args:
        tag: The language.
        measured: What stands behind the numbers of prices, sizes and shares.
    """
    is_hour = "|".join(
        (
            *(rf"(?<={word} )" for word in ("[Jj]am", "[Pp]ukul", "[Pp]kl", r"[Pp]kl\.", "[Pp]k")),
            rf"(?={_HOUR}\s?[Ss](?:/|\.?)[Dd]\.?\s?{_HOUR}(?![\d.,]))",
            rf"(?={_HOUR}(?:\s?[-~]\s?{_HOUR})?\s?WI(?:B|TA?)\b)",
            *([_bare_hour(measured)] if tag == "id" else []),
        )
    )
    is_day = "|".join(
        (
            *(rf"(?<={word} )" for word in ("[Tt]gl", "[Tt]anggal", "[Pp]romo", "[Ss]ale")),
            rf"(?=\d+/\d+\s?(?:{_EVENTS}))",
            rf"(?={_LATE}/|(?!0?1/)\d\d?/{_LATE}|0\d/|\d/0|(?P<paired>[6-9]|1[12])/(?P=paired)(?!\d)"
            rf"{_UNLIKE_SHARES.get(tag, '')})",
        )
    )
    decade = r"""(?P<decade>(?:(?:(?<=[Tt]he )|(?<=[ ("]'))[2-9]0s|(?:1[89]|20)\d0s)(?!\w))"""
    return (
        *([decade] if tag == "en" else []),
        r"(?P<date>(?P<year>\d{4})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})"
        rf"(?:(?P<to_date>\s?{_DASH}\s?)(?={_NEXT})|(?!\d|[-/.]\d)))",
        r"(?P<day_first>(?P<first>\d{1,2})(?P<among>[-/.])(?P<second>\d{1,2})(?P=among)"
        rf"(?P<last>(?:19|20)\d{{2}})(?!\d)(?P<to_day_first>\s?{_DASH}\s?(?={_NEXT}))?)",
        r"(?P<short_year>(?<![\w/.,+-])(?=\d{1,2}/|\d\d[-.]\d\d[-.])"
        rf"\d{{1,2}}(?P<amid>[-/.])\d{{1,2}}(?P=amid)[2-9]\d(?!\d|[-/.]\d|{_LONG}))",
        rf"(?P<named>(?P<day_of>\d{{1,2}})(?P<joint>[-/])(?P<month_of>(?i:{_MONTHS}))(?P=joint)"
        r"(?P<year_of>(?:19|20)\d{2}|[2-9]\d)(?!\w))",
        rf"(?P<no_year>(?:(?<![\w/.,+:-])|(?<=/\d-)|(?<=/\d\d-))(?!24/7)(?={_OF_TWO})(?:{is_day})(?P<this>\d+)/(?P<that>\d+)"
        rf"(?![%\"]|[.,]\d|{_LONG}|{measured})(?P<to_no_year>\s?{_DASH}\s?(?={_OF_TWO}))?)",
        rf"(?P<event>(?<![\w.,])(?P<in_month>{_MONTH})\.(?P<on_day>{_DAY})(?:(?=\s?(?:{_EVENTS}))"
        rf"|(?P<to_event>\s?{_DASH}\s?)(?={_SALES}(?!\d|[.,]\d|\s?[元块]|{measured}))))",
        rf"(?P<pukul>(?:{is_hour})(?P<jam>\d{{1,2}})\.(?P<menit>\d{{2}})"
        rf"(?:(?P<hingga>{_TO})(?P<jam_2>\d{{1,2}})\.(?P<menit_2>\d{{2}}))?(?!\d|[.,]\d))",
    )


def _bare_hour(measured: str) -> str:
    """An hour that no word tells to be one; in Indonesian the mark of a fraction is a comma."""
    of_prices = ("[Hh]arga", "[Vv]ersi", "[Nn]ilai", "[Rr]ating", "[Uu]kuran")
    return (
        rf"(?<![\w.,/+-]){''.join(f'(?<!{word} )' for word in of_prices)}(?!10\.10)"
        rf"(?=(?:{_ROUND}{_TO}{_ROUND}|(?:[01]\d|2[0-4])\.(?:00|15|30|45))"
        rf"(?!\d|[.,/%°x×*]\d|\s?[-~]\s?\d|\s?(?:dolar|ringgit|yuan|poin|bintang|inci)\b|{measured}))"
    )
