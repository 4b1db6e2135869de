"""The day on which a story stands: an event told without one has that of the sentences before it.

"The minister arrived on Monday. He met the king." The second verb is in the simple past, and nothing in its sentence
speaks of another time. So the day is that of the nearest sentence that tells of the same people, else, near the
beginning of an article, that of its first sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from ie.engine import dates
from ie.engine.annotating import Annotator
from ie.engine.article import Article
from ie.engine.clauses import clauses_of
from ie.engine.dates.calendar import bounds
from ie.engine.matching import Matcher
from ie.engine.reference import References
from ie.engine.sentences import Mention, Sentence
from ie.engine.timeline import Timeline
from ie.engine.verbs import HELD, ONGOING
from ie.engine.writing import Written
from ie.language.builtin import DATE, DATE_TYPE, SOURCE, STATUS
from ie.records import Filler, Value
from ie.ruleset import Role

_EARLIER = frozenset(("earlier", "previously", "once", "last", "before", "ago", "recently", "until", "since"))
"""Words that say that a sentence does not go on where the one before it ended."""
_SAYING = frozenset(("said", "says", "told", "announced", "reported", "confirmed", "added", "disclosed", "declared"))
_AROUND = 3
_SENTENCES_BACK = 3
_LEAD = 1
"""Sentences in which a report says when it happened."""
_NEAR_LEAD = 6
"""Sentences in which a report still tells of that."""
_FRONT = 2
_FRESH = timedelta(8)
"""News is not older than this when it is told."""


class Story:
    """Knows on which day the story of an article stands at a sentence."""

    def __init__(
        self, article: Article, annotator: Annotator, matcher: Matcher, references: References, timeline: Timeline
    ) -> None:
        self._article = article
        self._annotator = annotator
        self._matcher = matcher
        self._references = references
        self._timeline = timeline

    def carry_days(self, written: Sequence[Written]) -> None:
        """Give each event without a day on which it happened the one that the story has reached."""
        for one in written:
            if beside := self._day_beside(one, written):
                one.set_day(*beside)
            elif only := self._only_day(one):
                one.set_day(only, one.record.evidence[0].rule)
            elif self._goes_on(one):
                filler, rule = self._day_before(one, written) or (None, "")
                if filler is not None:
                    one.set_day(filler, rule)
                    one.carried = True

    def _may_have_day(self, one: Written) -> bool:
        """Whether an event has no day, and might have one that is told elsewhere."""
        event = one.event
        if DATE in one.record.roles or DATE not in [role.name for role in event.type.roles]:
            return False
        tokens = event.sentence.tokens
        near = set(range(max(0, event.start - _AROUND), min(len(tokens), event.end + _AROUND)))
        if event.is_aim or (event.is_perfect and "just" not in (tokens[at] for at in near)):
            return False
        for day in _days(event.sentence):  # the "last" of "last night" says nothing of another time
            near -= set(range(day.start, day.end))
        return _EARLIER.isdisjoint(tokens[at].lower() for at in near)

    def _goes_on(self, one: Written) -> bool:
        """Whether an event is told in the simple past, in a sentence that speaks of no other time."""
        if one.record.roles.get(STATUS) != HELD or one.event.reading != HELD or one.event.points_ahead:
            return False
        return self._may_have_day(one) and not self._own_days(one.event.sentence)

    def _day_beside(self, one: Written, written: Sequence[Written]) -> tuple[Filler, str] | None:
        """The day of a record of the same kind in the same sentence, if that speaks of no other: "and 48 came back"."""
        if not self._may_have_day(one):
            return None
        values = [self._timeline.resolve(day, "past") for day in self._own_days(one.event.sentence)]
        if sum(value is not None and _is_a_day(value.value) for value in values) != 1:
            return None
        clauses = clauses_of(one.event.sentence, self._matcher)
        inside = [clause for clause in clauses if any(map(clause.holds, one.event.anchors))]
        for other in written:
            alike = other.event.sentence is one.event.sentence and other.record.type == one.record.type
            if alike and other.record.roles.get(STATUS) == one.record.roles.get(STATUS):
                beside = [clause for clause in clauses if any(map(clause.holds, other.event.anchors))]
                for filler in other.fillers.get(DATE, ())[:1]:
                    if inside == beside and not other.carried:
                        return filler, next(_rules_of(other, filler), "")
        return None

    def _only_day(self, one: Written) -> Filler | None:
        """The one day of which its sentence speaks, if that has just been."""
        if not self._may_have_day(one) or one.record.roles.get(STATUS) not in (HELD, "failed"):
            return None
        sentence, anchors = one.event.sentence, one.event.anchors
        days = self._own_days(sentence)
        if len(days) != 1 or _is_of_a_report(days[0]):
            return None
        about = [clause for clause in clauses_of(sentence, self._matcher) if not clause.of_things]
        if any(clause.holds(anchor) for clause in about for anchor in anchors):
            return None
        return self._day_in(sentence, timedelta.max)

    def _day_before(self, one: Written, written: Sequence[Written]) -> tuple[Filler, str] | None:
        here = one.event.sentence.index
        people = _people(one)
        for index in range(here - 1, max(-1, here - 1 - _SENTENCES_BACK), -1):
            if told := _told(written, index, people):
                return told
            sentence = self._with_days(index)
            if sentence is not None and people & self._named(sentence):
                day = self._day_in(sentence)
                if day is not None or self._goes_elsewhere(sentence):
                    return (day, one.record.evidence[0].rule) if day is not None else None
        return self._day_of_lead(one) if here < _NEAR_LEAD else None

    def _day_of_lead(self, one: Written) -> tuple[Filler, str] | None:
        """The day of the article's first sentence that has one, unless the sentence before goes to another time."""
        here = one.event.sentence.index
        before = self._with_days(here - 1) if here else None
        if before is not None and self._day_in(before) is None and self._goes_elsewhere(before):
            return None
        first = next((index for index in range(here) if not self._is_dateline(index)), here)
        lead = (self._with_days(index) for index in range(first, min(here, first + _LEAD)))
        day = next((day for sentence in lead if sentence is not None and (day := self._day_in(sentence))), None)
        return (day, one.record.evidence[0].rule) if day is not None else None

    def _is_dateline(self, index: int) -> bool:
        """Whether a sentence is nothing but a place and a date: "NEW DELHI, JULY 28."."""
        start, end = self._article.spans[index]
        return not any(word.islower() for word in self._article.document.text[start:end].split())

    def _with_days(self, index: int) -> Sentence | None:
        """A sentence, if it speaks of any time."""
        start, end = self._article.spans[index]
        if not dates.find(self._article.document.text[start:end]):
            return None
        sentence = self._article.sentence(index)
        self._annotator.annotate(sentence)
        return sentence if self._own_days(sentence) else None

    def _own_days(self, sentence: Sentence) -> list[Mention]:
        """The dates of a sentence but for its dateline and those of clauses about somebody."""
        about = [clause for clause in clauses_of(sentence, self._matcher) if not clause.of_things]
        return [
            one
            for one in _days(sentence)
            if not _is_dateline(one) and not any(clause.holds(one.start) for clause in about)
        ]

    def _day_in(self, sentence: Sentence, fresh: timedelta = _FRESH) -> Filler | None:
        """The day of which a sentence tells, if it has been, and that not too long ago."""
        article = bounds(self._timeline.date)
        for mention in self._own_days(sentence):
            value = self._timeline.resolve(mention, "past")
            stretch = bounds(value.value) if value is not None else None
            if article is None or value is None or stretch is None or not _is_a_day(value.value):
                continue
            is_fresh = stretch[0] <= article[1] and article[0] - stretch[0] <= fresh
            if is_fresh and not self._looks_ahead(sentence, mention.start):
                start, end = sentence.offset(mention.name_start, mention.name_end)
                return Filler(value.value, sentence.cut(mention.name_start, mention.name_end), start, end)
        return None

    def _goes_elsewhere(self, sentence: Sentence) -> bool:
        """Whether a sentence takes the story to another time: with a fronted date, or one that is finer than a year."""
        first = self._own_days(sentence)[0]
        value = self._timeline.resolve(first, "past")
        return first.start <= _FRONT or (value is not None and len(value.value) > len("1942"))

    def _looks_ahead(self, sentence: Sentence, place: int) -> bool:
        """Whether the last verb group before a date speaks of something that has not happened."""
        before = [run for run in self._matcher.runs(sentence) if run.end <= place]
        return bool(before) and before[-1].reading not in (HELD, ONGOING)

    def _named(self, sentence: Sentence) -> set[Value | None]:
        return {
            identity.value
            for mention in sentence.outermost()
            if mention.expression is None
            for identity in self._references.identities(mention)
        }


def _told(written: Sequence[Written], index: int, people: set[Value]) -> tuple[Filler, str] | None:
    """The day that another record of a sentence has, if it tells of the same people."""
    for other in reversed(written):
        if other.event.sentence.index == index and other.record.roles.get(STATUS) in (HELD, ONGOING):
            for filler in other.fillers.get(DATE, ())[:1]:
                if _is_a_day(filler.value) and people & _people(other):
                    return filler, next(_rules_of(other, filler), "")
    return None


def _rules_of(one: Written, filler: Filler) -> Iterator[str]:
    return (piece.rule for piece in one.record.evidence if filler in piece.roles.get(DATE, ()))


def _days(sentence: Sentence) -> list[Mention]:
    return sorted((one for one in sentence.mentions if one.type.name == DATE_TYPE), key=lambda one: one.start)


def _is_dateline(mention: Mention) -> bool:
    """Whether nothing but a place stands before a date at the beginning of an article: "LIMA, July 16 (Xinhua) --"."""
    before = mention.sentence.tokens[: mention.start]
    return mention.sentence.index == 0 and bool(before) and not any(word[0].islower() for word in before)


def _is_of_a_report(day: Mention) -> bool:
    """Whether a day is that of a report: "said Wednesday", "told reporters on Monday"."""
    before = day.sentence.tokens[max(0, day.start - _AROUND) : day.start]
    return not _SAYING.isdisjoint(word.lower() for word in before)


def _people(one: Written) -> set[Value]:
    """The fillers of those of the roles that say who takes part: lists of people and groups."""
    return {
        filler.value
        for role in one.event.type.roles
        if role.many and role.name != SOURCE and _takes_people(role)
        for filler in one.fillers.get(role.name, ())
    }


def _takes_people(role: Role) -> bool:
    return "Person" in role.types


def _is_a_day(value: Value) -> bool:
    return isinstance(value, str) and len(value) == len("2025-11-18") and "/" not in value
