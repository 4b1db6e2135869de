"""Numbers in running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ie.engine.numbers import find

# phrase: (text of the number, value, qualifier) for each number
TABLE: list[tuple[str, list[tuple[str, int | float, str | None]]]] = [
    ("They exchanged 185 prisoners.", [("185", 185, None)]),
    ("1,200 bodies and 50,000 shells", [("1,200", 1200, None), ("50,000", 50000, None)]),
    ("4,000,000 people", [("4,000,000", 4000000, None)]),
    ("3.5 million people", [("3.5 million", 3500000, None)]),
    ("1.2 billion and 3.5bn", [("1.2 billion", 1200000000, None), ("3.5bn", 3500000000, None)]),
    ("a rate of 4.25 percent", [("4.25", 4.25, None)]),
    ("two soldiers", [("two", 2, None)]),
    ("Two soldiers and Seven civilians", [("Two", 2, None), ("Seven", 7, None)]),
    ("twenty-five soldiers", [("twenty-five", 25, None)]),
    ("twenty five soldiers", [("twenty five", 25, None)]),
    ("a dozen soldiers", [("a dozen", 12, None)]),
    ("two dozen soldiers", [("two dozen", 24, None)]),
    ("half a dozen soldiers", [("half a dozen", 6, None)]),
    ("a hundred soldiers", [("a hundred", 100, None)]),
    ("three hundred and one soldiers", [("three hundred and one", 301, None)]),
    ("two thousand five hundred and six", [("two thousand five hundred and six", 2506, None)]),
    ("fifteen hundred soldiers", [("fifteen hundred", 1500, None)]),
    ("half a million people", [("half a million", 500000, None)]),
    ("two and a half million people", [("two and a half million", 2500000, None)]),
    ("one and a half years", [("one and a half", 1.5, None)]),
    ("10 thousand people", [("10 thousand", 10000, None)]),
    ("more than 300 people", [("300", 300, "more than")]),
    ("At least 20 died", [("20", 20, "at least")]),
    ("about two dozen", [("two dozen", 24, "about")]),
    ("some 2,000 people", [("2,000", 2000, "some")]),
    ("nearly a hundred people", [("a hundred", 100, "nearly")]),
    ("up to 50 people", [("50", 50, "up to")]),
    ("over 1,000 people", [("1,000", 1000, "over")]),
    ("around 40 people", [("40", 40, "around")]),
    ("as many as 90 people", [("90", 90, "as many as")]),
    ("no more than five people", [("five", 5, "no more than")]),
    ("an estimated 300 people", [("300", 300, "an estimated")]),
    ("a 1,000-for-1,000 swap", [("1,000", 1000, None), ("1,000", 1000, None)]),
    ("a one-for-one swap", [("one", 1, None), ("one", 1, None)]),
    ("10-15 people", [("10", 10, None), ("15", 15, None)]),
    ("a 12-member delegation", [("12", 12, None)]),
    ("two and three", [("two", 2, None), ("three", 3, None)]),
    ("two three-year terms", [("two", 2, None)]),
    ("$5 million in aid", [("5 million", 5000000, None)]),
    ("5% of them", [("5", 5, None)]),
    ("one prisoner was freed", [("one", 1, None)]),
    ("One soldier died.", [("One", 1, None)]),
    ("one more prisoner", [("one", 1, None)]),
    ("There were 30.", [("30", 30, None)]),
    ("(17 of them)", [("17", 17, None)]),
    # not numbers that count
    ("no one was freed", []),
    ("one of them was freed", []),
    ("one by one they left", []),
    ("the one who left", []),
    ("everyone and someone, often lone", []),
    ("F-16, COVID-19, G7, Su-27, MH17", []),
    ("Article 5, Resolution 1701, Flight 370, No. 10", []),
    ("the 5th time, the 21st century, the second man", []),
    ("at 10:30 on the 1990s show", []),
    ("open 24/7 and 1/2 full", []),
    ("a three-day visit, a 30-day truce", []),
    ("a five-year-old girl", []),
    ("hundreds of people, dozens more", []),
    ("a few hundred people", []),
    ("-5 degrees", []),
    ("version 1.2.3", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_table(text: str, expected: list[tuple[str, int | float, str | None]]) -> None:
    """Span, value and qualifier of every number."""
    assert [(text[item.start : item.end], item.value, item.qualifier) for item in find(text)] == expected


@pytest.mark.parametrize(("text", "kind"), [("3.5 million", int), ("1.5", float), ("half a dozen", int)])
def test_whole_numbers_are_ints(text: str, kind: type) -> None:
    """Only what is not whole is a float."""
    assert type(find(text)[0].value) is kind


_PIECES = [
    "one",
    "two",
    "twenty",
    "hundred",
    "million",
    "dozen",
    "half",
    "a",
    "and",
    "5",
    "1,000",
    "3.5",
    "-",
    ",",
    "for",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join)))
def test_any_text(text: str) -> None:
    """No text breaks the finder; spans lie in the text, in order."""
    end = 0
    for item in find(text):
        assert end <= item.start < item.end <= len(text)
        end = item.end
