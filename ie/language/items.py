"""Questions about pieces of pattern and conditions: what is in them, what they take, how large they are."""

from __future__ import annotations

from collections.abc import Iterator

from ie.language import builtin, tree

_MAX_SIZE = 1_000_000
_MAX_DEPTH = 100
"""Pieces of a pattern, and how deep they lie in one another, with all the lists and patterns in it."""
_MAX_TIMES = 10_000
"""How often a piece may occur by all the quantities around it; matchers are built in memory."""


def walk(item: tree.Item) -> Iterator[tree.Item]:
    """The item and all inside it."""
    waiting = [item]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(tree.children(one))


def too_large(item: tree.Item) -> str:
    """Why a resolved pattern is too large to work with, or an empty text."""
    waiting = [(item, 1, 1)]
    size = 0
    while waiting:
        one, depth, times = waiting.pop()
        if isinstance(one, tree.Repeat):
            times *= max(1, one.low, one.high or 0)
        parts = tree.children(one)
        size += len(parts)
        if size > _MAX_SIZE:
            return f"with the patterns in it, it has more than {_MAX_SIZE} pieces"
        if depth > _MAX_DEPTH:
            return f"with the patterns in it, it is nested more than {_MAX_DEPTH} deep"
        if times > _MAX_TIMES:
            return f"its quantities multiply to more than {_MAX_TIMES}"
        waiting += [(part, depth + 1, times) for part in parts if not isinstance(part, tree.Literal)]
    return ""


def captures(item: tree.Item) -> Iterator[tree.Capture]:
    """All captures in an item."""
    return (one for one in walk(item) if isinstance(one, tree.Capture))


def nullable(item: tree.Item) -> bool:
    """Whether the item can match no token at all."""
    match item:
        case tree.Sequence(items):
            return all(map(nullable, items))
        case tree.Choice(options):
            return any(map(nullable, options))
        case tree.Repeat(inner, low):
            return low == 0 or nullable(inner)
        case tree.Gap(low):
            return low == 0
        case tree.Context() | tree.Boundary():
            return True
        case tree.Capture() | tree.Coordination() | tree.VerbGroup():
            return nullable(item.item)
        case _:
            return False


def item_types(item: tree.Item) -> set[str]:
    """The types of what an item matches; ``Text`` for words as they stand."""
    match item:
        case tree.TypeName(name):
            return {name}
        case tree.Choice(options):
            return set().union(*map(item_types, options))
        case tree.Coordination() | tree.Repeat():
            return item_types(item.item)
        case tree.Sequence(items):
            # Context is checked and not taken, so it leaves a lone mention what it is.
            taken = [one for one in items if not isinstance(one, tree.Context | tree.Boundary)]
            return item_types(taken[0]) if len(taken) == 1 else {builtin.TEXT}
        case _:
            return {builtin.TEXT}


def only_words(item: tree.Item) -> bool:
    """Whether an item is a text or a choice of texts."""
    if isinstance(item, tree.Choice):
        return all(map(only_words, item.options))
    return isinstance(item, tree.Literal)


def left_operands(condition: tree.Condition) -> Iterator[tree.Operand]:
    """What a condition asks about: operands that stand alone or left of a comparison."""
    match condition:
        case tree.Logic(_, parts):
            for part in parts:
                yield from left_operands(part)
        case tree.Truth(operand):
            yield operand
        case tree.Comparison(left):
            yield left
