"""When: dates of one article, resolved against its own date and the dates spoken of before them."""

from __future__ import annotations

from typing import Literal

from ie.engine import dates
from ie.engine.article import Article
from ie.engine.sentences import Mention

Direction = Literal["past", "future"]
_FUTURE = frozenset(("planned", "proposed"))
_PAST = frozenset(("held", "ongoing", "resumed", "failed"))
_LOOK_BACK = 8
"""Sentences in which "a day earlier" looks for the day that it counts from."""


def direction(status: object) -> Direction | None:
    """Where the tense of an event points; None where its status does not tell."""
    if status in _FUTURE:
        return "future"
    return "past" if status in _PAST else None


class Timeline:
    """Resolves the dates of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._known: dict[tuple[int, int], dates.DateValue | None] = {}

    def resolve(self, mention: Mention, towards: Direction | None) -> dates.DateValue | None:
        """The value of a date mention, or None where nothing can honestly be said."""
        expression = mention.expression
        if not isinstance(expression, dates.DateExpression):
            return None
        key = (mention.sentence.index, expression.start)
        if key not in self._known:
            previous = self._previous(*key)
            self._known[key] = dates.resolve(
                expression, article=self._article.document.date, previous=previous, direction=towards
            )
        return self._known[key]

    def _previous(self, sentence: int, start: int) -> str | None:
        """The last date before a place in the text that can be resolved."""
        for index in range(sentence, max(-1, sentence - _LOOK_BACK), -1):
            first, last = self._article.spans[index]
            for expression in reversed(dates.find(self._article.document.text[first:last])):
                if index == sentence and expression.start >= start:
                    continue
                key = (index, expression.start)
                value = self._known.get(key) or dates.resolve(
                    expression, article=self._article.document.date, previous=None, direction=None
                )
                if value is not None and "/" not in value.value:
                    return value.value
        return None
