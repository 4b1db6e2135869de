"""One layout for all rule files, so that nobody has to think about it.

Declarations stand at the margin and clauses four columns in, with their contents in line. Comments stay where they
are, and so do blank lines between declarations and between clauses, one at most; rules and types with roles always
have one around them. What does not fit on a line is broken at commas, at ``|`` or between items.
"""

from __future__ import annotations

from collections.abc import Iterable

from ie.diagnostics import RuleError
from ie.language.filling import COMMENT, REMARK, WIDTH, Piece, fill, one_line, pieces
from ie.language.mistakes import CLAUSES, DECLARATIONS
from ie.language.parse import parse

_DECLARATIONS = frozenset(word.upper() for word in DECLARATIONS)
_CLAUSES = frozenset(word.upper() for word in CLAUSES)
_COLUMN = 4
_CONTENT = _COLUMN + len("within ")
_GOES_ON = ("VBAR", "EQUAL", "MANY", "REQUIRED")
"""What can stand in a role after its first type."""
_GIVES = "__ANON_1"  # Lark's name for =>

_Run = list[Piece]


def format_text(text: str, path: str = "<text>") -> str:
    """The text of a rule file in the one layout. Raises RuleError with all syntax errors of a text that has any."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    _, problems = parse(text, path, "")
    if problems:
        raise RuleError(problems)
    lines: list[str] = []
    previous: _Declaration | None = None
    for group in _groups(_declarations(pieces(text))):
        widths = _columns(group)
        for declaration in group:
            lines += _with_comments(declaration, previous, widths)
            previous = declaration
    return "\n".join(lines) + "\n" if lines else ""


class _Declaration:
    """A declaration: the comments above it and its own pieces."""

    def __init__(self) -> None:
        self.above: _Run = []
        self.own: _Run = []

    @property
    def keyword(self) -> str:
        return self.own[0].type if self.own else ""

    @property
    def is_block(self) -> bool:
        """Whether it has clauses or roles, so that blank lines stand around it."""
        if self.keyword in ("RECORD", "ENTITY"):
            return len(_split_head(self.own)[1]) > 0
        return self.keyword == "RULE"

    @property
    def cells(self) -> tuple[_Run, _Run]:
        """Of a declaration on one line, the words before ``=`` or ``from``, and the rest."""
        at = next((n for n, piece in enumerate(self.own) if piece.type in ("EQUAL", "FROM")), len(self.own))
        return self.own[:at], self.own[at:]


def _declarations(run: _Run) -> list[_Declaration]:
    """The run cut before each declaration. The last one may hold nothing but comments."""
    found = [_Declaration()]
    for piece in run:
        if piece.type in _DECLARATIONS:
            if found[-1].own:
                found.append(_Declaration())
            found[-1].own.append(piece)
        elif piece.type == COMMENT and _ends_with_tokens(found[-1], run, piece):
            found.append(_Declaration())
            found[-1].above.append(piece)
        elif found[-1].own:
            found[-1].own.append(piece)
        else:
            found[-1].above.append(piece)
    return found


def _ends_with_tokens(declaration: _Declaration, run: _Run, comment: Piece) -> bool:
    """Whether a comment on its own line stands after a declaration, so that it belongs to what follows."""
    if not declaration.own:
        return False
    at = next(number for number, piece in enumerate(run) if piece is comment)
    following = _following(run[at:])
    return (not following or following in _DECLARATIONS) and not (declaration.is_block and comment.indented)


def _groups(declarations: Iterable[_Declaration]) -> list[list[_Declaration]]:
    """Declarations of one kind that follow each other line by line, and are aligned."""
    groups: list[list[_Declaration]] = []
    for one in declarations:
        last = groups[-1][-1] if groups else None
        joined = last is not None and last.keyword == one.keyword and not one.is_block and not one.above
        if joined and not one.own[0].blank and not any(piece.is_comment for piece in one.cells[0]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _columns(group: list[_Declaration]) -> list[int]:
    """Widths of the words before the content, over all of a group that fit on a line."""
    rows = [
        [piece.text for piece in head]
        for head, rest in (one.cells for one in group)
        if group[0].keyword == "AUXILIARY" or len(one_line(head)) + 1 + len(one_line(rest)) <= WIDTH
    ]
    if group[0].keyword not in ("WORDS", "LEXICON", "AUXILIARY", "PATTERN") or not rows:
        return []
    return [max(map(len, column)) for column in zip(*rows, strict=False)]


def _with_comments(declaration: _Declaration, previous: _Declaration | None, widths: list[int]) -> list[str]:
    lines = []
    apart = previous is not None and (previous.is_block or declaration.is_block) and bool(declaration.own)
    for number, piece in enumerate([*declaration.above, *declaration.own[:1]]):
        if (previous is not None or number) and (piece.blank or (apart and number == 0)):
            lines.append("")
        if piece.is_comment:
            lines.append(piece.text)
    return lines + _declaration(declaration, widths)


def _declaration(declaration: _Declaration, widths: list[int]) -> list[str]:
    match declaration.keyword:
        case "":
            return []
        case "RULE":
            return _rule(declaration.own)
        case "RECORD" | "ENTITY":
            return _typed(declaration.own)
        case "USE":
            return fill(declaration.own, "", _COLUMN)
        case _:
            return _listed(declaration, widths)


def _listed(declaration: _Declaration, widths: list[int]) -> list[str]:
    """Words, a lexicon, an auxiliary or a pattern: on one line, or with its content on the lines below."""
    head, rest = declaration.cells
    if any(piece.is_comment for piece in head):
        return fill(declaration.own, "", _COLUMN + 2)
    # The last word before the content need not be filled up where the content stands below.
    padded = [piece.text.ljust(width) for piece, width in zip(head, widths, strict=False)]
    start = " ".join(padded or [piece.text for piece in head])
    tokens, remarks = _split_remarks(rest)
    if not any(piece.is_comment for piece in tokens) and len(start) + 1 + len(one_line(tokens)) <= WIDTH:
        return fill([*tokens, *remarks], start + " ", _COLUMN + 2)
    listed = declaration.keyword != "PATTERN"
    return [start.rstrip(), *fill(rest[1:], " " * _COLUMN + rest[0].text + " ", _COLUMN + 2, listed=listed)]


def _split_remarks(run: _Run) -> tuple[_Run, _Run]:
    """The run without the comments at its end, and these."""
    end = len(run)
    while end and run[end - 1].is_comment:
        end -= 1
    return run[:end], run[end:]


# --- records and entities --------------------------------------------------------------------------------------------


def _split_head(run: _Run) -> tuple[_Run, _Run]:
    """``record Visit is Event``, and the roles with the comments before them."""
    end = 4 if len(run) > 2 and run[2].type == "IS" else 2
    while end < len(run) and run[end].type == REMARK:
        end += 1
    return run[:end], run[end:]


def _typed(run: _Run) -> list[str]:
    head, rest = _split_head(run)
    rows = _roles(rest)
    cells = [_role_cells(row) for row in rows]
    plain = [one for one in cells if one is not None]
    name_width = max((len(name) for name, _, _ in plain), default=0)
    types_width = max((len(types) for _, types, more in plain if more and not more.startswith("=")), default=0)
    lines = fill(head, "", _COLUMN)
    for row, cell in zip(rows, cells, strict=True):
        if row[0].blank:
            lines.append("")
        if row[0].type == COMMENT:
            lines.append(" " * _COLUMN + row[0].text)
        elif cell is None:
            lines += fill(row, " " * _COLUMN, _COLUMN + 2)
        else:
            lines += _role(row, cell, name_width, types_width)
    return lines


def _role(row: _Run, cell: tuple[str, str, str], name_width: int, types_width: int) -> list[str]:
    name, types, more = cell
    start = " " * _COLUMN + name.ljust(name_width) + "  "
    line = start + (f"{types} {more}" if more.startswith("=") else f"{types.ljust(types_width)}  {more}".rstrip())
    tokens, remarks = _split_remarks(row)
    if len(line) > WIDTH:
        return fill([*tokens[1:], *remarks], start, len(start), listed=True)
    return [line + "".join(f"  {remark.text}" for remark in remarks)]


def _roles(run: _Run) -> list[_Run]:
    """One run for each role, label or comment on its own line."""
    rows: list[_Run] = []
    missing = 0  # tokens without which the current role is not whole
    for number, piece in enumerate(run):
        inside = missing or _following(run[number:]) in _GOES_ON
        if rows and (inside or piece.type == REMARK):
            rows[-1].append(piece)
        else:
            rows.append([piece])
            missing = 3 if piece.type == "LABEL" else 1
        if piece.type in ("VBAR", "EQUAL") and not missing:
            missing = 1
        elif inside and not piece.is_comment:
            missing = max(0, missing - 1)
        if rows[-1][0].type == COMMENT:
            missing = 0
    return rows


def _following(run: _Run) -> str:
    """Type of the next token."""
    return next((piece.type for piece in run if not piece.is_comment), "")


def _role_cells(row: _Run) -> tuple[str, str, str] | None:
    """Name, types, and what is asked of a role; None where comments stand inside it."""
    tokens, remarks = _split_remarks(row)
    if any(piece.is_comment for piece in tokens) or any(piece.type == COMMENT for piece in remarks) or not tokens:
        return None
    if tokens[0].type == "LABEL":
        return tokens[0].text, one_line(tokens[1:]), ""
    end = next((n for n, piece in enumerate(tokens) if piece.type in ("MANY", "REQUIRED", "EQUAL")), len(tokens))
    return tokens[0].text, one_line(tokens[1:end]), one_line(tokens[end:])


# --- rules -----------------------------------------------------------------------------------------------------------


def _rule(run: _Run) -> list[str]:
    lines: list[str] = []
    for clause in _clauses(run):
        if lines and clause[0].blank:
            lines.append("")
        if not lines:
            lines += fill(clause, "", _COLUMN)
        elif clause[0].type == COMMENT:
            lines.append(" " * _COLUMN + clause[0].text)
        else:
            lines += _clause(clause)
    return lines


def _clauses(run: _Run) -> list[_Run]:
    """The head of a rule, then each clause; a comment on its own line between clauses is a run by itself."""
    found: list[_Run] = [[]]
    for number, piece in enumerate(run):
        is_clause = piece.type in _CLAUSES and not (piece.type == "WHERE" and _open_same(found[-1]))
        if is_clause or (piece.type == COMMENT and _before_clause(run[number:])):
            found.append([piece])
        else:
            found[-1].append(piece)
    return found


def _open_same(clause: _Run) -> bool:
    """Whether ``where`` would belong to the clause ``same``."""
    return clause[0].type == "SAME" and all(piece.type != "WHERE" for piece in clause)


def _before_clause(run: _Run) -> bool:
    following = _following(run)
    return not following or following in _CLAUSES


def _clause(clause: _Run) -> list[str]:
    keyword = clause[0]
    start = " " * _COLUMN + keyword.text.ljust(_CONTENT - _COLUMN)
    tokens, _ = _split_remarks(clause[1:])
    if keyword.type != "TEST" or _fits_one_line(tokens):
        return fill(clause[1:], start, _CONTENT)
    gives = [number for number, piece in enumerate(clause) if piece.type == _GIVES]
    lines = fill(clause[1 : gives[0]], start, _CONTENT)
    for begin, end in zip(gives, [*gives[1:], len(clause)], strict=True):
        lines += fill(clause[begin:end], " " * _CONTENT, _CONTENT + len("=> "), listed=True)
    return lines


def _fits_one_line(tokens: _Run) -> bool:
    alone = sum(1 for piece in tokens if piece.type == _GIVES) == 1
    return alone and not any(piece.is_comment for piece in tokens) and _CONTENT + len(one_line(tokens)) <= WIDTH
