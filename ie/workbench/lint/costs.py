"""Matches that make every article slow."""

from __future__ import annotations

from collections.abc import Iterator

from ie.compiler.triggers import triggers
from ie.diagnostics import Diagnostic, problem
from ie.language import tree
from ie.language.checked import CheckedRules
from ie.language.load import Loaded


def no_trigger(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Matches of records without a word that must occur: no sentence can be passed over for them."""
    for rule in checked.rules:
        if rule.tree.refines or rule.tree.target not in checked.records:
            continue
        for written, item in zip(rule.tree.matches, rule.matches, strict=True):
            options = item.options if isinstance(item, tree.Choice) else (item,)
            if any(triggers(option) is None for option in options):
                yield problem("no-trigger", written.span, severity="warning", details={})
