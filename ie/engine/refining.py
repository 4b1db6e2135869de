"""``on`` rules: what stands around an event, in its sentence, in those next to it and around its quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ie.engine.annotating import Annotator
from ie.engine.article import Article
from ie.engine.clauses import clauses_of
from ie.engine.events import Event, Piece
from ie.engine.matching import Matcher
from ie.engine.sentences import Mention
from ie.engine.timeline import says_nothing
from ie.engine.values import Found, Slot, constant_slots
from ie.language.builtin import DATE, STATUS

_BEFORE = 3
_SENTENCE_AWAY = 1_000
"""A cue in another sentence is farther than any in the same one."""
_BE = frozenset(("is", "are", "was", "were"))
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their"))
_NO_THING = frozenset(
    ("of", "in", "on", "at", "to", "for", "with", "by", "from", "and", "or", "as", "but", "is", "was", "are", "were")
)
_COMPOUND = 4
"""Words within which "the May 7 peace talks" say what they are."""
_CLAUSE_AWAY = 100
"""A cue in another clause is farther than any in the same one."""


@dataclass(slots=True, eq=False)
class Proposal:
    """What one match of an ``on`` rule would add to an event."""

    event: Event
    found: Found
    distance: int
    slots: list[Slot]

    @property
    def rank(self) -> tuple[int, int, int]:
        """The nearest cue first, then the longer match, then the later rule."""
        return self.distance, self.found.start - self.found.end, -self.found.order


def refine(events: Sequence[Event], article: Article, annotator: Annotator, matcher: Matcher) -> None:
    """Let every ``on`` rule add to the events of an article, and settle what they disagree about."""
    proposals: dict[int, list[Proposal]] = {}
    for number in matcher.refining:
        rule = matcher.patterns[number].rule
        targets = [event for event in events if rule.target in event.type.lineage]
        if not targets:
            continue
        if rule.within is None:
            found = _beside(number, targets, matcher)
        elif rule.within[0] == "this":
            found = _inside(number, targets, matcher)
        elif rule.within[0] == "quote":
            found = _around_quotation(number, targets, article, annotator, matcher)
        else:
            found = _within(number, targets, article, annotator, matcher)
        for proposal in found:
            _keep_to_clause(proposal, matcher)
            if proposal.slots:
                proposals.setdefault(id(proposal.event), []).append(proposal)
    _give_days_to_the_nearest([one for some in proposals.values() for one in some])
    for event in events:
        _settle(event, proposals.get(id(event), []))


def _give_days_to_the_nearest(proposals: Sequence[Proposal]) -> None:
    """Put a date last that stands nearer to another event: "to fly there on Friday and meet the king on Saturday"."""
    dated = [(one, slot) for one in proposals for slot in one.slots if slot.role == DATE]
    nearest: dict[tuple[int, int], int] = {}
    for one, slot in dated:
        place = slot.sentence.index, slot.start
        nearest[place] = min(one.distance, nearest.get(place, one.distance))
    for one, slot in dated:
        if one.distance > nearest[slot.sentence.index, slot.start] and one.distance < _CLAUSE_AWAY:
            one.distance += _CLAUSE_AWAY


def _beside(number: int, events: Sequence[Event], matcher: Matcher) -> Iterator[Proposal]:
    """Matches that speak of the event as ``this``, in its own sentence."""
    for event in events:
        if not matcher.has_words(number, event.sentence):
            continue
        span = (event.start, event.end)
        encoded = matcher.encode(event.sentence, only_outermost=True, this=span)
        for found in matcher.search(number, event.sentence, encoded, refining=event):
            yield Proposal(event, found, _gap(found, event), _added(found))


def _inside(number: int, events: Sequence[Event], matcher: Matcher) -> Iterator[Proposal]:
    """Matches inside the words that an event's evidence covers."""
    for event in events:
        if not matcher.has_words(number, event.sentence):
            continue
        encoded = matcher.encode(event.sentence, only_outermost=True)
        for found in matcher.search(number, event.sentence, encoded, refining=event):
            if event.start <= found.start and found.end <= event.end:
                yield Proposal(event, found, _gap(found, event), _added(found))


def _within(
    number: int, events: Sequence[Event], article: Article, annotator: Annotator, matcher: Matcher
) -> Iterator[Proposal]:
    """Matches in the sentences after (or before) an event, each for the event that is nearest."""
    match = matcher.ruleset.matches[number]
    _, reach, after, _ = matcher.ruleset.rules[match.rule].within or ("sentences", 0, False, None)
    places = {event.sentence.index for event in events}
    step = -1 if after else 1
    for index in sorted({place + step * away for place in places for away in range(reach + 1)}):
        if not 0 <= index < len(article):
            continue
        sentence = article.sentence(index)
        if not matcher.has_words(number, sentence):
            continue
        annotator.annotate(sentence)
        encoded = matcher.encode(sentence, only_outermost=True)
        nearest = partial(_nearest, events=events, reach=reach, after=after)
        for found in matcher.search(number, sentence, encoded, refining=nearest):
            if (event := found.refining) is not None:
                away = abs(event.sentence.index - index)
                distance = away * _SENTENCE_AWAY + (_gap(found, event) if not away else 0)
                yield Proposal(event, found, distance, _added(found))


def _nearest(found: Found, events: Sequence[Event], reach: int, after: bool) -> Event | None:
    here = found.sentence.index
    sign = 1 if after else -1
    near = [
        event
        for event in events
        if 0 <= sign * (event.sentence.index - here) <= reach
        and (event.sentence.index != here or (event.start >= found.end if after else event.start < found.start))
    ]
    return min(near, key=lambda e: (abs(e.sentence.index - here), sign * e.start), default=None)


def _around_quotation(
    number: int, events: Sequence[Event], article: Article, annotator: Annotator, matcher: Matcher
) -> Iterator[Proposal]:
    """Matches in the words around the quotation in which an event stands."""
    for event in events:
        start, _ = event.sentence.offset(event.start, event.end)
        quotation = article.quotation_at(start)
        if quotation is None:
            continue
        first, last = article.index_at(quotation[0]), article.index_at(quotation[1] - 1)
        for index in dict.fromkeys((last, first, last + 1)):
            if index >= len(article):
                continue
            sentence = article.sentence(index)
            if not matcher.has_words(number, sentence):
                continue
            annotator.annotate(sentence)
            encoded = matcher.encode(sentence, only_outermost=True)
            outside = [
                found
                for found in matcher.search(number, sentence, encoded)
                if not any(article.quotation_at(sentence.offset(slot.start, slot.end)[0]) for slot in found.slots)
            ]
            if index == last + 1 and article.spans[index][0] - quotation[1] > 3:
                break  # another paragraph or another thought
            for found in outside:
                yield Proposal(event, found, _SENTENCE_AWAY * abs(index - event.sentence.index), _added(found))
            if outside:
                break


def _gap(found: Found, event: Event) -> int:
    """Tokens between the words by which an event is called and the nearest thing that a match says of it.

    What stands before those words counts as a little farther: it may belong to a verb that went before.
    """
    places = [(slot.start, slot.end) for slot in found.slots] or [(one, one + 1) for one in found.anchors]
    places = places or [(found.start, found.end)]
    words = event.anchors or range(event.start, event.end)
    return min(
        max(word - end + 1 + _BEFORE if end <= word else 0, start - word, 0) for start, end in places for word in words
    )


def _keep_to_clause(proposal: Proposal, matcher: Matcher) -> None:
    """Take from a proposal what another clause of the sentence says of time and tense, or put it last.

    In "X, who arrived on Monday, was due to meet Y" the meeting was not on Monday, and X was not due to arrive.
    """
    event, found = proposal.event, proposal.found
    if found.sentence is not event.sentence:
        return
    anchors = event.anchors or frozenset((event.end - 1,))
    clauses = clauses_of(event.sentence, matcher)
    home = next((one for one in clauses if all(map(one.holds, anchors))), None)
    kept: list[Slot] = []
    for slot in proposal.slots:
        if slot.role in (DATE, STATUS):
            place = slot.start if slot.constant is None else max(found.anchors - anchors, default=slot.start)
            if slot.mention is not None and (says_nothing(slot.mention) or _is_of_a_thing(slot.mention, anchors)):
                continue
            there = next((one for one in clauses if one.holds(place)), None)
            if (home is not None and place >= home.end) or (slot.role == DATE and _is_of_saying(place, event)):
                continue
            if there is not None and not any(map(there.holds, anchors)):
                if not there.of_things:
                    continue
                proposal.distance += _CLAUSE_AWAY
        kept.append(slot)
    proposal.slots = kept


def _is_of_a_thing(day: Mention, anchors: frozenset[int]) -> bool:
    """Whether a date stands before another thing that happened: "since the July 30 bombing"."""
    tokens = day.sentence.tokens
    named = tokens[day.end : day.end + 1]
    if not day.start or tokens[day.start - 1].lower() not in _DETERMINERS or not named or not named[0].islower():
        return False
    return named[0] not in _NO_THING and anchors.isdisjoint(range(day.end, day.end + _COMPOUND))


def _is_of_saying(place: int, event: Event) -> bool:
    """Whether a date stands between a verb and its "to": "agreed on Tuesday to hold talks"."""
    if event.reading_tokens is None or not event.reading_tokens[0] < place < event.reading_tokens[1]:
        return False
    words = event.sentence.tokens[event.reading_tokens[0] : event.reading_tokens[1]]
    return words[0].lower() not in _BE and "to" in words[place - event.reading_tokens[0] :]


def _added(found: Found) -> list[Slot]:
    """The fillers that a match captures, and those that its rule sets."""
    return [*found.slots, *constant_slots(found)]


def _settle(event: Event, proposals: list[Proposal]) -> None:
    many = {role.name for role in event.type.roles if role.many}
    captured = event.filled()
    best: dict[str, Proposal] = {}
    for proposal in sorted(proposals, key=lambda one: one.rank):
        for slot in proposal.slots:
            if slot.role not in many:
                best.setdefault(slot.role, proposal)
    for proposal in sorted(proposals, key=lambda one: (one.found.sentence.index, one.found.start, one.found.order)):
        kept = [
            slot
            for slot in proposal.slots
            if slot.role in many or (best[slot.role] is proposal and (slot.role not in captured))
        ]
        if kept:
            event.pieces.append(Piece(proposal.found, kept))
