"""One row a record: the columns that CSV, Parquet and the engines of ``ie.arrow`` share.

Which columns there are depends on nothing but the rules. Their names and types stand here and nowhere else:

====================  =============================  ==========================================================
column                type                           holds
====================  =============================  ==========================================================
``document``          string                         the document's id
``document_date``     string                         its date, ISO 8601 (``date`` is a role)
``type``              string                         the record's type
a role                string or double, or a list    its value; a list where the role is declared ``many``
                      of these
``evidence``          list of structs                ``rule``, ``text``, ``start``, ``end``, and ``fillers``: a list of
                                                     ``role``, ``text``, ``start``, ``end`` and ``details``, a map
``label_NAME``        string                         with labels only: the code of the type in another ontology
``problem``           string                         in rows that hold no record: what went wrong with the document
====================  =============================  ==========================================================

Offsets are int64 and count Unicode code points. pyarrow is imported only where it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ie.records import Evidence, Result
from ie.ruleset import Ruleset

DOCUMENT, DOCUMENT_DATE, TYPE, EVIDENCE, PROBLEM = "document", "document_date", "type", "evidence", "problem"

Row = dict[str, Any]
"""The cells of a row by the names of their columns; what is missing is null."""


@dataclass(frozen=True, slots=True)
class Column:
    """A role as a column: of numbers or else of text, and of one value a row or of many."""

    name: str
    many: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The columns that depend on the rules; a role's column is named as the role is."""

    roles: tuple[Column, ...] = ()
    labels: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """The names of all columns, in order."""
        roles, labels = [role.name for role in self.roles], [_label(name) for name in self.labels]
        return [DOCUMENT, DOCUMENT_DATE, TYPE, *roles, EVIDENCE, *labels, PROBLEM]

    def rows(self, result: Result) -> Iterator[Row]:
        """One row for each record."""
        for record in result.records:
            row: Row = {DOCUMENT: result.document, DOCUMENT_DATE: result.date, TYPE: record.type}
            for role in self.roles:
                row[role.name] = _cell(record.roles.get(role.name), role)
            row[EVIDENCE] = [_evidence(piece) for piece in record.evidence]
            for name in self.labels:
                row[_label(name)] = record.labels.get(name)
            yield row

    def schema(self) -> Any:
        """The ``pyarrow.Schema`` of the rows."""
        import pyarrow as pa

        text, number, offset = pa.string(), pa.float64(), pa.int64()
        place = [("text", text), ("start", offset), ("end", offset)]
        filler = pa.struct([("role", text), *place, ("details", pa.map_(text, text))])
        evidence = pa.list_(pa.struct([("rule", text), *place, ("fillers", pa.list_(filler))]))
        types = dict.fromkeys(self.names(), text) | {EVIDENCE: evidence}
        for role in self.roles:
            one = number if role.number else text
            types[role.name] = pa.list_(one) if role.many else one
        return pa.schema(list(types.items()))

    def batch(self, rows: Sequence[Row]) -> Any:
        """Rows as a ``pyarrow.RecordBatch``."""
        import pyarrow as pa

        return pa.RecordBatch.from_pylist(rows, schema=self.schema())


NO_TABLE = Table()
"""No column but those that all tables have."""


def table(ruleset: Ruleset, *, labels: bool = False) -> Table:
    """The columns of the records that the rules make, with or without labels.

    Roles of one name in several record types share a column. Raises ValueError where a role has the name of a column
    that is there already.
    """
    made = ruleset.made()
    roles = merged(Column(role.name, role.many, role.types == ("Number",)) for record in made for role in record.roles)
    label_names = sorted({name for record in made for name in record.labels}) if labels else []
    found = Table(roles, tuple(label_names))
    taken = sorted(name for name in set(found.names()) if found.names().count(name) > 1)
    if taken:
        raise ValueError(f"a table has a column {taken[0]!r} of its own; give the role of this name another one")
    return found


def merged(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns of one name as one: a list if one of them is, of numbers if all are."""
    found: dict[str, Column] = {}
    for column in columns:
        before = found.get(column.name, column)
        found[column.name] = Column(column.name, column.many or before.many, column.number and before.number)
    return tuple(found.values())


def _label(name: str) -> str:
    return f"label_{name}"


def _cell(value: Any, column: Column) -> Any:
    if value is None:
        return None
    values = [float(one) if column.number else str(one) for one in (value if isinstance(value, list) else [value])]
    return values if column.many else values[0]


def _evidence(piece: Evidence) -> Row:
    fillers = [
        {
            "role": role,
            "text": filler.text,
            "start": filler.start,
            "end": filler.end,
            "details": [(name, str(detail)) for name, detail in filler.details.items()],
        }
        for role, given in piece.roles.items()
        for filler in given
    ]
    return {"rule": piece.rule, "text": piece.text, "start": piece.start, "end": piece.end, "fillers": fillers}
