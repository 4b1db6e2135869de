"""Every article with expected records: NAME.yaml beside NAME.txt, as `ie run` gives them, without evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie import api
from ie.workbench import seeds

_SEEDS = Path(__file__).parent.parent / "seeds"
_FOUND = list(seeds.find(_SEEDS))


@pytest.fixture(scope="module")
def extractor() -> api.Extractor:
    return api.extractor()


@pytest.mark.parametrize(("text", "expected"), _FOUND, ids=[text.stem for text, _ in _FOUND])
def test_seed(extractor: api.Extractor, text: Path, expected: Path) -> None:
    outcome = seeds.run(extractor, text, expected, report=pytest.fail)
    assert outcome is not None
    assert outcome.passed, "\n".join(outcome.difference)
