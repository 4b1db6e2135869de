"""Articles with their expected records: ``NAME.yaml`` beside ``NAME.txt``, what ``ie run`` gives, without evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from ie.documents import Document, plain, read
from ie.engine.extract import Extractor
from ie.records import as_dict
from ie.writers import to_yaml

TEXT, EXPECTED = ".txt", ".yaml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article."""

    expected: Path
    written: str
    """The records as they came out."""
    difference: tuple[str, ...]
    """Lines of a unified difference from what is expected to what came out; empty where they are the same."""

    @property
    def passed(self) -> bool:
        """Whether the records are those that are expected."""
        return not self.difference


def find(path: Path) -> Iterator[tuple[Path, Path]]:
    """The articles at a path that have expected records, each with these.

    An article that is named itself needs none: its records may be about to be written for the first time.
    """
    if path.is_dir():
        for text in sorted(path.rglob(f"*{TEXT}")):
            expected = text.with_suffix(EXPECTED)
            if expected.is_file():
                yield text, expected
    elif path.suffix in (TEXT, EXPECTED):
        yield path.with_suffix(TEXT), path.with_suffix(EXPECTED)


def run(extractor: Extractor, text: Path, expected: Path, *, report: Callable[[str], None]) -> Outcome | None:
    """Compare what comes out of an article with what is expected; None, reported, if the article cannot be read."""
    document = next(read([str(text)], kind="text", report=report), None)
    return None if document is None else compare(extractor, document, expected)


def compare(extractor: Extractor, document: Document, expected: Path) -> Outcome:
    """Compare what comes out of a document with what a file expects."""
    result = extractor.extract(document)
    written = to_yaml(as_dict(result, evidence=False))
    before = expected.read_text(encoding="utf-8") if expected.is_file() else ""
    if _data(before) == _data(written):
        return Outcome(expected, written, ())
    lines = unified_diff(_normal(before), written.splitlines(), str(expected), "what came out", n=2, lineterm="")
    return Outcome(expected, written, tuple(lines))


def update(outcome: Outcome) -> None:
    """Expect from now on what came out."""
    outcome.expected.write_text(outcome.written, encoding="utf-8")


def _data(text: str) -> Any:
    import yaml

    try:
        return plain(yaml.safe_load(text))
    except yaml.YAMLError as error:
        return str(error)


def _normal(text: str) -> list[str]:
    """The lines of expected records as `ie run` would write them, so that only what matters differs."""
    data = _data(text)
    return (to_yaml(data) if isinstance(data, dict) else text).splitlines()
