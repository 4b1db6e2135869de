"""`ie run`."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
import yaml

from .conftest import Ie, no_traceback

ARTICLE = "Anna will visit Oslo on Wednesday. Nothing else is known.\n"
RECORDS = """\
document: article
date: 2025-11-18
records:
- type: Visit
  visitor: [Anna]
  destination: [Oslo]
  date: 2025-11-19
  status: planned
  evidence:
  - rule: trips.goes
    text: Anna will visit Oslo on Wednesday
    start: 0
    end: 33
    roles:
      visitor: [{text: Anna, start: 0, end: 4, entity: Person}]
      destination: [{text: Oslo, start: 16, end: 20, entity: Place}]
      date: [{text: Wednesday, start: 24, end: 33}]
      status: [{text: will visit, start: 5, end: 15}]
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More documents than one process takes at once, some of them broken."""
    path = tmp_path / "many.jsonl"
    lines = []
    for number in range(400):
        place = ("Oslo", "Cairo")[number % 2]
        lines.append(json.dumps({"id": f"d{number}", "text": f"Boris visited {place}. " * (1 + number % 5)}))
        if number % 100 == 50:
            lines.append("{broken")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_records_and_nothing_else_on_standard_output(ie: Ie, rules: Path, article: Path) -> None:
    done = ie("run", article.name, "--rules", rules, "--date", "2025-11-18")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == RECORDS


def test_an_input_is_not_written_over(ie: Ie, rules: Path, article: Path) -> None:
    done = ie("run", article.name, "--rules", rules, "-o", f"./{article.name}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written at the same time" in done.stderr
    assert article.read_text(encoding="utf-8") == ARTICLE


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_closed_streams(closed: str, rules: Path, article: Path, environment: dict[str, str]) -> None:
    command = f'"{sys.executable}" -m ie run - "{article}" --rules "{rules}" {closed}'
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", env=environment, timeout=120)
    assert no_traceback(done)
    assert done.returncode in (0, 1)


def test_standard_input(ie: Ie, rules: Path) -> None:
    done = ie("run", "-", "--rules", rules, stdin="Anna visited Oslo.")
    assert yaml.safe_load(done.stdout)["records"][0]["visitor"] == ["Anna"]
    done = ie("run", "-", "--from", "jsonl", "--rules", rules, stdin='{"id": 7, "text": "Anna visited Oslo."}')
    assert yaml.safe_load(done.stdout)["document"] == "7"


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_to_a_file(ie: Ie, rules: Path, article: Path, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"out{suffix}"
    done = ie("run", article, f"--rules={rules}", "--format", "jsonl", f"-o{output}", "--labels")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    if suffix.endswith(".gz"):
        import gzip

        content = gzip.decompress(output.read_bytes())
    else:
        content = output.read_bytes()
    assert json.loads(content)["records"][0]["labels"] == {"cameo": "042"}


def test_csv(ie: Ie, rules: Path, article: Path) -> None:
    done = ie("run", article, "--rules", rules, "--format", "csv", "--labels", "--date", "2025-11-18")
    header, row = done.stdout.splitlines()
    assert header.startswith("document,document_date,type,visitor,destination,date,status,")
    assert row.startswith("article,2025-11-18,Visit,Anna,Oslo,2025-11-19,planned,")
    assert (header.split(",")[-1], row.split(",")[-1]) == ("label_cameo", "042")


def test_parquet_in_gives_what_json_lines_give(ie: Ie, rules: Path, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Anna visited Oslo.", "date": "2025-11-18", "lang": "en"}, {"text": "Boris slept."}]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "news.parquet")
    lines, table = (ie("run", f"news.{kind}", "--rules", rules) for kind in ("jsonl", "parquet"))
    assert (table.returncode, table.stdout, table.stderr) == (0, lines.stdout, "")
    assert "lang: en" in table.stdout
    assert "document: news:2" in table.stdout


def test_parquet_out_is_read_back(ie: Ie, rules: Path, article: Path, tmp_path: Path) -> None:
    done = ie("run", article, "--rules", rules, "--format", "parquet", "-o", "out.parquet", "--date", "2025-11-18")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    [row] = pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert (row["document"], row["destination"], row["problem"]) == ("article", ["Oslo"], None)
    assert row["evidence"][0]["rule"] == "trips.goes"


def test_bad_documents_are_reported_and_the_run_goes_on(ie: Ie, rules: Path, article: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": 3}\n{"id": "good", "text": "Anna visited Oslo."}\n', encoding="utf-8")
    done = ie("run", "bad.jsonl", "nowhere.txt", "article.txt", "--rules", rules)
    assert done.returncode == 1
    assert [one["document"] for one in yaml.safe_load_all(done.stdout)] == ["good", "article"]
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["bad.jsonl:1:1", "nowhere.txt:1:1"]


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv"])
def test_the_same_bytes_from_several_processes(ie: Ie, rules: Path, many: Path, form: str) -> None:
    one = ie("run", many, "--rules", rules, "--format", form, "--jobs", "1")
    two = ie("run", many, "--rules", rules, "--format", form, "--jobs", "2")
    assert one.stdout == two.stdout
    assert one.stdout.count("Boris") >= 400
    assert one.returncode == two.returncode == 1
    assert sorted(one.stderr.splitlines()) == sorted(two.stderr.splitlines())


def test_one_article_imports_no_parser_and_no_yaml(rules: Path, article: Path, environment: dict[str, str]) -> None:
    """Start-up is most of the time that one article takes."""
    command = [sys.executable, "-X", "importtime", "-m", "ie", "run", str(article), "--rules", str(rules)]
    for _ in range(2):  # the first fills the cache
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ie.engine.extract" in imported
    assert not imported & {"lark", "yaml", "argparse", "ie.compiler", "ie.language.parse", "ie.workbench", "rich"}
    assert not imported & {"multiprocessing", "concurrent.futures", "difflib", "csv"}


def test_no_progress_and_no_colours_where_there_is_no_terminal(ie: Ie, rules: Path, many: Path) -> None:
    done = ie("run", many, "--rules", rules)
    assert "\r" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


# --- on a cluster --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "an engine writes a folder of Parquet files; name it with -o"),
        (("-o", "out", "--format", "csv"), "an engine reads and writes Parquet; leave --format away"),
        (("-o", "out", "--from", "jsonl"), "an engine reads and writes Parquet; leave --from away"),
    ],
)
def test_what_an_engine_cannot_do(ie: Ie, rules: Path, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    pyarrow.parquet.write_table(pa.table({"id": ["a"], "text": ["x"]}), tmp_path / "news.parquet")
    done = ie("run", "news.parquet", "--rules", rules, "--engine", "ray", *options)
    assert (done.returncode, message in done.stderr, no_traceback(done)) == (2, True, True)


def test_an_engine_that_is_not_installed(rules: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    without_ray = "import sys; sys.modules['ray'] = None; from ie.cli import main; sys.exit(main(sys.argv[1:]))"
    pyarrow.parquet.write_table(pa.table({"id": ["a"], "text": ["x"]}), tmp_path / "news.parquet")
    command = [sys.executable, "-c", without_ray, "run", "news.parquet", "--rules", rules, "--engine", "ray", "-oout"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert "ray is not installed\n  help: pip install 'ie-rules[ray]'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not find_spec("ray"), reason="ray is not installed")
def test_ray_without_records_and_with_mistakes(ie: Ie, rules: Path, tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pa.table({"id": ["a"], "text": ["It rains."]}), tmp_path / "news.parquet")
    done = ie("run", "news.parquet", "--rules", rules, "--engine", "ray", "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert pyarrow.parquet.read_table(tmp_path / "out").num_rows == 0
    done = ie("run", "news.parquet", "--rules", rules, "--engine", "ray", "-o", "out")
    assert (done.returncode, "there is something in out already; name a new folder" in done.stderr) == (2, True)
    done = ie("run", "nowhere.parquet", "--rules", rules, "--engine", "ray", "-o", "new")
    assert (done.returncode, "nowhere.parquet: No such file or directory" in done.stderr) == (2, True)
    pyarrow.parquet.write_table(pa.table({"text": ["It rains."]}), tmp_path / "noid.parquet")
    done = ie("run", "noid.parquet", "--rules", rules, "--engine", "ray", "-o", "new")
    assert (done.returncode, "there is no column `id` among text" in done.stderr) == (2, True)
    (tmp_path / "bad.parquet").write_bytes(b"x" * 100)
    done = ie("run", "bad.parquet", "--rules", rules, "--engine", "ray", "-o", "new")
    assert (done.returncode, "Ray gave up" in done.stderr, no_traceback(done)) == (2, True, True), done.stderr
