"""``ie run``: articles in, records out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ie import api, documents, record_rows, writers
from ie.cli import FINE, REPORTED
from ie.cli.options import Command, Given, Option, UsageError
from ie.cli.progress import Progress
from ie.cli.terminal import say
from ie.records import Result

RULES = Option("--rules", "rule file or folder (default: the built-in pack)", "PATH", many=True)
DATE = Option("--date", "the date of documents that do not give their own, e.g. 2025-11-18", "DATE")

ENGINES = ("ray",)

COMMAND = Command(
    "run",
    "Extract the records of articles: text files with optional front matter, JSON lines, Parquet, folders of text "
    "files; `-` is standard input.",
    "FILES...",
    (
        RULES,
        DATE,
        Option(
            "--from", "read the input as text, jsonl or parquet, whatever it is called", "KIND", choices=documents.KINDS
        ),
        Option("--format", "yaml (default), jsonl, csv or parquet", "FORMAT", choices=writers.FORMATS),
        Option("--labels", "add each record's codes in other ontologies"),
        Option("--output", "write to a file, compressed if it ends in .gz or .zst", "FILE", short="-o"),
        Option("--jobs", "run in N processes (0: one a processor); the output is the same", "N", short="-j"),
        Option("--engine", "ray: run on a Ray cluster, from Parquet to a new folder of it", "ENGINE", choices=ENGINES),
    ),
    notes="exit status: 0 fine, 1 something was reported, 2 the command or the rules could not be used",
)


def main(given: Given) -> int:
    """Extract, and write what was found."""
    if given.has("engine"):
        return _on_engine(given)
    jobs = _jobs(given.one("jobs"))
    date = default_date(given)
    rules = given.all("rules")
    ruleset = api.ruleset(rules)
    output = given.one("output")
    form = given.one("format") or "yaml"
    labels = given.has("labels")
    _not_over_input(given.arguments, output)
    try:
        table = record_rows.table(ruleset, labels=labels) if form in ("csv", "parquet") else record_rows.NO_TABLE
        writer = writers.open_writer(form, output, labels=labels, table=table)
    except ValueError as error:
        raise UsageError(str(error)) from error

    progress = Progress(given.arguments, to_terminal=output is None)
    reports = Reports(progress)
    articles = documents.read(given.arguments, default_date=date, kind=given.one("from"), report=reports.add)
    if jobs == 1:
        from ie.cli.extraction import in_this_process

        extractor = api.extractor(rules, compiled=ruleset)
        results = in_this_process(extractor, articles)
    else:
        from ie.cli.extraction import in_processes

        extractor = None
        results = in_processes(rules, articles, jobs)
    try:
        for result in results:
            if isinstance(result, Result):
                writer.write(result)
                for problem in result.problems:
                    reports.add(f"{result.document}: error[extraction]: {problem}")
            else:
                reports.add(result)
            progress.step()
        writer.close()
        if extractor is not None:
            extractor.expressions.save()
    finally:
        progress.close()
    return REPORTED if reports.count else FINE


def _not_over_input(inputs: Sequence[str], output: str | None) -> None:
    """Refuse to write over what is to be read, which opening the output would empty."""
    for path in inputs:
        with suppress(OSError):
            if output is not None and Path(path).is_file() and Path(path).samefile(output):
                raise UsageError(f"{output} is read and cannot be written at the same time; name another file with -o")


def _on_engine(given: Given) -> int:
    """The same on a cluster, by ``ie.arrow``; there only Parquet goes in and out."""
    output = given.one("output")
    if output is None:
        raise UsageError("an engine writes a folder of Parquet files; name it with -o")
    for name in ("format", "from"):
        if given.one(name) not in (None, "parquet"):
            raise UsageError(f"an engine reads and writes Parquet; leave --{name} away")
    from ie import arrow
    from ie.cli import on_ray

    tasks = _jobs(given.one("jobs")) if given.has("jobs") else None
    try:
        mapper = arrow.mapper(given.all("rules"), date=default_date(given), labels=given.has("labels"))
        found = on_ray.run(mapper, given.arguments, output, tasks)
    except ValueError as error:
        raise UsageError(str(error)) from error
    reports = Reports()
    for document, problem in found:
        reports.add(f"{document}: {problem}")
    return REPORTED if reports.count else FINE


class Reports:
    """Says what is wrong with documents, and counts it."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.count = 0
        self._progress = progress

    def add(self, message: str) -> None:
        """Say it, on a line of its own."""
        self.count += 1
        if self._progress is not None:
            self._progress.hide()
        say(message)


def default_date(given: Given) -> str | None:
    """The value of ``--date``, which must be a day."""
    date = given.one("date")
    if date is not None and (len(date) != 10 or documents.iso_date(date) is None):
        raise UsageError(f"cannot read the date {date!r}; write it as 2025-11-18")
    return date


def _jobs(typed: str | None) -> int:
    if typed is None:
        return 1
    if not typed.isdecimal() or int(typed) > 1024:
        raise UsageError(f"--jobs is a number of processes, not {typed!r}")
    return int(typed) or _processors()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # those that this process may use
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
