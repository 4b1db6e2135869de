"""Words that any match of a pattern must contain: the rarest such set decides which sentences are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ie import resources
from ie.compiler.inflect import inflections, verb_forms
from ie.language import tree
from ie.tokens import tokenize

FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "as",
        "if",
        "than",
        "then",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "into",
        "onto",
        "over",
        "under",
        "between",
        "among",
        "during",
        "before",
        "after",
        "about",
        "against",
        "through",
        "up",
        "down",
        "out",
        "off",
        "near",
        "since",
        "until",
        "till",
        "per",
        "via",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "have",
        "has",
        "had",
        "having",
        "do",
        "does",
        "did",
        "done",
        "doing",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "not",
        "n't",
        "no",
        "yes",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "him",
        "her",
        "them",
        "us",
        "me",
        "his",
        "hers",
        "its",
        "their",
        "our",
        "your",
        "my",
        "who",
        "whom",
        "whose",
        "which",
        "what",
        "when",
        "where",
        "why",
        "how",
        "there",
        "here",
        "also",
        "both",
        "each",
        "all",
        "any",
        "some",
        "one",
        "two",
        "other",
        "'s",
        "'",
        '"',
        ",",
        ".",
        ";",
        ":",
        "-",
        "–",
        "—",
        "(",
        ")",
        "“",
        "”",
        "'ll",
        "'ve",
        "'re",
    ]
)
"""Words too common to be what an event is called by."""


@cache
def _ranks() -> dict[str, int]:
    file = resources.folder("rules") / "base" / "lexicons" / "common_words.txt"
    if not file.is_file():
        return {}
    return {word: rank for rank, word in enumerate(file.read_text(encoding="utf-8").split())}


def frequency(word: str) -> float:
    """How often a word occurs, by Zipf's law from its rank in the list of common words."""
    rank = _ranks().get(word)
    if word in FUNCTION_WORDS:
        return 0.1 if rank is None else max(0.01, 1 / (rank + 10))
    return 1e-6 if rank is None else 1 / (rank + 10)


def forms(literal: tree.Literal) -> list[frozenset[str]]:
    """For each token of a literal, its forms as they are looked for; in lower case where case does not matter."""
    tokens = tokenize(literal.text)
    if literal.inflected:
        return [inflections(token.lower()) for token in tokens]
    if not case_matters(literal):
        tokens = [token.lower() for token in tokens]
    return [frozenset((token,)) for token in tokens]


def case_matters(literal: tree.Literal) -> bool:
    """Smart case: a literal with a capital matches as written, any other in any case."""
    return not literal.inflected and literal.text != literal.text.lower()


def triggers(item: tree.Item) -> frozenset[str] | None:
    """The rarest set of lower-case words of which any match contains one, or None where no word must occur."""
    match item:
        case tree.Literal():
            return _rarest(frozenset(form.lower() for form in group) for group in forms(item))
        case tree.Sequence(items):
            return _rarest(map(triggers, items))
        case tree.Choice(options):
            found = [triggers(option) for option in options]
            known = [one for one in found if one is not None]
            return frozenset().union(*known) if known and len(known) == len(found) else None
        case tree.Repeat(inner, low):
            return triggers(inner) if low > 0 else None
        case tree.Context(inner, _, negated):
            return None if negated else triggers(inner)
        case tree.VerbGroup(inner):
            return frozenset().union(*(_verb_trigger(literal) for literal in literals(inner)))
        case tree.Capture() | tree.Coordination():
            return triggers(item.item)
        case _:
            return None


def requirements(item: tree.Item, passive: frozenset[str] = frozenset()) -> list[frozenset[str]]:
    """Sets of lower-case words, of each of which any match contains one; the trigger is among them.

    ``passive`` are the words of which one stands before any verb in the passive, where that is known.
    """
    match item:
        case tree.Literal():
            found = [frozenset(form.lower() for form in group) for group in forms(item)]
        case tree.Sequence(items):
            found = [one for inner in items for one in requirements(inner, passive)]
        case tree.Choice():
            found = [one] if (one := triggers(item)) else []
        case tree.Repeat(inner, low):
            found = requirements(inner, passive) if low > 0 else []
        case tree.Context(inner, _, negated):
            found = [] if negated else requirements(inner, passive)
        case tree.VerbGroup(_, is_passive):
            found = [one] if (one := triggers(item)) else []
            found += [passive] if is_passive and passive else []
        case tree.Capture() | tree.Coordination():
            found = requirements(item.item, passive)
        case _:
            found = []
    return list(dict.fromkeys(found))


def passive_words(auxiliaries: Iterable[tree.Auxiliary]) -> frozenset[str]:
    """Lower-case words of which one stands before any verb in the passive; none where that cannot be said."""
    items = [item for one in auxiliaries if one.form == "passive" for item in one.literals]
    found = [triggers(item) for item in items]
    return frozenset().union(*(one for one in found if one)) if all(found) else frozenset()


def _verb_trigger(literal: tree.Literal) -> frozenset[str]:
    first, *rest = tokenize(literal.text)
    head = frozenset(form for group in verb_forms(first.lower()).values() for form in group)
    found = _rarest([head, *(frozenset((word.lower(),)) for word in rest)])
    return found or head


def _rarest(candidates: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    known = [one for one in candidates if one]
    return min(known, key=lambda words: (sum(map(frequency, words)), sorted(words))) if known else None


def literals(item: tree.Item) -> list[tree.Literal]:
    """All literals in an item."""
    if isinstance(item, tree.Literal):
        return [item]
    return [literal for child in tree.children(item) for literal in literals(child)]
