"""From what a date expression says to an EDTF value (ISO 8601-2), counted from the article's date.

Whatever cannot be known is left open (XXXX-11-19) or gives no value; the clock is never asked. The choice among the
years, weeks and months that a bare name could mean follows the tense of the verb, as TimeML annotators do: news that
is told in the past means the last Monday, an announcement the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import add_months, bounds, days, edtf_year, end_of, interval, month_end, months, start_of
from .counting import Direction, Stretch, counted, named_day, week_around
from .forms import (
    Between,
    Calendar,
    DateExpression,
    DateValue,
    Days,
    Form,
    Modified,
    Nth,
    Open,
    Rolling,
    Shift,
    Weekday,
    WeekOf,
)

# An article may be dated a day or two off (time zones, day of printing); a date that near is not a year away.
SLACK = 3
_SLACK = timedelta(SLACK)
# With no tense to go by, a day this near ahead is meant rather than the one ten months ago, which news gives a year.
_NEAR_AHEAD = timedelta(60)


class _Context(NamedTuple):
    article: Stretch | None  # the days that the article's date covers
    previous: str | None
    direction: Direction | None

    @property
    def day(self) -> date | None:
        """The article's day, when it is known to the day."""
        return self.article[0] if self.article and self.article[0] == self.article[1] else None


def resolve(
    expression: DateExpression,
    *,
    article: str | None,
    previous: str | None,
    direction: Direction | None,
) -> DateValue | None:
    """The EDTF value of an expression, or None when nothing can honestly be said of it.

    `article` is the article's date (ISO, may be only a month or a year, or carry a time). `previous` is the EDTF value
    of the date last spoken of, which "a day earlier" is counted from. `direction` is what the governing verb's tense
    says; None looks to the past, except for a day and month less than two months ahead. Where of the article's date
    only month and day are known (XXXX-07-16), yesterday is XXXX-07-15.
    """
    form = expression.form
    if article is not None and article.startswith("XXXX-"):
        return _without_year(form, article, direction)
    context = _Context(bounds(article), previous or article, direction)
    try:
        if direction == "nearest":
            return _nearer(form, context)
        return _resolve(form, context)
    except (ValueError, OverflowError):  # no such day, or beyond the years that a calendar knows
        return None


def looks_back(expression: DateExpression) -> int:
    """In how many sentences before its own the date may stand that an expression is counted from.

    Many for "a day earlier", "the same month", "the 5th"; one for "later in the day"; none for most.
    """
    return _looks_back(expression.form)


def _looks_back(form: tuple[object, ...]) -> int:
    if isinstance(form, Calendar) and not (form.year or form.month or form.season or form.quarter or form.month_of):
        return _FAR
    return max(
        (_looks_back(part) if isinstance(part, tuple) else _BACK.get(part, 0) for part in form),  # type: ignore[call-overload]
        default=0,
    )


_FAR = 8
_BACK = {"previous": _FAR, "following": _FAR, "preceding": _FAR, "spoken": 1}


def _nearer(form: Form, context: _Context) -> DateValue | None:
    """Of what a date means in the past and in the future that which is nearer to the article's date."""
    past, future = (_resolve(form, context._replace(direction=one)) for one in _BOTH)
    stretches = [bounds(one.value) if one else None for one in (past, future)]
    if context.article is None or stretches[0] is None or stretches[1] is None:
        return past
    back, ahead = (context.article[0] - stretches[0][1]).days, (stretches[1][0] - context.article[1]).days
    return future if ahead <= back or (isinstance(form, Weekday) and form.which == "this") else past


_BOTH: tuple[Direction, Direction] = ("past", "future")


def _without_year(form: Form, article: str, direction: Direction | None) -> DateValue | None:
    leap = "2000" + article[4:]
    if isinstance(form, Shift) and form.unit == "day" and form.anchor == "article":
        value = resolve(DateExpression(0, 0, form), article=leap, previous=None, direction=direction)
        return DateValue("XXXX" + value.value[4:], value.modifier) if value and value.value[:4] == "2000" else None
    return resolve(DateExpression(0, 0, form), article=None, previous=None, direction=direction)


def _resolve(form: Form, context: _Context) -> DateValue | None:
    match form:
        case Modified():
            return _modified(form, context)
        case Open():
            tense: dict[str, Direction | None] = {"since": "past", "from": context.direction}
            until = "future" if context.direction in (None, "present") else context.direction
            inner = _resolve(form.of, context._replace(direction=tense.get(form.side, until)))
            if inner is None or ".." in inner.value:
                return None
            open_value = f"../{end_of(inner.value)}" if form.side == "until" else f"{start_of(inner.value)}/.."
            return DateValue(open_value, inner.modifier)
        case Shift():
            value = _shift(form, context)
            return DateValue(value, form.modifier) if value else None
        case _:
            value = _plain(form, context)
            return DateValue(value) if value else None


def _plain(form: Form, context: _Context) -> str | None:
    match form:
        case Calendar():
            return _calendar(form, context)
        case Weekday():
            return _weekday(form, context)
        case Rolling():
            return _rolling(form, context)
        case Nth():
            return _nth(form, context)
        case Between():
            return _between(form, context)
        case Days():
            return _days(form, context)
        case WeekOf():
            inner = _resolve(form.of, context)
            stretch = bounds(inner.value) if inner else None
            return days(*week_around(stretch[0])) if stretch else None
        case _:
            return None


def _modified(form: Modified, context: _Context) -> DateValue | None:
    ahead = form.modifier.startswith("before") and context.direction is None
    inner = _resolve(form.of, context._replace(direction="future") if ahead else context)
    if inner is None:
        return None
    words = form.modifier.split() + (inner.modifier or "").split()
    return DateValue(inner.value, " ".join(dict.fromkeys(words)))


# --- the calendar ----------------------------------------------------------------------------------------------


def _calendar(form: Calendar, context: _Context) -> str | None:
    if form.month_of:
        month = _shift(form.month_of, context)
        return _checked(f"{month}-{form.day:02d}") if month and form.day else None
    if form.year_of:
        form = form._replace(year=_shift(form.year_of, context) or "XXXX", year_of=None)
    if form.year:
        return _in_year(form, form.year)
    if form.month is None and form.season is None and form.quarter is None:
        return _day_of_month(form, context)
    base = bounds(context.previous) if form.which in ("following", "preceding") else context.article
    if base is None:
        return _in_year(form, "XXXX") if form.month else None
    return _nearest(form, base, context.direction)


def _in_year(form: Calendar, year: str) -> str | None:
    if form.quarter:
        return months(int(year), form.quarter * 3 - 2, 3) if year.isdigit() else None
    if form.season:
        return f"{year}-{form.season}" if year.isdigit() else None
    if form.month is None:
        return year
    if form.day is None:
        return f"{year}-{form.month:02d}"
    return _checked(f"{year}-{form.month:02d}-{form.day:02d}")


def _checked(value: str) -> str | None:
    """The value, if there is such a day."""
    return value if bounds(value.replace("XXXX", "2000")) else None


def _nearest(form: Calendar, article: Stretch, direction: Direction | None) -> str | None:
    """The occurrence of a month, day, season or quarter without a year that is meant."""
    found: list[tuple[Stretch, str]] = []
    far = 9 if (form.month, form.day) == (2, 29) else 2
    for year in range(max(1, article[0].year - far), article[1].year + far + 1):
        value = _in_year(form, f"{year:04d}")
        stretch = bounds(value)
        if value and stretch:
            found.append((stretch, value))
    if form.weekday is not None:
        found = _on_weekday(found, form.weekday, article)
    if form.which == "this":
        now = [value for stretch, value in found if stretch[0] <= article[0] <= stretch[1]]
        return (
            next((value for stretch, value in found if stretch[0].year == article[0].year), None) if not now else now[0]
        )
    if form.which in ("last", "past", "preceding"):
        return _last(value for stretch, value in found if stretch[1] < article[0])
    if form.which in ("next", "coming", "following"):
        return next((value for stretch, value in found if stretch[0] > article[1]), None)
    slack = _SLACK if form.day else timedelta(0)
    if direction == "future":
        return next((value for stretch, value in found if stretch[1] >= article[0] - slack), None)
    if direction is None and form.day:
        slack = _NEAR_AHEAD
    return _last(value for stretch, value in found if stretch[0] <= article[1] + slack)


def _on_weekday(found: list[tuple[Stretch, str]], weekday: int, article: Stretch) -> list[tuple[Stretch, str]]:
    """The one of this, last and next year that falls on the weekday, if one does: it settles the year."""
    near = [item for item in found if abs(item[0][0].year - article[0].year) <= 1]
    return [item for item in near if item[0][0].weekday() == weekday] or found


def _last(values: Iterable[str]) -> str | None:
    return next(iter(reversed(list(values))), None)


def _day_of_month(form: Calendar, context: _Context) -> str | None:
    """ "The 5th": of the month last spoken of, else the nearest; with a weekday, the nearest that falls on it."""
    day, article = form.day or 1, context.article
    spoken = bounds(context.previous)
    if article is None and spoken is None:
        return f"XXXX-XX-{day:02d}"
    if spoken and form.weekday is None and (spoken[0].year, spoken[0].month) == (spoken[1].year, spoken[1].month):
        at = (spoken[0].year, spoken[0].month)
        if article is None or at != (article[0].year, article[0].month):
            return _checked(f"{at[0]:04d}-{at[1]:02d}-{day:02d}")
    low, high = article or spoken or (date.min, date.min)
    near = [add_months(low.year, low.month, step) for step in range(-7, 8)]
    values = [value for year, month in near if (value := _checked(f"{year:04d}-{month:02d}-{day:02d}"))]
    if form.weekday is not None:
        values = [value for value in values if date.fromisoformat(value).weekday() == form.weekday]
        return min(values, key=lambda value: abs(date.fromisoformat(value) - low), default=None)
    if context.direction == "future":
        return next((value for value in values if value >= low.isoformat()), None)
    return _last(value for value in values if value <= high.isoformat())


# --- weekdays ----------------------------------------------------------------------------------------------------


def _weekday(form: Weekday, context: _Context) -> str | None:
    if form.week:
        week = _shift(form.week, context)
        stretch = bounds(week)
        if stretch is None:
            return None
        monday = stretch[0] if form.week.whole else week_around(stretch[0])[0]
        return (monday + timedelta(form.weekday)).isoformat()
    if form.which in ("following", "preceding"):
        spoken = bounds(context.previous)
        if spoken is None or spoken[0] + timedelta(7) < spoken[1]:
            return None
        ahead = form.which == "following"
        base = spoken[1] if ahead else spoken[0]
        return named_day(base, form.weekday, "coming" if ahead else "past", None)
    return named_day(context.day, form.weekday, form.which, context.direction) if context.day else None


# --- counting ----------------------------------------------------------------------------------------------------


def _shift(form: Shift, context: _Context) -> str | None:
    if form.number is None or (form.tense_bound and context.direction != "future"):
        return None
    if form.anchor == "article":
        base = context.article
    elif form.anchor == "previous" or form.anchor == "spoken":
        base = bounds(context.previous)
    else:
        inner = _resolve(form.anchor, context)
        base = bounds(inner.value) if inner else None
    if base is None:
        return None
    return counted(form.unit, form.number, base, form.whole)


def _rolling(form: Rolling, context: _Context) -> str | None:
    if form.number is None or context.article is None:
        return None
    unit, count, day = form.unit, form.number, context.day
    step = count if form.ahead else -count
    year, month = context.article[0].year, context.article[0].month
    if unit in ("decade", "century") or (unit == "year" and count > 1):
        size = {"decade": 10, "century": 100}.get(unit, 1)
        return interval(*sorted((edtf_year(year), edtf_year(year + size * step))))
    if unit == "year" or unit == "quarter" or (unit == "month" and count > 1):
        other = add_months(year, month, step * {"year": 12, "quarter": 3}.get(unit, 1))
        return interval(*sorted((f"{year:04d}-{month:02d}", "{:04d}-{:02d}".format(*other))))
    if day is None:
        return None
    if unit == "month":
        to_year, to_month = add_months(year, month, step)
        end = date(to_year, to_month, min(day.day, month_end(to_year, to_month).day))
    elif unit == "hour" and count % 24:
        return None
    else:
        end = day + timedelta(step * 7 if unit == "week" else step // 24 if unit == "hour" else step)
    return days(*sorted((day, end)))


# --- pieces, ranges and lists ----------------------------------------------------------------------------------


def _nth(form: Nth, context: _Context) -> str | None:
    inner = _resolve(form.of, context)
    stretch = bounds(inner.value) if inner else None
    if stretch is None or not inner or ".." in inner.value:
        return None
    first, last = stretch
    if form.piece == "weekday":
        found = [
            first + timedelta(n)
            for n in range((last - first).days + 1)
            if (first + timedelta(n)).weekday() == form.weekday
        ]
        return found[form.n - (form.n > 0)].isoformat() if len(found) >= abs(form.n) else None
    if form.piece in ("day", "week"):
        size = form.number * (7 if form.piece == "week" else 1)
        start = last - timedelta(size - 1) if form.n < 0 else first + timedelta(size * (form.n - 1))
        end = start + timedelta(size - 1)
        return days(start, end) if first <= start and end <= last else None
    return _nth_months(form, first, last)


def _nth_months(form: Nth, first: date, last: date) -> str | None:
    total = (last.year - first.year) * 12 + last.month - first.month + 1
    if form.piece == "half" and total == 1:  # the first half of May ends with the 15th
        middle = date(first.year, first.month, 15)
        return days(first, middle) if form.n == 1 else days(middle + timedelta(1), last)
    if form.piece == "half":
        size, pieces = total // 2, 2
    else:
        size = form.number * {"quarter": 3, "month": 1, "year": 12}.get(form.piece, 120)
        pieces = total // size if size else 0
    n = pieces if form.n < 0 else form.n
    if not 1 <= n <= pieces or (form.piece == "half" and n > 2):
        return None
    start = (n - 1) * size if form.n > 0 or form.piece == "half" else total - size
    year, month = add_months(first.year, first.month, start)
    if size % 12 == 0 and month == 1:
        return interval(edtf_year(year), edtf_year(year + size // 12 - 1))
    return months(year, month, size)


def _days(form: Days, context: _Context) -> str | None:
    first = _calendar(form.month._replace(day=form.days[0]), context)
    if first is None:
        return None
    found = [_checked(f"{first[:-2]}{day:02d}") for day in form.days]
    if not all(found):
        return None
    values = [value for value in found if value]
    if form.days[-1] - form.days[0] == len(values) - 1:
        return interval(values[0], values[-1])
    return "{" + ",".join(values) + "}"


def _between(form: Between, context: _Context) -> str | None:
    first_form, last_form = _share(form.first, form.last)
    first, last = _resolve(first_form, context), _resolve(last_form, context)
    if first is None or last is None:
        return None
    low, high = start_of(first.value), end_of(last.value)
    pair = _put_in_order(first_form, last_form, low, high, context)
    return interval(*pair) if pair else None


def _share(first: Form, last: Form) -> tuple[Form, Form]:
    """Give each end of a range what only the other says: the year, the week."""
    if isinstance(first, Weekday) and isinstance(last, Weekday) and last.week and not first.week:
        return first._replace(week=last.week), last
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        if last.year_of and not (first.year or first.year_of):
            return first._replace(year_of=last.year_of), last
        if last.year and first.year is None and first.year_of is None:
            earlier = (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31)
            year = edtf_year(int(last.year) - 1) if earlier and last.year.isdigit() else last.year
            return first._replace(year=year), last
        if first.year and not last.year and not last.year_of and first.year.isdigit():
            later = (last.month or 12, last.day or 31) < (first.month or 0, first.day or 0)
            return first, last._replace(year=edtf_year(int(first.year) + later))
    return first, last


def _put_in_order(first: Form, last: Form, low: str, high: str, context: _Context) -> tuple[str, str] | None:
    """Move the end that the tense does not fix so that the range runs forwards."""
    start, end = bounds(low), bounds(high)
    if start is None or end is None:
        return (low, high) if "XXXX" in low and "XXXX" in high else None
    if isinstance(first, Weekday) and isinstance(last, Weekday) and not (first.week or last.week or last.which):
        return low, (start[0] + timedelta((last.weekday - first.weekday) % 7)).isoformat()
    if isinstance(first, Calendar) and isinstance(last, Calendar) and not (first.year or last.year):
        months_past = context.direction == "past" and first.day is None
        if context.direction == "future" or months_past:  # the end is still to come, or has been
            return _years(low, end[0].year, first, last), high
        return low, _years(high, start[0].year, first, last, ahead=True)
    return (low, high) if start[0] <= end[1] else None


def _years(value: str, year: int, first: Calendar, last: Calendar, *, ahead: bool = False) -> str:
    """The value moved to the year that the other end of the range is in, or to the one beside it."""
    turns = (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31)
    return edtf_year(year + (1 if ahead else -1) * turns) + value[4:]
