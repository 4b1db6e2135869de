"""Words and phrases that stand side by side in a pattern, as branches that go on from each next word."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from ie.compiler.alphabet import Form

Step = tuple[frozenset[Form], bool]
"""The words of which a token is one, and whether an event may be called by it."""
Phrase = tuple[Step, ...]
"""Words in a row."""

_Key = TypeVar("_Key", bound=Hashable)
_Member = TypeVar("_Member")


def by_head(phrases: Sequence[Phrase]) -> list[tuple[Step, tuple[Phrase, ...]]]:
    """Phrases by their first word, in an order that prefers the same as theirs; heads that go on alike are one."""
    heads: _Joined[Step, Phrase] = _Joined()
    for head, *tail in phrases:
        heads.add(head, head[0], tuple(tail))
    alike: _Joined[tuple[bool, tuple[Phrase, ...]], frozenset[Form]] = _Joined()
    for (words, anchor), tails in heads.entries:
        alike.add((anchor, tuple(tails)), words, words)
    return [((frozenset().union(*words), anchor), tails) for (anchor, tails), words in alike.entries]


class _Joined(Generic[_Key, _Member]):
    """Things put together that have the same key, but none past another that could be read at the same word."""

    def __init__(self) -> None:
        self.entries: list[tuple[_Key, list[_Member]]] = []
        self._last: dict[_Key, int] = {}
        self._last_of_word: dict[str, int] = {}

    def add(self, key: _Key, words: Iterable[Form], member: _Member) -> None:
        """Add a thing that begins with one of some words."""
        lower = {word.lower() for word, _ in words}
        place = self._last.get(key)
        if place is None or any(self._last_of_word.get(word, 0) > place for word in lower):
            place = self._last[key] = len(self.entries)
            self.entries.append((key, []))
        self.entries[place][1].append(member)
        self._last_of_word.update(dict.fromkeys(lower, place))
