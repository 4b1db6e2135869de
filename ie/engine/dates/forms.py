"""What a date expression says before it is known when it was said: plain data, one class for each kind of saying.

Named tuples, because a dozen data classes would take ten milliseconds of every start.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Unit: TypeAlias = Literal[
    "hour",
    "day",
    "week",
    "weekend",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
    "spring",
    "summer",
    "autumn",
    "winter",
]
# "spoken" is the date of this sentence or the one before, else the article's: "later in the day"
Anchor: TypeAlias = Literal["article", "previous", "spoken"]
# How a weekday or a month is pointed at: "Monday" (not at all), "next Monday", "this coming Monday"
Which: TypeAlias = Literal["", "this", "last", "next", "coming", "past", "following", "preceding"]


class Calendar(NamedTuple):
    """A date by its names: "19 November", "May 2014", "2014", "the 1990s" (year 199X), "the 5th", "last May"."""

    year: str | None = None  # EDTF year: 2014, 199X, 19XX
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday; only a check on the year
    season: int | None = None  # EDTF season code, 21 spring to 24 winter
    quarter: int | None = None
    which: Which = ""
    year_of: Shift | None = None  # "May last year"
    month_of: Shift | None = None  # "the 5th of next month"


class Weekday(NamedTuple):
    """A day of the week, perhaps with its week: "Monday", "last Friday", "Tuesday of next week"."""

    weekday: int  # 0 is Monday, 7 the weekend
    which: Which = ""
    week: Shift | None = None


class Shift(NamedTuple):
    """So many units from an anchor: "yesterday", "last week" (whole), "three days later", "two weeks after Monday"."""

    unit: Unit
    number: int | None  # None: "a few", which says nothing that could be resolved
    anchor: Anchor | Form = "article"
    whole: bool = True  # "last week" is a calendar week, "a week ago" one day
    modifier: str | None = None
    tense_bound: bool = False  # "in two weeks": a date when the verb is in the future, else a duration


class Rolling(NamedTuple):
    """A stretch that ends or begins with the article's date: "the past two weeks", "the next three days"."""

    unit: Unit
    number: int | None
    ahead: bool


class Nth(NamedTuple):
    """The n-th piece of something: "the second half of May", "the first Monday of June", "the last week of 2014"."""

    piece: Literal["half", "quarter", "week", "day", "month", "year", "decade", "weekday"]
    n: int  # from 1; -1 is the last
    of: Form
    weekday: int = 0
    number: int = 1  # "the first six months of"


class Modified(NamedTuple):
    """A form with a modifier: "early October", "by Friday" (before), "about 2010" (approximate)."""

    modifier: str
    of: Form


class Open(NamedTuple):
    """A stretch with one end: "since May", "from Monday on", "until Friday"."""

    side: Literal["since", "from", "until"]
    of: Form


class Between(NamedTuple):
    """From one date to another, both included."""

    first: Form
    last: Form


class Days(NamedTuple):
    """Several days of one month: "November 17, 18 and 20"."""

    days: tuple[int, ...]
    month: Calendar


class WeekOf(NamedTuple):
    """The calendar week around a day: "the week of November 17"."""

    of: Form


class Vague(NamedTuple):
    """Words for a time that nothing honest can be said of: festivals, "recently", "the coming days"."""

    words: str


Form: TypeAlias = Calendar | Weekday | Shift | Rolling | Nth | Modified | Open | Between | Days | WeekOf | Vague


class DateExpression(NamedTuple):
    """A date in a text; `start` and `end` are code points into the text, `form` is what it says, unresolved."""

    start: int
    end: int
    form: Form


class DateValue(NamedTuple):
    """A resolved date: an EDTF value, and what else the words say of it.

    `modifier` is one of early, mid, late, start, end, earlier, later, approximate, before, after, or before and another
    one ("by early May": "before early").
    """

    value: str
    modifier: str | None = None
