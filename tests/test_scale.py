"""Each program in docs/scale.md, run by the engine that it is for, gives the records of a plain run.

An engine that is not installed is left out; `pip install -e '.[dev,engines]'` brings all of them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from ie import documents

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))[:5]


PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def blocks(section: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def programs() -> list[Any]:
    """The programs of the page that read articles, a section's Python as one, each with the engine that it needs."""
    found = []
    for section in PAGE.split("\n## "):
        commands = [["-m", *shlex.split(line)] for line in blocks(section, "sh")]
        python = "".join(blocks(section, "python"))
        if "articles.parquet" in python:
            commands.append(["-c", python])
        found += [_program(command) for command in commands]
    return found


def _program(command: list[str]) -> Any:
    start, *_ = re.findall(r"--engine (\w+)|^(?:import|from) (\w+)", " ".join(command[1:]), re.MULTILINE)
    engine = "".join(start)
    missing = [] if find_spec(engine) else [f"{engine} is not installed"]
    if engine == "pyspark" and not shutil.which("java"):
        missing.append("there is no java")
    marks = [pytest.mark.skipif(bool(missing), reason=" and ".join(missing))]
    return pytest.param(command, id=f"{engine}{command[0]}", marks=marks)


def execute(folder: Path, *command: str, fine: int = 0) -> None:
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == fine, done.stdout + done.stderr


def rows(path: Path) -> list[Any]:
    """The rows of a file or folder in one order; maps as lists of pairs, however the engine writes them."""
    return sorted((_plain(row) for row in pyarrow.parquet.read_table(path).to_pylist()), key=str)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        pair = list(value) == ["key", "value"]
        return tuple(value.values()) if pair else {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With articles, one of which has no text, and what a plain run gives."""
    folder = tmp_path_factory.mktemp("scale")
    found = [*documents.read([str(path) for path in SEEDS], report=pytest.fail)]
    columns = {key: [getattr(one, key) for one in found] for key in ("id", "text", "date")}
    table = pa.table({**columns, "words": [len(one.text.split()) for one in found]})
    table = pa.concat_tables([table, pa.table({"id": ["empty"]})], promote_options="default")
    pyarrow.parquet.write_table(table, folder / "articles.parquet", row_group_size=2)
    execute(folder, "-m", "ie", "run", "articles.parquet", "--format", "parquet", "-o", "plain.parquet", fine=1)
    return folder


@pytest.fixture
def place(folder: Path) -> Iterator[Path]:
    """The folder, without what the test before wrote."""
    yield folder
    shutil.rmtree(folder / "records", ignore_errors=True)
    (folder / "records.parquet").unlink(missing_ok=True)


@pytest.mark.parametrize("command", programs())
def test_the_records_of_a_plain_run(place: Path, command: list[str]) -> None:
    execute(place, *command, fine=1 if "--engine" in command else 0)  # which says what went wrong
    found = rows(next(place.glob("records*")))
    assert [row["document"] for row in found if row["problem"]] == ["empty"]
    assert [row for row in found if not row["problem"]] == rows(place / "plain.parquet")
    assert len(found) > 10


def test_the_function() -> None:
    [program] = blocks(PAGE.split("\n## ")[1], "python")
    documents = pa.record_batch({"id": ["a"], "text": ["Spanish Prime Minister Pedro Sanchez visited Kyiv."]})
    names: dict[str, Any] = {"documents": documents, "batches": [documents] * 2}
    exec(program, names)
    assert names["records"]["visitor"].to_pylist() == [["Pedro Sanchez"]]
    assert names["reader"].read_all().num_rows == 2
    rows = re.findall(r"^\| (.*?) \| (?:string|list of struct)", PAGE, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) - {"label_NAME"} < set(names["schema"].names)


def test_what_a_billion_articles_take_follows_from_the_speed() -> None:
    """So that a new measurement is not written down without what follows from it."""
    [speed] = re.findall(r"\*\*([\d.]+) MB\*\*", PAGE)
    [divisor, hours] = re.findall(r"T / ([\d.]+) .*?([\d,]+) core hours", PAGE)[0]
    assert divisor == speed
    assert float(hours.replace(",", "")) == pytest.approx(3_000_000 / float(speed) / 3600, rel=0.02)
    [hundred, thousand] = re.findall(r"\| ([\d.]+) hours, ([\d.]+) hours \|", PAGE)[0]
    assert [float(hundred), float(thousand)] == pytest.approx(
        [3_000_000 / float(speed) / 3600 / cores for cores in (100, 1000)], rel=0.02
    )
