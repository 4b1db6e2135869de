"""Events told by how long they lay before or after another: "met the king on Monday, two days after talks in Lima"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ie.engine import dates
from ie.engine.sentences import Mention
from ie.engine.timeline import Timeline
from ie.engine.writing import Written
from ie.language.builtin import DATE, DATE_TYPE
from ie.records import Filler

_ARTICLES = ("the", "The")
_DAY = len("2025-11-18")
_NEAR = 8
_FRONTED = 14
_LEAD = 1
"""The last sentence in which what is told is told of today."""


@cache
def _phrases() -> re.Pattern[str]:
    """So long after or before, and what stands between that and the word for the event."""
    count = r"(?P<count>[Aa]n?|[Tt]he|[A-Za-z]+|\d{1,3}) (?P<unit>day|week|month|year)s?"
    return re.compile(rf"\b(?P<told>{count} (?P<side>after|before|following))(?P<between>[^;:()\"“”]*)$")


def _told(before: str) -> re.Match[str] | None:
    """How long after or before an event is said to be; ``before`` is what its sentence says before the word for it.

    Few words may stand between, and commas only where the sentence begins with it.
    """
    told = _phrases().search(before)
    if told is None:
        return None
    between = told["between"]
    fronted = before[: told.start()].rstrip()[-1:] in ("", "-", "–", "—")
    near = len(between.split()) <= (_FRONTED if fronted else _NEAR)
    return told if near and (fronted or "," not in between) else None


def count_days(written: Sequence[Written], timeline: Timeline) -> None:
    """Give each event that is told as so long before or after another the day that follows from the other's.

    The other's day is that of a record before it in its sentence, else one that the sentence names, else in the first
    sentences the article's own. A day that the event shares with the other is replaced: it was not the same.
    """
    for one in written:
        if one.event.anchors and DATE in {role.name for role in one.event.type.roles}:
            _count(one, written, timeline)


def _count(one: Written, written: Sequence[Written], timeline: Timeline) -> None:
    sentence = one.event.sentence
    first = min(one.event.anchors)
    begin, _ = sentence.offset(0, 1)
    place, _ = sentence.offset(first, first + 1)
    told = _told(sentence.cut(0, first)) if first else None
    if told is None:
        return
    phrase = begin + told.start("told"), begin + told.end("told")
    days = [mention for mention in sentence.mentions if mention.type.name == DATE_TYPE]
    if any(phrase[0] <= sentence.offset(day.start, day.end)[0] < place for day in days):
        return
    for filler in one.fillers.get(DATE, ()):
        if filler.start >= phrase[0] and "," not in sentence.text[place - begin : filler.start - begin]:
            return  # it has a day of its own
    beside = [other for other in written if other is not one and other.event.sentence is sentence]
    base = _day_before(beside, phrase[0]) or _day_named(one, days, timeline)
    if base is None:
        return
    count = "a" if told["count"] in _ARTICLES else told["count"]
    said = f"{count} {told['unit']} {'later' if told['side'] == 'before' else 'earlier'}"
    for expression in dates.find(said)[:1]:
        value = dates.resolve(expression, article=timeline.date, previous=base, direction=None)
        if value is not None:
            filler = Filler(value.value, told["told"], *phrase)
            one.set_day(filler, one.record.evidence[0].rule)


def _day_named(one: Written, days: Sequence[Mention], timeline: Timeline) -> str | None:
    """The day that the sentence names, if it is one; near the beginning of an article, where none is named, today."""
    values = {value.value for day in days if (value := timeline.resolve(day, "past")) is not None}
    named = [value for value in values if len(value) == _DAY]
    if named:
        return named[0] if len(named) == 1 else None
    return timeline.date if one.event.sentence.index <= _LEAD else None


def _day_before(beside: Sequence[Written], place: int) -> str | None:
    """The day of the nearest of some records that stands before a place in their sentence."""
    for other in reversed(beside):
        start, _ = other.event.sentence.offset(other.event.start, other.event.end)
        for filler in other.fillers.get(DATE, ()):
            if start < place and isinstance(filler.value, str) and len(filler.value) == _DAY:
                return filler.value
    return None
