"""The texts: samples of two collections of news, or made-up ones where there is none.

A folder of news holds ``plain.jsonl.gz`` (articles, ``{"id", "text"}`` a line) and ``dense.jsonl.gz`` (the same
articles with sentences about visits, negotiations and exchanges among their own).
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

KINDS = ("plain", "dense")


def samples(folder: Path | None, lexicons: Path, kind: str, count: int, megabytes: float) -> list[list[str]]:
    """``count`` samples of articles, no article in two, the same ones each time."""
    pick = random.Random(7)
    if folder is not None:
        with gzip.open(folder / f"{kind}.jsonl.gz", "rt", encoding="utf-8") as lines:
            articles = [json.loads(line)["text"] for line in lines]
        pick.shuffle(articles)
    else:
        articles = made_up(lexicons, kind, count * megabytes * 1.1, pick)
    found: list[list[str]] = []
    rest = iter(articles)
    for _ in range(count):
        sample: list[str] = []
        size = 0
        while size < megabytes * 1e6:
            sample.append(next(rest))
            size += len(sample[-1].encode())
        found.append(sample)
    return found


_EVENTS = (
    "{title} {person} visited {country} on {day}.",
    "{nationality} negotiators met {nationality2} officials in {city} for talks on trade.",
    "{country} and {country2} exchanged {number} prisoners in {city}.",
    "{country} freed {number} hostages in exchange for food.",
    "{person} arrived in {city}, {country}, as a guest of President {person2}.",
    "Talks between {country} and {country2} were put off until {day}.",
)


def made_up(lexicons: Path, kind: str, megabytes: float, pick: random.Random) -> list[str]:
    """Common words by Zipf's law and names; in dense ones a seventh of the sentences are events."""
    common = (lexicons / "common_words.txt").read_text(encoding="utf-8").split()
    weights = [1 / (rank + 10) for rank in range(len(common))]

    def column(file: str, place: int = 0) -> list[str]:
        lines = (lexicons / file).read_text(encoding="utf-8").splitlines()[1:]
        return [line.split(",")[place].split("|")[0] for line in lines if '"' not in line and line.split(",")[place]]

    countries, cities = column("countries.csv"), column("cities.csv")
    first, nationalities = column("first_names.csv"), column("nationalities.csv", 1)

    def person() -> str:
        return f"{pick.choice(first)} {pick.choice(cities)}"

    def event() -> str:
        return pick.choice(_EVENTS).format(
            title=pick.choice(["President", "Prime Minister", "Foreign Minister"]),
            person=person(),
            person2=person(),
            country=pick.choice(countries),
            country2=pick.choice(countries),
            nationality=pick.choice(nationalities),
            nationality2=pick.choice(nationalities),
            city=pick.choice(cities),
            number=pick.randint(2, 900),
            day=pick.choice(["Monday", "Friday", "June 12"]),
        )

    def sentence() -> str:
        words = pick.choices(common, weights, k=pick.randint(8, 30))
        if pick.random() < 0.5:
            words[len(words) // 2] = pick.choice([pick.choice(countries), pick.choice(cities), person()])
        line = " ".join(words)
        return line[0].upper() + line[1:] + "."

    articles, size = [], 0
    while size < megabytes * 1e6:
        every = 7 if kind == "dense" else 200
        lines = [event() if pick.randrange(every) == 0 else sentence() for _ in range(pick.randint(4, 14))]
        articles.append("\n\n".join(lines))
        size += len(articles[-1].encode())
    return articles
