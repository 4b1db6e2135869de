"""Tokens and comments of a rule file, and how a run of them is filled into lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ie.language.parse import tokens

WIDTH = 110
"""Columns of a line; only what cannot be broken is longer."""

COMMENT = "COMMENT"
"""Type of a comment on a line of its own."""
REMARK = "REMARK"
"""Type of a comment after something else on its line."""

_NO_SPACE_BEFORE = frozenset(("RPAR", "RSQB", "COMMA", "ALL", "COLON", "DOT"))
_NO_SPACE_AFTER = frozenset(("LPAR", "LSQB", "BANG", "COLON", "DOT"))
_HOLDS_FOLLOWING = frozenset(("VERB", "PASSIVE", "BEFORE", "AFTER", "NOT", "VBAR", "EQUAL", "COMPARISON", "IN")) | {
    "AND", "OR", "DATED", "FROM", "IS", "LABEL", "SAME", "WHERE", "__ANON_0", "__ANON_1",
}  # fmt: skip
_HOLDS_PREVIOUS = frozenset(("EQUAL", "COMPARISON", "IN", "SENTENCE", "SENTENCES"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A token or a comment."""

    type: str
    text: str
    blank: bool
    """Whether a blank line stands before it."""
    indented: bool
    """Whether it stands away from the margin."""

    @property
    def is_comment(self) -> bool:
        """Whether it is no token."""
        return self.type in (COMMENT, REMARK)


def pieces(text: str) -> list[Piece]:
    """All tokens and comments of a text that parses, in order."""
    found: list[Piece] = []
    end = 0
    for token in tokens(text):
        start = token.start_pos or 0
        comments, blank, indented = _between(text[end:start], first=not found)
        found += [*comments, Piece(token.type, str(token), blank, indented)]
        end = token.end_pos or start
    return found + _between(text[end:], first=not found)[0]


def _between(gap: str, first: bool) -> tuple[list[Piece], bool, bool]:
    """The comments between two tokens, whether a blank line ends them, and whether the next token is indented."""
    found: list[Piece] = []
    blank = False
    lines = gap.split("\n")
    for number, line in enumerate(lines):
        space, mark, comment = line.partition("#")
        if mark:
            kind = REMARK if number == 0 and not first else COMMENT
            found.append(Piece(kind, ("#" + comment).rstrip(), blank, bool(space)))
            blank = False
        elif 0 < number < len(lines) - 1 or (number == 0 and first and len(lines) > 1):
            blank = True
    return found, blank, bool(lines[-1])


@dataclass(slots=True)
class _Unit:
    """Pieces that stay on one line, and the break that may come before them."""

    text: str
    type: str
    depth: int


def fill(run: Sequence[Piece], start: str, hang: int, *, listed: bool = False) -> list[str]:
    """Lines that begin with ``start`` and go on at column ``hang``: alternatives in line with the first one,
    other pieces further in, unless they are items of a list.
    """
    lines: list[str] = []
    prefix = start
    waiting: list[_Unit] = []
    for unit in [*_units(run), None]:
        if unit is not None and unit.type not in (COMMENT, REMARK):
            waiting.append(unit)
            continue
        if waiting or (prefix.strip() and (unit is None or unit.type == COMMENT)):
            lines += _break(waiting, prefix, hang, listed)
            waiting, prefix = [], " " * hang
        if unit is not None and unit.type == REMARK:
            before = lines.pop() if lines else prefix.rstrip()
            lines.append(f"{before}  {unit.text}")
            prefix = " " * hang
        elif unit is not None:
            lines.append(" " * hang + unit.text)
            prefix = " " * hang
    return lines


def one_line(run: Iterable[Piece]) -> str:
    """Tokens on one line, spaced."""
    return " ".join(unit.text for unit in _units(run))


def _units(run: Iterable[Piece]) -> list[_Unit]:
    units: list[_Unit] = []
    depth = 0
    previous: Piece | None = None
    for piece in run:
        if piece.is_comment:
            units.append(_Unit(piece.text, piece.type, depth))
            previous = None
            continue
        if piece.type in ("RPAR", "RSQB"):
            depth -= 1
        if previous is None:
            units.append(_Unit(piece.text, piece.type, depth))
        elif not _spaced(previous, piece):
            units[-1].text += piece.text
        elif previous.type in _HOLDS_FOLLOWING or piece.type in _HOLDS_PREVIOUS:
            units[-1].text += " " + piece.text
        else:
            units.append(_Unit(piece.text, piece.type, depth))
        if piece.type in ("LPAR", "LSQB"):
            depth += 1
        previous = piece
    return units


def _spaced(previous: Piece, piece: Piece) -> bool:
    if piece.type in _NO_SPACE_BEFORE or previous.type in _NO_SPACE_AFTER:
        return False
    if piece.type == "QUANTITY":
        return previous.type == "QUANTITY"  # `x? ?` is not `x??`
    return (previous.type, piece.type) not in (("TYPE", "LSQB"), ("COUNT", "LPAR"))


def _break(units: list[_Unit], prefix: str, hang: int, listed: bool) -> list[str]:
    """Lines of units, broken where the pattern is least deep."""
    lines: list[str] = []
    while True:
        fitting = _fitting(units, WIDTH - len(prefix))
        if fitting >= len(units):
            return [*lines, (prefix + " ".join(unit.text for unit in units)).rstrip()]
        at = _best_break(units, fitting)
        lines.append(prefix + " ".join(unit.text for unit in units[:at]))
        units = units[at:]
        prefix = " " * _indent(units[0], hang, listed)


def _fitting(units: list[_Unit], room: int) -> int:
    """How many units fit, at least one."""
    width = -1
    for number, unit in enumerate(units):
        width += 1 + len(unit.text)
        if width > room:
            return max(1, number)
    return len(units)


def _best_break(units: list[_Unit], fitting: int) -> int:
    """Where to end a line: at a shallow place, before an alternative, and not too early."""
    total = sum(len(unit.text) + 1 for unit in units[:fitting])
    best, least, width = fitting, float("inf"), 0
    for number in range(1, fitting + 1):
        width += len(units[number - 1].text) + 1
        following = units[number]
        cost = 10 * following.depth + (0 if following.type in ("VBAR", "AND", "OR") else 5) + 20 * (1 - width / total)
        if cost <= least:
            best, least = number, cost
    return best


def _indent(unit: _Unit, hang: int, listed: bool) -> int:
    if listed:
        return hang
    if unit.depth == 0 and unit.type == "VBAR":
        return hang - 2
    return hang + 2 + 2 * unit.depth
