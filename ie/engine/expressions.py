"""Compiled expressions: each is compiled when it is first needed, and its code is kept for the next command.

Compiling an expression takes the `regex` module some milliseconds, reading its code back a tenth of one. The code is
what the module itself hands to ``pickle``, kept as data, each with a checksum, and good for one version of the module
only. Where anything about it is amiss, expressions are compiled anew.
"""

from __future__ import annotations

import json
import mmap
import os
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

import regex

from ie.ruleset import Ruleset
from ie.tables import Table, pack_table

_VERSION = b"regex"
"""The key under which a file of code has the version of the module that it is good for."""
_restore: Any = import_module("regex._regex").compile
"""The extension module's own compiling, which pickle calls too."""
_CHECKSUM = 16


class Expressions:
    """The compiled expressions of a ruleset, by their numbers."""

    def __init__(self, ruleset: Ruleset, store: Path | None = None) -> None:
        """``store`` is the file in which new code is kept; None for no file. Code is read where the ruleset's is."""
        self._sources = ruleset.expressions
        self._store = store
        self._compiled: dict[int, Any] = {}
        self._kept = _read(ruleset.code) if ruleset.code is not None else None
        self._new: dict[bytes, bytes] = {}

    def __call__(self, number: int) -> Any:
        """The compiled form of an expression."""
        found = self._compiled.get(number)
        if found is None:
            found = self._compiled[number] = self._compile(number)
        return found

    def _compile(self, number: int) -> Any:
        key = str(number).encode()
        kept = self._kept.get(key) if self._kept is not None else None
        if kept is not None and _checksum(kept[_CHECKSUM:]) == kept[:_CHECKSUM]:
            return _restored(kept[_CHECKSUM:])
        compiled = regex.compile(self._sources[number])
        data = _data(compiled)
        if data is not None:
            self._new[key] = _checksum(data) + data
        return compiled

    def compile_all(self) -> None:
        """Compile every expression there is."""
        for number in range(len(self._sources)):
            self(number)

    def save(self) -> None:
        """Keep the code of what was compiled. Not being able to is no error."""
        if self._store is None or not self._new:
            return
        entries = dict(self._kept.items()) if self._kept is not None else {}
        content = pack_table({**entries, _VERSION: regex.__version__.encode(), **self._new})
        partial = self._store.with_name(f"{self._store.name}.{os.getpid()}.part")
        try:
            partial.write_bytes(content)
            partial.replace(self._store)
        except OSError:
            return
        self._kept, self._new = Table(content), {}


def _data(compiled: Any) -> bytes | None:
    """Flags, groups, what the module knows of required characters, and code; None where it does not tell."""
    pickled = getattr(compiled, "_pickled_data", None)
    if not isinstance(pickled, tuple) or len(pickled) != 11 or not isinstance(pickled[2], bytes) or pickled[5]:
        return None
    _, flags, _, groups, _, _, _, offset, characters, required, count = pickled
    head = json.dumps([flags, groups, offset, list(characters), required, count], separators=(",", ":"))
    return head.encode() + b"\n" + bytes(pickled[2])


def _restored(data: bytes) -> Any:
    head, _, code = data.partition(b"\n")
    flags, groups, offset, characters, required, count = json.loads(head)
    names = {number: name for name, number in groups.items()}
    return _restore("", flags, code, groups, names, {}, [], offset, tuple(characters), required, count)


def _read(store: Path) -> Table | None:
    try:
        with store.open("rb") as file:
            table = Table(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        return table if table.get(_VERSION) == regex.__version__.encode() else None
    except (OSError, ValueError):
        return None


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECKSUM).digest()
