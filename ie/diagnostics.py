"""What is told to the author of a rule file: where, what, and how to mend it.

Every message is created from one entry of ``CODES``, so that the table is also the list in ``docs/errors.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a rule file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


# code: (what is wrong, how to mend it). Braces are filled in by `problem`.
CODES: Mapping[str, tuple[str, str]] = {
    "syntax": ("unexpected {found}", "{hint}"),
    "unclosed-string": ("this text has no closing quote", "{hint}"),
    "bad-character": ("the character {found} has no meaning here", "{hint}"),
    "unreadable": ("this file cannot be read: {reason}", "rule files are UTF-8 text"),
    "unknown-file": ("there is no rule file or folder '{name}'", "{hint}"),
    "outside-roots": (
        "'{name}' lies outside the rule folders",
        "move the file below the folder that holds the rules",
    ),
    "missing-lexicon": ("there is no file '{name}'", "paths are relative to this rule file, in {folder}"),
    "bad-lexicon": ("'{name}' cannot be used: {reason}", "{hint}"),
    "unknown-name": ("'{name}' is not a list of words or a pattern", "{hint}"),
    "unknown-type": ("there is no type '{name}'", "{hint}"),
    "unknown-role": ("{type} has no role '{name}'", "{hint}"),
    "unknown-attribute": ("{type} has no attribute '{name}'", "{hint}"),
    "unknown-value": ("'{name}' is not a value of {role}", "{hint}"),
    "unknown-reading": ("'{name}' is not a reading of a verb group", "{hint}"),
    "unknown-form": ("'{name}' is not a form that an auxiliary can ask for", "{hint}"),
    "wrong-type": ("{role} is {wanted}, so {given} cannot fill it", "{hint}"),
    "not-a-record": (
        "'{name}' is not a record, so no rule can refine it",
        "write `-> {name}` to make mentions of it",
    ),
    "unbound-role": (
        "{type} requires '{role}', which this match does not capture",
        "write `{role}:` before the item that fills it",
    ),
    "uncaptured-role": ("no match of this rule captures '{name}'", "{hint}"),
    "no-match": ("rule '{name}' has no match", "give it a `match` with a pattern"),
    "duplicate": ("'{name}' is declared twice", "rename one of them, or remove it"),
    "type-cycle": (
        "these types wait for each other: {cycle}",
        "break the circle: let one rule match words instead",
    ),
    "parent-cycle": ("these types are each other's kind: {cycle}", "remove one `is`"),
    "pattern-cycle": (
        "these patterns contain each other: {cycle}",
        "a pattern is a named piece and cannot contain itself",
    ),
    "empty-match": ("this pattern can match nothing at all", "make at least one item of it obligatory"),
    "never-matches": ("this pattern can never match: {reason}", "{hint}"),
    "too-large": ("this pattern is too large: {reason}", "{hint}"),
    "empty-literal": ("this text holds no word", "write the words to look for between the quotes"),
    "bad-regex": ("this regular expression is broken: {reason}", "{hint}"),
    "bad-quantity": (
        "a quantity is a whole number from 0 to 100",
        "the smaller number comes first, as in {{2,4}} or ..2-5",
    ),
    "this-outside": ("`this` has no meaning here", "only rules written `on` a record can speak of `this`"),
    "that-outside": (
        "`that` has no meaning here",
        "only a `set` of a rule that makes records `within N sentences of` one can speak of `that`",
    ),
    "within-of": ("`within` has no meaning here: {reason}", "{hint}"),
    "no-this": (
        "this match of an `on` rule does not say where the record stands",
        "use `this`, or `within N sentences`",
    ),
    "verb-of": (
        "`{voice}` takes a word, a list of words or a group of them",
        'write {voice} "visit" or {voice} (go | come)',
    ),
    "capture-twice": ("'{name}' is captured inside another capture", "capture one of them"),
    "bad-date": ("'{name}' is not a date", "write it as 2025-11-19"),
    "same-type": ("`same {given}` in a rule that makes {type}", "write `same {type}`"),
    "reserved": ("'{name}' belongs to the language", "choose another name"),
    "vacuous-test": ("this test passes whatever the rule does", "{hint}"),
    "failed-test": ("{what}", "{hint}"),
    "no-trigger": (
        "this match holds no word that must occur, so it is tried on every sentence",
        "add a word to it, or accept the cost",
    ),
    "unused": ("'{name}' is never used", "remove it, or use it"),
    "untested": ("rule '{name}' has no test", 'add `test "..." => ...`'),
    "unmade-type": ("nothing makes mentions of {name}", "add a lexicon of {name}, or a rule `-> {name}`"),
    "unfilled-role": ("no rule fills '{name}' of {type}", "capture it in a match, `set` it, or remove it"),
    "duplicate-match": ("rule '{name}' has this match twice", "remove one"),
    "duplicate-word": ("{name} stands twice in '{list}'", "remove one"),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message: a code, what is wrong, where, and how to mend it."""

    code: str
    message: str
    span: Span
    help: str = ""
    severity: str = "error"
    labels: tuple[tuple[Span, str], ...] = field(default=())
    """Further places that matter, e.g. where a type was declared."""


def problem(
    code: str,
    span: Span,
    *,
    severity: str = "error",
    labels: Iterable[tuple[Span, str]] = (),
    details: Mapping[str, object],
) -> Diagnostic:
    """The message for a code, its braces filled in."""
    message, hint = CODES[code]
    return Diagnostic(code, message.format(**details), span, hint.format(**details), severity, tuple(labels))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that offers the names nearest to a misspelt one, or else all of them where they are few."""
    known = sorted(set(known))
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"'{one}'" for one in near) + "?"
    if not known:
        return "none is declared here; is a `use` missing?"
    return ("there are: " if len(known) <= 12 else "among others there are: ") + ", ".join(known[:12])


_QUOTED = re.compile(r'"[^"]*"')


def narrowed(span: Span, name: str, source: str) -> Span:
    """The part of a line's stretch that is a name; the whole of it where the name stands there not once only."""
    lines = source.split("\n")
    if not 1 <= span.line <= len(lines):
        return span
    end = span.end_column - 1 if span.end_line == span.line else None
    # What stands in quotes is text and no name; blanks in its place keep the columns.
    text = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), lines[span.line - 1][:end])
    found = [one.start() for one in re.finditer(rf"\b{re.escape(name)}\b", text) if one.start() >= span.column - 1]
    if len(found) != 1:
        return span
    return Span(span.path, span.line, found[0] + 1, span.line, found[0] + 1 + len(name))


class RuleError(Exception):
    """The rules cannot be used. Carries every diagnostic found, in the order of the files."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = sorted(set(diagnostics), key=lambda d: (d.span, d.code, d.message))
        super().__init__("; ".join(d.message for d in self.diagnostics))


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """The message as it is printed: position and text, the source line with a caret, the hint, further places."""
    span = diagnostic.span
    lines = [f"{span.path}:{span.line}:{span.column}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    lines += _excerpt(span, sources)
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    for place, text in diagnostic.labels:
        lines.append(f"  note: {text} at {place.path}:{place.line}:{place.column}")
        lines += _excerpt(place, sources)
    return "\n".join(lines)


def _excerpt(span: Span, sources: Mapping[str, str]) -> list[str]:
    lines = sources.get(span.path, "").split("\n")
    if span.path not in sources or not 1 <= span.line <= len(lines):
        return []
    line = lines[span.line - 1].rstrip("\r")
    end = span.end_column if span.end_line == span.line else len(line) + 1
    width = max(1, min(end, len(line) + 1) - span.column)
    # Tabs are kept in the indentation, so that the caret stands under its column however wide they are shown.
    indent = "".join("\t" if char == "\t" else " " for char in line[: span.column - 1])
    line = "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in line)
    number = str(span.line)
    gutter = " " * len(number)
    return [f" {number} | {line}", f" {gutter} | {indent}{'^' * width}"]
