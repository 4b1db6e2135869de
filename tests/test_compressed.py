"""Bytes of files, whatever packs them; and what is raised of files that are broken."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from ie.compressed import opened

CONTENT = b"They met.\n" * 1000
PACK = {"plain.txt": bytes, "a.gz": gzip.compress, "a.zst": zstandard.compress}


@pytest.mark.parametrize("name", PACK)
def test_the_bytes_come_out_as_they_went_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACK[name](CONTENT))
    stream, _ = opened(str(path))
    with stream:
        assert list(stream) == CONTENT.splitlines(keepends=True)


@pytest.mark.parametrize("name", ["a.gz", "a.zst"])
def test_a_file_that_is_cut_off_or_something_else_raises_what_was_said(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for content in (PACK[name](CONTENT)[:-5], b"They met."):
        path.write_bytes(content)
        stream, broken = opened(str(path))
        with stream, pytest.raises(broken):
            stream.read()
