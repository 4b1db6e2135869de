"""The words of token expressions: all that an expression matches, and nothing else."""

from __future__ import annotations

from itertools import product

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from ie.compiler.regex_words import words_of

SHORT = ["".join(letters) for length in range(6) for letters in product("ab", repeat=length)]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("exchange|return", {"exchange", "return"}),
        ("swaps?|trad(e|ed)", {"swap", "swaps", "trade", "traded"}),
        ("[Gg]oing", {"Going", "going"}),
        (r"U\.?S\.", {"US.", "U.S."}),
        ("all-for-all", {"all-for-all"}),
        ("a(?:b|c(d|e)?)", {"ab", "ac", "acd", "ace"}),
    ],
)
def test_words(expression: str, words: set[str]) -> None:
    assert words_of(expression) == words


@pytest.mark.parametrize(
    "expression",
    ["[a-z]+ly", "a*", "a{2}", "a.b", r"\d", "[^a]", "(?i)a", "a?", "a|", "()", "(a", "a)", "a??", "[a-c]"],
)
def test_what_is_not_looked_into(expression: str) -> None:
    assert words_of(expression) is None


def test_too_many_words() -> None:
    assert words_of("[abcdefgh][abcdefgh][abcdefgh]") is None


PIECES = st.sampled_from(["a", "b", "[ab]", "(a|b)", "(?:ab|b?)", "a?", "|", "(", ")", "?", "ab"])


@given(st.lists(PIECES, max_size=6).map("".join))
def test_exactly_what_matches(expression: str) -> None:
    words = words_of(expression)
    if words is not None:
        assert {one for one in SHORT if regex.fullmatch(expression, one)} == {one for one in words if len(one) < 6}
