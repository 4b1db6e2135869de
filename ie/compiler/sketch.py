"""A sketch of a pattern: an expression over sentences in which no rule has made mentions yet.

To make the mentions of a sentence costs far more than all else, and most sentences with a trigger use it otherwise:
"met demand", "the costs to visit". So the part of each pattern that makes records from its trigger on is looked for
first, with a sketch of every type: where a mention is wanted, a token must stand with which one can begin
(`compiler.edges`), and how far it goes is left open. A sketch is found in any sentence with a match, and in few others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ie.compiler.alphabet import ANYTHING, FIRST, LAST, Edge, union
from ie.compiler.costs import FEW, LONG, ways
from ie.compiler.edges import Edges
from ie.compiler.inflect import verb_forms
from ie.compiler.pattern import SHAPES, TOKEN, Translator, literals_of
from ie.compiler.triggers import TypeWords, case_matters, commonness, forms, rarest, requirements
from ie.language import tree
from ie.language.checked import CheckedRules
from ie.language.items import nullable, walk
from ie.tokens import tokenize

_FREE = f"(?:{TOKEN})*?"
"""Any tokens, as few as will do."""
_FEW = 10 * FEW
_TELLING = 0.1
"""Words more common than this stand in nearly every sentence."""


class Sketch(NamedTuple):
    """The class of characters of which the first token of a sketch holds one, and the expression from there on.

    Both are empty where a sketch would turn no sentence away.
    """

    starts: str = ""
    regex: str = ""
    few_ways: bool = True
    """Whether it can be read in so few ways that it need not be run against the clock."""


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

    def sketch(self, item: tree.Item, trigger: frozenset[str]) -> Sketch:
        """The sketch of a pattern from its trigger on, the rarest set of words of which any match contains one."""
        items = list(_in_a_row(item))
        place = next((n for n, one in enumerate(items) if self._holds(one, trigger)), None)
        if place is None:
            return Sketch()
        start = self._start(items, place)
        first = items[start]
        before = self._edges.of_sequence(items[:start], LAST, ANYTHING)
        if isinstance(first, tree.VerbGroup):
            before |= self._edges.auxiliaries(LAST)
        taken = [self._verb_alone(first) if isinstance(first, tree.VerbGroup) else self._item(first)]
        number_of_ways = self._ways(first)
        for number, one in enumerate(items[start + 1 :], start + 1):
            if any(self._is_open(before) and not nullable(before) for before in items[place:number]):
                # What follows could stand anywhere from where that began.
                taken[-1:] = [f"(?={taken[-1]})", *map(self._farther_on, items[number:])]
                break
            taken.append(self._item(one))
            number_of_ways *= self._ways(one)
        look = "" if before.anything else self._behind(before)
        look += "".join(map(self._farther_back, items[:start]))
        begins = self._first_of_verb(first) if isinstance(first, tree.VerbGroup) else self._edges.of(first, FIRST)
        starts = self.starting(begins)
        return Sketch(f"[{starts}]", look + "".join(taken), number_of_ways <= _FEW) if starts else Sketch()

    def _ways(self, item: tree.Item) -> int:
        """In how many ways the sketch of an item can be read from one place."""
        return ways(item) * (LONG if self._is_open(item) else 1)

    def _farther_on(self, item: tree.Item) -> str:
        """A word of an item, wherever it stands from here on; nothing where none is known."""
        contexts = [one for one in walk(item) if isinstance(one, tree.Context)]
        words = self._word_in(item)
        if not words or any(not one.ahead for one in contexts):
            return ""
        return f"(?=[^{words}]*+[{words}])" if contexts else f"[^{words}]*+[{words}]"

    def _farther_back(self, item: tree.Item) -> str:
        """Whether a word of an item stands anywhere before."""
        contexts = [one for one in walk(item) if isinstance(one, tree.Context)]
        words = self._word_in(item)
        return f"(?<=[{words}][^{words}]*+)" if words and not any(one.ahead for one in contexts) else ""

    def _word_in(self, item: tree.Item) -> str:
        """The class of the rarest words of which any match of an item holds one."""
        needed = [one for one in requirements(item, self._type_words) if commonness(one) <= _TELLING]
        words = rarest(needed)
        return self.word_class((word, False) for word in words) if words else ""

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
