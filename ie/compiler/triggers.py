"""Words that any match of a pattern must contain: the rarest such set decides which sentences are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from ie import resources
from ie.compiler.inflect import inflections, verb_forms
from ie.compiler.regex_words import words_of
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


TypeWords = Mapping[str, frozenset[str]]
"""Lower-case words of which any mention of a type holds one, for the types of which that can be said."""


def triggers(item: tree.Item, types: TypeWords = MappingProxyType({})) -> frozenset[str] | None:
    """The rarest set of lower-case words of which any match contains one, or None where no word must occur."""
    return rarest(requirements(item, types))


def requirements(
    item: tree.Item, types: TypeWords = MappingProxyType({}), passive: frozenset[str] = frozenset()
) -> list[frozenset[str]]:
    """Sets of lower-case words, of each of which any match contains one.

    ``passive`` are the words of which one stands before any verb in the passive, where that is known.
    """
    match item:
        case tree.Literal():
            found = [frozenset(form.lower() for form in group) for group in forms(item)]
        case tree.TokenRegex(regex=expression):
            words = words_of(expression)
            found = [frozenset(word.lower() for word in words)] if words else []
        case tree.TypeName(name):
            found = [types[name]] if name in types else []
        case tree.Sequence(items):
            found = [one for inner in items for one in requirements(inner, types, passive)]
        case tree.Choice(options):
            needed = [rarest(requirements(option, types, passive)) for option in options]
            found = [frozenset().union(*(one for one in needed if one))] if all(needed) else []
        case tree.Repeat(inner, low):
            found = requirements(inner, types, passive) if low > 0 else []
        case tree.Context(inner, _, negated):
            found = [] if negated else requirements(inner, types, passive)
        case tree.VerbGroup(inner, is_passive):
            found = [frozenset().union(*map(_verb_trigger, literals(inner)))]
            found += [passive] if is_passive and passive else []
        case tree.Capture() | tree.Coordination():
            found = requirements(item.item, types, passive)
        case _:
            found = []
    return list(dict.fromkeys(found))


@cache
def commonness(words: frozenset[str]) -> float:
    """How often one of some words occurs."""
    return sum(map(frequency, sorted(words)))  # in an order, for sums of the same figures differ in another


def rarest(candidates: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """The set whose words occur least; None of none."""
    return min(candidates, key=_rank, default=None)


@cache
def _rank(words: frozenset[str]) -> tuple[float, list[str]]:
    return commonness(words), sorted(words)


def passive_words(auxiliaries: Iterable[tree.Auxiliary]) -> frozenset[str]:
    """Lower-case words of which one stands before any verb in the passive; none where that cannot be said."""
    items = [item for one in auxiliaries if one.form == "passive" for item in one.literals]
    found = [triggers(item) for item in items]
    return frozenset().union(*(one for one in found if one)) if all(found) else frozenset()


def _verb_trigger(literal: tree.Literal) -> frozenset[str]:
    first, *rest = tokenize(literal.text)
    head = frozenset(form for group in verb_forms(first.lower()).values() for form in group)
    return rarest([head, *(frozenset((word.lower(),)) for word in rest)]) or head


def alternatives(item: tree.Item) -> tuple[tree.Item, ...]:
    """A choice at the top is several matches, each with triggers of its own."""
    return item.options if isinstance(item, tree.Choice) else (item,)


def literals(item: tree.Item) -> list[tree.Literal]:
    """All literals in an item."""
    if isinstance(item, tree.Literal):
        return [item]
    return [literal for child in tree.children(item) for literal in literals(child)]
