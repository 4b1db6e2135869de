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
_HOW_MANY = {"two": 2, "both": 2, "pair": 2, "duo": 2, "couple": 2, "three": 3, "trio": 3, "four": 4, "five": 5}
_RANKS = frozenset(("first", "second", "third", "last", "only", "latest", "next"))
"""Words before somebody's office with which the sentence says what its subject was: "became the first president"."""
_INTRODUCED = 2
"""Sentences after a description in one of which the name follows."""
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
            if every:
                mention.same = self._nearest_several(mention)
            elif _is_ranked(mention):
                mention.same = self._subject_before(mention, type_)
            elif side is None and _is_description(mention):
                mention.same = (
                    self._find(mention, type_, "before", condition)
                    or self._introduced(mention, type_)
                    or self._find(mention, type_, "after", condition)
                )
            else:
                mention.same = self._find(mention, type_, side, condition)
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
                        if _fits(mention, identity, asked) or (
                            identity is not candidate
                            and _is_description(candidate)
                            and _fits(mention, candidate, asked)
                        ):
                            return (identity,)
        return ()

    def _nearest_several(self, mention: Mention) -> tuple[Mention, ...]:
        """Who "the pair" are, which may be people and groups alike: those of the nearest sentence."""
        found: list[tuple[Mention, ...]] = []
        for one in mention.sentence.mentions:
            same = one.rule.same if one.rule is not None else None
            if same is not None and same[1] and (one.start, one.end) == (mention.start, mention.end):
                found.append(self._find_several(one, same[0], same[2], same[3]))
        here = mention.sentence.index
        return min((one for one in found if one), key=lambda one: abs(one[0].sentence.index - here), default=())

    def _find_several(
        self, mention: Mention, type_: str, side: str | None, condition: Sequence[Any] | None
    ) -> tuple[Mention, ...]:
        """Those of the nearest sentence that names enough who fit: a list joined by "and", else the first ones."""
        wanted = next((_HOW_MANY[word.lower()] for word in _words_of(mention) if word.lower() in _HOW_MANY), 0)
        for candidates in self._candidates(mention, type_, side):
            found: dict[Value | None, tuple[Mention, Mention]] = {}
            for candidate in candidates:
                for identity in self.identities(candidate):
                    if _fits(mention, identity, condition):
                        found.setdefault(identity.value, (candidate, identity))
            if len(found) >= max(wanted, 2):
                return tuple(identity for _, identity in _listed(list(found.values()), wanted))
        return ()

    def _subject_before(self, mention: Mention, type_: str) -> tuple[Mention, ...]:
        """Who "became the first Hungarian president": the first who is named in the sentence."""
        before = [one for one in self._in(mention.sentence.index, type_) if one.end <= mention.start]
        return self.identities(before[0]) if before else ()

    def _introduced(self, mention: Mention, type_: str) -> tuple[Mention, ...]:
        """Who is named right after a description that fits nobody, with nothing but a new name.

        "Norway's envoy flew to Colombo. Jon Berg met the president there."
        """
        here = mention.sentence.index
        if here > _INTRODUCED or any(one.start < mention.start and one.is_a(type_) for one in self._in(here, type_)):
            return ()
        for index in range(here + 1, min(len(self._article), here + 1 + _INTRODUCED)):
            for candidate in self._in(index, type_)[:1]:
                if candidate.start <= 1 and _is_bare_name(candidate):
                    return (candidate,) if not self._was_named(candidate, type_, index) else ()
        return ()

    def _was_named(self, candidate: Mention, type_: str, index: int) -> bool:
        """Whether the sentences before one name the same, as far as descriptions are looked at."""
        value = str(candidate.value)
        return any(
            one.value is not None and str(one.value) in value for n in range(index) for one in self._in(n, type_)
        )

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


def _is_description(mention: Mention) -> bool:
    """Whether a mention says who somebody is without a name: "Norway's peace envoy"."""
    return mention.value is not None and mention.sentence.tokens[mention.name_end - 1].islower()


def _is_bare_name(mention: Mention) -> bool:
    words = mention.sentence.tokens[mention.name_start : mention.name_end]
    bare = mention.start == mention.name_start and mention.end == mention.name_end
    return bare and len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()


def _is_ranked(mention: Mention) -> bool:
    before = mention.sentence.tokens[max(0, mention.start - 1) : mention.start + 1]
    return any(word.lower() in _RANKS for word in before) and _is_description(mention)


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


def _listed(found: Sequence[tuple[Mention, Mention]], wanted: int) -> Sequence[tuple[Mention, Mention]]:
    """So many who are joined, "A, B and C", else the first ones; where it is not said how many, all who are joined."""
    lists: list[Sequence[tuple[Mention, Mention]]] = [[found[0]]]
    for before, one in pairwise(found):
        if _joined(before[0], one[0]):
            lists[-1] = [*lists[-1], one]
        else:
            lists.append([one])
    fitting = [one for one in lists if len(one) >= max(wanted, 2)]
    exact = [one for one in fitting if len(one) == wanted]
    chosen = (exact or fitting or [found])[0]
    return chosen[: wanted or None] if fitting else chosen[: wanted or 2]


def _words_of(mention: Mention) -> Sequence[str]:
    return mention.sentence.tokens[mention.start : mention.end]


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
