"""A pattern to a regular expression over symbols.

Every item becomes an expression that takes whole tokens: first what stands between two words, which is the closing
brackets of the one, the opening brackets of the other and its shape, then the word. So an expression may be anywhere
between two words when a token has been taken, and brackets are looked for from there. A word is none of what stands
between words, so there is one way only to read a token, and nothing that the expression does depends on how mentions
happen to be nested. That is why brackets need not be taken possessively, which costs the `regex` module several times
as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ie import ruleset
from ie.compiler.alphabet import FIRST, LAST, Alphabet, Edge, Form, code_points
from ie.compiler.conditions import condition_data
from ie.compiler.inflect import verb_forms
from ie.compiler.phrases import Phrase, by_head
from ie.compiler.triggers import FUNCTION_WORDS, case_matters, forms
from ie.language import builtin, tree
from ie.language.checked import CheckedRules
from ie.language.items import walk
from ie.tokens import tokenize

_CLOSE = f"[{chr(ruleset.CLOSING)}-{chr(ruleset.OPENING - 1)}]"
_BRACKET = f"[{chr(ruleset.CLOSING)}-{chr(ruleset.SHAPES - 1)}]"
_BETWEEN = f"[{chr(ruleset.CLOSING)}-{chr(ruleset.WORDS - 1)}]"
"""What stands between two words: brackets and a shape."""
_OPEN = f"[{chr(ruleset.OPENING)}-{chr(ruleset.SHAPES - 1)}]"
AT_TOKEN = f"(?<!{_OPEN})"
"""Stands before an expression that is searched for: a match begins before a token's opening brackets."""
_SHAPE = f"[{chr(ruleset.SHAPES)}-{chr(ruleset.WORDS - 1)}]"
_WORD = f"[{chr(ruleset.WORDS)}-\U0010ffff]"
TOKEN = f"{_BETWEEN}+{_WORD}"
"""Any token."""

CLAUSE_ENDS = (
    ",",
    ";",
    ":",
    "-",
    "--",
    "–",
    "—",
    "(",
    ")",
    "[",
    "]",
    '"',
    "“",
    "”",
    "«",
    "»",
    "...",
    "…",
    "!",
    "?",
)
_CONJUNCTIONS = ("and", "or", "&", "plus", "nor", "along with", "as well as", "together with")
_LIST_LIMIT = 12
_MANY_BRANCHES = 4
"""With so many branches it is worth while to ask first whether any of them can be taken."""

THIS = "this"
"""Key of the bracket around the record that is being refined."""
ANCHOR = "_a"
"""Group of the words by which an event is called; two matches that share one speak of the same event."""
VERB = "_v"
"""Group of the verb groups in a match."""
ROLE = "r_"
"""Prefix of the groups of roles."""

SHAPES = {
    "Word": (ruleset.LOWER, ruleset.CAPITALISED, ruleset.UPPER),
    "Capitalised": (ruleset.CAPITALISED, ruleset.UPPER),
    "Upper": (ruleset.UPPER,),
    "Numeral": (ruleset.NUMERAL,),
    "Punct": (ruleset.PUNCT,),
}


def _shape(name: str) -> str:
    """The class of a token class of the language."""
    return "[" + "".join(chr(ruleset.SHAPES + shape) for shape in SHAPES[name]) + "]"


class Translator:
    """Translates patterns, collecting the words and brackets that they need in an alphabet."""

    def __init__(self, checked: CheckedRules, alphabet: Alphabet) -> None:
        self._checked = checked
        self.alphabet = alphabet
        self._heads: frozenset[int] = frozenset()
        self._anchors = True
        self._bracketed_by: dict[tuple[int, ...], str] = {}
        self._the = self.words([("the", False)])
        self._conjunction = self._any(tree_literal(text) for text in _CONJUNCTIONS)
        self._comma = self.words([(",", False)])
        self._clause_end = self._class([(mark, False) for mark in CLAUSE_ENDS])

    def translate(self, item: tree.Item, *, making: bool = False) -> str:
        """The expression for a pattern; it holds placeholders until the alphabet is frozen.

        ``making`` a mention, a pattern that begins with a type does not take the article before it.
        """
        self._heads = frozenset(map(id, _heads(item))) if making else frozenset()
        self._anchors = not making  # a mention is not called by any word, so none need be marked
        return self._item(item)

    # --- tokens ------------------------------------------------------------------------------------------------------

    def _token(self, word: str = _WORD, shape: str = "") -> str:
        return f"{_BRACKET}*{shape}{word}" if shape else f"{_BETWEEN}+{word}"

    def branches(self, tails: Mapping[tuple[Form, ...], str]) -> str:
        """One token that is one of some words, and then what follows those words.

        What all branches share stands before them, so a token that fits none costs one look a branch.
        """
        options = "|".join(f"[{self._class(words)}]{tail}" for words, tail in tails.items())
        return f"{_BETWEEN}+(?:{options})"

    def bracket(self, key: object) -> int:
        """The number of a pair of brackets."""
        return self.alphabet.bracket(key)

    def word_class(self, words: Iterable[Form]) -> str:
        """The inside of a class for the second characters of words."""
        return self._class(words)

    def starting(self, edge: Edge) -> str:
        """The inside of a class of which the first token of any match holds a character; empty for any token."""
        if edge.anything:
            return ""
        return "".join(
            [
                *(ruleset.opening(bracket) for bracket in sorted(edge.brackets)),
                *(chr(ruleset.SHAPES + shape) for shape in sorted(edge.shapes)),
                self._class(edge.words) if edge.words else "",
            ]
        )

    def _edge(self, edge: Edge, end: int) -> str:
        """An expression for the last characters of a token before a place, or the first ones of a token after it."""
        bracket = ruleset.opening if end == FIRST else ruleset.closing
        brackets = "".join(bracket(one) for one in sorted(edge.brackets))
        shapes = "".join(chr(ruleset.SHAPES + shape) for shape in sorted(edge.shapes))
        options = [f"{_SHAPE}[{self._class(edge.words)}]"] if edge.words else []
        options += [f"[{shapes}]{_WORD}"] if shapes else []
        if end == FIRST:
            return f"{_BRACKET}*(?:{'|'.join([*options, *([f'[{brackets}]'] if brackets else [])])})"
        return f"(?:{'|'.join([*options, *([f'[{brackets}]'] if brackets else [])])}){_CLOSE}*"

    def _class(self, words: Iterable[Form]) -> str:
        return self.alphabet.words(words)

    def words(self, words: Iterable[Form]) -> str:
        """An expression for one token that is one of these words."""
        return self._token(f"[{self._class(words)}]")

    def _any(self, literals: Iterable[tree.Literal]) -> str:
        anchors, self._anchors = self._anchors, False
        found = self._phrases([self._steps(one) for one in literals])
        self._anchors = anchors
        return found

    def _item(self, item: tree.Item) -> str:
        match item:
            case tree.Literal():
                return self._literal(item)
            case tree.TokenRegex(regex):
                return self._bracketed([self.regex_bracket(regex)])
            case tree.TypeName():
                return self._type(item)
            case tree.Gap(low, high):
                return f"(?:{self._token()}){{{low},{high}}}?"
            case tree.Rest():
                return f"(?:{self._token(f'(?![{self._clause_end}]){_WORD}')})+"
            case tree.Boundary(start):
                punct = self._token(shape=_shape("Punct"))
                return rf"(?<=\A(?:{punct})*{_CLOSE}*)" if start else rf"(?=(?:{punct})*{_CLOSE}*\Z)"
            case tree.This():
                return self._bracketed([self.alphabet.bracket(THIS)])
            case tree.Sequence(items):
                return "".join(map(self._item, items))
            case tree.Choice(options):
                return self._choice(options)
            case tree.Repeat(inner, low, high, lazy):
                limit = "" if high is None else high
                return f"(?:{self._item(inner)}){{{low},{limit}}}{'?' if lazy else ''}"
            case tree.Coordination():
                return self._coordination(item)
            case tree.Not(inner):
                return self._not(inner)
            case tree.Context():
                return self._context(item)
            case tree.VerbGroup():
                return self._verb(item)
            case tree.Capture(role, inner):
                return self._capture(role, inner)
        raise AssertionError(f"names are resolved before patterns are translated: {item}")

    def _coordination(self, item: tree.Coordination) -> str:
        one = self._item(item.item)
        between = f"(?:{self._comma}{one}){{0,{_LIST_LIMIT}}}(?:{self._comma})?"
        return f"{one}(?:{between}{self._conjunction}{one}){{0,3}}"

    # --- context -----------------------------------------------------------------------------------------------------

    def _context(self, item: tree.Context) -> str:
        """What is looked at and not taken: its words do not name the event, so they are not marked."""
        if not item.negated and any(isinstance(one, tree.Capture) for one in walk(item.item)):
            anchors, self._anchors = self._anchors, False
            inner = self._item(item.item)
            self._anchors = anchors
            return f"(?={inner})" if item.ahead else self._look_back("=", inner)
        sign = "!" if item.negated else "="
        if item.ahead:
            return f"(?{sign}{self._edge_of(item.item, FIRST)})"
        return self._look_back(sign, self._edge_of(item.item, LAST))

    def _look_back(self, sign: str, inner: str) -> str:
        """Whether an item ends here: looked at from behind the closing brackets, wherever among them this is."""
        return f"(?={_CLOSE}*+(?<{sign}(?:{inner}){_CLOSE}*))"

    def _not(self, item: tree.Item) -> str:
        """One token with which no match of an item begins."""
        simple, others = _simple(item)
        words, shapes, brackets = self._classes(simple, FIRST)
        if others or brackets:  # read backward, it must take all its opening brackets and leave closing ones to others
            return f"(?!{self._edge_of(item, FIRST)}){_CLOSE}*{_OPEN}*+{_SHAPE}{_WORD}"
        allowed = code_points(set(range(ruleset.SHAPES, ruleset.WORDS)) - shapes)
        other_word = f"[^{chr(ruleset.CLOSING)}-{chr(ruleset.WORDS - 1)}{words}]" if words else _WORD
        return self._token(other_word, f"[{allowed}]" if shapes else "")

    def _edge_of(self, item: tree.Item, end: int) -> str:
        """What is found where a match of an item begins or ends and nowhere else; how far it goes does not matter.

        All single words in it are one class, all types another: to look costs the same however many there are.
        """
        simple, others = _simple(item)
        words, shapes, brackets = self._classes(simple, end)
        found = [f"[{code_points(shapes)}]{_WORD}"] if shapes else []
        found += [f"{_SHAPE}[{words}]"] if words else []
        found += [f"[{code_points(brackets)}]"] if brackets else []
        options = [f"(?:{'|'.join(found)})"] if found else []
        options = [f"{_BRACKET}*?{one}" if end == FIRST else one for one in options]
        if end == FIRST and (types := [one for one in simple if isinstance(one, tree.TypeName)]):
            _, _, brackets = self._classes(types, end)
            options += [f"{self._the}{_BRACKET}*?[{code_points(brackets)}]"] if brackets else []
        anchors, self._anchors = self._anchors, False
        options += map(self._item, others)
        self._anchors = anchors
        return "|".join(options)

    def _classes(self, items: Iterable[tree.Item], end: int) -> tuple[str, set[int], set[int]]:
        """Of simple items the inside of a class for their words, their shapes, and the brackets of the rest."""
        words: set[Form] = set()
        shapes: set[int] = set()
        brackets: set[int] = set()
        for item in items:
            if isinstance(item, tree.Literal):
                words |= {(word, case_matters(item)) for word in forms(item)[0]}
            elif isinstance(item, tree.TokenRegex):
                brackets.add(self.regex_bracket(item.regex))
            elif isinstance(item, tree.TypeName) and item.name in SHAPES:
                shapes |= {ruleset.SHAPES + shape for shape in SHAPES[item.name]}
            elif isinstance(item, tree.TypeName):
                brackets |= set(self.brackets_of(item.name, item.condition))
        base = ruleset.OPENING if end == FIRST else ruleset.CLOSING
        return self._class(words) if words else "", shapes, {base + bracket for bracket in brackets}

    # --- words -------------------------------------------------------------------------------------------------------

    def _choice(self, options: tuple[tree.Item, ...]) -> str:
        """Alternatives in their order; words and phrases that stand side by side are read as one, and so are types."""
        found: list[str] = []
        for kind, group in groupby(options, key=_kind):
            if kind is tree.Literal:
                found.append(self._phrases([self._steps(one) for one in group if isinstance(one, tree.Literal)]))
            elif kind is tree.TypeName:
                found.append(self._types([name for one in group for name in type_names(one) or ()]))
            else:
                found += map(self._item, group)
        return found[0] if len(found) == 1 else "(?:" + "|".join(found) + ")"

    def _steps(self, literal: tree.Literal) -> Phrase:
        exact = case_matters(literal)
        return tuple(
            (frozenset((word, exact) for word in words), self._anchors and _is_anchor(words))
            for words in forms(literal)
        )

    def _phrases(self, phrases: Sequence[Phrase]) -> str:
        """Alternatives that are words in a row, the preferred first, as a tree that branches on each next word.

        A token that begins none of them costs one look, however many there are.
        """
        branches: list[str] = []
        heads: set[Form] = set()
        for (words, anchor), tails in by_head(phrases):
            heads |= words
            head = f"[{self._class(words)}]"
            rest = self._rest(tails)
            branches.append((f"(?P<{ANCHOR}>{head})" if anchor else head) + rest)
        if len(branches) == 1:
            return f"{_BETWEEN}+{branches[0]}"
        look = f"(?=[{self._class(heads)}])" if len(branches) >= _MANY_BRANCHES else ""
        return f"{_BETWEEN}+{look}(?:{'|'.join(branches)})"

    def _rest(self, tails: Sequence[Phrase]) -> str:
        """What follows the word that some phrases share; where one of them ends there, nothing may follow."""
        found: list[str] = []
        for empty, group in groupby(tails, key=lambda tail: not tail):
            found.append("" if empty else self._phrases(list(group)))
        return found[0] if len(found) == 1 else "(?:" + "|".join(found) + ")"

    def _literal(self, literal: tree.Literal) -> str:
        return self._phrases([self._steps(literal)])

    # --- mentions ----------------------------------------------------------------------------------------------------

    def type_brackets(self, name: str) -> list[int]:
        """The brackets of a type and of all kinds of it."""
        return sorted(self.alphabet.bracket(("type", kind)) for kind in self._checked.kinds_of(name))

    def brackets_of(self, name: str, condition: tree.Condition | None) -> list[int]:
        """The brackets of a type and its kinds, or the one of those of its mentions for which a condition holds."""
        if condition is not None:
            return [self.alphabet.bracket(("if", name, condition_data(condition)))]
        return self.type_brackets(name)

    def regex_bracket(self, regex: str) -> int:
        """The bracket of the tokens that match a token expression."""
        return self.alphabet.bracket(("regex", regex))

    def _type(self, item: tree.TypeName) -> str:
        if item.name in SHAPES:
            return self._token(shape=_shape(item.name))
        brackets = self.brackets_of(item.name, item.condition)
        article = "" if id(item) in self._heads else f"(?:{self._the})?"
        return article + self._bracketed(brackets)

    def _types(self, items: Sequence[tree.TypeName]) -> str:
        """A mention of one of some types: with the article if one stands there, then of the first that fits."""
        if len(items) == 1 or any(id(item) in self._heads for item in items):
            options = map(self._type, items)
            return "(?:" + "|".join(options) + ")" if len(items) > 1 else next(options)
        names = dict.fromkeys(self._bracketed(self.brackets_of(item.name, item.condition)) for item in items)
        return f"(?:{self._the})?(?:{'|'.join(names)})"

    def _bracketed(self, brackets: list[int]) -> str:
        """Everything from an opening bracket of these to the closing one."""
        found = self._bracketed_by.get(key := tuple(brackets))
        if found is None:
            wanted = sorted({ruleset.OPENING + bracket for bracket in brackets})
            edges = zip([ruleset.CLOSING, *(one + 1 for one in wanted)], [*wanted, ruleset.SHAPES], strict=True)
            others = "".join(f"{chr(start)}-{chr(end - 1)}" for start, end in edges if start < end)
            ends = code_points(ruleset.CLOSING + bracket for bracket in brackets)
            found = self._bracketed_by[key] = f"[{others}]*[{code_points(wanted)}][^{ends}]*[{ends}]"
        return found

    def _capture(self, role: str, item: tree.Item) -> str:
        """A capture goes down to each single filler: of ``party:Country&`` each country is one."""
        match item:
            case tree.Coordination(inner):
                return self._item(tree.Coordination(tree.Capture(role, inner, item.span, item.span), item.span))
            case tree.Choice(options) if type_names(item) is None:
                return "(?:" + "|".join(self._capture(role, option) for option in options) + ")"
            case tree.Repeat(inner, low, high, lazy) if isinstance(inner, tree.TypeName) and inner.name not in SHAPES:
                one = tree.Capture(role, inner, item.span, item.span)
                return self._item(tree.Repeat(one, low, high, lazy, item.span))
            case _:
                return f"(?P<{ROLE}{role}>{self._item(item)})"

    # --- verbs -------------------------------------------------------------------------------------------------------

    def _verb(self, item: tree.VerbGroup) -> str:
        """The verb in the form that the auxiliaries before it ask for; alone, in a form that can stand alone."""
        literals = [item.item] if isinstance(item.item, tree.Literal) else list(literals_of(item.item))
        asked = (("passive", "participle"),) if item.passive else (
            ("base", "base"), ("continuous", "continuous"), ("participle", "participle"),
        )  # fmt: skip
        options = [
            self._bracketed([self.alphabet.bracket(("form", form))]) + self._verb_words(literals, (verb_form,))
            for form, verb_form in asked
        ]
        if not item.passive:
            adverbs = f"(?:{self._bracketed([self.alphabet.bracket(('form', builtin.ANY_FORM))])})?"
            options.append(adverbs + self._verb_words(literals, ("base", "present", "past")))
        return f"(?P<{VERB}>(?:{'|'.join(options)}))"

    def _verb_words(self, literals: Iterable[tree.Literal], names: tuple[str, ...]) -> str:
        phrases: list[Phrase] = []
        for literal in literals:
            head, *_ = tokenize(literal.text)
            forms_ = verb_forms(head.lower())
            words = frozenset((form, False) for name in names for form in forms_[name])
            phrases.append(((words, self._anchors), *((frozenset((form,)), False) for form in _tail(literal))))
        return self._phrases(phrases)


def _tail(verb: tree.Literal) -> tuple[Form, ...]:
    """What follows the verb itself, which is inflected and so found in any case, in smart case."""
    return tuple((word, True) if word != word.lower() else (word, False) for word in tokenize(verb.text)[1:])


def type_names(item: tree.Item) -> list[tree.TypeName] | None:
    """The types of a type, or of a choice of nothing but types; None for any other item."""
    if isinstance(item, tree.Choice):
        options = [type_names(option) for option in item.options]
        return None if None in options else [name for option in options for name in option or ()]
    return [item] if isinstance(item, tree.TypeName) and item.name not in SHAPES else None


def _kind(item: tree.Item) -> type[tree.Item] | None:
    """Whether an alternative is read together with others of its kind: words, or types."""
    if isinstance(item, tree.Literal):
        return tree.Literal
    return tree.TypeName if type_names(item) else None


def _simple(item: tree.Item) -> tuple[list[tree.Item], list[tree.Item]]:
    """The alternatives of an item that are known by one token, and the others."""
    match item:
        case tree.Choice(options):
            parts = [_simple(option) for option in options]
            return [one for part in parts for one in part[0]], [one for part in parts for one in part[1]]
        case tree.Sequence((inner,)):
            return _simple(inner)
        case tree.Literal():
            return ([item], []) if len(forms(item)) == 1 else ([], [item])
        case tree.TypeName() | tree.TokenRegex():
            return [item], []
        case _:
            return [], [item]


def _heads(item: tree.Item) -> list[tree.Item]:
    """The types with which a match of a pattern may begin."""
    match item:
        case tree.TypeName():
            return [item]
        case tree.Sequence(items):
            taken = (one for one in items if not isinstance(one, tree.Context | tree.Boundary))
            first = next(taken, None)
            return [] if first is None else _heads(first)
        case tree.Choice(options):
            return [head for option in options for head in _heads(option)]
        case tree.Capture() | tree.Coordination() | tree.Repeat():
            return _heads(item.item)
        case _:
            return []


def needs(item: tree.Item, translator: Translator) -> list[frozenset[int]]:
    """Sets of brackets, of each of which any match contains one."""
    match item:
        case tree.TypeName(name, condition) if name not in SHAPES:
            return [frozenset(translator.brackets_of(name, condition))]
        case tree.TokenRegex(regex):
            return [frozenset((translator.regex_bracket(regex),))]
        case tree.Sequence(items):
            return [need for one in items for need in needs(one, translator)]
        case tree.Choice(options):
            found = [needs(option, translator) for option in options]
            return [frozenset().union(*(min(one, key=len) for one in found))] if all(found) else []
        case tree.Repeat(inner, low):
            return needs(inner, translator) if low > 0 else []
        case tree.Context(inner, _, negated):
            return [] if negated else needs(inner, translator)
        case tree.Capture() | tree.Coordination():
            return needs(item.item, translator)
        case _:
            return []


def tree_literal(text: str) -> tree.Literal:
    """A literal that stands in no file."""
    from ie.diagnostics import Span

    return tree.Literal(text, False, Span("", 0, 0, 0, 0))


def _is_anchor(words: Iterable[str]) -> bool:
    return not any(word.lower() in FUNCTION_WORDS for word in words)


def literals_of(item: tree.Item) -> Iterable[tree.Literal]:
    """All literals in an item."""
    if isinstance(item, tree.Literal):
        yield item
    for child in tree.children(item):
        yield from literals_of(child)
