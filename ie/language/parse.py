"""Rule text to a syntax tree, by the Lark grammar in ``grammars/rules.lark``.

A file with mistakes is read on: it is cut where a line begins with a declaration's keyword, and each piece
is parsed by itself, so that every declaration with a mistake is reported in one run.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, Tree, v_args
from lark.exceptions import UnexpectedInput, VisitError
from lark.tree import Meta

from ie import resources
from ie.diagnostics import Diagnostic, RuleError, Span, problem
from ie.language import tree
from ie.language.mistakes import CLAUSES, DECLARATIONS, explain, token_span

_DECLARATION_START = re.compile(rf"^(?=(?:{'|'.join(DECLARATIONS)})[ \t])", re.MULTILINE)
_MAX_GAP = 8
_MAX_QUANTITY = 100
_MAX_DEPTH = 100


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
    except UnexpectedInput:
        whole = [explain(text, path, _lark())]
    except RuleError as error:
        whole = error.diagnostics
    declarations: list[tree.Declaration] = []
    problems: list[Diagnostic] = []
    for piece in _pieces(text):
        try:
            declarations += _declarations(piece, path)
        except UnexpectedInput:
            problems.append(explain(piece, path, _lark()))
        except RuleError as error:
            problems += error.diagnostics
    return tree.SyntaxTree(path, module, tuple(declarations)), problems or whole  # a mistake that cutting hides


def _declarations(text: str, path: str) -> tuple[tree.Declaration, ...]:
    parsed = _lark().parse(text)
    _check_depth(parsed, path)
    try:
        declarations: tuple[tree.Declaration, ...] = _Builder(path).transform(parsed)
    except VisitError as error:
        raise error.orig_exc from None
    return declarations


def _check_depth(parsed: Tree[Token], path: str) -> None:
    """What is read by functions that call themselves must not be nested without end."""
    waiting: list[tuple[Tree[Token] | Token, int]] = [(parsed, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, Tree):
            waiting += [(child, depth + 1) for child in node.children if child is not None]
        elif depth > _MAX_DEPTH:
            reason = "its brackets and signs are nested too deeply"
            details = {"reason": reason, "hint": "give names to pieces of it with `pattern`"}
            raise RuleError([problem("too-large", token_span(node, path), details=details)])


def tokens(text: str) -> list[Token]:
    """The tokens of a rule file that has no mistakes, for what lays it out anew. Comments are not among them."""
    return list(_lark().parse_interactive(text).exhaust_lexer())


@cache
def keywords() -> frozenset[str]:
    """Words that can stand in a pattern and mean something to the language, so that nothing there is called so."""
    return frozenset((*DECLARATIONS, *CLAUSES, "verb", "passive", "before", "after", "not", "this"))


def _pieces(text: str) -> list[str]:
    """The text cut before each declaration, with line breaks in front that keep the line numbers true."""
    starts = [0, *(match.start() for match in _DECLARATION_START.finditer(text) if match.start()), len(text)]
    return ["\n" * text.count("\n", 0, start) + text[start:end] for start, end in pairwise(starts) if end > start]


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
        return str(children[0]), False, token_span(children[0], self._path)

    def refines(self, meta: Meta, children: _Children) -> tuple[str, bool, Span]:
        return str(children[0]), True, token_span(children[0], self._path)

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

    def place(self, meta: Meta, children: _Children) -> str:
        return str(children[0])

    def same(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        type_, every, side, condition = children
        condition = self._condition(condition) if condition is not None else None
        return "same", tree.Same(str(type_), every is not None, side, condition, self._span(meta))

    def within(self, meta: Meta, children: _Children) -> tuple[str, Any]:
        if isinstance(children[0], Token):
            reach, where = children
            sentences = _small(reach)
            if sentences is None:
                raise self._fail("bad-quantity", token_span(reach, self._path))
            of = _text(where) if isinstance(where, Token) else None
            return "within", tree.Within("sentences", sentences, where == "after", of, self._span(meta))
        return "within", tree.Within(children[0], 0, False, None, self._span(meta))

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
        text, day, *expectations = children
        if day is not None and not (len(day) == 10 and _is_date(day)):
            raise self._fail("bad-date", token_span(day, self._path), name=day)
        return "test", tree.Test(_unquote(text), _text(day), tuple(expectations), self._span(meta))

    def rule(self, meta: Meta, children: _Children) -> tree.Rule:
        name, (target, refines, target_span), *clauses = children
        found: dict[str, list[Any]] = {}
        for kind, content in clauses:
            found.setdefault(kind, []).append(content)
        for kind in ("same", "within"):
            if len(found.get(kind, ())) > 1:
                first, second = found[kind][:2]
                labels = [(first.span, "first written")]
                raise RuleError([problem("duplicate", second.span, labels=labels, details={"name": kind})])
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
        return tree.Capture(str(role), item, self._span(meta), token_span(role, self._path))

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
        lowest, highest = _small(first), _small(last if comma else first)
        if lowest is None or (last and highest is None) or (highest is not None and highest < lowest):
            raise self._fail("bad-quantity", token_span(token, self._path))
        return lowest, highest, lazy

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
        first, _, last = str(children[0])[2:].partition("-")
        if not first:
            return tree.Gap(0, _MAX_GAP, span)
        low, high = (_small(first), _small(last)) if last else (0, _small(first))
        if low is None or high is None or high < low:
            raise self._fail("bad-quantity", span)
        return tree.Gap(low, high, span)

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
        return tree.Path(("this", str(children[-1])), self._span(meta))

    def count(self, meta: Meta, children: _Children) -> tree.Count:
        this, role = children[-2:]
        return tree.Count(str(role), this is not None, self._span(meta))

    def scalar(self, meta: Meta, children: _Children) -> tree.Constant:
        token = children[0]
        span = self._span(meta)
        if token.type == "STRING":
            return tree.Constant(_unquote(token), False, span)
        if token.type == "NUMBER":
            return tree.Constant(float(token) if "." in token or len(token) > 15 else int(token), False, span)
        if token.type == "DATE" and not all(map(_is_date, token.removesuffix("/..").split("/"))):
            raise self._fail("bad-date", span, name=token)
        return tree.Constant(str(token), token.type == "NAME", span)


def _text(token: Token | None) -> str | None:
    return None if token is None else str(token)


def _small(text: str) -> int | None:
    """A number of repetitions or sentences, or None where it is too large or no whole number."""
    return int(text) if len(text) <= 3 and text.isdecimal() and int(text) <= _MAX_QUANTITY else None


def _is_date(text: str) -> bool:
    """Whether a day, a month or a year can be."""
    try:
        date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return False
    return True
