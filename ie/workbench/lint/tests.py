"""Rules that nothing shows to work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ie.diagnostics import Diagnostic, problem
from ie.language.checked import CheckedRules
from ie.language.load import Loaded


def untested(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Rules without a test."""
    for rule in checked.rules:
        if not rule.tree.tests:
            span = rule.tree.span
            head = replace(span, end_line=span.line, end_column=span.column + len(f"rule {rule.tree.name}"))
            yield problem("untested", head, severity="warning", details={"name": rule.tree.name})
