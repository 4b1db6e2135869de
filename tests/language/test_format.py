"""``ie fmt``: one layout, the same meaning, every comment kept, and nothing to do the second time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ie import resources
from ie.diagnostics import RuleError
from ie.language.format import format_text
from ie.language.parse import parse

HERE = Path(__file__).parent
RULES = sorted(resources.folder("rules").rglob("*.ie"))
IDENTITY = (HERE / "fixtures" / "identity.ie").read_text(encoding="utf-8").split("# ---\n")[1:]


def meaning(text: str) -> str:
    """The tree without places."""
    syntax, problems = parse(text, "f.ie", "f")
    assert not problems
    return re.sub(r"Span\(path=[^)]*\)", "", repr(syntax))


def comments(text: str) -> list[str]:
    """All comments in order; a # inside a text is none."""
    without_texts = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    return [found.rstrip() for found in re.findall(r"#.*", without_texts)]


def agree(text: str) -> str:
    """Format, and hold what formatting promises."""
    formatted = format_text(text)
    assert format_text(formatted) == formatted
    assert meaning(formatted) == meaning(text)
    assert comments(formatted) == comments(text)
    assert all(line == line.rstrip() for line in formatted.split("\n"))
    return formatted


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rules_keep_their_meaning(path: Path) -> None:
    agree(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", IDENTITY, ids=lambda text: text.split("\n")[0])
def test_well_laid_out_text_stays(text: str) -> None:
    assert agree(text) == text


@pytest.mark.parametrize("text", IDENTITY, ids=lambda text: text.split("\n")[0])
def test_layout_does_not_depend_on_what_it_was(text: str) -> None:
    """Spaces and line breaks mean nothing, except around comments and where a blank line stands."""
    if not comments(text) and "\n\n" not in text:
        squeezed = re.sub(r"\n +", " ", text)
        assert agree(squeezed) == text
        assert agree(re.sub(r"(?m)^ +", "\t\t ", text).replace("\n", "\r\n")) == text


def test_nothing_comes_of_nothing() -> None:
    assert format_text("") == ""
    assert format_text("\n \n") == ""
    assert format_text("\ufeff# only this\n\n\n") == "# only this\n"


def test_blank_lines_are_kept_but_not_heaped() -> None:
    assert format_text('\n\nuse base\n\n\n\nwords a="x"\nwords b="y"') == 'use base\n\nwords a = "x"\nwords b = "y"\n'


def test_rules_stand_apart() -> None:
    text = 'use base\n# what\nrule a -> B match "x"\n# why\nrule b -> B match "y"\nwords c = "z"'
    assert agree(text) == (
        'use base\n\n# what\nrule a -> B\n    match  "x"\n\n# why\nrule b -> B\n    match  "y"\n\nwords c = "z"\n'
    )


def test_comment_at_the_end_of_a_rule_stays_in_it_if_it_is_indented() -> None:
    text = 'rule a -> B\n    match  "x"\n    # of a\n\n# of b\nrule b -> B\n    match  "y"\n'
    assert agree(text) == text


def test_comments_between_any_two_tokens_survive() -> None:
    text = 'record V is W s a | b many = c label d = "e"\nrule r -> V match x:( y & | "z" ) ? test "t" => a = [ b , c ]'
    for break_ in (" # here\n", "\n# there\n", "\n  # and there\n"):
        for found in re.finditer(" ", text):
            agree(text[: found.start()] + break_ + text[found.end() :])


def test_quantities_do_not_run_together() -> None:
    assert "x? ?" in agree("rule a -> B match x? ?")
    assert "x??" in agree("rule a -> B match x ??")


def test_a_text_with_errors_is_not_touched() -> None:
    with pytest.raises(RuleError) as caught:
        format_text("rule a ->\n\nrule b -> C match", "b.ie")
    assert [(one.span.path, one.span.line) for one in caught.value.diagnostics] == [("b.ie", 1), ("b.ie", 3)]
