"""Which rule files belong together: what is named on a command line, as sets of rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ie import resources
from ie.language.load import SUFFIX, Loaded


def holds_rules(path: Path) -> bool:
    """Whether a path is a rule file or a folder with some."""
    return any(path.rglob(f"*{SUFFIX}")) if path.is_dir() else path.suffix == SUFFIX


def groups(paths: Iterable[Path]) -> list[list[Path]]:
    """The paths as sets of rules: a folder is one, files of one folder are one, and ie's own packs are one."""
    own = resources.folder("rules").resolve()
    found: dict[Path, list[Path]] = {}
    for path in paths:
        folder = path.resolve() if path.is_dir() else path.resolve().parent
        found.setdefault(own if folder.parent == own else folder, []).append(path)
    return list(found.values())


def modules_in(loaded: Loaded, paths: Iterable[Path]) -> set[str]:
    """The modules that stand at these paths themselves and are not only used from there."""
    asked = [path.resolve() for path in paths]
    return {module for module, file in loaded.files.items() if any(file.is_relative_to(one) for one in asked)}
