"""The tree of a rule file: what the author wrote, each piece with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from ie.diagnostics import Span

# --- pattern items ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """``"peace talks"`` or, inflected, ``~"hold talks"``: these words in a row."""

    text: str
    inflected: bool
    span: Span


@dataclass(frozen=True, slots=True)
class TokenRegex:
    """``/regex/``: one token whose whole text matches."""

    regex: str
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A list of words or a pattern, by name."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class TypeName:
    """A mention of an entity type, or a token class such as ``Capitalised``; with a condition on its attributes."""

    name: str
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Gap:
    """``..2-5``: any tokens, as few as possible."""

    low: int
    high: int
    span: Span


@dataclass(frozen=True, slots=True)
class Rest:
    """``...``: the rest of the clause."""

    span: Span


@dataclass(frozen=True, slots=True)
class Boundary:
    """``^`` or ``$``: where the sentence starts or ends."""

    start: bool
    span: Span


@dataclass(frozen=True, slots=True)
class This:
    """``this``: the record that an ``on`` rule refines."""

    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items one after the other."""

    items: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives, of which the first that fits is taken."""

    options: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Repeat:
    """An item ``low`` to ``high`` times; ``high`` is None for no limit."""

    item: Item
    low: int
    high: int | None
    lazy: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Coordination:
    """``Place&``: one or more joined as English joins them."""

    item: Item
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """``!x``: one token that is not x."""

    item: Item
    span: Span


@dataclass(frozen=True, slots=True)
class Context:
    """``before x``, ``not after x``: what must (not) stand next, checked and not taken."""

    item: Item
    ahead: bool
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """``verb "visit"`` or ``passive "receive"``: a main verb with its auxiliaries."""

    item: Item
    passive: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Capture:
    """``role:x``: what x matches fills the role."""

    role: str
    item: Item
    span: Span
    role_span: Span


Item = (
    Literal
    | TokenRegex
    | Name
    | TypeName
    | Gap
    | Rest
    | Boundary
    | This
    | Sequence
    | Choice
    | Repeat
    | Coordination
    | Not
    | Context
    | VerbGroup
    | Capture
)

# --- conditions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, number, date or bare name; a bare name is a role or attribute where one is so called."""

    value: str | int | float
    bare: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Path:
    """``visitor.country``; ``this.country`` has ``this`` as its first part."""

    parts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Count:
    """``count(role)``: how many fillers a role has; ``count(this.role)`` counts those of the record being refined."""

    role: str
    this: bool
    span: Span


Operand = Constant | Path | Count


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and an operator: ``== != < <= > >= contains ends in``. For ``in`` the right side is a tuple."""

    left: Operand
    operator: str
    right: Operand | tuple[Constant, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Truth:
    """An operand that must be known."""

    operand: Operand
    span: Span


@dataclass(frozen=True, slots=True)
class Logic:
    """``and``, ``or`` over its parts; ``not`` over its only part."""

    operator: str
    parts: tuple[Condition, ...]
    span: Span


Condition = Comparison | Truth | Logic

# --- declarations ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """``use diplomacy.visits``."""

    path: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a record, or an attribute of an entity: its types or its values, and what is asked of it."""

    name: str
    types: tuple[str, ...]
    values: tuple[str, ...]
    many: bool
    required: bool
    default: str | int | float | None
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """``entity Person is Actor``; its roles are called attributes."""

    name: str
    parent: str | None
    roles: tuple[Role, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Record:
    """``record Visit``, with roles and labels."""

    name: str
    parent: str | None
    roles: tuple[Role, ...]
    labels: tuple[tuple[str, str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Words:
    """A list of literals, inline or from a file (then ``file`` is its path as written)."""

    name: str
    literals: tuple[Literal, ...]
    file: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``lexicon City from "cities.csv"``."""

    type: str
    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """``auxiliary planned base = "will"``: words before a verb, their reading, and the form the verb takes."""

    reading: str
    form: str
    literals: tuple[Literal | TokenRegex, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named piece of pattern."""

    name: str
    item: Item
    span: Span


@dataclass(frozen=True, slots=True)
class Assignment:
    """``set status = planned``."""

    role: str
    operand: Operand
    span: Span


@dataclass(frozen=True, slots=True)
class Same:
    """``same Person before where ...``: the mention takes the identity of another. Without a side, of one on either."""

    type: str
    every: bool
    """``same Person&``: of all that the nearest sentence with several of them names."""
    side: str | None
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Within:
    """How far from a record: in ``sentences`` before or after, around the ``quote``, or inside ``this`` record.

    ``of`` is the type of the record before a match of a rule that makes records; ``on`` rules say it themselves.
    """

    place: str
    sentences: int
    after: bool
    of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """``test "..." dated D => ...``: each expectation is role -> values; an empty tuple stands for ``nothing``."""

    text: str
    date: str | None
    expectations: tuple[tuple[tuple[str, tuple[str | int | float, ...]], ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that makes mentions or records (``->``) or refines records (``on``)."""

    name: str
    target: str
    refines: bool
    matches: tuple[Item, ...]
    where: tuple[Condition, ...]
    unless: tuple[Item, ...]
    sets: tuple[Assignment, ...]
    same: Same | None
    within: Within | None
    tests: tuple[Test, ...]
    span: Span
    target_span: Span


Declaration = Use | Entity | Record | Words | Lexicon | Auxiliary | Pattern | Rule


@dataclass(frozen=True, slots=True)
class SyntaxTree:
    """One rule file as written. ``module`` is its dotted name, e.g. ``diplomacy.visits``."""

    path: str
    module: str
    declarations: tuple[Declaration, ...]


def children(item: Item) -> tuple[Item, ...]:
    """The items directly inside an item."""
    match item:
        case Sequence(items):
            return items
        case Choice(options):
            return options
        case Repeat() | Coordination() | Not() | Context() | VerbGroup() | Capture():
            return (item.item,)
        case _:
            return ()
