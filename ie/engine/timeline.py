"""When: dates of one article, resolved against its own date and the dates spoken of before them."""

from __future__ import annotations

import re
from functools import cache, cached_property

from ie.engine import dates
from ie.engine.article import Article
from ie.engine.dates import Direction
from ie.engine.dates.calendar import bounds
from ie.engine.dates.forms import Calendar, Shift, Vague
from ie.engine.sentences import Mention

_DIRECTIONS: dict[object, Direction] = {
    **dict.fromkeys(("planned", "proposed"), "future"),
    **dict.fromkeys(("held", "resumed", "failed"), "past"),
    "ongoing": "present",
    **dict.fromkeys(("cancelled", "suspended", "refused", "denied", "agreed"), "nearest"),
}
_DATELINE = 120
"""Characters in which a dateline ends."""
_DAY = len("2025-11-18")
_STEPS = 20
"""Dates each of which may be counted from the one before."""


def direction(status: object) -> Direction | None:
    """Where the tense of an event points; None where its status does not tell."""
    return _DIRECTIONS.get(status)


def says_nothing(mention: Mention) -> bool:
    """Whether a mention is of a time of which nobody could say when it was: "recently", "the first since May"."""
    return isinstance(mention.expression, dates.DateExpression) and isinstance(mention.expression.form, Vague)


class Timeline:
    """Resolves the dates of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._known: dict[tuple[int, int, Direction | None], dates.DateValue | None] = {}
        self._last: dict[tuple[int, int], dates.DateValue | None] = {}
        self._found: dict[int, list[dates.DateExpression]] = {}

    @cached_property
    def date(self) -> str | None:
        """The article's date: its own, else that of its dateline, whose year may be open."""
        return self._article.document.date or _dateline(self._article.document.text)

    def resolve(self, mention: Mention, towards: Direction | None) -> dates.DateValue | None:
        """The value of a date mention, or None where nothing can honestly be said."""
        expression = mention.expression
        if not isinstance(expression, dates.DateExpression):
            return None
        key = (mention.sentence.index, expression.start, towards)
        if key not in self._known:
            previous = self._spoken_before(expression, key[0], key[1], {}, 0)
            self._known[key] = dates.resolve(expression, article=self.date, previous=previous, direction=towards)
        self._last[key[:2]] = self._known[key]
        return self._known[key]

    def is_over(self, mention: Mention) -> bool:
        """Whether a day of the past lies before the article's."""
        article, value = bounds(self.date), self.resolve(mention, "past")
        found = bounds(value.value) if value else None
        return article is not None and found is not None and found[1] < article[0]

    def lies_ahead(self, mention: Mention, *, open_tense: bool) -> bool:
        """Whether a date lies after the article's, with a verb that may be meant of the future or, surely, with any."""
        article = bounds(self.date)
        expression = mention.expression
        if article is None or not isinstance(expression, dates.DateExpression):
            return False
        value = self.resolve(mention, "future" if open_tense else "past")
        found = bounds(value.value) if value else None
        if found is None or found[0] <= article[1]:
            return False
        # A day that is only named may be today's where the article is dated a day or two before it was written.
        return open_tense or not isinstance(expression.form, Calendar) or (found[0] - article[1]).days > dates.SLACK

    def _spoken_before(
        self,
        expression: dates.DateExpression,
        sentence: int,
        start: int,
        seen: dict[tuple[int, int], dates.DateValue | None],
        steps: int,
    ) -> str | None:
        """The date that an expression is counted from: the last one before it that can be resolved.

        ``seen`` are those that were looked at for the same expression, ``steps`` how many are counted from each other
        so far: "two days later" may stand behind a hundred others of its kind, none of which can be resolved.
        """
        back = dates.looks_back(expression) if steps < _STEPS else 0
        by_days = isinstance(expression.form, Shift) and expression.form.unit in ("day", "hour")
        for index in range(sentence, max(-1, sentence - back - 1), -1) if back else ():
            for other in reversed(self._dates(index)):
                place = index, other.start
                if index == sentence and other.start >= start:
                    continue
                if place not in seen:
                    seen[place] = self._last.get(place) or dates.resolve(
                        other,
                        article=self.date,
                        previous=self._spoken_before(other, *place, seen, steps + 1),
                        direction=None,
                    )
                value = seen[place]
                if value is not None and "/" not in value.value and (not by_days or len(value.value) >= _DAY):
                    return value.value
        return None

    def _dates(self, index: int) -> list[dates.DateExpression]:
        """The dates of a sentence, whether or not it was cut into tokens."""
        found = self._found.get(index)
        if found is None:
            first, last = self._article.spans[index]
            found = self._found[index] = dates.find(self._article.document.text[first:last])
        return found


@cache
def _agency() -> re.Pattern[str]:
    """What stands behind the date in a dateline: "(Xinhua) --", "/TASS/", a dash."""
    return re.compile(r"[.,]?\s*(?:\([^)]{1,40}\)\s*)?(?:--?|[–—]|/[A-Z])")


def _dateline(text: str) -> str | None:
    """The date of "LIMA, July 16 (Xinhua) --", with XXXX for a year that is not said."""
    head = text[:_DATELINE].partition("\n")[0] if "\n" not in text[:3] else text.lstrip()[:_DATELINE]
    for expression in dates.find(head)[:1]:
        form, before = expression.form, head[: expression.start].rstrip()
        if not isinstance(form, Calendar) or not (form.day and form.month):
            continue
        if before.endswith(",") and before[:1].isupper() and _agency().match(head, expression.end):
            value = dates.resolve(expression, article=None, previous=None, direction=None)
            return value.value if value else None
    return None
