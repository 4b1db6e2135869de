"""Tests inside rule files: what passes, what fails and how it says so, and what passes for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie.workbench import seeds
from ie.workbench.testing import Outcome, fits, run_rule_tests

RULES = """\
entity Person
    country  Text
entity Place

record Visit
    visitor      Person many required
    destination  Place many
    count        Number
    purpose      Text
    status       planned | held = held

auxiliary planned base = "will"

rule person -> Person
    match name:/Anna|Boris/ ("of" country:Capitalised)?

rule he -> Person
    match "he"
    same  Person before

rule place -> Place
    match /Oslo|Cairo/

rule goes -> Visit
    match visitor:Person& verb "visit" (count:Number "times")? destination:Place&
    {goes}

rule also_goes -> Visit
    match visitor:Person "visited" destination:Place
    {also_goes}

rule purpose on Visit
    match this "to" purpose:...
    {purpose}

rule countess -> Person
    match "Countess" name:Capitalised
    {countess}
"""
OTHER = ("goes", "also_goes", "purpose", "countess")


def run(tmp_path: Path, clause: str, rule: str = "goes") -> list[Outcome]:
    source = RULES
    for name in OTHER:
        source = source.replace(f"{{{name}}}", clause if name == rule else "")
    path = tmp_path / "trips.ie"
    path.write_text(source, encoding="utf-8")
    return run_rule_tests([path])


def one(tmp_path: Path, clause: str, rule: str = "goes") -> Outcome:
    (outcome,) = run(tmp_path, clause, rule)
    return outcome


@pytest.mark.parametrize(
    "expectation",
    [
        "visitor = Anna",
        "visitor = [Anna, Boris]",
        "visitor = [Boris, Anna], destination = Oslo, status = planned",  # a list as a set
        "destination = [Oslo, Cairo], count = 3",
        'count = "3"',  # values are compared as text
    ],
)
def test_what_holds_of_a_record(tmp_path: Path, expectation: str) -> None:
    text = "Anna and Boris will visit 3 times Oslo and Cairo."
    outcome = one(tmp_path, f'test "{text}" => {expectation}')
    assert outcome.passed
    assert outcome.diagnostic is None


@pytest.mark.parametrize(
    "expectation",
    ["visitor = Clara", "visitor = [Anna, Clara]", "visitor = Anna, status = held", "count = 3", "nothing"],
)
def test_what_does_not_hold(tmp_path: Path, expectation: str) -> None:
    assert not one(tmp_path, f'test "Anna and Boris will visit Oslo." => {expectation}').passed


def test_a_failure_says_where_what_and_what_came_instead(tmp_path: Path) -> None:
    diagnostic = one(tmp_path, 'test "Anna will visit Oslo." => visitor = Anna, destination = [Cairo, Oslo]').diagnostic
    assert diagnostic is not None
    assert (diagnostic.code, diagnostic.severity) == ("failed-test", "error")
    assert (Path(diagnostic.span.path).name, diagnostic.span.line, diagnostic.span.column) == ("trips.ie", 26, 5)
    assert diagnostic.message == "rule goes: expected visitor = Anna, destination = [Cairo, Oslo]"
    assert "    Visit {visitor: [Anna], destination: [Oslo], status: planned}" in diagnostic.help


def test_a_failure_where_nothing_came(tmp_path: Path) -> None:
    diagnostic = one(tmp_path, 'test "Anna slept." => visitor = Anna').diagnostic
    assert diagnostic is not None
    assert diagnostic.help.endswith("instead came out:\n    nothing")


def test_a_failure_says_where_no_rule_makes_records(tmp_path: Path) -> None:
    path = tmp_path / "when.ie"
    path.write_text(
        'record Record\n    date  Date\n\nrule when on Record\n    match this "on" date:Date\n'
        '    test "Anna slept on Monday." dated 2025-06-12 => date = 2025-06-09\n'
    )
    (outcome,) = run_rule_tests([path])
    assert outcome.diagnostic is not None
    assert "no rule here makes records" in outcome.diagnostic.help


def test_several_expectations_hold_of_different_records(tmp_path: Path) -> None:
    two = "Anna will visit Oslo. Boris visited Cairo."
    assert one(tmp_path, f'test "{two}" => destination = Cairo => destination = Oslo').passed
    # The first that comes fits both expectations; only the other fits the first alone.
    assert one(tmp_path, f'test "{two}" => status = held => destination = [Oslo]').passed
    assert not one(tmp_path, 'test "Anna will visit Oslo." => visitor = Anna => destination = Oslo').passed


def test_dates_of_tests_are_those_of_their_articles(tmp_path: Path) -> None:
    assert one(tmp_path, 'test "Anna visited Oslo." dated 2025-11-18 => visitor = Anna').passed


class TestVacuous:
    def test_another_rule_makes_the_record(self, tmp_path: Path) -> None:
        outcome = one(tmp_path, 'test "Anna will visit Oslo." => destination = Oslo', "also_goes")
        assert outcome.passed
        assert outcome.diagnostic is not None
        assert (outcome.diagnostic.code, outcome.diagnostic.severity) == ("vacuous-test", "warning")

    def test_no_word_of_the_rule_occurs(self, tmp_path: Path) -> None:
        outcome = one(tmp_path, 'test "Anna slept in Oslo." => nothing')
        assert outcome.passed
        assert outcome.diagnostic is not None
        assert outcome.diagnostic.code == "vacuous-test"

    def test_a_word_of_the_rule_occurs(self, tmp_path: Path) -> None:
        assert one(tmp_path, 'test "Anna visits museums." => nothing').diagnostic is None


class TestOnRules:
    def test_positive(self, tmp_path: Path) -> None:
        outcome = one(tmp_path, 'test "Anna visited Oslo to sleep" => purpose = sleep', "purpose")
        assert (outcome.passed, outcome.diagnostic) == (True, None)

    def test_nothing_means_that_this_rule_adds_nothing(self, tmp_path: Path) -> None:
        outcome = one(tmp_path, 'test "Anna visited Oslo, glad to sleep" => nothing', "purpose")
        assert (outcome.passed, outcome.diagnostic) == (True, None)
        assert not one(tmp_path, 'test "Anna visited Oslo to sleep" => nothing', "purpose").passed


class TestEntities:
    def test_positive(self, tmp_path: Path) -> None:
        outcome = one(tmp_path, 'test "Countess Clara slept." => name = Clara', "countess")
        assert (outcome.passed, outcome.diagnostic) == (True, None)

    def test_of_another_rule(self, tmp_path: Path) -> None:
        outcome = one(tmp_path, 'test "Anna met a Countess." => name = Anna', "countess")
        assert outcome.passed
        assert outcome.diagnostic is not None

    def test_nothing(self, tmp_path: Path) -> None:
        assert one(tmp_path, 'test "Anna of Sweden met a Countess." => nothing', "countess").passed
        assert not one(tmp_path, 'test "Countess Clara slept." => nothing', "countess").passed

    def test_references_are_resolved(self, tmp_path: Path) -> None:
        text = "Anna of Sweden slept. Then he and Countess Clara ate."
        assert one(tmp_path, f'test "{text}" => name = Anna, country = Sweden => name = Clara', "countess").passed


def test_only_tests_of_the_files_asked_for(tmp_path: Path) -> None:
    (tmp_path / "words.ie").write_text('entity A\nrule a -> A\n    match "a"\n    test "a" => name = a\n')
    (tmp_path / "more.ie").write_text('use words\nrule b -> A\n    match "b"\n    test "b" => name = b\n')
    assert [outcome.rule for outcome in run_rule_tests([tmp_path / "more.ie"])] == ["more.b"]
    assert len(run_rule_tests([tmp_path / "more.ie"], used=True)) == 2
    assert len(run_rule_tests([tmp_path])) == 2


def test_fits_compares_numbers_as_they_are_written() -> None:
    assert fits([("count", (185,))], {"count": 185.0})
    assert fits([("count", ("185",))], {"count": 185})
    assert not fits([("count", (185,))], {})


def test_seeds_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("a.txt", "a.yaml", "b.txt", "b.gold.yaml", "c.yaml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [text.name for text, _ in seeds.find(tmp_path)] == ["a.txt"]
    assert [text.name for text, _ in seeds.find(tmp_path / "b.txt")] == ["b.txt"]
