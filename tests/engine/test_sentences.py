"""Where a sentence ends. In the tables a bar stands where one ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ie.engine import sentences

TABLE = [
    # marks that end a sentence
    "He left. | She stayed.",
    "Who left? | She did!",
    "He left … | She stayed.",
    "He left... | She stayed.",
    "Really?! | Yes.",
    "They met on Monday. | 185 people were freed.",
    "He left. | «Good», she said.",
    "He left. | Élodie stayed.",
    # what does not
    "He left. she stayed.",
    "The rate fell to 3.5 percent.",
    "They met at 10.30 in Oslo.",
    "See reuters.com for more.",
    "He left ... and she stayed.",
    # titles and offices
    "Mr. Smith met Dr. Jones.",
    "Gen. Min Aung Hlaing met Lt. Col. Park.",
    "U.N. Secretary-General Antonio Guterres left.",
    "The St. Petersburg talks went on.",
    "Sen. Lindsey Graham and Rep. Adam Smith came.",
    # initials
    "John F. Kennedy met Nikita S. Khrushchev.",
    "J. R. Smith left.",
    "George W. Bush met A. P. J. Abdul Kalam.",
    # countries, months, numbers
    "U.S. President Joe Biden left.",
    "He returned to the U.S. on Monday.",
    "The U.S. Congress met.",
    "They met on Nov. 19 in Ankara.",
    "Flight No. 10 left.",
    "It left at 5 a.m. Monday.",
    # an abbreviation may end a sentence: then one of the words that begin sentences follows
    "He returned to the U.S. | The talks went on.",
    "They met at 5 p.m. | He left.",
    "They met in Nov. | In December they parted.",
    # quotation marks and brackets stay with their sentence
    '"He left." | She stayed.',
    "“We met.” | “We parted.”",
    "“We met. | We parted.” | He left.",
    'She said: "We met." | "We parted," he said.',
    "He left (on Monday). | She stayed.",
    "He left. | (She stayed.) | They met.",
    "He left.” | She stayed.",
    # datelines
    "KYIV, Nov. 19 (Reuters) - He left. | She stayed.",
    "LIMA, July 16 (Xinhua) -- He left.",
    "ANKARA (AP) — He left. | She stayed.",
    "GENEVA, Switzerland — Mr. Smith left.",
]
LIMITS = [
    # known defects: it would take more than a look at the words beside the mark
    "He returned to the U.S. | Moscow said nothing.",
    "It was plan B. | Nobody liked it.",
    "Yahoo! Japan left.",
]


@pytest.mark.parametrize(
    "text", [*TABLE, *(pytest.param(one, marks=pytest.mark.xfail(strict=False)) for one in LIMITS)]
)
def test_table(text: str) -> None:
    whole = text.replace(" | ", " ")
    assert [whole[start:end] for start, end in sentences.split(whole)] == text.split(" | ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Headline\nHe left", ["Headline", "He left"]),
        ("One paragraph\n\nand another", ["One paragraph", "and another"]),
        ("He left.\r\nShe stayed.", ["He left.", "She stayed."]),
        ("  He left.   She stayed.  ", ["He left.", "She stayed."]),
        ("talks in the U.S.\nThe end", ["talks in the U.S.", "The end"]),
        ("", []),
        (" \n\t\n ", []),
        ("...", ["..."]),
    ],
)
def test_lines_and_spaces(text: str, expected: list[str]) -> None:
    """A line break always ends a sentence; white space around sentences belongs to none."""
    assert [text[start:end] for start, end in sentences.split(text)] == expected


def test_endless_sentence_is_cut() -> None:
    """At a space, where there is one."""
    spans = sentences.split("word " * 2_000)
    assert all(end - start <= sentences.MAX_CHARACTERS for start, end in spans)
    assert {("word " * 2_000)[start:end].replace("word", "").strip() for start, end in spans} == {""}
    assert len(sentences.split("x" * 5_000)) == 3


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("aA.!?… \n\r\t\"”'(1U.S,-x"), max_size=60) | st.text())
def test_nothing_is_lost(text: str) -> None:
    """Sentences stand in order, and between them is white space only."""
    place = 0
    for start, end in sentences.split(text):
        assert place <= start < end
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()
