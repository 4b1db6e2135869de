"""JSON Schema of the output, for the record types of the loaded rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class RoleShape:
    """A role of a record type: what its values are, whether it takes many, whether every record has it.

    ``kinds`` are entity types (``Person``, ``Number``) and values of an enumeration (``planned``); as in the rule
    language, a capital tells them apart.
    """

    name: str
    kinds: tuple[str, ...]
    many: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordShape:
    """A record type: its roles in the order in which they are written, and its codes in other ontologies."""

    name: str
    roles: tuple[RoleShape, ...]
    labels: dict[str, str] = field(default_factory=dict)


def schema(records: Sequence[RecordShape]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one output document, with or without evidence and labels.

    The document may have keys that were carried through from the input; a record may have nothing but its roles.
    """
    any_record: dict[str, Any] = {"anyOf": [{"$ref": f"#/$defs/{record.name}"} for record in records]}
    return {
        "$schema": DIALECT,
        "title": "Records of one document",
        "type": "object",
        "properties": {
            "document": {"type": "string", "description": "The document's id."},
            "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "The document's date."},
            "records": {"type": "array", "items": any_record if records else False},
        },
        "required": ["document", "records"],
        "$defs": {record.name: _record(record) for record in records} | {"filler": _FILLER},
    }


def _record(record: RecordShape) -> dict[str, Any]:
    properties = {"type": {"const": record.name}} | {role.name: _role(role) for role in record.roles}
    if record.labels:
        labels = {name: {"const": code} for name, code in record.labels.items()}
        properties["labels"] = {"type": "object", "properties": labels, "additionalProperties": False}
    properties["evidence"] = {"type": "array", "minItems": 1, "items": _evidence(role.name for role in record.roles)}
    return {
        "type": "object",
        "properties": properties,
        "required": ["type", *(role.name for role in record.roles if role.required)],
        "additionalProperties": False,
    }


def _role(role: RoleShape) -> dict[str, Any]:
    choices: list[dict[str, Any]] = []
    values = [kind for kind in role.kinds if not kind[0].isupper()]
    if values:
        choices.append({"enum": values})
    if any(kind[0].isupper() and kind != "Number" for kind in role.kinds):
        choices.append({"type": "string", "description": " | ".join(role.kinds)})
    if "Number" in role.kinds:
        choices.append({"type": "number"})
    one = choices[0] if len(choices) == 1 else {"anyOf": choices}
    return {"type": "array", "minItems": 1, "items": one} if role.many else one


def _evidence(roles: Iterable[str]) -> dict[str, Any]:
    """One place in the text where one rule said something of the record."""
    fillers = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/filler"}}
    return {
        "type": "object",
        "properties": {
            "rule": {"type": "string"},
            **_SPAN,
            "roles": {"type": "object", "properties": dict.fromkeys(roles, fillers), "additionalProperties": False},
        },
        "required": ["rule", *_SPAN],
        "additionalProperties": False,
    }


_OFFSET = {"type": "integer", "minimum": 0}
_SPAN: dict[str, Any] = {"text": {"type": "string"}, "start": _OFFSET, "end": _OFFSET}
_FILLER: dict[str, Any] = {
    "description": "A value's surface text and what else is known of it: entity type, title, country ...",
    "type": "object",
    "properties": _SPAN,
    "required": list(_SPAN),
    "additionalProperties": {"type": ["string", "number"]},
}
