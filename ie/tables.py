"""Texts by key, or by number, in one block of bytes: looked up where they stand, never loaded.

A block is bytes, or a part of a file that is mapped into memory; what is never asked for is never read. Numbers in it
are of four bytes, in the machine's own order.

A table begins with the number of its slots and the slots. The slot of a key is its CRC-32, or the next that is free;
it holds the place of the entry, counted from 1: the lengths of key and text, and both. So a key that is not there costs
about one look into the slots, whatever the size.

A list begins with the number of its texts and the places where they end.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from struct import Struct
from typing import overload
from zlib import crc32

Block = bytes | memoryview

_HEAD = Struct("=I")
_LENGTHS = Struct("=II")


def pack_table(entries: Mapping[bytes, bytes]) -> bytes:
    """The block of a table."""
    slots = 1
    while slots <= 2 * len(entries):
        slots *= 2
    table = array("I", bytes(_HEAD.size * slots))
    pieces = []
    place = 1
    for key, text in entries.items():
        slot = crc32(key)
        while table[slot & (slots - 1)]:
            slot += 1
        table[slot & (slots - 1)] = place
        pieces += [_LENGTHS.pack(len(key), len(text)), key, text]
        place += _LENGTHS.size + len(key) + len(text)
    return b"".join([_HEAD.pack(slots), table.tobytes(), *pieces])


def pack_texts(texts: Sequence[str]) -> bytes:
    """The block of a list."""
    encoded = [text.encode() for text in texts]
    ends = array("I", accumulate(map(len, encoded)))
    return b"".join([_HEAD.pack(len(encoded)), ends.tobytes(), *encoded])


class Table:
    """Texts by key."""

    def __init__(self, block: Block) -> None:
        (slots,) = _HEAD.unpack_from(block)
        view = memoryview(block)
        self._slots = view[_HEAD.size : _HEAD.size * (slots + 1)].cast("I")
        self._entries = view[_HEAD.size * (slots + 1) :]
        self._mask = slots - 1

    def get(self, key: bytes) -> bytes | None:
        """The text under a key; None where there is none."""
        slot = crc32(key)
        while place := self._slots[slot & self._mask]:
            found, text = self._entry(place)
            if found == key:
                return bytes(text)
            slot += 1
        return None

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """All keys with their texts, in no order that means anything."""
        for place in self._slots:
            if place:
                key, text = self._entry(place)
                yield bytes(key), bytes(text)

    def _entry(self, place: int) -> tuple[memoryview, memoryview]:
        keys, texts = _LENGTHS.unpack_from(self._entries, place - 1)
        start = place - 1 + _LENGTHS.size
        return self._entries[start : start + keys], self._entries[start + keys : start + keys + texts]


class Texts(Sequence[str]):
    """Texts by number."""

    def __init__(self, block: Block) -> None:
        self._count: int = _HEAD.unpack_from(block)[0]
        view = memoryview(block)
        self._ends = view[_HEAD.size : _HEAD.size * (self._count + 1)].cast("I")
        self._texts = view[_HEAD.size * (self._count + 1) :]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(self._count)[number]]
        place = range(self._count)[number]
        return str(self._texts[self._ends[place - 1] if place else 0 : self._ends[place]], "utf-8")
