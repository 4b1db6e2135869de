"""``ie score``: precision, recall and F1 against gold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ie import api
from ie.cli import FINE, REPORTED
from ie.cli.options import Command, Given, Option
from ie.cli.run import DATE, RULES, Reports, default_date
from ie.records import as_dict
from ie.workbench import score

COMMAND = Command(
    "score",
    "Measure precision, recall and F1, for records and for roles, against NAME.gold.yaml beside NAME.txt, folders of "
    "such, or JSON lines or YAML of documents with id, text, date and records.",
    "GOLD...",
    (
        RULES,
        DATE,
        Option("--brief", "only the figures, without the records that are missed, extra or different"),
    ),
    notes="exit status: 0 measured, whatever the figures; 1 something was reported; 2 the rules could not be used",
)


def main(given: Given) -> int:
    """Extract from every document of the gold, and compare."""
    extractor = api.extractor(given.all("rules"))
    reports = Reports()
    types = {record.name: [role.name for role in record.roles] for record in extractor.ruleset.made()}
    documents = score.load(given.arguments, default_date=default_date(given), types=types, report=reports.add)
    report = score.score(_compared(extractor, documents))
    if given.has("brief"):
        report.missed, report.extra, report.different = [], [], []
    print(report, end="")
    return REPORTED if reports.count or not report.documents else FINE


def _compared(
    extractor: api.Extractor, gold: Iterator[tuple[api.Document, dict[str, Any]]]
) -> Iterator[tuple[str, Sequence[dict[str, Any]], Mapping[str, Any]]]:
    for document, wanted in gold:
        yield document.id, as_dict(extractor.extract(document))["records"], wanted
