"""The tree says what the author wrote; what cannot be read is reported and the rest is read all the same."""

from __future__ import annotations

import pytest

from ie.diagnostics import Diagnostic
from ie.language import tree
from ie.language.parse import parse


def parsed(text: str) -> tuple[tree.Declaration, ...]:
    syntax, problems = parse(text, "f.ie", "f")
    assert not problems
    return syntax.declarations


def problems(text: str) -> list[Diagnostic]:
    return parse(text, "f.ie", "f")[1]


def item(pattern: str) -> tree.Item:
    [declaration] = parsed(f"pattern p = {pattern}")
    assert isinstance(declaration, tree.Pattern)
    return declaration.item


def rule(clauses: str) -> tree.Rule:
    [declaration] = parsed(f"rule r -> T {clauses}")
    assert isinstance(declaration, tree.Rule)
    return declaration


@pytest.mark.parametrize(
    ("pattern", "low", "high", "lazy"),
    [
        ("x?", 0, 1, False),
        ("x*", 0, None, False),
        ("x+?", 1, None, True),
        ("x{3}", 3, 3, False),
        ("x{2,}", 2, None, False),
        ("x{2,4}?", 2, 4, True),
        ("x{0,100}", 0, 100, False),
    ],
)
def test_quantities(pattern: str, low: int, high: int | None, lazy: bool) -> None:
    repeat = item(pattern)
    assert isinstance(repeat, tree.Repeat)
    assert (repeat.low, repeat.high, repeat.lazy) == (low, high, lazy)


@pytest.mark.parametrize(("gap", "low", "high"), [("..", 0, 8), ("..5", 0, 5), ("..2-5", 2, 5), ("..0-0", 0, 0)])
def test_gaps(gap: str, low: int, high: int) -> None:
    found = item(gap)
    assert isinstance(found, tree.Gap)
    assert (found.low, found.high) == (low, high)


def test_juxtaposition_binds_tighter_than_choice() -> None:
    choice = item('"a" b | C')
    assert isinstance(choice, tree.Choice)
    assert [type(option) for option in choice.options] == [tree.Sequence, tree.TypeName]


def test_a_quantity_belongs_to_what_is_captured() -> None:
    capture = item("visitor:Person&{2}")
    assert isinstance(capture, tree.Capture)
    assert isinstance(capture.item, tree.Repeat)
    assert isinstance(capture.item.item, tree.Coordination)


def test_signs_before_an_item() -> None:
    negated = item("not after x")
    assert isinstance(negated, tree.Context)
    assert (negated.ahead, negated.negated) == (False, True)
    doubled = item('!before "a"')
    assert isinstance(doubled, tree.Not)
    assert isinstance(doubled.item, tree.Context)


def test_escapes_in_texts_and_regular_expressions() -> None:
    literal = item(r'~"say \"no\""')
    assert literal == tree.Literal('say "no"', True, literal.span)
    regex = item(r"/\d+\/\d+/")
    assert regex == tree.TokenRegex(r"\d+/\d+", regex.span)


def test_keywords_are_names_where_nothing_else_can_stand() -> None:
    [declaration] = parsed("record R match Text same Text test Text")
    assert isinstance(declaration, tree.Record)
    assert [role.name for role in declaration.roles] == ["match", "same", "test"]


def test_layout_is_free() -> None:
    text = 'use a.b record V x P many = "z" label c = "1" rule r on V match this "a" set x = y test "t" => nothing'
    assert len(parsed(text)) == len(parsed(text.replace(" ", "\n\t"))) == 3


def test_where_after_same_belongs_to_it() -> None:
    found = rule('match "he" same Person where name where name == "x"')
    assert found.same is not None
    assert found.same.condition is not None
    assert len(found.where) == 1


def test_conditions_bind_not_and_or() -> None:
    [condition] = rule("match x where not a and b or c.d").where
    assert isinstance(condition, tree.Logic)
    assert condition.operator == "or"
    first, second = condition.parts
    assert isinstance(first, tree.Logic)
    assert first.operator == "and"
    assert isinstance(second, tree.Truth)


def test_expectations() -> None:
    [nothing, two] = rule(
        'match x test "t" => nothing test "u" dated 2025-11-19 => a = 1, b = [c, "d"] => a = 2.5'
    ).tests
    assert nothing.expectations == ((),)
    assert two.date == "2025-11-19"
    assert two.expectations == ((("a", (1,)), ("b", ("c", "d"))), (("a", (2.5,)),))


def test_spans_count_from_one_and_end_after_the_last_character() -> None:
    [first, second] = parsed('use a\nwords b =\n  "ü",\n  "c"  # not this')
    assert (first.span.line, first.span.column, first.span.end_column) == (1, 1, 6)
    assert (second.span.line, second.span.end_line, second.span.end_column) == (2, 4, 6)


def test_every_declaration_with_a_mistake_is_reported_and_the_others_are_read() -> None:
    text = 'use A\nwords good = "x"\nrule bad ->\nwords fine = "y"\nentity lower\n'
    syntax, found = parse(text, "f.ie", "f")
    assert [one.span.line for one in found] == [1, 3, 5]
    assert [one.name for one in syntax.declarations if isinstance(one, tree.Words)] == ["good", "fine"]


def test_a_mistake_that_cutting_hides_is_reported() -> None:
    [found] = problems('words a = "x"\nuse b,\nuse c\n')
    assert (found.code, found.span.line) == ("syntax", 2)


@pytest.mark.parametrize("nested", ["(" * 500 + '"a"' + ")" * 500, "!" * 500 + '"a"', '"a"' + " ?" * 500])
def test_what_is_nested_too_deeply_is_refused(nested: str) -> None:
    [found] = problems(f"pattern p = {nested}")
    assert found.code == "too-large"


@pytest.mark.parametrize("number", ["9" * 5000, "0.5", "101"])
def test_absurd_numbers(number: str) -> None:
    assert [one.code for one in problems(f"rule r on T match this within {number} sentences")] == ["bad-quantity"]
    assert not problems(f"rule r on T match this set x = {number}")
