"""Compiled rulesets on disk, so that a command on one article does not compile two thousand lines of rules.

A ruleset is three files: JSON; blocks of words, names and expressions that are mapped into memory; and the code of the
expressions that were compiled so far. All of it is data, nothing in it can execute. They are good as long as every
file that they were made from has the same content and the program is the same; whatever is broken or unwritable is
passed over and the rules are compiled again. An installed program brings those of the built-in pack along.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ie import __version__, resources
from ie.ruleset import Auxiliaries, EntityType, Match, RecordType, Role, Rule, Ruleset
from ie.tables import Block, Texts, pack_texts

ENVIRONMENT = "IE_CACHE"
"""A folder for compiled rules; empty for none. By default ``ie`` in the user's cache folder."""

SHIPPED = "shipped"
"""What the files of the built-in pack are called that come with the program."""

_FORMAT = 23


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
    where, shipped = folder(), resources.compiled()
    found = _load(where, _name(paths), paths, where) if where is not None else None
    if found is None and shipped is not None and list(paths) == [resources.folder("rules") / "diplomacy"]:
        found = _load(shipped, SHIPPED, paths, where)
    return found


def _load(home: Path, name: str, paths: Sequence[Path], where: Path | None) -> Ruleset | None:
    try:
        stored = json.loads((home / f"{name}.json").read_bytes())
        files = [*map(_found, stored["files"]), *_searched(paths), *_program()]
        if not _unchanged(files, stored["digest"], where):
            return None
        blocks = _mapped(home / f"{name}.blocks")
        pieces = [blocks[start:end] for start, end in stored["blocks"]]
        ruleset = _unpack(stored["ruleset"], *pieces)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    ruleset.code = home / f"{name}.code"
    return ruleset


def store(paths: Sequence[Path], ruleset: Ruleset, files: Sequence[Path]) -> None:
    """Keep a ruleset for the next command. Not being able to is no error."""
    where = folder()
    if where is not None:
        try:
            where.mkdir(parents=True, exist_ok=True)
            write(where, _name(paths), paths, ruleset, files)
        except OSError:
            return


def write(home: Path, name: str, paths: Sequence[Path], ruleset: Ruleset, files: Sequence[Path]) -> None:
    """Write the files of a ruleset into a folder that is there. Raises OSError."""
    made_of = sorted(set(files))
    digest = _digest([*made_of, *_searched(paths), *_program()])
    body = bytearray()
    places = []
    for piece in (bytes(ruleset.vocabulary), bytes(ruleset.lexicon), pack_texts(ruleset.expressions)):
        body += b"\0" * (-len(body) % 8)  # each begins at a whole number of words
        places.append((len(body), len(body) + len(piece)))
        body += piece
    ruleset.code = home / f"{name}.code"
    ruleset.code.unlink(missing_ok=True)
    replace(home / f"{name}.blocks", bytes(body))
    packed = {"files": list(map(_label, made_of)), "digest": digest, "blocks": places, "ruleset": _pack(ruleset)}
    replace(home / f"{name}.json", json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode())


def replace(path: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the new one, never half of it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_bytes(content)
    partial.replace(path)


def _mapped(path: Path) -> Block:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


# --- whether it is still good ----------------------------------------------------------------------------------------


def _name(paths: Sequence[Path]) -> str:
    """A file name for a choice of rules, as seen from the program that stands where this one stands."""
    chosen = "\n".join(str(path.resolve()) for path in paths)
    return blake2b(f"{resources.folder('rules').resolve()}\n{chosen}".encode(), digest_size=12).hexdigest()


def _label(file: Path) -> str:
    """A file's name, from the folder of rules where it stands in there: that folder is elsewhere once installed."""
    root = resources.folder("rules").resolve()
    path = file.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _found(label: str) -> Path:
    return resources.folder("rules") / label  # an absolute path stays what it is


def _searched(paths: Sequence[Path]) -> list[Path]:
    """The rule files in the folders among the paths: one that is new makes a ruleset stale."""
    return [one for path in paths if path.is_dir() for one in sorted(path.rglob("*.ie"))]


def _program() -> list[Path]:
    """What makes rulesets, so that a checkout under work never sees stale ones."""
    package = Path(__file__).parent
    makers = [package / "ruleset.py", package / "tokens.py", package / "tables.py"]
    for name in ("compiler", "language"):
        makers += sorted((package / name).glob("*.py"))
    return [*makers, *sorted(resources.folder("grammars").glob("*.lark"))]


def _digest(files: Iterable[Path]) -> str:
    """Of the program's version and the names and contents of files."""
    digest = blake2b(f"{__version__} {_FORMAT} {sys.byteorder}".encode(), digest_size=16)
    for file in files:
        content = file.read_bytes()
        digest.update(f"\n{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _unchanged(files: Sequence[Path], digest: str, where: Path | None) -> bool:
    """Whether files still have the contents of a digest; while their sizes and times stay, that is not read again."""
    seen = blake2b(digest.encode(), digest_size=16)
    for file in files:
        stat = file.stat()
        seen.update(f"\n{file} {stat.st_size} {stat.st_mtime_ns}".encode())
    stamp = where / f"{digest}.seen" if where is not None else None
    try:
        if stamp is not None and stamp.read_text(encoding="ascii") == seen.hexdigest():
            return True
    except (OSError, ValueError):
        pass
    if _digest(files) != digest:
        return False
    try:
        if stamp is not None:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            replace(stamp, seen.hexdigest().encode())
    except OSError:
        pass
    return True


# --- a ruleset as JSON -----------------------------------------------------------------------------------------------


def _pack(ruleset: Ruleset) -> list[Any]:
    auxiliaries = ruleset.auxiliaries
    return [
        ruleset.scan_words,
        [[e.name, e.lineage, e.bracket] for e in ruleset.entities.values()],
        [
            [r.name, r.lineage, [[o.name, o.types, o.values, o.many, o.required, o.default] for o in r.roles], r.labels]
            for r in ruleset.records.values()
        ],
        ruleset.layers,
        [[r.name, r.target, r.refines, r.weight, r.sets, r.where, r.unless, r.same, r.within] for r in ruleset.rules],
        [
            [
                m.rule,
                m.regex,
                m.starts,
                m.last,
                m.few_ways,
                m.sketch,
                m.sketch_few_ways,
                m.words,
                m.scanned,
                m.needs,
                m.fillers,
            ]
            for m in ruleset.matches
        ],
        ruleset.conditioned,
        ruleset.token_regexes,
        [auxiliaries.regex, auxiliaries.starts, auxiliaries.links] if auxiliaries else None,
        sorted(ruleset.finite),
        ruleset.this_bracket,
        ruleset.form_brackets,
        ruleset.lexicon_types,
    ]


def _unpack(packed: list[Any], vocabulary: Block, lexicon: Block, expressions: Block) -> Ruleset:
    (scan_words, entities, records, layers, rules, matches, conditioned, token_regexes, auxiliaries, finite,
     this_bracket, form_brackets, lexicon_types) = packed  # fmt: skip
    return Ruleset(
        vocabulary,
        scan_words,
        lexicon,
        Texts(expressions),
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
        [Match(*match) for match in matches],
        conditioned,
        token_regexes,
        Auxiliaries(auxiliaries[0], auxiliaries[1], tuple(map(_pairs, auxiliaries[2]))) if auxiliaries else None,
        frozenset(finite),
        this_bracket,
        form_brackets,
        tuple((type_, tuple(attributes)) for type_, attributes in lexicon_types),
    )


def _pairs(link: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((reading, form) for reading, form in link)
