"""The function from an Arrow batch of documents to one of records, without any engine."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ie import api, arrow, documents
from ie.engine.extract import Extractor
from ie.records import Result
from ie.ruleset import Ruleset

SEEDS = Path(__file__).parents[1] / "seeds"
RULES = """\
entity Person
record Visit
    visitor  Person many required
    size     Number
    label    cameo = "042"
rule person -> Person
    match /Anna|Boris/
    test  "Anna slept." => name = Anna
rule goes -> Visit
    match visitor:Person& "visited" size:Number?
    test  "Anna visited 3 towns." => visitor = Anna, size = 3
"""


@pytest.fixture(scope="module")
def articles() -> pa.RecordBatch:
    """Some seeds."""
    paths = [str(path) for path in sorted(SEEDS.glob("*.txt"))[:5]]
    found = list(documents.read(paths, report=pytest.fail))
    return pa.record_batch({key: [getattr(one, key) for one in found] for key in ("id", "text", "date")})


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small rule file that uses nothing else."""
    path = tmp_path_factory.mktemp("rules") / "trips.ie"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trips(rules: Path) -> arrow.Mapper:
    return arrow.mapper([rules], labels=True)


def batch(*texts: str | None, **columns: Any) -> pa.RecordBatch:
    ids = columns.pop("id", [f"d{number}" for number in range(len(texts))])
    return pa.record_batch({"id": ids, "text": pa.array(texts, pa.string()), **columns})


def test_the_records_of_a_plain_run(articles: pa.RecordBatch) -> None:
    to_records = arrow.mapper()
    found = to_records(articles)
    assert found.schema == to_records.schema
    rows = found.to_pylist()
    extractor = api.extractor()
    results = [extractor.extract(api.Document(row["id"], row["text"], row["date"])) for row in articles.to_pylist()]
    expected = [(result.document, result.date, record) for result in results for record in result.records]
    assert len(rows) == len(expected) > 10
    texts = dict(zip(articles["id"].to_pylist(), articles["text"].to_pylist(), strict=True))
    for row, (document, date, record) in zip(rows, expected, strict=True):
        assert (row["document"], row["document_date"], row["type"], row["problem"]) == (
            document,
            date,
            record.type,
            None,
        )
        assert {role: value for role, value in row.items() if role in record.roles} == record.roles
        assert len(row["evidence"]) == len(record.evidence)
        for place in [filler for piece in row["evidence"] for filler in (piece, *piece["fillers"])]:
            assert texts[document][place["start"] : place["end"]] == place["text"]


def test_the_columns_depend_on_the_rules_only(trips: arrow.Mapper) -> None:
    assert trips.schema.names == [
        "document", "document_date", "type", "visitor", "size", "evidence", "label_cameo", "problem",
    ]  # fmt: skip
    assert trips.schema.field("visitor").type == pa.list_(pa.string())
    assert trips.schema.field("size").type == pa.float64()
    for nothing in (batch(), batch("It rains.", None)):
        assert trips(nothing).schema == trips.schema
    [row] = trips(batch("Anna visited 3 towns.")).to_pylist()
    assert (row["visitor"], row["size"], row["label_cameo"]) == (["Anna"], 3, "042")


def test_a_table_for_a_table(trips: arrow.Mapper) -> None:
    table = pa.concat_tables([pa.Table.from_batches([batch("Anna visited Oslo.")])] * 2)
    found = trips(table)
    assert isinstance(found, pa.Table)
    assert found["visitor"].to_pylist() == [["Anna"], ["Anna"]]


def test_what_goes_wrong_is_a_row_and_costs_no_other(trips: arrow.Mapper, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = Extractor.extract

    def fail(self: Extractor, document: api.Document) -> Result:
        if document.id == "d4":
            raise RuntimeError("no\nluck")
        result = extract(self, document)
        if document.id == "d5":
            result.problems.append("rule x took too long")
        return result

    monkeypatch.setattr(Extractor, "extract", fail)
    text = "Anna visited Oslo."
    days = pa.array([None, "2025-11-18", "tomorrow", None, None, None])
    ids = [None, *(f"d{number}" for number in range(1, 6))]
    rows = trips(batch(text, None, text, text, text, text, id=ids, date=days)).to_pylist()
    assert [(row["document"], row["visitor"], row["problem"]) for row in rows] == [
        (None, ["Anna"], None),
        ("d1", None, 'error[no-text]: there is no `text`; give the article as {"text": "..."}'),
        ("d2", ["Anna"], None),
        (
            "d2",
            None,
            "error[bad-date]: cannot read the date 'tomorrow', so the document is taken as undated; "
            "write it as 2025-11-18",
        ),
        ("d3", ["Anna"], None),
        (
            "d4",
            None,
            "error[internal]: RuntimeError: no luck; this is a mistake in ie, please report it with the article",
        ),
        ("d5", ["Anna"], None),
        ("d5", None, "error[extraction]: rule x took too long"),
    ]
    assert all(set(row.values()) == {row["document"], row["problem"], None} for row in rows if row["problem"])


def test_text_that_is_not_utf8(trips: arrow.Mapper) -> None:
    texts = pa.array([b"Anna visited Oslo.", b"Boris visited \xff Oslo."], pa.binary()).view(pa.string())
    rows = trips(pa.record_batch({"id": [1, 2], "text": texts})).to_pylist()
    assert [(row["document"], row["visitor"]) for row in rows] == [("1", ["Anna"]), ("2", ["Boris"]), ("2", None)]
    assert rows[-1]["problem"].startswith("error[encoding]: ")


def test_ids_that_are_none(trips: arrow.Mapper) -> None:
    [row] = trips(batch("Anna visited Oslo.", id=[1.5])).to_pylist()
    assert (row["document"], row["problem"].partition(":")[0]) == (None, "error[bad-id]")


def test_a_missing_column_is_a_mistake_of_the_call(trips: arrow.Mapper) -> None:
    with pytest.raises(ValueError, match="there is no column `id` among url, text; give one of them this name"):
        trips(pa.record_batch({"url": ["a"], "text": ["Anna visited Oslo."]}))


def test_a_default_date(rules: Path) -> None:
    [first, second] = arrow.mapper([rules], date="2025-11-18")(
        batch("Anna visited Oslo.", "Boris visited Oslo.", date=pa.array([None, "2024-02-29"]))
    ).to_pylist()
    assert (first["document_date"], second["document_date"]) == ("2025-11-18", "2024-02-29")
    with pytest.raises(ValueError, match="cannot read the date 'today'"):
        arrow.mapper([rules], date="today")


def test_streams_are_lazy(trips: arrow.Mapper) -> None:
    asked: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(100):
            asked.append(number)
            yield batch("Anna visited Oslo.")

    reader = trips.stream(batches())
    assert reader.schema == trips.schema
    assert reader.read_next_batch().num_rows == 1
    assert len(asked) == 1
    assert reader.read_all().num_rows == 99


def test_it_travels_light(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(rules.parent)
    to_records = arrow.mapper([rules.name])
    packed = pickle.dumps(to_records)
    assert len(packed) < 2000
    monkeypatch.chdir("/")
    assert pickle.loads(packed)(batch("Anna visited Oslo.")).num_rows == 1


def test_it_reads_the_rules_once_a_process_and_again_when_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trips.ie"
    path.write_text(RULES, encoding="utf-8")
    made: list[Ruleset] = []
    ruleset = api.ruleset
    monkeypatch.setattr(api, "ruleset", lambda rules: made.append(ruleset(rules)) or made[-1])
    before = arrow.mapper([path])
    again = pickle.loads(pickle.dumps(before))
    for to_records in (before, again, before):
        assert to_records(batch("Clara visited Oslo.")).num_rows == 0
    assert len(made) == 2  # for the columns, and for the extractor
    path.write_text(RULES.replace("Anna|Boris", "Anna|Clara"), encoding="utf-8")
    assert arrow.mapper([path])(batch("Clara visited Oslo.")).num_rows == 1


def test_several_threads(articles: pa.RecordBatch) -> None:
    to_records = arrow.mapper()
    with ThreadPoolExecutor(3) as pool:
        first, *others = pool.map(to_records, [articles] * 4)
    assert all(other == first for other in others)


def test_a_role_cannot_have_the_name_of_a_column(tmp_path: Path) -> None:
    path = tmp_path / "trips.ie"
    path.write_text(RULES.replace("size", "problem"), encoding="utf-8")
    with pytest.raises(ValueError, match="a table has a column 'problem' of its own"):
        arrow.mapper([path])
