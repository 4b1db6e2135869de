"""A sentence as a string of symbols: two characters a token, brackets around mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from ie.ruleset import SHAPES, Ruleset, closing, opening, word_code
from ie.tokens import shape

KEPT = 200_000
"""Different words that are kept in mind; a text of any length goes through in the memory of these."""


class Symbols(dict[str, str]):
    """The symbol of each token, worked out when the token is first met."""

    def __init__(self, ruleset: Ruleset) -> None:
        super().__init__()
        self._insensitive = ruleset.insensitive
        self._sensitive = ruleset.sensitive

    def __missing__(self, token: str) -> str:
        signature = self._sensitive.get(token) or self._insensitive.get(token.lower(), 0)
        if len(self) >= KEPT:  # the words of a whole library must not pile up
            self.clear()
        symbol = self[token] = chr(SHAPES + shape(token)) + chr(word_code(signature))
        return symbol


class Encoded:
    """The string for a sentence, and the way back from its positions to tokens."""

    __slots__ = ("_ends", "_parts", "text")

    def __init__(self, symbols: Sequence[str], brackets: Iterable[tuple[int, int, int]]) -> None:
        """``brackets`` are (first token, last token exclusive, bracket number)."""
        parts = list(symbols)
        for start, end, bracket in brackets:
            parts[start] = opening(bracket) + parts[start]
            parts[end - 1] += closing(bracket)
        self._parts = parts
        self._ends: list[int] | None = None
        self.text = "".join(parts)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens between two positions of the string; an expression only ever takes whole ones."""
        ends = self._token_ends()
        first = bisect_right(ends, start)
        return (first, first) if start == end else (first, bisect_left(ends, end) + 1)

    def places(self, class_: Any) -> list[int]:
        """Where the tokens begin that hold a character of a compiled class, or all where it is None; in order."""
        ends = self._token_ends()
        if class_ is None:
            return [0, *ends[:-1]]
        tokens = dict.fromkeys(bisect_right(ends, hit.start()) for hit in class_.finditer(self.text))
        return [ends[token - 1] if token else 0 for token in tokens]

    def _token_ends(self) -> list[int]:
        if self._ends is None:
            self._ends = list(accumulate(map(len, self._parts)))
        return self._ends
