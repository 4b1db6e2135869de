"""``ie schema``: the JSON Schema of the records."""

from __future__ import annotations

import json

from ie import api
from ie.cli import FINE
from ie.cli.options import Command, Given
from ie.cli.run import RULES
from ie.workbench.schema import RecordShape, RoleShape, schema

COMMAND = Command("schema", "Print the JSON Schema of the records that the rules make.", "", (RULES,), most=0)


def main(given: Given) -> int:
    """Print the schema."""
    records = [
        RecordShape(
            record.name,
            tuple(RoleShape(role.name, (*role.types, *role.values), role.many, role.required) for role in record.roles),
            record.labels,
        )
        for record in api.ruleset(given.all("rules")).made()
    ]
    print(json.dumps(schema(records), indent=2, ensure_ascii=False))
    return FINE
