"""Past one machine: a function from an Arrow batch of documents to an Arrow batch of records.

Ray Data, Spark's ``mapInArrow``, DuckDB and Polars all take such a function, see docs/scale.md.

>>> from ie import arrow
>>> to_records = arrow.mapper()                    # the built-in pack; or arrow.mapper(["my_rules"])
>>> records = to_records(documents)                # columns id, text, date in; columns to_records.schema out

Columns in: ``id`` (text or a whole number), ``text``, and optional ``date`` (ISO 8601 text, a date or a timestamp);
others are left aside. Columns out: those of ``ie.record_rows``, one row a record.

What goes wrong in a document is a row as well: its ``problem`` says what, its ``document`` where, and it has no
``type``. It is no exception, which would cost the whole batch, and no message, which nobody reads on a worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

import pyarrow as pa

from ie import api, document_rows, documents, record_rows
from ie.documents import Source
from ie.engine.extract import Extractor
from ie.record_rows import DOCUMENT, PROBLEM, Row, Table


def used(names: Sequence[str]) -> list[str]:
    """Which of the columns with these names are used. Raises ValueError where one that is needed is missing."""
    missing = [name for name in ("id", "text") if name not in names]
    if missing:
        raise ValueError(f"there is no column `{missing[0]}` among {', '.join(names)}; give one of them this name")
    return [name for name in ("id", "text", "date") if name in names]


def mapper(rules: Sequence[str | Path] = (), *, date: str | None = None, labels: bool = False) -> Mapper:
    """The function from documents to records, for rule files and folders (default: the built-in pack).

    ``date`` (``2025-11-18``) is for documents that give none. ``labels`` adds a column for each kind of label.
    Raises ie.diagnostics.RuleError with everything that is wrong with the rules, ValueError for a date that is none
    and for a role that has the name of a column.
    """
    if date is not None and documents.iso_date(date) is None:
        raise ValueError(f"cannot read the date {date!r}; write it as 2025-11-18")
    table = record_rows.table(api.ruleset(rules), labels=labels)
    return Mapper(tuple(str(Path(rule).resolve()) for rule in rules), date, table, uuid4().hex)


@dataclass(frozen=True, slots=True)
class Mapper:
    """Maps a batch of documents to a batch of records; made by ``mapper``.

    It is small and can be pickled. Each process that it comes to reads the rules once, from the same paths.
    """

    rules: tuple[str, ...]
    date: str | None
    table: Table
    token: str
    """Another one for each call of ``mapper``, so that rules that were changed since are read again."""

    @property
    def schema(self) -> Any:
        """The ``pyarrow.Schema`` of what comes out: a function of the rules, whatever the documents."""
        return self.table.schema()

    def __call__(self, batch: Any) -> Any:
        """The records of a ``pyarrow.RecordBatch`` of documents as one, in their order; of a ``Table``, as a ``Table``.

        Raises ValueError where a column ``id`` or ``text`` is missing.
        """
        articles = batch.select(used(batch.schema.names))
        with _one_at_a_time:
            found = self.table.batch(list(self._rows(articles)))
        return pa.Table.from_batches([found]) if isinstance(batch, pa.Table) else found

    def stream(self, batches: Iterable[Any]) -> Any:
        """A ``pyarrow.RecordBatchReader`` of the records of batches of documents.

        A batch is worked on when its records are asked for, so memory does not grow with the number of batches.
        """
        return pa.RecordBatchReader.from_batches(self.schema, map(self, batches))

    def _rows(self, batch: Any) -> Iterator[Row]:
        """A row for each record, and one for each problem, after the records of its document."""
        extractor = _extractor(self.rules, self.token)
        problems: list[str] = []
        source = _Batch("", self.date, problems.append)
        for row, found in document_rows.objects(source, batch):
            document = documents.from_object(source, row, found)
            if document is not None:
                result = api.extract(extractor, document)
                if isinstance(result, str):
                    problems.append(result)
                else:
                    yield from ({**cells, DOCUMENT: cells[DOCUMENT] or None} for cells in self.table.rows(result))
                    problems += [f"error[extraction]: {problem}" for problem in result.problems]
            name = found.get("id")
            for problem in problems:
                yield {DOCUMENT: str(name) if isinstance(name, str | int) else None, PROBLEM: problem}
            problems.clear()


class _Batch(Source):
    """A batch as a source of documents: it has no name and no lines to point at, and rows without id have none."""

    def error(self, code: str, what: str, line: int = 1, column: int = 1) -> None:
        self.report(f"error[{code}]: {what}")

    def id(self, value: object, fallback: str, line: int) -> str | None:
        return super().id(value, "", line)


@lru_cache(maxsize=2)  # engines keep their processes: one for the job at hand, one for the job before
def _extractor(rules: tuple[str, ...], token: str) -> Extractor:
    return api.extractor(rules)


_one_at_a_time = Lock()
"""An extractor serves one document at a time, and engines that run in this process call from several threads."""
