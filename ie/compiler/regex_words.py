"""The words that a token expression matches, where these are few: /swaps?|trad(e|ed)/ is swap, swaps, trade, traded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

MOST = 200
"""More words than these are not told apart."""
_PIECE = re.compile(r"(?P<char>[\w'-])|\\(?P<escaped>[^\w])|\[(?P<set>[\w'-]*\w)\]|(?P<sign>\(\?:|[()|?])")


@cache
def words_of(expression: str) -> frozenset[str] | None:
    """All words that an expression matches; None where they are many, or it is of a kind that is not looked into."""
    pieces: list[tuple[str, str]] = []
    place = 0
    while place < len(expression):
        piece = _PIECE.match(expression, place)
        if piece is None or (piece["set"] and "-" in piece["set"]):
            return None
        pieces.append((str(piece.lastgroup), piece[str(piece.lastgroup)]))
        place = piece.end()
    reader = _Reader(pieces)
    try:
        words = reader.choice()
    except ValueError:
        return None
    return frozenset(words) if reader.at_end() and "" not in words else None


class _Reader:
    """Reads the pieces of an expression from left to right. Raises ValueError where it knows no way on."""

    def __init__(self, pieces: list[tuple[str, str]]) -> None:
        self._pieces = pieces
        self._at = 0

    def at_end(self) -> bool:
        return self._at == len(self._pieces)

    def choice(self) -> set[str]:
        found = self._row()
        while self._take("|"):
            found |= self._row()
        return _few(found)

    def _row(self) -> set[str]:
        found = {""}
        while not self.at_end() and self._pieces[self._at] not in (("sign", "|"), ("sign", ")")):
            ends = self._one()
            if self._take("?"):
                ends.add("")
            found = _few(start + end for start in found for end in ends)
        return found

    def _one(self) -> set[str]:
        kind, text = self._pieces[self._at]
        self._at += 1
        if kind != "sign":
            return set(text) if kind == "set" else {text}
        if text not in ("(", "(?:"):
            raise ValueError(text)
        inner = self.choice()
        if not self._take(")"):
            raise ValueError("an open bracket")
        return inner

    def _take(self, sign: str) -> bool:
        there = not self.at_end() and self._pieces[self._at] == ("sign", sign)
        self._at += there
        return there


def _few(words: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for word in words:
        found.add(word)
        if len(found) > MOST:
            raise ValueError("too many words")
    return found
