"""Records of one article that speak of the same event become one; those that contradict each other never do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ie.engine.dates.calendar import bounds
from ie.engine.verbs import HELD, ONGOING, PLANNED
from ie.engine.writing import Written
from ie.language.builtin import DATE, SOURCE, STATUS
from ie.records import Evidence, Record, Value
from ie.ruleset import Role

_COURSE = (HELD, ONGOING, "agreed", PLANNED)
"""What becomes of one event in the course of an article, what is farthest on first."""
_ANOTHER = frozenset(("another", "again", "previous", "earlier", "further"))
"""Words that tell an event from one of the same kind that was spoken of before."""
_WORDS_BEFORE = 2
_CARRIED_OFF = 2
"""Days by which one that was not said of an event itself may be wrong."""


@dataclass(slots=True, eq=False)
class _Merged:
    """A record with what all its mentions say that is not among its values."""

    record: Record
    stated: bool
    """Whether its status is said anywhere, and not only taken for granted."""
    another: set[str]
    carried: bool
    """Whether its day is that of the sentences before it."""
    lie_in: dict[str, str]
    """The countries of places among its values."""
    mentions: list[Written] = field(default_factory=list)
    known: set[tuple[str, int, int]] = field(default_factory=set)
    """The pieces of its evidence, by rule and place."""

    def __post_init__(self) -> None:
        self.known.update(map(_key, self.record.evidence))


def merge(written: Sequence[Written]) -> list[Record]:
    """The records, mentions of one event united, in the order of their evidence."""
    merged: list[_Merged] = []
    for one in written:
        new = _Merged(one.record, _states(one), _told_apart(one), one.carried, dict(_countries(one)), [one])
        target = next((other for other in merged if _same_event(other, new)), None)
        if target is None:
            merged.append(new)
        else:
            _unite(target, new)
    records = [one.record for one in merged]
    return sorted(records, key=lambda record: (record.evidence[0].start, record.evidence[0].end, record.type))


def _states(one: Written) -> bool:
    return one.event.reading is not None or bool(one.event.slots(STATUS)) or one.record.roles.get(STATUS) == PLANNED


def _told_apart(one: Written) -> set[str]:
    event = one.event
    near = event.sentence.tokens[max(0, event.start - _WORDS_BEFORE) : event.end]
    return {word for token in near if (word := token.lower()) in _ANOTHER}


def _countries(one: Written) -> Iterable[tuple[str, str]]:
    for role in one.event.type.roles:
        for filler in () if _takes_people(role) else one.fillers.get(role.name, ()):
            if isinstance(country := filler.details.get("country"), str):
                yield str(filler.value), country


# --- the same event ----------------------------------------------------------------------------------------------


def _same_event(one: _Merged, two: _Merged) -> bool:
    """Whether two records may be one event: of one type, sharing a filler, nothing in them at odds."""
    if one.record.type != two.record.type or one.another != two.another:
        return False
    shared = False
    roles, others = one.record.roles, two.record.roles
    for role in roles.keys() & others.keys():
        a, b = roles[role], others[role]
        if role in (SOURCE, STATUS):  # many may speak of one event
            continue
        if role == DATE:
            if not _dates_agree(one, two):
                return False
        elif isinstance(a, list) and isinstance(b, list):
            if not (_covers(a, b, one, two) or _covers(b, a, two, one)):
                return False
            shared = shared or not set(a).isdisjoint(b)
        elif a != b:
            return False
    return shared and _statuses_agree(one, two)


def _covers(values: list[Value], others: list[Value], one: _Merged, two: _Merged) -> bool:
    """Whether each of others is among values, or is a place in one of them or the country of one."""
    return all(_found(value, values, one, two) for value in others)


def _found(value: Value, values: list[Value], one: _Merged, two: _Merged) -> bool:
    if value in values:
        return True
    country = two.lie_in.get(str(value))
    return any(other == country or one.lie_in.get(str(other)) == value for other in values)


def _dates_agree(one: _Merged, two: _Merged) -> bool:
    """Whether two dates are the same or one lies in the other; "Monday" twice is so whatever tense it is taken in."""
    a, b = str(one.record.roles[DATE]), str(two.record.roles[DATE])
    if a == b or (not (one.stated and two.stated) and _date_words(one) & _date_words(two)):
        return True
    if ".." in a or ".." in b:
        return False
    first, second = bounds(a), bounds(b)
    if first and second and one.carried != two.carried and abs((first[0] - second[0]).days) <= _CARRIED_OFF:
        return True
    return first is not None and second is not None and (_lies_in(first, second) or _lies_in(second, first))


def _lies_in(inner: tuple[object, object], outer: tuple[object, object]) -> bool:
    return bool(outer[0] <= inner[0] and inner[1] <= outer[1])  # type: ignore[operator]


def _date_words(one: _Merged) -> set[str]:
    return {filler.text.lower() for mention in one.mentions for filler in mention.fillers.get(DATE, ())}


def _statuses_agree(one: _Merged, two: _Merged) -> bool:
    """Whether two statuses may be said of one event: the same, one not said at all, or a plan and its fulfilment."""
    a, b = one.record.roles.get(STATUS), two.record.roles.get(STATUS)
    if a == b:
        return True
    if a not in _COURSE or b not in _COURSE:
        return False
    if not one.stated or not two.stated:
        return _lists(one) == _lists(two)
    date = one.record.roles.get(DATE)
    return date is not None and date == two.record.roles.get(DATE)


def _lists(one: _Merged) -> dict[str, set[Value]]:
    return {role: set(value) for role, value in one.record.roles.items() if isinstance(value, list) and role != SOURCE}


# --- one of two --------------------------------------------------------------------------------------------------


def _unite(target: _Merged, other: _Merged) -> None:
    """Let what the other says be said of the target."""
    status = _status_of_both(target, other)
    date = _date_of_both(target, other)
    roles = target.record.roles
    before = {role: roles.get(role) for role in (STATUS, DATE)}
    for role, value in other.record.roles.items():
        have = roles.get(role)
        if isinstance(have, list) and isinstance(value, list):
            have += [one for one in value if not _found(one, have, target, other)]
        elif have is None:
            roles[role] = value
    if status is not None:
        roles[STATUS] = status
    if date is not None:
        roles[DATE] = date
    added = [piece for piece in other.record.evidence if _key(piece) not in target.known]
    for role in (STATUS, DATE):  # what was there needs another look only if its value gave way
        changed = roles.get(role) != before[role]
        _keep_evidence_of(role, roles.get(role), [*target.record.evidence, *added] if changed else added)
    target.record.evidence += added
    target.known.update(map(_key, added))
    target.stated = target.stated or other.stated
    target.carried = target.carried and other.carried
    target.lie_in |= other.lie_in
    target.mentions += other.mentions
    _in_order(target)


def _status_of_both(one: _Merged, two: _Merged) -> Value | list[Value] | None:
    a, b = one.record.roles.get(STATUS), two.record.roles.get(STATUS)
    if a == b or not two.stated:
        return a
    if not one.stated:
        return b
    return next((status for status in _COURSE if status in (a, b)), a)


def _date_of_both(one: _Merged, two: _Merged) -> Value | list[Value] | None:
    """The finer of two dates, that of the mention whose tense is known where both are as fine."""
    a, b = one.record.roles.get(DATE), two.record.roles.get(DATE)
    if a is None or b is None or a == b:
        return a if b is None else b
    if one.carried != two.carried:
        return b if one.carried else a
    first, second = bounds(str(a)), bounds(str(b))
    if first is None or second is None or _lies_in(first, second):
        return a
    return b if _lies_in(second, first) or not one.stated else a


def _key(piece: Evidence) -> tuple[str, int, int]:
    return piece.rule, piece.start, piece.end


def _keep_evidence_of(role: str, value: Value | list[Value] | None, evidence: Iterable[Evidence]) -> None:
    """Take out the evidence of a value that has given way to another."""
    if value is None or isinstance(value, list):
        return
    for piece in evidence:
        if role in piece.roles:
            piece.roles[role] = [filler for filler in piece.roles[role] if filler.value == value]
            if not piece.roles[role]:
                del piece.roles[role]


def _in_order(one: _Merged) -> None:
    """Put the roles in the order in which they are declared."""
    names = [role.name for role in one.mentions[0].event.type.roles]
    roles = one.record.roles
    one.record.roles = {name: roles[name] for name in names if name in roles}


def _takes_people(role: Role) -> bool:
    return "Person" in role.types
