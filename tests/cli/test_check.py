"""`ie check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Ie

UNUSED = 'words idle = "a, b: 100%"\n'


@pytest.fixture
def idle(tmp_path: Path) -> Path:
    path = tmp_path / "idle rules.ie"
    path.write_text(UNUSED, encoding="utf-8")
    return path


def test_nothing_to_say(ie: Ie, rules: Path) -> None:
    done = ie("check", rules)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 errors, 0 warnings\n", "")


def test_text(ie: Ie, idle: Path) -> None:
    done = ie("check", idle.name)
    assert (done.returncode, done.stdout) == (1, "0 errors, 1 warning\n")
    assert done.stderr.startswith("idle rules.ie:1:1: warning[unused]: 'idle' is never used\n")


def test_errors(ie: Ie, broken: Path) -> None:
    done = ie("check", broken.name)
    assert (done.returncode, done.stdout) == (2, "1 error, 0 warnings\n")
    assert "broken.ie:2:16: error[unknown-type]" in done.stderr


def test_github(ie: Ie, idle: Path, broken: Path) -> None:
    done = ie("check", idle.name, "--format", "github")
    assert done.returncode == 1
    assert done.stdout == (
        "::warning file=idle rules.ie,line=1,col=1,endLine=1,endColumn=26,title=unused"
        "::'idle' is never used%0Aremove it, or use it\n"
    )
    done = ie("check", broken.name, "--format", "github")
    assert done.stdout.startswith("::error file=broken.ie,line=2,col=16,")


def test_sarif(ie: Ie, idle: Path) -> None:
    done = ie("check", idle.name, "--format", "sarif")
    assert (done.returncode, done.stderr) == (1, "")
    log = json.loads(done.stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "unused"
    assert result["level"] == "warning"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "idle%20rules.ie"
    assert place["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 26}


def test_ignore(ie: Ie, idle: Path, broken: Path) -> None:
    assert ie("check", idle.name, "--ignore", "unused").returncode == 0
    assert ie("check", broken.name, "--ignore", "unknown-type").returncode == 2  # what is wrong stays wrong
