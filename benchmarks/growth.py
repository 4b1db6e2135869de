"""How cost grows with the length of a text: ``python growth.py RULES|- KIND`` prints what one kind of text cost.

It is a process of its own, so that a text on which it takes for ever costs no other its figures.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import hostile
import report

SIZES = (5_000, 10_000, 20_000, 40_000)
ENOUGH = 2.0
"""Seconds that one text may take if a longer one is still to be tried."""
TIMEOUT = 0.02
"""In place of the second after which an expression is given up, for rules that are made to reach it."""
LIMIT = 120
"""Seconds of CPU after which a process is ended."""


TO_HOSTILE_RULES = (
    "one sentence",
    "one word again and again",
    "names and and",
    "all capitals",
    "numbers",
    "dates",
    "quotations that are never closed",
    hostile.ALL_TRIGGERS,
)
"""The kinds of text that hostile rules get; with the others they do no more."""


def measure(python: str, folder: Path, lexicons: Path) -> dict[str, Any]:
    """What each kind of text costs the built-in rules, and some of them hostile ones; None where it took for ever."""
    rules = folder / "hostile.ie"
    rules.write_text(hostile.RULES, encoding="utf-8")
    asked = [("-", kind) for kind in (*hostile.TEXTS, hostile.ALL_TRIGGERS, *hostile.RUNS)]
    asked += [(str(rules), kind) for kind in TO_HOSTILE_RULES]
    found: dict[str, Any] = {"built-in": {}, "hostile": {}}
    for which, kind in asked:
        ended = subprocess.run(
            [python, __file__, which, kind], check=False, stdout=subprocess.PIPE, text=True, cwd=folder,
            env={**os.environ, "IE_CACHE": str(folder / "cache")},
        )  # fmt: skip
        answer = json.loads(ended.stdout) if ended.returncode == 0 else None
        found["built-in" if which == "-" else "hostile"][kind] = answer
        print(f"{which} {kind}: {answer and answer['seconds']}", file=sys.stderr)
    return found


def section(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    parts = ["### Hostile texts and rules", "#### The built-in rules", _table(found["built-in"])]
    parts += [
        f"#### Hostile rules, given up after {TIMEOUT:g} s on a sentence instead of 1 s",
        _table(found["hostile"]),
    ]
    slow = [kind for some in found.values() for kind, one in some.items() if one is None]
    parts.append(
        f"CPU time; a text after one that took {ENOUGH:g} s is not tried. Last column: the power of the length with "
        "which cost grows; 1.0 is in proportion."
        + (f" **Ended after {LIMIT} s or broken: {', '.join(slow)}.**" if slow else "")
    )
    return "\n\n".join(parts)


def _table(found: dict[str, Any]) -> str:
    rows = []
    for kind, one in found.items():
        if one is None:
            rows.append([kind, *[""] * (len(SIZES) + 3)])
            continue
        seconds = one["seconds"]
        row = [kind, *(f"{cost * 1000:.0f}" if cost > 0.01 else f"{cost * 1000:.1f}" for cost in seconds)]
        row += ["–"] * (len(SIZES) - len(seconds))
        row.append(", ".join(f"{b / a:.1f}" for a, b in pairwise(seconds)))
        given_up = Counter(problem.split(" on: ")[0] for problem in one["problems"][-1])
        row.append(f"{sum(given_up.values())} of {len(given_up)} rules" if given_up else "")
        rows.append([*row, f"{exponent(seconds):.2f}" if len(seconds) > 1 else "–"])
    head = ["text", *(f"{size // 1000} KB, ms" for size in SIZES), "each time as much as before"]
    return report.table([*head, "given up", "power"], rows)


# --- in a process of its own -------------------------------------------------------------------------------------


def costs(rules: str | None, kind: str) -> dict[str, Any]:
    """Seconds of CPU for each size, the records and what was reported."""
    from ie import api
    from ie.engine import matching

    if rules is not None:
        matching.TIMEOUT = TIMEOUT
    extractor = api.extractor([rules] if rules is not None else [])
    triggers = sorted(extractor.ruleset.scan_words)
    bait = hostile.BAIT_OF_RULES if rules is not None else hostile.BAIT
    texts = [hostile.text(kind, size, triggers, bait) for size in SIZES]
    _cost(extractor, texts[0])  # compiles, and meets the words
    seconds: list[float] = []
    records, problems = [], []
    for text in texts:
        cost, found = _cost(extractor, text)
        if cost < ENOUGH / 10:  # once more, where chance has much to say
            cost = min(cost, _cost(extractor, text)[0])
        seconds.append(cost)
        records.append(0 if isinstance(found, str) else len(found.records))
        problems.append([found] if isinstance(found, str) else found.problems)
        if cost > ENOUGH:
            break
    return {"seconds": seconds, "records": records, "problems": problems}


def _cost(extractor: Any, text: str) -> tuple[float, Any]:
    from ie import api

    started = time.process_time()
    found = api.extract(extractor, api.Document("", text, "2025-11-18"))
    return time.process_time() - started, found


def exponent(seconds: list[float]) -> float:
    """The power of the length with which cost grows: the slope of the line through all sizes, both as logarithms."""
    points = [(math.log(size), math.log(max(cost, 1e-6))) for size, cost in zip(SIZES, seconds, strict=False)]
    x, y = (sum(one) / len(points) for one in zip(*points, strict=True))
    covariance = sum((a - x) * (b - y) for a, b in points)
    return float(covariance / sum((a - x) ** 2 for a, _ in points))


def main() -> None:
    """Measure, within a limit where the system has one."""
    rules, kind = sys.argv[1:]
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 1))
    print(json.dumps(costs(None if rules == "-" else rules, kind)))


if __name__ == "__main__":
    main()
