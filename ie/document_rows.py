"""One row a document: Parquet files and Arrow batches as what ``ie.documents`` takes from JSON lines, objects.

The columns ``id``, ``text`` and ``date`` are used, others carried through. Text may be of any of Arrow's string types,
dates also dates and times: what counts is the day in the column's own time zone. A null is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet

from ie.documents import Source, plain

_ROWS_AT_ONCE = 64
"""Rows held as Python objects at a time."""
_BYTES_AT_ONCE = 1 << 20
"""Of each column of a file, what is read at a time: row groups may be larger than memory."""


def file_objects(source: Source, stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a Parquet file as objects, each with its number from 1.

    A row group that is broken is reported and the next one read. Raises pyarrow.ArrowException where the whole file
    cannot be read, and OSError.
    """
    with pyarrow.parquet.ParquetFile(stream, buffer_size=_BYTES_AT_ONCE, pre_buffer=False) as file:
        if "text" not in file.schema_arrow.names:
            source.error("no-text", f"there is no column `text`, only {_listed(file.schema_arrow.names)}")
            return
        first = 1
        for group in range(file.num_row_groups):
            try:
                row = first
                for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[group], use_threads=False):
                    yield from objects(source, batch, row)
                    row += batch.num_rows
            except (pa.ArrowException, OSError) as error:
                what = f"cannot read the rows from here on ({_first_line(error)}); check that the file is whole"
                source.error("unreadable", what, row)
            first += file.metadata.row_group(group).num_rows


def objects(source: Source, batch: Any, first: int = 1) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a ``pyarrow.RecordBatch`` or ``Table`` as objects, each with its number, counted from ``first``."""
    for offset in range(0, batch.num_rows, _ROWS_AT_ONCE):
        part = batch.slice(offset, _ROWS_AT_ONCE)
        columns = [_values(column) for column in part.columns]
        for row, values in enumerate(zip(*columns, strict=True), first + offset):
            cells = zip(part.schema.names, values, part.schema.types, strict=True)
            found = {name: _cell(source, value, type_, row) for name, value, type_ in cells if value is not None}
            if "date" in found:
                found["date"] = plain(found["date"])
            yield row, found


def _values(column: Any) -> list[Any]:
    """A column as Python objects; as bytes if it says that it is text, and some of it is not."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":  # finer than Python's
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pa.large_binary()).to_pylist()
    return values


def _cell(source: Source, value: Any, type_: Any, row: int) -> Any:
    """The value; text that is not UTF-8 is repaired and reported, as in files of text."""
    if not isinstance(value, bytes) or pa.types.is_binary(type_) or pa.types.is_large_binary(type_):
        return value
    text = value.decode(errors="replace")
    if text.encode() != value:
        source.error("encoding", "some bytes of this row are not UTF-8 and replaced; write the text as UTF-8", row)
    return text


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:20]) or "none at all"


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
