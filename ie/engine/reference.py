"""Who is meant: "Zelensky", "he", "the Ukrainian president" take the identity of another mention of the document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ie.engine import conditions
from ie.engine.annotating import Annotator
from ie.engine.article import Article
from ie.engine.sentences import Mention
from ie.engine.values import mention_lookup
from ie.records import Value

_JOINING = frozenset(("and", "the", ","))
_BEFORE_OBJECTS = frozenset(
    ("to", "with", "of", "by", "for", "from", "between", "against", "about", "alongside", "on", "at", "near", "than")
)
"""Words before somebody who is not the subject of the sentence."""
_POSSESSIVES = frozenset(("his", "her", "their", "its"))
REACH = 400
"""How many sentences a reference may look back; far more than any article that a person reads has."""
MOST = 200
"""Mentions among which a reference looks on each side: in a list of a thousand names each may refer to any other."""


class References:
    """Resolves mentions of one article, each when it is asked for."""

    def __init__(self, article: Article, annotator: Annotator) -> None:
        self._article = article
        self._annotator = annotator
        self._known: dict[tuple[int, str], list[Mention]] = {}
        """By sentence and type, the mentions that may be meant."""

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
        """The nearest mention that fits; in a sentence rather one that may be its subject.

        Where a condition lets pass what is not known (``not country``), those of whom it is known go before.
        """
        known = _without_the_unknown(condition)
        for asked in (condition,) if known == condition else (known, condition):
            for candidates in self._subjects_first(mention, self._candidates(mention, type_, side)):
                for candidate in candidates:
                    for identity in self.identities(candidate):
                        if _fits(mention, identity, asked):
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

    def _subjects_first(self, mention: Mention, groups: Iterator[list[Mention]]) -> Iterator[list[Mention]]:
        """Sentence by sentence, those first that are no objects; and what a fronted phrase names last.

        "After talks with Lavrov, he ..." goes on about the subject of the sentence before.
        """
        put_off: list[Mention] = []
        for number, candidates in enumerate(groups):
            objects = _objects(candidates)
            first = [one for one in candidates if one not in objects]
            if number == 0 and not first and _follows_a_comma(mention):
                put_off = objects
                continue
            yield first + objects
            if put_off:
                yield put_off
                put_off = []
        yield put_off

    def _candidates(self, mention: Mention, type_: str, side: str | None) -> Iterator[list[Mention]]:
        """Mentions of the type, sentence by sentence away from the mention, in each the first one first.

        The first in a sentence is most often its subject, and that is whom the next sentence goes on about.
        """
        here = mention.sentence.index
        if side != "after":
            yield [one for one in self._in(here, type_) if one.end <= mention.start]
            yield from self._outward(range(here - 1, max(-1, here - REACH), -1), type_)
        if side != "before":
            yield [one for one in self._in(here, type_) if one.start >= mention.end]
            yield from self._outward(range(here + 1, min(len(self._article), here + REACH)), type_)

    def _outward(self, indexes: range, type_: str) -> Iterator[list[Mention]]:
        left = MOST
        for index in indexes:
            found = self._in(index, type_)
            yield found
            left -= len(found)
            if left < 0:
                return

    def _in(self, index: int, type_: str) -> list[Mention]:
        found = self._known.get((index, type_))
        if found is None:
            sentence = self._article.sentence(index)
            self._annotator.annotate(sentence)
            of_type = [mention for mention in sentence.outermost() if mention.is_a(type_)]
            found = sorted(of_type, key=lambda mention: (mention.start, -mention.end))
            self._known[index, type_] = found
        return found


def _without_the_unknown(condition: Any) -> Any:
    """The condition with every ``not x`` of something that is not known taken as false."""
    if not isinstance(condition, (tuple, list)):
        return condition
    if len(condition) == 2 and condition[0] == "not" and condition[1][0] == "known":
        return ("or",)
    return tuple(map(_without_the_unknown, condition))


def _objects(mentions: Sequence[Mention]) -> list[Mention]:
    """Those of a sentence's mentions that are hardly its subject: "with X", "meeting X", "X's", "his"; and "and Y"."""
    found: list[Mention] = []
    for mention in mentions:
        tokens = mention.sentence.tokens
        before = tokens[mention.start - 1].lower() if mention.start else ""
        if (
            before in _BEFORE_OBJECTS
            or before.endswith("ing")
            or tokens[mention.end : mention.end + 1] in (["'s"], ["'"])
            or tokens[mention.end - 1].lower() in _POSSESSIVES
            or (before == "and" and found and _joined(found[-1], mention))
        ):
            found.append(mention)
    return found


def _follows_a_comma(mention: Mention) -> bool:
    return mention.start > 0 and mention.sentence.tokens[mention.start - 1] == ","


def _joined(one: Mention, two: Mention) -> bool:
    """Whether nothing but "and" stands between two mentions."""
    return {word.lower() for word in one.sentence.tokens[one.end : two.start]} <= _JOINING


def _fits(mention: Mention, identity: Mention, condition: Sequence[Any] | None) -> bool:
    if identity is mention or identity.value is None:
        return False
    return condition is None or conditions.holds(condition, _pair_lookup(mention, identity))


def _pair_lookup(mention: Mention, other: Mention) -> conditions.Lookup:
    """Names are the other mention's attributes; ``this.`` leads to those of the mention that is being resolved."""
    of_this, of_other = (
        _spellings(mention_lookup(mention.value, mention.attributes)),
        _spellings(mention_lookup(other.value, other.attributes)),
    )

    def lookup(path: tuple[str, ...]) -> Sequence[Value] | None:
        if path[0] == "this":
            return of_this(path[1:]) or ()
        return of_other(path)

    return lookup


_ARTICLE = re.compile(r"\b(?:a[dlnrstz]|ash|el)-", re.IGNORECASE)


def _spellings(lookup: conditions.Lookup) -> conditions.Lookup:
    """A name is also known without its accents and Arabic articles: "Hayya" is Khalil al-Hayya."""

    def found(path: tuple[str, ...]) -> Sequence[Value] | None:
        values = lookup(path)
        if path != ("name",) or not values or not isinstance(values[0], str):
            return values
        return _spelled(values[0])

    return found


@lru_cache(10_000)
def _spelled(name: str) -> tuple[str, ...]:
    plain = "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))
    return tuple(dict.fromkeys((name, plain, _ARTICLE.sub("", plain))))
