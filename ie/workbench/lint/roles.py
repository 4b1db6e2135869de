"""Roles that stay empty."""

from __future__ import annotations

from collections.abc import Iterator

from ie.diagnostics import Diagnostic, problem
from ie.language import builtin, tree
from ie.language.checked import CheckedRules
from ie.language.items import captures
from ie.language.load import Loaded
from ie.language.types import declared


def unfilled(loaded: Loaded, checked: CheckedRules) -> Iterator[Diagnostic]:
    """Roles that no rule captures or sets. The status comes from verb groups, a default from the declaration."""
    filled: dict[str, set[str]] = {}
    for rule in checked.rules:
        names = {one.role for item in rule.matches for one in captures(item)} | {one.role for one in rule.tree.sets}
        filled.setdefault(rule.tree.target, set()).update(names)
    for _, declaration in declared(loaded, tree.Record):
        record = checked.records[declaration.name]
        kin = {one.name for one in checked.records.values() if record.name in one.lineage} | set(record.lineage)
        names = set().union(*(filled.get(name, set()) for name in kin))
        for role in declaration.roles:
            if role.name not in names and role.name != builtin.STATUS and role.default is None:
                details = {"name": role.name, "type": record.name}
                yield problem("unfilled-role", role.span, severity="warning", details=details)
