"""Each kind of finding: what gives it, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie.workbench.lint import FINDERS, lint

CLEAN = """\
entity Person
record Trip
    traveller  Person many required
    purpose    Text
    status     planned | held = held
words go = "visit", "tour"
rule person -> Person
    match /Anna/
    test "Anna" => name = Anna
rule goes -> Trip
    match traveller:Person verb go
    test "Anna visits." => traveller = Anna
rule purpose on Trip
    match this "to" purpose:...
    test "Anna visits to sleep" => purpose = sleep
"""


def findings(tmp_path: Path, source: str) -> list[tuple[str, int, str]]:
    path = tmp_path / "rules.ie"
    path.write_text(source, encoding="utf-8")
    return [(one.code, one.span.line, one.message) for one in lint([path])]


def test_nothing_to_find(tmp_path: Path) -> None:
    assert findings(tmp_path, CLEAN) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("match /Anna/", "match /Anna/ match /Anna/", ("duplicate-match", 8, "rule 'person' has this match twice")),
        ('"tour"', '"tour", "visit"', ("duplicate-word", 6, "\"visit\" stands twice in 'go'")),
        ("words go", 'words idle = "a"\nwords go', ("unused", 6, "'idle' is never used")),
        ("words go", 'pattern idle = "a"\nwords go', ("unused", 6, "'idle' is never used")),
        ("record", "entity Ship\nrecord", ("unmade-type", 2, "nothing makes mentions of Ship")),
        ("purpose    Text", "purpose Text place Text", ("unfilled-role", 4, "no rule fills 'place' of Trip")),
        ('test "Anna" => name = Anna', "", ("untested", 7, "rule 'person' has no test")),
        (
            "match traveller:Person verb go",
            "match traveller:Person verb go match traveller:Person Word",
            ("no-trigger", 11, "this match holds no word that must occur, so it is tried on every sentence"),
        ),
    ],
)
def test_each_kind(tmp_path: Path, before: str, after: str, found: tuple[str, int, str]) -> None:
    assert before in CLEAN
    assert findings(tmp_path, CLEAN.replace(before, after, 1)) == [found]


def test_matches_that_are_spelled_otherwise_but_say_the_same(tmp_path: Path) -> None:
    source = CLEAN.replace("verb go\n", 'verb go\n    match traveller:Person verb ("visit" | "tour")\n')
    assert [code for code, _, _ in findings(tmp_path, source)] == ["duplicate-match"]


def test_roles_filled_for_a_parent_or_a_kind(tmp_path: Path) -> None:
    source = CLEAN.replace("rule person", "record Cruise is Trip\n    ship Text\nrule person")
    assert [message for _, _, message in findings(tmp_path, source)] == ["no rule fills 'ship' of Cruise"]
    assert findings(tmp_path, source + 'rule ship on Cruise match this "on" ship:Word test "x" => nothing\n') == []


def test_a_kind_of_a_type_is_enough(tmp_path: Path) -> None:
    source = "entity Being\n" + CLEAN.replace("entity Person", "entity Person is Being")
    assert findings(tmp_path, source) == []


def test_only_in_the_files_asked_for(tmp_path: Path) -> None:
    (tmp_path / "base.ie").write_text('words idle = "a"\n', encoding="utf-8")
    path = tmp_path / "more.ie"
    path.write_text('use base\nwords lazy = "b"\n', encoding="utf-8")
    assert [one.message for one in lint([path])] == ["'lazy' is never used"]
    assert [one.message for one in lint([path], used=True)] == ["'idle' is never used", "'lazy' is never used"]


def test_every_finder_says_what_it_finds() -> None:
    assert all(finder.__doc__ for finder in FINDERS)
