"""A sentence as a string of symbols: two characters a token, brackets around mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from ie.engine.vocabulary import Word
from ie.ruleset import CLOSING, OPENING


class Encoded:
    """The string for a sentence, and the way back from its positions to tokens."""

    __slots__ = ("_ends", "_places", "present", "text")

    def __init__(self, words: Sequence[Word], brackets: Iterable[tuple[int, int, int]]) -> None:
        """``brackets`` are (first token, last token exclusive, bracket number)."""
        parts = [word.symbol for word in words]
        present = 0
        for word in words:
            present |= word.brackets
        for start, end, bracket in brackets:
            parts[start] = chr(OPENING + bracket) + parts[start]
            parts[end - 1] += chr(CLOSING + bracket)
            present |= 1 << bracket
        self.present = present
        """The brackets in the string, a bit for each."""
        self._ends = list(accumulate(map(len, parts)))
        self._places: dict[Any, list[int]] = {}
        self.text = "".join(parts)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens between two positions of the string; an expression only ever takes whole ones."""
        first = bisect_right(self._ends, start)
        return (first, first) if start == end else (first, bisect_left(self._ends, end) + 1)

    def places(self, class_: Any) -> list[int]:
        """Where the tokens begin that hold a character of a compiled class, or all where it is None; in order."""
        found = self._places.get(class_)
        if found is None:
            ends = self._ends
            if class_ is None:
                found = [0, *ends[:-1]]
            else:
                tokens = dict.fromkeys([bisect_right(ends, hit.start()) for hit in class_.finditer(self.text)])
                found = [ends[token - 1] if token else 0 for token in tokens]
            self._places[class_] = found
        return found
