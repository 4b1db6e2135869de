"""`ie test`."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Ie

EXPECTED = """\
document: seed
records:
- {type: Visit, visitor: [Anna], destination: [Oslo], status: planned}   # flow style and comments are free
"""


@pytest.fixture
def pack(tmp_path: Path, rules: Path) -> Path:
    """Rules with a seed beside them."""
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "trips.ie").write_text(rules.read_text(encoding="utf-8"), encoding="utf-8")
    (pack / "seed.txt").write_text("Anna will visit Oslo.\n", encoding="utf-8")
    (pack / "seed.yaml").write_text(EXPECTED, encoding="utf-8")
    return pack


def test_rule_tests_and_seeds(ie: Ie, pack: Path) -> None:
    done = ie("test", "pack")
    assert (done.returncode, done.stdout) == (0, "5 passed, 0 failed\n")


def test_only_rules(ie: Ie, rules: Path) -> None:
    done = ie("test", rules)
    assert (done.returncode, done.stdout, done.stderr) == (0, "4 passed, 0 failed\n", "")


def test_failing_rule_test(ie: Ie, pack: Path) -> None:
    source = pack / "trips.ie"
    source.write_text(source.read_text(encoding="utf-8").replace("status = planned", "status = held"), encoding="utf-8")
    done = ie("test", "pack/trips.ie")
    assert (done.returncode, done.stdout) == (1, "3 passed, 1 failed\n")
    assert done.stderr.startswith("pack/trips.ie:23:5: error[failed-test]: rule goes: expected visitor = Anna, ")
    assert "Visit {visitor: [Anna], destination: [Oslo], status: planned}" in done.stderr


def test_different_seed(ie: Ie, pack: Path) -> None:
    expected = pack / "seed.yaml"
    expected.write_text(EXPECTED.replace("Oslo", "Cairo"), encoding="utf-8")
    done = ie("test", "pack")
    assert done.returncode == 1
    assert "-  destination: [Cairo]\n+  destination: [Oslo]\n" in done.stdout
    assert done.stdout.endswith("4 passed, 1 failed\n")


def test_update(ie: Ie, pack: Path) -> None:
    expected = pack / "seed.yaml"
    expected.write_text(EXPECTED.replace("Oslo", "Cairo"), encoding="utf-8")
    done = ie("test", "pack", "--update")
    assert done.returncode == 0
    assert "+  destination: [Oslo]" in done.stdout
    assert done.stdout.endswith("4 passed, 0 failed, 1 updated\n")
    assert "- type: Visit\n  visitor: [Anna]\n  destination: [Oslo]\n" in expected.read_text(encoding="utf-8")
    assert ie("test", "pack").stdout == "5 passed, 0 failed\n"


def test_update_leaves_what_is_right_as_it_is_written(ie: Ie, pack: Path) -> None:
    assert ie("test", "pack", "--update").returncode == 0
    assert (pack / "seed.yaml").read_text(encoding="utf-8") == EXPECTED


def test_seeds_by_other_rules(ie: Ie, pack: Path, rules: Path) -> None:
    done = ie("test", "pack/seed.txt", "--rules", rules)
    assert (done.returncode, done.stdout) == (0, "1 passed, 0 failed\n")


def test_first_expected_records_of_a_seed(ie: Ie, pack: Path, rules: Path) -> None:
    (pack / "seed.yaml").unlink()
    assert ie("test", "pack").stdout == "4 passed, 0 failed\n"
    assert ie("test", "pack/seed.txt", "--rules", rules, "--update").returncode == 0
    assert ie("test", "pack").stdout == "5 passed, 0 failed\n"


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        ("records:\n- type: Visit: more\n", "2:14", "broken YAML (mapping values are not allowed here)"),
        ("records: 0x" + "F" * 5000 + "\n", "1:1", "broken YAML (a number that is too long)"),
        ("- type: Visit\n", "1:1", "no mapping with a list of `records`"),
        ("document: seed\n", "1:1", "no mapping with a list of `records`"),
        ("records: [Visit]\n", "1:1", "no mapping with a list of `records`"),
        ("records: [{evidence: 3}]", "1:1", "records with `evidence` or `labels`, which are not compared"),
        ("", "1:1", "no mapping with a list of `records`"),
    ],
)
def test_broken_expected_records(ie: Ie, pack: Path, content: str, place: str, what: str) -> None:
    """They are reported, the other seeds are compared, and `--update` mends them."""
    for name, text in (("other.txt", "Boris will visit Cairo.\n"), ("other.yaml", "records: []\n")):
        (pack / name).write_text(text, encoding="utf-8")
    (pack / "a.txt").write_text("Anna will visit Oslo.\n", encoding="utf-8")
    (pack / "a.yaml").write_text(content, encoding="utf-8")
    done = ie("test", "pack")
    mend = "mend it, or let `ie test --update` write it anew"
    assert (done.returncode, done.stderr) == (
        1,
        f"{Path('pack/a.yaml')}:{place}: error[bad-expected]: {what}; {mend}\n",
    )
    assert "what came out" in done.stdout
    assert "a.yaml" not in done.stdout
    assert done.stdout.endswith("5 passed, 2 failed\n")
    done = ie("test", "pack", "--update")
    assert (done.returncode, done.stderr) == (0, "")
    assert ie("test", "pack").stdout == "7 passed, 0 failed\n"


def test_nothing_to_test(ie: Ie, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.ie").write_text('words go = "go"\n', encoding="utf-8")
    done = ie("test", "empty", "words.ie")
    assert (done.returncode, done.stdout) == (1, "0 passed, 0 failed\n")
    what = "no rule with a `test`, and no NAME.txt with a NAME.yaml beside it; add one, or name another path"
    assert done.stderr == f"empty:1:1: error[no-tests]: {what}\nwords.ie:1:1: error[no-tests]: {what}\n"
