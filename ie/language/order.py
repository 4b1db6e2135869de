"""The order in which types are made, derived from what their rules match."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from ie.language import tree
from ie.language.checked import CheckedRules

if TYPE_CHECKING:
    from ie.language.types import Report


def layers(checked: CheckedRules, report: Report) -> list[str]:
    """The entity types that rules make, each after those that its rules match. A cycle is reported and printed."""
    needs: dict[str, set[str]] = {}
    for rule in checked.rules:
        if rule.tree.target in checked.entities:
            matched = needs.setdefault(rule.tree.target, set())
            for item in rule.matches + rule.unless:
                for name in _types_in(item):
                    matched.update(checked.kinds_of(name))
    graph = {name: sorted(matched & needs.keys()) for name, matched in sorted(needs.items())}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        # graphlib names each node before the one that needs it; read backwards it says who waits for whom.
        cycle = list(reversed(error.args[1]))
        culprit = next(rule for rule in checked.rules if rule.tree.target == cycle[0])
        report("type-cycle", culprit.tree.span, cycle=" -> ".join(cycle))
        return []


def _types_in(item: tree.Item) -> set[str]:
    if isinstance(item, tree.TypeName):
        return {item.name}
    return set().union(*map(_types_in, tree.children(item)))
