"""A slow, plain matcher: what a pattern means, read off docs/language.md word by word, by backtracking over tokens.

It knows nothing of symbols, regular expressions, triggers or places where a match can begin. `ways` gives all ways to
read an item at a token, the one that the language prefers first; `search` goes through a sentence from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import regex

from ie.compiler.inflect import inflections, verb_forms
from ie.diagnostics import Span
from ie.language import tree
from ie.ruleset import CAPITALISED, LOWER, NUMERAL, PUNCT, UPPER
from ie.tokens import shape, tokenize

NOWHERE = Span("", 1, 1, 1, 1)

CLASSES = {
    "Word": (LOWER, CAPITALISED, UPPER),
    "Capitalised": (CAPITALISED, UPPER),
    "Upper": (UPPER,),
    "Numeral": (NUMERAL,),
    "Punct": (PUNCT,),
}
CLAUSE_ENDS = frozenset([*',;:-–—()[]"“”«»…!?', "--", "..."])
CONJUNCTIONS = ("and", "or", "&", "plus", "nor", "along with", "as well as", "together with")
COMMAS, LISTS = 12, 3
"""How long a coordination can be: "A, B, C and D" with so many commas, so many such lists in a row."""

Captured = tuple[str, int, int]
"""A role and the tokens that fill it."""
VERB = "verb"
"""Stands in the place of a role for the tokens of a verb group."""
Way = tuple[int, tuple[Captured, ...]]
"""The token behind what was taken, and what was captured."""


Match = tuple[int, int, tuple[Captured, ...]]
"""The first token of a match, the token behind it, and its captures in their order."""


class TooManySteps(Exception):  # noqa: N818
    """The pattern has too many readings to go through them all."""


@dataclass(frozen=True)
class Mention:
    """A mention that the pattern sees: its tokens, its type and what that is a kind of, its attributes."""

    start: int
    end: int
    lineage: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A run of auxiliaries and the forms of verb that may follow it."""

    start: int
    end: int
    forms: tuple[str, ...]


@dataclass
class Text:
    """A sentence as a pattern sees it."""

    tokens: Sequence[str]
    mentions: Sequence[Mention] = ()
    runs: Sequence[Run] = ()
    this: tuple[int, int] | None = None
    steps: int = 200_000

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TooManySteps


def search(item: tree.Item, text: Text, unless: tree.Item | None = None) -> list[Match]:
    """Matches from left to right, none overlapping another; behind one that `unless` holds back it goes on."""
    found: list[Match] = []
    at = 0
    while at < len(text.tokens):
        end, captures = next(ways(item, text, at), (at, ()))
        if end > at and (unless is None or not _anywhere(unless, replace(text, this=(at, end)))):
            found.append((at, end, tuple(sorted(captures))))
            at = end
        else:
            at += 1
    return found


def _anywhere(item: tree.Item, text: Text) -> bool:
    return any(_matches(item, text, at) for at in range(len(text.tokens)))


def ways(item: tree.Item, text: Text, at: int) -> Iterator[Way]:
    """All ways to match an item at a token, the preferred first."""
    text.step()
    match item:
        case tree.Literal():
            end = _literal_end(item, text, at)
            if end is not None:
                yield end, ()
        case tree.TokenRegex(source):
            if at < len(text.tokens) and regex.fullmatch(source, text.tokens[at]):
                yield at + 1, ()
        case tree.TypeName(name) if name in CLASSES:
            if at < len(text.tokens) and shape(text.tokens[at]) in CLASSES[name]:
                yield at + 1, ()
        case tree.TypeName():
            yield from _types([item], text, at)
        case tree.Gap(low, high):
            for end in range(at + low, min(at + high, len(text.tokens)) + 1):
                yield end, ()
        case tree.Rest():
            end = at
            while end < len(text.tokens) and text.tokens[end] not in CLAUSE_ENDS:
                end += 1
            for shorter in range(end, at, -1):
                yield shorter, ()
        case tree.Boundary(start):
            outside = text.tokens[:at] if start else text.tokens[at:]
            if all(shape(token) == PUNCT for token in outside):
                yield at, ()
        case tree.This():
            if text.this is not None and text.this[0] == at:
                yield text.this[1], ()
        case tree.Sequence(items):
            yield from _sequence(items, text, at)
        case tree.Choice(options):
            for types, group in groupby(options, key=lambda one: _type_names(one) is not None):
                if types:  # side by side they are one type
                    yield from _types([name for one in group for name in _type_names(one) or ()], text, at)
                else:
                    for option in group:
                        yield from ways(option, text, at)
        case tree.Repeat(inner, low, high, lazy):
            yield from _repeat(inner, low, high, lazy, text, at)
        case tree.Coordination(inner):
            yield from ways(_several(inner), text, at)
        case tree.Not(inner):
            if at < len(text.tokens) and not _matches(inner, text, at):
                yield at + 1, ()
        case tree.Context(inner, ahead, negated):
            found = next(ways(inner, text, at), None) if ahead else _before(inner, text, at)
            if negated and found is None:
                yield at, ()
            if not negated and found is not None:
                yield at, found[1]
        case tree.VerbGroup():
            for end in _verb_ends(item, text, at):
                yield end, ((VERB, at, end),)
        case tree.Capture(role, inner):
            yield from _capture(role, inner, text, at)
        case _:
            raise AssertionError(item)


def _matches(item: tree.Item, text: Text, at: int) -> bool:
    return next(ways(item, text, at), None) is not None


def _before(item: tree.Item, text: Text, at: int) -> Way | None:
    for start in range(at, -1, -1):
        for end, captures in ways(item, text, start):
            if end == at:
                return end, captures
    return None


# --- words -----------------------------------------------------------------------------------------------------------


def _literal_end(literal: tree.Literal, text: Text, at: int) -> int | None:
    words = tokenize(literal.text)
    found = text.tokens[at : at + len(words)]
    return at + len(words) if len(found) == len(words) and all(map(_same(literal), words, found)) else None


def _same(literal: tree.Literal) -> Callable[[str, str], bool]:
    """How a word of a literal is compared with a token. Smart case: only what has a capital is found as written."""
    if literal.inflected:
        return lambda word, token: token.lower() in inflections(word.lower())
    if literal.text != literal.text.lower():
        return lambda word, token: token == word
    return lambda word, token: token.lower() == word


# --- mentions --------------------------------------------------------------------------------------------------------


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that lie inside no longer one."""
    every = list(mentions)
    return [
        one
        for one in every
        if not any(
            other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
            for other in every
        )
    ]


def _type_names(item: tree.Item) -> list[tree.TypeName] | None:
    """The types of a type, or of a choice of nothing but types."""
    if isinstance(item, tree.Choice):
        options = [_type_names(option) for option in item.options]
        return None if None in options else [name for option in options for name in option or ()]
    return [item] if isinstance(item, tree.TypeName) and item.name not in CLASSES else None


def _types(types: Sequence[tree.TypeName], text: Text, at: int) -> Iterator[Way]:
    """Mentions of one of some types, with the article before them and then without."""
    if text.tokens[at : at + 1] and text.tokens[at].lower() == "the":
        for one in types:
            yield from _mentions(one.name, one.condition, text, at + 1)
    for one in types:
        yield from _mentions(one.name, one.condition, text, at)


def _mentions(name: str, condition: tree.Condition | None, text: Text, at: int) -> Iterator[Way]:
    for mention in text.mentions:
        if mention.start == at and name in mention.lineage and (condition is None or holds(condition, mention)):
            yield mention.end, ()


def holds(condition: tree.Condition, mention: Mention) -> bool:
    """Whether a condition on attributes holds of a mention. One that it has not got is equal to nothing."""
    match condition:
        case tree.Logic("and", parts):
            return all(holds(part, mention) for part in parts)
        case tree.Logic("or", parts):
            return any(holds(part, mention) for part in parts)
        case tree.Logic("not", (part,)):
            return not holds(part, mention)
        case tree.Truth(tree.Constant(name)):
            return str(name) in mention.attributes
        case tree.Comparison(tree.Constant(name, True), operator, right):
            if str(name) not in mention.attributes:
                return operator == "!="
            value = mention.attributes[str(name)]
            if isinstance(right, tuple):
                return any(_folded(value) == _folded(one.value) for one in right)
            assert isinstance(right, tree.Constant)
            return _compare(value, operator, right.value)
    raise AssertionError(condition)


def _compare(value: str, operator: str, wanted: str | int | float) -> bool:
    words, other = _folded(value).split(), _folded(wanted).split()
    match operator:
        case "==":
            return words == other
        case "!=":
            return words != other
        case "begins":
            return words[: len(other)] == other
        case "ends":
            return words[-len(other) :] == other
        case "contains":
            return any(words[place : place + len(other)] == other for place in range(len(words)))
        case "<":
            return float(value) < float(wanted)
        case ">=":
            return float(value) >= float(wanted)
    raise AssertionError(operator)


def _folded(value: str | int | float) -> str:
    return str(value).casefold()


# --- several ---------------------------------------------------------------------------------------------------------


def _sequence(items: Sequence[tree.Item], text: Text, at: int) -> Iterator[Way]:
    if not items:
        yield at, ()
        return
    for end, captures in ways(items[0], text, at):
        for last, more in _sequence(items[1:], text, end):
            yield last, captures + more


def _repeat(item: tree.Item, low: int, high: int | None, lazy: bool, text: Text, at: int) -> Iterator[Way]:
    text.step()
    enough = (at, ())
    if low == 0 and lazy:
        yield enough
    if high is None or high > 0:
        for end, captures in ways(item, text, at):
            if end == at and low == 0:  # once more, of nothing; and so it would go on without end
                yield end, captures
                continue
            rest = _repeat(item, max(0, low - 1), None if high is None else high - 1, lazy, text, end)
            for last, more in rest:
                yield last, captures + more
    if low == 0 and not lazy:
        yield enough


def _several(item: tree.Item) -> tree.Item:
    """``A``, ``A and B``, ``A, B, and C``, in the words of the language itself."""
    comma = tree.Literal(",", False, NOWHERE)
    conjunction = tree.Choice(tuple(tree.Literal(word, False, NOWHERE) for word in CONJUNCTIONS), NOWHERE)
    middle = tree.Repeat(tree.Sequence((comma, item), NOWHERE), 0, COMMAS, False, NOWHERE)
    last = tree.Sequence((middle, tree.Repeat(comma, 0, 1, False, NOWHERE), conjunction, item), NOWHERE)
    return tree.Sequence((item, tree.Repeat(last, 0, LISTS, False, NOWHERE)), NOWHERE)


def _capture(role: str, item: tree.Item, text: Text, at: int) -> Iterator[Way]:
    """Each of several things that are joined is a filler, and each of a repeated type; words in a row are one."""
    match item:
        case tree.Coordination(inner):
            yield from ways(_several(tree.Capture(role, inner, NOWHERE, NOWHERE)), text, at)
        case tree.Choice(options):
            for option in options:
                yield from _capture(role, option, text, at)
        case tree.Repeat(tree.TypeName(name) as inner, low, high, lazy) if name not in CLASSES:
            yield from _repeat(tree.Capture(role, inner, NOWHERE, NOWHERE), low, high, lazy, text, at)
        case _:
            for end, captures in ways(item, text, at):
                own: tuple[Captured, ...] = ((role, at, end),) if end > at else ()
                yield end, captures + own


# --- verb groups -----------------------------------------------------------------------------------------------------


def _verb_ends(item: tree.VerbGroup, text: Text, at: int) -> Iterator[int]:
    """The auxiliaries that ask for some form, and the verb in it; else a verb that stands alone, but for adverbs."""
    literals = item.item.options if isinstance(item.item, tree.Choice) else (item.item,)
    runs = [run for run in text.runs if run.start == at]
    asked = ["passive"] if item.passive else ["base", "continuous", "participle"]
    for form in asked:
        for run in runs:
            if form in run.forms:
                yield from _main_verb(literals, ["participle"] if form == "passive" else [form], text, run.end)
    if item.passive:
        return
    alone = ["base", "present", "past"]
    for run in runs:
        if "any" in run.forms:
            yield from _main_verb(literals, alone, text, run.end)
    yield from _main_verb(literals, alone, text, at)


def _main_verb(literals: Sequence[tree.Item], forms: Sequence[str], text: Text, at: int) -> Iterator[int]:
    for literal in literals:
        assert isinstance(literal, tree.Literal)
        first, *rest = tokenize(literal.text)
        inflected = {form for name in forms for form in verb_forms(first.lower())[name]}
        if at < len(text.tokens) and text.tokens[at].lower() in inflected:
            tail = tree.Literal(" ".join(rest), False, NOWHERE)
            end = _literal_end(tail, text, at + 1)
            if end is not None:
                yield end


# --- shown -----------------------------------------------------------------------------------------------------------


def shown(item: tree.Item) -> str:
    """A pattern as it is written in a rule, for messages; conditions are left out."""
    match item:
        case tree.Literal(text, inflected):
            return f'{"~" * inflected}"{text}"'
        case tree.TokenRegex(source):
            return f"/{source}/"
        case tree.TypeName(name, condition):
            return name + "[..]" * (condition is not None)
        case tree.Gap(low, high):
            return f"..{low}-{high}"
        case tree.Rest():
            return "..."
        case tree.Boundary(start):
            return "^" if start else "$"
        case tree.Sequence(items):
            return "(" + " ".join(map(shown, items)) + ")"
        case tree.Choice(options):
            return "(" + " | ".join(map(shown, options)) + ")"
        case tree.Repeat(inner, low, high, lazy):
            return f"{shown(inner)}{{{low},{'' if high is None else high}}}{'?' * lazy}"
        case tree.Coordination(inner):
            return shown(inner) + "&"
        case tree.Not(inner):
            return "!" + shown(inner)
        case tree.Context(inner, ahead, negated):
            return f"{'not ' * negated}{'before' if ahead else 'after'} {shown(inner)}"
        case tree.VerbGroup(inner, passive):
            return f"{'passive' if passive else 'verb'} {shown(inner)}"
        case tree.Capture(role, inner):
            return f"{role}:{shown(inner)}"
        case _:
            return "this"
