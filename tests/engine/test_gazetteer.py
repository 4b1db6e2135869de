"""Names of lexicons are found by hashing their first token: the same as in a dict of all names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from ie.compiler.lexicon import block
from ie.engine.gazetteer import Gazetteer
from ie.language.checked import LexiconFile
from ie.tokens import tokenize

Row = tuple[str, ...]


def gazetteer(folder: Path, *lexicons: tuple[str, Sequence[Row]]) -> Gazetteer:
    """The gazetteer of lexicons, each a type and its rows, the header first."""
    files = []
    for number, (type_, rows) in enumerate(lexicons):
        file = folder / f"{number}.csv"
        file.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        files.append(LexiconFile(type_, file, tuple(rows[0])))
    lines, types = block(files)
    return Gazetteer(lines, types)


def look_up(found: Gazetteer, name: str) -> list[str]:
    """The values of a name, by its first token and the rest."""
    first, *rest = tokenize(name)
    names = found.starting_with(first)
    return sorted(entry.name for entry in names.get(tuple(rest), ()))


@pytest.fixture
def cities(tmp_path: Path) -> Gazetteer:
    rows = [
        ("name", "aliases", "country"),
        ("Kyiv", "Kiev|Kyyiv", "Ukraine"),
        ("New York", "NYC|New York City", ""),
        ("New Delhi", "", "India"),
        ("York", "", "United Kingdom"),
        ("Sana'a", "", "Yemen"),
        ("Port-au-Prince", "", "Haiti"),
        ("the hague", "", "Netherlands"),
    ]
    people = [("value", "aliases"), ("Ukraine", "Ukrainian|Ukrainians"), ("York", "Yorkshireman|York")]
    return gazetteer(tmp_path, ("City", rows), ("People", people))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Kyiv", ["Kyiv"]),
        ("Kiev", ["Kyiv"]),  # an alias gives the name
        ("New York", ["New York"]),
        ("New York City", ["New York"]),
        ("NYC", ["New York"]),
        ("New Delhi", ["New Delhi"]),
        ("Sana'a", ["Sana'a"]),
        ("Sana’a", ["Sana'a"]),
        ("Port-au-Prince", ["Port-au-Prince"]),
        ("Ukrainians", ["Ukraine"]),  # under `value` only the aliases are found
        ("Ukraine", []),
        ("York", ["York", "York"]),  # a city and a people
        ("New", []),  # the beginning of a name is none
        ("Kyi", []),
        ("Kyivs", []),
        ("kyiv", []),  # what is written with a capital is found with it
        ("KYIV", ["Kyiv"]),  # but for a word in capitals, as in headlines
        ("the hague", ["the hague"]),  # what is written without one is found in any case
    ],
)
def test_table(cities: Gazetteer, text: str, values: list[str]) -> None:
    assert look_up(cities, text) == values


def test_attributes(cities: Gazetteer) -> None:
    """Other columns are attributes; empty ones are none."""
    for first, rest, attributes in [("Kyiv", (), {"country": "Ukraine"}), ("New", ("York",), {})]:
        assert cities.starting_with(first)[rest][0].attributes == attributes


def test_rests(cities: Gazetteer) -> None:
    """Names that begin alike are told apart by the tokens that follow."""
    assert sorted(cities.starting_with("New")) == [("Delhi",), ("York",), ("York", "City")]
    assert cities.starting_with("Old") == {}


@pytest.mark.parametrize("seed", range(40))
def test_against_a_dict(tmp_path: Path, seed: int) -> None:
    """Random names that begin alike, in several lexicons: whatever is asked for, the block and a dict agree."""
    random = Random(seed)
    words = ["A", "Aa", "Ab", "B", "Ba", "Z", "É", "Ł", "O'B", "St.", "x", "Äb", "中", "-", "A1"]
    lexicons: list[tuple[str, list[Row]]] = []
    wanted: dict[tuple[str, ...], list[str]] = {}
    for type_ in ("One", "Two"):
        rows: list[Row] = [("name", "aliases")]
        for number in range(random.choice((0, 1, 2, 30))):
            aliases = [" ".join(random.choices(words, k=random.randint(1, 3))) for _ in range(random.randint(1, 3))]
            value = f"{aliases[0]} {type_} {number}"
            rows.append((value, "|".join(aliases)))
            for name in dict.fromkeys([tuple(tokenize(one)) for one in (value, *aliases)]):
                wanted.setdefault(name, []).append(value)
        lexicons.append((type_, rows))
    found = gazetteer(tmp_path, *lexicons)
    for first in sorted({*words, "C", "a", "\x01", "\U0010ffff", *(name[0] for name in wanted)}):
        names = found.starting_with(first)
        assert {rest: sorted(one.name for one in some) for rest, some in names.items()} == {
            name[1:]: sorted(values) for name, values in wanted.items() if name[0] in (first, first.lower())
        }
