"""Figures as Markdown, between two comments of a page, and as bars for the chart."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures: written by benchmarks/run.py -->", "<!-- end of figures -->"
NAMES = {
    "ours": "**ie, 30 rules**",
    "ours_unfiltered": "ie without the search for trigger words",
    "spacy": "spaCy: tokenizer, EntityRuler, Matcher",
    "spacy_tokenizer": "spaCy: tokenizer alone",
    "one_regex": "one `regex` a rule on raw text",
    "re2": "one google-re2 a rule on raw text",
    "rita": "RITA, standalone, countries only",
    "hyperscan": "limit: hyperscan, trigger words only",
    "automaton": "limit: ahocorasick-rs, trigger words only",
    "product": "**ie, all that is shipped**",
    "ours_300": "ie, 300 rules",
    "ours_3000": "ie, 3,000 rules",
}
LIMITS = ("hyperscan", "automaton", "spacy_tokenizer")
KINDS = ("plain", "dense")


def spread(values: Sequence[float], show: Callable[[float], str]) -> str:
    """The median and, in brackets, the lowest and the highest."""
    return f"{show(statistics.median(values))} [{show(min(values))}, {show(max(values))}]"


def number(value: float) -> str:
    """Two significant digits, no powers of ten."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def speeds(engine: dict[str, Any], kind: str) -> list[float]:
    """MB/s of each round."""
    return [one["megabytes"] / one["seconds"] for one in engine[kind]]


def ratios(engines: dict[str, Any], one: str, other: str, kind: str) -> list[float]:
    """How many times as fast as the other, round by round."""
    return [a / b for a, b in zip(speeds(engines[one], kind), speeds(engines[other], kind), strict=True)]


def agreement(engines: dict[str, Any], one: str, other: str, kind: str) -> tuple[int, int, int]:
    """Pairs of article and rule that one engine found, that the other found, that both did; in the texts of both."""
    a: set[Any] = set()
    b: set[Any] = set()
    for place, (mine, yours) in enumerate(zip(engines[one][kind], engines[other][kind], strict=True)):
        texts = min(mine["texts"], yours["texts"])
        a |= {(place, *hit) for hit in mine["hits"] if hit[0] < texts}
        b |= {(place, *hit) for hit in yours["hits"] if hit[0] < texts}
    return len(a), len(b), len(a & b)


def tables(results: dict[str, Any]) -> str:
    """All figures of a run."""
    engines, options = results["engines"], results["options"]
    where = "`plain.jsonl.gz` and `dense.jsonl.gz`" if options["texts"] else "made up by `corpus.py`"
    parts = [
        f"`{results['command']}`: {results['machine']}; {options['rounds']} rounds, in each a sample of "
        f"{options['megabytes']:g} MB of each text, {where}. CPU time of one process; median [lowest, highest].",
    ]
    if results["missing"]:
        parts.append("Could not be installed: " + ", ".join(results["missing"]) + ".")
    parts.append("### The same 30 rules\n\n" + _peers(engines))
    if "product" in engines and "spacy" in engines:
        parts.append("### Everything that is shipped\n\n" + _product(engines))
    if "ours_3000" in engines and "ours" in engines:
        parts.append("### Number of rules\n\n" + _counts(engines))
    if "start" in results:
        parts.append("### Start and memory\n\n" + _start(results["start"]) + "\n\n" + _memory(results["stream"]))
    return "\n\n".join(parts)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _peers(engines: dict[str, Any]) -> str:
    rows = []
    for name, title in NAMES.items():
        if name not in engines or name in ("product", "ours_300", "ours_3000"):
            continue
        row = [title, *(number(statistics.median(speeds(engines[name], kind))) for kind in KINDS)]
        row += [spread(ratios(engines, "ours", name, kind), number) if "ours" in engines else "" for kind in KINDS]
        if name in LIMITS or "ours" not in engines:
            row += ["", ""]
        else:
            for kind in KINDS:
                theirs, ours, both = agreement(engines, name, "ours", kind)
                row.append(f"{theirs}" if name == "ours" else f"{theirs}, {both} of our {ours}")
        rows.append([*row, f"{engines[name]['memory']:.0f}", f"{engines[name]['build']:.1f}"])
    head = ["engine", "plain MB/s", "dense MB/s", "ours is so many times as fast, plain", "dense"]
    rendered = table([*head, "found, plain", "found, dense", "memory MB", "build s"], rows)
    if "ours" not in engines:
        return rendered
    plain, dense = (engines["ours"]["triggered"][kind] for kind in KINDS)
    below = (
        f"In sentences with a trigger word of these rules lie {plain:.0%} of the plain text, {dense:.0%} of the dense."
    )
    return f"{rendered}\n\n{below}"


def _product(engines: dict[str, Any]) -> str:
    product, rows = engines["product"], []
    for kind, aim in (("plain", "60"), ("dense", "15")):
        row = [kind, f"{product['triggered'][kind]:.0%}", str(sum(len(one["hits"]) for one in product[kind]))]
        row += [spread(speeds(product, kind), number), spread(ratios(engines, "product", "spacy", kind), number)]
        rows.append([*row, aim])
    head = ["text", "in sentences with a trigger", "records", "MB/s", "times as fast as spaCy's smaller job", "aim"]
    below = f"Memory {product['memory']:.0f} MB; building without a cache {product['build']:.1f} s."
    return table(head, rows) + "\n\n" + below


def _counts(engines: dict[str, Any]) -> str:
    rows = []
    for name in ("ours", "ours_300", "ours_3000"):
        count = int(name.partition("_")[2] or 30)
        row = [f"{count:,}", *(spread(ratios(engines, "ours", name, kind), number) for kind in KINDS)]
        build = engines[name]["build"]
        rows.append([*row, f"{engines[name]['memory']:.0f}", f"{build:.1f} ({build / count * 1000:.1f} ms a rule)"])
    return table(["rules", "times the cost of 30, plain", "dense", "memory MB", "build s"], rows)


def _start(start: dict[str, list[float]]) -> str:
    titles = {
        "empty": '`python -c "pass"`',
        "regex": '`python -c "import regex"`',
        "regex and yaml": '`python -c "import regex, yaml"`',
        "first": "`ie run` on one seed, no cache",
        "second": "the same again",
    }
    rows = []
    for name, times in start.items():
        row = [titles[name], spread([time * 1000 for time in times], number)]
        for of in ("regex", "regex and yaml"):
            row += [number(statistics.median(times) / statistics.median(start[of]))]
        rows.append(row)
    return table(["command", "CPU ms", "times `import regex`", "times `import regex, yaml`"], rows)


def _memory(stream: dict[str, float]) -> str:
    return (
        f"Memory of `ie run` at most: {stream['little']:.0f} MB over {stream['little MB']:.2f} MB of dense text, "
        f"{stream['much']:.0f} MB over {stream['much MB']:.2f} MB ({stream['much'] / stream['little']:.2f} times)."
    )


def write(page: Path, text: str) -> None:
    """Put the text between the two comments of the page; sections of other runs stay what they are."""
    old = page.read_text(encoding="utf-8") if page.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    head, _, rest = old.partition(BEGIN)
    figures, _, tail = rest.partition(END)
    figures = "\n\n".join({**_sections(figures), **_sections(text)}.values())
    page.write_text(f"{head}{BEGIN}\n{figures}\n{END}{tail}", encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    """The sections of some Markdown by their headings; what stands before the first is under the empty one."""
    found: dict[str, str] = {}
    for number, part in enumerate(("\n" + text.strip()).split("\n### ")):
        heading = part.partition("\n")[0] if number else ""
        if number or part.strip():
            found[heading] = f"### {part.strip()}" if number else part.strip()
    return found


def bars(results: dict[str, Any]) -> list[list[Any]]:
    """(name, MB/s on plain text, on dense text) of all engines, for the chart."""
    engines = results["engines"]
    return [
        [title.replace("*", "").replace("`", ""), *(statistics.median(speeds(engines[name], kind)) for kind in KINDS)]
        for name, title in NAMES.items()
        if name in engines
    ]
