"""Clauses between commas: what they say of time and tense stays in them."""

from __future__ import annotations

import pytest

from ie.engine.clauses import set_off
from ie.tokens import tokenize

VERBS = frozenset(("met", "will", "was", "held", "visited", "said", "has"))

TABLE = [
    # the sentence, and its clauses
    ("Orlik , who arrived on Monday , was due to meet Roth .", ["who arrived on Monday"]),
    ("Orlik , elected in 1991 , met Roth .", ["elected in 1991"]),
    ("Orlik , the king since 1991 , met Roth .", ["the king since 1991"]),
    ("Talks , planned for Monday , will begin .", ["planned for Monday"]),
    ("Orlik met Roth , who arrived on Monday .", ["who arrived on Monday ."]),
    ("Orlik , who saw Lima , Cali and Quito , will meet Roth .", ["who saw Lima , Cali and Quito"]),
    ("In Lima , the kings met on Monday , he said .", []),
    ("Peru , Chile and Fiji met on Monday .", []),
    ("Orlik met Roth .", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_table(text: str, expected: list[str]) -> None:
    words = tokenize(text)
    found = set_off(words, lambda at: words[at] in VERBS)
    assert [" ".join(words[clause.start : clause.end]) for clause in found] == expected


@pytest.mark.parametrize(("text", "expected"), [("X , which began , met", True), ("X , who came , met", False)])
def test_of_things(text: str, expected: bool) -> None:
    """What is said of talks may be said of the event; what is said of people is not."""
    words = tokenize(text)
    assert [clause.of_things for clause in set_off(words, lambda at: words[at] == "met")] == [expected]
