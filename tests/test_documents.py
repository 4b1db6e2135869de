"""Reading articles: every kind of input, everything that can be wrong with one, and in constant memory."""

from __future__ import annotations

import datetime
import gzip
import io
import itertools
import json
import math
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
import yaml
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from ie import documents
from ie.documents import Document, front_matter, iso_date, plain, read


def read_all(*paths: object, **options: Any) -> tuple[list[Document], list[str]]:
    messages: list[str] = []
    return list(read([str(path) for path in paths], report=messages.append, **options)), messages


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


# --- text ------------------------------------------------------------------------------------------------------


def test_a_text_without_front_matter(tmp_path: Path) -> None:
    found, messages = read_all(written(tmp_path, "talks.txt", "They met.\n"), default_date="2025-11-18")
    assert found == [Document("talks", "They met.\n", "2025-11-18")]
    assert messages == []


def test_front_matter_gives_id_date_and_the_rest(tmp_path: Path) -> None:
    text = "---\nid: t1\ndate: 2025-11-17\nsource: Kyiv Independent\npages: 3\n---\nThey met.\n---\nAgain."
    found, messages = read_all(written(tmp_path, "talks.txt", text), default_date="2025-11-18")
    assert found == [Document("t1", "They met.\n---\nAgain.", "2025-11-17", {"source": "Kyiv Independent", "pages": 3})]
    assert messages == []


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf---\r\nid: t1\r\n---\r\nThey\r\nmet."
    assert read_all(written(tmp_path, "a.txt", text))[0] == [Document("t1", "They\r\nmet.")]


def test_a_byte_order_mark_is_not_counted(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"\xef\xbb\xbfThey met."), ("b.jsonl", b'\xef\xbb\xbf{"text": "They met."}')):
        [document], messages = read_all(written(tmp_path, name, content))
        assert (document.text.index("met"), messages) == (5, [])


def test_empty_front_matter_and_empty_text(tmp_path: Path) -> None:
    assert read_all(written(tmp_path, "a.txt", "---\n---\n"))[0] == [Document("a", "")]
    assert read_all(written(tmp_path, "b.txt", ""))[0] == [Document("b", "")]


def test_bytes_that_are_not_utf8_are_replaced_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", b"Fine \xef\xbf\xbd.\nCaf\xe9 \xff!")
    found, messages = read_all(path)
    assert found == [Document("a", "Fine \ufffd.\nCaf\ufffd \ufffd!")]
    assert messages == [
        f"{path}:2:4: error[encoding]: 2 bytes are not UTF-8 and replaced, from here on; convert the file to UTF-8"
    ]


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("---\nid: x\nThey met.", "1:1", "does not end"),
        ("---\nid: x\ntitle: Talks: more\n---\n", "3:13", "mapping values are not allowed here"),
        ("---\nid: [x\n---\n", "3:1", "broken front matter"),
        ("---\nThey met.\n---\n", "2:1", "front matter without keys"),
        ("---\nid: [x]\n---\n", "2:1", "neither text nor a whole number"),
        ("---\nx: &a [*a]\n---\n", "2:4", "holds itself"),
        ("---\nx: " + "[" * 60 + "]" * 60 + "\n---\n", "2:1", "levels deep"),
        ("---\nx: " + "[" * 5000 + "]" * 5000 + "\n---\n", "2:1", "broken front matter"),
        ("---\nx: 0x" + "F" * 5000 + "\n---\n", "2:1", "too long"),
        ("---\nx: \x07\n---\n", "2:1", "special characters"),
    ],
)
def test_broken_front_matter(tmp_path: Path, text: str, place: str, part: str) -> None:
    broken, fine = written(tmp_path, "a.txt", text), written(tmp_path, "b.txt", "Fine.")
    found, messages = read_all(broken, fine)
    assert [document.id for document in found] == ["b"]
    assert len(messages) == 1
    assert messages[0].startswith(f"{broken}:{place}: error[")
    assert part in messages[0]


def bomb(level: str) -> str:
    """Ten lines of YAML, each of which stands for the line before it ten times."""
    names = "abcdefghij"
    lines = [f"{name}: &{name} {level.format(', '.join(['*' + before] * 10))}" for before, name in pairwise(names)]
    return "\n".join(["a: &a {x: y}", *lines, ""])


@pytest.mark.parametrize("level", ["[{}]", "{{<<: [{}]}}", "{{x: [{}]}}"])
def test_yaml_that_would_become_too_large_is_refused_before_it_does(tmp_path: Path, level: str) -> None:
    broken, fine = written(tmp_path, "a.txt", f"---\n{bomb(level)}---\nThey met."), written(tmp_path, "b.txt", "Fine.")
    tracemalloc.start()
    found, messages = read_all(broken, fine)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [document.id for document in found] == ["b"]
    assert len(messages) == 1
    assert messages[0].startswith(f"{broken}:6:")
    assert "error[front-matter]: broken front matter (names (&) and their uses (*) make more than" in messages[0]
    assert most < 10_000_000


def test_a_long_text_that_is_used_again_and_again_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", f"---\na: &a {'x' * 10_000}\nb: [{', '.join(['*a'] * 1000)}]\n---\nThey met.")
    assert "make more than" in read_all(path)[1][0]


def test_some_values_may_be_used_again() -> None:
    block = "by: &by {name: Ann, desk: Lima}\nchecked: *by\nmore: {<<: *by, desk: Quito}\n"
    assert front_matter(block) == plain(yaml.safe_load(block))


@pytest.mark.parametrize("date", ["2025-02-30", "yesterday", "20251118", "2025-W47-2", "2025", "[2025-11-18]"])
def test_a_bad_date_is_reported_and_not_replaced_by_the_default(tmp_path: Path, date: str) -> None:
    path = written(tmp_path, "a.txt", f"---\nid: x\ndate: {date}\n---\nThey met.")
    found, messages = read_all(path, default_date="2025-11-18")
    assert found == [Document("x", "They met.")]
    assert len(messages) == 1
    assert messages[0].startswith(f"{path}:3:1: error[bad-date]: ")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-11-18", "2025-11-18"),
        ("2025-11-18T23:59:00Z", "2025-11-18"),
        ("2025-11-18 10:00", "2025-11-18"),
        ("2025-11-18T10:00:00.000+02:00", "2025-11-18"),
        ("2025-11-31", None),
        ("2025-11-18x", None),
        ("18.11.2025", None),
        ("٢٠٢٥-11-18", None),
    ],
)
def test_iso_date(text: str, day: str | None) -> None:
    assert iso_date(text) == day


# --- front matter by hand and by yaml --------------------------------------------------------------------------

YAML_BITS = [
    "a",
    "Zelensky",
    "é",
    "1",
    "0",
    "7",
    "2025-11-18",
    "no",
    "On",
    "null",
    "~",
    " ",
    "  ",
    ": ",
    ":",
    " #",
    "#",
]
YAML_BITS += [
    "'",
    '"',
    "-",
    "- ",
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
    "`",
    "\\",
    "\t",
    "\r",
]
YAML_BITS += ["=", "<<", ".", "_", "e5", "\xa0", "\u2028", "\x85", "\ufeff", "😀", "http://a.b/c?d=e#f", "…", "“x”"]
KEYS = st.sampled_from(["id", "date", "title", "a-b", "no", "On", "null", "1", "é", "'q'", "x y", "Source_2"])
VALUES = st.lists(st.sampled_from(YAML_BITS), max_size=4).map("".join)
LINES = st.one_of(
    st.builds("{}: {}".format, KEYS, VALUES),
    st.builds("{}:{}".format, KEYS, VALUES),
    st.sampled_from(["", "  ", "# comment", "  indented", "- item", "..."]),
)
BLOCKS = st.lists(LINES, max_size=4).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n"]).map(lambda end: "".join(line + end for line in lines))
)


@given(BLOCKS)
def test_reading_front_matter_by_hand_gives_what_yaml_gives(block: str) -> None:
    by_hand = documents._simple_front_matter(block)
    if by_hand is not None:
        assert by_hand == plain(yaml.safe_load(block) or {})


def test_the_usual_front_matter_is_read_without_yaml(tmp_path: Path) -> None:
    block = (
        "id: zelensky-turkey-trip\ndate: 2025-11-18\n\n# note\nsource: Kyiv Independent, Kyiv\nempty:\npages: 12\n"
        "url: https://a.b/c?d=e#f\ntitle: \"Talks: what's next\"\nby: 'A. Writer'\nnote: don't – “ever”\n"
    )
    assert documents._simple_front_matter(block) == plain(yaml.safe_load(block))
    path = written(tmp_path, "a.txt", f"---\n{block}---\nText.")
    code = (
        "import sys; from ie.documents import read; assert list(read([sys.argv[1]], report=print));"
        "assert not {'yaml', 'gzip', 'csv', 'zstandard', 'pyarrow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_yaml_types_become_plain_data() -> None:
    block = (
        'd: 2025-11-18\nt: 2025-11-18 10:00:00\ns: !!set {b, a}\nb: !!binary aGk=\n1: {2: [x]}\nn: .inf\nu: "\\uD800"\n'
    )
    assert front_matter(block) == {
        "d": "2025-11-18",
        "t": "2025-11-18T10:00:00",
        "s": ["a", "b"],
        "b": "hi",
        "1": {"2": ["x"]},
        "n": "inf",
        "u": "\ufffd",
    }
    assert plain(datetime.date(2025, 11, 18)) == "2025-11-18"


# --- JSON lines ------------------------------------------------------------------------------------------------

ROWS = [
    {"id": "a", "date": "2025-11-18", "text": "They met.", "lang": "en"},
    {"text": "Again."},
    {"id": 7, "text": "x"},
]
LINES_OF_JSON = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
AS_READ = [
    Document("a", "They met.", "2025-11-18", {"lang": "en"}),
    Document("news:2", "Again."),
    Document("7", "x"),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.jsonl", LINES_OF_JSON),
        ("news.jsonl", b"\xef\xbb\xbf" + LINES_OF_JSON.replace(b"\n", b"\r\n") + b"\n  \n"),
        ("news.jsonl", LINES_OF_JSON.rstrip()),
        ("news.jsonl.gz", gzip.compress(LINES_OF_JSON)),
        ("news.jsonl.gz", gzip.compress(LINES_OF_JSON[:20]) + gzip.compress(LINES_OF_JSON[20:])),
        ("news.jsonl.zst", zstandard.compress(LINES_OF_JSON)),
        ("news.jsonl.zst", zstandard.compress(LINES_OF_JSON[:20]) + zstandard.compress(LINES_OF_JSON[20:])),
    ],
)
def test_json_lines(tmp_path: Path, name: str, content: bytes) -> None:
    assert read_all(written(tmp_path, name, content)) == (AS_READ, [])


@pytest.mark.parametrize(
    ("line", "place", "code"),
    [
        (b'{"text": "x"', "2:13", "bad-json"),
        (b'{"text": "x" "y"}', "2:14", "bad-json"),
        (b"[1]", "2:1", "bad-json"),
        (b'{"text": "x", "n": NaN}', "2:1", "bad-json"),
        (b'{"text": "x", "n": 1e999}', "2:1", "bad-json"),
        (b'{"text": "x", "n": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "2:1", "bad-json"),
        (b'{"text": "x", "n": ' + b"[" * 60 + b"]" * 60 + b"}", "2:1", "bad-json"),
        (b'{"id": "x"}', "2:1", "no-text"),
        (b'{"text": 1}', "2:1", "no-text"),
        (b'{"text": "x", "id": 1.5}', "2:1", "bad-id"),
    ],
)
def test_one_bad_line_is_reported_and_the_others_are_read(tmp_path: Path, line: bytes, place: str, code: str) -> None:
    path = written(tmp_path, "news.jsonl", b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n')
    found, messages = read_all(path)
    assert [document.id for document in found] == ["news:1", "news:3"]
    assert len(messages) == 1
    assert messages[0].startswith(f"{path}:{place}: error[{code}]: ")


def test_a_bad_date_and_bad_bytes_in_json_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "news.jsonl", b'{"text": "x", "date": "18/11/25"}\n{"text": "\xe9"}\n')
    found, messages = read_all(path, default_date="2025-11-18")
    assert found == [Document("news:1", "x"), Document("news:2", "\ufffd", "2025-11-18")]
    assert [message.split(": ")[1] for message in messages] == ["error[bad-date]", "error[encoding]"]
    assert messages[1].startswith(f"{path}:2:11: ")


def test_lone_surrogates_are_replaced_and_pairs_are_kept(tmp_path: Path) -> None:
    line = r'{"id": "\ud800", "text": "a\udc00b\ud83d\ude00", "k\ud800": [{"x": "\udfff"}]}'
    [document], _ = read_all(written(tmp_path, "news.jsonl", line))
    assert document == Document("\ufffd", "a\ufffdb😀", None, {"k\ufffd": [{"x": "\ufffd"}]})


def test_keys_of_the_output_are_not_carried_through(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "x", "document": "b", "records": [1], "source": "s"}'
    assert read_all(written(tmp_path, "news.jsonl", line))[0] == [Document("a", "x", None, {"source": "s"})]


# --- Parquet ---------------------------------------------------------------------------------------------------


def parquet(path: Path, rows: dict[str, Any], **options: Any) -> Path:
    pyarrow.parquet.write_table(pa.table(rows), path, **options)
    return path


def test_parquet(tmp_path: Path) -> None:
    columns = {key: [row.get(key) for row in ROWS] for key in ("id", "text", "date", "lang")}
    columns["id"] = [None if one is None else str(one) for one in columns["id"]]
    path = parquet(tmp_path / "news.parquet", columns, row_group_size=2)
    assert read_all(path) == (AS_READ, [])
    assert read_all(path.rename(tmp_path / "news.pq"), kind="parquet")[0][0] == AS_READ[0]


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (pa.string(), "2025-11-18"),
        (pa.large_string(), "2025-11-18T20:15:00"),
        (pa.dictionary(pa.int8(), pa.string()), "2025-11-18"),
        (pa.date32(), datetime.date(2025, 11, 18)),
        (pa.timestamp("ms"), datetime.datetime(2025, 11, 18, 23, 59)),
        (pa.timestamp("ns"), 1763510399999999999),
        (pa.timestamp("s", "+03:00"), datetime.datetime(2025, 11, 17, 22, tzinfo=datetime.UTC)),
    ],
)
def test_a_day_in_parquet_is_of_many_types(tmp_path: Path, type_: pa.DataType, value: object) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": ["x", "y"], "date": pa.array([value, None], type_)})
    found, messages = read_all(path, default_date="2025-01-01")
    assert [document.date for document in found] == ["2025-11-18", "2025-01-01"]
    assert messages == []


def test_parquet_carries_all_that_yaml_can_say(tmp_path: Path) -> None:
    rows: dict[str, Any] = {
        "text": pa.array(["x"], pa.large_string()),
        "tags": [["a", "b"]],
        "place": [{"lat": 1.5, "name": None}],
        "codes": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
        "price": [Decimal("1.50")],
        "day": [datetime.date(2025, 11, 18)],
        "raw": [b"caf\xe9"],
        "share": [math.nan],
        "records": [1],
    }
    [document], messages = read_all(parquet(tmp_path / "a.parquet", rows))
    assert document.extra == {
        "tags": ["a", "b"],
        "place": {"lat": 1.5, "name": None},
        "codes": [["a", 1]],
        "price": "1.50",
        "day": "2025-11-18",
        "raw": "caf\ufffd",
        "share": "nan",
    }
    assert messages == []


def test_bad_rows_of_parquet_are_reported_and_the_others_are_read(tmp_path: Path) -> None:
    bad = pa.array([b"x", b"caf\xe9", None, b"y"], pa.binary()).view(pa.string())
    path = parquet(tmp_path / "a.parquet", {"text": bad, "date": [None, None, None, "tomorrow"]})
    found, messages = read_all(path)
    assert [(document.id, document.text) for document in found] == [("a:1", "x"), ("a:2", "caf\ufffd"), ("a:4", "y")]
    assert [message.partition("]")[0] for message in messages] == [
        f"{path}:2:1: error[encoding",
        f"{path}:3:1: error[no-text",
        f"{path}:4:1: error[bad-date",
    ]


def test_a_broken_row_group_costs_no_other(tmp_path: Path) -> None:
    texts = [f"{number} {'x' * 5000}" for number in range(6)]
    path = parquet(tmp_path / "a.parquet", {"text": texts}, row_group_size=2, compression="none", use_dictionary=False)
    place = pyarrow.parquet.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    content = bytearray(path.read_bytes())
    content[place : place + 40] = b"\xff" * 40
    path.write_bytes(content)
    found, messages = read_all(path)
    assert [document.id for document in found] == ["a:1", "a:2", "a:5", "a:6"]
    assert len(messages) == 1
    assert messages[0].startswith(f"{path}:3:1: error[unreadable]: cannot read the rows from here on (")


def test_parquet_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [
        parquet(tmp_path / "a.parquet", {"body": ["x"]}),
        tmp_path / "missing.parquet",
        written(tmp_path, "no.parquet", "x" * 100),
    ]
    found, messages = read_all(*paths)
    assert found == []
    assert "error[no-text]: there is no column `text`, only `body`" in messages[0]
    assert "error[no-such-file]" in messages[1]
    assert "error[unreadable]" in messages[2]
    assert "error[unreadable]: Parquet is read from its end" in read_all("-", kind="parquet")[1][0]
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "pip install 'ie-rules[arrow]'" in read_all(paths[0])[1][0]


def test_a_folder_of_parquet(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", "Text.")
    assert "there is no .parquet file in this folder" in read_all(tmp_path, kind="parquet")[1][0]
    parquet(tmp_path / "b.parquet", {"text": ["x"]})
    assert [document.id for document in read_all(tmp_path, kind="parquet")[0]] == ["b:1"]
    assert [document.id for document in read_all(tmp_path)[0]] == ["a"]


# --- folders, standard input, files that cannot be read --------------------------------------------------------


def test_a_folder_in_name_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("c.txt", "a.txt", "b/z.txt", "b/y.txt", ".hidden/h.txt", ".h.txt", "a.gold.yaml", "n.jsonl"):
        written(tmp_path, name, "Text.")
    found, messages = read_all(tmp_path)
    assert [document.id for document in found] == ["a", "y", "z", "c"]
    assert messages == []


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, b"---\ndate: 2025-11-18\n---\nThey met.")
    assert read_all("-")[0] == [Document("stdin", "They met.", "2025-11-18")]
    standard_input(monkeypatch, b'{"text": "a"}\nbroken\n')
    found, messages = read_all("-", kind="jsonl")
    assert found == [Document("stdin:1", "a")]
    assert messages[0].startswith("<stdin>:2:1: error[bad-json]: ")


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    locked = written(tmp_path, "locked.txt", "x")
    opened = Path.open

    def refuse(path: Path, *options: Any, **more: Any) -> Any:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return opened(path, *options, **more)

    monkeypatch.setattr(Path, "open", refuse)
    paths = [
        tmp_path / "missing.txt",
        tmp_path / "missing.jsonl.gz",
        tmp_path / "empty",
        locked,
        written(tmp_path, "a.pdf", "x"),
        written(tmp_path, "a.jsonl.gz", "not gzip"),
        written(tmp_path, "b.jsonl.gz", gzip.compress(LINES_OF_JSON * 100)[:-20]),
        written(tmp_path, "a.jsonl.zst", "not zstandard"),
        written(tmp_path, "b.jsonl.zst", zstandard.compress(LINES_OF_JSON * 100)[:-20]),
        written(tmp_path, "fine.txt", "Fine."),
    ]
    found, messages = read_all(*paths)
    assert found[-1] == Document("fine", "Fine.")
    codes = [message.split("error[")[1].split("]")[0] for message in messages]
    assert (
        codes == ["no-such-file", "no-such-file", "empty-folder", "unreadable", "unknown-format"] + ["unreadable"] * 4
    )


def test_kind_overrides_the_name(tmp_path: Path) -> None:
    assert read_all(written(tmp_path, "a.md", "Text."), kind="text")[0] == [Document("a.md", "Text.")]
    assert read_all(written(tmp_path, "a.json", '{"text": "x"}'), kind="jsonl")[0] == [Document("a.json:1", "x")]


def test_zstandard_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    path = written(tmp_path, "a.jsonl.zst", "")
    assert read_all(path) == (
        [],
        [f"{path}:1:1: error[no-zstd]: reading .zst needs zstandard; pip install 'ie-rules[zstd]'"],
    )


# --- memory ----------------------------------------------------------------------------------------------------


def endless() -> Iterator[bytes]:
    return (json.dumps({"text": f"Document {number}."}).encode() + b"\n" for number in itertools.count())


def test_json_lines_are_read_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=endless()))
    found = itertools.islice(read(["-"], kind="jsonl", report=print), 3)
    assert [document.text for document in found] == ["Document 0.", "Document 1.", "Document 2."]


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path, ending: str) -> None:
    content = (json.dumps({"text": "They met again. " * 60}) + "\n").encode() * 10_000
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}[ending]
    path = written(tmp_path, f"a.jsonl{ending}", pack(content))
    tracemalloc.start()
    assert sum(1 for _ in read([str(path)], report=print)) == 10_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000 < len(content) / 3
