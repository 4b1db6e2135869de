"""A sentence as a string of symbols: two characters a token, brackets around mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from ie.engine.vocabulary import Word
from ie.ruleset import CLOSING, OPENING, WORDS

_WORD = chr(WORDS)


class Encoded:
    """The string for a sentence, and the way back from its positions to tokens."""

    __slots__ = ("_places", "_words", "present", "starts", "text")

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
        self.text = "".join(parts)
        self._words = [place for place, char in enumerate(self.text) if char >= _WORD]
        self.starts = [0, *(place + 1 for place in self._words)]
        """For each token, and the end, the place right behind the word before it."""
        self._places: dict[Any, list[int]] = {}

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens whose words stand between two positions of the string."""
        words = self._words
        return bisect_left(words, start), bisect_left(words, end)

    def places(self, class_: Any) -> list[int]:
        """Where the tokens start that hold a character of a compiled class, or all where it is None; in order."""
        found = self._places.get(class_)
        if found is None:
            starts, words = self.starts, self._words
            if class_ is None:
                found = starts[:-1]
            else:
                found = [
                    starts[n]
                    for n in dict.fromkeys(bisect_left(words, one.start()) for one in class_.finditer(self.text))
                ]
            self._places[class_] = found
        return found
