"""How far a match of a rule gets in a sentence: its beginnings, tried one by one.

A match is a sequence of steps. Each beginning of it (the first step, the first two and so on) becomes a rule of its
own, which makes nothing and is only searched for; so it is the engine itself that says where a match ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ie.diagnostics import Span
from ie.engine.values import Found
from ie.language import tree
from ie.language.checked import CheckedRule
from ie.language.items import nullable
from ie.language.load import Loaded

MAKES_NOTHING = ""
"""Target of rules that are only searched for."""

Search = Callable[[int], "Found | None"]
"""The first match of a compiled rule, by the rule's number."""


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a match, and where it is written; ``pattern`` is the pattern that it belongs to, if any."""

    item: tree.Item
    span: Span
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of a rule, as steps."""

    rule: CheckedRule
    span: Span
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far an alternative got: the last match of the longest beginning, and the steps that it wanted next."""

    alternative: Alternative
    done: int
    """Steps that matched."""
    found: Found | None
    wanted: tuple[Step, ...] = ()
    rejected: Span | None = None
    """The ``where`` or ``unless`` that says no to a match that is complete."""

    @property
    def share(self) -> float:
        """The share of its obligatory steps that matched."""
        asked = [not nullable(step.item) for step in self.alternative.steps]
        return sum(asked[: self.done]) / max(1, sum(asked))

    @property
    def complete(self) -> bool:
        """Whether the alternative matched."""
        return not self.wanted and self.rejected is None


def alternatives(loaded: Loaded, rule: CheckedRule) -> Iterator[Alternative]:
    """The alternatives of a rule."""
    for written, item in zip(rule.tree.matches, rule.matches, strict=True):
        options = [(written, item)]
        if isinstance(written, tree.Choice) and isinstance(item, tree.Choice):
            options = list(zip(written.options, item.options, strict=True))
        for source, option in options:
            yield Alternative(rule, source.span, tuple(_steps(loaded, rule.module, source, option)))


def _steps(loaded: Loaded, module: str, written: tree.Item, item: tree.Item, pattern: str = "") -> Iterator[Step]:
    """Sequences and patterns taken apart, everything else whole."""
    if isinstance(written, tree.Name) and isinstance(item, tree.Sequence):
        owner, named = _named(loaded, module, written.name)
        yield from _steps(loaded, owner, named, item, written.name)
    elif isinstance(written, tree.Sequence) and isinstance(item, tree.Sequence):
        for source, part in zip(written.items, item.items, strict=True):
            yield from _steps(loaded, module, source, part, pattern)
    else:
        yield Step(item, written.span, pattern)


def _named(loaded: Loaded, module: str, name: str) -> tuple[str, tree.Item]:
    """The module of a pattern and what it says, found as names are: here, then in what this file uses."""
    waiting, seen = [module], {module}
    for current in waiting:
        for declaration in loaded.modules[current].declarations:
            if isinstance(declaration, tree.Pattern) and declaration.name == name:
                return current, declaration.item
        waiting += [other for other in loaded.uses[current] if other not in seen and other in loaded.modules]
        seen.update(waiting)
    raise KeyError(name)


class Probe:
    """The rules by which one alternative is tried."""

    def __init__(self, alternative: Alternative, first: int) -> None:
        """``first`` is the number that the first of its rules will have."""
        self.alternative = alternative
        self._first = first
        items = [step.item for step in alternative.steps]
        rule = alternative.rule
        bare = replace(rule.tree, target=MAKES_NOTHING, refines=False, sets=(), where=(), unless=(), tests=())
        self.rules = [
            CheckedRule(rule.module, bare, (tree.Sequence(tuple(items[:end]), alternative.span),), ())
            for end in range(1, len(items) + 1)
        ]
        whole = self.rules[-1]
        self._conditions: list[Span] = []
        for condition in rule.tree.where:
            self.rules.append(replace(whole, tree=replace(bare, where=(condition,))))
            self._conditions.append(condition.span)
        for written, item in zip(rule.tree.unless, rule.unless, strict=True):
            self.rules.append(replace(whole, unless=(item,)))
            self._conditions.append(written.span)

    @property
    def numbers(self) -> range:
        """The numbers of its rules."""
        return range(self._first, self._first + len(self.rules))

    def attempt(self, search: Search) -> Attempt:
        """How far the alternative gets where ``search`` looks."""
        steps = self.alternative.steps
        low, high = 0, len(steps)  # the longest beginning that matches has low to high steps
        while low < high:
            middle = (low + high + 1) // 2
            if self._empty(middle) or search(self._first + middle - 1) is not None:
                low = middle
            else:
                high = middle - 1
        found = None if low == 0 or self._empty(low) else search(self._first + low - 1)
        if low < len(steps):
            start = low
            while start > 0 and _stretches(steps[start - 1].item):
                start -= 1  # a gap that ends just before what is missing is wanted with it
            return Attempt(self.alternative, low, found, steps[start : low + 1])
        rejected = (
            span
            for number, span in enumerate(self._conditions, start=self._first + len(steps))
            if search(number) is None
        )
        return Attempt(self.alternative, low, found, rejected=next(rejected, None))

    def _empty(self, done: int) -> bool:
        """Whether a beginning can match without taking a token, which no search finds."""
        return all(nullable(step.item) for step in self.alternative.steps[:done])


def _stretches(item: tree.Item) -> bool:
    return isinstance(item, tree.Gap) or (isinstance(item, tree.Repeat) and item.lazy)


def cut(span: Span, sources: Sequence[str] | str) -> str:
    """What is written at a place of a rule file, on one line."""
    lines = sources.split("\n") if isinstance(sources, str) else sources
    taken = list(lines[span.line - 1 : span.end_line])
    if not taken:
        return ""
    taken[-1] = taken[-1][: span.end_column - 1]
    taken[0] = taken[0][span.column - 1 :]
    return " ".join(" ".join(taken).split())
