"""Which rules can fire in which sentences: one pass of an automaton over the raw text.

Everything that this pass does not point at is never cut into tokens; that is where the speed comes from. It may point
at too much (a trigger inside a longer word), never at too little.
"""

from __future__ import annotations

from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from ie.ruleset import Ruleset

_STRAIGHT = str.maketrans("‘’ʼ`´", "'''''")


class Scanner:
    """Finds the trigger words of the rules that make records."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.always: list[int] = []
        """Matches without a trigger: they are tried on every sentence."""
        by_word: dict[str, list[int]] = {}
        for number, match in enumerate(ruleset.matches):
            rule = ruleset.rules[match.rule]
            if rule.refines or rule.target not in ruleset.records:
                continue
            if not match.triggers:
                self.always.append(number)
            for word in match.triggers:
                by_word.setdefault(word, []).append(number)
        self._matches = list(by_word.values())
        # A word may hide another only where it holds a boundary itself ("face-to-face" and "face").
        self._overlapping = any(not word.isalnum() for word in by_word)
        kind = MatchKind.Standard if self._overlapping else MatchKind.LeftmostLongest
        self._automaton = AhoCorasick(list(by_word), matchkind=kind) if by_word else None

    def hits(self, text: str) -> Iterator[tuple[int, list[int]]]:
        """(offset, numbers of the matches that its word triggers), from left to right."""
        if self._automaton is None:
            return
        lower = _lower(text)
        for word, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=self._overlapping):
            if (start and lower[start - 1].isalnum()) or lower[end : end + 1].isalnum():
                continue
            yield start, self._matches[word]


def _lower(text: str) -> str:
    """The text in lower case and with straight apostrophes, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters, such as İ, become two
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if lower.isascii():
        return lower
    return lower.translate(_STRAIGHT).encode("utf-8", "replace").decode()  # half a surrogate pair becomes "?"
