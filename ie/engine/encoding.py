"""A sentence as a string of symbols: two characters a token, brackets around mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from ie.ruleset import SHAPES, Ruleset, closing, opening, word_code
from ie.tokens import shape


class Symbols(dict[str, str]):
    """The symbol of each token, worked out when the token is first met."""

    def __init__(self, ruleset: Ruleset) -> None:
        super().__init__()
        self._insensitive = ruleset.insensitive
        self._sensitive = ruleset.sensitive

    def __missing__(self, token: str) -> str:
        signature = self._sensitive.get(token) or self._insensitive.get(token.lower(), 0)
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
        if self._ends is None:
            self._ends = list(accumulate(map(len, self._parts)))
        first = bisect_right(self._ends, start)
        return (first, first) if start == end else (first, bisect_left(self._ends, end) + 1)
