"""Files of bytes, plain or compressed with gzip or Zstandard, opened to be read; the file's name says which."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, Any, cast


def opened(path: str) -> tuple[IO[bytes], tuple[type[Exception], ...]]:
    """The bytes of a file, decompressed, and what reading them may raise."""
    if path.endswith(".gz"):
        import gzip
        import zlib

        return cast(IO[bytes], gzip.open(path)), (OSError, EOFError, zlib.error)
    if path.endswith(".zst"):
        import zstandard

        return io.BufferedReader(_Zstandard(path), 1 << 16), (OSError, EOFError, zstandard.ZstdError)
    return Path(path).open("rb"), (OSError,)


_FEW = 32
"""Bytes that are decompressed at a time: of a file full of the same they may become ten thousand times as many."""


class _Zstandard(io.RawIOBase):
    """The bytes of a Zstandard file. Unlike the package's own reader it raises EOFError for a file that is cut off."""

    def __init__(self, path: str) -> None:
        import zstandard

        super().__init__()
        self._file = Path(path).open("rb")  # noqa: SIM115 - closed by close()
        self._frame = zstandard.ZstdDecompressor().decompressobj
        self._open, self._begun = self._frame(), False
        self._ready = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what is decompressed next; 0 at the end."""
        while not self._ready:
            data = self._open.unused_data if self._open.eof else b""
            if self._open.eof:
                self._open, self._begun = self._frame(), False
            data = data or self._file.read(_FEW)
            if not data:
                if self._begun:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                return 0
            self._begun = True
            self._ready = self._open.decompress(data)
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()
