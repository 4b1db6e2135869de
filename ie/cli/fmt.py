"""``ie fmt``: one layout for all rule files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ie.cli import FINE, REPORTED, UNUSABLE
from ie.cli.options import Command, Given, Option
from ie.cli.terminal import say, show
from ie.documents import STDIN, Source, files_in
from ie.language.format import format_text
from ie.language.load import SUFFIX
from ie.language.parse import parse

COMMAND = Command(
    "fmt",
    "Bring rule files, or all below folders, into the one layout; `-` reads standard input and prints. "
    "Without PATHS: all below the current folder.",
    "[PATHS...]",
    (Option("--check", "only list the files that would change"),),
    notes="exit status: 0 fine; 1 with --check, something would change; 2 a file cannot be read",
)


def main(given: Given) -> int:
    """Lay out every file."""
    status = FINE
    for name in _files(given.arguments or ["."]):
        try:
            # Line ends are part of the layout, so they are read as they are.
            raw = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
            text = raw.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
            say(f"{name}:1:1: error[unreadable]: this file cannot be read: {reason}")
            status = UNUSABLE
            continue
        _, problems = parse(text, name, Path(name).stem)
        if problems:
            show(problems)
            status = UNUSABLE
            continue
        formatted = format_text(text)
        if name == STDIN and not given.has("check"):
            print(formatted, end="")
        elif formatted.encode() != raw:
            print(name)
            if given.has("check"):
                status = max(status, REPORTED)
            else:
                Path(name).write_bytes(formatted.encode())
    return status


def _files(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name != STDIN and Path(name).is_dir():
            yield from (str(Path(file)) for file in files_in(Source(name, None, say), SUFFIX))
        else:
            yield name
