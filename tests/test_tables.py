"""Tables and lists in a block of bytes: what goes in comes out, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ie.tables import Table, Texts, pack_table, pack_texts


@given(some.dictionaries(some.binary(), some.binary(), max_size=60), some.lists(some.binary(), max_size=10))
def test_table(entries: dict[bytes, bytes], others: list[bytes]) -> None:
    table = Table(memoryview(pack_table(entries)))
    for key in [*entries, *others]:
        assert table.get(key) == entries.get(key)
    assert dict(table.items()) == entries


@given(some.lists(some.text(some.characters(exclude_categories=["Cs"]))))
def test_texts(texts: list[str]) -> None:
    found = Texts(pack_texts(texts))
    assert list(found) == texts
    assert found[:2] == texts[:2]
    assert len(found) == len(texts)
    with pytest.raises(IndexError):
        found[len(texts)]
