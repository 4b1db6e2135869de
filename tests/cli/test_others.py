"""`ie explain`, `ie score`, `ie schema`, `ie new`, `ie fmt`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from .conftest import Ie, no_traceback


def test_explain(ie: Ie, rules: Path) -> None:
    done = ie("explain", "Anna will visit museums.", "--rules", rules)
    assert (done.returncode, done.stderr) == (0, "")
    assert 'matched "Anna will visit"\n      then wanted destination:Place&, but found "museums."' in done.stdout


def test_explain_a_rule_that_there_is_not(ie: Ie, rules: Path) -> None:
    done = ie("explain", "Anna slept.", "--rules", rules, "--rule", "gose")
    assert done.returncode == 2
    assert "there is no rule 'gose'" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX")
def test_explain_bytes_that_are_no_text(rules: Path, environment: dict[str, str]) -> None:
    command = [sys.executable.encode(), b"-m", b"ie", b"explain", b"Anna \xff slept.", b"--rules", bytes(rules)]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert "Anna · \ufffd · slept" in done.stdout.decode()


def test_score(ie: Ie, rules: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    documents = [
        {"id": "a", "text": "Anna visited Oslo.", "records": [{"type": "Visit", "visitor": ["Anna"]}]},
        {"id": "b", "text": "Boris slept.", "records": [{"type": "Visit", "visitor": ["Boris"]}]},
    ]
    gold.write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    done = ie("score", gold, "--rules", rules)
    assert (done.returncode, done.stderr) == (0, "")
    visit = next(line for line in done.stdout.splitlines() if line.startswith("Visit"))
    assert visit.split() == ["Visit", "100.0", "50.0", "66.7", "1", "0", "1"]
    assert "b: {type: Visit, visitor: [Boris]}" in done.stdout
    assert "visitor: [Boris]" not in ie("score", gold, "--rules", rules, "--brief").stdout


def test_score_without_gold(ie: Ie, rules: Path) -> None:
    done = ie("score", "nowhere.jsonl", "--rules", rules)
    assert done.returncode == 1
    assert "error[no-such-file]" in done.stderr


def test_schema_fits_the_output(ie: Ie, rules: Path) -> None:
    schema = json.loads(ie("schema", "--rules", rules).stdout)
    done = ie("run", "-", "--rules", rules, "--format", "jsonl", stdin="Anna will visit Oslo.")
    jsonschema.validate(json.loads(done.stdout), schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"document": "a", "records": [{"type": "Trip"}]}, schema)


def test_new_pack_works_at_once(ie: Ie, tmp_path: Path) -> None:
    done = ie("new", "elections")
    assert done.returncode == 0
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        "elections/elections.ie",
        "elections/seeds/example.txt",
        "elections/seeds/example.yaml",
    ]
    check = ie("check", "elections")
    assert (check.returncode, check.stderr) == (0, "")
    test = ie("test", "elections")
    assert (test.returncode, test.stderr, test.stdout) == (0, "", "4 passed, 0 failed\n")
    run = ie("run", "--rules", "elections", "elections/seeds/example.txt")
    assert run.returncode == 0
    assert "office: ambassador" in run.stdout


@pytest.mark.parametrize("name", ["Elections", "a b", "x.ie"])
def test_new_pack_with_a_name_that_cannot_be(ie: Ie, name: str, tmp_path: Path) -> None:
    done = ie("new", name)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_new_pack_spares_what_is_there(ie: Ie, tmp_path: Path) -> None:
    (tmp_path / "elections").mkdir()
    (tmp_path / "elections" / "mine.txt").write_text("mine", encoding="utf-8")
    done = ie("new", "elections")
    assert done.returncode == 2
    assert "elections exists already" in done.stderr
    assert [path.name for path in (tmp_path / "elections").iterdir()] == ["mine.txt"]


def test_fmt(ie: Ie, tmp_path: Path) -> None:
    untidy = tmp_path / "untidy.ie"
    untidy.write_text("entity   Person\nrule a->Person match /Anna/\n", encoding="utf-8")
    listed = ie("fmt", "--check")
    assert (listed.returncode, listed.stdout) == (1, "untidy.ie\n")
    assert "entity   Person" in untidy.read_text(encoding="utf-8")
    assert ie("fmt", untidy).returncode == 0
    assert "entity Person" in untidy.read_text(encoding="utf-8")
    again = ie("fmt", "--check", untidy)
    assert (again.returncode, again.stdout) == (0, "")
    assert ie("fmt", "-", stdin="entity   Person\n").stdout == "entity Person\n"


def test_fmt_leaves_broken_files_alone(ie: Ie, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ie"
    broken.write_text("rule a ->\n", encoding="utf-8")
    done = ie("fmt", "broken.ie")
    assert done.returncode == 2
    assert "broken.ie:" in done.stderr
    assert no_traceback(done)
    assert broken.read_text(encoding="utf-8") == "rule a ->\n"
