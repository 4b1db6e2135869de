"""The first stage of the grammar: single days, days of a month in a row, and what must be passed over."""

from __future__ import annotations

from typing import cast

from .forms import (
    Between,
    Days,
    Form,
    Nth,
    Shift,
    Vague,
    Weekday,
)
from .grammar import Groups, Rule, rule
from .reading import (
    calendar,
    capitalised,
    inner,
    name_at,
    names,
    numeric,
    relation,
    stands_alone,
    which_of,
)
from .words import Tokens

DAYS: list[Rule] = []


@rule(
    DAYS, "BLOCK",
    "EVERY (?:NUMBER|ORD|ORDW|OTHER_ORD|FEW|OTHER)? (?:WEEKDAY|UNITANY|TODS|WEEKEND|SEAS|MONTH)",  # frequencies
    "BAD WEEKDAY",  # Black Friday
    "NUMBER HYPH (?:DAY|UNIT|HOURS) (?:HYPH (?:OTHER|LONG))?",  # a three-day visit
    "DECADE HYPH",  # 1990s-era
    "THE WEEKDAY PAPER", "WEEKDAY PAPER",  # The Sunday Times
    "DAY (?:AFTER|BY|IN) DAY", "YEAR (?:ON|AFTER|BY) YEAR", "WEEK (?:AFTER|BY) WEEK",
)  # fmt: skip
def _nothing(tokens: Tokens, groups: Groups) -> Form | None:
    return None


@rule(DAYS, "WHOLEF", "FEST (?:HYPH? (?:DAY|EVE|WEEKDAY))? Y4?")
def vague(tokens: Tokens, groups: Groups) -> Form | None:
    start, end = groups["all"]
    return Vague(tokens.text[tokens.spans[start][0] : tokens.spans[end - 1][1]])


@rule(
    DAYS, "WHOLEF",
    "(?:BETWEEN|FROM)? (?P<month>MONTH) (?P<days>DNUM (?:DASH|AND) DNUM) (?P<year>YTAIL)? (?!COUNTN|HYPH|MONTH|AM)",
    "(?:(?:BETWEEN|FROM) THE?)? (?P<days>DNUM (?:DASH|AND) THE? DNUM) OF? (?P<month>MONTH YTAIL?|MREL)",
    "(?P<month>MONTH) (?P<days>DNUM (?:COMMA DNUM)+ COMMA? AND DNUM) (?P<year>YTAIL)? (?!COUNTN|MONTH)",
    "(?P<days>DNUM (?:COMMA DNUM)+ COMMA? AND DNUM) (?P<month>MONTH YTAIL?)",
)  # fmt: skip
def _days_of_month(tokens: Tokens, groups: Groups) -> Form | None:
    month = calendar(tokens, groups["month"])
    if "year" in groups:
        tail = calendar(tokens, groups["year"])
        month = month._replace(year=tail.year, year_of=tail.year_of)
    whole, said = names(tokens, groups["all"]), names(tokens, groups["days"])
    days = [cast(int, tokens.values[at]) for at in range(*groups["days"]) if name_at(tokens, at) in ("NUM31", "ORD")]
    if sorted(set(days)) != days:
        return None
    if "AND" in said and whole[0] != "BETWEEN":
        return Days(tuple(days), month)
    return Between(month._replace(day=days[0]), month._replace(day=days[1]))


@rule(
    DAYS, "DAYF",
    "(?P<wd>WDAY) COMMA? THE? (?P<date>CALDAY)",
    "(?P<wd>WDAY) TODS? COMMA? LPAR (?P<date>CALDAY|NUMDATE) RPAR",
    "(?P<wd>WDAY) COMMA? (?P<date>NUMDATE)",
    "(?P<date>CALDAY) LPAR (?P<wd>WDAY) RPAR",
    "(?P<wd>WDAY) (?:COMMA? THE)? (?P<date>ORD) (?!OTHER)",
)  # fmt: skip
def _weekday_and_date(tokens: Tokens, groups: Groups) -> Form | None:
    at, day = groups["date"][0], groups["wd"][0]
    if name_at(tokens, day) == "WDABB" and day and capitalised(tokens, day - 1):  # Edmonton Sun, August 16
        return None
    date = calendar(tokens, groups["date"])
    if name_at(tokens, at) == "NUMDATE":
        date = numeric(str(tokens.values[at])) or date
    return date._replace(weekday=cast(int, tokens.values[groups["wd"][0]]))


@rule(
    DAYS,
    "DAYF",
    "THE? (?P<n>ORDW|ORD|LAST) (?P<wd>WEEKDAY) (?:OF|IN) (?P<of>MONTH YTAIL?|MREL|THE (?:MONTHU|YEAR))",
)
def _nth_weekday(tokens: Tokens, groups: Groups) -> Form | None:
    n = tokens.values[groups["n"][0]]
    of = calendar(tokens, groups["of"])
    whole: Form = of if of.month else inner(tokens, groups["of"])
    return Nth("weekday", n if isinstance(n, int) else -1, whole, cast(int, tokens.values[groups["wd"][0]]))


@rule(DAYS, "DAYF", "CALDAY", "(?:THIS|LAST|NEXT) DM")
def _calendar_day(tokens: Tokens, groups: Groups) -> Form | None:
    return calendar(tokens, groups["all"])


@rule(DAYS, "DAYF", "NUMDATE")
def _numeric_date(tokens: Tokens, groups: Groups) -> Form | None:
    return numeric(str(tokens.values[groups["all"][0]]))


@rule(DAYS, "WHOLEF", "(?P<a>WEEKDAY) AND (?P<b>WEEKDAY) (?:OF|IN)? (?P<week>WEEKREL)")
def _weekdays_of_week(tokens: Tokens, groups: Groups) -> Form | None:
    week = Shift("week", *relation(names(tokens, groups["week"])))
    first, last = (cast(int, tokens.values[groups[name][0]]) for name in "ab")
    return Between(Weekday(first, "", week), Weekday(last, "", week)) if last == first + 1 else None


@rule(DAYS, "WHOLEF", "(?P<a>WEEKDAY) AND (?P<b>WEEKDAY) (?!TODS|COMMA? NUM31|COMMA? MONTH)")
def _two_weekdays(tokens: Tokens, groups: Groups) -> Form | None:
    first, last = (cast(int, tokens.values[groups[name][0]]) for name in "ab")
    return Between(Weekday(first), Weekday(last)) if last == (first + 1) % 7 else None


@rule(
    DAYS, "DAYF",
    "(?P<wd>WEEKDAY) TODS? COMMA? (?:OF|IN|ON)? (?P<week>WEEKREL)",
    "(?P<week>WEEKREL) (?:ON|COMMA|POSS)? (?P<wd>WEEKDAY)",
)  # fmt: skip
def _weekday_of_week(tokens: Tokens, groups: Groups) -> Form | None:
    week = Shift("week", *relation(names(tokens, groups["week"])))
    return Weekday(cast(int, tokens.values[groups["wd"][0]]), "", week)


@rule(
    DAYS, "DAYF",
    "THIS (?:COMING|PAST|LAST|NEXT) WEEKDAY", "THE (?:COMING|FOLL|PREV|NEXT) WEEKDAY",
    "(?:THIS|LAST|NEXT|COMING|PAST|PREV) WEEKDAY", "WEEKDAY", "WDABB DOT? (?=COMMA)",
)  # fmt: skip
def _weekday(tokens: Tokens, groups: Groups) -> Form | None:
    span = groups["all"]
    day = next(at for at in range(*span) if name_at(tokens, at) in ("WEEKDAY", "WDABB"))
    if name_at(tokens, day) == "WDABB" and name_at(tokens, span[0] - 1 if span[0] else len(tokens.classes)) != "ON":
        return None
    return Weekday(cast(int, tokens.values[day]), which_of(names(tokens, span)))


@rule(DAYS, "DAYF", "THE DAY (?P<side>BEFORE|AFTER) (?P<today>TODAY)")
def _around_today(tokens: Tokens, groups: Groups) -> Form | None:
    step = -1 if names(tokens, groups["side"]) == ["BEFORE"] else 1
    return Shift("day", cast(int, tokens.values[groups["today"][0]]) + step)


@rule(DAYS, "DAYF", "(?P<today>TODAY)", "THIS TOD", "(?P<last>LAST) (?:NIGHT|TOD)")
def _today(tokens: Tokens, groups: Groups) -> Form | None:
    if "today" in groups:
        return Shift("day", cast(int, tokens.values[groups["today"][0]]))
    return Shift("day", -1 if "last" in groups else 0)


@rule(
    DAYS, "DAYF",
    "(?:THE (?:NEXT|FOLL|PREV|SAME)|THAT|SAME) (?:DAY|TOD|NIGHT) (?!OF|IN (?:Y4|MONTH))",
    "THE (?:DAY|TOD|NIGHT) (?:BEFORE|AFTER)",
)  # fmt: skip
def _spoken_day(tokens: Tokens, groups: Groups) -> Form | None:
    found = set(names(tokens, groups["all"]))
    if found & {"BEFORE", "AFTER"} and not stands_alone(tokens, groups["all"]):
        return None  # "the day before the vote"
    step = 1 if found & {"NEXT", "FOLL", "AFTER"} else -1 if found & {"PREV", "BEFORE"} else 0
    return Shift("day", step, "previous")
