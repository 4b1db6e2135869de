"""Where ``grammars/`` and ``rules/`` stand: at the top level of a checkout, inside an installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder ``grammars`` or ``rules``. Raises FileNotFoundError where the installation lacks it."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of ie has no {name}/ folder; install it again")


def compiled() -> Path | None:
    """The folder of the built-in rules as they were compiled when the program was packed; a checkout has none."""
    found = _PACKAGE / "_data" / "compiled"
    return found if found.is_dir() else None
