"""Whole words and digits in a text."""

from __future__ import annotations

import pytest

from ie.engine.cues import Cues

CUES = Cues(["day", "days", "May"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Some days in May", ["days", "May"]),
        ("someday in Mayfair, may be", []),
        ("day-long, 12 (May)", ["day", "1", "2", "May"]),
        ("Zoë, 😀 day", ["day"]),
        ("\ud83d day", ["day"]),
        ("", []),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in CUES.places(text)] == found
