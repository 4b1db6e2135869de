"""YAML that somebody else wrote, as data, with the place of what is wrong in it.

A name for a value (``&a``) can be used (``*a``) as often as one likes, and in the values of other names, so that ten
short lines stand for more than any memory holds. Such YAML is refused before anything is made of it.
"""

from __future__ import annotations

from typing import Any

import yaml

_ALWAYS = 10_000
_FACTOR = 10
"""How much larger than its text data may be, where it is larger than what is always allowed."""


class YamlError(ValueError):
    """YAML that cannot be used; ``line`` and ``column`` count from 1."""

    def __init__(self, what: str, line: int = 1, column: int = 1) -> None:
        super().__init__(what)
        self.line, self.column = line, column


def load(text: str) -> Any:
    """The data in one YAML document. Raises YamlError."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        refuse_bombs(node, text)
        return loader.construct_document(node)
    except YamlError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise as_yaml_error(error) from error


def as_yaml_error(error: Exception) -> YamlError:
    """What a YAML library says is wrong, with its place."""
    if isinstance(error, YamlError):
        return error
    if isinstance(error, yaml.MarkedYAMLError):
        what, mark = error.problem or error.context, error.problem_mark or error.context_mark
        return YamlError(str(what), mark.line + 1, mark.column + 1) if mark else YamlError(str(what))
    return YamlError(str(error).split("\n", 1)[0])


def refuse_bombs(node: yaml.Node, text: str) -> None:
    """Raise YamlError where the names in a text make far more of it than is written there."""
    most = max(_ALWAYS, _FACTOR * len(text))
    sizes: dict[int, int | None] = {}  # None while the parts of a node are being added up

    def size(one: yaml.Node) -> int:
        known = sizes.get(id(one), 0)
        if known:
            return known
        if known is None:
            raise _error(one, "a value that holds itself; write it out")
        sizes[id(one)] = None
        total = 1
        if isinstance(one, yaml.ScalarNode):
            total += len(one.value)
        for part in one.value if isinstance(one, yaml.CollectionNode) else ():
            total += sum(map(size, part)) if isinstance(part, tuple) else size(part)
            if total > most:
                raise _error(one, f"names (&) and their uses (*) make more than {most} characters of it; write it out")
        sizes[id(one)] = total
        return total

    size(node)


def _error(node: yaml.Node, what: str) -> YamlError:
    return YamlError(what, node.start_mark.line + 1, node.start_mark.column + 1)
