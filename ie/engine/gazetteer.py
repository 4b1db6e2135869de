"""Looks names up in the sorted lines of the ruleset's lexicons, without ever loading them.

The block may be bytes or a memory map of any size. A token is looked up once by bisection; what begins with it is
kept, so that a text costs as many look-ups as it has different words.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass

from ie.engine.encoding import KEPT

_SEPARATOR = b"\x1f"
_SHOUTED = 4
"""A word of so many capitals may be an ordinary name in capitals; shorter ones are abbreviations."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a lexicon."""

    type: str
    name: str
    attributes: dict[str, str]


Names = dict[tuple[str, ...], tuple[Entry, ...]]
"""The names that begin with some token, by the tokens that follow it."""


class Gazetteer:
    """All lexicons of a ruleset."""

    def __init__(self, block: bytes | mmap.mmap, types: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self._block = block
        self._size = len(block)
        self._types = types
        self._known: dict[str, tuple[Names, int] | None] = {}

    def starting_with(self, token: str) -> tuple[Names, int] | None:
        """The names that begin with a token and the most tokens that follow it; None where there are none."""
        try:
            return self._known[token]
        except KeyError:
            names: Names = {}
            keys = {token: None, token.lower(): None}
            if len(token) >= _SHOUTED and token.isupper():  # a dateline or a headline: LIMA, TURKEY
                keys[token.capitalize()] = None
            for key in keys:
                self._read(key, names)
            found = (names, max(map(len, names))) if names else None
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[token] = found
            return found

    def _read(self, token: str, names: Names) -> None:
        key = token.encode("utf-8", "replace")
        for prefix in (key + b" ", key + _SEPARATOR):
            position = self._bisect(prefix)
            while position < self._size and self._block[position : position + len(prefix)] == prefix:
                end = self._block.find(b"\n", position)
                surface, number, name, *values = self._block[position:end].decode().split("\x1f")
                type_, attributes = self._types[int(number)]
                entry = Entry(type_, name, {a: v for a, v in zip(attributes, values, strict=True) if v})
                rest = tuple(surface.split(" ")[1:])
                names[rest] = (*names.get(rest, ()), entry)
                position = end + 1

    def _bisect(self, prefix: bytes) -> int:
        """Where the first line stands that is not below the prefix."""
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            start = self._block.rfind(b"\n", low, middle) + 1 or low
            end = self._block.find(b"\n", start)
            if self._block[start : min(end, start + len(prefix))] < prefix:
                low = end + 1
            else:
                high = start
        return low
