"""The command line: finds the command, reads what was typed, and turns what goes wrong into a message and a status.

Exit status: 0 fine; 1 something to report; 2 the command or the rules could not be used; 130 interrupted; 141 the
reader of the output has closed it; 143 asked to end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from ie import __version__
from ie.cli import options
from ie.cli.options import Command, Given, UsageError
from ie.cli.terminal import say, show

COMMANDS = {
    "run": "extract records from articles",
    "test": "run the tests inside rule files, and compare articles with their expected records",
    "check": "parse, type-check and lint rule files",
    "fmt": "bring rule files into the one layout",
    "explain": "show what the rules see in a sentence, and why a rule did not match",
    "score": "measure precision, recall and F1 against gold",
    "new": "make a working rule pack to start from",
    "schema": "print the JSON Schema of the records",
}

FINE, REPORTED, UNUSABLE = 0, 1, 2
_INTERRUPTED, _PIPE_CLOSED = 130, 141
"""What a shell reports of programs that are ended by these two."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; its exit status."""
    _mend_streams()
    try:
        status = _main(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader has all that it wants
        _drop_output()
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        _drop_output()
        return _INTERRUPTED


def _mend_streams() -> None:
    """Let a closed output go nowhere, and what a terminal cannot show be written as its number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - it stays open until the end
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Let what is still to be written go nowhere: Python flushes at exit, and nobody may be reading."""
    with suppress(OSError, ValueError):  # standard output may be no file, or closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _main(argv: Sequence[str]) -> int:
    name, *typed = argv or ("--help",)
    if name in ("--help", "-h", "help"):
        print(_overview())
        return FINE
    if name in ("--version", "-V"):
        print(f"ie {__version__}")
        return FINE
    shown = "ie"
    try:
        if name not in COMMANDS:
            raise options.unknown_command(name, COMMANDS)
        shown = f"ie {name}"
        return _run(name, typed)
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("IE_TRACEBACK"):
            raise
        _explain(error, shown)
        return UNUSABLE


def _run(name: str, typed: Sequence[str]) -> int:
    module = import_module(f"ie.cli.{name}")
    command: Command = module.COMMAND
    run: Callable[[Given], int] = module.main
    given = options.read(command, typed)
    if given.has("help"):
        print(options.help_text(command))
        return FINE
    return run(given)


def _explain(error: Exception, shown: str) -> None:
    """Say what went wrong, without a traceback."""
    from ie.diagnostics import RuleError

    if isinstance(error, RuleError):
        show(error.diagnostics)
    elif isinstance(error, UsageError):
        say(f"{shown}: error: {error}\n  help: {shown} --help")
    elif isinstance(error, ModuleNotFoundError):
        extra = {"zstandard": "zstd", "pyarrow": "arrow", "ray": "ray"}.get((error.name or "").partition(".")[0])
        hint = f"\n  help: pip install 'ie-rules[{extra}]'" if extra else ""
        say(f"{shown}: error: {error.name} is not installed{hint}")
    elif isinstance(error, OSError):
        place = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        say(f"{shown}: error: {place}{error.strerror or error}")
    else:
        say(f"{shown}: error[internal]: {type(error).__name__}: {error}")
        say("  help: this is a mistake in ie; please report it with what IE_TRACEBACK=1 shows")


def _overview() -> str:
    return "\n".join(
        [
            "usage: ie COMMAND [OPTIONS] ...",
            "",
            "Rules and news articles in, records with evidence out.",
            "",
            "commands:",
            *options.table(list(COMMANDS.items())),
            "",
            "`ie COMMAND --help` shows the options of a command, `ie --version` the version.",
        ]
    )
