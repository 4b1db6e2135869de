"""The JSON Schema of the output: what comes out validates, what should not come out does not."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ie.records import Evidence, Filler, Record, Result, as_dict
from ie.workbench.schema import RecordShape, RoleShape, schema

STATUS = RoleShape("status", ("planned", "held"))
VISIT = RecordShape(
    "Visit",
    (RoleShape("visitor", ("Person", "Group"), many=True, required=True), RoleShape("date", ("Date",)), STATUS),
    {"cameo": "042"},
)
EXCHANGE = RecordShape(
    "Exchange",
    (RoleShape("count", ("Number",)), RoleShape("size", ("Number", "Text")), RoleShape("how", ("Text", "unknown"))),
)
SCHEMA = schema([VISIT, EXCHANGE])


def document() -> dict[str, Any]:
    evidence = Evidence(
        "diplomacy.visits.goes",
        "Witkoff visited",
        3,
        18,
        {"visitor": [Filler("Steve Witkoff", "Witkoff", 3, 10, {"entity": "Person", "born": 1957})]},
    )
    roles: dict[str, Any] = {"visitor": ["Steve Witkoff"], "date": "2025-11-19", "status": "held"}
    records = [
        Record("Visit", roles, [evidence], {"cameo": "042"}),
        Record("Exchange", {"count": 185, "size": "large", "how": "unknown"}, [evidence_without_roles()]),
    ]
    return as_dict(Result("d", "2025-11-18", records, {"source": "Reuters", "pages": [1, 2]}), labels=True)


def evidence_without_roles() -> Evidence:
    return Evidence("r", "x", 0, 1)


def is_valid(found: dict[str, Any]) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(found)


def test_it_is_a_schema_and_plain_json() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_output_validates() -> None:
    Draft202012Validator(SCHEMA).validate(document())
    result = Result("d", None, [Record("Visit", {"visitor": ["X"]}, [])])
    Draft202012Validator(SCHEMA).validate(as_dict(result, evidence=False))
    Draft202012Validator(SCHEMA).validate(as_dict(Result("d", None, [])))
    Draft202012Validator(schema([])).validate(as_dict(Result("d", None, [])))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("document", 1),
        ("date", "18.11.2025"),
        ("records", None),
        ("records/0/type", "Journey"),
        ("records/0/place", ["Turkey"]),
        ("records/0/visitor", "Steve Witkoff"),
        ("records/0/visitor", []),
        ("records/0/visitor", [1]),
        ("records/0/date", ["2025-11-19"]),
        ("records/0/status", "finished"),
        ("records/0/labels", {"cameo": "043"}),
        ("records/0/labels", {"plover": "x"}),
        ("records/0/evidence", []),
        ("records/0/evidence/0/start", -1),
        ("records/0/evidence/0/note", "x"),
        ("records/0/evidence/0/roles/place", [{"text": "x", "start": 0, "end": 1}]),
        ("records/0/evidence/0/roles/visitor", [{"text": "x"}]),
        ("records/1/count", "185"),
        ("records/1/size", []),
        ("records/1/labels", {"cameo": "042"}),
    ],
)
def test_what_should_not_come_out_does_not_validate(path: str, value: Any) -> None:
    found = deepcopy(document())
    target: Any = found
    *steps, last = path.split("/")
    for step in steps:
        target = target[int(step) if step.isdecimal() else step]
    target[last] = value
    assert not is_valid(found)


def test_required_roles() -> None:
    found = document()
    del found["records"][0]["visitor"]
    assert not is_valid(found)
    assert not is_valid({"records": []})


def values(role: RoleShape) -> st.SearchStrategy[Any]:
    kinds = [st.just(kind) for kind in role.kinds if kind[0].islower()]
    kinds += [st.integers() if kind == "Number" else st.text() for kind in role.kinds if kind[0].isupper()]
    one = st.one_of(kinds)
    return st.lists(one, min_size=1, max_size=3) if role.many else one


def records(shape: RecordShape) -> st.SearchStrategy[Record]:
    spans = (st.text(), st.integers(0), st.integers(0))
    details = st.dictionaries(st.sampled_from(["entity", "iso"]), st.one_of(st.text(), st.integers()))
    fillers = st.lists(st.builds(Filler, st.text(), *spans, details), min_size=1, max_size=2)
    pieces = st.builds(
        Evidence, st.text(), *spans, st.dictionaries(st.sampled_from([role.name for role in shape.roles]), fillers)
    )
    roles = st.fixed_dictionaries(
        {role.name: values(role) for role in shape.roles if role.required},
        optional={role.name: values(role) for role in shape.roles if not role.required},
    )
    labels = st.just(dict(shape.labels))
    return st.builds(Record, st.just(shape.name), roles, st.lists(pieces, min_size=1, max_size=2), labels)


RESULTS = st.builds(
    Result,
    st.text(),
    st.one_of(st.none(), st.dates().map(str)),
    st.lists(st.one_of(records(VISIT), records(EXCHANGE)), max_size=3),
    st.dictionaries(st.sampled_from(["source", "lang"]), st.one_of(st.none(), st.text(), st.lists(st.integers()))),
)


@given(RESULTS, st.booleans(), st.booleans())
def test_every_result_validates(result: Result, evidence: bool, labels: bool) -> None:
    Draft202012Validator(SCHEMA).validate(as_dict(result, evidence=evidence, labels=labels))
