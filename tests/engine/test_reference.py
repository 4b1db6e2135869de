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
    ("The Norwegian foreign minister, Pavel Orlik, yawned.", ["Pavel Orlik"]),
    # first names tell men and women apart
    ("Pavel Orlik met Maria Roth. She yawned.", ["Maria Roth"]),
    ("Maria Roth met Pavel Orlik. He yawned.", ["Pavel Orlik"]),
    ("Maria Roth arrived. He yawned.", []),
    ("Mrs Orlik arrived. David Roth left. She yawned.", ["Orlik"]),
    # rather a subject than an object, the owner of something or who is named before a comma
    ("A letter went to Pavel Orlik, David Roth said. He yawned.", ["David Roth"]),
    ("Pavel Orlik's envoy David Roth arrived. He yawned.", ["David Roth"]),
    ("Pavel Orlik arrived. After talks with David Roth, he yawned.", ["Pavel Orlik"]),
    # who is known to be of the country goes before who may be
    (
        "Norwegian President Pavel Orlik arrived. President David Roth left. The Norwegian president yawned.",
        ["Pavel Orlik"],
    ),
    ("President Pavel Orlik arrived. The Norwegian president yawned.", ["Pavel Orlik"]),
    ("Norwegian envoy Pavel Orlik arrived. The Norwegian has yawned.", ["Pavel Orlik"]),
    # counterparts, and who belongs to somebody
    ("Norwegian Foreign Minister Pavel Orlik met David Roth. His Norwegian counterpart yawned.", ["Pavel Orlik"]),
    ("David Roth arrived. His Norwegian counterpart yawned.", ["Norway"]),
    ("David Roth arrived. His rival yawned.", []),
    ("David Roth arrived. His rival, Pavel Orlik, yawned.", ["Pavel Orlik"]),
    # short and other forms of a name
    ("Ursula von der Brank arrived. Von der Brank yawned.", ["Ursula von der Brank"]),
    ("Khalil al-Brank arrived. Brank yawned.", ["Khalil al-Brank"]),
    ("Pavel Örlik arrived. Orlik yawned.", ["Pavel Örlik"]),
    # offices of a body
    ("Hamas leader Omar Orlik arrived. The Hamas chief yawned.", ["Omar Orlik"]),
    # a description, and the bare name that follows it
    (
        "Norway's peace envoy arrived on Monday. Pavel Orlik met rebels. The envoy yawned.",
        ["Pavel Orlik"],
    ),
    ("Norway's foreign minister yawned. Pavel Orlik met rebels.", ["Pavel Orlik"]),
    ("Norway's foreign minister yawned. Pavel Orlik, the Kenyan king, met rebels.", ["Norway's foreign minister"]),
    ("Pavel Orlik left. Norway's foreign minister yawned. Orlik met rebels.", ["Norway's foreign minister"]),
    ("Pavel Orlik became the first Norwegian president to yawn. He yawned.", ["Pavel Orlik"]),
    # as many as are meant
    (
        "Pavel Orlik, David Roth and Ivan Brank met. The three ministers yawned.",
        ["Pavel Orlik + David Roth + Ivan Brank"],
    ),
    ("Pavel Orlik and David Roth met. The three ministers yawned.", []),
    # groups and governments
    ("Hezbollah rested. The group yawned.", ["Hezbollah"]),
    ("Hezbollah rested. The militants yawned.", ["Hezbollah"]),
    ("The militants yawned.", ["militants"]),
    ("The Kremlin yawned.", ["Russia"]),
    ("The Ministry of Fisheries rested. The ministry yawned.", ["Ministry of Fisheries"]),
    ("The Highland Liberation Front (HLF) came. HLF yawned.", ["Highland Liberation Front"]),
    # nobody is made of a month, a ship, a newspaper
    ("The ship Orlik yawned.", []),
    ("In Orlik yawned.", []),
]


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> api.Extractor:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "yawns.ie").write_text(RULES, encoding="utf-8")
    return api.extractor([folder])


@pytest.mark.parametrize(("text", "expected"), TABLE)
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
