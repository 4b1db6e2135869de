"""Nothing is tuned to names: with other people and other countries in an article the same records come out of it.

In each article every person of a record gets another name of as many words and of the same gender, and every country
that has an exact counterpart (so that the grammar holds) gives way to it, with its people and its capital.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pytest

from ie import api, resources
from ie.documents import read
from ie.records import Record, Value

SEEDS = Path(__file__).parents[2] / "seeds"
LEXICONS = resources.folder("rules") / "base" / "lexicons"
SAME = 0.9
"""The share of records that must come out again."""

INVENTED = [
    *["Dorvek", "Talmin", "Korvath", "Belmaro", "Vashko", "Trelin", "Murdano", "Gralik", "Ostrano", "Hadvin", "Pelnor"],
    *["Zirkan", "Lomvar", "Quendo", "Fistran", "Novarek", "Jelbar", "Wenkoro", "Sadrin", "Ulbrano", "Elvank", "Irdan"],
    *["Ardolin", "Brelkan", "Chervano", "Drusko", "Fendrik", "Golvan", "Horvino", "Kelbran", "Lastrin", "Morvek"],
]
"""Names that nobody bears."""
NOT_COUNTRIES = frozenset(
    {"Georgia", "Jordan", "Chad", "Turkey", "Lebanon", "Cuba", "Mali", "Niger", "Guinea", "Congo"}
)
"""Left out as counterparts: these words are names of people or of other places too."""


# --- the lexicons ----------------------------------------------------------------------------------------------------


def rows(name: str) -> Iterator[dict[str, str]]:
    with (LEXICONS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def aliases(row: dict[str, str]) -> list[str]:
    return [one for one in row["aliases"].split("|") if one]


@dataclass(frozen=True)
class Country:
    """A country whose people and capital are called by one word each."""

    name: str
    people: tuple[str, ...]
    """"Kenyan" and "Kenyans", or just "Chinese"."""
    capital: str

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.name, *self.people, self.capital)

    @property
    def shape(self) -> tuple[object, ...]:
        """What must be the same in a counterpart: "a" or "an" before it ("a Ukrainian"), how its people are called."""
        return (*(form[0] in "AEIO" for form in self.forms), len(self.people), self.people[0].endswith("ese"))


@cache
def countries() -> dict[str, Country]:
    capitals: dict[str, list[str]] = {}
    for row in rows("capitals.csv"):
        capitals.setdefault(row["country"], []).append(row["name"])
    people = {row["value"]: aliases(row) for row in rows("nationalities.csv")}
    found = {}
    for row in rows("countries.csv"):
        name, called, seats = row["name"], people.get(row["name"], []), capitals.get(row["name"], [])
        regular = bool(called) and (called[1:] == [called[0] + "s"] or called[0].endswith("ese"))
        plain = all(form.isalpha() for form in (name, *called, *seats))
        if regular and plain and len(seats) == 1 and name != seats[0]:
            found[name] = Country(name, tuple(called), seats[0])
    return found


@cache
def other_names() -> dict[str, str]:
    """For every name of a country, its people, its capital and its government: which country that is."""
    found = {}
    for file, owner in (
        ("countries.csv", "name"),
        ("nationalities.csv", "value"),
        ("capitals.csv", "country"),
        ("seats.csv", "value"),
    ):
        for row in rows(file):
            for form in [*aliases(row), *([row["name"]] if "name" in row else [])]:
                found[form] = row[owner]
    return found


@cache
def longer_names() -> tuple[str, ...]:
    """Names of several words, in which nothing is replaced."""
    files = ["countries.csv", "capitals.csv", "organisations.csv", "regions.csv", "seats.csv", "cities.csv"]
    found = {
        form for file in files for row in rows(file) for form in [*aliases(row), row.get("name", "")] if " " in form
    }
    return tuple(found)


@cache
def first_names() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in rows("first_names.csv")}


@cache
def family_names() -> tuple[str, ...]:
    return tuple(row["name"] for row in rows("surnames_first.csv"))


@cache
def known_words() -> frozenset[str]:
    """Words that are more than a name: common ones, and those of places."""
    common = (LEXICONS / "common_words.txt").read_text(encoding="utf-8").split()
    places = [row["name"] for file in ("cities.csv", "regions.csv", "capitals.csv") for row in rows(file)]
    return frozenset([*(word.capitalize() for word in common), *places, *other_names()])


# --- other names for one article -------------------------------------------------------------------------------------


class Mapping:
    """Which word gives way to which in one article."""

    def __init__(self, document: api.Document, records: list[Record]) -> None:
        self._random = Random(document.id)
        self._text = document.text
        self.words: dict[str, str] = {}
        self._map_countries()
        for name in people(records):
            self._map_person(name)
        kept = [name for name in longer_names() if name in self._text]
        forms = sorted([*kept, *self.words], key=len, reverse=True)
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b") if self.words else None

    def __call__(self, value: Value) -> Value:
        """A text or a value with other names."""
        if self._pattern is None or not isinstance(value, str):
            return value
        return self._pattern.sub(lambda match: self.words.get(match[0], match[0]), value)

    def _map_countries(self) -> None:
        named: dict[str, set[str]] = {}
        for form, country in other_names().items():
            if re.search(rf"\b{re.escape(form)}\b", self._text):
                named.setdefault(country, set()).add(form)
        free = [one for name, one in countries().items() if name not in named and name not in NOT_COUNTRIES]
        self._random.shuffle(free)
        for name, forms in sorted(named.items()):
            here = countries().get(name)
            if here is None or not forms <= set(here.forms):
                continue  # it is also called otherwise, and that has no counterpart
            there = next((one for one in free if one.shape == here.shape and not self._occurs(one)), None)
            if there is not None:
                free.remove(there)
                for form, other in zip(here.forms, there.forms, strict=True):
                    self.words |= {form: other, form.upper(): other.upper()}

    def _occurs(self, country: Country) -> bool:
        return any(form in self._text for form in country.forms)

    def _map_person(self, name: str) -> None:
        words = re.findall(r"[^\W\d_]{2,}", name)
        if len(words) < 2 or any(word in known_words() and word not in first_names() for word in words):
            return  # "Crown Prince", "Park": a word that is more than a name
        for place, word in enumerate(words):
            if word[0].isupper() and word not in self.words:
                self.words[word] = self._another(word, place)

    def _another(self, word: str, place: int) -> str:
        gender = first_names().get(word)
        if place == 0 and word in family_names():
            pool = [one for one in family_names() if one not in first_names() and one not in known_words()]
        elif gender is not None:
            pool = [one for one, other in first_names().items() if other == gender and one not in known_words()]
            pool = [one for one in pool if one.isalpha() and one.isascii() and 3 < len(one) < 9]
        else:
            pool = [one for one in INVENTED if one not in known_words()]
        pool = [one for one in pool if one not in self._text and one not in self.words.values()]
        return self._random.choice(pool)


def people(records: list[Record]) -> list[str]:
    """The people of whom the evidence speaks."""
    fillers = [one for record in records for piece in record.evidence for some in piece.roles.values() for one in some]
    return sorted({str(one.value) for one in fillers if one.details.get("entity") == "Person"})


# --- the same records ------------------------------------------------------------------------------------------------


def comparable(record: Record, mapping: Mapping | None = None) -> tuple[object, ...]:
    """The type and the roles, with other names if there is a mapping; the order in lists does not matter."""
    other = mapping or (lambda value: value)
    roles = {
        role: tuple(sorted(str(other(one)) for one in value)) if isinstance(value, list) else str(other(value))
        for role, value in record.roles.items()
    }
    return record.type, *sorted(roles.items())


def test_other_names() -> None:
    extractor = api.extractor()
    folders = [str(SEEDS / "development"), *map(str, sorted(SEEDS.glob("*.txt")))]
    all_, same, mapped = 0, 0, 0
    differences: list[str] = []
    for document in read(folders, report=pytest.fail):
        records = extractor.extract(document).records
        mapping = Mapping(document, records)
        text = str(mapping(document.text))
        mapped += len(mapping.words)
        again = extractor.extract(api.Document(document.id, text, document.date)).records
        found = [comparable(record) for record in again]
        for record in records:
            wanted = comparable(record, mapping)
            all_ += 1
            if wanted in found:
                found.remove(wanted)
                same += 1
            else:
                differences.append(f"{document.id}: {wanted}")
        differences += [f"{document.id}: instead {one}" for one in found]
    assert mapped > 200 and all_ > 100
    assert same >= SAME * all_, f"{same} of {all_} records\n" + "\n".join(differences)
