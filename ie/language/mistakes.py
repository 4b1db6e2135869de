"""Syntax errors as messages that teach: what was met, what could stand there, and what was probably meant.

Each hint is for a mistake that people make: a missing quote, ``=`` for ``:``, a type in lower case. Where none fits,
the message says what could stand there, in words and not in terminals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from ie.diagnostics import Diagnostic, Span, did_you_mean, problem

DECLARATIONS = ("use", "entity", "record", "words", "lexicon", "pattern", "auxiliary", "rule")
CLAUSES = ("match", "where", "unless", "set", "same", "within", "test")

_DECLARATION_TYPES = frozenset(word.upper() for word in DECLARATIONS)
_CLAUSE_TYPES = frozenset(word.upper() for word in CLAUSES)
_LITERALS = frozenset(("STRING", "INFLECTED", "TOKEN_REGEX"))
_ITEMS = _LITERALS | {"NAME", "TYPE", "RANGE", "GAP", "REST", "CIRCUMFLEX", "DOLLAR", "THIS", "LPAR", "BANG"} | {
    "VERB", "PASSIVE", "BEFORE", "AFTER", "NOT",
}  # fmt: skip
_SCALARS = frozenset(("STRING", "NAME", "TYPE", "NUMBER", "DATE"))
_MAKES, _GIVES = "__ANON_0", "__ANON_1"  # Lark's names for -> and =>

_GROUPS = (  # terminals that are called by one name, the largest group first
    (_DECLARATION_TYPES, "a declaration such as `rule`"),
    (_CLAUSE_TYPES, "a clause such as `match`"),
    (_ITEMS, 'a piece of pattern such as "talks" or Person'),
    (_SCALARS | {"THIS", "COUNT", "NOT", "LPAR"}, "a condition"),
    (_SCALARS | {"THIS", "COUNT"}, "a role or a value"),
    (_SCALARS, "a value"),
    (frozenset(("TYPE", "NAME")), "a Type or a value in lower case"),
    (frozenset(("STRING", "INFLECTED")), 'words in "quotes"'),
    (frozenset(("QUANTITY", "ALL")), "a quantity such as ?"),
    (frozenset(("MANY", "REQUIRED")), "`many` or `required`"),
)
_NAMED = {
    "NAME": "a name in lower case",
    "TYPE": "a Type with a capital",
    "STRING": 'text in "quotes"',
    "INFLECTED": '~"text"',
    "TOKEN_REGEX": "/regex/",
    "DATE": "a date such as 2025-11-19",
    "NUMBER": "a number",
    "QUANTITY": "a quantity such as ?",
    "COMPARISON": "a comparison such as ==",
    "$END": "the end of the file",
}
_QUOTES = "'‘’‚“”„«»`´"


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a parser stopped: what it had read, what it met, and what it could have gone on with."""

    read: tuple[Token, ...]
    found: str
    """Type of the token that it met; ``$END`` for the end, empty for a character that begins no token."""
    text: str
    """The token, or all from the character on."""
    expected: frozenset[str]

    def back(self, steps: int = 1) -> str:
        """Type of an earlier token, the last one first."""
        return self.read[-steps].type if len(self.read) >= steps else ""

    @property
    def last(self) -> str:
        """The text of the last token read."""
        return str(self.read[-1]) if self.read else ""

    @property
    def clause(self) -> str:
        """Type of the keyword that leads the clause or declaration where the parser stopped."""
        return next((t.type for t in reversed(self.read) if t.type in _CLAUSE_TYPES | _DECLARATION_TYPES), "")

    @property
    def declaration(self) -> str:
        """Type of the keyword that leads the declaration where the parser stopped."""
        return next((t.type for t in reversed(self.read) if t.type in _DECLARATION_TYPES), "")

    @property
    def in_pattern(self) -> bool:
        """Whether a piece of pattern was being read."""
        return self.clause in ("MATCH", "UNLESS", "PATTERN")

    @property
    def ends(self) -> bool:
        """Whether the next clause or declaration, or the end of the file, comes too early."""
        return self.found in _CLAUSE_TYPES | _DECLARATION_TYPES | {"$END"}


def explain(text: str, path: str, lark: Lark) -> Diagnostic:
    """What is wrong with a text that the grammar refuses."""
    stop, span = _stop(text, path, lark)
    if not stop.found:
        return _bad_character(stop, span, lark)
    found = f"'{stop.text}'" if stop.found != "$END" else _end(stop)
    opener = _open_bracket(stop.read) if stop.ends else None
    if opener is not None and {"RPAR", "RSQB"} & stop.expected:
        close = {"(": ")", "[": "]"}[str(opener)]
        labels = [(token_span(opener, path), "it is opened")]
        details = {"found": found, "hint": f"a bracket is open: close it with {close}"}
        return problem("syntax", span, labels=labels, details=details)
    hint = next(_hints(stop), None) or f"expected {_expected(stop.expected, lark)}"
    return problem("syntax", span, details={"found": found, "hint": hint})


def _end(stop: _Stop) -> str:
    name = stop.declaration.lower()
    return "end of " + {"": "the file", "words": "this list of words", "use": "this `use`"}.get(name, f"this {name}")


def token_span(token: Token, path: str) -> Span:
    """Where a token stands."""
    return Span(path, token.line or 1, token.column or 1, token.end_line or 1, token.end_column or 1)


def _stop(text: str, path: str, lark: Lark) -> tuple[_Stop, Span]:
    """Parse again, keeping what was read."""
    parser: Any = lark.parse_interactive(text)
    read: list[Token] = []
    try:
        for token in parser.iter_parse():  # token by token, so that what was read is kept when it raises
            read.append(token)  # noqa: PERF402
        parser.feed_eof(read[-1] if read else None)
    except UnexpectedCharacters as error:
        rest = text[error.pos_in_stream : (text + "\n").index("\n", error.pos_in_stream)]
        width = len(rest.rstrip()) if rest.startswith(('"', "~")) else 1
        span = Span(path, error.line, error.column, error.line, error.column + width)
        return _Stop(tuple(read), "", rest, frozenset(parser.accepts())), span
    except UnexpectedToken as error:
        met = error.token
        if met.type == "$END":
            end = read[-1] if read else Token("$END", "", end_line=1, end_column=1)
            line, column = end.end_line or 1, end.end_column or 1
            return _Stop(tuple(read), "$END", "", frozenset(parser.accepts())), Span(path, line, column, line, column)
        before = tuple(one for one in read if (one.start_pos or 0) < (met.start_pos or 0))
        return _Stop(before, met.type, str(met), frozenset(parser.accepts())), token_span(met, path)
    except UnexpectedInput as error:  # pragma: no cover  # the other kinds of error are of other parsers
        raise AssertionError(error) from error
    raise AssertionError("a text that parses has no mistake to explain")


def _open_bracket(read: tuple[Token, ...]) -> Token | None:
    opened: list[Token] = []
    for token in read:
        if token.type in ("LPAR", "LSQB"):
            opened.append(token)
        elif token.type in ("RPAR", "RSQB") and opened:
            opened.pop()
    return opened[-1] if opened else None


# --- characters ------------------------------------------------------------------------------------------------------


def _bad_character(stop: _Stop, span: Span, lark: Lark) -> Diagnostic:
    char = stop.text[:1]
    if char == '"' or stop.text.startswith('~"'):
        alone = stop.text.strip() == '"' and any(token.line == span.line for token in stop.read)
        hint = "an earlier text on the line lacks its quote" if alone else 'end it with " on the same line'
        return problem("unclosed-string", span, details={"hint": hint})
    hint = _character_hint(stop, char) or f"expected {_expected(stop.expected, lark)}"
    shown = char if char.isprintable() else f"U+{ord(char):04X}"
    return problem("bad-character", span, details={"found": f"'{shown}'", "hint": hint})


def _character_hint(stop: _Stop, char: str) -> str:
    if char in _QUOTES:
        return 'words stand between straight double quotes: "talks"'
    if char == "~":
        return '~ stands right before a text: ~"talk"'
    if stop.text.startswith(("//", "/*", "--", ";;")):
        return "a comment begins with #"
    if char == "/":
        return "a regular expression ends with / on the same line"
    if char == ";":
        return "leave it out: every declaration and clause begins with its keyword"
    if char == "-" and stop.back() == "NAME":
        return f"names are joined with _: {stop.last}_{_first_word(stop.text[1:]) or 'more'}"
    if char in "{}":
        return "a quantity stands after its item, as {2} or {2,4}"
    if char.isalpha():
        return 'names are written with a-z, 0-9 and _; a word of the text stands in quotes: "talks"'
    if stop.in_pattern and char.isprintable():
        return "a mark of the text stands in quotes: " + ('"\\\\"' if char == "\\" else f'"{char}"')
    return ""


def _first_word(text: str) -> str:
    found = re.match(r"[a-z0-9_]+", text)
    return found[0] if found else ""


# --- tokens ----------------------------------------------------------------------------------------------------------


def _hints(stop: _Stop) -> Iterator[str]:
    """What was probably meant, the most particular first."""
    yield from _keyword_hints(stop)
    yield from _test_hints(stop)
    yield from _spelling_hints(stop)
    yield from _mark_hints(stop)
    yield from _pattern_hints(stop)
    yield from _missing_hints(stop)


def _is_keyword(type_: str, text: str) -> bool:
    return type_ == text.upper() and text.isalpha()


def _keyword_hints(stop: _Stop) -> Iterator[str]:
    """Words of the language where a name should stand, and names where one of them should stand."""
    outer = next((t.type for t in reversed(stop.read[:-1]) if t.type in _DECLARATION_TYPES), "")
    if stop.back() in _DECLARATION_TYPES and outer in ("RECORD", "ENTITY") and stop.found in ("TYPE", "NAME"):
        yield f"`{stop.last}` begins a declaration, so no role can have this name"
    if stop.back() == "LABEL":
        yield 'a label is a name and a code: `label cameo = "042"`; no role can be called `label`'
    if stop.found == "COLON" and _is_keyword(stop.back(), stop.last):
        yield f"`{stop.last}` is a word of the language, so no role can have this name"
    if "NAME" in stop.expected and "STRING" not in stop.expected and _is_keyword(stop.found, stop.text):
        yield f"`{stop.text}` is a word of the language: choose another name"
    if stop.found in _CLAUSE_TYPES and "MATCH" not in stop.expected and "RULE" in stop.expected:
        yield f"`{stop.text}` belongs inside a rule: `rule name -> Type` comes first"
    if stop.found == "NAME" and "NAME" not in stop.expected and "RULE" in stop.expected:
        words = CLAUSES if "MATCH" in stop.expected else DECLARATIONS
        close = did_you_mean(stop.text, words)
        if close.startswith("did you mean"):
            yield close
        yield ("a clause" if "MATCH" in stop.expected else "a declaration") + " begins with one of: " + ", ".join(words)


def _test_hints(stop: _Stop) -> Iterator[str]:
    if stop.back() == "DATED":
        yield "a date is written as 2025-11-19, without quotes"
    if stop.clause == "TEST" and _GIVES in stop.expected and stop.back() in ("STRING", "DATE"):
        if stop.found in (_MAKES, "EQUAL", "COLON"):
            yield "write `=>` before what the test gives"
        yield "say what the test gives: `=> nothing`, or `=> role = value`"
    if stop.found == _GIVES and stop.declaration == "RULE" and stop.back(2) == "RULE":
        yield "write `->` before the type that the rule makes"
    if stop.found == _GIVES and stop.back(2) == "NAME" and str(stop.read[-2]) == "test":
        yield f"`{stop.clause.lower()}` has no content"
    if stop.found == _GIVES and stop.clause != "TEST":
        yield '`=>` follows a test: `test "..." => role = value`; is `test` misspelt?'


def _spelling_hints(stop: _Stop) -> Iterator[str]:
    """Types are Capitalised, all else is lower_snake."""
    if stop.found == "TYPE" and stop.back(1) == "NAME" and stop.last in ("many", "required"):
        yield f"`{stop.last}` stands after the types: `visitor Person {stop.last}`"
    if stop.found == "TYPE" and "NAME" in stop.expected and "TYPE" not in stop.expected:
        yield f"only types begin with a capital: write `{_snake(stop.text)}`"
    if stop.found == "COLON" and stop.back() == "TYPE" and stop.in_pattern:
        yield f"only types begin with a capital; a role is written `{_snake(stop.last)}:`"
    if stop.found == "NAME" and "TYPE" in stop.expected and "NAME" not in stop.expected:
        yield f"types begin with a capital: write `{_camel(stop.text)}`"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_")) or name


def _mark_hints(stop: _Stop) -> Iterator[str]:
    """One mark for another."""
    if stop.found == "EQUAL" and "COMPARISON" in stop.expected:
        yield "a comparison is written `==`"
    if stop.found == "EQUAL" and stop.back() == "NAME" and stop.in_pattern:
        yield f"a role captures with a colon: `{stop.last}:Person`"
    if "EQUAL" in stop.expected and stop.text in (":", "==", ":=") and "TYPE" not in stop.expected:
        yield "write `=`"
    if stop.found == "COLON" and stop.back() == "TYPE" and "MATCH" in stop.expected:
        yield "leave it out: the clauses of a rule follow without a mark"
    if stop.found == "COLON" and stop.clause in ("RECORD", "ENTITY"):
        yield "leave it out: a role and its types stand side by side, `visitor Person`"
    if stop.found == "COMMA" and stop.in_pattern:
        yield 'items follow each other without commas; a comma of the text is written ","'
    if stop.found == "COMMA" and stop.clause in ("RECORD", "ENTITY"):
        yield "leave it out; several types or values of one role are joined with |"
    if stop.found == "VBAR" and "COMMA" in stop.expected:
        yield "a list is separated by commas"
    if stop.found in ("RPAR", "RSQB") and stop.back() in ("LPAR", "LSQB"):
        yield "something must stand between the brackets"
    if stop.found in ("RPAR", "RSQB") and _open_bracket(stop.read) is None:
        yield "no bracket is open here: leave it out"


def _pattern_hints(stop: _Stop) -> Iterator[str]:
    starts_item = stop.expected >= _ITEMS
    if stop.found in _LITERALS | {"TYPE", "LPAR"} and "MATCH" in stop.expected and not starts_item:
        yield "a pattern begins with `match`"
    if stop.found in _LITERALS and "COMMA" in stop.expected and stop.back() in _LITERALS:
        yield "a comma is missing before it"
    if stop.found in _LITERALS and "RULE" in stop.expected and "STRING" not in stop.expected:
        yield "a pattern stands in a rule, after `match`"
    if stop.found == "NUMBER" and stop.in_pattern:
        yield f'a number of the text is written "{stop.text}"; any number is Number'
    if stop.found == "QUANTITY" and starts_item:
        yield "a quantity stands after the item that it repeats"
    if stop.found == "ALL" and starts_item:
        yield "`&` stands after the item that may be a list: `Place&`"
    if stop.found == "EQUAL" and stop.back() in _CLAUSE_TYPES:
        yield f"leave it out: `{stop.last}` is followed by its content"


def _missing_hints(stop: _Stop) -> Iterator[str]:
    """Something left out."""
    if stop.ends and stop.back() in ("VBAR", "COMMA", "EQUAL", "COLON", "AND", "OR"):
        yield f"something is missing after `{stop.last}`"
    if stop.ends and stop.back() in _CLAUSE_TYPES:
        yield f"`{stop.last}` has no content"
    if stop.last == "from" and stop.found != "$END":
        yield 'a file name stands in quotes: "names.csv"'
    if stop.found in ("NAME", "TYPE") and "STRING" in stop.expected and not stop.expected & {"NAME", "TYPE"}:
        yield f'words stand in quotes: "{stop.text}"'
    if "ON" in stop.expected and _MAKES in stop.expected:
        yield "say what the rule makes, `-> Type`, or refines, `on Type`"
    if stop.found == "NUMBER" and stop.expected & {"STRING"} and stop.clause == "WORDS":
        yield f'words stand in quotes: "{stop.text}"'


def _expected(expected: frozenset[str], lark: Lark) -> str:
    """What could stand there, as a person calls it: some five things at most."""
    left = set(expected)
    names = []
    for group, name in _GROUPS:
        if group <= left:
            left -= group
            names.append(name)
    values = {terminal.name: terminal.pattern.value for terminal in lark.terminals}
    names += sorted({_NAMED.get(one) or f"`{values.get(one, one)}`" for one in left})
    if len(names) > 5:
        names = [*names[:4], "something else that can follow"]
    return " or ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " or " + names[-1]
