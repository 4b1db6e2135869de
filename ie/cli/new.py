"""``ie new``: a working rule pack to start from."""

from __future__ import annotations

from pathlib import Path

from ie.cli import FINE
from ie.cli.options import Command, Given, UsageError
from ie.workbench import starter

COMMAND = Command(
    "new",
    "Make a folder NAME with a working rule pack: one record, one rule with its tests, one seed with the records that "
    "are expected of it.",
    "NAME",
    (),
    most=1,
)


def main(given: Given) -> int:
    """Write the pack, and say what to do with it."""
    folder = Path(given.arguments[0])
    try:
        written = starter.create(folder)
    except ValueError as error:
        raise UsageError(str(error)) from error
    for path in written:
        print(f"wrote {path}")
    print(f"try: ie test {folder}; ie run --rules {folder} {written[1]}")
    return FINE
