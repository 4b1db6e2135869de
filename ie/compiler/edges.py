"""With which tokens a match, or a mention, can begin and end.

Where a match can begin decides at which places of a sentence its expression is tried at all. Before mentions are made
the edges of the patterns that make them stand for the mentions: with these, `compiler.sketch` says of a trigger word
what may stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ie.compiler.alphabet import ANYTHING, FIRST, LAST, Edge, Form, union
from ie.compiler.inflect import verb_forms
from ie.compiler.pattern import SHAPES, THIS, Translator, literals_of
from ie.compiler.triggers import case_matters, forms
from ie.language import builtin, tree
from ie.language.checked import CheckedRules
from ie.language.items import nullable
from ie.tokens import tokenize


class Edges:
    """The edges of patterns, over sentences with all mentions or, ``bare``, with those only that no rule makes.

    In a bare sentence runs of auxiliaries have no brackets either: their words stand for them.
    """

    def __init__(self, checked: CheckedRules, translator: Translator, *, bare: bool) -> None:
        self._checked = checked
        self._translator = translator
        self._bare = bare
        self._types: dict[tuple[str, int], Edge] = {}
        self._makers: dict[str, list[tree.Item]] = {}
        for rule in checked.rules:
            if rule.tree.target in checked.entities:
                self._makers.setdefault(rule.tree.target, []).extend(rule.matches)

    def of(self, item: tree.Item, end: int) -> Edge:
        """The tokens with which any match of an item begins (FIRST) or ends (LAST), if it takes any token."""
        match item:
            case tree.Literal():
                return Edge(words=frozenset((word, case_matters(item)) for word in forms(item)[end]))
            case tree.TokenRegex(regex):
                return Edge(brackets=frozenset((self._translator.regex_bracket(regex),)))
            case tree.TypeName(name, condition):
                if name in SHAPES:
                    return Edge(shapes=frozenset(SHAPES[name]))
                edge = Edge(brackets=frozenset(self._translator.brackets_of(name, condition)))
                if end == FIRST:
                    edge |= Edge(words=frozenset((("the", False),)))
                return edge | self._made(name, end) if self._bare else edge
            case tree.This():
                return Edge(brackets=frozenset((self._translator.bracket(THIS),)))
            case tree.Choice(options):
                return union(self.of(option, end) for option in options)
            case tree.Sequence(items):
                return self.of_sequence(items, end)
            case tree.Repeat() | tree.Capture() | tree.Coordination():
                return self.of(item.item, end)
            case tree.VerbGroup():
                return self._of_verb(item, end)
            case _:
                return ANYTHING

    def of_sequence(self, items: Sequence[tree.Item], end: int, beyond: Edge | None = None) -> Edge:
        """The same for items in a row; ``beyond`` is what follows where all of them may be left out."""
        found = Edge()
        for one in items if end == FIRST else reversed(items):
            if isinstance(one, tree.Context | tree.Boundary):
                continue
            found |= self.of(one, end)
            if not nullable(one):
                return found
        return found if beyond is None else found | beyond

    def auxiliaries(self, end: int) -> Edge:
        """The first or last words of all auxiliaries."""
        return union(self.of(item, end) for one in self._checked.auxiliaries for item in one.literals)

    def _of_verb(self, item: tree.VerbGroup, end: int) -> Edge:
        words: set[Form] = set()
        for literal in literals_of(item):
            head, *tail = tokenize(literal.text)
            if tail and end == LAST:
                words.add((tail[-1].lower(), False))
            else:
                words |= {(form, False) for some in verb_forms(head.lower()).values() for form in some}
        edge = Edge(words=frozenset(words))
        if end == LAST:
            return edge
        if self._bare:
            return edge | self.auxiliaries(FIRST)
        asked = ("passive",) if item.passive else ("base", "continuous", "participle", builtin.ANY_FORM)
        return edge | Edge(brackets=frozenset(self._translator.bracket(("form", form)) for form in asked))

    def _made(self, name: str, end: int) -> Edge:
        """The edges of what rules make of a type and its kinds."""
        key = (name, end)
        if key not in self._types:
            self._types[key] = Edge()  # a type that is made from itself adds nothing
            kinds = self._checked.kinds_of(name)
            self._types[key] = union(self.of(item, end) for kind in kinds for item in self._makers.get(kind, ()))
        return self._types[key]
