"""Words of which any mention of a type holds one: names from small lexicons, and what the rules that make it need.

So a rule about prisoners is only tried where prisoners, hostages or captives are named, though its pattern says no
more than that something is an Item.
"""

from __future__ import annotations

from collections.abc import Iterable

from ie.compiler.lexicon import surfaces
from ie.compiler.triggers import TypeWords, alternatives, frequency, triggers
from ie.language import builtin, tree
from ie.language.checked import CheckedRules
from ie.tokens import tokenize

MOST = 2_000
"""A type with more words than these is as good as any name."""


def words_of_types(checked: CheckedRules) -> dict[str, frozenset[str]]:
    """The words of each type of which they can be said."""
    makers: dict[str, list[tree.Item]] = {}
    for rule in checked.rules:
        for item in rule.matches:
            makers.setdefault(rule.tree.target, []).extend(alternatives(item))
    named = {name: _named(checked, name) for name in checked.entities}
    known: dict[str, frozenset[str]] = {}
    while True:
        kinds = {name: _of_kind(named[name], makers.get(name, ()), known) for name in checked.entities}
        found: dict[str, frozenset[str]] = {}
        for name in checked.entities:
            some = [kinds[kind] for kind in checked.kinds_of(name)]
            words = frozenset().union(*(one for one in some if one))
            if None not in some and 0 < len(words) <= MOST:
                found[name] = words
        if found.keys() == known.keys():
            return found
        known = found


def _named(checked: CheckedRules, name: str) -> frozenset[str] | None:
    """The rarest words of a type's names in lexicons; None where there are too many."""
    if name in builtin.ANNOTATED:
        return None
    found: set[str] = set()
    for lexicon in checked.lexicons:
        for surface in surfaces(lexicon) if lexicon.type == name else ():
            tokens = [token.lower() for token in tokenize(surface)]
            if tokens:
                found.add(min(tokens, key=lambda token: (not token[0].isalnum(), frequency(token), token)))
            if len(found) > MOST:
                return None
    return frozenset(found)


def _of_kind(named: frozenset[str] | None, makers: Iterable[tree.Item], known: TypeWords) -> frozenset[str] | None:
    found = named
    for option in makers:
        needed = triggers(option, known)
        if found is None or needed is None:
            return None
        found |= needed
    return found
