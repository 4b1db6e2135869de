"""What ``where`` and ``[...]`` ask, as nested sequences that the compiler made.

``("and", a, b)`` ``("or", a, b)`` ``("not", a)`` ``("known", x)`` ``("==", x, y)`` and the other comparisons, over
operands ``("value", v)`` ``("name", n)`` ``("path", role, attribute)`` ``("count", role)`` ``("list", v, ...)``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ie.records import Value

Lookup = Callable[[tuple[str, ...]], "Sequence[Value] | None"]
"""The values under a path such as ``("visitor", "country")``; None where there is no such name."""


def holds(condition: Sequence[Any], lookup: Lookup) -> bool:
    """Whether a condition holds. A comparison holds if any of several values makes it true; ``!=`` if all differ."""
    operator = condition[0]
    if operator == "and":
        return all(holds(part, lookup) for part in condition[1:])
    if operator == "or":
        return any(holds(part, lookup) for part in condition[1:])
    if operator == "not":
        return not holds(condition[1], lookup)
    if operator == "known":
        asked = condition[1]
        return bool(lookup((asked[1],)) if asked[0] == "name" else operand(asked, lookup))
    left, right = operand(condition[1], lookup), operand(condition[2], lookup)
    if operator == "!=":
        return not set(map(_folded, left)) & set(map(_folded, right))
    return any(_compare(operator, a, b) for a in left for b in right)


def operand(data: Sequence[Any], lookup: Lookup) -> Sequence[Value]:
    """The values of an operand; a bare name that nothing is called by stands for itself."""
    kind = data[0]
    if kind == "value":
        return (data[1],)
    if kind == "list":
        return tuple(data[1:])
    if kind == "count":
        return (len(lookup(tuple(data[1:])) or ()),)
    if kind == "name":
        found = lookup((data[1],))
        return (data[1],) if found is None else found
    return lookup(tuple(data[1:])) or ()


def _compare(operator: str, a: Value, b: Value) -> bool:
    if operator in ("==", "in"):
        return _folded(a) == _folded(b)
    if operator == "ends":
        return f" {_folded(a)}".endswith(f" {_folded(b)}")
    if operator == "begins":
        return f"{_folded(a)} ".startswith(f"{_folded(b)} ")
    if operator == "contains":
        return f" {_folded(b)} " in f" {_folded(a)} "
    x, y = _number(a), _number(b)
    left, right = (x, y) if x is not None and y is not None else (str(a), str(b))
    if operator == "<":
        return left < right  # type: ignore[operator]  # both are numbers or both texts
    if operator == "<=":
        return left <= right  # type: ignore[operator]
    if operator == ">":
        return left > right  # type: ignore[operator]
    return left >= right  # type: ignore[operator]


def _number(value: Value) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _folded(value: Value) -> str:
    """Case does not matter in comparisons. Attributes from a lexicon are texts, so numbers compare as written."""
    return str(value).casefold()
