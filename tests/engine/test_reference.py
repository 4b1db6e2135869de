"""Who is meant, by the base rules: a surname, a pronoun, an office takes the name of somebody named elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie import api

RULES = """
use base

record Yawn
    who    Person | Group | Country | Place  many required

rule yawns -> Yawn
    match  who:Person verb "yawn"
    match  who:Group verb "yawn"
    match  "yawn" "in" who:Place
"""

TABLE = [
    # the whole text, and who yawned, for each time that somebody did
    ("Pavel Orlik arrived. Orlik yawned.", ["Pavel Orlik"]),
    ("Pavel Orlik arrived. He yawned.", ["Pavel Orlik"]),
    ("Maria Orlik arrived. She yawned.", ["Maria Orlik"]),
    ("Orlik yawned.", ["Orlik"]),  # nobody else bears the name, so it stands for itself
    ("He yawned.", []),  # a pronoun does not
    # a pronoun looks back only, a name ahead too
    ("He yawned. Pavel Orlik arrived.", []),
    ("On Monday Orlik yawned. Pavel Orlik arrived.", ["Pavel Orlik"]),
    # the nearest sentence that has somebody who fits; in it the first
    ("Pavel Orlik arrived. David Roth left. He yawned.", ["David Roth"]),
    ("Pavel Orlik met David Roth. He yawned.", ["Pavel Orlik"]),
    ("Pavel Orlik arrived. A storm came. Trains stopped. He yawned.", ["Pavel Orlik"]),
    # surnames tell them apart
    ("Pavel Orlik met David Roth. Roth yawned.", ["David Roth"]),
    ("Pavel Orlik met David Roth. Roth yawned. Orlik yawned.", ["David Roth", "Pavel Orlik"]),
    ("Pavel Orlik arrived. Orlik yawned. He yawned.", ["Pavel Orlik"]),  # one record of one person
    # offices
    ("Norwegian Foreign Minister Pavel Orlik arrived. The Norwegian foreign minister yawned.", ["Pavel Orlik"]),
    ("Norwegian Foreign Minister Pavel Orlik arrived. The minister yawned.", ["Pavel Orlik"]),
    (
        "Kenyan President Pavel Orlik met Norwegian Prime Minister David Roth. The Kenyan president yawned.",
        ["Pavel Orlik"],
    ),
    (
        "Kenyan President Pavel Orlik met Norwegian Prime Minister David Roth. The prime minister yawned.",
        ["David Roth"],
    ),
    ("Kenya's President Pavel Orlik met David Roth. The Kenyan leader yawned.", ["Pavel Orlik"]),
    ("The Norwegian foreign minister yawned.", ["Norwegian foreign minister"]),
    ("Prime Minister Pavel Orlik arrived. Prime Minister Orlik yawned.", ["Pavel Orlik"]),
    # two at once
    (
        "Kenyan President Pavel Orlik and Norwegian Prime Minister David Roth met. The two leaders yawned.",
        ["Pavel Orlik + David Roth"],
    ),
    # groups: what was introduced with its letters
    ("Men of the Highland Liberation Front (HLF) came. HLF yawned.", ["Highland Liberation Front"]),
    # full names, whatever stands before them
    ("The rebels' leader, General Pavel Orlik, yawned.", ["Pavel Orlik"]),
    ("Pavel Orlik, the Norwegian foreign minister, yawned.", ["Pavel Orlik"]),
]
LIMITS = [
    # known defects: no rule says of which gender a first name is, so "he" and "she" do not tell two people apart
    ("Pavel Orlik met Maria Roth. She yawned.", ["Maria Roth"]),
    ("Maria Roth met Pavel Orlik. He yawned.", ["Pavel Orlik"]),
    ("Maria Roth arrived. He yawned.", []),
    # a "The" that begins the sentence gets into the name
    ("The Highland Liberation Front (HLF) came. HLF yawned.", ["Highland Liberation Front"]),
]


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> api.Extractor:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "yawns.ie").write_text(RULES, encoding="utf-8")
    return api.extractor([folder])


@pytest.mark.parametrize(
    ("text", "expected"), [*TABLE, *(pytest.param(*row, marks=pytest.mark.xfail(strict=False)) for row in LIMITS)]
)
def test_table(extractor: api.Extractor, text: str, expected: list[str]) -> None:
    found = []
    for record in extractor.extract(api.Document("d", text)).records:
        who = record.roles["who"]
        found.append(" + ".join(map(str, who)) if isinstance(who, list) else str(who))
    assert found == expected


def test_evidence_keeps_the_words(extractor: api.Extractor) -> None:
    """The evidence is what stands in the text, and says where the name stands."""
    text = "Pavel Orlik arrived. He yawned."
    filler = extractor.extract(api.Document("d", text)).records[0].evidence[0].roles["who"][0]
    assert (filler.value, filler.text) == ("Pavel Orlik", "He")
    assert filler.details["refers_to"] == "Pavel Orlik"
    assert (filler.details["refers_to_start"], filler.details["refers_to_end"]) == (0, 11)
