"""Records in the making: what rules of ``->`` found, united where they speak of the same event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ie.engine.sentences import Mention, Sentence
from ie.engine.values import Found, Slot
from ie.engine.verbs import HELD, ONGOING
from ie.language.builtin import DATE, STATUS, THAT
from ie.ruleset import RecordType

Fillers = dict[str, list[Slot]]


@dataclass(slots=True, eq=False)
class Piece:
    """What one match contributed."""

    found: Found
    slots: list[Slot]


@dataclass(slots=True, eq=False)
class Event:
    """A record in the making. ``start`` and ``end`` are the tokens of its sentence that its evidence covers."""

    type: RecordType
    sentence: Sentence
    start: int
    end: int
    anchors: frozenset[int]
    pieces: list[Piece] = field(default_factory=list)
    reading: str | None = None
    reading_tokens: tuple[int, int] | None = None
    points_ahead: bool = False
    """Whether its verb can be meant of the future: "arrives on Friday"."""
    is_perfect: bool = False
    """Whether its verb looks back: "had arrived"."""
    is_aim: bool = False
    """Whether its verb says what another event was for: "flew to Lima to meet"."""

    is_aim_of_told: bool = False
    """Whether it has its date from before its verb, and no event is told of that day: "stayed on Friday to meet"."""
    that: Event | None = None
    """The record before it, of an event that is one only because of that."""
    follows: Event | None = None
    """The event that was for it: who flew to Lima on Monday to meet somebody did so on Monday or later."""

    def slots(self, role: str) -> list[Slot]:
        """All fillers of a role, in the order in which they were found."""
        return [slot for piece in self.pieces for slot in piece.slots if slot.role == role]

    def filled(self) -> set[str]:
        """The roles that have a filler."""
        return {slot.role for piece in self.pieces for slot in piece.slots}


def follow_aims(events: Iterable[Event]) -> None:
    """Tell each event that is another one's aim, and has its date from before its verb, which one that is."""
    for event in (all_events := list(events)):
        days = [slot.mention for slot in event.slots(DATE)]
        if not event.is_aim or event.reading_tokens is None or not days or event.slots(STATUS):
            continue
        if any(day is None or day.start > event.reading_tokens[0] for day in days):
            continue
        sharing = [other for other in all_events if other is not event and _shares(other, days)]
        event.is_aim_of_told = not sharing and not _looks_ahead(event, days)
        for other in sharing:
            told = other.sentence is event.sentence and other.reading == HELD and not other.slots(STATUS)
            if told and not other.is_aim:
                event.follows = other


def _shares(event: Event, days: Sequence[Mention | None]) -> bool:
    """Whether one of some days is an event's."""
    return any(slot.mention in days for slot in event.slots(DATE))


def _looks_ahead(event: Event, days: Sequence[Mention | None]) -> bool:
    """Whether the last auxiliaries before the first of some days speak of something to come."""
    first = min(day.start for day in days if day is not None)
    before = [run for run in event.sentence.runs or () if run.end <= first]
    return bool(before) and before[-1].reading not in (HELD, ONGOING)


def take_over(events: Iterable[Event]) -> None:
    """Fill the roles that rules take over from the record before a match: "The next round is set for Friday"."""
    for event in events:
        if event.that is None:
            continue
        for piece in list(event.pieces):
            for role, operand in piece.found.rule.sets:
                if tuple(operand[:2]) == ("path", THAT):
                    event.pieces += _taken_over(piece, role, event, operand[2])


def _taken_over(piece: Piece, role: str, event: Event, of: str) -> Iterator[Piece]:
    """The pieces of the record before in which a role is filled, as of the rule that takes it over."""
    if event.that is None or event.slots(role):
        return
    taken: set[tuple[int, int]] = set()
    for told in event.that.pieces:
        slots = [slot for slot in told.slots if slot.role == of and (slot.start, slot.end) not in taken]
        if slots:
            taken.update((slot.start, slot.end) for slot in slots)
            yield Piece(replace(told.found, rule=piece.found.rule), [replace(slot, role=role) for slot in slots])


def unite(events: Iterable[Event]) -> list[Event]:
    """Events of one sentence, those that are one event united.

    Two are one where they are called by the same word, or else where their evidence overlaps and their roles agree.
    """
    united: list[Event] = []
    for event in sorted(events, key=lambda e: (-len(e.filled()), e.start - e.end, e.start)):
        others = [one for one in united if one.type.name == event.type.name and not _apart(one, event)]
        called = next((one for one in others if one.anchors & event.anchors), None)
        agreeing = (one for one in others if one.start < event.end and event.start < one.end and _agree(one, event))
        if called is not None:
            _absorb(called, event, only_missing=not _agree(called, event))
        elif (overlapping := next(agreeing, None)) is not None:
            _absorb(overlapping, event, only_missing=False)
        else:
            united.append(event)
    return sorted(united, key=lambda e: (e.start, e.end, e.type.name))


def _agree(one: Event, two: Event) -> bool:
    """Whether no role of the two contradicts the other: the fillers of one are among those of the other."""
    for role in one.filled() & two.filled():
        a, b = _keys(one, role), _keys(two, role)
        if not (a <= b or b <= a):
            return False
    return True


def _apart(one: Event, two: Event) -> bool:
    """Whether some role has fillers in both and none in common: each side's part of a swap is a record of its own."""
    for role in one.type.roles:
        if role.many:
            a, b = _keys(one, role.name), _keys(two, role.name)
            if a and b and not a & b:
                return True
    return False


def _keys(event: Event, role: str) -> set[object]:
    """The fillers of a role by value; one that is still to be resolved ("his") may be any and is left out."""
    keys: set[object] = set()
    for slot in event.slots(role):
        if slot.mention is None:
            keys.add(slot.constant if slot.constant is not None else (slot.start, slot.end))
        elif slot.mention.value is not None:
            keys.add(slot.mention.value)
        elif slot.mention.expression is not None:
            keys.add((slot.mention.name_start, slot.mention.name_end))
    return keys


def _absorb(event: Event, other: Event, *, only_missing: bool) -> None:
    have = event.filled()
    told = set(map(_told, event.pieces))
    for piece in other.pieces:
        if _told(piece) in told:
            continue  # two alternatives of a rule that say the same
        slots = [slot for slot in piece.slots if not only_missing or slot.role not in have]
        if slots or not only_missing:
            event.pieces.append(Piece(piece.found, slots))
    event.anchors |= other.anchors
    if not only_missing:
        event.start, event.end = min(event.start, other.start), max(event.end, other.end)
    event.that = event.that or other.that
    if event.reading is None:
        event.reading, event.reading_tokens = other.reading, other.reading_tokens
        event.points_ahead, event.is_perfect, event.is_aim = other.points_ahead, other.is_perfect, other.is_aim


def _told(piece: Piece) -> tuple[object, ...]:
    """What a piece says, and where."""
    slots = ((slot.role, slot.start, slot.end) for slot in piece.slots)
    return piece.found.rule.name, piece.found.start, piece.found.end, tuple(slots)
