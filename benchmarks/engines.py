"""The engines, each in its own environment: ``python engines.py NAME FOLDER`` is a process that run.py talks to.

``ours:FOLDER`` is ours with the rules in a folder of that folder. The process reads orders as JSON lines and answers
each with one. An engine takes a list of texts and gives the hits, ``(number of the text, name of the rule)``; only that
is timed, in seconds of the process's CPU.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import rules

Hits = list[tuple[int, str]]
Run = Callable[[list[str]], Hits]


class Given:
    """What run.py left in the folder for the engines: the gazetteers, the trigger words, rule files of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, list[str]] = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        triggers = folder / "triggers.json"
        self.triggers: list[str] = json.loads(triggers.read_text(encoding="utf-8")) if triggers.exists() else []


# --- ours --------------------------------------------------------------------------------------------------------


def ours(given: Given, which: str = "rules-30") -> Run:
    """All that `ie` does with these rules, records made and merged; a hit is a record."""
    from ie import api

    return _ours(api.extractor([given.folder / which / "rules.ie"]))


def ours_300(given: Given) -> Run:
    """The 30 rules and 270 with rare triggers."""
    return ours(given, "rules-300")


def ours_3000(given: Given) -> Run:
    """The 30 rules and 2,970 with rare triggers."""
    return ours(given, "rules-3000")


def ours_unfiltered(given: Given) -> Run:
    """Without the search for trigger words in the raw text: every sentence is cut into tokens."""
    from ie import api

    extractor = api.extractor([given.folder / "rules-30" / "rules.ie"])
    extractor.scanner.always = tuple(range(len(extractor.ruleset.matches)))
    extractor.scanner._automaton = None
    return _ours(extractor)


def product(given: Given) -> Run:
    """The packs that `ie` comes with: base layers, references, dates, merging, records as JSON lines."""
    from ie import api, writers

    return _ours(api.extractor(), writers.open_writer("jsonl", os.devnull))


def _ours(extractor: Any, writer: Any = None) -> Run:
    from ie import api

    def run(texts: list[str]) -> Hits:
        hits = []
        for number, text in enumerate(texts):
            result = extractor.extract(api.Document(str(number), text, "1987-03-01"))
            if writer is not None:
                writer.write(result)
            hits += [(number, record.type.lower()) for record in result.records]
        return hits

    run.extractor = extractor  # type: ignore[attr-defined]
    return run


# --- peers -------------------------------------------------------------------------------------------------------


def spacy(given: Given) -> Run:
    """Blank English, EntityRuler for the gazetteers, Matcher for the rules."""
    import spacy as library
    from spacy.matcher import Matcher

    nlp = library.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": type_, "pattern": name} for type_ in rules.TYPES for name in given.names[type_]]
    )
    matcher = Matcher(nlp.vocab)
    for name, steps in rules.RULES.items():
        matcher.add(name, [rules.as_spacy(steps)], greedy="LONGEST")
    names = nlp.vocab.strings

    def run(texts: list[str]) -> Hits:
        return [(n, names[key]) for n, doc in enumerate(nlp.pipe(texts)) for key, _, _ in matcher(doc)]

    return run


def spacy_tokenizer(given: Given) -> Run:
    """spaCy's tokenizer and nothing else."""
    import spacy as library

    nlp = library.blank("en")

    def run(texts: list[str]) -> Hits:
        for text in texts:
            nlp.make_doc(text)
        return []

    return run


def one_regex(given: Given) -> Run:
    """One `regex` a rule over the raw text; names are capitalised words that are looked up in a set."""
    import regex

    return _expressions(given, regex.compile)


def re2(given: Given) -> Run:
    """The same with RE2."""
    import re2 as library

    return _expressions(given, library.compile)


def _expressions(given: Given, compile_: Callable[[str], Any]) -> Run:
    expressions = [(name, compile_(rules.as_regex(steps))) for name, steps in rules.RULES.items()]
    sets = {type_: frozenset(names) for type_, names in given.names.items()}

    def named(expression: Any, hit: Any) -> bool:
        for label, group in expression.groupindex.items():
            types = label.split("_")[:-1]
            found = hit[group]
            if hit.end(group) < hit.end():
                candidates: Iterable[str] = [found]
            else:  # the last step: it took as many capitalised words as there are, perhaps too many
                words = found.split(" ")
                candidates = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
                candidates = [form for one in candidates for form in (one, one.rstrip("."), one.removesuffix("'s"))]
            if not any(one in sets[type_] for one in candidates for type_ in types):
                return False
        return True

    def found(expression: Any, text: str) -> Iterator[Any]:
        place = 0
        while hit := expression.search(text, place):
            good = named(expression, hit)
            if good:
                yield hit
            place = hit.end() if good else hit.start() + 1

    def run(texts: list[str]) -> Hits:
        return [(n, name) for n, text in enumerate(texts) for name, one in expressions for _ in found(one, text)]

    return run


def rita(given: Given) -> Run:
    """RITA without spaCy; gazetteer of countries only."""
    import rita as library

    lines = [line for name, steps in rules.RULES.items() if (line := rules.as_rita(name, steps))]
    countries = ", ".join(f'"{name}"' for name in given.names["Country"] if re.fullmatch(r"[\w ]+", name))
    source = "\n".join(['!CONFIG("ignore_case", "Y")', f"countries = {{{countries}}}", *lines])
    executor = library.compile_string(source, use_engine="standalone")

    def run(texts: list[str]) -> Hits:
        return [(n, one["label"]) for n, text in enumerate(texts) for one in executor.execute(text, False)]

    return run


# --- limits ------------------------------------------------------------------------------------------------------


def hyperscan(given: Given) -> Run:
    """Hyperscan looks for the trigger words of our rules, whole words in any case, and does nothing else."""
    import hyperscan as library

    database = library.Database()
    words = [rf"\b{re.escape(word)}\b".encode() for word in given.triggers]
    database.compile(expressions=words, flags=[library.HS_FLAG_CASELESS | library.HS_FLAG_DOTALL] * len(words))

    def run(texts: list[str]) -> Hits:
        hits: Hits = []
        for number, text in enumerate(texts):
            database.scan(
                text.encode(),
                match_event_handler=lambda word, start, end, flags, number=number: hits.append((number, str(word))),
            )
        return hits

    return run


def automaton(given: Given) -> Run:
    """The same with ahocorasick-rs over the text in lower case, inside longer words too."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton_ = AhoCorasick(given.triggers, matchkind=MatchKind.LeftmostLongest)

    def run(texts: list[str]) -> Hits:
        return [
            (n, str(word))
            for n, text in enumerate(texts)
            for word, _, _ in automaton_.find_matches_as_indexes(text.lower())
        ]

    return run


# --- the process -------------------------------------------------------------------------------------------------


def share_in_sentences_with_triggers(run: Any, texts: list[str]) -> float:
    """Which share of the text lies in sentences that are cut into tokens: they have all the words of some match."""
    from ie import api
    from ie.engine.article import Article

    extractor, inside = run.extractor, 0
    for text in texts:
        article = Article(api.Document("", text, None), extractor.matcher.vocabulary)
        touched = [index for index, _ in extractor.scanner.candidates(article)]
        inside += sum(end - start for start, end in map(article.spans.__getitem__, touched))
    return inside / sum(map(len, texts))


def profile(run: Run, texts: list[str]) -> list[list[Any]]:
    """The functions that take most time of their own: name, share of all, share with what they call, calls."""
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    profiler.runcall(run, texts)
    stats = pstats.Stats(profiler)
    total = stats.total_tt  # type: ignore[attr-defined]
    rows = []
    for (file, line, function), (_, calls, own, all_, _) in stats.stats.items():  # type: ignore[attr-defined]
        name = f"{Path(file).parent.name}/{Path(file).name}:{function}" if line else function
        rows.append([name, own / total, all_ / total, calls])
    return sorted(rows, key=lambda row: -row[1])


def triggers(ruleset: Any) -> list[str]:
    """The words that are looked for in raw text."""
    return sorted(ruleset.scan_words)


def peak_memory() -> float:
    """Megabytes that this process took at most. What Linux gives by `getrusage` begins with those of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def measured(run: Run, texts: list[str]) -> dict[str, Any]:
    """What it found in the texts and what that cost."""
    started = time.process_time()
    hits = run(texts)
    seconds = time.process_time() - started
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    return {"seconds": seconds, "megabytes": megabytes, "memory": peak_memory(), "texts": len(texts), "hits": hits}


def main() -> None:
    """Answer orders until there are no more."""
    name, folder = sys.argv[1:]
    name, *which = name.split(":")
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever libraries print
    started = time.process_time()
    run = globals()[name](Given(Path(folder)), *which)
    answer: dict[str, Any] = {"build": time.process_time() - started}
    if hasattr(run, "extractor"):
        answer["triggers"] = triggers(run.extractor.ruleset)
    print(json.dumps(answer), file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        lines = Path(order["file"]).read_text(encoding="utf-8").split("\n")
        texts = [json.loads(line)["text"] for line in lines]
        texts = texts[: max(1, round(len(texts) * order["share"]))]
        if order["do"] == "profile":
            answer = {"rows": profile(run, texts)}
        elif order["do"] == "triggers":
            answer = {"share": share_in_sentences_with_triggers(run, texts)}
        else:
            answer = measured(run, texts)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
