"""Compiled rulesets on disk, so that a command on one article does not compile two thousand lines of rules.

A ruleset is kept as JSON and its gazetteer as a file that is mapped into memory: data, nothing that can execute. An
entry is good as long as every file that it was made from has the same content and the program is the same; whatever
is broken or unwritable is passed over and the rules are compiled again.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ie import __version__, resources
from ie.ruleset import Auxiliaries, EntityType, Match, RecordType, Role, Rule, Ruleset

ENVIRONMENT = "IE_CACHE"
"""A folder for compiled rules; empty for none. By default ``ie`` in the user's cache folder."""


def folder() -> Path | None:
    """Where compiled rules are kept, or None where they are not to be kept."""
    own = os.environ.get(ENVIRONMENT)
    if own is not None:
        return Path(own) if own else None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "ie"
    except RuntimeError:  # no home
        return None


def load(paths: Sequence[Path]) -> Ruleset | None:
    """The ruleset that was stored for these rule files and folders, or None where there is none that is still good."""
    where = folder()
    if where is None:
        return None
    name = _name(paths)
    try:
        stored = json.loads((where / f"{name}.json").read_bytes())
        if _digest(stored["files"], paths) != stored["digest"]:
            return None
        ruleset = _unpack(stored["ruleset"])
        with (where / f"{name}.{stored['digest'][:16]}.lexicon").open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            ruleset.lexicon = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    return ruleset


def expressions(paths: Sequence[Path]) -> Path | None:
    """The file in which the compiled expressions of these rules are kept; None where nothing is to be kept."""
    where = folder()
    return where / f"{_name(paths)}.expressions" if where is not None and where.is_dir() else None


def store(paths: Sequence[Path], ruleset: Ruleset, files: Sequence[Path]) -> None:
    """Keep a ruleset for the next command. Not being able to is no error."""
    where = folder()
    if where is None:
        return
    name = _name(paths)
    try:
        names = sorted({str(file) for file in files})
        digest = _digest(names, paths)
        where.mkdir(parents=True, exist_ok=True)
        for old in where.glob(f"{name}.*.lexicon"):
            old.unlink(missing_ok=True)
        _write(where / f"{name}.{digest[:16]}.lexicon", bytes(ruleset.lexicon))
        packed = {"files": names, "digest": digest, "ruleset": _pack(ruleset)}
        _write(where / f"{name}.json", json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode())
    except OSError:
        return


def _name(paths: Sequence[Path]) -> str:
    """A file name for a choice of rules, as seen from the program that stands where this one stands."""
    chosen = "\n".join(str(path.resolve()) for path in paths)
    return blake2b(f"{resources.folder('rules').resolve()}\n{chosen}".encode(), digest_size=12).hexdigest()


def _digest(files: Sequence[str], paths: Sequence[Path]) -> str:
    """Of the program, the names and contents of all files, and which rule files the folders hold."""
    digest = blake2b(f"{__version__} {_FORMAT} {_program()}".encode(), digest_size=16)
    found = [str(one.resolve()) for path in paths if path.is_dir() for one in sorted(path.rglob("*.ie"))]
    for name in [*files, *found]:
        digest.update(name.encode())
    for name in files:
        digest.update(Path(name).read_bytes())
    return digest.hexdigest()


def _program() -> str:
    """Changes whenever the code that makes rulesets does, so that a checkout under work never sees stale ones."""
    package = Path(__file__).parent
    makers = [package / "ruleset.py", package / "tokens.py"]
    for name in ("compiler", "language"):
        makers += sorted((package / name).glob("*.py"))
    return " ".join(f"{one.stat().st_size}.{one.stat().st_mtime_ns}" for one in makers)


def _write(path: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the new one, never half of it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_bytes(content)
    partial.replace(path)


_FORMAT = 6


def _pack(ruleset: Ruleset) -> list[Any]:
    auxiliaries = ruleset.auxiliaries
    return [
        ruleset.insensitive,
        ruleset.sensitive,
        ruleset.word_sets,
        [[e.name, e.lineage, e.bracket] for e in ruleset.entities.values()],
        [
            [r.name, r.lineage, [[o.name, o.types, o.values, o.many, o.required, o.default] for o in r.roles], r.labels]
            for r in ruleset.records.values()
        ],
        ruleset.layers,
        [[r.name, r.target, r.refines, r.weight, r.sets, r.where, r.unless, r.same, r.within] for r in ruleset.rules],
        [[m.rule, m.regex, m.starts, m.triggers, m.words, m.needs, m.fillers] for m in ruleset.matches],
        ruleset.conditioned,
        ruleset.token_regexes,
        [auxiliaries.regex, auxiliaries.starts, auxiliaries.links] if auxiliaries else None,
        sorted(ruleset.finite),
        ruleset.this_bracket,
        ruleset.form_brackets,
        ruleset.lexicon_types,
    ]


def _unpack(packed: list[Any]) -> Ruleset:
    (insensitive, sensitive, word_sets, entities, records, layers, rules, matches, conditioned, token_regexes,
     auxiliaries, finite, this_bracket, form_brackets, lexicon_types) = packed  # fmt: skip
    return Ruleset(
        insensitive,
        sensitive,
        word_sets,
        {name: EntityType(name, tuple(lineage), bracket) for name, lineage, bracket in entities},
        {
            name: RecordType(
                name,
                tuple(lineage),
                tuple(Role(role, tuple(types), tuple(values), *rest) for role, types, values, *rest in roles),
                labels,
            )
            for name, lineage, roles, labels in records
        },
        tuple(layers),
        [Rule(*rule) for rule in rules],
        [
            Match(rule, regex, starts, tuple(triggers), tuple(words), tuple(map(tuple, needs)), fillers)
            for rule, regex, starts, triggers, words, needs, fillers in matches
        ],
        conditioned,
        token_regexes,
        Auxiliaries(auxiliaries[0], auxiliaries[1], tuple(map(_pairs, auxiliaries[2]))) if auxiliaries else None,
        frozenset(finite),
        this_bracket,
        form_brackets,
        b"",
        tuple((type_, tuple(attributes)) for type_, attributes in lexicon_types),
    )


def _pairs(link: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((reading, form) for reading, form in link)
