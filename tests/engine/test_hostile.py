"""Texts on which cost once grew with the square of the length, or doubled with each word."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ie import api
from ie.compiler.costs import FEW
from ie.documents import Document
from ie.engine import dates, sentences
from ie.engine.article import Article
from ie.engine.sentences import Mention
from ie.engine.timeline import Timeline
from ie.engine.vocabulary import Vocabulary

TIMES = 8
"""How much longer the second text is."""


def seconds(do: Callable[[], object]) -> float:
    """CPU time, the least of three."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        do()
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize("text", [".", ". ", " ", "\t", "\n", "!?", '"', '."', "\x85 "])
def test_a_run_of_one_thing_is_read_once(text: str) -> None:
    short, long = "He left." + text * 5_000 + "x", "He left." + text * 5_000 * TIMES + "x"
    assert seconds(lambda: sentences.split(long)) < 4 * TIMES * seconds(lambda: sentences.split(short)) + 0.01


def test_full_stops_then_quotation_marks() -> None:
    short, long = ("." * 5_000 * times + '"' * 5_000 * times for times in (1, TIMES))
    assert seconds(lambda: sentences.split(long)) < 4 * TIMES * seconds(lambda: sentences.split(short)) + 0.01


@pytest.mark.parametrize("characters", [100_000])
def test_no_sentence_is_longer_than_the_longest(characters: int) -> None:
    for text in ("a" * characters, "and so on " * (characters // 10), "( " * (characters // 2)):
        assert max(end - start for start, end in sentences.split(text)) <= sentences.MAX_CHARACTERS


def article(text: str, vocabulary: Vocabulary | None = None) -> Article:
    """An article of which nobody asks for words."""
    return Article(Document("", text), vocabulary)  # type: ignore[arg-type]


def test_a_quotation_is_found_among_many() -> None:
    text = 'He said "yes" and ' * 2_000
    many = article(text)
    assert many.quotation_at(text.rindex("yes")) == (text.rindex('"yes'), text.rindex('" and') + 1)
    assert many.quotation_at(text.rindex("and")) is None
    assert many.quotation_at(0) is None
    assert seconds(lambda: [many.quotation_at(place) for place in range(0, len(text), 10)]) < 1


@pytest.mark.parametrize("between", [", ", ". They left "])
def test_dates_each_counted_from_the_one_before(between: str) -> None:
    text = "They left " + between.join(["two days later"] * 200)
    undated = article(text)
    index = len(undated) - 1
    start, end = undated.spans[index]
    last = dates.find(text[start:end])[-1]
    sentence = sentences.Sentence(index, start, end, text[start:end], [], [])
    mention = Mention(None, sentence, 0, 0, 0, 0, None, {}, expression=last)  # type: ignore[arg-type]
    assert seconds(lambda: Timeline(undated).resolve(mention, None)) < 1
    assert Timeline(undated).resolve(mention, None) is None
    assert seconds(lambda: Timeline(article("On 5 May 2024 " + text)).resolve(mention, None)) < 1


HOSTILE = """\
record Event
    what Text

rule looks -> Event
    match what:"visited" {look} ((Word .. Word .. Word ..){1,4} "on" .. .. .. "nowhere" Word "nowhere")

rule looks_at_little -> Event
    match what:"visited" !("on" | "at" | /x+/) not before ("the" | "a" | Word)
"""


@pytest.mark.parametrize("look", ["before", "not before", "!"])
def test_what_is_only_looked_at_is_given_up_too(look: str, tmp_path: Path) -> None:
    (tmp_path / "hostile.ie").write_text(HOSTILE.replace("{look}", look), encoding="utf-8")
    extractor = api.extractor([tmp_path / "hostile.ie"])
    assert [match.few_ways for match in extractor.ruleset.matches] == [False, True], FEW
    found = extractor.extract(Document("", "They visited Paris " + "on and on " * 100 + "nowhere and nowhere else."))
    assert all("given up" in problem for problem in found.problems)


def test_a_word_on_which_a_token_expression_takes_too_long_is_reported(tmp_path: Path) -> None:
    rules = 'record Find\n    what  Text  required\n\nrule find -> Find\n    match  "found" what:/(?:a|aa|\\w)+\\d/\n'
    (tmp_path / "hostile.ie").write_text(rules, encoding="utf-8")
    extractor = api.extractor([tmp_path / "hostile.ie"])
    result = extractor.extract(Document("", f"They found {'a' * 60} there. They found x1 there."))
    assert [record.roles["what"] for record in result.records] == ["x1"]
    assert ["token expression" in problem for problem in result.problems] == [True]
