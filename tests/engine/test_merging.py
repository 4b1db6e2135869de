"""When several matches speak of one event, and when they do not (docs/language.md, From matches to records)."""

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
    price   Number
    status  planned | held

rule deal -> Deal
    match  "deal" "between" party:Firm&
    match  party:Firm verb ("sign" | "make") ("a" | "the") "deal" "with" party:Firm

rule priced -> Deal
    match  "deal" "with" party:Firm "for" price:Number

rule where on Deal
    match  this "in" place:Town

rule costs on Deal
    match  ("deal" | "it") "costs" price:Number
    within 1 sentence

record Note
    about  Firm required
rule note -> Note
    match  "about" about:Firm
"""
FIRMS = "name,aliases\nAcme,Acme Corp\nBolt,\nCogs,\nDyne,\n"
TOWNS = "name\nOslo\nLima\n"

Found = list[dict[str, object]]

TABLE: list[tuple[str, str, Found]] = [
    # --- in one sentence
    (
        "two rules that call it by the same word: one event; the match that says more comes first",
        "Acme will sign a deal with Bolt for 7.",
        [{"party": ["Bolt", "Acme"], "price": 7, "status": "planned"}],
    ),
    (
        "called by another word: another event, and another record for its status",
        "After the deal between Acme and Bolt Acme will make a deal with Cogs.",
        [{"party": ["Acme", "Bolt"]}, {"party": ["Acme", "Cogs"], "status": "planned"}],
    ),
    (
        "what stands around is added",
        "A deal between Acme and Bolt in Oslo.",
        [{"party": ["Acme", "Bolt"], "place": "Oslo"}],
    ),
    (
        "no filler in common: two events",
        "A deal between Acme and Bolt, a deal between Cogs and Dyne.",
        [{"party": ["Acme", "Bolt"]}, {"party": ["Cogs", "Dyne"]}],
    ),
    # --- in several sentences
    (
        "the same again: one record with both its places",
        "A deal between Acme and Bolt. The deal between Bolt and Acme in Oslo.",
        [{"party": ["Acme", "Bolt"], "place": "Oslo"}],
    ),
    (
        "some of the same parties: the longer list holds",
        "A deal between Acme and Bolt. The deal between Acme, Bolt and Cogs.",
        [{"party": ["Acme", "Bolt", "Cogs"]}],
    ),
    (
        "each with a party that the other has not: two",
        "A deal between Acme and Bolt. A deal between Acme and Cogs.",
        [{"party": ["Acme", "Bolt"]}, {"party": ["Acme", "Cogs"]}],
    ),
    (
        "another place: two",
        "A deal between Acme and Bolt in Oslo. A deal between Acme and Bolt in Lima.",
        [{"party": ["Acme", "Bolt"], "place": "Oslo"}, {"party": ["Acme", "Bolt"], "place": "Lima"}],
    ),
    (
        "a place that only one has does not part them",
        "A deal between Acme and Bolt in Oslo. A deal between Acme and Bolt.",
        [{"party": ["Acme", "Bolt"], "place": "Oslo"}],
    ),
    (
        "another status: two",
        "Acme signed a deal with Bolt. Acme will sign a deal with Bolt.",
        [{"party": ["Acme", "Bolt"], "status": "held"}, {"party": ["Acme", "Bolt"], "status": "planned"}],
    ),
    (
        "names that mean the same are the same",
        "A deal between Acme and Bolt. A deal between Acme Corp and Bolt.",
        [{"party": ["Acme", "Bolt"]}],
    ),
    (
        "a rule of another sentence adds before records are united",
        "A deal between Acme and Bolt. It costs 7. A deal between Acme and Bolt. It costs 8.",
        [{"party": ["Acme", "Bolt"], "price": 7}, {"party": ["Acme", "Bolt"], "price": 8}],
    ),
    (
        "united with the first that it fits",
        "A deal between Acme and Bolt in Oslo. A deal between Acme and Bolt in Lima. A deal between Acme and Bolt.",
        [{"party": ["Acme", "Bolt"], "place": "Oslo"}, {"party": ["Acme", "Bolt"], "place": "Lima"}],
    ),
    (
        "records of a type without lists are never united",
        "It is about Acme. It is about Acme.",
        [{"about": "Acme"}, {"about": "Acme"}],
    ),
]


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> api.Extractor:
    folder: Path = tmp_path_factory.mktemp("rules")
    for name, content in (("deals.ie", RULES), ("firms.csv", FIRMS), ("towns.csv", TOWNS)):
        (folder / name).write_text(content, encoding="utf-8")
    return api.extractor([folder])


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_table(extractor: api.Extractor, text: str, expected: Found) -> None:
    """A status that the table does not name is free."""
    found = [dict(record.roles) for record in extractor.extract(api.Document("d", text)).records]
    for roles, wanted in zip(found, expected, strict=False):
        if "status" not in wanted:
            roles.pop("status", None)
    assert found == expected


def test_evidence_of_both(extractor: api.Extractor) -> None:
    """A record that was told twice has both pieces of evidence, the first one first."""
    text = "A deal between Acme and Bolt. The deal between Bolt and Acme."
    (record,) = extractor.extract(api.Document("d", text)).records
    assert [piece.text for piece in record.evidence] == ["deal between Acme and Bolt", "deal between Bolt and Acme"]
