"""Types that never occur."""

from __future__ import annotations

from collections.abc import Iterator

from ie.diagnostics import Diagnostic, problem
from ie.language import builtin
from ie.language.checked import CheckedRules
from ie.language.load import Loaded


def unmade(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Entity types of which neither a lexicon nor a rule makes mentions, nor of any kind of them."""
    made = {rule.tree.target for rule in checked.rules} | {lexicon.type for lexicon in checked.lexicons}
    for entity in checked.entities.values():
        if (
            entity.span is not None
            and entity.name not in builtin.ANNOTATED
            and made.isdisjoint(checked.kinds_of(entity.name))
        ):
            yield problem("unmade-type", entity.span, severity="warning", details={"name": entity.name})
