"""Every test that stands inside the rule files that come with ie."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie import resources
from ie.diagnostics import render
from ie.language.load import SUFFIX
from ie.workbench import packs
from ie.workbench.testing import Outcome, run_rule_tests

_RULES = resources.folder("rules")


def _groups() -> list[list[Path]]:
    """The packs of ie as one set of rules, and each folder of examples as another."""
    folders = sorted({file.parent for file in _RULES.rglob(f"*{SUFFIX}")})
    return packs.groups(folders)


def _outcomes() -> list[Outcome]:
    return [outcome for group in _groups() for outcome in run_rule_tests(group)]


@pytest.mark.parametrize("outcome", _outcomes(), ids=lambda one: f"{one.rule}:{one.test.span.line}")
def test_rule(outcome: Outcome) -> None:
    assert outcome.passed, outcome.diagnostic and render(outcome.diagnostic, {})
