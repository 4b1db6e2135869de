"""Scoring: which record is compared with which, and what counts as the same."""

from __future__ import annotations

import datetime
import gzip
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ie.documents import Document
from ie.workbench.score import Counts, Report, best_pairs, load, score


def visit(visitor: str, destination: str = "Turkey", **roles: Any) -> dict[str, Any]:
    return {"type": "Visit", "visitor": [visitor], "destination": [destination], **roles}


def talks(*party: str, **roles: Any) -> dict[str, Any]:
    return {"type": "Negotiation", "party": list(party), **roles}


def scored(predicted: list[dict[str, Any]], must: list[Any], may: list[Any] | None = None) -> Report:
    return score([("d", predicted, {"must": must, "may": may or []})])


def right_extra_missed(counts: Counts) -> tuple[int, int, int]:
    return counts.right, counts.extra, counts.missed


# --- which records match ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predicted", "gold", "matches"),
    [
        (visit("Steve Witkoff", "Spain"), visit("Steve Witkoff"), True),  # who is enough
        (visit("Marco Rubio"), visit("Steve Witkoff"), False),  # where is not
        (talks("Russia"), visit("Russia"), False),
        (talks("Russia", "Iran"), talks("Russia", "Ukraine"), True),
        (talks("Iran", source=["Kyiv"]), talks("Ukraine", source=["Kyiv"]), False),
        (talks(mediator=["Qatar"]), talks("Iran", mediator=["Qatar"]), True),
        ({"type": "Negotiation"}, talks("Iran"), False),
        # Gold names nobody: half of what it does name.
        (talks("Iran", place=["Vienna"]), {"type": "Negotiation", "place": ["Vienna"], "status": "held"}, True),
        (talks("Iran"), {"type": "Negotiation", "place": ["Vienna"], "status": "held"}, False),
        (
            talks("Iran", status="held"),
            {"type": "Negotiation", "place": ["Vienna"], "status": "held", "date": "2025"},
            False,
        ),
        (talks("Iran"), {"type": "Negotiation"}, True),
    ],
)
def test_which_records_match(predicted: dict[str, Any], gold: dict[str, Any], matches: bool) -> None:
    expected = (1, 0, 0) if matches else (0, 1, 1)
    assert right_extra_missed(scored([predicted], [gold]).records) == expected


def test_the_pairs_agree_in_as_many_roles_as_can_be() -> None:
    must = [talks("Iran", status="held"), talks("Iran", status="planned", place=["Vienna"])]
    predicted = [talks("Iran", status="planned", place=["Vienna"]), talks("Iran", status="held")]
    assert right_extra_missed(scored(predicted, must).strict) == (2, 0, 0)
    assert right_extra_missed(scored(predicted[::-1], must).strict) == (2, 0, 0)


def test_a_record_that_came_out_twice_is_extra_once() -> None:
    assert right_extra_missed(scored([talks("Iran"), talks("Iran")], [talks("Iran")]).records) == (1, 1, 0)


def test_records_that_may_come_out_count_neither_way() -> None:
    report = scored([talks("Iran"), visit("Marco Rubio")], [talks("Iran")], [visit("Marco Rubio"), visit("Y")])
    assert right_extra_missed(report.records) == (1, 0, 0)
    assert report.neutral == 1


def test_must_wins_a_tie_and_may_a_better_fit() -> None:
    assert right_extra_missed(scored([talks("Iran")], [talks("Iran")], [talks("Iran")]).records) == (1, 0, 0)
    better = scored([talks("Iran", "Russia", status="held")], [talks("Iran", "Oman")], [talks("Iran", "Russia")])
    assert right_extra_missed(better.records) == (0, 0, 1)


def test_documents_are_kept_apart() -> None:
    report = score([("a", [talks("Iran")], {"must": []}), ("b", [], {"must": [talks("Iran")], "may": None})])
    assert report.documents == 2
    assert right_extra_missed(report.records) == (0, 1, 1)


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.integers(0, 4), min_size=n, max_size=n), max_size=5)))
def test_best_pairs_are_the_best(weights: list[list[int]]) -> None:
    pairs = best_pairs(weights)
    assert len(set(pairs.values())) == len(pairs)
    assert all(weights[row][column] > 0 for row, column in pairs.items())
    size = max(len(weights), len(weights[0]) if weights else 0)
    square = [[*row, *[0] * (size - len(row))] for row in weights] + [[0] * size] * (size - len(weights))
    best = max(
        sum(square[row][column] for row, column in enumerate(order)) for order in itertools.permutations(range(size))
    )
    assert sum(weights[row][column] for row, column in pairs.items()) == best


# --- what is the same ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "predicted", "gold", "expected"),
    [
        ("source", ["the White House"], ["White  house"], (1, 0, 0)),
        ("source", ["Myanmar's government"], ["Myanmar’s government"], (1, 0, 0)),
        ("source", ["Sa\u0301nchez"], ["S\u00e1nchez"], (1, 0, 0)),
        ("source", ["B", "A"], ["A", "B"], (2, 0, 0)),
        ("source", ["A", "C"], ["A", "B"], (1, 1, 1)),
        ("source", ["PLF", "Popular Liberation Front"], ["PLF | Popular Liberation Front"], (1, 1, 0)),
        ("source", ["B", "A"], ["A | B", "A"], (2, 0, 0)),
        ("source", None, ["A"], (0, 0, 1)),
        ("source", ["A"], None, (0, 1, 0)),
        ("source", ["A"], [], (0, 1, 0)),
        ("source", ["A"], "A", (1, 0, 0)),
        ("count", 185, 185, (1, 0, 0)),
        ("count", 185.0, "180 | 185", (1, 0, 0)),
        ("count", 185, 186, (0, 1, 1)),
        ("date", "2025-11-19", datetime.date(2025, 11, 19), (1, 0, 0)),
        ("date", "2025", 2025, (1, 0, 0)),
        ("date", "2025-11", "2025-11-19 | 2025-11", (1, 0, 0)),
        ("date", "2025-11", "2025-11-19", (0, 1, 1)),
        ("date", "2025-05/..", "2025-05/..", (1, 0, 0)),
        ("status", "held", "ongoing | held", (1, 0, 0)),
        ("status", "denied", "ongoing | held", (0, 1, 1)),
        ("topic", "peace talks with Russia", "revitalizing peace talks with Russia", (1, 0, 0)),
        ("topic", "gas", "revitalizing peace talks with Russia", (0, 1, 1)),
        ("item", "prisoners of war", "prisoner of war", (0, 1, 1)),  # overlap is for free text
    ],
)
def test_what_counts_as_the_same(role: str, predicted: Any, gold: Any, expected: tuple[int, int, int]) -> None:
    found = {"type": "Exchange", "giver": ["X"]} | ({role: predicted} if predicted else {})
    report = scored([found], [{"type": "Exchange", "giver": ["X"], role: gold}])
    assert right_extra_missed(report.roles[role]) == expected
    wholly = expected[1:] == (0, 0)
    assert right_extra_missed(report.strict) == ((1, 0, 0) if wholly else (0, 1, 1))
    assert right_extra_missed(report.wholly[role]) == ((1, 0, 0) if wholly else (0, 0, 1))


def test_roles_that_gold_does_not_name_are_free() -> None:
    report = scored([talks("Iran", status="held", topic="gas", evidence=[], labels={})], [talks("Iran")])
    assert right_extra_missed(report.strict) == (1, 0, 0)
    assert set(report.roles) == {"party"}


def test_gold_scores_perfectly_against_itself() -> None:
    records = [talks("Iran", "Oman", date="2025-11-19", status="held"), visit("X", purpose="talks"), visit("Y")]
    report = scored(records, records)
    assert report.records == report.strict == Counts(3)
    assert report.records.f1 == 1.0
    assert (report.missed, report.extra) == ([], [])


def test_figures() -> None:
    counts = Counts(right=3, extra=1, missed=2)
    assert (counts.precision, counts.recall, counts.f1) == (3 / 4, 3 / 5, 6 / 9)
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)


# --- the report ------------------------------------------------------------------------------------------------


def test_the_report_as_text() -> None:
    predicted = [
        talks("Iran", "Oman", status="held", evidence=[{"rule": "r", "text": "Iran met\nOman", "start": 0, "end": 13}]),
        visit("Marco Rubio", evidence=[{"rule": "r", "text": "Rubio visited", "start": 0, "end": 13}]),
    ]
    must = [talks("Iran", "Oman", status="planned"), visit("Steve Witkoff", date=datetime.date(2025, 11, 19))]
    expected = """\
1 documents; 0 records that may come out did, and count neither way

records                       P      R     F1   right  extra  missed
Negotiation               100.0  100.0  100.0       1      0       0
Visit                       0.0    0.0    0.0       0      1       1
all                        50.0   50.0   50.0       1      1       1
all, every role right       0.0    0.0    0.0       0      2       2

roles inside right records
party                     100.0  100.0  100.0       2      0       0
status                      0.0    0.0    0.0       0      1       1
all                        66.7   66.7   66.7       2      1       1
status accuracy             0.0 (0 of 1)

missed
  d: {type: Visit, visitor: [Steve Witkoff], destination: [Turkey], date: 2025-11-19}

extra
  d: {type: Visit, visitor: [Marco Rubio], destination: [Turkey]}
      Rubio visited

right, but for some roles
  d: {type: Negotiation, party: [Iran, Oman], status: held}
      status: held instead of planned
"""
    assert str(scored(predicted, must)) == expected
    assert "-" in str(scored([], []))


# --- reading gold ----------------------------------------------------------------------------------------------


def load_all(*paths: Path, **options: Any) -> tuple[list[tuple[Document, dict[str, Any]]], list[str]]:
    messages: list[str] = []
    return list(load([str(path) for path in paths], report=messages.append, **options)), messages


GOLD = """\
document: trip
date: 2025-11-18
must:
- type: Visit
  visitor: [Steve Witkoff]
  date: 2025-11-19
may:
- {type: Negotiation, party: [Russia | Moscow]}
"""
READ = {
    "must": [{"type": "Visit", "visitor": ["Steve Witkoff"], "date": "2025-11-19"}],
    "may": [{"type": "Negotiation", "party": ["Russia | Moscow"]}],
}


def test_gold_beside_texts(tmp_path: Path) -> None:
    (tmp_path / "trip.txt").write_text("They met.")
    (tmp_path / "trip.gold.yaml").write_text(GOLD)
    (tmp_path / "dated.txt").write_text("---\ndate: 2020-01-01\n---\nThey met.")
    (tmp_path / "dated.gold.yaml").write_text(GOLD)
    (tmp_path / "other.txt").write_text("No gold.")
    found, messages = load_all(tmp_path)
    assert found == [
        (Document("dated", "They met.", "2020-01-01"), READ),
        (Document("trip", "They met.", "2025-11-18"), READ),
    ]
    assert messages == []
    assert load_all(tmp_path / "trip.gold.yaml")[0] == found[1:]


ROW = {"id": "a", "text": "They met.", "date": "2025-11-18", "records": [talks("Iran")], "may": [talks("Oman")]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gold.jsonl", json.dumps(ROW).encode()),
        ("gold.jsonl.gz", gzip.compress(json.dumps(ROW).encode())),
        ("gold.yaml", json.dumps([ROW]).encode()),
        ("gold.yaml", json.dumps(ROW).encode() + b"\n"),
    ],
)
def test_gold_of_many_documents_in_one_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    expected = (Document("a", "They met.", "2025-11-18"), {"must": [talks("Iran")], "may": [talks("Oman")]})
    assert load_all(path) == ([expected], [])


@pytest.mark.parametrize(
    ("name", "content", "line", "code"),
    [
        ("a.gold.yaml", "must: [x", 1, "bad-gold"),
        ("a.gold.yaml", "date: 2025-02-30", 1, "bad-gold"),
        ("a.gold.yaml", "a\n", 1, "bad-gold"),
        ("a.gold.yaml", "musst: []\n", 1, "bad-gold"),
        ("a.gold.yaml", "must: {type: Visit}\n", 1, "bad-gold"),
        ("a.gold.yaml", "must: [{visitor: [x]}]\n", 1, "bad-gold"),
        ("a.yaml", "- {text: x, records: []}\n- {text: x}\n", 2, "bad-gold"),
        ("a.jsonl", '{"text": "x"}\n', 1, "bad-gold"),
        ("a.txt", "They met.", 1, "unknown-format"),
        ("missing.gold.yaml", None, 1, "no-such-file"),
        ("folder/x", "", 1, "no-gold"),
    ],
)
def test_gold_that_cannot_be_used(tmp_path: Path, name: str, content: str | None, line: int, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    path = path.parent if "/" in name else path
    messages = load_all(path)[1]
    assert len(messages) == 1
    assert messages[0].startswith(f"{path}:{line}:")
    assert f"error[{code}]: " in messages[0]


def test_gold_without_its_text(tmp_path: Path) -> None:
    (tmp_path / "trip.gold.yaml").write_text(GOLD)
    found, messages = load_all(tmp_path)
    assert found == []
    assert messages == [f"{tmp_path / 'trip.txt'}:1:1: error[no-such-file]: there is no such file; check the path"]
