"""Who is meant: "Zelensky", "he", "the Ukrainian president" take the identity of another mention of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ie.engine import conditions
from ie.engine.article import Article
from ie.engine.matching import Matcher, mention_lookup
from ie.engine.sentences import Mention
from ie.records import Value

REACH = 400
"""How many sentences a reference may look back; far more than any article that a person reads has."""


class References:
    """Resolves mentions of one article, each when it is asked for."""

    def __init__(self, article: Article, matcher: Matcher) -> None:
        self._article = article
        self._matcher = matcher

    def identity(self, mention: Mention) -> Mention:
        """The mention whose value and attributes this one shares; itself where it refers to no other."""
        same = mention.rule.same if mention.rule is not None else None
        if same is not None and not mention.looked_up:
            mention.looked_up = True  # first, so that two mentions that look at each other come to an end
            type_, side, condition = same
            mention.same = self._find(mention, type_, side, condition)
        return mention if mention.same is None else mention.same

    def value(self, mention: Mention) -> Value | None:
        """The resolved value; None for a reference that finds nobody and has no name of its own."""
        return self.identity(mention).value

    def _find(self, mention: Mention, type_: str, side: str | None, condition: Sequence[Any] | None) -> Mention | None:
        seen: set[int] = set()
        for candidate in self._candidates(mention, type_, side):
            identity = self.identity(candidate)
            if identity is mention or identity.value is None or id(identity) in seen:
                continue
            seen.add(id(identity))
            if condition is None or conditions.holds(condition, _pair_lookup(mention, identity)):
                return identity
        return None

    def _candidates(self, mention: Mention, type_: str, side: str | None) -> Iterator[Mention]:
        """Mentions of the type: sentence by sentence away from the mention, in each the first one first.

        The first in a sentence is most often its subject, and that is whom the next sentence goes on about.
        """
        here = mention.sentence.index
        if side != "after":
            for index in range(here, max(-1, here - REACH), -1):
                yield from self._in(
                    index, type_, lambda m: m.sentence is not mention.sentence or m.end <= mention.start
                )
        if side != "before":
            for index in range(here, min(len(self._article), here + REACH)):
                yield from self._in(
                    index, type_, lambda m: m.sentence is not mention.sentence or m.start >= mention.end
                )

    def _in(self, index: int, type_: str, fits: Callable[[Mention], bool]) -> Iterator[Mention]:
        sentence = self._article.sentence(index)
        self._matcher.annotate(sentence)
        found = [m for m in sentence.mentions if not m.hidden and m.is_a(type_) and fits(m)]
        return iter(sorted(found, key=lambda m: (m.start, -m.end)))


def _pair_lookup(mention: Mention, other: Mention) -> conditions.Lookup:
    """Names are the other mention's attributes; ``this.`` leads to those of the mention that is being resolved."""
    of_this, of_other = mention_lookup(mention), mention_lookup(other)

    def lookup(path: tuple[str, ...]) -> Sequence[Value] | None:
        if path[0] == "this":
            return of_this(path[1:]) or ()
        return of_other(path)

    return lookup
