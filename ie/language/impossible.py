"""Pieces of pattern that can match no sentence whatever it says, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ie.diagnostics import Span
from ie.language import tree
from ie.language.items import nullable, walk

_NO_SPACE = ("a token holds no space", 'write words in a row in quotes, "peace talks", or as two regular expressions')
_AFTER_END = ("something follows `$`, the end of the sentence", "put `$` last")
_BEFORE_START = ("something comes before `^`, the start of the sentence", "put `^` first")
_NEGATED_NOTHING = ("what it negates can be nothing, and nothing is everywhere", "negate what takes a word")
_CLASS_OR_ESCAPE = re.compile(r"\\.|\[[^\]]*\]")
_NEEDED_SPACE = re.compile(r" (?![?*{])")


def impossible(item: tree.Item) -> Iterator[tuple[Span, str, str]]:
    """Where an item itself, not what is inside it, can never match; the reason; how to mend it."""
    match item:
        case tree.TokenRegex(source) if _needs_space(source):
            yield item.span, *_NO_SPACE
        case tree.Not(inner) | tree.Context(inner, _, True) if nullable(inner) and not any(map(_is_edge, walk(inner))):
            yield item.span, *_NEGATED_NOTHING
        case tree.Sequence(items):
            for one, following in pairwise(items):
                if one == tree.Boundary(False, one.span) and takes_word(following):
                    yield following.span, *_AFTER_END
                if following == tree.Boundary(True, following.span) and takes_word(one):
                    yield one.span, *_BEFORE_START


def takes_word(item: tree.Item) -> bool:
    """Whether an item surely takes a word. Marks of punctuation may stand beyond the ends of a sentence."""
    match item:
        case tree.Literal(text):
            return any(char.isalnum() for char in text)
        case tree.TypeName(name):
            return name != "Punct"
        case tree.VerbGroup() | tree.This():
            return True
        case tree.Sequence(items):
            return any(map(takes_word, items))
        case tree.Choice(options):
            return all(map(takes_word, options))
        case tree.Repeat(inner, low):
            return low > 0 and takes_word(inner)
        case tree.Capture() | tree.Coordination():
            return takes_word(item.item)
        case _:
            return False


def _is_edge(item: tree.Item) -> bool:
    """Whether an item takes no token, but asks where it stands."""
    return isinstance(item, tree.Boundary | tree.Context)


def _needs_space(source: str) -> bool:
    """Whether a regular expression without alternatives or groups of a special kind holds a space that must match."""
    plain = _CLASS_OR_ESCAPE.sub("x", source)
    return "|" not in plain and "(?" not in plain and _NEEDED_SPACE.search(plain) is not None
