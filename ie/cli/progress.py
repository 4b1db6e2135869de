"""How far a long run is, on a terminal: documents, documents a second, and the time left where that is known."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

_FIRST, _EVERY = 1.0, 0.1
"""Seconds until the line is first shown, and between two updates."""


class Progress:
    """One line on standard error, if that is a terminal and the records do not go there too."""

    def __init__(self, paths: Sequence[str], *, to_terminal: bool) -> None:
        self._active = sys.stderr.isatty() and not (to_terminal and sys.stdout.isatty())
        self._paths = paths
        self._started = monotonic()
        self._next = self._started + _FIRST
        self._done = 0
        self._total: int | None = None
        self._shown = False

    def step(self) -> None:
        """One document more is done."""
        self._done += 1
        if self._active and (now := monotonic()) >= self._next:
            if not self._shown and self._total is None:
                self._total = _count(self._paths)
            self._next = now + _EVERY
            self._show(now - self._started)

    def hide(self) -> None:
        """Make room for a message."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing more comes."""
        self.hide()
        self._active = False

    def _show(self, seconds: float) -> None:
        rate = self._done / seconds
        of_total, time_left = "", ""
        if self._total is not None and self._total >= self._done:
            left = round((self._total - self._done) / rate)
            of_total, time_left = f" of {self._total:,}", f", {left // 60}:{left % 60:02} left"
        line = f"{self._done:,}{of_total} documents, {rate:,.0f} a second{time_left}"
        self._shown = True
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)


def _count(paths: Sequence[str]) -> int | None:
    """How many documents there are, where that can be known by looking at names and line ends."""
    total = 0
    for path in map(Path, paths):
        if path.is_dir():
            total += sum(1 for _ in path.rglob("*.txt"))
        elif path.suffix == ".txt":
            total += 1
        elif path.suffix in (".jsonl", ".ndjson") and path.is_file():
            with path.open("rb") as file:
                total += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        else:
            return None
    return total
