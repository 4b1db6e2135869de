"""Records that follow another: ``within N sentences of Type``, and what they take over with ``that.role``."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie import api

RULES = """
entity Firm
entity Town
lexicon Firm from "firms.csv"
lexicon Town from "towns.csv"
auxiliary planned base = "will"

record Deal
    party   Firm  many required
    place   Town
    status  planned | held = held

rule deal -> Deal
    match  party:Firm verb "meet" party:Firm
    match  party:Firm verb "meet" party:Firm "in" place:Town

rule next -> Deal
    match  "the" "next" "will" "be" "in" place:Town
    set    party = that.party
    set    status = planned
    within 2 sentences of Deal

rule both -> Deal
    match  party:Firm "too" "came" "back" ("to" place:Town)?
    set    party = that.party
    set    place = that.place
    within 1 sentence of Deal
"""
FIRMS = "name\nAcme\nBolt\nCogs\n"
TOWNS = "name\nOslo\nLima\nRome\n"

TABLE = [
    ("The next will be in Rome.", []),
    (
        "Acme met Bolt in Oslo. The next will be in Rome.",
        [(["Acme", "Bolt"], "Oslo", "held"), (["Acme", "Bolt"], "Rome", "planned")],
    ),
    ("Acme met Bolt in Oslo. It rained. It rained. The next will be in Rome.", [(["Acme", "Bolt"], "Oslo", "held")]),
    (
        "Acme met Bolt in Oslo. Cogs met Bolt. The next will be in Rome.",
        [
            (["Acme", "Bolt"], "Oslo", "held"),
            (["Cogs", "Bolt"], None, "held"),
            (["Cogs", "Bolt"], "Rome", "planned"),
        ],
    ),
    (  # one that was taken over is there to be taken over again
        "Acme met Bolt. The next will be in Rome. It rained. The next will be in Lima.",
        [
            (["Acme", "Bolt"], None, "held"),
            (["Acme", "Bolt"], "Rome", "planned"),
            (["Acme", "Bolt"], "Lima", "planned"),
        ],
    ),
    (  # what a match captures stands; only what it lacks is taken over
        "Acme met Bolt in Oslo. Cogs too came back.",
        [(["Acme", "Bolt"], "Oslo", "held"), (["Cogs"], "Oslo", "held")],
    ),
    (
        "Acme met Bolt in Oslo and the next will be in Rome.",
        [(["Acme", "Bolt"], "Oslo", "held"), (["Acme", "Bolt"], "Rome", "planned")],
    ),
]


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> api.Extractor:
    folder = tmp_path_factory.mktemp("following")
    (folder / "rules.ie").write_text(RULES, encoding="utf-8")
    (folder / "firms.csv").write_text(FIRMS, encoding="utf-8")
    (folder / "towns.csv").write_text(TOWNS, encoding="utf-8")
    return api.extractor([Path(folder / "rules.ie")])


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_following(text: str, expected: list[tuple[list[str], str | None, str]], extractor: api.Extractor) -> None:
    records = extractor.extract(api.Document("d", text)).records
    assert [(one.roles["party"], one.roles.get("place"), one.roles["status"]) for one in records] == expected


def test_evidence(extractor: api.Extractor) -> None:
    """What is taken over has the words from which it comes, under the rule that took it."""
    text = "Acme met Bolt in Oslo. The next will be in Rome."
    record = extractor.extract(api.Document("d", text)).records[1]
    own, taken = record.evidence
    assert (own.rule, own.text) == ("rules.next", "The next will be in Rome")
    assert (taken.rule, taken.text, list(taken.roles)) == ("rules.next", "Acme met Bolt in Oslo", ["party"])
    assert [text[one.start : one.end] for one in taken.roles["party"]] == ["Acme", "Bolt"]
