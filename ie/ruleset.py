"""The compiled form of a set of rules: plain data that the compiler makes, the engine reads and the cache stores.

A sentence is encoded as a string: two characters a token, its shape and its word, and around a mention a pair of
brackets that say its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ie.tables import Block

# --- the alphabet ----------------------------------------------------------------------------------------------------

CLOSING = 0x100
"""First code point of the closing brackets."""
OPENING = 0x1000
"""First code point of the opening brackets; a type's opening bracket stands as far from here as its closing one."""
SHAPES = 0x2000
"""First code point of the shapes. A token is two characters, its shape and its word."""
WORDS = 0x2010
"""First code point of the words; this one stands for every word that no rule names."""
_SURROGATES = 0xD800
_SURROGATE_COUNT = 0x800

LOWER, CAPITALISED, UPPER, NUMERAL, PUNCT = range(5)
"""Shapes of tokens."""


TOKEN_GROUP = "b"
"""Prefix of the groups of token expressions."""


def opening(bracket: int) -> str:
    """The character that opens a mention."""
    return chr(OPENING + bracket)


def closing(bracket: int) -> str:
    """The character that closes a mention."""
    return chr(CLOSING + bracket)


def word_code(signature: int) -> int:
    """The code point of the words of a signature."""
    code = WORDS + signature
    return code + _SURROGATE_COUNT if code >= _SURROGATES else code


def bits(numbers: Iterable[int]) -> int:
    """A set of numbers as a whole number with a bit for each."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def numbers(bits_: int) -> Iterator[int]:
    """The numbers whose bits are set, smallest first."""
    while bits_:
        lowest = bits_ & -bits_
        yield lowest.bit_length() - 1
        bits_ ^= lowest


# --- rules -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Match:
    """One alternative of a rule, as a regular expression over symbols. Expressions are numbers, see ``Ruleset``."""

    rule: int
    regex: int
    starts: int | None
    """A class of characters of which the first token of any match holds one; None for any token."""
    last: int | None
    """A class of characters of which any match holds one, from its first token on; None where that is not known."""
    few_ways: bool
    """Whether its expression can try so few ways that it need not be run against the clock."""
    sketch: Sequence[int]
    """Of an expression found in any sentence with a match, before rules have made mentions in it, the class of its
    first token and the expression itself; empty for none."""
    sketch_few_ways: bool
    """Whether the same holds of the sketch."""
    words: Sequence[int]
    """Numbers of word sets of the ruleset, of each of which any match contains a word."""
    scanned: Sequence[int]
    """Those of them that are looked for in raw text, the triggers first."""
    needs: Sequence[Sequence[int]]
    """Sets of brackets; any match contains one of each set."""
    fillers: dict[str, list[str]]
    """For each role that it captures, the types of mention that the pattern takes for it; none for plain words."""


@dataclass(slots=True)
class Rule:
    """What a match of a rule makes, under which conditions."""

    name: str
    target: str
    refines: bool
    weight: int
    """How many conditions it has; of two equal mentions the one with the heavier rule stands."""
    sets: list[Any] = field(default_factory=list)
    """``[role, operand]`` pairs. Operands and conditions are nested lists, see ``ie.engine.conditions``."""
    where: list[Any] = field(default_factory=list)
    unless: list[int] = field(default_factory=list)
    same: list[Any] | None = None
    """``[type, whether of all that a sentence names, side or None, condition or None]``."""
    within: list[Any] | None = None
    """``[place, sentences, after, type]``; the place is ``sentences``, ``quote`` or ``this``. The type is that of the
    record before a match of a rule that makes records, None for rules that refine them."""


@dataclass(slots=True)
class EntityType:
    """An entity type: the types it is a kind of, and the bracket that marks its mentions."""

    name: str
    lineage: tuple[str, ...]
    bracket: int


@dataclass(slots=True)
class Role:
    """A role of a record."""

    name: str
    types: tuple[str, ...]
    values: tuple[str, ...]
    many: bool
    required: bool
    default: str | int | float | None


@dataclass(slots=True)
class RecordType:
    """A record type with its roles in the order in which they are written."""

    name: str
    lineage: tuple[str, ...]
    roles: tuple[Role, ...]
    labels: dict[str, str]


@dataclass(slots=True)
class Auxiliaries:
    """How verb groups are found: one expression for a run of auxiliaries, and what each link of it says."""

    regex: int
    starts: int
    """A class of characters of which the first token of any run holds one."""
    links: tuple[tuple[tuple[str, str], ...], ...]
    """For the group ``l<n>`` of the expression: its (reading, form) pairs."""


@dataclass(slots=True)
class Ruleset:
    """Everything that the engine needs."""

    vocabulary: Block
    """A table of the words of the rules. The text under a word is numbers: its signature whatever its case in a text
    (it is looked up for that in lower case), its signature as it is written, 0 where it has none, and the numbers of
    the sets in which matches' words are looked for."""
    scan_words: dict[str, tuple[int, ...]]
    """The words that are looked for in raw text, with the numbers of the sets that they are in."""
    lexicon: Block
    """A table of the names of all lexicons by their first token, see ``ie.compiler.lexicon``."""
    expressions: Sequence[str]
    """The sources of all expressions."""
    entities: dict[str, EntityType]
    records: dict[str, RecordType]
    layers: tuple[str, ...]
    """Entity types that rules make, in the order in which they are made."""
    rules: list[Rule]
    matches: list[Match]
    conditioned: list[Any]
    """``[bracket, type, condition]``: mentions of the type for which the condition holds get the bracket too."""
    token_regexes: list[int]
    """Expressions over tokens. Of each group ``b<bracket>`` that is found in one the token gets the bracket."""
    auxiliaries: Auxiliaries | None
    finite: frozenset[str]
    """Forms of the rules' verbs that are not their base form, so that no "will" goes with them."""
    this_bracket: int
    form_brackets: dict[str, int]
    """Bracket of a run of auxiliaries by the form that it asks of its verb."""
    lexicon_types: tuple[tuple[str, tuple[str, ...]], ...]
    """Type and attribute names of the lines of each lexicon."""
    code: Path | None = None
    """Where the code of compiled expressions is kept, for a ruleset that is kept itself."""

    def made(self) -> list[RecordType]:
        """The record types that come out: those that some rule makes."""
        targets = {rule.target for rule in self.rules if not rule.refines}
        return [record for record in self.records.values() if record.name in targets]
