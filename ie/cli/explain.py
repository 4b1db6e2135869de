"""``ie explain``: why did my rule not match?"""

from __future__ import annotations

from pathlib import Path

from ie import api
from ie.cli import FINE
from ie.cli.options import Command, Given, Option, UsageError
from ie.cli.run import DATE, RULES, default_date
from ie.documents import Document, plain
from ie.workbench.explain import explain

COMMAND = Command(
    "explain",
    "Show what the rules see in a sentence or more: tokens, mentions, verb groups; the rules that matched, and for "
    "each that came near how far it got and what it wanted next; and the records.",
    "SENTENCE",
    (
        RULES,
        DATE,
        Option("--rule", "look only at this rule, with all its matches", "NAME", many=True),
    ),
    most=1,
    notes='example: ie explain "The minister will visit the Turkish capital." --rule goes',
)


def main(given: Given) -> int:
    """Explain."""
    paths = [Path(one) for one in given.all("rules")] or [api.default_rules()]
    document = Document("sentence", plain(given.arguments[0]), default_date(given))
    try:
        lines = explain(paths, document, only=given.all("rule"))
    except KeyError as error:
        raise UsageError(f"there is no rule {error}") from error
    for line in lines:
        print(line)
    return FINE
