"""Gazetteers to one block of lines with an index, in which the engine looks names up without loading them.

The block is the number of slots of a hash table, the table, and the sorted lines. Lines that begin with the same token
stand together; the table has the place of the first of them, counted from 1, under the CRC-32 of the token, or in the
next free slot. Numbers are little-endian, of four bytes each.

A line is ``key, lexicon number, name, attribute, attribute ...`` with unit separators between. The key is the surface
form as tokens joined by spaces; one without capitals matches in any case (smart case), so its tokens are lower case.

The first column is the value of the mention. Where it is headed ``name`` it is a surface form as well; where it is
headed ``value`` ("Ukraine" for "Ukrainian") only the ``aliases`` are.
"""

from __future__ import annotations

import csv
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from ie.language.checked import LexiconFile
from ie.ruleset import LEXICON_HEAD
from ie.tokens import tokenize

SEPARATOR = "\x1f"
VALUE = "value"
_UNSAFE = str.maketrans({SEPARATOR: " ", "\n": " ", "\r": " "})


def block(lexicons: Iterable[LexiconFile]) -> tuple[bytes, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The block of all lexicons, without doubles, and for each lexicon its type and attribute names."""
    lines: set[bytes] = set()
    types = []
    for number, lexicon in enumerate(lexicons):
        attributes = tuple(column for column in lexicon.header[1:] if column != "aliases")
        types.append((lexicon.type, attributes))
        lines.update(_lines(lexicon, attributes, number))
    return _indexed(sorted(lines)), tuple(types)


def _indexed(lines: Sequence[bytes]) -> bytes:
    places: dict[bytes, int] = {}
    place = 1
    for line in lines:
        token = line.partition(SEPARATOR.encode())[0].partition(b" ")[0]
        places.setdefault(token, place)
        place += len(line)
    slots = 1
    while slots <= 2 * len(places):
        slots *= 2
    table = array("I", bytes(LEXICON_HEAD * slots))
    for token, place in places.items():
        slot = crc32(token)
        while table[slot & (slots - 1)]:
            slot += 1
        table[slot & (slots - 1)] = place
    if sys.byteorder == "big":
        table.byteswap()
    return b"".join((slots.to_bytes(LEXICON_HEAD, "little"), table.tobytes(), *lines))


def _lines(lexicon: LexiconFile, attributes: tuple[str, ...], number: int) -> Iterator[bytes]:
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
                    yield (SEPARATOR.join(fields) + "\n").encode()
