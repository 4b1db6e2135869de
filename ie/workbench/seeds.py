"""Articles with their expected records: ``NAME.yaml`` beside ``NAME.txt``, what ``ie run`` gives, without evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from ie import plain_yaml
from ie.documents import Document, Source, plain, read, read_text
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
    problem: str = ""
    """What is wrong with the file of expected records, where it holds none; a whole message."""

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
    problems: list[str] = []
    text, before = "", None
    if expected.is_file():
        source = Source(str(expected), None, problems.append)
        text = read_text(source) or ""
        before = _records(source, text) if text or not problems else None
    if before is not None:
        if before == plain(plain_yaml.load(written)):
            return Outcome(expected, written, ())
        text = to_yaml(before)  # so that only what matters differs
    lines = unified_diff(text.splitlines(), written.splitlines(), str(expected), "what came out", n=2, lineterm="")
    return Outcome(expected, written, tuple(lines), "\n".join(problems))


def update(outcome: Outcome) -> None:
    """Expect from now on what came out."""
    outcome.expected.write_text(outcome.written, encoding="utf-8")


def _records(source: Source, text: str) -> dict[str, Any] | None:
    """The document that expected records describe; None, reported, if they cannot be read as that."""
    mend = "mend it, or let `ie test --update` write it anew"
    try:
        found = plain(plain_yaml.load(text))
    except plain_yaml.YamlError as error:
        source.error("bad-expected", f"broken YAML ({error}); {mend}", error.line, error.column)
    except ValueError as error:
        source.error("bad-expected", f"broken YAML ({error}); {mend}")
    else:
        records = found.get("records") if isinstance(found, dict) else None
        if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
            what = "no mapping with a list of `records`"
        elif any("evidence" in one or "labels" in one for one in records):
            what = "records with `evidence` or `labels`, which are not compared"
        else:
            return dict(found)
        source.error("bad-expected", f"{what}; {mend}")
    return None
