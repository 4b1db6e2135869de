"""What is not wrong with rules but surely not meant: one small module for each kind of finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ie.diagnostics import Diagnostic
from ie.language.check import check
from ie.language.load import load
from ie.workbench import packs
from ie.workbench.lint import costs, duplicates, roles, tests, types, unused

FINDERS = (
    costs.no_trigger,
    duplicates.matches,
    duplicates.words,
    roles.unfilled,
    tests.untested,
    types.unmade,
    unused.names,
)
"""Each takes the loaded files and the checked rules and yields warnings."""


def lint(paths: Sequence[Path], *, used: bool = False) -> list[Diagnostic]:
    """Findings in rule files and folders, as one set of rules; with ``used`` also in the files that they use.

    Raises RuleError with all that is wrong where the rules cannot be used.
    """
    loaded = load(paths)
    checked = check(loaded)
    modules = set(loaded.modules) if used else packs.modules_in(loaded, paths)
    shown = {loaded.modules[module].path for module in modules}
    found = {one for finder in FINDERS for one in finder(loaded, checked) if one.span.path in shown}
    return sorted(found, key=lambda one: (one.span, one.code, one.message))
