"""The table of date expressions (`dates.tsv`), and what holds for any text."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Literal, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ie.engine.dates import DateExpression, find, resolve

_TABLE = Path(__file__).with_name("dates.tsv")
_EDTF = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(-(\d\d|XX)(-\d\d)?)?")


class Row(NamedTuple):
    """One line of the table; dashes have become None."""

    phrase: str
    article: str | None
    direction: Literal["past", "future"] | None
    previous: str | None
    values: list[str]
    modifier: str | None

    @property
    def text(self) -> str:
        """The phrase without the brackets around its expressions."""
        return self.phrase.replace("[", "").replace("]", "")

    @property
    def expressions(self) -> list[str]:
        """What stands in brackets."""
        return re.findall(r"\[(.*?)\]", self.phrase)


def _rows() -> list[Row]:
    rows = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, *rest = line.split("\t")
            article, direction, previous, value, modifier = (None if cell == "-" else cell for cell in rest)
            tense = cast('Literal["past", "future"] | None', direction)
            rows.append(Row(phrase, article, tense, previous, value.split("; ") if value else [], modifier))
    return rows


ROWS = _rows()


@pytest.mark.parametrize("row", ROWS, ids=[row.phrase for row in ROWS])
def test_table(row: Row) -> None:
    """Exactly the expressions in brackets are found, and they have the values of the table."""
    found = find(row.text)
    assert [row.text[item.start : item.end] for item in found] == row.expressions
    values = [resolve(item, article=row.article, previous=row.previous, direction=row.direction) for item in found]
    assert [value.value for value in values if value] == row.values
    assert next((value.modifier for value in values if value and value.modifier), None) == row.modifier


def test_table_is_large_enough() -> None:
    """The table keeps its breadth, and its share of phrases that must yield nothing."""
    assert len(ROWS) >= 320
    assert sum(not row.values for row in ROWS) >= 40


def _check(text: str, found: list[DateExpression]) -> None:
    end = 0
    for item in found:
        assert end <= item.start < item.end <= len(text)
        end = item.end
        for article in (None, "2025-11-18", "2025-11", "2025", "nonsense"):
            for previous in (None, "2024-02-29", "2024-05/..", "199X", "XXXX-05-03"):
                for direction in (None, "past", "future"):
                    value = resolve(
                        item,
                        article=article,
                        previous=previous,
                        direction=cast('Literal["past", "future"] | None', direction),
                    )
                    assert value is None or _is_edtf(value.value), (text[item.start : item.end], value)


def _is_edtf(value: str) -> bool:
    parts = value.strip("{}").split(",") if value.startswith("{") else value.split("/")
    return len(parts) >= 1 and all(part == ".." or _EDTF.fullmatch(part) for part in parts)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text(text: str) -> None:
    """No text breaks the finder; spans lie in the text and in order."""
    _check(text, find(text))


_PIECES = sorted({piece for row in ROWS for piece in re.findall(r"\w+|[^\w\s]", row.text)})


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14), st.sampled_from([" ", " ", " ", "", "-"]))
def test_any_row_of_date_words(pieces: list[str], space: str) -> None:
    """Nor do the words of dates in any order."""
    text = space.join(pieces)
    _check(text, find(text))


def test_offsets_are_code_points() -> None:
    """Characters outside the basic plane count one."""
    text = "😀 Zoë left on 5 June 2025."
    (item,) = find(text)
    assert text[item.start : item.end] == "5 June 2025"


def test_without_an_article_the_clock_is_not_asked() -> None:
    """What needs today's date has no value, or an open one."""
    for text in ("yesterday", "last week", "next month", "this year", "on Monday", "two years ago"):
        for item in find(text):
            assert resolve(item, article=None, previous=None, direction="past") is None


def test_import_is_free() -> None:
    """Importing compiles no grammar and loads neither `calendar` nor anything heavier."""
    code = (
        "import sys, ie.engine.dates as d, ie.engine.dates.finder as f;"
        "assert 'calendar' not in sys.modules and 'regex' not in sys.modules;"
        "assert f._stages.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_only_what_is_needed_is_compiled() -> None:
    """A sentence without a date compiles no rule, one with a weekday a handful."""
    code = (
        "import ie.engine.dates as d, ie.engine.dates.finder as f;"
        "d.find('The talks went on, the ministry said.');"
        "assert f._stages.cache_info().currsize == 0;"
        "assert d.find('She left on Tuesday.');"
        "assert sum(len(stage._compiled) for stage in f._stages()) < 8"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
