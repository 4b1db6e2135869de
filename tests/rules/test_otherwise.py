"""The words of visits, negotiations and exchanges used otherwise (otherwise.txt) yield no record.

Those that do today stand in otherwise_known.txt, each a known defect: the list may shrink and must not grow.
"""

from __future__ import annotations

from pathlib import Path

from ie import api

HERE = Path(__file__).parent
MOST = 6
"""Defects when the list was made."""


def lines(name: str) -> list[str]:
    """The sentences of a file, without headings."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_otherwise() -> None:
    extractor = api.extractor()
    sentences, known = lines("otherwise.txt"), lines("otherwise_known.txt")
    assert len(sentences) == len(set(sentences)) > 500
    assert len(known) == len(set(known)) <= MOST
    assert set(known) <= set(sentences)
    firing = [text for text in sentences if extractor.extract(api.Document("d", text, "2025-11-18")).records]
    assert set(firing) - set(known) == set(), "these yield a record and must not"
    assert set(known) - set(firing) == set(), "these yield none any more: take them out of otherwise_known.txt"
