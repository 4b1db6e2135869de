"""Gazetteers to one table of names by their first token, in which the engine looks names up without loading them.

The text under a token is the sorted lines of the names that begin with it, parted by line feeds. A line is
``key, lexicon number, name, attribute, attribute ...`` with unit separators between. The key is the surface form as
tokens joined by spaces; one without capitals matches in any case (smart case), so its tokens are lower case.

The first column is the value of the mention. Where it is headed ``name`` it is a surface form as well; where it is
headed ``value`` ("Ukraine" for "Ukrainian") only the ``aliases`` are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from ie.language.checked import LexiconFile
from ie.tables import pack_table
from ie.tokens import tokenize

SEPARATOR = "\x1f"
VALUE = "value"
_UNSAFE = str.maketrans({SEPARATOR: " ", "\n": " ", "\r": " "})


def block(lexicons: Iterable[LexiconFile]) -> tuple[bytes, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The table of all lexicons, without doubles, and for each lexicon its type and attribute names."""
    lines: set[str] = set()
    types = []
    for number, lexicon in enumerate(lexicons):
        attributes = tuple(column for column in lexicon.header[1:] if column != "aliases")
        types.append((lexicon.type, attributes))
        lines.update(_lines(lexicon, attributes, number))
    by_token: dict[str, list[str]] = {}
    for line in sorted(lines):
        by_token.setdefault(line.partition(SEPARATOR)[0].partition(" ")[0], []).append(line)
    table = {token.encode(): "\n".join(some).encode() for token, some in by_token.items()}
    return pack_table(table), tuple(types)


def surfaces(lexicon: LexiconFile) -> Iterator[str]:
    """All surface forms of a lexicon."""
    return (surface for row in _rows(lexicon) for surface in _surfaces(row, lexicon))


def _rows(lexicon: LexiconFile) -> Iterator[dict[str, str]]:
    with lexicon.file.open(encoding="utf-8-sig", newline="") as rows:
        yield from (row for row in csv.DictReader(rows) if (row[lexicon.header[0]] or "").strip())


def _surfaces(row: dict[str, str], lexicon: LexiconFile) -> list[str]:
    aliases = (row.get("aliases") or "").split("|")
    return aliases if lexicon.header[0] == VALUE else [row[lexicon.header[0]].strip(), *aliases]


def _lines(lexicon: LexiconFile, attributes: tuple[str, ...], number: int) -> Iterator[str]:
    for row in _rows(lexicon):
        name = row[lexicon.header[0]].strip().translate(_UNSAFE)
        values = [(row[attribute] or "").translate(_UNSAFE).strip() for attribute in attributes]
        for surface in _surfaces(row, lexicon):
            if key := " ".join(tokenize(surface)):
                yield SEPARATOR.join((key, str(number), name, *values))
