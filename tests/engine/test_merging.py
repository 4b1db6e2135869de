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


NEWS: list[tuple[str, str, Found]] = [
    (
        "a mention that says nothing of the status has that of the other",
        "President Ana Duarte will visit Jordan on Friday. The visit of President Ana Duarte to Jordan is dear.",
        [{"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-13", "status": "planned"}],
    ),
    (
        "a plan and its fulfilment on the same day are one",
        "On June 10 President Ana Duarte visited Jordan. She is visiting Jordan on June 10.",
        [{"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-10", "status": "held"}],
    ),
    (
        "a day lies in its month, and is what holds",
        "President Ana Duarte visited Jordan in May. President Ana Duarte visited Jordan on May 5.",
        [{"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-05-05", "status": "held"}],
    ),
    (
        "another time is another visit",
        "President Ana Duarte visited Jordan on Monday. President Ana Duarte visited Jordan in May.",
        [
            {"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-09", "status": "held"},
            {"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-05", "status": "held"},
        ],
    ),
    (
        "a denial is not the event",
        "President Ana Duarte visited Jordan on Monday. President Ana Duarte did not visit Jordan on Monday.",
        [
            {"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-09", "status": "held"},
            {"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-09", "status": "denied"},
        ],
    ),
    (
        "a city in the country is no other place; several sources speak of one event",
        "President Ana Duarte visited Jordan, King Harald said. President Ana Duarte visited Amman, Erik Falk said.",
        [{"visitor": ["Ana Duarte"], "destination": ["Jordan"], "status": "held", "source": ["Harald", "Erik Falk"]}],
    ),
    (
        "the story goes on with the same people: the day does too",
        "President Ana Duarte arrived in Jordan on Monday. She met King Harald.",
        [
            {"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-09", "status": "held"},
            {"party": ["Ana Duarte", "Harald"], "date": "2025-06-09", "status": "held"},
        ],
    ),
    (
        "not where it looks back",
        "President Ana Duarte arrived in Jordan on Monday. She had met King Harald.",
        [
            {"visitor": ["Ana Duarte"], "destination": ["Jordan"], "date": "2025-06-09", "status": "held"},
            {"party": ["Ana Duarte", "Harald"], "status": "held"},
        ],
    ),
]


@pytest.fixture(scope="module")
def news() -> api.Extractor:
    return api.extractor()


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in NEWS], ids=[row[0] for row in NEWS])
def test_news(news: api.Extractor, text: str, expected: Found) -> None:
    """With the built-in pack, for its statuses, dates and places."""
    records = news.extract(api.Document("d", text, date="2025-06-12")).records
    assert [dict(record.roles) for record in records] == expected


def test_evidence_of_what_gave_way(news: api.Extractor) -> None:
    """Of a value that another mention has replaced nothing is left in the evidence."""
    text = "President Ana Duarte visited Jordan in May. President Ana Duarte visited Jordan on May 5."
    (record,) = news.extract(api.Document("d", text, date="2025-06-12")).records
    assert [filler.text for piece in record.evidence for filler in piece.roles.get("date", ())] == ["May 5"]
