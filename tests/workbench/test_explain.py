"""Why did my rule not match? What a rule author reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie.documents import Document
from ie.workbench.explain import explain

RULES = """\
entity Person
    country  Text
entity Place

record Visit
    visitor      Person many required
    destination  Place many
    host         Person
    purpose      Text
    status       planned | held = held

auxiliary planned base = "will", "is set to"
auxiliary refused base = "refused to"

words trip = "trip", "journey"
pattern to_place = "to" "the"? destination:Place

rule person -> Person
    match name:/Anna|Boris/ ("of" country:Capitalised)?

rule place -> Place
    match /Oslo|Cairo/

rule goes -> Visit
    match visitor:Person& verb "visit" destination:Place&

rule makes -> Visit
    match visitor:Person verb "make" "a" ..3 trip to_place

rule receives -> Visit
    match host:Person verb "receive" visitor:Person
    where visitor.country != host.country
    unless "never" ..5 this

rule purpose on Visit
    match this ("in order")? "to" purpose:...

rule he -> Person
    match "he"
    same  Person before

record Talk
    party   Person many
    topic   Text
    status  planned | held = held

rule talks -> Talk
    match party:Person? verb "talk"
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "trips.ie"
    path.write_text(RULES, encoding="utf-8")
    return path


def said(path: Path, text: str, *only: str) -> str:
    return "\n".join(explain([path], Document("sentence", text), only=only))


def test_tokens_mentions_and_verb_groups(path: Path) -> None:
    out = said(path, "Anna of Sweden is set to visit Oslo.")
    assert "sentence 1: Anna of Sweden is set to visit Oslo." in out
    assert "tokens: Anna · of · Sweden · is · set · to · visit · Oslo · ." in out
    assert '    Person "Anna of Sweden" = Anna (country: Sweden)  by trips.person\n' in out
    assert '    Place "Oslo" = Oslo  by trips.place\n' in out
    assert '    "is set to" says planned, before a verb in the form: base\n' in out


def test_a_rule_that_matches(path: Path) -> None:
    out = said(path, "Anna and Boris will visit Oslo.")
    matched = out.partition("  rules that matched:\n")[2]
    assert f'    trips.place -> Place  {path}:22\n      matched "Oslo"\n' in matched  # called by the word itself
    assert (
        f"    trips.goes -> Visit  {path}:25\n"
        '      matched "Anna and Boris will visit Oslo"\n'
        "      visitor = [Anna, Boris], destination = Oslo\n"
    ) in matched
    assert "records\n  records:\n  - type: Visit\n    visitor: [Anna, Boris]\n" in out


def test_what_was_wanted_next(path: Path) -> None:
    out = said(path, "Anna will visit museums in Oslo.")
    assert '      matched "Anna will visit"\n      then wanted destination:Place&, but found "museums in Oslo."' in out
    assert out.endswith("records\n  none")


def test_what_was_wanted_first(path: Path) -> None:
    out = said(path, "The king will visit Oslo.")
    assert "      wanted first visitor:Person&, which stands nowhere in this sentence as the rule needs it" in out


def test_a_gap_is_wanted_with_what_ends_it(path: Path) -> None:
    out = said(path, "Anna made a long and winding and costly trip to Oslo.")
    assert (
        '      matched "Anna made a"\n      then wanted ..3 trip, but found "long and winding and costly trip"' in out
    )


def test_inside_a_pattern(path: Path) -> None:
    out = said(path, "Anna made a trip to the sea.")
    assert (
        'matched "Anna made a trip to the"\n      then wanted destination:Place (in to_place), but found "sea."' in out
    )


def test_where_the_sentence_ended(path: Path) -> None:
    assert "then wanted to_place" not in (out := said(path, "Yesterday Anna made a trip"))
    assert 'then wanted "to" (in to_place), but the sentence ended' in out


@pytest.mark.parametrize(
    ("text", "rejected_by"),
    [
        ("Anna of Sweden received Boris of Sweden.", "visitor.country != host.country"),
        ("It was never so that Anna of Sweden received Boris of Norway.", '"never" ..5 this'),
    ],
)
def test_conditions(path: Path, text: str, rejected_by: str) -> None:
    out = said(path, text)
    assert "trips.receives -> Visit" in out
    assert f"      rejected by {rejected_by}\n" in out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Anna refused to visit Oslo.", "Visit has no status 'refused', which is what its verb says"),
        ("Yesterday he visited Oslo.", "no value is known for visitor, which Visit requires"),
        ("Yesterday he talked.", "no value is known for party, and status and source alone make no Talk"),
        ("They talked.", "the text fills no role of it, and status and source alone make no Talk"),
    ],
)
def test_a_match_that_became_no_record(path: Path, text: str, why: str) -> None:
    assert f"      but no record has it: {why}\n" in said(path, text)


def test_a_match_on_what_became_no_record(path: Path) -> None:
    out = said(path, "Anna refused to visit Oslo to sleep")
    assert out.count("but no record has it: Visit has no status 'refused', which is what its verb says") == 2


def test_on_rules(path: Path) -> None:
    out = said(path, "Anna visited Oslo to sleep")
    assert f'    trips.purpose on Visit  {path}:36\n      matched "Anna visited Oslo to sleep"' in out
    assert "rule: trips.purpose" in out
    out = said(path, "Anna visited Oslo and wanted to sleep.")
    assert 'matched "Anna visited Oslo"\n      then wanted "to", but found "and wanted to sleep."' in out
    assert "no Visit stands in this sentence for these to refine: purpose" in said(path, "Anna wants to sleep.")


def test_only_one_rule_with_all_its_matches(path: Path) -> None:
    out = said(path, "Anna slept.", "goes")
    assert 'matched "Anna"\n      then wanted verb "visit", but found "slept."' in out
    assert "trips.makes" not in out
    with pytest.raises(KeyError):
        said(path, "Anna slept.", "gose")


def test_nothing_near(path: Path) -> None:
    assert "no rule has its words in this sentence" in said(path, "It rained.")


def test_several_sentences(path: Path) -> None:
    out = said(path, "Anna visited Oslo. Boris will visit Cairo.")
    assert "sentence 2: Boris will visit Cairo." in out
    assert out.count("rules that matched:") == 2


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "“", "Anna", "😀 Anna visited"])
def test_any_text(path: Path, text: str) -> None:
    assert said(path, text).endswith("records\n  none")
