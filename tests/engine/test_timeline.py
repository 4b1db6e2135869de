"""Dates of an article: its dateline, what is counted from what, tense."""

from __future__ import annotations

import pytest

from ie import api
from ie.engine.dates import find, looks_back

TABLE = [
    # text, the article's date, date and status of its one record
    ("LIMA, July 16 (Xinhua) -- President Ana Duarte visited Jordan yesterday.", None, "XXXX-07-15", "held"),
    ("LIMA, July 16, 2014 (AFP) - President Ana Duarte visited Jordan yesterday.", None, "2014-07-15", "held"),
    ("President Ana Duarte visited Jordan yesterday.", None, None, "held"),
    ("Lima, the capital, was calm. President Ana Duarte visited Jordan on July 16.", None, "XXXX-07-16", "held"),
    ("President Ana Duarte visits Jordan on Friday.", "2025-06-12", "2025-06-13", "planned"),
    ("President Ana Duarte visited Jordan on Friday.", "2025-06-12", "2025-06-06", "held"),
    ("President Ana Duarte is visiting Jordan on Friday.", "2025-06-12", "2025-06-13", "planned"),
    ("President Ana Duarte was visiting Jordan on Friday.", "2025-06-12", "2025-06-06", "ongoing"),
    ("President Ana Duarte visits Jordan.", "2025-06-12", None, "held"),
    ("President Ana Duarte's visit to Jordan next week is dear.", "2025-06-12", "2025-06-16/2025-06-22", "planned"),
    ("President Ana Duarte cancelled a visit to Jordan on Friday.", "2025-06-12", "2025-06-13", "cancelled"),
    (
        "A storm hit Lima on May 5. The same day a bridge fell. A day later President Ana Duarte visited Jordan.",
        "2025-06-12",
        "2025-05-06",
        "held",
    ),
    ("It rained on Monday. President Ana Duarte visited Jordan in the afternoon.", "2025-06-12", "2025-06-09", "held"),
    (
        "It rained on Monday. It was cold. President Ana Duarte visited Jordan later in the day.",
        "2025-06-12",
        "2025-06-12",
        "held",
    ),
    ("President Ana Duarte paid the first visit to Jordan in seven years.", "2025-06-12", None, "held"),
    ("President Ana Duarte paid her second visit to Jordan this year.", "2025-06-12", None, "held"),
    ("A storm hit Lima on May 5. President Ana Duarte visited Jordan a day later.", "2025-06-12", "2025-05-06", "held"),
]


@pytest.fixture(scope="module")
def extractor() -> api.Extractor:
    return api.extractor()


@pytest.mark.parametrize(("text", "article", "date", "status"), TABLE, ids=[row[0] for row in TABLE])
def test_table(extractor: api.Extractor, text: str, article: str | None, date: str | None, status: str) -> None:
    (record,) = extractor.extract(api.Document("d", text, date=article)).records
    assert (record.roles.get("date"), record.roles["status"]) == (date, status)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a day earlier", True),
        ("the following Monday", True),
        ("on the 5th", True),
        ("since that month", True),
        ("May of that year", True),
        ("on Monday", False),
        ("November 17, 18 and 20", False),
        ("two days ago", False),
        ("the second half of May", False),
    ],
)
def test_looks_back(phrase: str, expected: bool) -> None:
    """Only for these the sentences before are looked through."""
    assert [looks_back(one) > 0 for one in find(f"They left {phrase}.")] == [expected]
