"""What goes out, and its formats: YAML, JSON lines, CSV and Parquet.

The YAML is byte for byte what PyYAML's ``SafeDumper`` writes of the same data (``width=inf``, ``sort_keys=False``,
``allow_unicode=True``, records and evidence in block style, all else in flow style). It is written by hand because
importing yaml takes longer than all else that is done to a short article. One choice is ours: a day of the calendar
(``2025-11-19``) is written plain, which ``yaml.safe_load`` reads as a date; every other text reads back as the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol, cast

from ie.record_rows import EVIDENCE, NO_TABLE, PROBLEM, Row, Table
from ie.records import Result, as_dict

FORMATS = ("yaml", "jsonl", "csv", "parquet")


class Writer(Protocol):
    """Where results go, one after the other."""

    def write(self, result: Result) -> None:
        """Write one document's records."""

    def close(self) -> None:
        """Write what is still held back. Nothing may be written after it."""


def open_writer(
    name: str,
    path: str | None,
    *,
    labels: bool = False,
    table: Table = NO_TABLE,
) -> Writer:
    """A writer of the format ``name``, to a file (compressed if it ends in .gz or .zst) or standard output.

    ``labels`` adds the labels of records to yaml and jsonl. ``table`` has the columns of csv and parquet; what is in no
    column is not written. Raises ValueError for an unknown format and for parquet without a path, OSError if the file
    cannot be written, and ModuleNotFoundError where zstandard or pyarrow is missing.
    """
    if name not in FORMATS:
        raise ValueError(f"unknown format {name!r}; choose from {', '.join(FORMATS)}")
    if name == "parquet" and path is None:
        raise ValueError("parquet cannot be written to standard output; name a file with -o")
    if name == "yaml":
        return _YamlWriter(_Sink(path), labels)
    if name == "jsonl":
        return _JsonLinesWriter(_Sink(path), labels)
    if name == "csv":
        return _CsvWriter(_Sink(path), table)
    return _ParquetWriter(_Sink(path), table)


# --- files -----------------------------------------------------------------------------------------------------


class _Sink:
    """The bytes of a file or of standard output, compressed as the file's name says."""

    def __init__(self, path: str | None) -> None:
        self._files: list[IO[bytes]] = []  # as they must be closed
        if path is None:
            self.stream = cast(IO[bytes], sys.stdout.buffer)
            return
        compress = _compression(path)  # before the file is made, as it may raise
        file = Path(path).open("wb")  # noqa: SIM115 - closed by close()
        self.stream = compress(file)
        self._files = [self.stream] if self.stream is file else [self.stream, file]

    def close(self) -> None:
        self.stream.flush()
        for file in self._files:
            file.close()


def _compression(path: str) -> Callable[[IO[bytes]], IO[bytes]]:
    if path.endswith(".gz"):
        import gzip

        # No time and no name in the header, so that the same records give the same bytes.
        return lambda file: cast(IO[bytes], gzip.GzipFile("", "wb", fileobj=file, mtime=0))
    if path.endswith(".zst"):
        import zstandard

        return lambda file: cast(IO[bytes], zstandard.ZstdCompressor().stream_writer(file, closefd=False))
    return lambda file: file


# --- one object a document -------------------------------------------------------------------------------------


class _YamlWriter:
    def __init__(self, sink: _Sink, labels: bool) -> None:
        self._sink, self._labels, self._first = sink, labels, True

    def write(self, result: Result) -> None:
        text = to_yaml(as_dict(result, labels=self._labels))
        self._sink.stream.write((text if self._first else "---\n" + text).encode())
        self._first = False

    def close(self) -> None:
        self._sink.close()


class _JsonLinesWriter:
    def __init__(self, sink: _Sink, labels: bool) -> None:
        import json

        self._sink, self._labels = sink, labels
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, result: Result) -> None:
        line = self._encode(as_dict(result, labels=self._labels))
        self._sink.stream.write(line.encode() + b"\n")

    def close(self) -> None:
        self._sink.close()


# --- one row a record ------------------------------------------------------------------------------------------


class _CsvWriter:
    def __init__(self, sink: _Sink, table: Table) -> None:
        import csv

        self._sink, self._table = sink, table
        # CSV has no nested columns: of the evidence, the first piece is shown.
        self._columns = [name for name in table.names() if name not in (EVIDENCE, PROBLEM)]
        self._place = len(self._columns) - len(table.labels)
        self._writer = csv.writer(_Encoder(sink.stream), lineterminator="\n")
        self._write(self._columns, [f"{EVIDENCE}_{part}" for part in _SHOWN])

    def _write(self, cells: list[Any], evidence: list[Any]) -> None:
        self._writer.writerow([*cells[: self._place], *evidence, *cells[self._place :]])

    def write(self, result: Result) -> None:
        for row in self._table.rows(result):
            first = row[EVIDENCE][0] if row[EVIDENCE] else {}
            self._write([_csv_cell(row.get(name)) for name in self._columns], [first.get(part) for part in _SHOWN])

    def close(self) -> None:
        self._sink.close()


_SHOWN = ("text", "rule", "start", "end")


class _Encoder:
    """What csv writes text to."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())


def _csv_cell(cell: Any) -> Any:
    if isinstance(cell, list):
        return "; ".join(str(_csv_cell(one)) for one in cell)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


class _ParquetWriter:
    _ROWS_HELD = 10_000

    def __init__(self, sink: _Sink, table: Table) -> None:
        import pyarrow.parquet

        self._sink, self._table, self._held = sink, table, cast(list[Row], [])
        self._file = pyarrow.parquet.ParquetWriter(sink.stream, table.schema())

    def write(self, result: Result) -> None:
        self._held += self._table.rows(result)
        if len(self._held) >= self._ROWS_HELD:
            self._write_held()

    def _write_held(self) -> None:
        self._file.write_batch(self._table.batch(self._held))
        self._held = []

    def close(self) -> None:
        if self._held:
            self._write_held()
        self._file.close()
        self._sink.close()


# --- YAML ------------------------------------------------------------------------------------------------------


def to_yaml(document: dict[str, Any]) -> str:
    """What ``ie.records.as_dict`` gives, as one YAML document."""
    lines: list[str] = []
    for key, value in document.items():
        if key == "records" and value:
            lines.append("records:")
            for record in value:
                lines += _item(_record_lines(record))
        else:
            lines.append(_entry(key, value))
    return "\n".join(lines) + "\n"


def _record_lines(record: dict[str, Any]) -> Iterator[str]:
    for key, value in record.items():
        if key == "evidence" and value:
            yield "evidence:"
            for piece in value:
                yield from _item(_piece_lines(piece))
        else:
            yield _entry(key, value)


def _piece_lines(piece: dict[str, Any]) -> Iterator[str]:
    for key, value in piece.items():
        if key == "roles" and value:
            yield "roles:"
            for role, fillers in value.items():
                yield "  " + _entry(role, fillers)
        else:
            yield _entry(key, value)


def _item(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a mapping as one item of a list."""
    for number, line in enumerate(lines):
        yield ("  " if number else "- ") + line


def _entry(key: str, value: Any) -> str:
    written = to_flow(value) if isinstance(value, dict | list) else _scalar(value, _BLOCK)
    if _is_simple_key(key):
        return f"{_scalar(key, _BLOCK)}: {written}"
    return f"? {_scalar(key, _BLOCK)}\n: {written}"  # only at the top level: keys of the user's own


def to_flow(value: Any) -> str:
    """A value as YAML in flow style, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join([_flow_entry(key, inner) for key, inner in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([to_flow(inner) for inner in value]) + "]"
    return _scalar(value, _FLOW)


def _flow_entry(key: str, value: Any) -> str:
    written = _scalar(key, _FLOW)
    return f"{written}: {to_flow(value)}" if _is_simple_key(key) else f"? {written} : {to_flow(value)}"


def _is_simple_key(key: str) -> bool:
    """Whether PyYAML writes ``key: value`` and not ``? key : value``."""
    return 0 < len(key) < 123 and _LINE_BREAKS.isdisjoint(key)


_LINE_BREAKS = frozenset("\n\x85\u2028\u2029")


# --- YAML scalars ----------------------------------------------------------------------------------------------
# Regular expressions are compiled when they are first needed, which for most articles is never: together they take
# longer than writing an article.


def _scalar(value: object, reserved: frozenset[str]) -> str:
    if isinstance(value, str):
        return _text(value, reserved)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    return str(value)


def _float(value: float) -> str:
    written = repr(value)
    if written in ("inf", "-inf", "nan"):
        return written.replace("inf", ".inf").replace("nan", ".nan")
    # YAML 1.1 wants a point in a float: 1e+17 would be read as text.
    return written if "." in written or "e" not in written else written.replace("e", ".0e", 1)


def _text(value: str, reserved: frozenset[str]) -> str:
    # Whatever Unicode calls printable YAML does too, so the slower question is seldom asked.
    if not value.isprintable() and _must_escape().search(value):
        return '"' + _escaped().sub(_escape, value) + '"'
    if _is_structure(value, reserved) or _is_other_type(value):
        return "'" + value.replace("'", "''") + "'"
    return value


_BLOCK: frozenset[str] = frozenset()
"""Characters that end plain text in block style: single ones do not."""
_FLOW = frozenset(",?[]{}:")
"""The same in flow style."""
_FIRST = frozenset("#,[]{}&*!|>'\"%@`")
"""Characters that plain text cannot begin with."""


def _is_structure(value: str, reserved: frozenset[str]) -> bool:
    """Whether YAML would read some of the text as its own punctuation, or lose a space."""
    if value == "" or value[0] in _FIRST or value[0] == " " or value[-1] in " :":
        return True
    if value[0] in "-?:" and value[1:2] in ("", " "):
        return True
    return ": " in value or " #" in value or value.startswith(("---", "...")) or not reserved.isdisjoint(value)


def _is_other_type(value: str) -> bool:
    """Whether YAML would read the text as a number, a truth value, nothing or a time."""
    if value in _WORDS:
        return True
    return value[0] in "0123456789+-." and not is_day(value) and _number_or_time().fullmatch(value) is not None


def is_day(value: str) -> bool:
    """Whether a text is a day of the calendar: not so 2025-02-30, on which yaml.safe_load would raise."""
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return False
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_WORDS = {
    form
    for word in ("yes", "no", "true", "false", "on", "off", "null", "~", "<<", "=")
    for form in (word, word.capitalize(), word.upper())
}


@cache
def _must_escape() -> re.Pattern[str]:
    """Line breaks, control characters, the byte order mark, surrogates and what is no character."""
    return re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]")


@cache
def _escaped() -> re.Pattern[str]:
    """What is escaped inside double quotes: in PyYAML emoji and the like too."""
    return re.compile('["\\\\]|[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]')


@cache
def _number_or_time() -> re.Pattern[str]:
    """Numbers and times of YAML 1.1, as PyYAML's resolver has them."""
    return re.compile(
        r"""
        [-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)? | \.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
        | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]* | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
        | [-+]?0b[0-1_]+ | [-+]?0[0-7_]+ | [-+]?(?:0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+
        | [-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+
        | [0-9]{4}-[0-9]{2}-[0-9]{2}
        | [0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
          (?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?
        """,
        re.VERBOSE,
    )


_SHORT_ESCAPES = {
    "\0": "0",
    "\x07": "a",
    "\x08": "b",
    "\t": "t",
    "\n": "n",
    "\x0b": "v",
    "\x0c": "f",
    "\r": "r",
    "\x1b": "e",
    '"': '"',
    "\\": "\\",
    "\x85": "N",
    "\u2028": "L",
    "\u2029": "P",
}


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SHORT_ESCAPES:
        return "\\" + _SHORT_ESCAPES[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
