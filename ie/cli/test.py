"""``ie test``: the tests inside rule files, and articles with their expected records."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ie import api
from ie.cli import FINE, REPORTED
from ie.cli.options import Command, Given, Option, UsageError
from ie.cli.terminal import paint, say, show
from ie.workbench import packs, seeds, testing

COMMAND = Command(
    "test",
    "Run the tests inside rule files, and compare what comes out of every NAME.txt that has a NAME.yaml beside it "
    "with the records in that. Without PATHS: the built-in pack with all that it uses, and seeds/ if it is there.",
    "[PATHS...]",
    (
        Option(
            "--rules", "rules for the articles (default: those in PATHS, else the built-in pack)", "PATH", many=True
        ),
        Option("--update", "show how the expected records differ and rewrite them"),
    ),
    notes="exit status: 0 all passed, 1 something failed or nothing was tested, 2 the command or the rules could not "
    "be used",
)

SEEDS = Path("seeds")


def main(given: Given) -> int:
    """Run all tests, and count."""
    paths = [Path(one) for one in given.arguments]
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}")
    counts: Counter[str] = Counter()
    rules = [path for path in paths if packs.holds_rules(path)]
    for group in packs.groups(rules) if paths else [[api.default_rules()]]:
        _report_rules(testing.run_rule_tests(group, used=not paths), counts)
    for path in paths or [SEEDS]:
        if found := list(seeds.find(path)):
            own = [path] if path in rules else rules
            extractor = api.extractor(given.all("rules") or own)
            for text, expected in found:
                _report_article(seeds.run(extractor, text, expected, report=say), counts, update=given.has("update"))
    if not counts:
        _report_no_tests(paths)
    print(_summary(counts))
    return REPORTED if counts["failed"] or not counts else FINE


def _report_no_tests(paths: Sequence[Path]) -> None:
    """Say that nothing was tested, which is not what somebody wants who asks for tests."""
    what = "no rule with a `test`, and no NAME.txt with a NAME.yaml beside it; add one, or name another path"
    for path in paths:
        say(f"{path}:1:1: error[no-tests]: {what}")


def _report_rules(outcomes: Sequence[testing.Outcome], counts: Counter[str]) -> None:
    for outcome in outcomes:
        counts["passed" if outcome.passed else "failed"] += 1
        if outcome.diagnostic is not None:
            counts["vacuous"] += outcome.passed
            show([outcome.diagnostic])


def _report_article(outcome: seeds.Outcome | None, counts: Counter[str], *, update: bool) -> None:
    if outcome is None or not (outcome.passed or update):
        counts["failed"] += 1
    else:
        counts["passed" if outcome.passed else "updated"] += 1
    if outcome is not None and outcome.problem and not update:
        say(outcome.problem)
    elif outcome is not None and not outcome.passed:
        print(*(_painted(line) for line in outcome.difference), "", sep="\n")
        if update:
            seeds.update(outcome)


def _painted(line: str) -> str:
    style = {"+": "good", "-": "error", "@": "faint"}.get(line[:1])
    return paint(line, style, sys.stdout) if style else line


def _summary(counts: Counter[str]) -> str:
    style = "error" if counts["failed"] else "good"
    words = [f"{counts['passed']} passed", f"{counts['failed']} failed"]
    words += [f"{counts[name]} {name}" for name in ("vacuous", "updated") if counts[name]]
    return paint(", ".join(words), style, sys.stdout)
