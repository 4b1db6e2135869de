"""Diagnostics for machines: annotations on GitHub, and SARIF for whatever else shows findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ie import __version__
from ie.diagnostics import CODES, Diagnostic, Span


def github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands, one a line, that GitHub shows beside the lines of a pull request."""
    return "".join(_command(one) + "\n" for one in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    places = {"file": _posix(span), "line": span.line, "col": span.column, "endLine": span.end_line}
    if span.end_line == span.line:
        places["endColumn"] = span.end_column
    places["title"] = diagnostic.code
    settings = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in places.items())
    text = f"{diagnostic.message}\n{diagnostic.help}".rstrip()
    return f"::{diagnostic.severity} {settings}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


def sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """A SARIF 2.1.0 log with one run."""
    codes = sorted({one.code for one in diagnostics})
    driver = {
        "name": "ie",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": CODES[code][0]}} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code)) for one in diagnostics],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.severity,
        "message": {"text": f"{diagnostic.message}\n{diagnostic.help}".rstrip()},
        "locations": [_location(diagnostic.span)],
    }
    if diagnostic.labels:
        result["relatedLocations"] = [
            {**_location(span), "message": {"text": text}} for span, text in diagnostic.labels
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": quote(_posix(span))}, "region": region}}


def _posix(span: Span) -> str:
    return Path(span.path).as_posix()
