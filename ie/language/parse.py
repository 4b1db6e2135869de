"""Rule text to a syntax tree, by the Lark grammar in ``grammars/rules.lark``.

A file with mistakes is read on: it is cut where a line begins with a declaration's keyword, and each piece
is parsed by itself, so that every declaration with a mistake is reported in one run.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError
from lark.tree import Meta

from ie import resources
from ie.diagnostics import Diagnostic, RuleError, Span, problem
from ie.language import tree

DECLARATIONS = ("use", "entity", "record", "words", "lexicon", "pattern", "auxiliary", "rule")
_DECLARATION_START = re.compile(rf"^(?=(?:{'|'.join(DECLARATIONS)})[ \t])", re.MULTILINE)
_MAX_GAP = 8
_MAX_QUANTITY = 100

_TERMINALS = {
    "NAME": "a name in lower case",
    "TYPE": "a Type",
    "STRING": 'text in "quotes"',
    "INFLECTED": '~"text"',
    "TOKEN_REGEX": "/regex/",
    "DATE": "a date",
    "NUMBER": "a number",
    "RANGE": "`..5`",
    "GAP": "`..`",
    "REST": "`...`",
    "QUANTITY": "a quantity such as ? or *",
    "COMPARISON": "a comparison such as ==",
    "COUNT": "count(role)",
    "$END": "the end of the file",
}


@cache
def _lark() -> Lark:
    grammar = (resources.folder("grammars") / "rules.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True)


def parse(text: str, path: str, module: str) -> tuple[tree.SyntaxTree, list[Diagnostic]]:
    """The tree of a rule file and what is wrong with its syntax.

    Declarations that cannot be parsed are left out of the tree and each gives a diagnostic.
    """
    try:
        return tree.SyntaxTree(path, module, _declarations(text, path)), []
    except UnexpectedInput as error:
        first = error
    except RuleError:
        first = None
    declarations: list[tree.Declaration] = []
    problems: list[Diagnostic] = []
    for piece in _pieces(text):
        try:
            declarations += _declarations(piece, path)
        except UnexpectedInput as error:
            problems.append(_syntax_problem(error, piece, path))
        except RuleError as error:
            problems += error.diagnostics
    if first is not None and not problems:  # a mistake that cutting hides
        problems.append(_syntax_problem(first, text, path))
    return tree.SyntaxTree(path, module, tuple(declarations)), problems


def _declarations(text: str, path: str) -> tuple[tree.Declaration, ...]:
    try:
        parsed = _lark().parse(text)
        declarations: tuple[tree.Declaration, ...] = _Builder(path).transform(parsed)
    except VisitError as error:
        raise error.orig_exc from None
    return declarations


def _pieces(text: str) -> list[str]:
    """The text cut before each declaration, with line breaks in front that keep the line numbers true."""
    starts = [0, *(match.start() for match in _DECLARATION_START.finditer(text) if match.start()), len(text)]
    return ["\n" * text.count("\n", 0, start) + text[start:end] for start, end in pairwise(starts) if end > start]


def _syntax_problem(error: UnexpectedInput, text: str, path: str) -> Diagnostic:
    if isinstance(error, UnexpectedCharacters):
        line, column = error.line, error.column
        char = text[error.pos_in_stream : error.pos_in_stream + 1]
        span = Span(path, line, column, line, column + 1)
        if char in ('"', "~"):
            return problem("unclosed-string", span, details={})
        expected = _expected(error.allowed or ())
        found = f"character '{char}'"
        if expected and char not in "'“”‘’":
            return problem("syntax", span, details=dict(found=found, expected=expected))
        return problem("bad-character", span, details=dict(found=f"'{char}'"))
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        token = error.token
        span = _token_span(token, path)
        return problem(
            "syntax", span, details=dict(found=f"'{token}'", expected=_expected(error.accepts or error.expected))
        )
    lines = text.rstrip().split("\n")
    span = Span(path, len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 2)
    expected = _expected(error.expected) if isinstance(error, UnexpectedEOF | UnexpectedToken) else "more"
    return problem("syntax", span, details=dict(found="end", expected=expected))


def _expected(terminals: Any) -> str:
    """The terminals a parser would have taken, as a person calls them."""
    known = {t.name: t for t in _lark().terminals}
    names = []
    for terminal in sorted(set(terminals)):
        if terminal in _TERMINALS:
            names.append(_TERMINALS[terminal])
        elif terminal in known:
            names.append(f"`{known[terminal].pattern.value}`")
    keywords = {f"`{word}`" for word in DECLARATIONS}
    if keywords <= set(names):
        names = [*(name for name in names if name not in keywords), "the next declaration"]
    return " or ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " or " + names[-1]


def _token_span(token: Token, path: str) -> Span:
    return Span(path, token.line or 1, token.column or 1, token.end_line or 1, token.end_column or 2)


_ESCAPE = re.compile(r"\\(.)")


def _unquote(token: str) -> str:
    return _ESCAPE.sub(r"\1", token[token.index('"') + 1 : -1])


_Children: TypeAlias = list[Any]


@v_args(meta=True)
class _Builder(Transformer[Token, tuple[tree.Declaration, ...]]):
    """Lark's tree to ours. Method names are the grammar's rule names."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def _span(self, meta: Meta) -> Span:
        if meta.empty:
            return Span(self._path, 1, 1, 1, 2)
        return Span(self._path, meta.line, meta.column, meta.end_line, meta.end_column)

    def _fail(self, code: str, span: Span, **details: object) -> RuleError:
        return RuleError([problem(code, span, details=details)])

    # declarations

    def start(self, meta: Meta, children: _Children) -> tuple[tree.Declaration, ...]:
        return tuple(children)

    def use(self, meta: Meta, children: _Children) -> tree.Use:
        return tree.Use(tuple(str(part) for part in children), self._span(meta))

    def types(self, meta: Meta, children: _Children) -> tuple[str, tuple[str, ...]]:
        return "types", tuple(map(str, children))

    def values(self, meta: Meta, children: _Children) -> tuple[str, tuple[str, ...]]:
        return "values", tuple(map(str, children))

    def modifier(self, meta: Meta, children: _Children) -> str:
        return str(children[0])

    def role(self, meta: Meta, children: _Children) -> tree.Role:
        name, (kind, names), *modifiers, default = children
        return tree.Role(
            str(name),
            names if kind == "types" else (),
            names if kind == "values" else (),
            "many" in modifiers,
            "required" in modifiers,
            default.value if default is not None else None,
            self._span(meta),
        )

    def label(self, meta: Meta, children: _Children) -> tuple[str, str]:
        return str(children[0]), _unquote(children[1])

    def entity(self, meta: Meta, children: _Children) -> tree.Entity:
        name, parent, *roles = children
        return tree.Entity(str(name), _text(parent), tuple(roles), self._span(meta))

    def record(self, meta: Meta, children: _Children) -> tree.Record:
        name, parent, *rest = children
        roles = tuple(one for one in rest if isinstance(one, tree.Role))
        labels = tuple(one for one in rest if not isinstance(one, tree.Role))
        return tree.Record(str(name), _text(parent), roles, labels, self._span(meta))

    def words(self, meta: Meta, children: _Children) -> tree.Words:
        name, *rest = children
        span = self._span(meta)
        if isinstance(rest[0], Token):
            return tree.Words(str(name), (), _unquote(rest[0]), span)
        return tree.Words(str(name), tuple(rest), None, span)

    def lexicon(self, meta: Meta, children: _Children) -> tree.Lexicon:
        return tree.Lexicon(str(children[0]), _unquote(children[1]), self._span(meta))

    def auxiliary(self, meta: Meta, children: _Children) -> tree.Auxiliary:
        reading, form, *literals = children
        return tree.Auxiliary(str(reading), str(form), tuple(literals), self._span(meta))

    def pattern(self, meta: Meta, children: _Children) -> tree.Pattern:
        return tree.Pattern(str(children[0]), children[1], self._span(meta))

    # rules

    def makes(self, meta: Meta, children: _Children) -> tuple[str, bool, Span]:
        return str(children[0]), False, _token_span(children[0], self._path)

    def refines(self, meta: Meta, children: _Children) -> tuple[str, bool, Span]:
        return str(children[0]), True, _token_span(children[0], self._path)

    def match(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        return "match", children[0]

    def where(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        return "where", self._condition(children[0])

    def unless(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        return "unless", children[0]

    def set(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        return "set", tree.Assignment(str(children[0]), children[1], self._span(meta))

    def side(self, meta: Meta, children: _Children) -> str:
        return str(children[0])

    def quote(self, meta: Meta, children: _Children) -> str:
        return "quote"

    def same(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        type_, side, condition = children
        condition = self._condition(condition) if condition is not None else None
        return "same", tree.Same(str(type_), side, condition, self._span(meta))

    def within(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        if children[0] == "quote":
            return "within", tree.Within(0, False, True, self._span(meta))
        return "within", tree.Within(int(float(children[0])), children[1] == "after", False, self._span(meta))

    def nothing(self, meta: Meta, children: _Children) -> tuple[Any, ...]:
        return ()

    def expected(self, meta: Meta, children: _Children) -> tuple[Any, ...]:
        return tuple(children)

    def assignment(self, meta: Meta, children: _Children) -> tuple[str, tuple[Any, ...]]:
        name, value = children
        values = value if isinstance(value, tuple) else (value,)
        return str(name), tuple(one.value for one in values)

    def list(self, meta: Meta, children: _Children) -> tuple[Any, ...]:
        return tuple(children)

    def test(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        text, date, *expectations = children
        if date is not None and not _is_date(date):
            raise self._fail("bad-date", _token_span(date, self._path), name=date)
        return "test", tree.Test(_unquote(text), _text(date), tuple(expectations), self._span(meta))

    def rule(self, meta: Meta, children: _Children) -> tree.Rule:
        name, (target, refines, target_span), *clauses = children
        found: dict[str, list[Any]] = {}
        for kind, content in clauses:
            found.setdefault(kind, []).append(content)
        for kind in ("same", "within"):
            if len(found.get(kind, ())) > 1:
                first, second = found[kind][:2]
                place = f"{first.span.path}:{first.span.line}:{first.span.column}"
                raise self._fail("duplicate", second.span, name=kind, first=place)
        return tree.Rule(
            str(name),
            target,
            refines,
            tuple(found.get("match", ())),
            tuple(found.get("where", ())),
            tuple(found.get("unless", ())),
            tuple(found.get("set", ())),
            next(iter(found.get("same", ())), None),
            next(iter(found.get("within", ())), None),
            tuple(found.get("test", ())),
            self._span(meta),
            target_span,
        )

    # patterns

    def choice(self, meta: Meta, children: _Children) -> tree.Item:
        return children[0] if len(children) == 1 else tree.Choice(tuple(children), self._span(meta))

    def sequence(self, meta: Meta, children: _Children) -> tree.Item:
        return children[0] if len(children) == 1 else tree.Sequence(tuple(children), self._span(meta))

    def capture(self, meta: Meta, children: _Children) -> tree.Capture:
        role, item = children
        return tree.Capture(str(role), item, self._span(meta), _token_span(role, self._path))

    def coordination(self, meta: Meta, children: _Children) -> tree.Coordination:
        return tree.Coordination(children[0], self._span(meta))

    def repeat(self, meta: Meta, children: _Children) -> tree.Repeat:
        item, quantity = children
        low, high, lazy = self._quantity(quantity)
        return tree.Repeat(item, low, high, lazy, self._span(meta))

    def _quantity(self, token: Token) -> tuple[int, int | None, bool]:
        text = str(token)
        lazy = len(text) > 1 and text.endswith("?")
        text = text[:-1] if lazy else text
        if not text.startswith("{"):
            low, high = {"?": (0, 1), "*": (0, None), "+": (1, None)}[text]
            return low, high, lazy
        first, comma, last = text[1:-1].partition(",")
        low = int(first)
        high = (int(last) if last else None) if comma else low
        if max(low, high or 0) > _MAX_QUANTITY or (high is not None and high < low):
            raise self._fail("bad-quantity", _token_span(token, self._path))
        return low, high, lazy

    def negation(self, meta: Meta, children: _Children) -> tree.Not:
        return tree.Not(children[0], self._span(meta))

    def verb(self, meta: Meta, children: _Children) -> tree.VerbGroup:
        return tree.VerbGroup(children[0], False, self._span(meta))

    def passive(self, meta: Meta, children: _Children) -> tree.VerbGroup:
        return tree.VerbGroup(children[0], True, self._span(meta))

    def before(self, meta: Meta, children: _Children) -> tree.Context:
        return tree.Context(children[0], True, False, self._span(meta))

    def after(self, meta: Meta, children: _Children) -> tree.Context:
        return tree.Context(children[0], False, False, self._span(meta))

    def not_before(self, meta: Meta, children: _Children) -> tree.Context:
        return tree.Context(children[0], True, True, self._span(meta))

    def not_after(self, meta: Meta, children: _Children) -> tree.Context:
        return tree.Context(children[0], False, True, self._span(meta))

    def literal(self, meta: Meta, children: _Children) -> tree.Literal:
        token = children[0]
        return tree.Literal(_unquote(token), token.type == "INFLECTED", self._span(meta))

    def token_regex(self, meta: Meta, children: _Children) -> tree.TokenRegex:
        return tree.TokenRegex(str(children[0])[1:-1].replace("\\/", "/"), self._span(meta))

    def name(self, meta: Meta, children: _Children) -> tree.Name:
        return tree.Name(str(children[0]), self._span(meta))

    def type(self, meta: Meta, children: _Children) -> tree.TypeName:
        name, condition = children
        condition = self._condition(condition) if condition is not None else None
        return tree.TypeName(str(name), condition, self._span(meta))

    def gap(self, meta: Meta, children: _Children) -> tree.Gap:
        span = self._span(meta)
        low, _, high = str(children[0])[2:].partition("-")
        if not low:
            return tree.Gap(0, _MAX_GAP, span)
        if not high:
            low, high = "0", low
        if int(high) < int(low) or int(high) > _MAX_QUANTITY:
            raise self._fail("bad-quantity", span)
        return tree.Gap(int(low), int(high), span)

    def rest(self, meta: Meta, children: _Children) -> tree.Rest:
        return tree.Rest(self._span(meta))

    def sentence_start(self, meta: Meta, children: _Children) -> tree.Boundary:
        return tree.Boundary(True, self._span(meta))

    def sentence_end(self, meta: Meta, children: _Children) -> tree.Boundary:
        return tree.Boundary(False, self._span(meta))

    def this(self, meta: Meta, children: _Children) -> tree.This:
        return tree.This(self._span(meta))

    # conditions

    def _condition(self, condition: tree.Condition | tree.Operand) -> tree.Condition:
        """A bare operand as a condition asks whether it is known."""
        if isinstance(condition, tree.Constant | tree.Path | tree.Count):
            return tree.Truth(condition, condition.span)
        return condition

    def disjunction(self, meta: Meta, children: _Children) -> tree.Condition:
        return tree.Logic("or", tuple(map(self._condition, children)), self._span(meta))

    def conjunction(self, meta: Meta, children: _Children) -> tree.Condition:
        return tree.Logic("and", tuple(map(self._condition, children)), self._span(meta))

    def negate(self, meta: Meta, children: _Children) -> tree.Condition:
        return tree.Logic("not", (self._condition(children[0]),), self._span(meta))

    def truth(self, meta: Meta, children: _Children) -> tree.Condition:
        return tree.Truth(children[0], self._span(meta))

    def compare(self, meta: Meta, children: _Children) -> tree.Condition:
        left, operator, right = children
        return tree.Comparison(left, str(operator), right, self._span(meta))

    def member(self, meta: Meta, children: _Children) -> tree.Condition:
        return tree.Comparison(children[0], "in", children[1], self._span(meta))

    def path(self, meta: Meta, children: _Children) -> tree.Path:
        return tree.Path(tuple(map(str, children)), self._span(meta))

    def this_path(self, meta: Meta, children: _Children) -> tree.Path:
        return tree.Path(("this", str(children[0])), self._span(meta))

    def count(self, meta: Meta, children: _Children) -> tree.Count:
        return tree.Count(str(children[-1]), self._span(meta))

    def scalar(self, meta: Meta, children: _Children) -> tree.Constant:
        token = children[0]
        span = self._span(meta)
        if token.type == "STRING":
            return tree.Constant(_unquote(token), False, span)
        if token.type == "NUMBER":
            return tree.Constant(float(token) if "." in token else int(token), False, span)
        return tree.Constant(str(token), token.type == "NAME", span)


def _text(token: Token | None) -> str | None:
    return None if token is None else str(token)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
