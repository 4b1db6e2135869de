"""The rules of the date grammar: what each pattern of word classes means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Literal, TypeAlias, cast

from .forms import (
    Anchor,
    Between,
    Calendar,
    Days,
    Form,
    Modified,
    Nth,
    Open,
    Rolling,
    Shift,
    Unit,
    Vague,
    Weekday,
    WeekOf,
    Which,
)
from .grammar import Builder, Groups, Rule, Stage
from .words import REDUCED, SYMBOL, WEEKEND, Tokens

Piece: TypeAlias = Literal["half", "quarter", "week", "day", "month", "year", "decade", "weekday"]

_DAYS: list[Rule] = []  # single days, lists and ranges of days inside a month, and what must be passed over
_POINTS: list[Rule] = []  # anything else that is one date
_PARTS: list[Rule] = []  # a part of a date
_WHOLES: list[Rule] = []  # ranges, dates with one end

_WHICH: dict[str, Which] = {
    "THIS": "this", "LAST": "last", "NEXT": "next", "COMING": "coming", "PAST": "past", "FOLL": "following",
    "PREV": "preceding",
}  # fmt: skip
_RELATION: dict[str, tuple[int, Anchor]] = {
    "THIS": (0, "article"), "CURRENT": (0, "article"), "LAST": (-1, "article"), "PAST": (-1, "article"),
    "NEXT": (1, "article"), "COMING": (1, "article"), "THAT": (0, "previous"), "SAME": (0, "previous"),
    "PREV": (-1, "previous"), "FOLL": (1, "previous"),
}  # fmt: skip
_NAME = {symbol: name for name, symbol in SYMBOL.items()}


@cache
def stages() -> list[Stage]:
    """The cascade, compiled once, when the first date word is met."""
    return [Stage(rules) for rules in (_DAYS, _POINTS, _PARTS, _WHOLES)]


def _rule(where: list[Rule], gives: str, *pattern: str) -> Callable[[Builder], Builder]:
    def keep(build: Builder) -> Builder:
        where.append(Rule(gives, "|".join(pattern), build))
        return build

    return keep


# --- reading the words of a piece --------------------------------------------------------------------------------


def names(tokens: Tokens, span: tuple[int, int]) -> list[str]:
    """The class names of a stretch of tokens."""
    return [_NAME[symbol] for symbol in tokens.classes[span[0] : span[1]]]


def _after(tokens: Tokens, at: int) -> str:
    """The class name of the token at `at`, STOP behind the last."""
    return _NAME[tokens.classes[at]] if at < len(tokens.classes) else "STOP"


def _capital(tokens: Tokens, at: int) -> bool:
    """Whether the token is a word that the grammar does not know, with a capital."""
    return _after(tokens, at) == "OTHER" and tokens.text[tokens.spans[at][0]].isupper()


def _relation(found: list[str]) -> tuple[int, Anchor]:
    if "BEFORE" in found or "AFTER" in found:  # the week before last, the week after next
        return (-2, "article") if "BEFORE" in found else (2, "article")
    return next((_RELATION[name] for name in found if name in _RELATION), (0, "article"))


def _which(found: list[str]) -> Which:
    if "THE" in found and "NEXT" in found:  # "the next Monday": counted from the date spoken of
        return "following"
    words = [_WHICH[name] for name in found if name in _WHICH]
    return words[-1] if words else ""  # "this coming Friday" is coming


def _calendar(tokens: Tokens, span: tuple[int, int]) -> Calendar:
    """Collect month, day, year and weekday wherever they stand; the rule has seen to their order."""
    fields: dict[str, int] = {}
    year: str | None = None
    year_of = month_of = None
    found = names(tokens, span)
    for name, at in zip(found, range(*span), strict=True):
        if name in _FIELDS:
            fields[_FIELDS[name]] = cast(int, tokens.values[at])
        elif name == "Y4":
            year = f"{tokens.values[at]:04d}"
        elif name == "YEAR":
            year_of = Shift("year", *_relation(found))
        elif name == "MONTHU":
            month_of = Shift("month", *_relation(found))
    which: Which = "" if year_of or month_of else _which(found)
    return Calendar(year, which=which, year_of=year_of, month_of=month_of, **fields)


_FIELDS = {
    "MON": "month", "AMB": "month", "ABB": "month", "NUM31": "day", "ORD": "day", "ORDW": "day",
    "WEEKDAY": "weekday", "WDABB": "weekday", "SEASON": "season", "AMBSEASON": "season",
}  # fmt: skip


def _count(tokens: Tokens, span: tuple[int, int]) -> tuple[int | None, bool]:
    """How many (None: a few), and whether only about so many."""
    total, rough = 0, False
    for name, at in zip(names(tokens, span), range(*span), strict=True):
        if name == "FEW":
            return None, True
        if name in ("NUMW", "NUM31", "NUM", "Y4"):
            total += cast(int, tokens.values[at])
        elif name in ("DOZEN", "COUPLE"):
            total, rough = (12 * max(total, 1) if name == "DOZEN" else 2), True
    return total or 1, rough


def _unit(tokens: Tokens, at: int) -> Unit:
    return cast(Unit, tokens.values[at])


def _numeric(word: str) -> Calendar | None:
    """Year first; day first with dots; with slashes and dashes the American order unless it is impossible."""
    if word == "9/11":  # the only day that news names so
        return Calendar("2001", 9, 11)
    parts = re.split(r"[-/.]", word.split("T")[0])
    if len(parts[0]) == 4:
        year, month, day = parts[0], int(parts[1]), int(parts[2])
    else:
        a, b, year = int(parts[0]), int(parts[1]), parts[2]
        month, day = (b, a) if a > 12 or ("." in word and b <= 12) else (a, b)
        if len(year) == 2:
            year = ("20" if int(year) < 70 else "19") + year
    return Calendar(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _inner(tokens: Tokens, span: tuple[int, int]) -> Form:
    """The form of a piece that a rule has found inside its expression."""
    found = names(tokens, span)
    if found[0] in REDUCED:
        return cast(Form, tokens.values[span[0]])
    if found[-1] == "WEEKEND":
        return Weekday(WEEKEND)
    if found[-1] in ("WEEK", "MONTHU", "YEAR", "QTR", "LONG", "DAY"):  # "the end of the year"
        return Shift(_unit(tokens, span[1] - 1), *_relation(found))
    return _calendar(tokens, span)


def _modify(modifier: str, of: Form) -> Form:
    """Put a modifier on a form, before the one that it may have: "by early May" is "before early"."""
    return (
        Modified(f"{modifier} {of.modifier}", of.of) if isinstance(of, Modified) else Modified(modifier, of)
    )


# --- stage 1: days -------------------------------------------------------------------------------------------------


@_rule(
    _DAYS, "BLOCK",
    "EVERY (?:NUMBER|ORD|ORDW|OTHER_ORD|FEW|OTHER)? (?:WEEKDAY|UNITANY|TODS|WEEKEND|SEAS|MONTH)",  # frequencies
    "BAD WEEKDAY",  # Black Friday
    "NUMBER HYPH (?:DAY|UNIT|HOURS) (?:HYPH (?:OTHER|LONG))?",  # a three-day visit
    "DECADE HYPH",  # 1990s-era
    "THE WEEKDAY PAPER", "WEEKDAY PAPER",  # The Sunday Times
    "DAY (?:AFTER|BY|IN) DAY", "YEAR (?:ON|AFTER|BY) YEAR", "WEEK (?:AFTER|BY) WEEK",
)  # fmt: skip
def _nothing(tokens: Tokens, groups: Groups) -> Form | None:
    return None


@_rule(_DAYS, "WHOLEF", "FEST (?:HYPH? (?:DAY|EVE|WEEKDAY))? Y4?")
def _festival(tokens: Tokens, groups: Groups) -> Form | None:
    start, end = groups["all"]
    return Vague(tokens.text[tokens.spans[start][0] : tokens.spans[end - 1][1]])


@_rule(
    _DAYS, "WHOLEF",
    "(?:BETWEEN|FROM)? (?P<month>MONTH) (?P<days>DNUM (?:DASH|AND) DNUM) (?P<year>YTAIL)? (?!COUNTN|HYPH|MONTH|AM)",
    "(?:(?:BETWEEN|FROM) THE?)? (?P<days2>DNUM (?:DASH|AND) THE? DNUM) OF? (?P<month2>MONTH YTAIL?|MREL)",
    "(?P<month3>MONTH) (?P<days3>DNUM (?:COMMA DNUM)+ COMMA? AND DNUM) (?P<year3>YTAIL)? (?!COUNTN|MONTH)",
    "(?P<days4>DNUM (?:COMMA DNUM)+ COMMA? AND DNUM) (?P<month4>MONTH YTAIL?)",
)  # fmt: skip
def _days_of_month(tokens: Tokens, groups: Groups) -> Form | None:
    month = _calendar(tokens, groups["month"])
    if "year" in groups:
        tail = _calendar(tokens, groups["year"])
        month = replace(month, year=tail.year, year_of=tail.year_of)
    whole, said = names(tokens, groups["all"]), names(tokens, groups["days"])
    days = [
        cast(int, tokens.values[at])
        for at in range(*groups["days"])
        if _after(tokens, at) in ("NUM31", "ORD")
    ]
    if sorted(set(days)) != days:
        return None
    if "AND" in said and whole[0] != "BETWEEN":
        return Days(tuple(days), month)
    return Between(replace(month, day=days[0]), replace(month, day=days[1]))


@_rule(
    _DAYS, "DAYF",
    "(?P<wd>WDAY) COMMA? THE? (?P<date>CALDAY)",
    "(?P<wd2>WDAY) TODS? COMMA? LPAR (?P<date2>CALDAY|NUMDATE) RPAR",
    "(?P<wd3>WDAY) COMMA? (?P<date3>NUMDATE)",
    "(?P<date4>CALDAY) LPAR (?P<wd4>WDAY) RPAR",
    "(?P<wd5>WDAY) (?:COMMA? THE)? (?P<date5>ORD) (?!OTHER)",
)  # fmt: skip
def _weekday_and_date(tokens: Tokens, groups: Groups) -> Form | None:
    at, day = groups["date"][0], groups["wd"][0]
    if _after(tokens, day) == "WDABB" and day and _capital(tokens, day - 1):  # Edmonton Sun, August 16
        return None
    date = _calendar(tokens, groups["date"])
    if _after(tokens, at) == "NUMDATE":
        date = _numeric(str(tokens.values[at])) or date
    return replace(date, weekday=cast(int, tokens.values[groups["wd"][0]]))


@_rule(
    _DAYS,
    "DAYF",
    "THE? (?P<n>ORDW|ORD|LAST) (?P<wd>WEEKDAY) (?:OF|IN) (?P<of>MONTH YTAIL?|MREL|THE (?:MONTHU|YEAR))",
)
def _nth_weekday(tokens: Tokens, groups: Groups) -> Form | None:
    n = tokens.values[groups["n"][0]]
    of = _calendar(tokens, groups["of"])
    inner = of if of.month else _inner(tokens, groups["of"])
    return Nth("weekday", n if isinstance(n, int) else -1, inner, cast(int, tokens.values[groups["wd"][0]]))


@_rule(_DAYS, "DAYF", "CALDAY", "(?:THIS|LAST|NEXT) DM")
def _calendar_day(tokens: Tokens, groups: Groups) -> Form | None:
    return _calendar(tokens, groups["all"])


@_rule(_DAYS, "DAYF", "NUMDATE")
def _numeric_date(tokens: Tokens, groups: Groups) -> Form | None:
    return _numeric(str(tokens.values[groups["all"][0]]))


@_rule(
    _DAYS, "DAYF",
    "(?P<wd>WEEKDAY) TODS? COMMA? (?:OF|IN|ON)? (?P<week>WEEKREL)",
    "(?P<week2>WEEKREL) (?:ON|COMMA|POSS)? (?P<wd2>WEEKDAY)",
)  # fmt: skip
def _weekday_of_week(tokens: Tokens, groups: Groups) -> Form | None:
    week = Shift("week", *_relation(names(tokens, groups["week"])))
    return Weekday(cast(int, tokens.values[groups["wd"][0]]), "", week)


@_rule(
    _DAYS, "DAYF",
    "THIS (?:COMING|PAST|LAST|NEXT) WEEKDAY", "THE (?:COMING|FOLL|PREV|NEXT) WEEKDAY",
    "(?:THIS|LAST|NEXT|COMING|PAST|FOLL|PREV) WEEKDAY", "WEEKDAY", "WDABB DOT? (?=COMMA)",
)  # fmt: skip
def _weekday(tokens: Tokens, groups: Groups) -> Form | None:
    span = groups["all"]
    day = next(at for at in range(*span) if _after(tokens, at) in ("WEEKDAY", "WDABB"))
    if (
        _after(tokens, day) == "WDABB"
        and _after(tokens, span[0] - 1 if span[0] else len(tokens.classes)) != "ON"
    ):
        return None
    return Weekday(cast(int, tokens.values[day]), _which(names(tokens, span)))


@_rule(_DAYS, "DAYF", "THE DAY (?P<side>BEFORE|AFTER) (?P<today>TODAY)")
def _around_today(tokens: Tokens, groups: Groups) -> Form | None:
    step = -1 if names(tokens, groups["side"]) == ["BEFORE"] else 1
    return Shift("day", cast(int, tokens.values[groups["today"][0]]) + step)


@_rule(_DAYS, "DAYF", "(?P<today>TODAY)", "THIS TOD", "(?P<last>LAST) (?:NIGHT|TOD)")
def _today(tokens: Tokens, groups: Groups) -> Form | None:
    if "today" in groups:
        return Shift("day", cast(int, tokens.values[groups["today"][0]]))
    return Shift("day", -1 if "last" in groups else 0)


@_rule(
    _DAYS, "DAYF",
    "(?:THE (?:NEXT|FOLL|PREV|SAME)|THAT|SAME) (?:DAY|TOD|NIGHT) (?!OF|IN (?:Y4|MONTH))",
    "THE (?:DAY|TOD|NIGHT) (?:BEFORE|AFTER) (?=STOPS)",
)  # fmt: skip
def _spoken_day(tokens: Tokens, groups: Groups) -> Form | None:
    found = set(names(tokens, groups["all"]))
    step = 1 if found & {"NEXT", "FOLL", "AFTER"} else -1 if found & {"PREV", "BEFORE"} else 0
    return Shift("day", step, "previous")


# --- stage 2: dates of other sizes, and dates reached by counting --------------------------------------------------


@_rule(
    _POINTS, "DAYF",
    "THE? TODS (?:OF|ON) (?P<of>DAYF)",
    "CLOCKS (?:ON|COMMA)? (?P<of2>DAYF)",
    "(?P<of3>DAYF) (?:COMMA? TODS (?:COMMA? AT? CLOCKS)?|COMMA? (?:AT|ABOUT)? CLOCKS)",
)  # fmt: skip
def _day_and_time(tokens: Tokens, groups: Groups) -> Form | None:
    return _inner(tokens, groups["of"])


@_rule(
    _POINTS, "POINTF",
    "(?P<n4>NUMBER|AN) (?P<u4>YEAR|WEEK|UNITS) (?:AND|COMMA) (?:(?P<plus>NUMBER|AN) (?P<unit>MONTHU|DAY|DAYS|UNITS)|AN HALF)"
    " (?P<side4>AGO|LATER|EARLIER)",
    "(?P<n5>NUMBER) AND AN HALF (?P<u5>UNITS) (?P<side5>AGO|LATER|EARLIER)",
    "(?P<q>QUAL)? (?P<n>COUNT) (?P<u>UNITANY) (?P<side>AGO|LATER|EARLIER)",
    "(?P<q2>QUAL)? (?P<n2>COUNT) (?P<u2>UNITANY) (?P<side2>BEFORE|AFTER) (?=STOPS)",
    "(?P<q3>QUAL)? (?P<n3>COUNT) (?P<u3>UNITANY) (?P<side3>BEFORE|AFTER|FROM) (?P<of>DAYF|NOW)",
)  # fmt: skip
def _counted(tokens: Tokens, groups: Groups) -> Form | None:
    side = _after(tokens, groups["side"][0])
    step = 1 if side in ("LATER", "AFTER", "FROM") else -1
    count, rough = _count(tokens, groups["n"])
    qualifier = _after(tokens, groups["q"][0]) if "q" in groups else ""
    modifier = "approximate" if rough or qualifier in ("ABOUT", "NEARLY", "SOME") else None
    if qualifier in ("MORE", "OVER", "LESS"):  # more than a year ago lies before the day a year ago
        modifier = "before" if (qualifier == "LESS") == (step > 0) else "after"
    unit = _unit(tokens, groups["u"][0])
    if _after(tokens, groups["n"][0]) == "HALF":
        unit, count = "month", (6 if unit == "year" else None)
    elif {"AND", "COMMA"} & set(names(tokens, groups["all"])):
        unit, count = _compound(tokens, groups, unit, count or 1)
    anchor: Anchor | Form = "article" if side == "AGO" else "previous"
    if "of" in groups:
        anchor = "article" if _after(tokens, groups["of"][0]) == "NOW" else _inner(tokens, groups["of"])
    return Shift(unit, None if count is None else step * count, anchor, False, modifier)


def _compound(tokens: Tokens, groups: Groups, unit: Unit, count: int) -> tuple[Unit, int | None]:
    """Two years and three months, a week and two days, three and a half years."""
    small = _unit(tokens, groups["unit"][0]) if "unit" in groups else None
    more = (_count(tokens, groups["plus"])[0] or 0) if "plus" in groups else 6
    pair = (str(unit), str(small))
    if pair in (("year", "month"), ("year", "None")):
        return "month", 12 * count + more
    if pair == ("week", "day"):
        return "day", 7 * count + more
    return unit, None


@_rule(_POINTS, "POINTF", "IN (?P<q>QUAL)? (?P<n>COUNT) (?P<u>UNITANY) (?P<time>(?:APOS|POSS)? TIME)?")
def _in_so_long(tokens: Tokens, groups: Groups) -> Form | None:
    count, rough = _count(tokens, groups["n"])
    modifier = "approximate" if rough or "q" in groups else None
    unit = _unit(tokens, groups["u"][0])
    return Shift(unit, count, "article", False, modifier, tense_bound="time" not in groups)


@_rule(
    _POINTS, "WHOLEF",
    "(?:THE|THESE)? (?:COMING|RECENT|NEXT|PAST|LAST) FEW? (?:DAYS|UNITS) (?!OF)", "THE? NEAR FUTURE", "RECENTLY (?!OTHER (?:Y4|MONTH|WEEKDAY|DAYF))",
)  # fmt: skip
def _vague(tokens: Tokens, groups: Groups) -> Form | None:
    return _festival(tokens, groups)


@_rule(
    _POINTS, "POINTF",
    "THE? (?P<side>PAST|LAST|NEXT|COMING) (?P<n>COUPLE OF?|NUMBER|DOZEN) (?P<u>DAYS|UNITS|HOURS) (?!OF)",
    "THE (?P<side2>PAST|LAST|NEXT|COMING) (?P<u2>WEEK|MONTHU|YEAR|LONG) (?!OF|IN|HYPH)",
    "THIS (?P<side3>PAST) (?P<u3>WEEK|MONTHU|YEAR)",
)  # fmt: skip
def _rolling(tokens: Tokens, groups: Groups) -> Form | None:
    count = _count(tokens, groups["n"])[0] if "n" in groups else 1
    return Rolling(
        _unit(tokens, groups["u"][0]), count, _after(tokens, groups["side"][0]) in ("NEXT", "COMING")
    )


@_rule(
    _POINTS,
    "POINTF",
    "MONTH YTAIL",
    "Y4 MONTH",
    "(?:THIS (?:COMING|PAST)?|LAST|NEXT|COMING|PAST|THE (?:FOLL|PREV)) MONTH",
)
def _month_and_year(tokens: Tokens, groups: Groups) -> Form | None:
    return _calendar(tokens, groups["all"])


_PERSON = r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Minister|Secretary|Brian|PM) May\b"


@_rule(_POINTS, "WEAKF", "MONTH")
def _month(tokens: Tokens, groups: Groups) -> Form | None:
    start, end = groups["all"]
    before = _after(tokens, start - 1) if start else "STOP"
    if _after(tokens, start) == "AMB" and before not in (
        "IN",
        "LAST",
        "NEXT",
        "THIS",
        "EARLY",
        "MID",
        "LATE",
        "HYPH",
    ):
        name_follows = _capital(tokens, end)
        if (name_follows and before != "SINCE") or re.search(
            _PERSON, tokens.text
        ):  # April Jones, Theresa May
            return None
    return _calendar(tokens, (start, end))


@_rule(
    _POINTS, "POINTF",
    "THE? SEAS (?:COMMA? Y4|OF Y4|YREL)",
    "(?:THIS (?:COMING|PAST)?|LAST|NEXT|COMING|PAST|THE (?:COMING|FOLL|PREV)) SEAS (?!IN)",
    "(?:(?<=IN)|(?<=BY)|(?<=SINCE)|(?<=UNTIL)) THE SEAS (?!OF|IN)",
)  # fmt: skip
def _season(tokens: Tokens, groups: Groups) -> Form | None:
    return _calendar(tokens, groups["all"])


@_rule(
    _POINTS, "POINTF",
    "THE? (?P<q>ORDW|ORD) QTR (?P<year>OF Y4|YREL|Y4)", "THE (?P<q2>ORDW|ORD) QTR (?!OF|OTHER HYPH)",
    "(?P<q3>QUART) (?P<year3>OF? Y4|YREL)?",
)  # fmt: skip
def _quarter(tokens: Tokens, groups: Groups) -> Form | None:
    n = cast(int, tokens.values[groups["q"][0]])
    year = _calendar(tokens, groups["year"]) if "year" in groups else Calendar()
    return Calendar(year.year, quarter=n, year_of=year.year_of) if n <= 4 else None


@_rule(
    _POINTS, "POINTF",
    "(?:THIS COMING|THIS|LAST|NEXT|THE CURRENT) (?P<u>UNIT) (?!OF)",
    "THE (?P<u2>UNIT) (?:BEFORE LAST|AFTER NEXT)",
    "(?:THE (?:FOLL|PREV|SAME)|THAT|SAME) (?P<u3>UNIT|WEEKEND) (?!OF|IN (?:Y4|MONTH))",
)  # fmt: skip
def _calendar_unit(tokens: Tokens, groups: Groups) -> Form | None:
    found = names(tokens, groups["all"])
    found = found[1:] if found[:2] == ["THIS", "COMING"] else found
    return Shift(_unit(tokens, groups["u"][0]), *_relation(found))


@_rule(_POINTS, "POINTF", "THE (?P<u>UNIT|WEEKEND) (?P<side>BEFORE|AFTER) (?=STOPS)")
def _unit_beside(tokens: Tokens, groups: Groups) -> Form | None:
    return Shift(
        _unit(tokens, groups["u"][0]), -1 if names(tokens, groups["side"]) == ["BEFORE"] else 1, "previous"
    )


@_rule(
    _POINTS, "POINTF", "(?:THE|THIS) (?:COMING|PAST|LAST|NEXT)? WEEKEND", "(?:LAST|NEXT|COMING|PAST) WEEKEND"
)
def _weekend(tokens: Tokens, groups: Groups) -> Form | None:
    found = names(tokens, groups["all"])
    return Weekday(WEEKEND, _which([name for name in found if name != "THE"]))


@_rule(_POINTS, "POINTF", "THE? WEEK (?:OF|BEGIN|END) (?P<of>DAYF|THE ORD)")
def _week_of(tokens: Tokens, groups: Groups) -> Form | None:
    return WeekOf(_inner(tokens, groups["of"]))


@_rule(
    _POINTS,
    "POINTF",
    "THE? (?:(?P<part>EARLY|MID|LATE) HYPH?)? (?P<of>DECADE|(?:ORD|ORDW) HYPH? LONG) (?!HYPH)",
)
def _decade_or_century(tokens: Tokens, groups: Groups) -> Form | None:
    start, end = groups["of"]
    value = tokens.values[start]
    if isinstance(value, int):
        if tokens.values[end - 1] != "century" or not 10 < value < 23:
            return None
        value = f"{value - 1}XX"
    form = Calendar(str(value))
    return Modified(_after(tokens, groups["part"][0]).lower(), form) if "part" in groups else form


@_rule(_POINTS, "POINTF", "THE? YEAR OF? Y4", "YEAR Y4")
def _named_year(tokens: Tokens, groups: Groups) -> Form | None:
    return Calendar(str(tokens.values[groups["all"][1] - 1]))


@_rule(_POINTS, "WHOLEF", "FROM? (?P<y>Y4) (?:HYPH|SLASH) (?P<z>NUM31|NUM) (?!COUNTN|HYPH)")
def _short_years(tokens: Tokens, groups: Groups) -> Form | None:
    """2014-18 and 2008/09, but not 2025-10."""
    first, last = (cast(int, tokens.values[groups[name][0]]) for name in ("y", "z"))
    start, end = tokens.spans[groups["z"][0]]
    if end - start != 2 or not first % 100 < last <= first % 100 + 30:
        return None
    return Between(Calendar(str(first)), Calendar(str(first // 100 * 100 + last)))


@_rule(_POINTS, "WEAKF", "Y4 (?!COUNTN|HYPH COUNTN)")
def _year(tokens: Tokens, groups: Groups) -> Form | None:
    return _calendar(tokens, groups["all"])


@_rule(_POINTS, "POINTF", "(?<=ON) THE? ORD (?=STOPS|TO|BY|AT|FOR|IN|AFTER|BEFORE|FROM)")
def _day_of_month(tokens: Tokens, groups: Groups) -> Form | None:
    return _calendar(tokens, groups["all"])


# --- stage 3: parts ------------------------------------------------------------------------------------------------


@_rule(
    _PARTS, "POINTF",
    "THE? (?P<n>ORDW|LAST|OTHER_ORD) (?P<c>NUMBER|FEW)? (?P<piece>HALF|QTR|WEEK|DAY|DAYS|UNITS|MONTHU)"
    " (?:OF|IN) (?P<of>ANYF|THE UNIT)",
)  # fmt: skip
def _piece_of(tokens: Tokens, groups: Groups) -> Form | None:
    number = tokens.values[groups["n"][0]]
    n = number if isinstance(number, int) else -1
    of, piece = _inner(tokens, groups["of"]), _after(tokens, groups["piece"][0])
    count = _count(tokens, groups["c"])[0] if "c" in groups else 1
    if count is None or (piece in ("DAYS", "UNITS") and "c" not in groups):  # "the first days of June"
        return _modify("start" if n == 1 else "end", of) if n in (1, -1) else None
    kind = "half" if piece == "HALF" else str(tokens.values[groups["piece"][0]])
    return Nth(cast(Piece, kind), n, of, 0, count)


@_rule(
    _PARTS, "POINTF",
    "THE? (?P<part>EARLY|MID|LATE) (?:HYPH|IN|ON)? (?P<of>ANYF|THE UNIT|SEAS)",
    "THE? (?P<part2>MID) HYPH? (?P<of2>UNIT)",
    "THE? (?P<part3>BEGIN|MIDDLE|END) OF (?P<of3>ANYF|THE? UNIT|THE WEEKEND|THE DAY|THE? SEAS)",
    "(?P<part4>EARLIER|LATER) (?:IN|ON)? (?P<of4>ANYF|THE UNIT|THE DAY)",
    "THE? (?P<of5>YEAR|ANYF) (?:HYPH|POSS)? (?P<part5>END)",
)  # fmt: skip
def _part_of(tokens: Tokens, groups: Groups) -> Form | None:
    part = _after(tokens, groups["part"][0])
    of = _inner(tokens, groups["of"])
    if part in ("EARLIER", "LATER") and _after(tokens, groups["of"][1] - 1) == "DAY":
        return _modify(part.lower(), replace(cast(Shift, of), anchor="previous"))  # "earlier in the day"
    return _modify({"BEGIN": "start", "MIDDLE": "mid"}.get(part, part.lower()), of)


# --- stage 4: ranges and dates with one end ------------------------------------------------------------------------


@_rule(
    _WHOLES, "WHOLEF",
    "FROM (?P<a>ANYF) COMMA? (?:TO|THROUGH|UNTIL|UP TO|HYPH) (?P<b>ANYF|NOW) (?!COUNTN)",
    "BETWEEN (?P<a2>ANYF|NOW) (?:AND|DASH) (?P<b2>ANYF|NOW) (?!COUNTN)",
    "(?P<a3>ANYF) DASH (?P<b3>ANYF) (?!COUNTN|LOCAL|ZONE)",
)  # fmt: skip
def _range(tokens: Tokens, groups: Groups) -> Form | None:
    start = groups["all"][0]
    if "MOVED" in names(tokens, (max(0, start - 8), start)):  # "postponed from Monday to Wednesday"
        return None
    first, last = (
        Shift("day", 0) if _after(tokens, groups[name][0]) == "NOW" else _inner(tokens, groups[name])
        for name in "ab"
    )
    if start == groups["a"][0] and not _alike(
        first, last
    ):  # without "from", only "Monday to Friday" and the like
        return None
    if isinstance(first, Calendar) and isinstance(last, Calendar) and not _in_order(first, last):
        return None
    return Between(first, last)


def _alike(first: Form, last: Form) -> bool:
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        return (first.day is None, first.month is None) == (last.day is None, last.month is None)
    return type(first) is type(last) and isinstance(first, Weekday | Modified)


def _in_order(first: Calendar, last: Calendar) -> bool:
    if _bare_year(first) and _bare_year(last) and not ("1500" <= str(first.year) and str(last.year) < "2150"):
        return False  # 1050-1350 is an amount
    if not (first.year and last.year):
        return first.year is None or first.month is not None
    return (first.year, first.month or 0, first.day or 0) < (last.year, last.month or 12, last.day or 31)


@_rule(
    _WHOLES, "WHOLEF",
    "(?P<since>SINCE) (?:AT OTHER)? (?P<of>ANYF|THE ORD)",
    "(?:UNTIL|THROUGH|UP (?:TO|UNTIL)) (?P<of2>ANYF|THE ORD|THE? (?P<part2>END) OF THE UNIT)",
    "FROM (?P<of3>ANYF) (?P<on3>YET|ON (?=STOPS))",
)  # fmt: skip
def _one_end(tokens: Tokens, groups: Groups) -> Form | None:
    of = _inner(tokens, groups["of"])
    start = groups["all"][0]
    if not groups.keys() & {"since", "on"} and "NOT" in names(
        tokens, (max(0, start - 6), start)
    ):  # did not leave until Friday
        return None
    if _after(tokens, start) == "UP" and _bare_year(of):  # "up to 2000" is a number
        return None
    side: Literal["since", "from", "until"] = "since" if "since" in groups else "from" if "on" in groups else "until"
    return Open(side, of)


@_rule(_WHOLES, "WHOLEF", "(?P<side>BY|BEFORE|AFTER|ABOUT|(?:NO|NOT) (?:LATER|EARLIER) THAN) (?P<of>ANYF)")
def _before(tokens: Tokens, groups: Groups) -> Form | None:
    of, end = _inner(tokens, groups["of"]), groups["all"][1]
    side, follows = _after(tokens, groups["side"][0]), _after(tokens, end)
    if side in ("BY", "BEFORE", "AFTER") and follows in ("POSS", "APOS"):  # "after Monday's talks"
        return None
    if side == "ABOUT" and _bare_year(of) and follows not in ("COMMA", "DOT", "STOP", "RPAR", "AND"):
        return None
    if side in ("NO", "NOT"):
        side = "BEFORE" if "LATER" in names(tokens, groups["side"]) else "AFTER"
    return _modify({"BY": "before", "ABOUT": "approximate"}.get(side, side.lower()), of)


def _bare_year(form: Form) -> bool:
    return isinstance(form, Calendar) and form.year is not None and form == Calendar(form.year)
