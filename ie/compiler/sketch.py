"""A sketch of a pattern: an expression over sentences in which no rule has made mentions yet.

To make the mentions of a sentence costs far more than all else, and most sentences with a trigger use it otherwise:
"met demand", "the costs to visit". So the part of each pattern that makes records from its trigger on is looked for
first, with a sketch of every type: where a mention is wanted, a token must stand with which one can begin
(`compiler.edges`), and how far it goes is left open. A sketch is found in any sentence with a match, and in few others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ie.compiler.alphabet import ANYTHING, FIRST, LAST, Edge, union
from ie.compiler.edges import Edges
from ie.compiler.inflect import verb_forms
from ie.compiler.pattern import SHAPES, TOKEN, Translator, literals_of
from ie.compiler.triggers import TypeWords, case_matters, forms, requirements
from ie.language import tree
from ie.language.checked import CheckedRules
from ie.language.items import nullable, walk
from ie.tokens import tokenize

_FREE = f"(?:{TOKEN})*?"
"""Any tokens, as few as will do."""


class Sketcher(Translator):
    """Translates patterns to sketches. Shares its alphabet with the translator of the patterns themselves."""

    def __init__(self, checked: CheckedRules, translator: Translator, edges: Edges, types: TypeWords) -> None:
        super().__init__(checked, translator.alphabet)
        self._anchors = False
        self._edges = edges
        self._type_words = types
        made = {rule.tree.target for rule in checked.rules}
        self._made = {name for name in checked.entities if not made.isdisjoint(checked.kinds_of(name))}
        """Types of which rules make mentions; those of all others stand in a sentence from the first."""
        self._auxiliary = self._one_of(
            union(_tokens(one, self) for auxiliary in checked.auxiliaries for one in auxiliary.literals)
        )

    def sketch(self, item: tree.Item, trigger: frozenset[str]) -> tuple[str, str]:
        """The sketch of a pattern from its trigger on, the rarest set of words of which any match contains one.

        Before it, the class of characters of which its first token holds one. Two empty texts where a sketch would turn
        no sentence away.
        """
        items = list(_in_a_row(item))
        place = next((n for n, one in enumerate(items) if self._holds(one, trigger)), None)
        if place is None:
            return "", ""
        start = self._start(items, place)
        first = items[start]
        before = self._edges.of_sequence(items[:start], LAST, ANYTHING)
        if isinstance(first, tree.VerbGroup):
            before |= self._edges.auxiliaries(LAST)
        taken = [self._verb_alone(first) if isinstance(first, tree.VerbGroup) else self._item(first)]
        for number, one in enumerate(items[start + 1 :], start + 1):
            if any(self._is_open(before) and not nullable(before) for before in items[place:number]):
                break  # what follows could stand anywhere
            taken.append(self._item(one))
        look = "" if before.anything else self._behind(before)
        begins = self._first_of_verb(first) if isinstance(first, tree.VerbGroup) else self._edges.of(first, FIRST)
        starts = self.starting(begins)
        return (f"[{starts}]", look + "".join(taken)) if starts else ("", "")

    def _holds(self, item: tree.Item, trigger: frozenset[str]) -> bool:
        """Whether any match of an item contains a word of a trigger."""
        return any(words <= trigger for words in requirements(item, self._type_words))

    def _start(self, items: Sequence[tree.Item], place: int) -> int:
        """The first of the items up to a place that is known by its words, so that it is tried at few tokens."""
        for number, one in enumerate(items[:place]):
            edge = self._edges.of(one, FIRST)
            if not (nullable(one) or self._is_open(one) or edge.anything or edge.shapes or edge.brackets):
                return number
        return place

    def _is_open(self, item: tree.Item) -> bool:
        """Whether an item takes mentions that rules make, or what cannot be told before they have."""
        return any(isinstance(one, tree.TypeName) and one.name in self._made for one in walk(item))

    # --- items of which less is known --------------------------------------------------------------------------------

    def _type(self, item: tree.TypeName) -> str:
        if item.name in SHAPES or item.name not in self._made:
            return super()._type(item)
        return self._from(self._edges.of(item, FIRST)) + f"{TOKEN}{_FREE}"

    def _types(self, items: Sequence[tree.TypeName]) -> str:
        made = [one for one in items if one.name in self._made]
        options = [super()._types(rest)] if (rest := [one for one in items if one not in made]) else []
        if made:
            options.append(self._from(union(self._edges.of(one, FIRST) for one in made)) + f"{TOKEN}{_FREE}")
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _capture(self, role: str, item: tree.Item) -> str:
        return self._item(item)

    def _coordination(self, item: tree.Coordination) -> str:
        return self._item(item.item) + _FREE if self._is_open(item) else super()._coordination(item)

    def _not(self, item: tree.Item) -> str:
        return TOKEN if _waits(item) else super()._not(item)

    def _context(self, item: tree.Context) -> str:
        if not _waits(item.item):
            return super()._context(item)
        return f"(?={self._item(item.item)})" if item.ahead and not item.negated else ""

    def _verb(self, item: tree.VerbGroup) -> str:
        return f"(?:{self._auxiliary})*?{self._verb_alone(item)}"

    def _verb_alone(self, item: tree.VerbGroup) -> str:
        """The verb without its auxiliaries, in any form that it may have behind some."""
        return self._verb_words(list(literals_of(item.item)), _forms_of(item))

    def _first_of_verb(self, item: tree.VerbGroup) -> Edge:
        words = (tokenize(one.text)[0].lower() for one in literals_of(item.item))
        return Edge(
            words=frozenset(
                (form, False) for word in words for name in _forms_of(item) for form in verb_forms(word)[name]
            )
        )

    # --- edges -------------------------------------------------------------------------------------------------------

    def _from(self, edge: Edge) -> str:
        return "" if edge.anything else f"(?={self._edge(edge, FIRST)})"

    def _one_of(self, edge: Edge) -> str:
        return self._from(edge) + TOKEN

    def _behind(self, edge: Edge) -> str:
        return self._look_back("=", self._edge(edge, LAST))


def _in_a_row(item: tree.Item) -> Iterator[tree.Item]:
    """The items of a pattern in their order, without the names that rules give to some in a row."""
    match item:
        case tree.Sequence(items):
            for one in items:
                yield from _in_a_row(one)
        case tree.Capture(_, inner):
            yield from _in_a_row(inner)
        case _:
            yield item


def _forms_of(verb: tree.VerbGroup) -> tuple[str, ...]:
    return ("participle",) if verb.passive else ("base", "continuous", "participle", "present", "past")


def _waits(item: tree.Item) -> bool:
    """Whether an item speaks of mentions or verb groups, so that what it is not cannot be told before they are made."""
    return any(
        isinstance(one, tree.VerbGroup) or (isinstance(one, tree.TypeName) and one.name not in SHAPES)
        for one in walk(item)
    )


def _tokens(item: tree.Literal | tree.TokenRegex, translator: Translator) -> Edge:
    """Every token of an auxiliary."""
    if isinstance(item, tree.TokenRegex):
        return Edge(brackets=frozenset((translator.regex_bracket(item.regex),)))
    return Edge(words=frozenset((word, case_matters(item)) for group in forms(item) for word in group))
