"""Looks names up in the ruleset's lexicons, without ever loading them.

The block may be bytes or a memory map of any size, laid out by ``ie.compiler.lexicon``. Where the lines begin that
begin with some token is found by hashing the token, so a look costs the same whatever the size of the lexicons, and
most tokens, which begin no name, cost one look into the table.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from zlib import crc32

from ie.ruleset import LEXICON_HEAD

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
        slots = int.from_bytes(block[:LEXICON_HEAD], "little")
        self._block = block
        self._lines = LEXICON_HEAD * (slots + 1)
        self._table = memoryview(block)[LEXICON_HEAD : self._lines].cast("I")
        self._mask = slots - 1
        self._types = types

    def starting_with(self, token: str) -> Names:
        """The names that begin with a token."""
        names: Names = {}
        keys = {token: None, token.lower(): None}
        if len(token) >= _SHOUTED and token.isupper():  # a dateline or a headline: LIMA, TURKEY
            keys[token.capitalize()] = None
        for key in keys:
            self._read(key.encode("utf-8", "replace"), names)
        return names

    def _read(self, key: bytes, names: Names) -> None:
        slot = crc32(key)
        size = len(key)
        while place := self._table[slot & self._mask]:
            position = self._lines + place - 1
            if self._begins(position, key, size):
                break
            slot += 1
        else:
            return
        while self._begins(position, key, size):
            end = self._block.find(b"\n", position)
            surface, number, name, *values = self._block[position:end].decode().split("\x1f")
            type_, attributes = self._types[int(number)]
            entry = Entry(type_, name, {a: v for a, v in zip(attributes, values, strict=True) if v})
            rest = tuple(surface.split(" ")[1:])
            names[rest] = (*names.get(rest, ()), entry)
            position = end + 1

    def _begins(self, position: int, key: bytes, size: int) -> bool:
        """Whether the line at a position begins with a token."""
        return self._block[position : position + size] == key and self._block[
            position + size : position + size + 1
        ] in (
            b" ",
            b"\x1f",
        )
