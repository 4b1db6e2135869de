"""The words of visits, negotiations and exchanges used otherwise (otherwise.txt) yield no record."""

from __future__ import annotations

from pathlib import Path

from ie import api

SENTENCES = Path(__file__).with_name("otherwise.txt")


def test_otherwise() -> None:
    extractor = api.extractor()
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(sentences) == len(set(sentences)) > 500
    firing = [text for text in sentences if extractor.extract(api.Document("d", text, "2025-11-18")).records]
    assert firing == [], "these yield a record and must not"
