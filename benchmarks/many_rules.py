"""Number of rules: ten thousand with rare trigger words, and with words that are a third of the text."""

from __future__ import annotations

import json
import re
import statistics
from pathlib import Path
from typing import Any

import corpus
import report
from processes import cold_and_warm

import rules

BASE = "rare-30"
SETS = {BASE: 30, "rare-3000": 3_000, "rare-10000": 10_000, "common-3000": 3_000, "common-10000": 10_000}
ROUNDS = 2
STARTS = 3
SHARE = 0.4
"""Of each sample."""


def measure(python: str, folder: Path, lexicons: Path) -> dict[str, Any]:
    """Cost of each set of rules on the same samples, and what it takes to build and to start."""
    names = rules.gazetteers(lexicons)
    words = lexicons / "common_words.txt"
    found: dict[str, Any] = {}
    engines = {}
    for which, count in SETS.items():
        made = (rules.common_rules if which.startswith("common") else rules.rare_rules)(count, words)
        (folder / which).mkdir()
        rules.as_ie(made, names, folder / which)
        cold, warm = cold_and_warm(f"ours:{which}", python, folder, STARTS)
        engines[which] = warm[0]
        started = [one.ready["build"] for one in warm]
        share = _share(folder / "plain-1.jsonl", made)
        found[which] = {"build": cold.ready["build"], "start": started, "triggers": share}
    for kind in corpus.KINDS:
        for number in range(ROUNDS + 1):
            for which, engine in engines.items():
                answer = engine.order("run", folder / f"{kind}-{number}.jsonl", SHARE)
                found[which]["memory"] = answer["memory"]
                if number:  # the first is to warm up
                    found[which].setdefault(kind, []).append(answer["seconds"] / answer["megabytes"])
    for engine in engines.values():
        engine.close()
    return found


def _share(sample: Path, made: dict[str, list[rules.Step]]) -> float:
    """Which share of the words of a text are in some rule."""
    triggers = {word for steps in made.values() for kind, what in steps if kind == "words" for word in what}  # type: ignore[union-attr]
    texts = (json.loads(line)["text"] for line in sample.read_text(encoding="utf-8").split("\n"))
    words = [word for text in texts for word in re.findall(r"\w+", text.lower())]
    return sum(word in triggers for word in words) / len(words)


def section(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    rows = []
    for which, count in SETS.items():
        one = found[which]
        row = [f"{count:,}", f"{one['triggers']:.0%}"]
        for kind in corpus.KINDS:
            ratios = [a / b for a, b in zip(one[kind], found[BASE][kind], strict=True)]
            row.append(report.spread(ratios, report.number))
        row += [f"{one['memory']:.0f}", f"{one['build']:.1f} ({one['build'] / count * 1000:.1f} ms a rule)"]
        rows.append([*row, f"{statistics.median(one['start']) * 1000:.0f}"])
    head = ["rules", "of all words are in rules", "times the cost of 30, plain", "dense", "memory MB", "build s"]
    table = report.table([*head, "start with a cache, CPU ms"], rows)
    below = "Start: from `import ie.api` to an extractor that is ready, without the start of Python itself."
    return f"### Many rules\n\n{table}\n\n{below}"
