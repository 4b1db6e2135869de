"""What the words before a verb say of the event, by the auxiliaries in rules/base/verbs.ie."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie import api
from ie.engine.verbs import rank_before

RULES = """
use base.verbs

record Trip
    town    Text  required
    status  proposed | planned | agreed | ongoing | held | suspended | resumed | cancelled | refused | denied

rule trip -> Trip
    match  verb ("visit" | "travel to" | "have lunch in") town:Capitalised
    match  town:Capitalised passive "visit"
"""

READINGS: dict[str, list[str]] = {
    "held": [
        "She visited Oslo",
        "She visits Oslo",
        "They visit Oslo",
        "She has visited Oslo",
        "She had already visited Oslo",
        "She has also recently visited Oslo",
        "She did visit Oslo",
        "She then travelled to Oslo",
        "She traveled to Oslo",
        "Oslo was visited",
        "Oslo has been visited",
        "Oslo got visited",
        "Oslo is being visited",
        "She had lunch in Oslo",
        "She has had lunch in Oslo",
    ],
    "ongoing": [
        "She is visiting Oslo",
        "She was visiting Oslo",
        "She is currently visiting Oslo",
        "She has been visiting Oslo",
    ],
    "planned": [
        "She will visit Oslo",
        "She would soon visit Oslo",
        "She is to visit Oslo",
        "She is going to visit Oslo",
        "She is set to visit Oslo",
        "She is due to visit Oslo",
        "She is also expected to visit Oslo",
        "She was scheduled to visit Oslo",
        "She plans to visit Oslo",
        "She is planning to visit Oslo",
        "She intends to visit Oslo",
        "She vowed to visit Oslo",
        "She has decided to visit Oslo",
        "She has plans to visit Oslo",
        "She plans on visiting Oslo",
        "She will be visiting Oslo",
        "She will have visited Oslo",
        "She, scheduled to visit Oslo",
        "Oslo will be visited",
        "Oslo is expected to be visited",
        "She will have lunch in Oslo",
    ],
    "agreed": ["She agreed to visit Oslo", "She has agreed to visit Oslo", "She consented to visit Oslo"],
    "proposed": [
        "She offered to visit Oslo",
        "She hopes to visit Oslo",
        "She was invited to visit Oslo",
        "She may visit Oslo",
        "She could soon visit Oslo",
        "She should visit Oslo",
        "She is willing to visit Oslo",
        "She is considering visiting Oslo",
        "She suggested visiting Oslo",
        "Oslo could be visited",
    ],
    "refused": [
        "She refused to visit Oslo",
        "She has refused to visit Oslo",
        "She declined to visit Oslo",
        "She ruled out visiting Oslo",
        "She was unwilling to visit Oslo",
    ],
    "denied": [
        "She did not visit Oslo",
        "She didn't visit Oslo",
        "She didn’t visit Oslo",
        "She has not yet visited Oslo",
        "She hasn't visited Oslo",
        "She never visited Oslo",
        "She will not visit Oslo",
        "She won't visit Oslo",
        "She cannot visit Oslo",
        "She is not visiting Oslo",
        "She isn't visiting Oslo",
        "She has no plans to visit Oslo",
        "She no longer plans to visit Oslo",
        "She denied having visited Oslo",
        "She failed to visit Oslo",
        "Oslo was not visited",
        "Oslo has never been visited",
        # what is not refused is not held either
        "She has not refused to visit Oslo",
    ],
    "cancelled": ["She cancelled plans to visit Oslo", "She has called off plans to visit Oslo"],
    "suspended": ["She postponed plans to visit Oslo"],
    "resumed": ["She resumed visiting Oslo"],
}
READINGS["held"] += [
    "We've visited Oslo",
    "She is said to have visited Oslo",
    "She claims to have visited Oslo",
    "She was able to visit Oslo",
    "She managed to visit Oslo",
    "She went on to visit Oslo",
    "She began visiting Oslo",
    "She acknowledged visiting Oslo",
]
READINGS["ongoing"] += ["She continues visiting Oslo"]
READINGS["planned"] += [
    "She was to visit Oslo",
    "She was to have lunch in Oslo",
    "She would have lunch in Oslo",
    "She wants to visit Oslo",
    "She has undertaken to visit Oslo",
    "She is committed to visiting Oslo",
    "They'll visit Oslo",
    "She'd soon visit Oslo",
]
READINGS["proposed"] += ["She is keen to visit Oslo", "She asked to visit Oslo", "She has to visit Oslo"]
READINGS["cancelled"] += [
    "She was to have visited Oslo",
    "She would have visited Oslo",
    "She was due to have visited Oslo",
    "She had been due to visit Oslo",
    "She had been expected to visit Oslo",
    "She had planned to visit Oslo",
]
READINGS["refused"] += ["She vowed never to visit Oslo", "She has decided not to visit Oslo"]
READINGS["denied"] += [
    "She has yet to visit Oslo",
    "She is not expected to visit Oslo",
    "She is no longer expected to visit Oslo",
    "She was barred from visiting Oslo",
    "She left without visiting Oslo",
    "She was not able to visit Oslo",
]
BESIDE = [
    # a bare verb goes on with the auxiliaries of the verb before it
    ("She will visit Oslo and travel to Bergen", ["planned", "planned"]),
    ("She will visit Oslo, travel to Bergen", ["planned", "planned"]),
    ("She visited Oslo and will travel to Bergen", ["held", "planned"]),
    ("She will visit Oslo and visited Bergen", ["planned", "held"]),
    ("She did not visit Oslo but travelled to Bergen", ["denied", "held"]),
    ("She will visit Oslo and also travel to Bergen", ["planned", "planned"]),
    ("She will visit Oslo, then travel to Bergen", ["planned", "planned"]),
    ("She will visit Oslo and then quietly travel to Bergen", ["planned", "planned"]),
    ("She will visit Oslo and also visited Bergen", ["planned", "held"]),
    ("She'll visit Oslo", ["planned"]),
]
NOTHING = [
    # the form must be the one that the words before ask for
    "Visiting Oslo",
    "She has visiting Oslo",
    "the man visited",
    "Oslo visited",
    "She visit-ed Oslo",
]


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> api.Extractor:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "trips.ie").write_text(RULES, encoding="utf-8")
    return api.extractor([folder])


def readings(extractor: api.Extractor, text: str) -> list[object]:
    return [record.roles["status"] for record in extractor.extract(api.Document("d", text + ".")).records]


@pytest.mark.parametrize(
    ("reading", "text"), [(reading, text) for reading, texts in READINGS.items() for text in texts]
)
def test_reading(extractor: api.Extractor, reading: str, text: str) -> None:
    assert readings(extractor, text) == [reading]


@pytest.mark.parametrize(("text", "expected"), BESIDE)
def test_beside(extractor: api.Extractor, text: str, expected: list[str]) -> None:
    assert readings(extractor, text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_verb_group(extractor: api.Extractor, text: str) -> None:
    assert readings(extractor, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("became the first president to visit", 2),
        ("is the highest-ranking guest to visit", 2),
        ("has a plan to visit", None),
        ("was first , and is to visit", None),
    ],
)
def test_rank_before(text: str, found: int | None) -> None:
    """What tells one from others makes no plan of an infinitive."""
    words = text.split()
    assert rank_before(words, words.index("to")) == found
