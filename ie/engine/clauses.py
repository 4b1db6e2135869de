"""Clauses that commas set off inside a sentence: "X, who arrived on Monday, will meet Y" tells of two days.

What such a clause says of time and tense it says of its own events only, and what stands around it says nothing of
the events inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ie.engine.matching import Matcher
    from ie.engine.sentences import Sentence

_OF_PEOPLE = frozenset(("who", "whose", "whom"))
_OF_THINGS = frozenset(("which", "that", "where", "when"))
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their"))
_ENDS = frozenset((";", ":", "—", "–", "--", "(", ")", '"', "”", "“"))
_ARRANGED = frozenset(
    ("planned", "scheduled", "expected", "announced", "postponed", "delayed", "rescheduled", "cancelled", "canceled")
)
"""Participles that say when something is to be, and not what somebody did; so does any other with "for"."""
_ADVERBS = frozenset(("also", "then", "later", "now", "earlier", "today", "himself", "herself"))
_LONGEST = 30


class Clause(NamedTuple):
    """Tokens between two commas, or from a comma to where the sentence ends. The commas lie outside."""

    start: int
    end: int
    of_things: bool
    """Whether it may go on about what happens ("talks, which begin on Monday") rather than about somebody."""

    def holds(self, token: int) -> bool:
        """Whether a token lies in it."""
        return self.start <= token < self.end


def clauses_of(sentence: Sentence, matcher: Matcher) -> list[Clause]:
    """The clauses that are set off in a sentence, found when they are first asked for."""
    if sentence.clauses is None:
        sentence.clauses = set_off(sentence.tokens, verbs_in(sentence, matcher).__contains__)
    return sentence.clauses


def verbs_in(sentence: Sentence, matcher: Matcher) -> set[int]:
    """The tokens with which verbs that the rules know, or their auxiliaries, begin."""
    finite = matcher.ruleset.finite
    verbs = {run.start for run in matcher.runs(sentence)}
    return verbs | {number for number, word in enumerate(sentence.words) if word.lower in finite}


def set_off(words: Sequence[str], is_verb: Callable[[int], bool]) -> list[Clause]:
    """The clauses that are set off; ``is_verb`` says whether a verb or its auxiliaries begin at a token."""
    lower = [word.lower() for word in words]
    found: list[Clause] = []
    for comma, word in enumerate(lower[:-2]):
        start = comma + 1
        if found and found[-1].holds(comma):
            continue
        first = lower[start]
        if word != ",":
            continue
        if first in _OF_PEOPLE or first in _OF_THINGS:
            found.append(Clause(start, _end(lower, start, is_verb), first in _OF_THINGS))
        elif (end := _closing(lower, start, is_verb)) is not None:
            found.append(Clause(start, end, _is_arranged(lower, start)))
    return found


def _closing(lower: Sequence[str], start: int, is_verb: Callable[[int], bool]) -> int | None:
    """The comma that ends a remark on who somebody is: "elected in 1991", "the king since 1991"; None if it is none."""
    first = lower[start]
    participle = first == "born" or (len(first) > 4 and first.endswith(("ed", "ing")))
    if not (first in _DETERMINERS or participle):
        return None
    for at in range(start, min(len(lower), start + _LONGEST)):
        if lower[at] == ",":
            return at
        if lower[at] in _ENDS or lower[at] == "and" or is_verb(at):
            return None
    return None


def _is_arranged(lower: Sequence[str], start: int) -> bool:
    """Whether a remark says when something is to be: "fixed for Monday", "originally planned for May"."""
    return lower[start] in _ARRANGED or (lower[start] not in _DETERMINERS and lower[start + 1] in ("for", "to"))


def _end(lower: Sequence[str], start: int, is_verb: Callable[[int], bool]) -> int:
    """Where a relative clause ends: at the comma behind which the sentence's own verb stands.

    If there is none, it is the sentence's last clause, or else ends at its first comma.
    """
    stop = next((at for at in range(start, len(lower)) if lower[at] in _ENDS), len(lower))
    commas = [at for at in range(start, stop) if lower[at] == ","]
    for at in commas:
        behind = at + 2 if lower[at + 1 : at + 2] and lower[at + 1] in _ADVERBS else at + 1
        if is_verb(behind):
            return at
    has_verb = any(is_verb(at) for at in range(start))
    return stop if has_verb or not commas else commas[0]
