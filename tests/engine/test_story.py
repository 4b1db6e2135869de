"""Several events in a sentence, and days told in another one, by the built-in pack."""

from __future__ import annotations

import pytest

from ie import api

TABLE = [
    # --- which date belongs to which event
    (
        "President Ana Duarte, who arrived in Lima on Monday, was due to travel on to Quito on Friday.",
        ["Lima 2025-06-09 held", "Quito 2025-06-13 planned"],
    ),
    ("President Ana Duarte, elected in 1991, met King Harald in Lima on Monday.", ["Harald 2025-06-09 held"]),
    (
        "President Ana Duarte, who flew in on Sunday, held talks with King Harald.",
        ["? 2025-06-08 held", "Harald - held"],
    ),
    ("Peru agreed on Tuesday to hold talks with Chile next week.", ["Chile 2025-06-16/2025-06-22 agreed"]),
    ("President Ana Duarte will on Friday visit Lima.", ["Lima 2025-06-13 planned"]),
    # --- what somebody went for
    (
        "President Ana Duarte flew to Lima on Monday to meet Erik Falk.",
        ["Lima 2025-06-09 held", "Falk 2025-06-09 held"],
    ),
    (
        "President Ana Duarte flew to Lima on Thursday to meet Erik Falk.",
        ["Lima 2025-06-12 held", "Falk 2025-06-12 planned"],
    ),
    # --- a verb that is said once
    (
        "President Ana Duarte will visit Cairo on Friday, Amman on Saturday and Riyadh on Sunday.",
        ["Cairo 2025-06-13 planned", "Amman 2025-06-14 planned", "Riyadh 2025-06-15 planned"],
    ),
    (
        "President Ana Duarte met King Harald on Monday and, separately, Erik Falk.",
        ["Harald 2025-06-09 held", "Falk 2025-06-09 held"],
    ),
    ("President Ana Duarte met King Harald on Monday and Erik Falk said no.", ["Harald 2025-06-09 held"]),
    # --- the day of sentences before
    (
        "President Ana Duarte flew to Lima on Monday. The sun shone. She met King Harald.",
        ["Lima 2025-06-09 held", "Harald 2025-06-09 held"],
    ),
    (
        "President Ana Duarte gave a concert on Monday. She then met King Harald.",
        ["Harald 2025-06-09 held"],
    ),
    ("President Ana Duarte gave a concert in May. She met King Harald.", ["Harald - held"]),
    ("President Ana Duarte will sing on Monday. She met King Harald.", ["Harald - held"]),
    ("A bridge fell in Lima on Monday. President Ana Duarte met King Harald.", ["Harald 2025-06-09 held"]),
    ("A bridge fell in Lima on Monday. President Ana Duarte had met King Harald.", ["Harald - held"]),
    ("A bridge fell in Lima on Monday. Ana Duarte had talks with King Harald.", ["Harald 2025-06-09 held"]),
    ("LIMA, June 9 (Xinhua) -- A bridge fell. President Ana Duarte met King Harald.", ["Harald - held"]),
    # --- so long before or after another event
    (
        "President Ana Duarte met King Harald on Monday, two days after talks with Erik Falk.",
        ["Harald 2025-06-09 held", "Falk 2025-06-07 held"],
    ),
    (
        "President Ana Duarte met King Harald on Monday, two days after talks on Saturday with Erik Falk.",
        ["Harald 2025-06-09 held", "Falk 2025-06-07 held"],
    ),
    (
        "President Ana Duarte met King Harald in Lima, two days after talks with Erik Falk.",
        ["Harald - held", "Falk 2025-06-10 held"],
    ),
    # --- the only day of a sentence
    (
        "President Ana Duarte met King Harald, head of the union of all lands and isles of the sea, here on Monday.",
        ["Harald 2025-06-09 held"],
    ),
    ("King Harald had talks with Ana Duarte, Peruvian police said on Monday.", ["Duarte - held"]),
    (
        "President Ana Duarte, born in 1961, was in Lima most recently in May.",
        ["Lima 2025-05 held"],
    ),
    ("President Ana Duarte met King Harald in the first session of the kind since May.", ["Harald - held"]),
]


@pytest.fixture(scope="module")
def extractor() -> api.Extractor:
    return api.extractor()


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_table(extractor: api.Extractor, text: str, expected: list[str]) -> None:
    """Each record by the last name of its list of people or places, its date and its status."""
    found = []
    for record in extractor.extract(api.Document("d", text, date="2025-06-12")).records:
        names = record.roles.get("destination") if record.type == "Visit" else record.roles["party"]
        last = str(names[-1]).split()[-1] if isinstance(names, list) else "?"
        found.append(f"{last} {record.roles.get('date', '-')} {record.roles['status']}")
    assert sorted(found) == sorted(expected)
