"""Verb groups: runs of auxiliaries before a main verb, and what they say of the event."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from ie.engine.encoding import Encoded
from ie.language.builtin import ANY_FORM, NEGATION, PLAIN, STATUS

__all__ = ["STATUS", "Run", "find_runs", "reading"]

HELD = "held"
ONGOING = "ongoing"
_WEAK = (PLAIN, HELD, ONGOING)
"""Readings of tense, which a stronger word before or after them overrides."""
_CONJUNCTIONS = frozenset(("and", "or", ",", "then"))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of auxiliaries: its tokens, the forms that it may ask of its verb, and its reading."""

    start: int
    end: int
    forms: tuple[str, ...]
    reading: str


def find_runs(expression: Any, starts: Any, links: Sequence[Sequence[tuple[str, str]]], encoded: Encoded) -> list[Run]:
    """All runs of auxiliaries in a sentence, by the compiled expression and class of the ruleset's auxiliaries."""
    runs: list[Run] = []
    taken = 0
    for place in encoded.places(starts):
        match = expression.match(encoded.text, place) if place >= taken else None
        if match is None:
            continue
        taken = match.end()
        found: list[tuple[int, Sequence[tuple[str, str]]]] = []
        for number, link in enumerate(links):
            found += [(end, link) for end, _ in match.spans(f"l{number}")]  # the group after a link is empty
        runs += _runs(sorted(found, key=lambda one: one[0]), encoded, place)
    return runs


def _runs(chain: list[tuple[int, Sequence[tuple[str, str]]]], encoded: Encoded, place: int) -> list[Run]:
    """A chain of auxiliaries as a run, and its beginnings that ask for another form of their verb.

    In "will have lunch" it is "will" that asks, and "have" that is asked; in "will have visited" it is both.
    """
    runs: list[Run] = []
    asked: set[str] = set()
    for length in range(len(chain), 0, -1):
        links = [link for _, link in chain[:length]]
        verbs = [link for link in links if any(form != ANY_FORM for _, form in link)]
        forms = {form for _, form in verbs[-1]} if verbs else {ANY_FORM}
        if not forms & asked and (runs == [] or verbs):
            asked |= forms
            start, end = encoded.tokens(place, chain[length - 1][0])
            runs.append(Run(start, end, tuple(sorted(forms)), _chain_reading(links)))
    return runs


def _chain_reading(chain: Sequence[Sequence[tuple[str, str]]]) -> str:
    """What a whole chain says: a negator denies, else the outermost word that says something has its say."""
    readings = [reading for link in chain for reading, _ in link[:1]]
    strong = [one for one in readings if one not in _WEAK]
    if strong:
        # "has not refused to", "will not cancel": what is negated is not what the strong word says either.
        return NEGATION if NEGATION in strong else strong[0]
    weak = [{one for one, _ in link} for link in chain if any(form != ANY_FORM for _, form in link)]
    if weak and ONGOING in weak[-1]:
        return ONGOING
    return HELD


def reading(words: Sequence[str], runs: Sequence[Run], start: int, end: int, finite: Container[str]) -> str:
    """The reading of the verb group at tokens ``start`` to ``end``.

    A bare verb after "and" goes on with the auxiliaries of the verb before it: "will visit Turkey and take part". One
    of the ``finite`` forms, which can only stand alone ("met", "visits"), does not.
    """
    own = [run for run in runs if run.start == start and run.end < end]
    if own:
        run = max(own, key=lambda one: one.end)
        ongoing = run.reading == ONGOING and not words[run.end].lower().endswith("ing")
        return HELD if ongoing else run.reading
    if start > 0 and words[start - 1].lower() in _CONJUNCTIONS and words[start].lower() not in finite:
        before = [run for run in runs if run.end <= start and "base" in run.forms]
        if before:
            return before[-1].reading
    return HELD
