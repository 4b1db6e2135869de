"""Imports run downward only: language, compiler, engine, and what ties them together, the command line on top."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "ie"

FORBIDDEN = {
    # folder: (modules that nothing in it may import, exceptions)
    "language": (("ie.compiler", "ie.engine", "ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.cache"), ()),
    "compiler": (("ie.engine", "ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.cache"), ()),
    "engine": (
        ("ie.language", "ie.compiler", "ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.cache"),
        ("ie.language.builtin",),
    ),
    "workbench": (("ie.cli",), ()),
    "api.py": (("ie.workbench", "ie.cli", "ie.arrow"), ()),
    "arrow.py": (("ie.workbench", "ie.cli"), ()),
    "compressed.py": (("ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.engine", "ie.documents"), ()),
    "plain_yaml.py": (("ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.engine", "ie.documents"), ()),
    "documents.py": (("ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.engine"), ()),
    "document_rows.py": (("ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.engine"), ()),
    "record_rows.py": (("ie.workbench", "ie.cli", "ie.api", "ie.arrow", "ie.engine"), ()),
}
"""Of all other modules: none imports the command line, but for ``ie/__main__.py``."""


def imports(path: Path) -> Iterator[str]:
    """Full names of all that a module imports, wherever in it; of ``from a import b`` both ``a`` and ``a.b``."""
    package = path.relative_to(PACKAGE.parent).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = (base + (node.module or "")).rstrip(".")
            for alias in node.names:
                yield f"{module}.{alias.name}"


def lies_in(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


def violations(path: Path) -> list[str]:
    folder = path.relative_to(PACKAGE).parts[0]
    if folder == "cli" or path.name == "__main__.py":
        return []
    forbidden, allowed = FORBIDDEN.get(folder, (("ie.cli",), ()))
    return [
        name
        for name in imports(path)
        if any(lies_in(name, one) for one in forbidden) and not any(lies_in(name, one) for one in allowed)
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downward(path: Path) -> None:
    assert violations(path) == []


def test_the_engine_does_not_need_the_parser() -> None:
    """Compiled rules from the cache run without Lark."""
    for path in (PACKAGE / "engine").rglob("*.py"):
        assert not any(lies_in(name, "lark") for name in imports(path)), path
