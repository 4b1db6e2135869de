"""Compiled expressions: each is compiled when it is first needed, and its code is kept for the next command.

Compiling an expression takes the `regex` module some milliseconds, reading its code back a tenth of one. The code is
what the module itself hands to ``pickle``, kept as data (base64 in JSON, with a checksum) and good for one version of
the module only. Where anything about it is amiss, expressions are compiled anew.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

import regex


class Expressions:
    """The compiled expressions of a ruleset."""

    def __init__(self, store: Path | None = None) -> None:
        """``store`` is the file in which code is kept between commands; None for no file."""
        self._store = store
        self._compiled: dict[str, Any] = {}
        self._kept: dict[str, list[Any]] = _read(store) if store is not None else {}
        self._new = False

    def __call__(self, source: str) -> Any:
        """The compiled form of an expression."""
        found = self._compiled.get(source)
        if found is None:
            found = self._compiled[source] = self._compile(source)
        return found

    def _compile(self, source: str) -> Any:
        if self._store is None:
            return regex.compile(source)
        key = blake2b(source.encode(), digest_size=12).hexdigest()
        kept = self._kept.get(key)
        if kept is not None:
            return _restored(source, kept)
        compiled = regex.compile(source)
        data = _data(compiled)
        if data is not None:
            self._kept[key] = data
            self._new = True
        return compiled

    def save(self) -> None:
        """Keep the code of what was compiled. Not being able to is no error."""
        if self._store is None or not self._new:
            return
        body = json.dumps(self._kept, separators=(",", ":"), sort_keys=True)
        content = f"{_stamp()} {_checksum(body)}\n{body}"
        partial = self._store.with_suffix(".part")
        try:
            partial.write_text(content, encoding="ascii")
            partial.replace(self._store)
        except OSError:
            return
        self._new = False


def _data(compiled: Any) -> list[Any] | None:
    """Flags, code, groups, and what the module knows of required characters; None where it does not tell."""
    pickled = getattr(compiled, "_pickled_data", None)
    if not isinstance(pickled, tuple) or len(pickled) != 11 or not isinstance(pickled[2], bytes) or pickled[5]:
        return None
    _, flags, code, groups, _, _, _, offset, characters, required, count = pickled
    return [flags, b64encode(code).decode(), groups, offset, list(characters), required, count]


def _restored(source: str, data: list[Any]) -> Any:
    flags, code, groups, offset, characters, required, count = data
    names = {number: name for name, number in groups.items()}
    restore: Any = import_module("regex._regex").compile  # the extension module, which pickle calls too
    return restore(source, flags, b64decode(code), groups, names, {}, [], offset, tuple(characters), required, count)


def _read(store: Path) -> dict[str, list[Any]]:
    try:
        head, _, body = store.read_text(encoding="ascii").partition("\n")
        if head == f"{_stamp()} {_checksum(body)}":
            kept: dict[str, list[Any]] = json.loads(body)
            return kept
    except (OSError, ValueError):
        pass
    return {}


def _stamp() -> str:
    return f"regex-{regex.__version__}"


def _checksum(body: str) -> str:
    return blake2b(body.encode("ascii"), digest_size=16).hexdigest()
