"""Verb groups: runs of auxiliaries before a main verb, and what they say of the event."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from ie.engine.encoding import Encoded
from ie.engine.vocabulary import Word
from ie.language.builtin import ANY_FORM, BASE, NEGATION, PLAIN, STATUS

__all__ = ["STATUS", "Run", "find_runs", "find_split_runs", "main_verb", "points_ahead", "reading"]

HELD = "held"
ONGOING = "ongoing"
PLANNED = "planned"
_WEAK = (PLAIN, HELD, ONGOING)
"""Readings of tense, which a stronger word before or after them overrides."""
_CONJUNCTIONS = frozenset(("and", "or", ",", "then"))
_PAST = frozenset(("was", "were", "been", "had", "began", "started"))
_HAVE = frozenset(("have", "has", "had", "having", "'ve"))
_LIKE_PAST = frozenset(("put", "set", "cut", "hit", "let", "shut", "quit", "spread", "read", "beat", "cost", "come"))
"""Verbs whose past is written like their present."""
_BEFORE_NOUNS = frozenset(
    [
        "a",
        "an",
        "the",
        "his",
        "her",
        "its",
        "their",
        "this",
        "that",
        "these",
        "those",
        "of",
        "after",
        "before",
        "during",
        "for",
        "in",
        "on",
        "with",
        "from",
        "at",
        "by",
        "into",
        "following",
        "despite",
        "amid",
        "until",
        "since",
        "between",
    ]
)
_RANKS = frozenset(("first", "second", "third", "last", "only", "latest", "most"))
_ENDS_OF_PHRASE = frozenset((",", ".", ";", "to", "and", "that", "who", "which"))
_RANK_REACH = 8
_NEAR = 3
"""Words between "will be" or "will become" and "the first"."""
_BEFORE_DATES = frozenset(("on", "late", "early", "in", "earlier", "later"))


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
    groups = [f"l{number}" for number in range(len(links))]
    taken = 0
    for place in encoded.places(starts):
        match = expression.match(encoded.text, place) if place >= taken else None
        if match is None:
            continue
        taken = encoded.starts[encoded.tokens(place, match.end())[1]]
        ends = ((links[number], match.spans(group)) for number, group in enumerate(groups) if match[group] is not None)
        found = [(end, link) for link, spans in ends for end, _ in spans]  # the group after a link is empty
        runs += _runs(sorted(found, key=lambda one: one[0]), encoded, place)
    return runs


def find_split_runs(
    expression: Any,
    starts: Any,
    links: Sequence[Sequence[tuple[str, str]]],
    words: Sequence[Word],
    dates: Sequence[tuple[int, int]],
) -> list[Run]:
    """Runs of auxiliaries with a date among them or behind them: "agreed on Tuesday to", "will on Friday"."""
    gaps = [_with_preposition(words, start, end) for start, end in dates]
    inside = {token for start, end in gaps for token in range(start, end)}
    kept = [token for token in range(len(words)) if token not in inside]
    found: list[Run] = []
    for run in find_runs(expression, starts, links, Encoded([words[token] for token in kept], ())):
        if run.end < len(kept):
            start, end = kept[run.start], kept[run.end]
            if any(start < first and last <= end for first, last in gaps):
                found.append(Run(start, end, run.forms, run.reading))
    return found


def _with_preposition(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """A date with what stands before it: "late on Tuesday"."""
    while start > 0 and words[start - 1].lower in _BEFORE_DATES:
        start -= 1
    return start, end


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
        if BASE in forms:
            forms = {BASE}  # what else the word says, it says of "to have visited"
        forms -= asked
        if forms:
            asked |= forms
            start, end = encoded.tokens(place, chain[length - 1][0])
            runs.append(Run(start, end, tuple(sorted(forms)), _chain_reading(links, forms)))
    return runs


def _chain_reading(chain: Sequence[Sequence[tuple[str, str]]], forms: set[str]) -> str:
    """What a whole chain says: a negator denies, else the outermost word that says something has its say."""
    readings = [_link_reading(link, forms) for link in chain]
    strong = [one for one in readings if one not in _WEAK]
    if strong:
        # "has not refused to", "will not cancel": what is negated is not what the strong word says either.
        return NEGATION if NEGATION in strong else strong[0]
    weak = [{one for one, _ in link} for link in chain if any(form != ANY_FORM for _, form in link)]
    if weak and ONGOING in weak[-1]:
        return ONGOING
    return HELD


def _link_reading(link: Sequence[tuple[str, str]], forms: set[str]) -> str:
    """What an auxiliary says: of several readings that which goes with the form of the verb, else with its base."""
    fitting = [one for one, form in link if form in forms] or [one for one, form in link if form == BASE]
    return fitting[0] if fitting else link[0][0]


def main_verb(verbs: Sequence[tuple[int, int]], words: Sequence[str]) -> tuple[int, int]:
    """Of the verb groups of a match the last, but not "to discuss" in "sat down to discuss"."""
    finite = [one for one in verbs if words[one[0]].lower() != "to"]
    return (finite or verbs)[-1]


def reading(words: Sequence[str], runs: Sequence[Run], start: int, verb: int, finite: Container[str]) -> str:
    """The reading of the verb group that begins at ``start`` and whose verb is the token ``verb``.

    A bare verb after "and" goes on with the auxiliaries of the verb before it: "will visit Turkey and take part". One
    of the ``finite`` forms, which can only stand alone ("met", "visits"), does not.
    """
    run = _own_run(runs, start, verb)
    if run is not None and run.forms != (ANY_FORM,):
        run = max((one for one in runs if one.end == verb and one.start <= start), key=lambda one: one.end - one.start)
        ongoing = run.reading == ONGOING and not words[verb].lower().endswith("ing")
        rank = rank_before(words, start) if words[start].lower() == "to" and run.end - run.start == 1 else None
        if rank is not None:  # "will be the first president to visit", "became the first to"
            near = [one for one in runs if rank - _NEAR <= one.end <= rank and one.forms != (ANY_FORM,)]
            said = max(near, key=lambda one: (one.start, one.end)).reading if near else HELD
            return HELD if said == ONGOING else said
        return HELD if ongoing else run.reading
    if run is not None and run.reading != HELD:
        return run.reading
    if run is None and (around := [one for one in runs if one.start < start < one.end]):
        return around[0].reading  # in "will go on to Lima" the words "go on to" are no auxiliary
    goes_on = words[start].lower() == "then" or (start > 0 and words[start - 1].lower() in _CONJUNCTIONS)
    if goes_on and words[verb].lower() not in finite:
        before = [run for run in runs if run.end < start and BASE in run.forms]
        if before:
            return max(before, key=lambda run: (run.start, run.end)).reading
    return HELD


def is_noun(words: Sequence[str], runs: Sequence[Run], start: int, verb: int) -> bool:
    """Whether what is taken for a verb is a noun: "after talks with", "a visit to"."""
    return start == verb and start > 0 and words[start - 1].lower() in _BEFORE_NOUNS and not _own_run(runs, start, verb)


def is_aim(words: Sequence[str], runs: Sequence[Run], start: int, verb: int) -> bool:
    """Whether a verb group is a bare infinitive, of which other words say what it means: "flew to Lima to meet"."""
    run = _own_run(runs, start, verb)
    return run is not None and words[start].lower() == "to" and run.reading == PLANNED


def is_perfect(words: Sequence[str], runs: Sequence[Run], start: int, verb: int) -> bool:
    """Whether a verb group looks back: "had met", "have met"."""
    run = _own_run(runs, start, verb)
    return run is not None and not _HAVE.isdisjoint(word.lower() for word in words[run.start : run.end])


def rank_before(words: Sequence[str], start: int) -> int | None:
    """Where in "the first president to visit" the word stands that says which one it was."""
    for at in range(start - 2, max(-1, start - _RANK_REACH), -1):
        word = words[at].lower()
        if word in _RANKS or (word.endswith(("est", "-ranking")) and len(word) > len("west")):
            return at
        if word in _ENDS_OF_PHRASE:
            break
    return None


def points_ahead(words: Sequence[str], runs: Sequence[Run], start: int, verb: int, finite: Container[str]) -> bool:
    """Whether a verb group that says nothing of the future can be meant so: "arrives" or "is arriving" on Friday."""
    run = _own_run(runs, start, verb)
    if run is not None and run.forms != (ANY_FORM,):
        return run.reading == ONGOING and not _PAST.intersection(word.lower() for word in words[run.start : run.end])
    word = words[verb].lower()
    if word in finite:
        return word.endswith("s") and word != "was"
    return word not in _LIKE_PAST and not word.endswith(("ed", "ing"))


def _own_run(runs: Sequence[Run], start: int, verb: int) -> Run | None:
    """The auxiliaries of a verb."""
    return next((run for run in runs if run.start == start and run.end == verb), None)
