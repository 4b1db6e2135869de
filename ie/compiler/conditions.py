"""Conditions as plain data, the form that the engine evaluates."""

from __future__ import annotations

from ie.language import tree


def condition_data(
    condition: tree.Condition | tree.Operand | tuple[tree.Constant, ...],
) -> tuple[object, ...]:
    """A condition as nested tuples, the form that ``ie.engine.conditions`` evaluates."""
    match condition:
        case tree.Logic(operator, parts):
            return (operator, *map(condition_data, parts))
        case tree.Truth(operand):
            return ("known", condition_data(operand))
        case tree.Comparison(tree.Constant(name, True), operator, right):  # left of it stands a role, filled or not
            return (operator, ("path", name), condition_data(right))
        case tree.Comparison(left, operator, right):
            return (operator, condition_data(left), condition_data(right))
        case tree.Constant(value, bare):
            return ("name", value) if bare else ("value", value)
        case tree.Path(parts):
            return ("path", *parts)
        case tree.Count(role, this):
            return ("count", "this", role) if this else ("count", role)
        case tuple():
            return ("list", *(constant.value for constant in condition))
