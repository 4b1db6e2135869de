"""Writing records: YAML as PyYAML writes it, and the other formats."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import math
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import yaml
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ie.record_rows import Column, Table, merged
from ie.records import Evidence, Filler, Record, Result, as_dict
from ie.writers import open_writer, to_flow, to_yaml

EXAMPLE = """\
document: zelensky-turkey-trip
date: 2025-11-18
records:
- type: Visit
  visitor: [Steve Witkoff]
  destination: [Turkey]
  date: 2025-11-19
  status: planned
  source: [an informed source in Turkey]
  evidence:
  - rule: diplomacy.visits.will_go
    text: U.S. special envoy Steve Witkoff will visit Turkey on November 19
    start: 529
    end: 594
    roles:
      visitor: [{text: Steve Witkoff, start: 548, end: 561, entity: Person, title: special envoy, country: United States}]
      destination: [{text: Turkey, start: 573, end: 579, entity: Country, iso: TR}]
      date: [{text: November 19, start: 583, end: 594}]
"""  # noqa: E501


def example() -> Result:
    witkoff = {"entity": "Person", "title": "special envoy", "country": "United States"}
    evidence = Evidence(
        "diplomacy.visits.will_go",
        "U.S. special envoy Steve Witkoff will visit Turkey on November 19",
        529,
        594,
        {
            "visitor": [Filler("Steve Witkoff", "Steve Witkoff", 548, 561, dict(witkoff))],
            "destination": [Filler("Turkey", "Turkey", 573, 579, {"entity": "Country", "iso": "TR"})],
            "date": [Filler("2025-11-19", "November 19", 583, 594)],
        },
    )
    roles = {
        "visitor": ["Steve Witkoff"],
        "destination": ["Turkey"],
        "date": "2025-11-19",
        "status": "planned",
        "source": ["an informed source in Turkey"],
    }
    return Result("zelensky-turkey-trip", "2025-11-18", [Record("Visit", dict(roles), [evidence], {"cameo": "042"})])


# --- PyYAML, told to write in the style of the example ----------------------------------------------------------


class Flow(list[Any]):
    """A list to be written on one line."""


class FlowMapping(dict[str, Any]):
    """A mapping to be written on one line."""


class Dumper(yaml.SafeDumper):
    """Does not take a day of the calendar for anything but text, so that it stays plain."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML has it
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith("timestamp")]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, value: str) -> yaml.Node:
        style = None
        if any(line_break in value for line_break in "\n\x85\u2028\u2029"):
            style = '"'
        elif reads_as(value, "timestamp") and not is_day(value):
            style = "'"
        return self.represent_scalar("tag:yaml.org,2002:str", value, style)

    def flow(self, value: list[Any]) -> yaml.Node:
        return self.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)

    def flow_mapping(self, value: dict[str, Any]) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)


Dumper.add_representer(str, Dumper.text)
Dumper.add_representer(Flow, Dumper.flow)
Dumper.add_representer(FlowMapping, Dumper.flow_mapping)


def reads_as(value: str, kind: str) -> bool:
    return yaml.resolver.Resolver().resolve(yaml.ScalarNode, value, (True, False)).endswith(kind)


def is_day(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def in_flow(value: Any) -> Any:
    if isinstance(value, dict):
        return FlowMapping({key: in_flow(inner) for key, inner in value.items()})
    return Flow(map(in_flow, value)) if isinstance(value, list) else value


def styled(document: dict[str, Any]) -> dict[str, Any]:
    """The document with everything in flow style but records, evidence and the roles of evidence."""

    def piece(one: dict[str, Any]) -> dict[str, Any]:
        return {key: {r: in_flow(f) for r, f in v.items()} if key == "roles" else in_flow(v) for key, v in one.items()}

    def record(one: dict[str, Any]) -> dict[str, Any]:
        return {key: list(map(piece, v)) if key == "evidence" else in_flow(v) for key, v in one.items()}

    return {key: list(map(record, v)) if key == "records" else in_flow(v) for key, v in document.items()}


def by_pyyaml(documents: Iterable[dict[str, Any]], dumper: Any = Dumper, width: float = math.inf) -> str:
    written = yaml.dump_all(
        [styled(document) for document in documents],
        Dumper=dumper,
        width=width,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
    )
    return str(written)


def as_read(value: Any) -> Any:
    """What safe_load makes of it: the same, but a day of the calendar is a date."""
    if isinstance(value, dict):
        return {as_read(key): as_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_read(inner) for inner in value]
    return datetime.date.fromisoformat(value) if isinstance(value, str) and is_day(value) else value


# --- random results --------------------------------------------------------------------------------------------

BITS = [
    "a",
    "Zelensky",
    "1",
    "0",
    "9",
    "12:30",
    "2025-11-18",
    "2025-11",
    "-31",
    "T10:00:00",
    "yes",
    "No",
    "on",
    "null",
    "~",
]
BITS += [
    " ",
    "  ",
    ": ",
    ":",
    " #",
    "#",
    "'",
    '"',
    "- ",
    "-",
    "?",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
]
BITS += [
    "`",
    "\\",
    "\t",
    "\n",
    "\r",
    "\x00",
    "\x7f",
    "\x85",
    "\xa0",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\uffff",
    "é",
    "“",
    "’",
    "😀",
]
BITS += [
    "=",
    "<<",
    ".",
    "...",
    "---",
    "_",
    "0x",
    "0b1",
    "0o7",
    "e5",
    "E+3",
    "+",
    "inf",
    ".nan",
    "..",
    "/",
    "XXXX-11-19",
    "\U0010ffff",
]
TEXTS = st.one_of(st.lists(st.sampled_from(BITS), max_size=5).map("".join), st.text(max_size=8))
NAMES = st.sampled_from(["visitor", "date", "source", "status", "count"])
VALUES = st.one_of(TEXTS, st.integers(), st.floats(allow_nan=False))
FILLERS = st.builds(
    Filler, VALUES, TEXTS, st.integers(0, 999), st.integers(0, 999), st.dictionaries(TEXTS, VALUES, max_size=2)
)
PIECES = st.builds(
    Evidence,
    TEXTS,
    TEXTS,
    st.integers(0, 999),
    st.integers(0, 999),
    st.dictionaries(NAMES, st.lists(FILLERS, max_size=2), max_size=2),
)
RECORDS = st.builds(
    Record,
    TEXTS,
    st.dictionaries(NAMES, st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=3),
    st.lists(PIECES, max_size=2),
    st.dictionaries(TEXTS, TEXTS, max_size=2),
)
JSON = st.recursive(
    st.one_of(VALUES, st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)
KEYS = st.one_of(TEXTS, st.integers(120, 130).map(lambda length: "k" * length)).filter(lambda key: key != "records")
RESULTS = st.builds(
    Result,
    TEXTS,
    st.one_of(st.none(), st.just("2025-11-18")),
    st.lists(RECORDS, max_size=2),
    st.dictionaries(KEYS, JSON, max_size=3),
)


@settings(max_examples=1000, deadline=None)
@given(st.one_of(TEXTS, VALUES))
def test_a_value_is_written_as_pyyaml_writes_it_and_reads_back(value: Any) -> None:
    document = {"document": value, "list": [value], "mapping": {"k": value}}
    assert to_yaml(document) == by_pyyaml([document])
    assert yaml.safe_load(to_yaml(document)) == as_read(document)


@settings(max_examples=300, deadline=None)
@given(RESULTS)
def test_a_result_is_written_as_pyyaml_writes_it_and_reads_back(result: Result) -> None:
    document = as_dict(result, labels=True)
    assert to_yaml(document) == by_pyyaml([document])
    assert yaml.safe_load(to_yaml(document)) == as_read(document)


@pytest.mark.parametrize(
    ("value", "in_block", "in_list"),
    [
        ("2025-11-19", "2025-11-19", "2025-11-19"),
        ("2025-05/..", "2025-05/..", "2025-05/.."),
        ("XXXX-11-19", "XXXX-11-19", "XXXX-11-19"),
        ("2025-02-30", "'2025-02-30'", "'2025-02-30'"),
        ("2025-11-19T10:00:00Z", "'2025-11-19T10:00:00Z'", "'2025-11-19T10:00:00Z'"),
        ("2002", "'2002'", "'2002'"),
        (185, "185", "185"),
        (0.5, "0.5", "0.5"),
        (1e17, "1.0e+17", "1.0e+17"),
        ("no", "'no'", "'no'"),
        ("", "''", "''"),
        ("Talks, again", "Talks, again", "'Talks, again'"),
        ("a: b", "'a: b'", "'a: b'"),
        ("it's #1", "'it''s #1'", "'it''s #1'"),
        ("two\nlines", '"two\\nlines"', '"two\\nlines"'),
        ("Sánchez’s “offer” 😀", "Sánchez’s “offer” 😀", "Sánchez’s “offer” 😀"),
        (None, "null", "null"),
        (True, "true", "true"),
    ],
)
def test_scalars(value: Any, in_block: str, in_list: str) -> None:
    assert to_yaml({"k": value}) == f"k: {in_block}\n"
    assert to_flow([value]) == f"[{in_list}]"


# --- files -----------------------------------------------------------------------------------------------------

ROLES = (Column("visitor", many=True), Column("count", number=True), Column("date"), Column("status"))
TABLE, WITH_LABELS = Table(ROLES), Table(ROLES, ("cameo",))


def written(path: Path, *results: Result, name: str, **options: Any) -> bytes:
    writer = open_writer(name, str(path), **options)
    for result in results:
        writer.write(result)
    writer.close()
    return path.read_bytes()


def test_yaml_is_as_in_the_example_and_a_stream(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    nothing = Result("shares-close-mixed", None, [], {"lang": "en"})
    expected = EXAMPLE + "---\ndocument: shares-close-mixed\nlang: en\nrecords: []\n"
    assert written(tmp_path / "a.yaml", example(), nothing, name="yaml").decode() == expected
    assert expected == by_pyyaml([as_dict(example()), as_dict(nothing)])
    assert [found["document"] for found in yaml.safe_load_all(expected)] == ["zelensky-turkey-trip", nothing.document]
    writer = open_writer("yaml", None)
    writer.write(example())
    writer.close()
    assert capsysbinary.readouterr().out.decode() == EXAMPLE
    assert not sys.stdout.closed


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without libyaml")
def test_libyaml_writes_the_example_so_too() -> None:
    class Fast(yaml.CSafeDumper):
        yaml_implicit_resolvers = Dumper.yaml_implicit_resolvers
        ignore_aliases = Dumper.ignore_aliases

    Fast.add_representer(Flow, Dumper.flow)
    Fast.add_representer(FlowMapping, Dumper.flow_mapping)
    assert by_pyyaml([as_dict(example())], Fast, -1) == EXAMPLE


def test_labels_are_written_where_asked_for(tmp_path: Path) -> None:
    assert b"  labels: {cameo: '042'}\n" in written(tmp_path / "a.yaml", example(), name="yaml", labels=True)
    assert b"042" not in written(tmp_path / "a.yaml", example(), name="yaml")


def test_yaml_is_written_without_yaml() -> None:
    code = (
        "import sys; from ie.writers import open_writer; from ie.records import Result; w = open_writer('yaml', None);"
        "w.write(Result('a', '2025-11-18', [])); w.close();"
        "assert not {'yaml', 'gzip', 'csv', 'zstandard', 'pyarrow', 'json'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("name", ["yaml", "jsonl", "csv"])
def test_compressed_output_is_the_same_every_time(tmp_path: Path, name: str) -> None:
    as_it_is = written(tmp_path / "a", example(), name=name, table=TABLE)
    packed = written(tmp_path / "a.gz", example(), name=name, table=TABLE)
    assert gzip.decompress(packed) == as_it_is
    assert packed[4:8] == b"\0\0\0\0"
    assert written(tmp_path / "b.gz", example(), name=name, table=TABLE) == packed
    frame = written(tmp_path / "a.zst", example(), name=name, table=TABLE)
    assert zstandard.ZstdDecompressor().stream_reader(io.BytesIO(frame)).read() == as_it_is


@given(RESULTS)
def test_json_lines_hold_the_same_data(result: Result) -> None:
    lines: list[bytes] = []
    writer: Any = open_writer("jsonl", None, labels=True)
    writer._sink.stream = type("Stream", (), {"write": lambda _, line: lines.append(line)})()
    writer.write(result)
    assert len(lines) == 1
    assert lines[0].count(b"\n") == 1
    assert json.loads(lines[0]) == json.loads(json.dumps(as_dict(result, labels=True)))


def test_csv_has_a_row_a_record(tmp_path: Path) -> None:
    result = example()
    result.records[0].roles |= {"visitor": ["Steve Witkoff", "Marco Rubio"], "count": 185}
    result.records.append(Record("Visit", {"visitor": ["A; B, C"]}, []))
    content = written(tmp_path / "a.csv", result, name="csv", table=WITH_LABELS).decode()
    first, second = csv.DictReader(io.StringIO(content))
    assert first == {
        "document": "zelensky-turkey-trip",
        "document_date": "2025-11-18",
        "type": "Visit",
        "visitor": "Steve Witkoff; Marco Rubio",
        "count": "185",
        "date": "2025-11-19",
        "status": "planned",
        "evidence_text": "U.S. special envoy Steve Witkoff will visit Turkey on November 19",
        "evidence_rule": "diplomacy.visits.will_go",
        "evidence_start": "529",
        "evidence_end": "594",
        "label_cameo": "042",
    }
    assert second["visitor"] == "A; B, C"
    assert second["evidence_text"] == second["status"] == ""


def test_parquet_has_lists_and_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ie.writers._ParquetWriter._ROWS_HELD", 2)
    result = example()
    result.records[0].roles |= {"visitor": ["Steve Witkoff", "Marco Rubio"], "count": 185}
    result.records.append(Record("Visit", {}, []))
    options: dict[str, Any] = {"name": "parquet", "table": WITH_LABELS}
    content = written(tmp_path / "a.parquet", result, example(), **options)
    assert written(tmp_path / "b.parquet", result, example(), **options) == content
    rows = pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert len(rows) == 3
    assert rows[0]["visitor"] == ["Steve Witkoff", "Marco Rubio"]
    assert rows[0]["count"] == 185
    assert rows[0]["label_cameo"] == "042"
    assert rows[1] | {"document": None, "document_date": None, "type": None, "evidence": None} == dict.fromkeys(rows[1])
    written(tmp_path / "empty.parquet", **options)
    assert pyarrow.parquet.read_table(tmp_path / "empty.parquet").num_rows == 0


def test_parquet_has_all_evidence(tmp_path: Path) -> None:
    result = example()
    result.records[0].evidence *= 2
    written(tmp_path / "a.parquet", result, name="parquet", table=TABLE)
    [row] = pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist()
    first, second = row["evidence"]
    assert first == second
    assert (first["rule"], first["start"], first["end"]) == ("diplomacy.visits.will_go", 529, 594)
    assert [(filler["role"], filler["text"]) for filler in first["fillers"]] == [
        ("visitor", "Steve Witkoff"),
        ("destination", "Turkey"),
        ("date", "November 19"),
    ]
    assert dict(first["fillers"][1]["details"]) == {"entity": "Country", "iso": "TR"}


def test_roles_of_one_name_share_a_column(tmp_path: Path) -> None:
    roles = [Column("host"), Column("size", number=True), Column("host", many=True), Column("size")]
    result = Result("d", None, [Record("Visit", {"host": "Turkey", "size": "large"}, [])])
    written(tmp_path / "a.parquet", result, name="parquet", table=Table(merged(roles)))
    [row] = pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert (row["host"], row["size"]) == (["Turkey"], "large")


def test_what_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown format 'xml'"):
        open_writer("xml", None)
    with pytest.raises(ValueError, match="name a file with -o"):
        open_writer("parquet", None)
    with pytest.raises(FileNotFoundError):
        open_writer("yaml", str(tmp_path / "missing" / "a.yaml"))
