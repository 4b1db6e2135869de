"""Records of one article that speak of the same event become one; those that contradict each other never do."""

from __future__ import annotations

from collections.abc import Sequence

from ie.engine.writing import Written
from ie.language.builtin import SOURCE, STATUS
from ie.records import Record


def merge(written: Sequence[Written]) -> list[Record]:
    """The records, mentions of one event united, in the order of their evidence."""
    merged: list[Record] = []
    for one in written:
        record = one.record
        target = next((other for other in merged if _same_event(other, record)), None)
        if target is None:
            merged.append(record)
        else:
            _unite(target, record)
            names = (role.name for role in one.event.type.roles)
            target.roles = {name: target.roles[name] for name in names if name in target.roles}
    return sorted(merged, key=lambda record: (record.evidence[0].start, record.evidence[0].end, record.type))


def _same_event(one: Record, two: Record) -> bool:
    """Whether two records may be one event: of one type, sharing a filler, nothing in them at odds."""
    if one.type != two.type or one.roles.get(STATUS) != two.roles.get(STATUS):
        return False
    shared = False
    for role in one.roles.keys() & two.roles.keys():
        if role == STATUS:
            continue
        a, b = one.roles[role], two.roles[role]
        if not (isinstance(a, list) and isinstance(b, list)):
            if a != b:
                return False
            continue
        if not (set(a) <= set(b) or set(b) <= set(a)):
            return False
        shared = shared or role != SOURCE  # one person may speak of many events
    return shared


def _unite(target: Record, other: Record) -> None:
    for role, value in other.roles.items():
        have = target.roles.get(role)
        if isinstance(have, list) and isinstance(value, list):
            have += [one for one in value if one not in have]
        elif have is None:
            target.roles[role] = value
    known = {(piece.rule, piece.start, piece.end) for piece in target.evidence}
    target.evidence += [piece for piece in other.evidence if (piece.rule, piece.start, piece.end) not in known]
