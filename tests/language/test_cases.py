"""Every mistake in a rule file has its message: the cases in ``cases/``.

A case is a rule file, or a folder whose ``main.ie`` is loaded. The comment at its top is what is said of it, word for
word; what follows the first empty line is the mistake. To add one, write the rules alone, run

    IE_UPDATE_CASES=1 pytest tests/language/test_cases.py

and read whether the message that now stands at the top is what its author needs.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ie.diagnostics import RuleError, render
from ie.language.check import check
from ie.language.load import load

CASES = Path(__file__).parent / "cases"
FILES = sorted([*CASES.glob("*.ie"), *CASES.glob("*/main.ie")])


def messages(path: Path) -> str:
    """All that is said of a rule file; warnings only where nothing else is wrong."""
    loaded = load([path])
    try:
        diagnostics = check(loaded).unused
    except RuleError as error:
        diagnostics = error.diagnostics
    return "\n".join(render(one, loaded.sources) for one in diagnostics)


def split(content: bytes) -> tuple[list[bytes], bytes]:
    """The comment at the top of a case and the rest of it."""
    header, _, body = content.partition(b"\n\n")
    if not header.startswith(b"#"):
        return [], content
    return header.split(b"\n"), body


def commented(text: str) -> bytes:
    """Text as a comment and the empty line after it."""
    return "".join(f"# {line}".rstrip() + "\n" for line in text.split("\n")).encode() + b"\n"


def update(path: Path) -> None:
    """Write what is said of a case at its top. Twice, for the message says in which line the mistake stands."""
    _, body = split(path.read_bytes())
    path.write_bytes(commented(messages(path)) + body)
    path.write_bytes(commented(messages(path)) + body)
    path.write_bytes(commented(messages(path)) + body)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CASES).with_suffix("")))
def test_case(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    if os.environ.get("IE_UPDATE_CASES"):
        update(path)
    header, _ = split(path.read_bytes())
    assert header == commented(messages(path)).rstrip(b"\n").split(b"\n")
