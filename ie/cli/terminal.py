"""Messages to a person: on standard error, in colour where that is a terminal and nobody minds."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ie.diagnostics import Diagnostic

_STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "good": "\x1b[32m", "faint": "\x1b[2m", "strong": "\x1b[1m"}


def coloured(stream: TextIO) -> bool:
    """Whether to write colours to a stream."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def paint(text: str, style: str, stream: TextIO) -> str:
    """The text in a style: ``error``, ``warning``, ``good``, ``faint`` or ``strong``."""
    return f"{_STYLES[style]}{text}\x1b[0m" if text and coloured(stream) else text


def say(message: str) -> None:
    """One message to standard error."""
    # A name that came in as broken bytes is shown escaped; there is nothing that cannot be said.
    print(message.encode(errors="backslashreplace").decode(), file=sys.stderr, flush=True)


def show(diagnostics: Iterable[Diagnostic], stream: TextIO | None = None) -> None:
    """Print diagnostics with the source lines that they point at, to standard error or another stream."""
    from ie.diagnostics import render

    out = stream or sys.stderr
    sources: dict[str, str] = {}
    for diagnostic in diagnostics:
        for span in (diagnostic.span, *(place for place, _ in diagnostic.labels)):
            if span.path not in sources and (text := _source(span.path)) is not None:
                sources[span.path] = text
        head, *rest = render(diagnostic, sources).split("\n")
        mark = f"{diagnostic.severity}[{diagnostic.code}]"
        print(head.replace(mark, paint(mark, diagnostic.severity, out), 1), *rest, sep="\n", file=out)


def _source(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
