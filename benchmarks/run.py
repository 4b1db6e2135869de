"""Benchmarks: `ie` beside other engines, on the same text, in one run. Results go to docs/performance.md.

    python benchmarks/run.py                        # everything: four minutes, and two more to install the first time
    python benchmarks/run.py --texts FOLDER         # plain.jsonl.gz and dense.jsonl.gz of a folder; else made-up texts
    python benchmarks/run.py --only product,spacy   # some engines; printed, not written
    python benchmarks/run.py --part rules           # one of the parts that take longer: see PARTS; only it is written
    python benchmarks/run.py --profile              # in which functions our time goes, and nothing else

Needs Python 3.11 and the network on the first run. Each engine has a virtual environment of its own in a cache folder
(--cache, by default ie-benchmarks in the user's); ours is made of this checkout anew each time. In each round all
engines work on the same sample of articles, one after the other, and in each round on another sample; an own, earlier
sample warms them up. All times are CPU seconds of one process, as other work on the machine disturbs these least. A
ratio is taken within a round; shown are the median of the rounds and [lowest, highest].
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import corpus
import growth
import lexicon_size
import many_rules
import report
import streaming
from processes import ENVIRONMENTS, HERE, ROOT, Engine, cost, environment

import rules

LEXICONS = ROOT / "rules" / "base" / "lexicons"
SEED = ROOT / "seeds" / "cyprus-leaders-dinner.txt"

# Engine: (environment, share of each sample that it gets, so that slow ones do not take all the time).
ENGINES = {
    "ours": ("ie", 1),
    "ours_unfiltered": ("ie", 1),
    "ours_300": ("ie", 1),
    "ours_3000": ("ie", 1),
    "product": ("ie", 0.5),
    "spacy": ("spacy", 1),
    "spacy_tokenizer": ("spacy", 1),
    "one_regex": ("regex", 0.5),
    "re2": ("re2", 1),
    "rita": ("rita", 0.05),
    "hyperscan": ("hyperscan", 1),
    "automaton": ("ahocorasick", 1),
}


PARTS: dict[str, Any] = {"rules": many_rules, "lexicons": lexicon_size, "hostile": growth, "streams": streaming}
"""Parts of the page that a plain run leaves as they are: two to ten minutes each."""
ROUNDS_OF_PARTS = 3


def main() -> None:
    """Make environments, measure, write."""
    options = read_options()
    cache = Path(options.cache).expanduser()
    if options.part:
        measure_parts(options, environment(cache, "ie", renew=not options.installed) or "")
        return
    python = {name: environment(cache, name) for name in ENVIRONMENTS}
    chosen = options.only.split(",") if options.only else list(ENGINES)
    with tempfile.TemporaryDirectory(prefix="ie-benchmark-") as work:
        folder = Path(work)
        prepare(folder, options)
        if options.profile:
            show_profile(python["ie"], folder)
            return
        results: dict[str, Any] = {
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}",
            "options": {"rounds": options.rounds, "megabytes": options.megabytes, "texts": bool(options.texts)},
            "command": "python benchmarks/run.py" + (" --texts FOLDER" if options.texts else ""),
            "versions": {name: ENVIRONMENTS[name] for name in ENVIRONMENTS if python[name]},
            "missing": [name for name in ENVIRONMENTS if python[name] is None],
        }
        results["engines"] = race(python, folder, chosen, options.rounds)
        if not options.only:
            results["start"] = starts(python["ie"], folder)
            results["stream"] = streams(python["ie"], folder)
        text = report.tables(results)
        print(text)
        if options.results:
            Path(options.results).write_text(json.dumps(results, indent=1), encoding="utf-8")
        if options.only:
            return
        report.write(ROOT / "docs" / "performance.md", text)
        if python["chart"]:
            figures = folder / "figures.json"
            figures.write_text(json.dumps(report.bars(results)), encoding="utf-8")
            picture = ROOT / "docs" / "performance.png"
            subprocess.run([python["chart"], HERE / "chart.py", figures, picture], check=True)


def measure_parts(options: argparse.Namespace, python: str) -> None:
    """Measure some parts, and write a section for each."""
    options.rounds = ROUNDS_OF_PARTS
    command = f"python benchmarks/run.py --part NAME{' --texts FOLDER' if options.texts else ''}"
    for name in PARTS if options.part == "all" else options.part.split(","):
        with tempfile.TemporaryDirectory(prefix="ie-benchmark-") as work:
            prepare(Path(work), options)
            found = PARTS[name].measure(python, Path(work), LEXICONS)
        if options.results:
            Path(options.results).write_text(json.dumps(found, indent=1), encoding="utf-8")
        heading, _, text = PARTS[name].section(found).partition("\n\n")
        section = f"{heading}\n\n`{command.replace('NAME', name)}`, commit {commit()}.\n\n{text}"
        print(section)
        report.write(ROOT / "docs" / "performance.md", section)


def commit() -> str:
    """The commit that is measured, with a plus if anything was changed since."""
    shown = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return shown.stdout.strip()


def read_options() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description="Measure ie beside other engines; see the top of this file.")
    user_cache = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    parser.add_argument("--texts", default=os.environ.get("IE_BENCHMARK_TEXTS"), help="folder (IE_BENCHMARK_TEXTS)")
    parser.add_argument("--cache", default=f"{user_cache}/ie-benchmarks", help="folder of virtual environments")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=1, help="size of the sample of a round")
    parser.add_argument("--only", help="engines, separated by commas: " + ", ".join(ENGINES))
    parser.add_argument("--part", help="all, or some of, separated by commas: " + ", ".join(PARTS))
    parser.add_argument("--installed", action="store_true", help="parts: of ie as it was last installed, unchanged")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--results", help="also write all figures to this file, as JSON")
    return parser.parse_args()


# --- before ------------------------------------------------------------------------------------------------------


def prepare(folder: Path, options: argparse.Namespace) -> None:
    """Samples, gazetteers and rule files of ours, where the engines find them."""
    texts = Path(options.texts) if options.texts else None
    for kind in corpus.KINDS:
        found = corpus.samples(texts, LEXICONS, kind, options.rounds + 1, options.megabytes)
        for number, sample in enumerate(found):
            lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(sample))
            (folder / f"{kind}-{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    names = rules.gazetteers(LEXICONS)
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    for count in (30, 300, 3000):
        (folder / f"rules-{count}").mkdir()
        rules.as_ie(rules.rare_rules(count, LEXICONS / "common_words.txt"), names, folder / f"rules-{count}")


# --- throughput --------------------------------------------------------------------------------------------------


def race(python: dict[str, str | None], folder: Path, chosen: list[str], rounds: int) -> dict[str, Any]:
    """For each engine: how long it took to build, and of each kind of text its rounds."""
    first = Engine("ours", python["ie"] or "", folder)
    (folder / "triggers.json").write_text(json.dumps(first.ready["triggers"]), encoding="utf-8")
    first.close()
    shutil.rmtree(folder / "cache")
    engines = {}
    for name in chosen:
        interpreter = python[ENGINES[name][0]]
        if interpreter is not None:
            print(f"starting {name} ...", file=sys.stderr)
            engines[name] = Engine(name, interpreter, folder)
    found: dict[str, Any] = {name: {"build": engine.ready["build"]} for name, engine in engines.items()}
    for kind in corpus.KINDS:
        for number in range(rounds + 1):
            for name, engine in engines.items():
                share = ENGINES[name][1]
                answer = engine.order("run", folder / f"{kind}-{number}.jsonl", share)
                print(f"{kind} {number} {name}: {answer['megabytes'] / answer['seconds']:.2f} MB/s", file=sys.stderr)
                if number:
                    found[name].setdefault(kind, []).append(answer)
                found[name]["memory"] = answer["memory"]
                found[name]["share"] = share
        for name in ("ours", "product"):
            if name in engines:
                answer = engines[name].order("triggers", folder / f"{kind}-1.jsonl")
                found[name].setdefault("triggered", {})[kind] = answer["share"]
    for engine in engines.values():
        engine.close()
    return found


def show_profile(python: str | None, folder: Path) -> None:
    """The functions in which the shipped packs and the 30 rules, warm, spend their time."""
    for which in ("product", "ours"):
        engine = Engine(which, python or "", folder)
        for kind in corpus.KINDS:
            engine.order("run", folder / f"{kind}-0.jsonl")
            print(f"{which}, {kind}: own time, time with callees, calls, function")
            for name, own, all_, calls in engine.order("profile", folder / f"{kind}-1.jsonl")["rows"][:25]:
                print(f"  {own:6.1%} {all_:6.1%} {calls:9} {name}")
        engine.close()


# --- start and memory --------------------------------------------------------------------------------------------


def starts(python: str | None, folder: Path) -> dict[str, list[float]]:
    """CPU seconds of short commands: `ie run` on one article without and with a cache, and bare imports."""
    assert python
    found: dict[str, list[float]] = {}
    for number in range(9):
        cache = folder / f"start-{number if number < 3 else 2}"  # compiling costs seconds; three times tell enough
        run = [python, "-m", "ie", "run", str(SEED)]
        commands = {
            "empty": [python, "-c", "pass"],
            "regex": [python, "-c", "import regex"],
            "regex and yaml": [python, "-c", "import regex, yaml"],
            **({"first": run} if number < 3 else {}),
            "second": run,
        }
        for name, command in commands.items():
            found.setdefault(name, []).append(cost(command, folder, cache))
    return found


def streams(python: str | None, folder: Path) -> dict[str, float]:
    """Megabytes of memory that `ie run` takes for a little text and for eight times as much."""
    assert python
    articles = (folder / "dense-1.jsonl").read_text(encoding="utf-8").splitlines()
    found = {}
    for name, part in {"little": articles[: len(articles) // 8], "much": articles}.items():
        file = folder / f"{name}.jsonl"
        file.write_text("\n".join(part), encoding="utf-8")
        typed = ["run", "--format", "jsonl", "--date", "1987-03-01", "--output", os.devnull, str(file)]
        program = f"import engines, ie.cli; ie.cli.main({typed!r}); print(engines.peak_memory())"
        ended = subprocess.run([python, "-c", program], cwd=HERE, check=True, capture_output=True, text=True)
        found[f"{name} MB"] = file.stat().st_size / 1e6
        found[name] = float(ended.stdout)
    return found


if __name__ == "__main__":
    main()
