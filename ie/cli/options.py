"""A command's options as a table, from which its arguments are read and its help is written.

argparse would do this as well, but importing it takes about as long as reading a short article.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


class UsageError(Exception):
    """What was typed cannot be meant; the message says how to type it."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option: ``--name VALUE``, or a switch where it takes no value."""

    name: str
    help: str
    value: str = ""
    """What stands for the value in the help; empty for a switch."""
    short: str = ""
    many: bool = False
    choices: tuple[str, ...] = ()

    @property
    def spelling(self) -> str:
        """How it is typed, e.g. ``-o, --output FILE``."""
        names = f"{self.short}, {self.name}" if self.short else self.name
        return f"{names} {self.value}".rstrip()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is for, which arguments it takes and which options."""

    name: str
    summary: str
    arguments: str
    """The arguments as shown in the help, e.g. ``FILES...``; in brackets where there may be none."""
    options: tuple[Option, ...]
    most: int | None = None
    """How many arguments it takes at most; None for any number."""
    notes: str = ""
    """More to know, below the options in the help."""


@dataclass(slots=True)
class Given:
    """What was typed: the arguments, and the values of each option by its name without dashes."""

    arguments: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> list[str]:
        """All values of an option that may be given several times."""
        return self.values.get(name, [])

    def one(self, name: str) -> str | None:
        """The value of an option, the last where it was given several times."""
        return self.values[name][-1] if name in self.values else None

    def has(self, name: str) -> bool:
        """Whether the option was given."""
        return name in self.values


HELP = Option("--help", "show this and exit", short="-h")


def read(command: Command, typed: Sequence[str]) -> Given:
    """What was typed, as the command's table reads it. Raises UsageError."""
    given = Given()
    known = {name: option for option in (*command.options, HELP) for name in (option.name, option.short) if name}
    words = iter(typed)
    for word in words:
        if word == "--":
            given.arguments += words
        elif word == "-" or not word.startswith("-"):
            given.arguments.append(word)
        else:
            option, value = _option(word, known)
            values = given.values.setdefault(option.name.lstrip("-"), [])
            if option.value:
                values.append(_value(option, next(words, None) if value is None else value))
            elif value is not None:
                raise UsageError(f"{option.name} takes no value")
    if not given.has("help"):
        _count(command, given.arguments)
    return given


def _option(word: str, known: dict[str, Option]) -> tuple[Option, str | None]:
    """The option that a word names, and the value that is joined to it."""
    name, joined, value = word.partition("=")
    if name in known:
        return known[name], value if joined else None
    if not word.startswith("--") and word[:2] in known and known[word[:2]].value:
        return known[word[:2]], word[2:]
    raise UsageError(f"there is no option {name}{_nearest(name, known)}")


def _value(option: Option, value: str | None) -> str:
    if value is None:
        raise UsageError(f"{option.name} needs a value: {option.name} {option.value}")
    if option.choices and value not in option.choices:
        raise UsageError(f"{option.name} is one of {', '.join(option.choices)}, not {value!r}")
    return value


def _count(command: Command, arguments: Sequence[str]) -> None:
    if not arguments and command.arguments and not command.arguments.startswith("["):
        raise UsageError(f"{command.arguments} is missing")
    if command.most is not None and len(arguments) > command.most:
        raise UsageError(f"{arguments[command.most]!r} is one argument too many")


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def unknown_command(name: str, known: Iterable[str]) -> UsageError:
    """The error for a command that there is not."""
    return UsageError(f"there is no command {name!r}{_nearest(name, known)}")


# --- help --------------------------------------------------------------------------------------------------------


def help_text(command: Command) -> str:
    """What ``ie COMMAND --help`` prints."""
    lines = [f"usage: ie {command.name} [OPTIONS] {command.arguments}".rstrip(), ""]
    lines += [*_wrapped(command.summary, ""), "", "options:"]
    lines += table([(option.spelling, _described(option)) for option in (*command.options, HELP)])
    if command.notes:
        lines += ["", *_wrapped(command.notes, "")]
    return "\n".join(lines)


def table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Two columns, the second wrapped to the terminal."""
    width = min(30, max(len(left) for left, _ in rows)) + 2
    for left, right in rows:
        first, *rest = _wrapped(right, " " * (width + 2))
        yield f"  {left:<{width}}{first.lstrip()}" if len(left) < width else f"  {left}\n{first}"
        yield from rest


def _described(option: Option) -> str:
    extra = "; may be given several times" if option.many else ""
    return option.help + extra


def _wrapped(text: str, indent: str) -> list[str]:
    lines, line = [], indent
    for word in text.split():
        if line.strip() and len(line) + len(word) > _columns():
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return [*lines, line.rstrip()]


def _columns() -> int:
    try:
        return max(40, min(100, os.get_terminal_size().columns))
    except OSError:  # no terminal
        return 100
