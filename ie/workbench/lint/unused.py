"""Names that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from ie.diagnostics import Diagnostic
from ie.language.checked import CheckedRules
from ie.language.load import Loaded


def names(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Lists of words and patterns that no pattern names; the checker has noticed them by the way."""
    yield from checked.unused
