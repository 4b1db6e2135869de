"""Rules in which every name is resolved and every type known: what the compiler is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ie.diagnostics import Diagnostic, Span
from ie.language import builtin
from ie.language.tree import Auxiliary, Item, Role, Rule


@dataclass(frozen=True, slots=True)
class EntityType:
    """An entity type: its lineage from itself upward, and its attributes (own, inherited, lexicon columns)."""

    name: str
    lineage: tuple[str, ...]
    attributes: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record type with all its roles, inherited ones last."""

    name: str
    lineage: tuple[str, ...]
    roles: tuple[Role, ...]
    labels: tuple[tuple[str, str], ...]
    span: Span

    def role(self, name: str) -> Role | None:
        """The role of that name."""
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """A gazetteer: the type of its mentions, its file, and its header."""

    type: str
    file: Path
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule whose patterns hold no names any more: lists of words and patterns stand in their place."""

    module: str
    tree: Rule
    matches: tuple[Item, ...]
    unless: tuple[Item, ...]

    @property
    def name(self) -> str:
        """The rule's full name, e.g. ``diplomacy.visits.goes``."""
        return f"{self.module}.{self.tree.name}"


@dataclass(slots=True)
class CheckedRules:
    """A whole set of rules."""

    entities: dict[str, EntityType] = field(default_factory=dict)
    records: dict[str, RecordType] = field(default_factory=dict)
    lexicons: list[LexiconFile] = field(default_factory=list)
    auxiliaries: list[Auxiliary] = field(default_factory=list)
    rules: list[CheckedRule] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    """Entity types that rules make, each after those that its rules match."""
    files: list[Path] = field(default_factory=list)
    """Every file that was read: rules, word lists and lexicons."""
    unused: list[Diagnostic] = field(default_factory=list)
    """Lists of words and patterns that nothing refers to; for the linter."""

    def is_a(self, given: str, wanted: str) -> bool:
        """Whether a mention of one type is a mention of the other."""
        if wanted == builtin.TEXT:
            return True
        entity = self.entities.get(given)
        return entity is not None and wanted in entity.lineage

    def kinds_of(self, name: str) -> list[str]:
        """The type and all that are kinds of it."""
        return [one.name for one in self.entities.values() if name in one.lineage]
