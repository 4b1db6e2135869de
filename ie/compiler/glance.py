"""A first look at a trigger word: can what stands beside it stand there in a match?

Most sentences with a trigger use it otherwise: "met demand", "the costs to visit". What may stand before and after the
word follows from the pattern, and can be asked before any mention is made, since the patterns that make mentions say
with which tokens one begins and ends (`compiler.edges`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ie.compiler.alphabet import ANYTHING, FIRST, LAST, Edge, Form
from ie.compiler.edges import Edges
from ie.compiler.inflect import verb_forms
from ie.compiler.pattern import Translator, literals_of
from ie.compiler.triggers import case_matters, forms
from ie.language import tree
from ie.tokens import tokenize

_JOINING = Edge(words=frozenset(((",", False), ("and", False), ("or", False), ("&", False), ("plus", False),
                                 ("nor", False), ("along", False), ("with", False), ("as", False), ("well", False),
                                 ("together", False))))  # fmt: skip
"""What may stand between the members of a coordination."""

Place = tuple[frozenset[Form], Edge, Edge]
"""Words, and what may stand before and after them."""


def glance(item: tree.Item, triggers: frozenset[str], edges: Edges, translator: Translator) -> str:
    """An expression that is found in any sentence with a match, or an empty text where none would turn any away.

    It is over sentences in which no rule has made mentions yet, and holds placeholders until the alphabet is frozen.
    """
    places: dict[tuple[Edge, Edge], set[Form]] = {}
    for words, before, after in _places(item, ANYTHING, ANYTHING, edges):
        some = {form for form in words if form[0].lower() in triggers}
        if not some:
            continue
        if before.anything and after.anything:
            return ""
        places.setdefault((before, after), set()).update(some)
    return "|".join(
        translator.beside(sorted(words), None if before.anything else before, None if after.anything else after)
        for (before, after), words in places.items()
    )


def _places(item: tree.Item, before: Edge, after: Edge, edges: Edges) -> Iterator[Place]:
    """The words in an item, each with what may stand beside it."""
    match item:
        case tree.Literal():
            exact = case_matters(item)
            groups = [frozenset((word, exact) for word in group) for group in forms(item)]
            yield from _in_a_row(groups, before, after)
        case tree.VerbGroup():
            before |= edges.auxiliaries(LAST)
            for literal in literals_of(item):
                head, *tail = tokenize(literal.text)
                heads = frozenset((form, False) for some in verb_forms(head.lower()).values() for form in some)
                yield from _in_a_row([heads, *(frozenset(((word.lower(), False),)) for word in tail)], before, after)
        case tree.Sequence(items):
            for number, one in enumerate(items):
                ahead = edges.of_sequence(items[number + 1 :], FIRST, after)
                behind = edges.of_sequence(items[:number], LAST, before)
                yield from _places(one, behind, ahead, edges)
        case tree.Choice(options):
            for option in options:
                yield from _places(option, before, after, edges)
        case tree.Repeat(inner):
            yield from _places(inner, before | edges.of(inner, LAST), after | edges.of(inner, FIRST), edges)
        case tree.Coordination(inner):
            yield from _places(inner, before | _JOINING, after | _JOINING, edges)
        case tree.Capture(_, inner):
            yield from _places(inner, before, after, edges)
        case tree.Context(inner):  # what stands beside it is not a part of the match
            yield from _places(inner, ANYTHING, ANYTHING, edges)
        case _:
            pass


def _in_a_row(groups: list[frozenset[Form]], before: Edge, after: Edge) -> Iterator[Place]:
    for number, words in enumerate(groups):
        yield (
            words,
            Edge(words=groups[number - 1]) if number else before,
            Edge(words=groups[number + 1]) if number + 1 < len(groups) else after,
        )
