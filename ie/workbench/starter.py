"""A rule pack to start from: one record, one rule with its test, one seed with its expected records."""

from __future__ import annotations

import re
from pathlib import Path

from ie import api, documents
from ie.language.format import format_text
from ie.records import as_dict
from ie.writers import to_yaml

RULES = """\
# {title}: who takes which office. Read it aloud, then make it your own.
use base                                    # Person, Country, City, Organisation, Date, Number and more

record Appointment
    person  Person many required
    office  Text
    date    Date

words appoint = "appoint", "name", "elect"

rule takes_office -> Appointment
    match person:Person& passive appoint ("as" | "the" | "a")? office:Title ("on"? date:Date)?
    test  "Maria Keller was appointed ambassador on May 4." dated 2025-05-06
          => person = "Maria Keller", office = ambassador, date = 2025-05-04, status = held
    test  "Maria Keller will be appointed ambassador." => person = "Maria Keller", status = planned
    test  "The book was named after the ambassador." => nothing
"""

SEED = """\
---
date: 2025-05-06
source: example
---
Swiss diplomat Maria Keller was appointed ambassador on Sunday, the foreign ministry said. Two weeks earlier the
post had been offered to a former minister, who did not want it.
"""

_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def create(folder: Path) -> list[Path]:
    """Write the pack into a new folder, which becomes its name; the files that were written.

    Raises ValueError for a name that no rule could use, and FileExistsError where the folder holds something.
    """
    name = folder.name
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be the name of a pack; use lower-case letters, digits and _")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} exists already; choose another name")
    rules, seed, expected = folder / f"{name}.ie", folder / "seeds" / "example.txt", folder / "seeds" / "example.yaml"
    seed.parent.mkdir(parents=True)
    text = RULES.replace("{title}", name.replace("_", " ").capitalize())
    rules.write_text(format_text(text), encoding="utf-8")
    seed.write_text(SEED, encoding="utf-8")
    document = next(documents.read([str(seed)], report=_unexpected))
    expected.write_text(to_yaml(as_dict(api.extractor([folder]).extract(document), evidence=False)), encoding="utf-8")
    return [rules, seed, expected]


def _unexpected(message: str) -> None:
    raise AssertionError(message)
