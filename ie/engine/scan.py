"""Which rules can fire in which sentences: one pass of an automaton over the raw text.

Of each match the pass looks for the rarest set of words of which it holds one, its trigger, and for what other sets of
not too common words it needs. A sentence that has not all of them is never cut into tokens; that is where the speed
comes from. It may point at too much (a word inside a longer one), never at too little.
"""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

from ie.engine.article import Article
from ie.ruleset import Ruleset, bits, numbers

KEPT = 20_000
"""Combinations of words for which the matches are kept in mind."""
_STRAIGHT = str.maketrans("‘’ʼ`´", "'''''")


class Scanner:
    """Finds the words of the rules that make records."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._matches: dict[int, list[tuple[int, int]]] = {}
        """By the set of words that is its trigger, the number of a match and all sets that are looked for."""
        always = []
        for number, match in enumerate(ruleset.matches):
            rule = ruleset.rules[match.rule]
            if rule.refines or rule.target not in ruleset.records:
                continue
            if match.scanned:
                self._matches.setdefault(match.scanned[0], []).append((number, bits(match.scanned)))
            else:
                always.append(number)
        self._triggers = bits(self._matches)
        self.always = tuple(always)
        """Matches that need no word: they are tried on every sentence."""
        self._numbers: dict[int, tuple[int, ...]] = {}
        self._words = [(bits(s), w[0].isalnum(), w[-1].isalnum()) for w, s in ruleset.scan_words.items()]
        """Of each word its sets, and whether it must not stand behind or before a letter or digit: a mark may."""
        words = list(ruleset.scan_words)
        # A word may hide another only where it holds a boundary itself ("face-to-face" and "face").
        self._overlapping = any(not word.isalnum() for word in words)
        kind = MatchKind.Standard if self._overlapping else MatchKind.LeftmostLongest
        self._automaton = AhoCorasick(words, matchkind=kind) if words else None

    def candidates(self, article: Article) -> list[tuple[int, tuple[int, ...]]]:
        """(sentence, numbers of the matches all of whose words it holds), for those sentences that have any."""
        hits = self._hits(article.document.text)
        found: dict[int, tuple[int, ...]] = {}
        if self.with_words(_union(hits)):  # or else it need not even be cut into sentences
            in_sentence: dict[int, int] = {}
            for offset, sets in hits:
                index = article.index_at(offset)
                in_sentence[index] = in_sentence.get(index, 0) | sets
            for index, sets in in_sentence.items():
                if some := self.with_words(sets):
                    found[index] = some
        if self.always:
            for index in range(len(article)):
                found[index] = tuple(sorted({*self.always, *found.get(index, ())}))
        return sorted(found.items())

    def sets(self, text: str) -> int:
        """The sets of which a text holds a word, a bit for each."""
        return _union(self._hits(text))

    def with_words(self, sets: int) -> tuple[int, ...]:
        """The matches all of whose sets of words are among some, a bit for each; in order."""
        known = self._numbers.get(sets)
        if known is None:
            found = [
                number
                for trigger in numbers(sets & self._triggers)
                for number, wanted in self._matches[trigger]
                if sets & wanted == wanted
            ]
            if len(self._numbers) >= KEPT:
                self._numbers.clear()
            known = self._numbers[sets] = tuple(sorted(found))
        return known

    def _hits(self, text: str) -> list[tuple[int, int]]:
        """(offset, sets that the word there is in, a bit for each)."""
        if self._automaton is None:
            return []
        lower = _lower(text)
        found = []
        for word, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=self._overlapping):
            sets, before, after = self._words[word]
            if not ((after and lower[end : end + 1].isalnum()) or (before and start and lower[start - 1].isalnum())):
                found.append((start, sets))
        return found


def _union(hits: Iterable[tuple[int, int]]) -> int:
    found = 0
    for _, sets in hits:
        found |= sets
    return found


def _lower(text: str) -> str:
    """The text in lower case and with straight apostrophes, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters, such as İ, become two
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if lower.isascii():
        return lower
    return lower.translate(_STRAIGHT).encode("utf-8", "replace").decode()  # half a surrogate pair becomes "?"
