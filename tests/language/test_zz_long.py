"""Whatever stands in a rule file, it gives rules or a RuleError whose messages point into the file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ie import resources
from ie.compiler.compile import compile_files
from ie.diagnostics import Diagnostic, RuleError, render
from ie.language.check import check
from ie.language.filling import pieces
from ie.language.format import format_text
from ie.language.load import load
from ie.language.parse import parse

HERE = Path(__file__).parent
EVERYTHING = (HERE / "fixtures" / "everything.ie").read_text(encoding="utf-8")
REAL = [path.read_text(encoding="utf-8") for path in sorted(resources.folder("rules").rglob("*.ie"))]
WORDS = sorted({piece.text for piece in pieces(EVERYTHING)} | set('"~/{}[]()|&?*+!^$.,:=<>#\n\\é“\0\x1c\u2028'))

SLOW = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """The text with one to four things deleted, doubled, exchanged or put in: characters, words or lines."""
    for _ in range(draw(st.integers(1, 4))):
        unit = draw(st.sampled_from(("\n", " ", "")))
        parts = text.split(unit) if unit else list(text)
        first, second = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        match draw(st.sampled_from(("delete", "double", "exchange", "insert", "cut"))):
            case "delete":
                del parts[first]
            case "double":
                parts.insert(first, parts[second])
            case "exchange":
                parts[first], parts[second] = parts[second], parts[first]
            case "insert":
                parts.insert(first, draw(st.sampled_from(WORDS)))
            case "cut":
                del parts[first + 1 :]
        text = unit.join(parts) or "\n"
    return text


@st.composite
def word_salad(draw: st.DrawFn) -> str:
    """Tokens of the language in any order."""
    return " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=30)))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with the data files that the fixture names."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir()
        for file in (HERE / "fixtures" / "data").iterdir():
            (data / file.name).write_bytes(file.read_bytes())
        yield Path(name)


def points_into(diagnostics: list[Diagnostic], sources: dict[str, str]) -> None:
    for one in diagnostics:
        for span in (one.span, *(place for place, _ in one.labels)):
            lines = sources[span.path].split("\n")
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
            assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert render(one, sources)


def holds(path: Path, content: bytes) -> None:
    """Load, check and compile."""
    path.write_bytes(content)
    loaded = load([path])
    loaded.sources.setdefault(loaded.problems[0].span.path if loaded.problems else "", "")
    try:
        check(loaded)
    except RuleError as error:
        assert error.diagnostics
        points_into(error.diagnostics, loaded.sources)
    else:
        compile_files([path])


@SLOW
@given(text=damaged(EVERYTHING))
def test_damaged_rules(folder: Path, text: str) -> None:
    holds(folder / "everything.ie", text.encode("utf-8", "replace"))


@SLOW
@given(text=st.one_of(word_salad(), st.text(max_size=80)))
def test_random_text(folder: Path, text: str) -> None:
    holds(folder / "random.ie", text.encode("utf-8", "replace"))


@SLOW
@given(content=st.binary(max_size=60))
def test_random_bytes(folder: Path, content: bytes) -> None:
    holds(folder / "bytes.ie", content)


@SLOW
@given(text=st.one_of(*map(damaged, [EVERYTHING, *REAL]), word_salad(), st.text(max_size=80)))
def test_formatting_and_parsing(text: str) -> None:
    _, problems = parse(text, "f.ie", "f")
    points_into(problems, {"f.ie": text})
    try:
        formatted = format_text(text)
    except RuleError as error:
        assert error.diagnostics
    else:
        assert format_text(formatted) == formatted
