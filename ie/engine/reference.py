"""Who is meant: "Zelensky", "he", "the Ukrainian president" take the identity of another mention of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from ie.engine import conditions
from ie.engine.annotating import Annotator
from ie.engine.article import Article
from ie.engine.sentences import Mention
from ie.engine.values import mention_lookup
from ie.records import Value

_JOINING = frozenset(("and", "the", ","))
REACH = 400
"""How many sentences a reference may look back; far more than any article that a person reads has."""


class References:
    """Resolves mentions of one article, each when it is asked for."""

    def __init__(self, article: Article, annotator: Annotator) -> None:
        self._article = article
        self._annotator = annotator

    def identities(self, mention: Mention) -> tuple[Mention, ...]:
        """The mentions whose values and attributes this one shares; only itself where it refers to no other."""
        same = mention.rule.same if mention.rule is not None else None
        if same is not None and not mention.looked_up:
            mention.looked_up = True  # first, so that two mentions that look at each other come to an end
            type_, every, side, condition = same
            find = self._find_several if every else self._find
            mention.same = find(mention, type_, side, condition)
        return mention.same or (mention,)

    def _find(
        self, mention: Mention, type_: str, side: str | None, condition: Sequence[Any] | None
    ) -> tuple[Mention, ...]:
        """The nearest mention that fits."""
        for candidates in self._candidates(mention, type_, side):
            for candidate in candidates:
                for identity in self.identities(candidate):
                    if _fits(mention, identity, condition):
                        return (identity,)
        return ()

    def _find_several(
        self, mention: Mention, type_: str, side: str | None, condition: Sequence[Any] | None
    ) -> tuple[Mention, ...]:
        """Two of the nearest sentence that names two that fit: those joined by "and", else the first ones."""
        for candidates in self._candidates(mention, type_, side):
            found: dict[Value | None, tuple[Mention, Mention]] = {}
            for candidate in candidates:
                for identity in self.identities(candidate):
                    if _fits(mention, identity, condition):
                        found.setdefault(identity.value, (candidate, identity))
            if len(found) > 1:
                pairs = list(pairwise(found.values()))
                joined = next((pair for pair in pairs if _joined(pair[0][0], pair[1][0])), pairs[0])
                return tuple(identity for _, identity in joined)
        return ()

    def _candidates(self, mention: Mention, type_: str, side: str | None) -> Iterator[list[Mention]]:
        """Mentions of the type, sentence by sentence away from the mention, in each the first one first.

        The first in a sentence is most often its subject, and that is whom the next sentence goes on about.
        """
        here = mention.sentence.index
        if side != "after":
            yield [one for one in self._in(here, type_) if one.end <= mention.start]
            for index in range(here - 1, max(-1, here - REACH), -1):
                yield self._in(index, type_)
        if side != "before":
            yield [one for one in self._in(here, type_) if one.start >= mention.end]
            for index in range(here + 1, min(len(self._article), here + REACH)):
                yield self._in(index, type_)

    def _in(self, index: int, type_: str) -> list[Mention]:
        sentence = self._article.sentence(index)
        self._annotator.annotate(sentence)
        found = [mention for mention in sentence.outermost() if mention.is_a(type_)]
        return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _joined(one: Mention, two: Mention) -> bool:
    """Whether nothing but "and" stands between two mentions."""
    return {word.lower() for word in one.sentence.tokens[one.end : two.start]} <= _JOINING


def _fits(mention: Mention, identity: Mention, condition: Sequence[Any] | None) -> bool:
    if identity is mention or identity.value is None:
        return False
    return condition is None or conditions.holds(condition, _pair_lookup(mention, identity))


def _pair_lookup(mention: Mention, other: Mention) -> conditions.Lookup:
    """Names are the other mention's attributes; ``this.`` leads to those of the mention that is being resolved."""
    of_this, of_other = mention_lookup(mention), mention_lookup(other)

    def lookup(path: tuple[str, ...]) -> Sequence[Value] | None:
        if path[0] == "this":
            return of_this(path[1:]) or ()
        return of_other(path)

    return lookup
