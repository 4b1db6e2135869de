"""What is written twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from ie.diagnostics import Diagnostic, Span, problem
from ie.language import tree
from ie.language.checked import CheckedRules
from ie.language.load import Loaded
from ie.language.types import declared


def matches(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Matches of one rule that say the same."""
    for rule in checked.rules:
        first: dict[object, Span] = {}
        for written, item in zip(rule.tree.matches, rule.matches, strict=True):
            before = first.setdefault(_meaning(item), written.span)
            if before is not written.span:
                yield problem(
                    "duplicate-match",
                    written.span,
                    severity="warning",
                    labels=[(before, "the first is")],
                    details={"name": rule.tree.name},
                )


def words(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Words that a list holds twice."""
    for _, listed in declared(loaded, tree.Words):
        seen: set[object] = set()
        for literal in listed.literals:
            meaning = _meaning(literal)
            if meaning in seen:
                details = {"name": f'"{literal.text}"', "list": listed.name}
                yield problem("duplicate-word", literal.span, severity="warning", details=details)
            seen.add(meaning)


def _meaning(part: object) -> object:
    """A piece of pattern without the places where it is written."""
    if isinstance(part, tuple):
        return tuple(map(_meaning, part))
    if is_dataclass(part):
        values = (getattr(part, one.name) for one in fields(part))
        return (type(part), *(_meaning(value) for value in values if not isinstance(value, Span)))
    return part
