"""Rule files from disk: the files asked for, and those that they ``use``, inside the rule roots and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ie import resources
from ie.diagnostics import Diagnostic, Span, did_you_mean, narrowed, problem
from ie.language import tree
from ie.language.parse import parse

SUFFIX = ".ie"


@dataclass(slots=True)
class Loaded:
    """All modules that the rules asked for need, in the order in which they were met, dependencies first."""

    modules: dict[str, tree.SyntaxTree] = field(default_factory=dict)
    uses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each module, the modules that its ``use`` lines name."""
    files: dict[str, Path] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """Text by path as shown in diagnostics."""
    problems: list[Diagnostic] = field(default_factory=list)
    roots: tuple[Path, ...] = ()


def load(paths: Sequence[Path]) -> Loaded:
    """Read rule files or folders and, through ``use``, all that they need.

    Each path's own folder is a root in which ``use`` looks, before the rules that come with ie.
    """
    builtin = resources.folder("rules").resolve()
    roots: list[Path] = []
    for path in paths:
        resolved = path.resolve()
        own = resolved if resolved.is_dir() else resolved.parent
        root = builtin if own.is_relative_to(builtin) else own
        if root not in roots:
            roots.append(root)
    if builtin not in roots:
        roots.append(builtin)
    loader = _Loader(Loaded(roots=tuple(roots)))
    for path in paths:
        loader.path(path)
    return loader.loaded


class _Loader:
    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self._open: set[str] = set()

    def path(self, path: Path) -> None:
        """Load a file, or every rule file below a folder."""
        if _is(Path.is_dir, path):
            files = sorted(path.rglob(f"*{SUFFIX}"))
            if not files:
                self._missing(str(path), Span(str(path), 1, 1, 1, 1), "the folder holds no .ie file")
            for file in files:
                self._file(file, None)
        elif _is(Path.is_file, path):
            self._file(path, None)
        else:
            hint = did_you_mean(path.name, (one.name for one in path.parent.glob("*")))
            self._missing(str(path), Span(str(path), 1, 1, 1, 1), hint)

    def _missing(self, name: str, span: Span, hint: str) -> None:
        span = narrowed(span, name, self.loaded.sources.get(span.path, ""))
        self.loaded.problems.append(problem("unknown-file", span, details={"name": name, "hint": hint}))

    def _module(self, file: Path) -> str:
        resolved = file.resolve()
        for root in self.loaded.roots:
            if resolved.is_relative_to(root):
                return ".".join(resolved.relative_to(root).with_suffix("").parts)
        return resolved.stem

    def _file(self, file: Path, asked: Span | None) -> str:
        module = self._module(file)
        if module in self._open or module in self.loaded.modules:
            return module
        self._open.add(module)
        shown = _shown(file)
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
            span = asked or Span(shown, 1, 1, 1, 1)
            self.loaded.problems.append(problem("unreadable", span, details={"reason": reason}))
            return module
        self.loaded.sources[shown] = text
        syntax, problems = parse(text, shown, module)
        self.loaded.problems += problems
        used: list[str] = []
        for declaration in syntax.declarations:
            if isinstance(declaration, tree.Use):
                used += self._use(declaration)
        self.loaded.modules[module] = syntax
        self.loaded.files[module] = file.resolve()
        self.loaded.uses[module] = tuple(one for one in dict.fromkeys(used) if one != module)
        return module

    def _use(self, use: tree.Use) -> list[str]:
        for root in self.loaded.roots:
            target = root.joinpath(*use.path)
            file = target.with_name(target.name + SUFFIX)
            if _is(Path.is_file, file):
                return [self._file(file, use.span)]
            if _is(Path.is_dir, target) and (files := sorted(target.rglob(f"*{SUFFIX}"))):
                return [self._file(one, use.span) for one in files]
        known = {
            ".".join(file.relative_to(root).with_suffix("").parts)
            for root in self.loaded.roots
            for file in root.rglob(f"*{SUFFIX}")
        }
        known |= {name.rpartition(".")[0] for name in known if "." in name}
        name = ".".join(use.path)
        self._missing(name, use.span, did_you_mean(name, known))
        return []


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    """Whether a path is of a kind; one that no file can have is of none."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False


def _shown(file: Path) -> str:
    """A path as a person would type it from where they are."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
