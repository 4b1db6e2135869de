"""Arithmetic on EDTF values: what days a value covers, and the value of a stretch of days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}  # months; winter runs into the next year


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1) if year < 9999 else date(year, month, 28)


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month that lie `count` months on."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def bounds(value: str | None) -> tuple[date, date] | None:
    """First and last day that an EDTF value covers; an open interval has its one end twice; None when not known."""
    if not value:
        return None
    if value.startswith("{"):
        days = value.strip("{}").split(",")
        first, last = bounds(days[0]), bounds(days[-1])
    else:
        left, _, right = value.partition("/")
        sides = [side for side in (left, right) if side not in ("", "..")]
        if not sides:
            return None
        first, last = _point(sides[0]), _point(sides[-1])
    return (first[0], last[1]) if first and last else None


@cache
def _point_pattern() -> re.Pattern[str]:
    return re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?")


def _point(value: str) -> tuple[date, date] | None:
    match = _point_pattern().match(value)
    if match is None:
        return None
    low, high = int(match[1].replace("X", "0")), int(match[1].replace("X", "9"))
    if not low >= 1 or high > 9998:
        return None
    month, day = (int(part) if part else None for part in match.groups()[1:])
    try:
        if month is None:
            return date(low, 1, 1), date(high, 12, 31)
        if day:
            return date(low, month, day), date(low, month, day)
        first, last = _SEASONS.get(month, (month, month))
        return date(low, first, 1), month_end(*add_months(low, last, 0))
    except ValueError:
        return None


def interval(first: str, last: str) -> str:
    """The EDTF interval from one value to another, or the one value when they are the same."""
    return first if first == last else f"{first}/{last}"


def days(first: date, last: date) -> str:
    """The EDTF value of a stretch of days."""
    return interval(first.isoformat(), last.isoformat())


def months(year: int, month: int, count: int) -> str:
    """The EDTF value of `count` months from a month on."""
    return interval(f"{year:04d}-{month:02d}", "{:04d}-{:02d}".format(*add_months(year, month, count - 1)))


def start_of(value: str) -> str:
    """The first side of an interval, the value itself when it is none."""
    return value.partition("/")[0].strip("{}").split(",")[0]


def end_of(value: str) -> str:
    """The last side of an interval, the value itself when it is none."""
    return value.rpartition("/")[2].strip("{}").split(",")[-1]


def edtf_year(year: int) -> str:
    """A year in EDTF. Raises ValueError outside 1 to 9999."""
    if not 0 < year < 10000:
        raise ValueError(year)
    return f"{year:04d}"
