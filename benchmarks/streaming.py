"""`ie run` over little and much: its memory, and one process beside two."""

from __future__ import annotations

import filecmp
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import report
from processes import HERE

LITTLE, MUCH = 10, 1_000
"""Megabytes."""
EVERY = 50
"""Articles of which one is from the dense sample; the others hold no word that the built-in rules look for."""
ROUNDS = 3
JOBS_MEGABYTES = 1.5
_ARTICLE = 2_000


def measure(python: str, folder: Path, lexicons: Path) -> dict[str, Any]:
    """Memory over little and much, time with one process and two."""
    dense = [line for file in sorted(folder.glob("dense-*.jsonl")) for line in file.read_text("utf-8").split("\n")]
    found: dict[str, Any] = {"memory": {}}
    for megabytes in (LITTLE, MUCH):
        file = folder / f"stream-{megabytes}.jsonl"
        _write(file, megabytes, dense, _quiet_words(python, lexicons))
        found["memory"][str(megabytes)] = _memory(python, file)
        file.unlink()
    found["jobs"] = _jobs(python, folder, dense)
    return found


# --- memory ------------------------------------------------------------------------------------------------------


def _quiet_words(python: str, lexicons: Path) -> list[str]:
    """Common words that the built-in rules do not look for."""
    program = "import json; from ie import api; print(json.dumps(list(api.ruleset().scan_words)))"
    ended = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True)
    looked_for = {part for word in json.loads(ended.stdout) for part in word.split()}
    common = (lexicons / "common_words.txt").read_text(encoding="utf-8").split()
    return [word for word in common if word.isalpha() and word not in looked_for]


def _write(file: Path, megabytes: float, dense: list[str], words: list[str]) -> None:
    """Articles, one a line, until there are so many megabytes."""
    with file.open("w", encoding="utf-8") as out:
        for line in _lines(dense, words):
            out.write(line + "\n")
            if out.tell() >= megabytes * 1e6:
                return


def _lines(dense: list[str], words: list[str]) -> Iterator[str]:
    pick = random.Random(5)
    quiet = []
    for _ in range(500):  # making them costs more than reading them
        sentences: list[str] = []
        while sum(map(len, sentences)) < _ARTICLE:
            sentences.append(" ".join(pick.choices(words, k=18)).capitalize() + ".")
        quiet.append(" ".join(sentences))
    number = 0
    for line in cycle(dense):
        yield line
        for _ in range(EVERY - 1):
            number += 1
            yield json.dumps({"id": f"quiet-{number}", "text": f"Article {number}. {pick.choice(quiet)}"})


def _memory(python: str, file: Path) -> dict[str, float]:
    """Megabytes of memory at most, CPU seconds, articles."""
    typed = ["run", "--format", "jsonl", "--date", "1987-03-01", "--output", os.devnull, str(file)]
    program = f"import engines, ie.cli, time; ie.cli.main({typed!r}); print(engines.peak_memory(), time.process_time())"
    ended = subprocess.run([python, "-c", program], cwd=HERE, check=True, capture_output=True, text=True)
    memory, seconds = map(float, ended.stdout.split())
    size = file.stat().st_size / 1e6
    print(f"stream of {size:.0f} MB: {memory:.0f} MB of memory, {seconds:.0f} s", file=sys.stderr)
    return {"megabytes": size, "memory": memory, "seconds": seconds}


# --- processes ---------------------------------------------------------------------------------------------------


def _jobs(python: str, folder: Path, dense: list[str]) -> dict[str, Any]:
    """Wall and user seconds of one process and of two, in turn, and whether they wrote the same."""
    file = folder / "jobs.jsonl"
    lines, size = [], 0
    for line in dense:
        lines.append(line)
        size += len(line)
        if size >= JOBS_MEGABYTES * 1e6:
            break
    file.write_text("\n".join(lines), encoding="utf-8")
    found: dict[str, Any] = {"megabytes": size / 1e6, "1": [], "2": [], "load": os.getloadavg()[0]}
    for number in range(ROUNDS + 1):
        for jobs in ("1", "2"):
            output = folder / f"jobs-{jobs}.out"
            command = [
                python,
                "-m",
                "ie",
                "run",
                "--format",
                "jsonl",
                "--jobs",
                jobs,
                "--output",
                str(output),
                str(file),
            ]
            started = time.perf_counter()
            process = subprocess.Popen(command, cwd=folder)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall = time.perf_counter() - started
            print(f"{jobs} processes: {wall:.1f} s, {used.ru_utime:.1f} s of CPU", file=sys.stderr)
            if number:  # the first fills the cache of expressions
                found[jobs].append([wall, used.ru_utime + used.ru_stime])
    found["same"] = filecmp.cmp(folder / "jobs-1.out", folder / "jobs-2.out", shallow=False)
    found["load after"] = os.getloadavg()[0]
    return found


def section(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    little, much = found["memory"][str(LITTLE)], found["memory"][str(MUCH)]
    rows = [
        [
            f"{one['megabytes']:,.0f}",
            f"{one['memory']:.0f}",
            f"{one['memory'] / little['memory']:.2f}",
            f"{one['seconds']:.0f}",
        ]
        for one in (little, much)
    ]
    memory = report.table(["MB of JSON lines", "memory MB", "times", "CPU s"], rows)
    jobs = found["jobs"]
    ratios = [[a[place] / b[place] for a, b in zip(jobs["1"], jobs["2"], strict=True)] for place in (0, 1)]
    rows = [
        [f"{count}", *(report.spread([one[place] for one in jobs[count]], report.number) for place in (0, 1))]
        for count in ("1", "2")
    ]
    processes = report.table(["--jobs", "seconds on the clock", "CPU seconds"], rows)
    same = "byte for byte the same" if jobs["same"] else "**not the same**"
    return (
        f"### Streams\n\n`ie run` with the built-in rules; one article of {EVERY} is from the dense sample, the others "
        f"hold none of their trigger words.\n\n{memory}\n\n"
        f"Two processes over {jobs['megabytes']:.1f} MB of the dense sample: {report.spread(ratios[0], report.number)} "
        f"times as fast on the clock, with {report.spread([1 / one for one in ratios[1]], report.number)} times the "
        f"CPU time; what they write is {same}. Processes that wanted one of the {os.cpu_count()} cores meanwhile: "
        f"{jobs['load']:.1f} to {jobs['load after']:.1f}.\n\n{processes}"
    )
