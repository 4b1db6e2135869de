"""What all commands have in common: help, mistakes on the command line, exit status, no traceback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ie import __version__
from ie.cli import COMMANDS

from .conftest import Ie, no_traceback

COMMAND_NAMES = tuple(COMMANDS)


def test_version(ie: Ie) -> None:
    done = ie("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"ie {__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("help",)])
def test_overview(ie: Ie, arguments: tuple[str, ...]) -> None:
    done = ie(*arguments)
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in COMMAND_NAMES)


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_help_of_each_command(ie: Ie, name: str) -> None:
    done = ie(name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: ie {name} [OPTIONS]")
    assert "-h, --help" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rnu",), "ie: error: there is no command 'rnu'; did you mean run?"),
        (("run", "--formt", "csv", "a.txt"), "ie run: error: there is no option --formt; did you mean --format?"),
        (("run",), "ie run: error: FILES... is missing"),
        (("run", "a.txt", "--format"), "ie run: error: --format needs a value: --format FORMAT"),
        (("run", "a.txt", "--format", "xml"), "--format is one of yaml, jsonl, csv, parquet, not 'xml'"),
        (("run", "a.txt", "--labels=yes"), "--labels takes no value"),
        (("run", "a.txt", "--date", "18.11.2025"), "cannot read the date '18.11.2025'; write it as 2025-11-18"),
        (("run", "a.txt", "--jobs", "two"), "--jobs is a number of processes, not 'two'"),
        (("schema", "x"), "ie schema: error: 'x' is one argument too many"),
        (("test", "nowhere"), "there is no file or folder nowhere"),
    ],
)
def test_mistakes_on_the_command_line(ie: Ie, arguments: tuple[str, ...], message: str) -> None:
    done = ie(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", [("run", "a.txt", "--rules"), ("schema", "--rules"), ("check",)])
def test_missing_rules(ie: Ie, command: tuple[str, ...]) -> None:
    done = ie(*command, "nowhere.ie")
    assert done.returncode == 2
    assert "error[unknown-file]: there is no rule file or folder 'nowhere.ie'" in done.stderr


@pytest.mark.parametrize("command", [("run", "-", "--rules"), ("explain", "Anna slept.", "--rules"), ("test",)])
def test_bad_rules_are_shown_at_their_place(ie: Ie, broken: Path, command: tuple[str, ...]) -> None:
    done = ie(*command, broken.name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "broken.ie:2:16: error[unknown-type]: there is no type 'Persn'\n"
        " 2 | rule person -> Persn\n"
        "   |                ^^^^^\n"
        "  help: did you mean 'Person'?\n"
    )


def test_output_that_cannot_be_written(ie: Ie, rules: Path) -> None:
    done = ie("run", "-", "--rules", rules, "-o", "nowhere/out.yaml")
    assert done.returncode == 2
    assert done.stderr == "ie run: error: nowhere/out.yaml: No such file or directory\n"


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes as on POSIX")
class TestEnds:
    def test_reader_goes_away(self, rules: Path, tmp_path: Path, environment: dict[str, str]) -> None:
        articles = tmp_path / "many.jsonl"
        articles.write_text('{"text": "Anna visited Oslo."}\n' * 3000, encoding="utf-8")
        command = [sys.executable, "-m", "ie", "run", str(articles), "--rules", str(rules)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 141

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_interrupted(self, rules: Path, environment: dict[str, str], jobs: str) -> None:
        command = [sys.executable, "-m", "ie", "run", "-", "--from", "jsonl", "--rules", str(rules), "--jobs", jobs]
        pipe = subprocess.PIPE

        def heed() -> None:  # what runs in the background of a shell ignores it, and so do its children
            signal.signal(signal.SIGINT, signal.SIG_DFL)

        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, preexec_fn=heed
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdin.write(b'{"text": "Anna visited Oslo."}\n' * 1000)
            process.stdin.flush()
            assert process.stdout.read(1) == b"d"  # it is at work, and soon waits for more
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 130
            assert process.stderr.read() == b""


@pytest.mark.skipif(os.name != "posix", reason="terminals as on POSIX")
class TestTerminal:
    @pytest.fixture
    def shown(self, rules: Path, broken: Path, environment: dict[str, str]) -> Callable[..., str]:
        """What `ie` shows on a terminal."""

        def run(*arguments: str, **more: str) -> str:
            ours, theirs = os.openpty()
            command = [sys.executable, "-m", "ie", *arguments]
            given = {**environment, "TERM": "xterm", **more}
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, env=given, cwd=broken.parent, check=False)
            os.close(theirs)
            pieces = []
            try:
                while piece := os.read(ours, 10_000):
                    pieces.append(piece)
            except OSError:  # the end, on Linux
                pass
            os.close(ours)
            return b"".join(pieces).decode()

        return run

    def test_colours(self, shown: Callable[..., str]) -> None:
        assert "broken.ie:2:16: \x1b[1;31merror[unknown-type]\x1b[0m: there is no type" in shown("test", "broken.ie")

    @pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_colours(self, shown: Callable[..., str], setting: dict[str, str]) -> None:
        assert "\x1b" not in shown("test", "broken.ie", **setting)

    def test_progress(self, shown: Callable[..., str], rules: Path, tmp_path: Path) -> None:
        line = '{"text": "Anna visited Oslo. Boris will visit Cairo."}\n'
        (tmp_path / "many.jsonl").write_text(line * 12_000, encoding="utf-8")
        progress = shown("run", str(tmp_path / "many.jsonl"), "--rules", str(rules)).split("\r")
        assert re.fullmatch(r"[0-9,]+ of 12,000 documents, [0-9,]+ a second, [0-9]+:[0-9]{2} left\x1b\[K", progress[1])
        assert progress[-1] == "\x1b[K"  # it leaves nothing behind


def test_never_a_traceback(ie: Ie, tmp_path: Path) -> None:
    (tmp_path / "odd.ie").write_bytes(b"\xff\xfe\x00rule")
    (tmp_path / "odd.txt").write_bytes(b"---\nid: [\n---\nAnna\xff")
    for command in (("run", "odd.txt", "--rules", "odd.ie"), ("check", "odd.ie"), ("fmt", "odd.ie"), ("test", ".")):
        done = ie(*command)
        assert done.returncode == 2, command
        assert no_traceback(done), done.stderr
