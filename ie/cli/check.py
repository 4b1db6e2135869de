"""``ie check``: what is wrong with rule files, and what is surely not meant."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ie import api
from ie.cli import FINE, REPORTED, UNUSABLE
from ie.cli.options import Command, Given, Option
from ie.cli.terminal import paint, show
from ie.diagnostics import Diagnostic, RuleError
from ie.workbench import packs, reports
from ie.workbench.lint import lint

COMMAND = Command(
    "check",
    "Parse, type-check and lint rule files and folders. Without PATHS: the built-in pack with all that it uses.",
    "[PATHS...]",
    (
        Option("--format", "text (default), github or sarif", "FORMAT", choices=("text", "github", "sarif")),
        Option("--ignore", "leave out findings of a kind, e.g. untested", "CODE", many=True),
    ),
    notes="exit status: 0 nothing found, 1 something to mend, 2 the rules cannot be used",
)


def main(given: Given) -> int:
    """Check, and print all that was found."""
    paths = [Path(one) for one in given.arguments]
    found: list[Diagnostic] = []
    for group in packs.groups(paths) if paths else [[api.default_rules()]]:
        try:
            found += lint(group, used=not paths)
        except RuleError as error:
            found += error.diagnostics
    found = [one for one in dict.fromkeys(found) if one.severity == "error" or one.code not in given.all("ignore")]
    _print(found, given.one("format") or "text")
    if any(one.severity == "error" for one in found):
        return UNUSABLE
    return REPORTED if found else FINE


def _print(found: Sequence[Diagnostic], form: str) -> None:
    if form == "github":
        print(reports.github(found), end="")
    elif form == "sarif":
        print(reports.sarif(found), end="")
    else:
        show(found)
        print(_summary(found))


def _summary(found: Sequence[Diagnostic]) -> str:
    errors = sum(one.severity == "error" for one in found)
    style = "error" if errors else "warning" if found else "good"
    return paint(f"{_number(errors, 'error')}, {_number(len(found) - errors, 'warning')}", style, sys.stdout)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
