"""What comes out: records, their values and the evidence for each value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Value = str | int | float
"""A resolved value: a name, an EDTF date, a count, an enumerated word."""


@dataclass(slots=True)
class Filler:
    """A value of a role and the piece of text it was taken from.

    ``start`` and ``end`` are offsets in Unicode code points into the document's text, and
    ``document.text[start:end] == text`` always.
    """

    value: Value
    text: str
    start: int
    end: int
    details: dict[str, Value] = field(default_factory=dict)
    """What else is known of the mention: its entity type, title, country, ISO code, what it refers to."""


@dataclass(slots=True)
class Evidence:
    """One place in the text where one rule said something of a record."""

    rule: str
    text: str
    start: int
    end: int
    roles: dict[str, list[Filler]] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """One record: its type, its roles in the order in which they are declared, and its evidence."""

    type: str
    roles: dict[str, Value | list[Value]]
    evidence: list[Evidence]
    labels: dict[str, str] = field(default_factory=dict)
    """Codes of the record type in other ontologies, e.g. ``{"cameo": "042"}``."""


@dataclass(slots=True)
class Result:
    """All records of one document, in the order in which they stand in the text."""

    document: str
    date: str | None
    records: list[Record]
    extra: dict[str, Any] = field(default_factory=dict)
    """The document's other front matter or JSON keys, carried through."""
    problems: list[str] = field(default_factory=list)
    """What went wrong while extracting, e.g. a matcher that ran out of time."""


def as_dict(result: Result, *, evidence: bool = True, labels: bool = False) -> dict[str, Any]:
    """The result as plain data, in the order in which it is written."""
    written: dict[str, Any] = {"document": result.document}
    if result.date is not None:
        written["date"] = result.date
    written.update(result.extra)
    written["records"] = [_record(record, evidence, labels) for record in result.records]
    return written


def _record(record: Record, evidence: bool, labels: bool) -> dict[str, Any]:
    written: dict[str, Any] = {"type": record.type, **record.roles}
    if labels and record.labels:
        written["labels"] = dict(record.labels)
    if evidence:
        written["evidence"] = [_evidence(piece) for piece in record.evidence]
    return written


def _evidence(piece: Evidence) -> dict[str, Any]:
    written: dict[str, Any] = {"rule": piece.rule, "text": piece.text, "start": piece.start, "end": piece.end}
    if piece.roles:
        written["roles"] = {
            role: [{"text": f.text, "start": f.start, "end": f.end, **f.details} for f in fillers]
            for role, fillers in piece.roles.items()
        }
    return written
