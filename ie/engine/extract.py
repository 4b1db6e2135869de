"""The path of the data: a document to its records.

    text -> trigger hits -> sentences -> tokens -> mentions -> events -> refined -> resolved -> merged records

A sentence without a trigger is never tokenised, unless an event of the document needs to know who "he" is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ie.documents import Document
from ie.engine.annotating import Annotator
from ie.engine.article import Article
from ie.engine.clauses import verbs_in
from ie.engine.events import Event, Piece, follow_aims, take_over, unite
from ie.engine.expressions import Expressions
from ie.engine.gapping import further
from ie.engine.intervals import count_days
from ie.engine.matching import Matcher
from ie.engine.merging import merge
from ie.engine.reference import References
from ie.engine.refining import refine
from ie.engine.scan import Scanner
from ie.engine.story import Story
from ie.engine.timeline import Timeline
from ie.engine.values import Found, constant_slots
from ie.engine.verbs import is_aim, is_noun, is_perfect, main_verb, points_ahead, reading
from ie.engine.writing import write
from ie.records import Result
from ie.ruleset import Ruleset


class Extractor:
    """A ruleset ready to run. Making one is cheap; it learns words and compiles expressions as texts need them."""

    def __init__(self, ruleset: Ruleset, expressions: Expressions | None = None) -> None:
        self.ruleset = ruleset
        self.expressions = expressions or Expressions(ruleset)
        self.matcher = Matcher(ruleset, self.expressions)
        self.annotator = Annotator(ruleset, self.matcher)
        self.scanner = Scanner(ruleset)
        self._leaning: dict[int, tuple[int, str]] = {}
        """Matches that count only near a record: its farthest sentence and its type."""
        for number, match in enumerate(ruleset.matches):
            rule = ruleset.rules[match.rule]
            if rule.within is not None and not rule.refines:
                _, reach, _, type_ = rule.within
                self._leaning[number] = reach, type_

    def extract(self, document: Document) -> Result:
        """All records of a document, in the order of their evidence."""
        article = Article(document, self.matcher.vocabulary)
        events = self.events(article)
        records = []
        if events:
            refine(events, article, self.annotator, self.matcher)
            follow_aims(events)
            take_over(events)
            references = References(article, self.annotator)
            timeline = Timeline(article)
            written = [record for event in events if (record := write(event, references, timeline))]
            Story(article, self.annotator, self.matcher, references, timeline).carry_days(written)
            count_days(written, timeline)
            records = merge(written)
        problems, self.matcher.problems = self.matcher.problems, []
        return Result(document.id, document.date, records, document.extra, problems)

    def events(self, article: Article) -> list[Event]:
        """The events that the article's sentences speak of, each with what its own sentence says."""
        events: list[Event] = []
        for index, numbers in self.scanner.candidates(article):
            here = unite(self._events_of(self._found(article, index, self._alone(numbers))))
            if leaning := self._near(numbers, index, [*events, *here]):
                here = unite([*here, *self._following(self._found(article, index, leaning), [*events, *here])])
            events += here
        return events

    def _following(self, matches: Iterable[Found], events: Sequence[Event]) -> Iterator[Event]:
        """The events of matches before which a record stands, each with the nearest of these."""
        for found in matches:
            here = found.sentence
            before = [
                event
                for event in self._in_reach(found.order, here.index, events)
                if event.sentence is not here or event.start < found.start
            ]
            if before:
                that = max(before, key=lambda event: (event.sentence.index, event.start))
                for event in self._events_of([found]):
                    event.that = that
                    yield event

    def _found(self, article: Article, index: int, numbers: Sequence[int]) -> list[Found]:
        """What some matches find in a sentence."""
        if not numbers:
            return []
        matcher = self.matcher
        sentence = article.sentence(index)
        numbers = [number for number in numbers if matcher.has_words(number, sentence)]
        numbers = self.annotator.feasible(sentence, numbers) if numbers else []
        if not numbers:
            return []
        self.annotator.annotate(sentence)
        encoded = matcher.encode(sentence, only_outermost=True)
        return [one for number in numbers for one in matcher.search(number, sentence, encoded)]

    def _alone(self, numbers: Sequence[int]) -> Sequence[int]:
        """Those of some matches that need no record before them."""
        return [number for number in numbers if number not in self._leaning] if self._leaning else numbers

    def _near(self, numbers: Sequence[int], index: int, events: Sequence[Event]) -> list[int]:
        """Those of some matches that need a record before them, and of which a sentence has one in reach."""
        if not events or not self._leaning:
            return []
        return [number for number in numbers if number in self._leaning and any(self._in_reach(number, index, events))]

    def _in_reach(self, number: int, index: int, events: Sequence[Event]) -> Iterator[Event]:
        reach, type_ = self._leaning[number]
        return (e for e in events if index - e.sentence.index <= reach and type_ in e.type.lineage)

    def _events_of(self, matches: Iterable[Found]) -> list[Event]:
        """The events of matches, and those for which their verbs stand too."""
        events: list[Event] = []
        for found in list(matches):
            event = self._event(found)
            events.append(event)
            fillers = self.matcher.patterns[found.order].fillers
            for other in further(found, event.type, fillers, verbs_in(found.sentence, self.matcher).__contains__):
                one = self._event(other)
                one.reading, one.reading_tokens = event.reading, event.reading_tokens
                one.points_ahead, one.is_perfect, one.is_aim = event.points_ahead, event.is_perfect, event.is_aim
                events.append(one)
        return events

    def _event(self, found: Found) -> Event:
        record = self.ruleset.records[found.rule.target]
        sentence = found.sentence
        slots = [*found.slots, *constant_slots(found)]
        event = Event(record, sentence, found.start, found.end, found.anchors, [Piece(found, slots)])
        if found.verbs:
            start, end = main_verb(found.verbs, sentence.tokens)
            verb = min((one for one in found.anchors if start <= one < end), default=start)
            runs = self.matcher.runs(sentence)
            if is_noun(sentence.tokens, runs, start, verb):
                return event
            event.is_perfect = is_perfect(sentence.tokens, runs, start, verb)
            event.is_aim = is_aim(sentence.tokens, runs, start, verb)
            event.reading = reading(sentence.tokens, runs, start, verb, self.ruleset.finite)
            event.reading_tokens = (start, end)
            event.points_ahead = points_ahead(sentence.tokens, runs, start, verb, self.ruleset.finite)
        return event
