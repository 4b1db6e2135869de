"""Events told by how long they lay before or after another: "met the king on Monday, two days after talks in Lima"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ie.engine import dates
from ie.engine.timeline import Timeline
from ie.engine.writing import Written
from ie.language.builtin import DATE, DATE_TYPE
from ie.records import Filler

_ARTICLES = ("the", "The")


@cache
def _told() -> re.Pattern[str]:
    """So long after or before, up to the word for the event; no comma or colon and few words may stand between."""
    count = r"(?P<count>[Aa]n?|[Tt]he|[A-Za-z]+|\d{1,3}) (?P<unit>day|week|month|year)s?"
    return re.compile(rf"\b(?P<told>{count} (?P<side>after|before|following))(?:\s+[^\s,;:()\"“”]+){{0,8}}?\s*$")


def count_days(written: Sequence[Written], timeline: Timeline) -> None:
    """Give each event that is told as so long before or after another the day that follows from the other's.

    The other is the record before it in its sentence that has a day. A day that the event shares with that one is
    replaced: the sentence says that it was another.
    """
    for one in written:
        if one.event.anchors and DATE in {role.name for role in one.event.type.roles}:
            _count(one, written, timeline)


def _count(one: Written, written: Sequence[Written], timeline: Timeline) -> None:
    sentence = one.event.sentence
    first = min(one.event.anchors)
    begin, _ = sentence.offset(0, 1)
    place, _ = sentence.offset(first, first + 1)
    told = _told().search(sentence.cut(0, first) if first else "")
    if told is None:
        return
    phrase = begin + told.start("told"), begin + told.end("told")
    days = [mention for mention in sentence.mentions if mention.type.name == DATE_TYPE]
    if any(phrase[0] <= sentence.offset(day.start, day.end)[0] < place for day in days):
        return
    if any(filler.start >= phrase[0] for filler in one.fillers.get(DATE, ())):
        return  # it has a day of its own
    base = _day_before(one, written, phrase[0])
    if base is None:
        return
    count = "a" if told["count"] in _ARTICLES else told["count"]
    said = f"{count} {told['unit']} {'later' if told['side'] == 'before' else 'earlier'}"
    for expression in dates.find(said)[:1]:
        value = dates.resolve(expression, article=timeline.date, previous=base, direction=None)
        if value is not None:
            filler = Filler(value.value, told["told"], *phrase)
            one.set_day(filler, one.record.evidence[0].rule)


def _day_before(one: Written, written: Sequence[Written], place: int) -> str | None:
    """The day of the nearest record that stands before a place in the sentence of another."""
    for other in reversed(written):
        if other is one or other.event.sentence is not one.event.sentence:
            continue
        start, _ = other.event.sentence.offset(other.event.start, other.event.end)
        for filler in other.fillers.get(DATE, ()):
            if start < place and isinstance(filler.value, str) and "/" not in filler.value:
                return filler.value
    return None
