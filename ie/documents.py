"""What comes in: articles as plain text with front matter, as JSON lines or Parquet, from folders and standard input.

Whatever is wrong with one document is reported with its place, and reading goes on with the next. JSON lines are
read one at a time, Parquet a few rows at a time, so memory does not grow with the number of documents.
"""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ie import compressed

if TYPE_CHECKING:
    from json import JSONDecoder

Report = Callable[[str], None]
"""Takes one message, ``file:line:column: error[code]: what, and how to mend it``."""

STDIN = "-"

KINDS = ("text", "jsonl", "parquet")


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    ``text`` is what stands after the front matter; every offset counts its Unicode code points.
    ``date`` is the article's own date as ISO 8601 (``2025-11-18``), or None where nobody gave one.
    """

    id: str
    text: str
    date: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    """Other keys of the front matter or the JSON object, carried through to the output."""


def read(
    paths: Sequence[str],
    *,
    default_date: str | None = None,
    kind: str | None = None,
    report: Report,
) -> Iterator[Document]:
    """The documents of all paths, in order; ``-`` is standard input, a folder stands for every ``.txt`` in it.

    ``kind`` is one of KINDS and says how to read standard input and named files; without it a file's name decides,
    and standard input is text. With ``parquet`` a folder stands for every ``.parquet`` in it. ``default_date`` is for
    documents that give no date.
    """
    for path in paths:
        yield from _read_path(Source(path, default_date, report), kind)


def iso_date(text: str) -> str | None:
    """The day in an ISO 8601 date or date-time (``2025-11-18``), None if ``text`` is neither."""
    from datetime import datetime

    # fromisoformat takes 20251118 and 2025-W47-2 too: too easily something else.
    if text[4:5] != "-" or text[7:8] != "-" or text[10:11] not in ("", "T", " "):
        return None
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return None


# --- where documents come from ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A file or standard input, and where to report what is wrong in it."""

    path: str
    default_date: str | None
    report: Report

    @property
    def name(self) -> str:
        """What messages call it."""
        return "<stdin>" if self.path == STDIN else self.path

    @property
    def stem(self) -> str:
        """The file's name without folder and suffixes: the id of a document that gives none."""
        return "stdin" if self.path == STDIN else _stem_and_kind(self.path)[0]

    def error(self, code: str, what: str, line: int = 1, column: int = 1) -> None:
        """Report one thing that is wrong."""
        self.report(f"{self.name}:{line}:{column}: error[{code}]: {what}")

    def date(self, value: object, line: int, column: int) -> str | None:
        """A document's date from what it gives as such.

        One that cannot be read is reported and not replaced by the default: a wrong date is worse than none.
        """
        if value is None or value == "":
            return self.default_date
        found = iso_date(value) if isinstance(value, str) else None
        if found is None:
            what = f"cannot read the date {value!r}, so the document is taken as undated; write it as 2025-11-18"
            self.error("bad-date", what, line, column)
        return found

    def id(self, value: object, fallback: str, line: int) -> str | None:
        """A document's id from what it gives as such; None, reported, if that cannot be one."""
        if value is None or value == "":
            return fallback
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        self.error("bad-id", f"the id {value!r} is neither text nor a whole number; put it in quotes", line)
        return None


def _read_path(source: Source, kind: str | None) -> Iterator[Document]:
    if source.path != STDIN and Path(source.path).is_dir():
        yield from _read_folder(source, "parquet" if kind == "parquet" else "text")
        return
    kind = kind or ("text" if source.path == STDIN else _stem_and_kind(source.path)[1])
    if kind in ("jsonl", "parquet"):
        for line, found in objects(source) if kind == "jsonl" else _parquet_objects(source):
            document = from_object(source, line, found)
            if document is not None:
                yield document
    elif kind == "text":
        text = read_text(source)
        document = None if text is None else from_text(source, text)
        if document is not None:
            yield document
    else:
        what = "cannot tell from its name how to read it; say --from text, --from jsonl or --from parquet"
        source.error("unknown-format", what)


def _stem_and_kind(path: str) -> tuple[str, str | None]:
    """The file's name without folder and known suffixes, and the kind of document that these promise."""
    path = os.fsencode(path).decode(errors="replace")  # an id is text, whatever a file system holds
    name = Path(path.removesuffix(".gz").removesuffix(".zst"))
    kind = {".txt": "text", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}.get(name.suffix.lower())
    return (name.stem if kind else Path(path).name), kind


def _read_folder(source: Source, kind: str) -> Iterator[Document]:
    empty = True
    ending = ".parquet" if kind == "parquet" else ".txt"
    for path in files_in(source, ending):
        empty = False
        yield from _read_path(Source(path, source.default_date, source.report), kind)
    if empty:
        source.error("empty-folder", f"there is no {ending} file in this folder; name other files one by one")


def files_in(source: Source, ending: str) -> Iterator[str]:
    """Every file below a folder whose name ends so, in name order; hidden files and folders are left out."""
    try:
        with os.scandir(source.path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        source.error("unreadable", f"cannot read this folder ({error.strerror}); check its permissions")
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):  # a link could lead back up
            yield from files_in(Source(entry.path, source.default_date, source.report), ending)
        elif entry.name.endswith(ending):
            yield entry.path


# --- bytes and lines -------------------------------------------------------------------------------------------


def read_text(source: Source) -> str | None:
    """The whole of a source as text, without a byte order mark; None, reported, if it cannot be read."""
    try:
        raw = b"".join(_lines(source))
    except _UnreadableError as error:
        source.error(error.code, str(error))
        return None
    return _decoded(source, raw).removeprefix("\ufeff")


def objects(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a source of JSON lines, each with its line number; broken lines are reported."""
    import json

    decoder = json.JSONDecoder(parse_float=_finite, parse_constant=_finite)
    number = 0
    try:
        for number, raw in enumerate(_lines(source), start=1):
            line = _decoded(source, raw, number).rstrip("\r\n")  # so that an error is placed in its line
            if number == 1:
                line = line.removeprefix("\ufeff")
            found = _object(source, decoder, number, line)
            if found is not None:
                yield number, found
    except _UnreadableError as error:
        source.error(error.code, str(error), number + 1)


def _parquet_objects(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a Parquet file as objects, each with its number."""
    if source.path == STDIN:
        source.error("unreadable", "Parquet is read from its end, so not from standard input; name a file")
        return
    try:
        import pyarrow

        from ie import document_rows
    except ModuleNotFoundError:
        source.error("no-arrow", "reading .parquet needs pyarrow; pip install 'ie-rules[arrow]'")
        return
    try:
        with Path(source.path).open("rb") as stream:
            yield from document_rows.file_objects(source, stream)
    except FileNotFoundError:
        source.error("no-such-file", _NO_SUCH_FILE)
    except (OSError, pyarrow.ArrowException) as error:
        source.error("unreadable", _unreadable(error))


_NO_SUCH_FILE = "there is no such file; check the path"


def _unreadable(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error).split("\n", 1)[0]
    return f"cannot read this file ({reason}); check its permissions and that it is whole"


def _object(source: Source, decoder: JSONDecoder, number: int, line: str) -> dict[str, Any] | None:
    """The JSON object in a line; None if the line is blank or, reported, broken."""
    if not line.strip():
        return None
    try:
        found = decoder.decode(line)
    except (ValueError, RecursionError) as error:
        reason, column = getattr(error, "msg", error), getattr(error, "colno", 1)
        source.error("bad-json", f"broken JSON ({reason}); each line must be one whole JSON object", number, column)
    else:
        if isinstance(found, dict):
            return found
        what = 'not a JSON object; write each document as {"text": "..."} on a line of its own'
        source.error("bad-json", what, number)
    return None


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is not a number of JSON")  # it could not be written out as JSON again
    return value


class _UnreadableError(Exception):
    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.code = code


def _lines(source: Source) -> Iterator[bytes]:
    """The lines of a source, decompressed."""
    broken: tuple[type[Exception], ...] = (OSError,)
    try:
        if source.path == STDIN:
            if sys.stdin is None:
                raise _UnreadableError("unreadable", "standard input is closed")
            yield from sys.stdin.buffer
            return
        opened, broken = compressed.opened(source.path)
        with opened as stream:
            yield from stream
    except FileNotFoundError as error:
        raise _UnreadableError("no-such-file", _NO_SUCH_FILE) from error
    except ModuleNotFoundError as error:
        what = "reading .zst needs zstandard; pip install 'ie-rules[zstd]'"
        raise _UnreadableError("no-zstd", what) from error
    except broken as error:
        raise _UnreadableError("unreadable", _unreadable(error)) from error


_SURROGATE = "[\ud800-\udfff]"


def _decoded(source: Source, raw: bytes, line: int = 1) -> str:
    """UTF-8 as text; each byte that is not UTF-8 becomes U+FFFD, and how many did is reported."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        escaped = raw.decode(errors="surrogateescape")
    before = re.split(_SURROGATE, escaped, maxsplit=1)[0]
    text, count = re.subn(_SURROGATE, "\ufffd", escaped)
    row, column = line + before.count("\n"), len(before) - before.rfind("\n")
    bytes_are = "1 byte is" if count == 1 else f"{count} bytes are"
    source.error(
        "encoding",
        f"{bytes_are} not UTF-8 and replaced, from here on; convert the file to UTF-8",
        row,
        column,
    )
    return text


# --- one document ----------------------------------------------------------------------------------------------

_RESERVED = frozenset({"id", "date", "document", "records"})
"""Keys that are not carried through: the output has its own."""


def from_object(source: Source, line: int, found: dict[str, Any]) -> Document | None:
    """The document that one JSON object describes; None, reported, if it describes none."""
    text = found.get("text")
    if not isinstance(text, str):
        what = "the value of `text` is not text" if "text" in found else "there is no `text`"
        source.error("no-text", f'{what}; give the article as {{"text": "..."}}', line)
        return None
    identity = source.id(found.get("id"), f"{source.stem}:{line}", line)
    if identity is None:
        return None
    try:
        extra = {plain(key): plain(value) for key, value in found.items() if key not in _RESERVED and key != "text"}
    except ValueError as error:
        source.error("bad-json", str(error), line)
        return None
    return Document(plain(identity), plain(text), source.date(found.get("date"), line, 1), extra)


def from_text(source: Source, text: str) -> Document | None:
    """The document in a text that may begin with front matter; None, reported, if that is broken."""
    opening = _RULE.match(text)
    if opening is None:
        return Document(source.stem, text, source.default_date)
    closing = _RULE.search(text, opening.end())
    if closing is None:
        what = "front matter begins here and does not end; close it with another line of ---"
        source.error("front-matter", what)
        return None
    block = text[opening.end() : closing.start()]
    try:
        keys = front_matter(block)
    except FrontMatterError as error:
        source.error("front-matter", f"{error}; write it as YAML lines, key: value", error.line + 1, error.column)
        return None
    identity = source.id(keys.get("id"), source.stem, 2)
    if identity is None:
        return None
    before_date = block[: found.start()] if (found := re.search(_DATE_KEY, block)) else ""
    date = source.date(keys.get("date"), 2 + before_date.count("\n"), 1)
    extra = {key: value for key, value in keys.items() if key not in _RESERVED}
    return Document(identity, text[closing.end() :], date, extra)


_RULE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_DATE_KEY = r"(?m)^[\"']?date\b"


# --- front matter ----------------------------------------------------------------------------------------------


class FrontMatterError(ValueError):
    """Front matter that is not a YAML mapping; ``line`` and ``column`` count from 1 inside it."""

    def __init__(self, what: str, line: int = 1, column: int = 1) -> None:
        super().__init__(what)
        self.line, self.column = line, column


def front_matter(block: str) -> dict[str, Any]:
    """The keys and values of YAML front matter, as plain data; dates are ISO text.

    Importing yaml takes longer than all else that is done to a short article, so the usual lines are read by hand
    and only the others by yaml, with the same result.
    """
    simple = _simple_front_matter(block)
    return simple if simple is not None else _yaml_front_matter(block)


def _simple_front_matter(block: str) -> dict[str, Any] | None:
    keys: dict[str, Any] = {}
    for line in block.split("\n"):
        line = line.removesuffix("\r")
        if line.strip(" ") == "" or (line[0] == "#" and line.isprintable()):
            continue
        key, colon, value = line.partition(":")
        if not (colon and _is_simple_key(key) and value[:1] in ("", " ")):
            return None
        value = value.strip(" ")
        if value == "":
            keys[key] = None
        elif not value.isprintable():
            return None
        elif value.isascii() and value.isdecimal() and value[0] != "0" and len(value) < 19:
            keys[key] = int(value)
        elif _is_simple_text(value):
            keys[key] = value
        elif len(value) > 1 and value[0] == value[-1] in ("'", '"') and not {value[0], "\\"} & set(value[1:-1]):
            keys[key] = value[1:-1]
        else:
            return None
    return keys


def _is_simple_key(key: str) -> bool:
    is_name = key.isascii() and key.replace("-", "_").isidentifier() and key[0] != "-"
    return is_name and len(key) < 100 and key.lower() not in _WORDS


def _is_simple_text(value: str) -> bool:
    """Whether it is certain that YAML reads the value as that same text."""
    if ": " in value or " #" in value or value.endswith(":"):
        return False
    if value[0].isdecimal():
        count, _, rest = value.partition(" ")
        is_headline = count.isdecimal() and rest[:2].isalpha() and len(rest) > 1  # 12 killed ...
        return is_headline or _is_day(value)
    return (value[0].isalpha() or value[0] in "(“‘«") and value.lower() not in _WORDS


def _is_day(value: str) -> bool:
    """Whether it is digits in the form of a date; that there is such a day is seen to with the date."""
    return len(value) == 10 and value[4] == value[7] == "-" and (value[:4] + value[5:7] + value[8:]).isdecimal()


_WORDS = frozenset({"yes", "no", "true", "false", "on", "off", "null"})  # not text in YAML 1.1


def _yaml_front_matter(block: str) -> dict[str, Any]:
    from ie import plain_yaml

    try:
        loaded = plain(plain_yaml.load(block) or {})
    except plain_yaml.YamlError as error:
        raise FrontMatterError(f"broken front matter ({error})", error.line, error.column) from error
    except ValueError as error:
        raise FrontMatterError(f"broken front matter ({error})") from error
    if not isinstance(loaded, dict):
        raise FrontMatterError("front matter without keys")
    return loaded


# --- plain data ------------------------------------------------------------------------------------------------

_DEEPEST = 50
_MOST_BITS = 10_000
"""Python writes no number of more than 4300 digits."""


def plain(value: Any, depth: int = 0) -> Any:
    """Data from YAML, JSON or Parquet as what every output format can hold; dates become ISO text.

    A lone surrogate (``"\\ud800"`` in JSON) cannot be encoded, so it becomes U+FFFD. Raises ValueError for data
    that cannot be written again: nested too deeply, or numbers that are too long.
    """
    if isinstance(value, str):
        return value if value.isascii() else re.sub(_SURROGATE, "\ufffd", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value.bit_length() > _MOST_BITS:
            raise ValueError("a number that is too long")
        return value
    if depth > _DEEPEST:
        raise ValueError(f"data nested more than {_DEEPEST} levels deep")
    if isinstance(value, dict):
        return {plain(str(key)): plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, depth + 1) for inner in value]
    if isinstance(value, set):
        return sorted(str(plain(inner, depth + 1)) for inner in value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return str(value.isoformat() if hasattr(value, "isoformat") else value)  # dates; Decimal and the like from Parquet
