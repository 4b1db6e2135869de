"""Which character stands for which token.

A literal of a rule is a set of word forms. Words that are in just the same sets need not be told apart, so they share
a *signature*, which is the second of the two characters of a token; the first is its shape. An expression tests a
class of characters range by range, so signatures are numbered such that the largest sets are written as few ranges.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ie import ruleset

Form = tuple[str, bool]
"""A word and whether its case matters; where it does not, the word is in lower case."""

FIRST, LAST = 0, -1


@dataclass(frozen=True, slots=True)
class Edge:
    """The tokens that may stand in a place: by their words, their shapes, or the brackets that begin or end there."""

    words: frozenset[Form] = frozenset()
    shapes: frozenset[int] = frozenset()
    brackets: frozenset[int] = frozenset()
    anything: bool = False

    def __or__(self, other: Edge) -> Edge:
        return Edge(
            self.words | other.words,
            self.shapes | other.shapes,
            self.brackets | other.brackets,
            self.anything or other.anything,
        )


ANYTHING = Edge(anything=True)


def union(edges: Iterable[Edge]) -> Edge:
    """The tokens of any of some edges."""
    found = Edge()
    for edge in edges:
        found |= edge
    return found


_PLACEHOLDER = "\x00{}\x01"


class Alphabet:
    """Collects sets of words and brackets while patterns are translated, then numbers them."""

    def __init__(self) -> None:
        self._sets: dict[frozenset[Form], int] = {}
        self._brackets: dict[object, int] = {}

    def words(self, forms: Iterable[Form]) -> str:
        """A placeholder for the class of these words, until `resolve` puts the class itself there."""
        number = self._sets.setdefault(frozenset(forms), len(self._sets))
        return _PLACEHOLDER.format(number)

    def bracket(self, key: object) -> int:
        """The number of the bracket pair for a type or another hashable key."""
        return self._brackets.setdefault(key, len(self._brackets))

    def brackets(self) -> dict[object, int]:
        """All bracket pairs by key."""
        return dict(self._brackets)

    def freeze(self) -> Frozen:
        """Number the signatures."""
        members: dict[Form, list[int]] = {}
        for forms, number in self._sets.items():
            for form in forms:
                members.setdefault(form, []).append(number)
        # A word whose case matters is also in the sets of its lower-case form.
        for (word, exact), numbers in members.items():
            if exact:
                numbers += members.get((word.lower(), False), ())
        size = {number: len(forms) for forms, number in self._sets.items()}
        rank = {number: place for place, number in enumerate(sorted(size, key=lambda n: (-size[n], n)))}

        def key_of(numbers: list[int]) -> tuple[int, ...]:
            return tuple(sorted({rank[number] for number in numbers}))

        keys = sorted({key_of(numbers) for numbers in members.values()})
        signature = {key: index for index, key in enumerate(keys, start=1)}
        insensitive: dict[str, int] = {}
        sensitive: dict[str, int] = {}
        for (word, exact), numbers in members.items():
            (sensitive if exact else insensitive)[word] = signature[key_of(numbers)]
        classes: dict[int, list[int]] = {number: [] for number in rank}
        by_rank = {place: number for number, place in rank.items()}
        for key, index in signature.items():
            for place in key:
                classes[by_rank[place]].append(index)
        return Frozen(insensitive, sensitive, classes)


class Frozen:
    """The numbered alphabet."""

    def __init__(self, insensitive: dict[str, int], sensitive: dict[str, int], classes: dict[int, list[int]]) -> None:
        self.insensitive = insensitive
        self.sensitive = sensitive
        self._text = {str(number): code_points(map(ruleset.word_code, indexes)) for number, indexes in classes.items()}

    def resolve(self, pattern: str) -> str:
        """The pattern with the classes themselves in place of their placeholders."""
        head, *rest = pattern.split("\x00")
        return head + "".join(self._text[number] + tail for number, _, tail in (one.partition("\x01") for one in rest))


def code_points(codes: Iterable[int]) -> str:
    """The inside of a character class for these code points."""
    pieces: list[str] = []
    start = end = -2
    for code in [*sorted(set(codes)), -2]:
        if code == end + 1:
            end = code
            continue
        if start >= 0:
            pieces.append(chr(start) if start == end else f"{chr(start)}-{chr(end)}")
        start = end = code
    return "".join(pieces)
