"""The later stages of the grammar: dates of any size, parts of them, ranges and dates with one end."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, cast

from .forms import (
    Anchor,
    Between,
    Calendar,
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
)
from .grammar import Groups, Rule, rule
from .reading import (
    calendar,
    capitalised,
    count_of,
    inner,
    modify,
    name_at,
    names,
    relation,
    stands_alone,
    unit_at,
    which_of,
)
from .words import WEEKEND, Tokens

Piece: TypeAlias = Literal["half", "quarter", "week", "day", "month", "year", "decade", "weekday"]

POINTS: list[Rule] = []  # dates of other sizes, and dates reached by counting
PARTS: list[Rule] = []  # a part of a date
WHOLES: list[Rule] = []  # ranges and dates with one end


@rule(
    POINTS, "DAYF",
    "THE? TODS (?:OF|ON) (?P<of>DAYF)",
    "CLOCKS (?:ON|COMMA)? (?P<of>DAYF)",
    "(?P<of>DAYF) (?:COMMA? TODS (?:COMMA? AT? CLOCKS)?|COMMA? (?:AT|ABOUT)? CLOCKS)",
)  # fmt: skip
def _day_and_time(tokens: Tokens, groups: Groups) -> Form | None:
    return inner(tokens, groups["of"])


@rule(
    POINTS, "POINTF",
    "(?P<n>NUMBER|AN) (?P<u>YEAR|WEEK|UNITS) (?:AND|COMMA)"
    " (?:(?P<plus>NUMBER|AN) (?P<unit>MONTHU|DAY|DAYS|UNITS)|AN HALF) (?P<side>AGO|LATER|EARLIER)",
    "(?P<n>NUMBER) AND AN HALF (?P<u>UNITS) (?P<side>AGO|LATER|EARLIER)",
    "(?P<q>QUAL)? (?P<n>COUNT) (?P<u>UNITANY) (?P<side>AGO|LATER|EARLIER)",
    "(?P<q>QUAL)? (?P<n>COUNT) (?P<u>UNITANY) (?P<side>BEFORE|AFTER) (?=STOPS)",
    "(?P<q>QUAL)? (?P<n>COUNT) (?P<u>UNITANY) (?P<side>BEFORE|AFTER|FROM) (?P<of>DAYF|NOW)",
)  # fmt: skip
def _counted(tokens: Tokens, groups: Groups) -> Form | None:
    side = name_at(tokens, groups["side"][0])
    step = 1 if side in ("LATER", "AFTER", "FROM") else -1
    count, rough = count_of(tokens, groups["n"])
    qualifier = name_at(tokens, groups["q"][0]) if "q" in groups else ""
    modifier = "approximate" if rough or qualifier in ("ABOUT", "NEARLY", "SOME") else None
    if qualifier in ("MORE", "OVER", "LESS"):  # more than a year ago lies before the day a year ago
        modifier = "before" if (qualifier == "LESS") == (step > 0) else "after"
    unit = unit_at(tokens, groups["u"][0])
    if name_at(tokens, groups["n"][0]) == "HALF":
        unit, count = ("month", 6) if unit == "year" else (unit, None)
    elif {"AND", "COMMA"} & set(names(tokens, groups["all"])):
        unit, count = _compound(tokens, groups, unit, count or 1)
    anchor: Anchor | Form = "article" if side == "AGO" else "previous"
    if "of" in groups:
        anchor = "article" if name_at(tokens, groups["of"][0]) == "NOW" else inner(tokens, groups["of"])
    return Shift(unit, None if count is None else step * count, anchor, False, modifier)


def _compound(tokens: Tokens, groups: Groups, unit: Unit, count: int) -> tuple[Unit, int | None]:
    """Two years and three months, a week and two days, three and a half years."""
    small = unit_at(tokens, groups["unit"][0]) if "unit" in groups else None
    more = (count_of(tokens, groups["plus"])[0] or 0) if "plus" in groups else 6
    factor = {("year", "month"): 12, ("year", None): 12, ("week", "day"): 7}.get((unit, small))
    if factor:
        return ("day" if unit == "week" else "month"), factor * count + more
    return unit, None


@rule(POINTS, "POINTF", "(?<=IN) THE (?P<part>EARLY|MID|LATE)? TOD (?!OF|OTHER HYPH)")
def _time_of_day(tokens: Tokens, groups: Groups) -> Form | None:
    day = Shift("day", 0, "spoken")
    return Modified(name_at(tokens, groups["part"][0]).lower(), day) if "part" in groups else day


_FIRST_IN = r"\b(?:first|second|third|fourth|fifth|only|last|latest|most|[a-z]{3,}est)\b[^.,;:]{0,60}$"
"""What stands before "in seven years" and "since May" where these are no dates: the first meeting, the oldest tie."""


@rule(POINTS, "POINTF", "IN (?P<q>QUAL)? (?P<n>COUNT) (?P<u>UNITANY) (?P<time>(?:APOS|POSS)? TIME)?")
def _in_so_long(tokens: Tokens, groups: Groups) -> Form | None:
    count, rough = count_of(tokens, groups["n"])
    modifier = "approximate" if rough or "q" in groups else None
    unit = unit_at(tokens, groups["u"][0])
    if "time" not in groups and re.search(_FIRST_IN, tokens.text[: tokens.spans[groups["all"][0]][0]].lower()):
        return None
    return Shift(unit, count, "article", False, modifier, tense_bound="time" not in groups)


@rule(
    POINTS, "WHOLEF",
    "(?:THE|THESE)? (?:COMING|RECENT|NEXT|PAST|LAST) FEW? (?:DAYS|UNITS) (?!OF)",
    "THE? NEAR FUTURE", "RECENTLY (?!OTHER (?:Y4|MONTH|WEEKDAY|DAYF))",
)  # fmt: skip
def _vague(tokens: Tokens, groups: Groups) -> Form | None:
    start, end = groups["all"]
    return Vague(tokens.text[tokens.spans[start][0] : tokens.spans[end - 1][1]])


@rule(
    POINTS, "POINTF",
    "THE? (?P<side>PAST|LAST|NEXT|COMING) (?P<n>COUPLE OF?|NUMBER|DOZEN) (?P<u>DAYS|UNITS|HOURS) (?!OF)",
    "THE (?P<side>PAST|LAST|NEXT|COMING) (?P<u>WEEK|MONTHU|YEAR|LONG) (?!OF|IN|HYPH)",
    "THIS (?P<side>PAST) (?P<u>WEEK|MONTHU|YEAR)",
)  # fmt: skip
def _rolling(tokens: Tokens, groups: Groups) -> Form | None:
    count = count_of(tokens, groups["n"])[0] if "n" in groups else 1
    return Rolling(unit_at(tokens, groups["u"][0]), count, name_at(tokens, groups["side"][0]) in ("NEXT", "COMING"))


@rule(
    POINTS,
    "POINTF",
    "MONTH YTAIL",
    "Y4 MONTH",
    "(?:THIS (?:COMING|PAST)?|LAST|NEXT|COMING|PAST|THE (?:FOLL|PREV)) MONTH",
)
def _month_and_year(tokens: Tokens, groups: Groups) -> Form | None:
    return calendar(tokens, groups["all"])


_PERSON = r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Minister|Secretary|Brian|PM) May\b"


@rule(POINTS, "WEAKF", "MONTH")
def _month(tokens: Tokens, groups: Groups) -> Form | None:
    start, end = groups["all"]
    before = name_at(tokens, start - 1) if start else "STOP"
    if name_at(tokens, start) == "AMB" and before not in (
        "IN",
        "DURING",
        "LAST",
        "NEXT",
        "THIS",
        "EARLY",
        "MID",
        "LATE",
        "HYPH",
    ):
        name_follows = capitalised(tokens, end)
        if (name_follows and before != "SINCE") or re.search(_PERSON, tokens.text):  # April Jones, Theresa May
            return None
    return calendar(tokens, (start, end))


@rule(
    POINTS, "POINTF",
    "THE? SEAS (?:COMMA? Y4|OF Y4|YREL)",
    "(?:THIS (?:COMING|PAST)?|LAST|NEXT|COMING|PAST|THE (?:COMING|FOLL|PREV)) SEAS (?!IN)",
    "(?:(?<=IN)|(?<=DURING)|(?<=BY)|(?<=SINCE)|(?<=UNTIL)) THE SEAS (?!OF|IN)",
)  # fmt: skip
def _season(tokens: Tokens, groups: Groups) -> Form | None:
    return calendar(tokens, groups["all"])


@rule(
    POINTS, "POINTF",
    "THE? (?P<q>ORDW|ORD) QTR (?P<year>OF Y4|YREL|Y4)", "THE (?P<q>ORDW|ORD) QTR (?!OF|OTHER HYPH)",
    "(?P<q>QUART) (?P<year>OF? Y4|YREL)?",
)  # fmt: skip
def _quarter(tokens: Tokens, groups: Groups) -> Form | None:
    n = cast(int, tokens.values[groups["q"][0]])
    year = calendar(tokens, groups["year"]) if "year" in groups else Calendar()
    return Calendar(year.year, quarter=n, year_of=year.year_of) if n <= 4 else None


_COUNTED_IN = (
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twice|times)(?:\s[a-z-]+){0,3}\s*$"
)


@rule(
    POINTS, "POINTF",
    "(?:THIS COMING|THIS|LAST|NEXT|THE CURRENT) (?P<u>UNIT) (?!OF)",
    "THE (?P<u>UNIT) (?:BEFORE LAST|AFTER NEXT)",
    "(?:THE (?:FOLL|PREV|SAME)|THAT|SAME) (?P<u>UNIT|WEEKEND) (?!OF|IN (?:Y4|MONTH))",
)  # fmt: skip
def _calendar_unit(tokens: Tokens, groups: Groups) -> Form | None:
    found = names(tokens, groups["all"])
    before = tokens.text[: tokens.spans[groups["all"][0]][0]].lower()
    if found[0] == "THIS" and found[-1] != "WEEK" and re.search(_COUNTED_IN, before):
        return None  # "his second such trip this year"
    found = found[1:] if found[:2] == ["THIS", "COMING"] else found
    return Shift(unit_at(tokens, groups["u"][0]), *relation(found))


@rule(POINTS, "POINTF", "THE (?P<u>UNIT|WEEKEND) (?P<side>BEFORE|AFTER)")
def _unit_beside(tokens: Tokens, groups: Groups) -> Form | None:
    if not stands_alone(tokens, groups["all"]):
        return None  # "the week before the vote"
    return Shift(unit_at(tokens, groups["u"][0]), -1 if names(tokens, groups["side"]) == ["BEFORE"] else 1, "previous")


@rule(POINTS, "POINTF", "(?:THE|THIS) (?:COMING|PAST|LAST|NEXT)? WEEKEND", "(?:LAST|NEXT|COMING|PAST) WEEKEND")
def _weekend(tokens: Tokens, groups: Groups) -> Form | None:
    found = names(tokens, groups["all"])
    return Weekday(WEEKEND, which_of([name for name in found if name != "THE"]))


@rule(POINTS, "POINTF", "THE? WEEK (?:OF|BEGIN|END) (?P<of>DAYF|THE ORD)")
def _week_of(tokens: Tokens, groups: Groups) -> Form | None:
    return WeekOf(inner(tokens, groups["of"]))


@rule(
    POINTS,
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
    elif tokens.text[tokens.spans[start][0]].isalpha() and name_at(tokens, groups["all"][0]) != "THE":
        return None  # "in her early twenties"
    form = Calendar(str(value))
    return Modified(name_at(tokens, groups["part"][0]).lower(), form) if "part" in groups else form


@rule(POINTS, "POINTF", "THE? YEAR OF? Y4", "YEAR Y4")
def _named_year(tokens: Tokens, groups: Groups) -> Form | None:
    return Calendar(str(tokens.values[groups["all"][1] - 1]))


@rule(POINTS, "WHOLEF", "FROM? (?P<y>Y4) (?:HYPH|SLASH) (?P<z>NUM31|NUM) (?!COUNTN|HYPH)")
def _short_years(tokens: Tokens, groups: Groups) -> Form | None:
    """2014-18 and 2008/09, but not 2025-10."""
    first, last = (cast(int, tokens.values[groups[name][0]]) for name in ("y", "z"))
    start, end = tokens.spans[groups["z"][0]]
    if end - start != 2 or not first % 100 < last <= first % 100 + 30:
        return None
    return Between(Calendar(str(first)), Calendar(str(first // 100 * 100 + last)))


@rule(POINTS, "WEAKF", "Y4 (?!COUNTN|HYPH COUNTN)")
def _year(tokens: Tokens, groups: Groups) -> Form | None:
    return calendar(tokens, groups["all"])


@rule(POINTS, "POINTF", "(?<=ON) THE? ORD (?=STOPS|TO|BY|AT|FOR|IN|AFTER|BEFORE|FROM)")
def _day_of_month(tokens: Tokens, groups: Groups) -> Form | None:
    return calendar(tokens, groups["all"])


# --- stage 3: parts ------------------------------------------------------------------------------------------------


@rule(
    PARTS, "POINTF",
    "THE? (?P<n>ORDW|LAST|OTHER_ORD) (?P<c>NUMBER|FEW)? (?P<piece>HALF|QTR|WEEK|DAY|DAYS|UNITS|MONTHU)"
    " (?:OF|IN) (?P<of>ANYF|THE UNIT)",
)  # fmt: skip
def _piece_of(tokens: Tokens, groups: Groups) -> Form | None:
    number = tokens.values[groups["n"][0]]
    n = number if isinstance(number, int) else -1
    of, piece = inner(tokens, groups["of"]), name_at(tokens, groups["piece"][0])
    count = count_of(tokens, groups["c"])[0] if "c" in groups else 1
    if count is None or (piece in ("DAYS", "UNITS") and "c" not in groups):  # "the first days of June"
        return modify("start" if n == 1 else "end", of) if n in (1, -1) else None
    kind = "half" if piece == "HALF" else str(tokens.values[groups["piece"][0]])
    return Nth(cast(Piece, kind), n, of, 0, count)


@rule(
    PARTS, "POINTF",
    "THE? (?P<part>EARLY|MID|LATE) (?:HYPH|IN|ON)? (?P<of>ANYF|THE UNIT|SEAS)",
    "THE? (?P<part>MID) HYPH? (?P<of>UNIT)",
    "THE? (?P<part>BEGIN|MIDDLE|END) OF (?P<of>ANYF|THE? UNIT|THE WEEKEND|THE DAY|THE? SEAS)",
    "(?P<part>EARLIER|LATER) (?:IN|ON)? (?P<of>ANYF|THE UNIT|THE DAY)",
    "THE? (?P<of>YEAR|ANYF) (?:HYPH|POSS)? (?P<part>END)",
)  # fmt: skip
def _part_of(tokens: Tokens, groups: Groups) -> Form | None:
    part = name_at(tokens, groups["part"][0])
    of = inner(tokens, groups["of"])
    if part in ("EARLIER", "LATER") and name_at(tokens, groups["of"][1] - 1) == "DAY":
        return modify(part.lower(), cast(Shift, of)._replace(anchor="spoken"))  # "earlier in the day"
    return modify({"BEGIN": "start", "MIDDLE": "mid"}.get(part, part.lower()), of)


# --- stage 4: ranges and dates with one end ------------------------------------------------------------------------


@rule(
    WHOLES, "WHOLEF",
    "FROM (?P<a>ANYF) COMMA? (?:TO|THROUGH|UNTIL|UP TO|HYPH) (?P<b>ANYF|NOW) (?!COUNTN)",
    "BETWEEN (?P<a>ANYF|NOW) (?:AND|DASH) (?P<b>ANYF|NOW) (?!COUNTN)",
    "(?P<a>ANYF) DASH (?P<b>ANYF) (?!COUNTN|LOCAL|ZONE)",
)  # fmt: skip
def _range(tokens: Tokens, groups: Groups) -> Form | None:
    start = groups["all"][0]
    if "MOVED" in names(tokens, (max(0, start - 8), start)):  # "postponed from Monday to Wednesday"
        return None
    first, last = (
        Shift("day", 0) if name_at(tokens, groups[name][0]) == "NOW" else inner(tokens, groups[name]) for name in "ab"
    )
    if start == groups["a"][0] and not _alike(first, last):  # without "from", only "Monday to Friday" and the like
        return None
    if isinstance(first, Calendar) and isinstance(last, Calendar) and not _in_order(first, last):
        return None
    return Between(first, last)


def _alike(first: Form, last: Form) -> bool:
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        return (first.day is None, first.month is None) == (last.day is None, last.month is None)
    return type(first) is type(last) and isinstance(first, Weekday | Modified)


def _in_order(first: Calendar, last: Calendar) -> bool:
    if _bare_year(first) and _bare_year(last) and not (str(first.year) >= "1500" and str(last.year) < "2150"):
        return False  # 1050-1350 is an amount
    if not (first.year and last.year):
        return first.year is None or first.month is not None
    return (first.year, first.month or 0, first.day or 0) < (last.year, last.month or 12, last.day or 31)


@rule(
    WHOLES, "WHOLEF",
    "(?P<since>SINCE) (?:AT OTHER)? (?P<of>ANYF|THE ORD)",
    "(?:UNTIL|THROUGH|UP (?:TO|UNTIL)) (?P<of>ANYF|THE ORD|THE? (?P<part>END) OF THE UNIT)",
    "FROM (?P<of>ANYF) (?P<on>YET|ON (?=STOPS))",
)  # fmt: skip
def _one_end(tokens: Tokens, groups: Groups) -> Form | None:
    of = inner(tokens, groups["of"])
    start = groups["all"][0]
    if not groups.keys() & {"since", "on"} and "NOT" in names(
        tokens, (max(0, start - 6), start)
    ):  # did not leave until Friday
        return None
    if name_at(tokens, start) == "UP" and _bare_year(of):  # "up to 2000" is a number
        return None
    if "since" in groups and re.match(r",?\s+when\b", tokens.text[tokens.spans[groups["all"][1] - 1][1] :]):
        return None  # "since April, when she met him"
    said = tokens.text[tokens.spans[start][0] : tokens.spans[groups["all"][1] - 1][1]]
    if "since" in groups and re.search(_FIRST_IN, tokens.text[: tokens.spans[start][0]].lower()):
        return Vague(said)  # "the first talks since May"
    if name_at(tokens, start) == "THROUGH" and said.endswith("night"):
        return of  # "haggled through Thursday night"
    side: Literal["since", "from", "until"] = "since" if "since" in groups else "from" if "on" in groups else "until"
    return Open(side, of)


@rule(WHOLES, "WHOLEF", "(?P<side>BY|BEFORE|AFTER|ABOUT|(?:NO|NOT) (?:LATER|EARLIER) THAN) (?P<of>ANYF)")
def _before(tokens: Tokens, groups: Groups) -> Form | None:
    of, end = inner(tokens, groups["of"]), groups["all"][1]
    side, follows = name_at(tokens, groups["side"][0]), name_at(tokens, end)
    if side in ("BY", "BEFORE", "AFTER") and follows in ("POSS", "APOS"):  # "after Monday's talks"
        return None
    if side == "ABOUT" and _bare_year(of) and follows not in ("COMMA", "DOT", "STOP", "RPAR", "AND"):
        return None
    if side in ("NO", "NOT"):
        side = "BEFORE" if "LATER" in names(tokens, groups["side"]) else "AFTER"
    return modify({"BY": "before", "ABOUT": "approximate"}.get(side, side.lower()), of)


def _bare_year(form: Form) -> bool:
    return isinstance(form, Calendar) and form.year is not None and form == Calendar(form.year)
