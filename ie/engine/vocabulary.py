"""What is known of each different word of a text: worked out when it is first met, and looked up ever after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ie.engine.gazetteer import Entry, Gazetteer, Names
from ie.ruleset import SHAPES, TOKEN_GROUP, Ruleset, bits, closing, opening, word_code
from ie.tables import Table
from ie.tokens import shape

WORD_TIMEOUT = 1.0
"""Seconds after which the token expressions are given up on a word."""
KEPT = 50_000
"""Different words that are kept in mind; a text of any length goes through in the memory of these."""


@dataclass(slots=True, eq=False)
class Word:
    """A word as it is written, of which a text has many tokens."""

    symbol: str
    """Its two characters in the string of a sentence, in the brackets of the token expressions that it matches."""
    lower: str
    sets: int
    """The word sets of the ruleset that it is in, a bit for each."""
    names: Names | None
    """The names of lexicons that begin with it; None where there are none."""
    longest: int
    """The most tokens that follow it in such a name."""
    brackets: int
    """The brackets around it, a bit for each."""
    present: int
    """Those, and the brackets of all mentions that names beginning with it would make."""


class Vocabulary(dict[str, Word]):
    """The words met so far, by their tokens."""

    def __init__(
        self,
        ruleset: Ruleset,
        expressions: Callable[[int], Any],
        brackets: Callable[[Entry], Iterable[int]],
        slow: Callable[[str], None],
    ) -> None:
        """``brackets`` says which brackets the mention of a name has; ``slow`` is told of words that take too long."""
        super().__init__()
        self._table = Table(ruleset.vocabulary)
        self._brackets = brackets
        self._slow = slow
        self._gazetteer = Gazetteer(ruleset.lexicon, ruleset.lexicon_types)
        compiled = [expressions(number) for number in ruleset.token_regexes]
        self._token_regexes = [(one, _brackets_of_groups(one)) for one in compiled]
        """Each with the place of each of its groups that say that a token gets a bracket, and the bracket."""

    def __missing__(self, token: str) -> Word:
        lower = token.lower()
        anyhow, exact, *numbers = self._numbers(lower)
        if token != lower:
            exact = self._numbers(token)[1]
        signature = exact or anyhow
        sets = 0
        for number in numbers:
            sets |= 1 << number
        names = self._gazetteer.starting_with(token)
        brackets = self._matching(token)
        present = {bracket for entries in names.values() for entry in entries for bracket in self._brackets(entry)}
        word = Word(
            "".join([*map(opening, brackets), _symbol(token, signature), *map(closing, brackets)]),
            lower,
            sets,
            names or None,
            max(map(len, names)) if names else 0,
            bits(brackets),
            bits({*brackets, *present}),
        )
        if len(self) >= KEPT:  # the words of a whole library must not pile up
            self.clear()
        self[token] = word
        return word

    def _matching(self, token: str) -> list[int]:
        """The brackets of the token expressions that a word matches; none where that takes too long."""
        try:
            found = [(one.match(token, timeout=WORD_TIMEOUT).groups(), groups) for one, groups in self._token_regexes]
        except TimeoutError:
            self._slow(token)
            return []
        return [bracket for taken, groups in found for place, bracket in groups if taken[place] is not None]

    def _numbers(self, key: str) -> Sequence[int]:
        entry = self._table.get(key.encode("utf-8", "replace"))
        return (0, 0) if entry is None else [int(number) for number in entry.split()]


def _brackets_of_groups(expression: Any) -> list[tuple[int, int]]:
    groups = sorted((number, name) for name, number in expression.groupindex.items() if name.startswith(TOKEN_GROUP))
    return [(number - 1, int(name.removeprefix(TOKEN_GROUP))) for number, name in groups]


def _symbol(token: str, signature: int) -> str:
    return chr(SHAPES + shape(token)) + chr(word_code(signature))
