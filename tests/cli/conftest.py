"""The command line as a person uses it: real processes, and rules of our own that no change to the packs can break."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RULES = """\
entity Person
entity Place

record Visit
    visitor      Person many required
    destination  Place many
    date         Date
    status       planned | held = held
    label        cameo = "042"

auxiliary planned base = "will"

rule person -> Person
    match /Anna|Boris/
    test  "Anna slept." => name = Anna

rule place -> Place
    match /Oslo|Cairo/
    test  "It rains in Oslo." => name = Oslo

rule goes -> Visit
    match visitor:Person& verb "visit" destination:Place& ("on"? date:Date)?
    test  "Anna will visit Oslo." => visitor = Anna, destination = Oslo, status = planned
    test  "Anna likes to visit museums." => nothing
"""

Ie = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """With a cache of its own, in which rules are compiled once for all tests, and no colours."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "IE_TRACEBACK")}
    return {**kept, "IE_CACHE": str(tmp_path_factory.mktemp("cache")), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def ie(tmp_path: Path, environment: dict[str, str]) -> Ie:
    """Run `ie` with these arguments in an empty folder."""

    def run(*arguments: str | Path, stdin: str = "", cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ie", *map(str, arguments)]
        return subprocess.run(
            command, input=stdin, capture_output=True, encoding="utf-8", cwd=cwd, env=environment, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small rule file that uses nothing else."""
    path = tmp_path_factory.mktemp("rules") / "trips.ie"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A rule file with a mistake."""
    path = tmp_path / "broken.ie"
    path.write_text("entity Person\nrule person -> Persn\n    match /Anna/\n", encoding="utf-8")
    return path


def no_traceback(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command ended in good order."""
    return "Traceback" not in done.stderr and "error[internal]" not in done.stderr
