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


def _lines(lexicon: LexiconFile, attributes: tuple[str, ...], number: int) -> Iterator[str]:
    with lexicon.file.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            name = (row[lexicon.header[0]] or "").strip()
            if not name:
                continue
            values = [(row[attribute] or "").translate(_UNSAFE).strip() for attribute in attributes]
            surfaces = (row.get("aliases") or "").split("|")
            for surface in surfaces if lexicon.header[0] == VALUE else (name, *surfaces):
                key = " ".join(tokenize(surface))
                if key:
                    fields = (key, str(number), name.translate(_UNSAFE), *values)
                    yield SEPARATOR.join(fields)
