"""The types that a set of rules declares: entities, records, and the gazetteers that make mentions of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ie.diagnostics import Span, did_you_mean
from ie.language import builtin, tree
from ie.language.checked import CheckedRules, EntityType, LexiconFile, RecordType
from ie.language.load import Loaded
from ie.language.parse import keywords

Report = Callable[..., None]
"""Takes a code, a span and the details of a diagnostic."""

_Typed = tree.Entity | tree.Record
_D = TypeVar("_D", bound=tree.Declaration)


def declared(loaded: Loaded, kind: type[_D]) -> list[tuple[str, _D]]:
    """All declarations of one kind, each with its module."""
    return [
        (module, declaration)
        for module, syntax in loaded.modules.items()
        for declaration in syntax.declarations
        if isinstance(declaration, kind)
    ]


def collect_types(loaded: Loaded, checked: CheckedRules, report: Report) -> None:
    """Fill in the entity and record types and the lexicons of a checked set."""
    types: dict[str, _Typed] = {}
    entities: list[_Typed] = [one for _, one in declared(loaded, tree.Entity)]
    for declaration in entities + [one for _, one in declared(loaded, tree.Record)]:
        name = declaration.name
        if name in builtin.TOKEN_CLASSES or name in builtin.ANNOTATED or name == builtin.TEXT:
            report("reserved", declaration.span, name=name)
        elif name in types:
            report_duplicate(report, declaration.span, types[name].span, name)
        else:
            types[name] = declaration
    for name, known_attributes in builtin.ANNOTATED.items():
        checked.entities[name] = EntityType(name, (name,), ("name", *known_attributes))
    for declaration in types.values():
        lineage = _lineage(declaration, types, report)
        roles, labels = _inherited(lineage, types, report)
        span = declaration.span
        if isinstance(declaration, tree.Entity):
            attributes = tuple(dict.fromkeys(("name", *(role.name for role in roles))))
            checked.entities[declaration.name] = EntityType(declaration.name, lineage, attributes, span)
        else:
            checked.records[declaration.name] = RecordType(declaration.name, lineage, roles, labels, span)
    known = [*checked.entities, builtin.TEXT]
    for declaration in types.values():
        for role in declaration.roles:
            for one in role.types:
                if one not in known:
                    report("unknown-type", role.span, name=one, hint=did_you_mean(one, known))
    _collect_lexicons(loaded, checked, report)


def report_duplicate(report: Report, span: Span, first: Span, name: str) -> None:
    """Say that a name is declared twice, and where first."""
    report("duplicate", span, labels=[(first, "first declared")], name=name)


def _lineage(declaration: _Typed, types: Mapping[str, _Typed], report: Report) -> tuple[str, ...]:
    """The type itself, its parent, its parent's parent and so on. Every record is a ``Record``, if one is declared."""
    lineage = [declaration.name]
    current = declaration
    while True:
        parent = current.parent
        if parent is None and isinstance(current, tree.Record) and current.name != builtin.ROOT_RECORD:
            parent = builtin.ROOT_RECORD if builtin.ROOT_RECORD in types else None
        if parent is None:
            return tuple(lineage)
        if parent in lineage:
            cycle = lineage[lineage.index(parent) :]
            if declaration.name == min(cycle):  # else another of them says it
                report("parent-cycle", declaration.span, cycle=" -> ".join([*cycle, parent]))
            return tuple(lineage)
        following = types.get(parent)
        if type(following) is not type(declaration) or following is None:
            kinds = [
                name
                for name, one in types.items()
                if type(one) is type(declaration) and not _is_kind(name, current.name, types)
            ]
            report("unknown-type", current.span, name=parent, hint=did_you_mean(parent, kinds))
            return tuple(lineage)
        lineage.append(parent)
        current = following


def _is_kind(name: str, of: str, types: Mapping[str, _Typed]) -> bool:
    """Whether a type is another, or a kind of it, and so cannot be its parent."""
    seen: set[str] = set()
    parent: str | None = name
    while parent is not None and parent not in seen:
        if parent == of:
            return True
        seen.add(parent)
        parent = types[parent].parent if parent in types else None
    return False


def _inherited(
    lineage: tuple[str, ...], types: Mapping[str, _Typed], report: Report
) -> tuple[tuple[tree.Role, ...], tuple[tuple[str, str], ...]]:
    roles: dict[str, tree.Role] = {}
    labels: dict[str, str] = {}
    for name in lineage:
        own: dict[str, tree.Role] = {}
        declaration = types[name]
        for role in declaration.roles:
            if role.name in own and name == lineage[0]:
                report_duplicate(report, role.span, own[role.name].span, role.name)
            elif role.name in keywords() and name == lineage[0]:
                report("reserved", role.span, name=role.name)
            own[role.name] = role
            roles.setdefault(role.name, role)
            if role.default is not None and role.values and role.default not in role.values and name == lineage[0]:
                hint = did_you_mean(str(role.default), role.values)
                report("unknown-value", role.span, name=role.default, role=role.name, hint=hint)
        if isinstance(declaration, tree.Record):
            for label, code in declaration.labels:
                labels.setdefault(label, code)
    return tuple(roles.values()), tuple(labels.items())


def _collect_lexicons(loaded: Loaded, checked: CheckedRules, report: Report) -> None:
    for module, lexicon in declared(loaded, tree.Lexicon):
        if lexicon.type not in checked.entities:
            report(
                "unknown-type",
                lexicon.span,
                name=lexicon.type,
                hint=did_you_mean(lexicon.type, checked.entities),
            )
            continue
        file = rule_relative(loaded, module, lexicon.file, lexicon.span, report)
        if file is None:
            continue
        try:
            with file.open(encoding="utf-8-sig", newline="") as rows:
                header = tuple(next(csv.reader(rows), ()))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error
            report("bad-lexicon", lexicon.span, name=lexicon.file, reason=reason, hint="write it as UTF-8 CSV")
            continue
        if not header or header[0] not in ("name", "value"):
            hint = "the first line is the header, and its first column is `name`"
            report("bad-lexicon", lexicon.span, name=lexicon.file, reason="it has no column `name`", hint=hint)
            continue
        checked.lexicons.append(LexiconFile(lexicon.type, file, header))
        columns = tuple(column for column in header[1:] if column != "aliases")
        for name in [lexicon.type, *checked.kinds_of(lexicon.type)]:
            entity = checked.entities[name]
            attributes = tuple(dict.fromkeys(entity.attributes + columns))
            checked.entities[name] = replace(entity, attributes=attributes)


def rule_relative(loaded: Loaded, module: str, name: str, span: Span, report: Report) -> Path | None:
    """The data file that a rule file names, or None after a report."""
    folder = loaded.files[module].parent
    try:
        file = (folder / name).resolve()
        is_file = file.is_file()
    except (OSError, ValueError):  # too long, or with characters that no file name has
        error = "it is no name of a file"
        report("bad-lexicon", span, name=ascii(name)[1:-1], reason=error, hint="no file can have this name")
        return None
    if not any(file.is_relative_to(root) for root in loaded.roots):
        report("outside-roots", span, name=name)
    elif not is_file:
        report("missing-lexicon", span, name=name, folder=folder.name or str(folder))
    else:
        return file
    return None
