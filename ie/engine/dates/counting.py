"""Counting on the calendar: the weekday that is meant, and the unit that lies so many units away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, TypeAlias

from .calendar import add_months, days, edtf_year, months
from .forms import Unit, Which
from .words import WEEKEND

Direction: TypeAlias = Literal["past", "future", "present", "nearest"]
"""Which way an incomplete date points; `present` is past, but until what day something goes on lies ahead."""
Stretch: TypeAlias = tuple[date, date]


def week_around(day: date) -> Stretch:
    """Monday and Sunday of the calendar week of a day."""
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def named_day(base: date, weekday: int, which: Which, direction: Direction | None) -> str:
    """The day of this name (or the weekend) that is meant, counted from `base`, as an EDTF value."""
    if weekday == WEEKEND:
        saturday = _weekend(base, which, direction)
        return days(saturday, saturday + timedelta(1))
    back, ahead = (base.weekday() - weekday) % 7, (weekday - base.weekday()) % 7
    monday = week_around(base)[0]
    if which == "next":
        return (monday + timedelta(7 + weekday)).isoformat()
    if which == "last":  # of yesterday or the day before, in the same week, nobody says "last Friday"
        recent = base - timedelta(back)
        return (recent - timedelta(7) if back < 3 and recent >= monday else recent).isoformat()
    if which == "coming":
        return (base + timedelta(ahead or 7)).isoformat()
    if which == "past":
        return (base - timedelta(back or 7)).isoformat()
    if which == "this" and direction is None:
        return (monday + timedelta(weekday)).isoformat()
    return (base + timedelta(ahead) if direction == "future" else base - timedelta(back)).isoformat()


def _weekend(base: date, which: Which, direction: Direction | None) -> date:
    """The Saturday of the weekend that is meant."""
    this = week_around(base)[0] + timedelta(5)
    if which == "next":
        return this + timedelta(7)
    if which == "last":
        return this - timedelta(7)
    if which == "coming":
        return this if base < this else this + timedelta(7)
    if which == "this" and direction is None:
        return this
    return this if direction == "future" or base >= this else this - timedelta(7)


def counted(unit: Unit, count: int, base: Stretch, whole: bool) -> str | None:
    """The unit that lies `count` units from a stretch of days: from its end forwards, from its start backwards."""
    day = base[1] if count > 0 else base[0]
    if unit == "hour":
        if abs(count) >= 12 and count % 24:
            return None
        unit, count = "day", int(count / 24)
    if unit in ("day", "week", "weekend") and base[1] - base[0] > timedelta(7):
        return None  # "a day later" than a month is no day
    if unit == "day":
        return (day + timedelta(count)).isoformat()
    if unit == "week":
        moved = day + timedelta(7 * count)
        return days(*week_around(moved)) if whole else moved.isoformat()
    if unit == "weekend":
        saturday = week_around(day)[0] + timedelta(5 + 7 * count)
        return days(saturday, saturday + timedelta(1))
    if unit in ("month", "quarter"):
        return _counted_months(unit, count, base, day, whole)
    if unit == "year":
        return edtf_year(day.year + count)
    size = 10 if unit == "decade" else 100
    if whole:
        return (
            f"{edtf_year(day.year + size * count)[:-1]}X"
            if size == 10
            else f"{edtf_year(day.year + size * count)[:-2]}XX"
        )
    return edtf_year(day.year + size * count)


def _counted_months(unit: Unit, count: int, base: Stretch, day: date, whole: bool) -> str | None:
    if (base[1] - base[0]).days > 93:
        return None
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return months(*add_months(day.year, first, 3 * count), 3)
    return months(*add_months(day.year, day.month, count), 1)
