"""Looks names up in the ruleset's lexicons, without ever loading them."""

from __future__ import annotations

from dataclasses import dataclass

from ie.tables import Block, Table

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

    def __init__(self, block: Block, types: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self._table = Table(block)
        self._types = types

    def starting_with(self, token: str) -> Names:
        """The names that begin with a token."""
        names: Names = {}
        keys = {token: None, token.lower(): None}
        if len(token) >= _SHOUTED and token.isupper():  # a dateline or a headline: LIMA, TURKEY
            keys[token.capitalize()] = None
        for key in keys:
            lines = self._table.get(key.encode("utf-8", "replace"))
            for line in lines.decode().split("\n") if lines is not None else ():
                surface, number, name, *values = line.split("\x1f")
                type_, attributes = self._types[int(number)]
                entry = Entry(type_, name, {a: v for a, v in zip(attributes, values, strict=True) if v})
                rest = tuple(surface.split(" ")[1:])
                names[rest] = (*names.get(rest, ()), entry)
        return names
