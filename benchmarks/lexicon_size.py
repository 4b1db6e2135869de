"""A lexicon of a million made-up names beside one of a thousand, which stand in the same text."""

from __future__ import annotations

import csv
import json
import random
import statistics
from pathlib import Path
from typing import Any

import report
from processes import cold_and_warm

import rules

SIZES = {"names-1000": 1_000, "names-1000000": 1_000_000}
ROUNDS = 3
STARTS = 3
EVERY = 5
"""Paragraphs of which one begins with a made-up name."""
RULE = """
entity Person
    country Text
lexicon Person from "persons.csv"
record Said
    who Person
rule said -> Said
    match who:Person "said"
"""


def measure(python: str, folder: Path, lexicons: Path) -> dict[str, Any]:
    """Cost of the 30 rules and one on people, with both lexicons in turn."""
    names = made_up(max(SIZES.values()))
    engines, found = {}, {}
    for which, count in SIZES.items():
        (folder / which).mkdir()
        rules.as_ie(rules.RULES, rules.gazetteers(lexicons), folder / which)
        with (folder / which / "rules.ie").open("a", encoding="utf-8") as file:
            file.write(RULE)
        with (folder / which / "persons.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [["name", "aliases", "country"], *([name, "", "Norway"] for name in names[:count])]
            )
        cold, warm = cold_and_warm(f"ours:{which}", python, folder, STARTS)
        engines[which] = warm[0]
        found[which] = {"build": cold.ready["build"], "start": [one.ready["build"] for one in warm]}
    for number in range(ROUNDS + 1):
        sample = _with_names(folder / f"plain-{number}.jsonl", names[: min(SIZES.values())])
        for which, engine in engines.items():
            answer = engine.order("run", sample)
            found[which]["memory"] = answer["memory"]
            if number:  # the first is to warm up
                found[which].setdefault("seconds", []).append(answer["seconds"] / answer["megabytes"])
                found[which]["hits"] = found[which].get("hits", 0) + len(answer["hits"])
    for engine in engines.values():
        engine.close()
    return found


def made_up(count: int) -> list[str]:
    """Different names of two words, 25,000 first ones."""
    pick = random.Random(11)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "ir")]
    first = ["".join(pick.choices(syllables, k=3)).capitalize() for _ in range(25_000)]
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{pick.choice(first)} {''.join(pick.choices(syllables, k=4)).capitalize()}"] = None
    return list(found)


def _with_names(sample: Path, names: list[str]) -> Path:
    """The sample with "NAME said" before some of its paragraphs."""
    pick = random.Random(sample.name)
    lines = []
    for line in sample.read_text(encoding="utf-8").split("\n"):
        article = json.loads(line)
        paragraphs = article["text"].split("\n")
        for place in range(0, len(paragraphs), EVERY):
            paragraphs[place] = f"{pick.choice(names)} said {paragraphs[place]}"
        lines.append(json.dumps({**article, "text": "\n".join(paragraphs)}))
    other = sample.with_name(f"names-{sample.name}")
    other.write_text("\n".join(lines), encoding="utf-8")
    return other


def section(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    small, rows = found[next(iter(SIZES))], []
    for which, count in SIZES.items():
        one = found[which]
        ratios = [a / b for a, b in zip(one["seconds"], small["seconds"], strict=True)]
        start = statistics.median(one["start"]) * 1000
        row = [f"{count:,}", report.spread(ratios, report.number), str(one["hits"]), f"{one['memory']:.0f}"]
        rows.append([*row, f"{one['build']:.1f}", f"{start:.0f}"])
    head = ["names", "times the cost of a thousand", "records", "memory MB", "build s", "start with a cache, CPU ms"]
    return "### Size of lexicons\n\n" + report.table(head, rows)
