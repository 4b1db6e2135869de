"""How good the records are: precision, recall and F1 against gold, for records and for their roles.

What is compared with what, decided once:

- Inside one document a predicted record and a gold record of the same type *fit* if they share a filler of a role
  that says who takes part: a role that gold gives as a list, other than places and sources. Where gold names no such
  role, at least half of the roles that it names must agree.
- Of all ways to pair fitting records one to one, that counts in which the most roles agree, a list role in part where
  its fillers are in part the same. ``must`` and ``may`` records compete, ``must`` wins a tie.
- A predicted record paired with a ``must`` is right, with a ``may`` counts neither way, with none is extra; a ``must``
  without a pair is missed. *Strictly* right is one with every role that gold names wholly right.
- Roles are counted inside right records, filler by filler; a role that gold does not name is free.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ie.diagnostics import did_you_mean
from ie.documents import Document, Source, files_in, from_object, objects, plain, read, read_text
from ie.writers import to_flow

GOLD = ".gold.yaml"

NOT_WHO = frozenset({"source", "place", "destination"})
"""List roles by which a record is not known again: other records of the text share them."""

FREE_TEXT = frozenset({"purpose", "topic", "outcome"})
"""Roles that take words as they stand: right if half of the words are."""


# --- figures ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Counts:
    """How many are right, how many came out beyond that, and how many did not come out."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """None where nothing came out."""
        return _share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """None where gold has nothing."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """None where neither has anything."""
        return _share(2 * self.right, 2 * self.right + self.extra + self.missed)

    def add(self, right: int, extra: int, missed: int) -> None:
        """Count some more."""
        self.right += right
        self.extra += extra
        self.missed += missed


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Stray:
    """A record without its counterpart, missed or extra; an extra one with the text that it was taken from."""

    document: str
    record: dict[str, Any]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Different:
    """A right record some of whose roles are not as gold has them: for each what gold has, and what came out."""

    document: str
    record: dict[str, Any]
    roles: tuple[tuple[str, object, object], ...]


@dataclass(slots=True)
class Report:
    """The figures over all documents, and what they leave to mend."""

    documents: int = 0
    records: Counts = field(default_factory=Counts)
    strict: Counts = field(default_factory=Counts)
    types: dict[str, Counts] = field(default_factory=dict)
    roles: dict[str, Counts] = field(default_factory=dict)
    wholly: dict[str, Counts] = field(default_factory=dict)
    """For a role, in how many of the right records that should have it all of it is right; the others are missed."""
    neutral: int = 0
    missed: list[Stray] = field(default_factory=list)
    extra: list[Stray] = field(default_factory=list)
    different: list[Different] = field(default_factory=list)

    @property
    def all_roles(self) -> Counts:
        """The fillers of all roles together."""
        counts = self.roles.values()
        return Counts(sum(c.right for c in counts), sum(c.extra for c in counts), sum(c.missed for c in counts))

    def count(self, record_type: str, right: int = 0, extra: int = 0, missed: int = 0) -> None:
        """Count records of a type; whether the right ones are strictly so is counted with their roles."""
        self.types.setdefault(record_type, Counts()).add(right, extra, missed)
        self.records.add(right, extra, missed)
        self.strict.add(0, extra, missed)

    def __str__(self) -> str:
        return "\n".join(_render(self)) + "\n"


def _render(report: Report) -> Iterator[str]:
    yield f"{report.documents} documents; {report.neutral} records that may come out did, and count neither way"
    yield ""
    yield f"{'records':<24}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'extra':>7}{'missed':>8}"
    for name, counts in sorted(report.types.items()):
        yield _row(name, counts)
    yield _row("all", report.records)
    yield _row("all, every role right", report.strict)
    yield ""
    yield "roles inside right records"
    for name, counts in sorted(report.roles.items()):
        yield _row(name, counts)
    if report.roles:
        yield _row("all", report.all_roles)
    for name in ("status", "date"):
        if name in report.wholly:
            counts = report.wholly[name]
            named = counts.right + counts.missed
            yield f"{name + ' accuracy':<24}{_figure(counts.recall)} ({counts.right} of {named})"
    for title, strays in (("missed", report.missed), ("extra", report.extra)):
        if strays:
            yield ""
            yield title
        for stray in strays:
            yield f"  {stray.document}: {to_flow(plain(stray.record))}"
            yield from (f"      {' '.join(text.split())}" for text in stray.evidence)
    if report.different:
        yield ""
        yield "right, but for some roles"
    for one in report.different:
        yield f"  {one.document}: {to_flow(plain(one.record))}"
        for role, wanted, found in one.roles:
            came = "nothing" if found is None else to_flow(plain(found))
            yield f"      {role}: {came} instead of {to_flow(plain(wanted))}"


def _row(name: str, counts: Counts) -> str:
    figures = _figure(counts.precision) + _figure(counts.recall) + _figure(counts.f1)
    return f"{name:<24}{figures}{counts.right:>8}{counts.extra:>7}{counts.missed:>8}"


def _figure(value: float | None) -> str:
    return f"{'-':>7}" if value is None else f"{100 * value:>7.1f}"


# --- scoring ---------------------------------------------------------------------------------------------------


def score(
    pairs: Iterable[tuple[str, Sequence[dict[str, Any]], Mapping[str, Any]]],
    *,
    not_who: Collection[str] = NOT_WHO,
    free_text: Collection[str] = FREE_TEXT,
) -> Report:
    """Compare predicted records with gold, document by document.

    Each pair is a document's id, its ``records`` as ``ie.records.as_dict`` gives them, and its gold with ``must`` and
    ``may``. ``not_who`` and ``free_text`` name the roles that are compared otherwise.
    """
    report = Report()
    for document, predicted, gold in pairs:
        must = [_Gold.of(record, not_who, free_text) for record in gold.get("must") or ()]
        may = [_Gold.of(record, not_who, free_text) for record in gold.get("may") or ()]
        _score_document(report, document, predicted, must, may)
    return report


def _score_document(
    report: Report, document: str, predicted: Sequence[dict[str, Any]], must: list[_Gold], may: list[_Gold]
) -> None:
    report.documents += 1
    gold = must + may
    bonus = [2] * len(must) + [1] * len(may)  # a pair always weighs something, and must wins a tie
    paired = best_pairs(
        [[one.weight(found, extra) for one, extra in zip(gold, bonus, strict=True)] for found in predicted]
    )
    taken = set(paired.values())
    for place, one in enumerate(must):
        if place not in taken:
            report.count(one.record["type"], missed=1)
            report.missed.append(Stray(document, one.record))
    for row, found in enumerate(predicted):
        place_or_none = paired.get(row)
        if place_or_none is None:
            report.count(found["type"], extra=1)
            texts = tuple(piece["text"] for piece in found.get("evidence", ()))
            shown = {key: value for key, value in found.items() if key not in ("evidence", "labels")}
            report.extra.append(Stray(document, shown, texts))
        elif place_or_none < len(must):
            _score_roles(report, document, gold[place_or_none], found)
        else:
            report.neutral += 1


def _score_roles(report: Report, document: str, gold: _Gold, found: Mapping[str, Any]) -> None:
    report.count(found["type"], right=1)
    different: list[tuple[str, object, object]] = []
    for role in gold.roles:
        counts = role.compare(found.get(role.name))
        wholly = not (counts.extra or counts.missed)
        report.roles.setdefault(role.name, Counts()).add(counts.right, counts.extra, counts.missed)
        report.wholly.setdefault(role.name, Counts()).add(int(wholly), 0, int(not wholly))
        if not wholly:
            different.append((role.name, gold.record[role.name], found.get(role.name)))
    if different:
        report.strict.add(0, 1, 1)
        shown = {key: value for key, value in found.items() if key not in ("evidence", "labels")}
        report.different.append(Different(document, shown, tuple(different)))
    else:
        report.strict.add(1, 0, 0)


# --- comparing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Role:
    """A role that gold names: for each filler the values that are accepted."""

    name: str
    fillers: tuple[tuple[str, ...], ...]
    says_who: bool
    is_free_text: bool

    def compare(self, found: object) -> Counts:
        """How many fillers are right, each gold filler being good for one."""
        values = [str(value) for value in _as_list(found)]
        pairs = best_pairs([[int(self._accepts(filler, value)) for filler in self.fillers] for value in values])
        return Counts(len(pairs), len(values) - len(pairs), len(self.fillers) - len(pairs))

    def _accepts(self, accepted: tuple[str, ...], value: str) -> bool:
        return any(_is_same(one, value) or (self.is_free_text and _overlap(one, value) >= 0.5) for one in accepted)


@dataclass(frozen=True, slots=True)
class _Gold:
    record: dict[str, Any]
    roles: tuple[_Role, ...]

    @classmethod
    def of(cls, record: Mapping[str, Any], not_who: Collection[str], free_text: Collection[str]) -> _Gold:
        """Gold as read from YAML, where a date may be a date and `a | b` lists alternatives."""
        plain_record = plain(dict(record))
        roles = tuple(
            _Role(
                name,
                tuple(tuple(re.split(r"\s+\|\s+", str(filler))) for filler in _as_list(value)),
                isinstance(value, list) and name not in not_who,
                name in free_text,
            )
            for name, value in plain_record.items()
            if name not in ("type", "evidence", "labels")
        )
        return cls(plain_record, roles)

    def weight(self, found: Mapping[str, Any], bonus: int) -> int:
        """How well a predicted record agrees; 0 if it does not fit."""
        if found["type"] != self.record["type"]:
            return 0
        counts = [(role, role.compare(found.get(role.name))) for role in self.roles]
        who = [one.right for role, one in counts if role.says_who]
        agreeing = sum(1 for _, one in counts if one.f1 != 0)
        fits = any(who) if who else 2 * agreeing >= len(counts)
        # A thousandth is near enough, and whole numbers have no rounding that could break a tie.
        return bonus + sum(round(1000 * (1 if one.f1 is None else one.f1)) for _, one in counts) if fits else 0


def _as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _is_same(one: str, other: str) -> bool:
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return float(one) == float(other)
    return _normal(one) == _normal(other)


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _normal(text: str) -> str:
    """Without what makes no difference: case, accents, kinds of space and apostrophe, an article in front."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    folded = unicodedata.normalize("NFC", plain).casefold().replace("’", "'")
    return re.sub(r"^(?:the|an?) ", "", " ".join(folded.split()))


def _overlap(one: str, other: str) -> float:
    """The F1 of the words that two texts share."""
    words, others = (Counter(re.findall(r"\w+", _normal(text))) for text in (one, other))
    return 2 * (words & others).total() / max(1, words.total() + others.total())


def best_pairs(weights: Sequence[Sequence[int]]) -> dict[int, int]:
    """The one-to-one pairing of rows and columns with the greatest total weight, without pairs of weight 0.

    The Hungarian algorithm: rows are added one by one, each along the cheapest path of exchanges. Prices on rows and
    columns (``row_price + column_price <= cost``, equal where paired) keep that path a walk along equalities.
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    if rows > columns:
        turned = best_pairs([[weights[row][column] for row in range(rows)] for column in range(columns)])
        return {row: column for column, row in sorted(turned.items(), key=lambda pair: pair[1])}
    row_price, column_price = [0] * rows, [0] * (columns + 1)
    row_of = [-1] * (columns + 1)  # the last column is not there: a new row starts from it
    for new in range(rows):
        row_of[columns] = new
        reached_from, slack = [columns] * (columns + 1), [_FAR] * columns
        column, visited = columns, {columns}
        while row_of[column] >= 0:
            visited.add(column)
            row = row_of[column]
            for other in range(columns):
                excess = -weights[row][other] - row_price[row] - column_price[other]
                if other not in visited and excess < slack[other]:
                    slack[other], reached_from[other] = excess, column
            following = min((c for c in range(columns) if c not in visited), key=slack.__getitem__)
            step = slack[following]
            for other in visited:
                row_price[row_of[other]] += step
                column_price[other] -= step
            for other in range(columns):
                if other not in visited:
                    slack[other] -= step
            column = following
        while column != columns:
            row_of[column] = row_of[reached_from[column]]
            column = reached_from[column]
    return {row_of[c]: c for c in range(columns) if row_of[c] >= 0 and weights[row_of[c]][c] > 0}


_FAR = 1 << 60


_Types = Mapping[str, Collection[str]] | None


# --- reading gold ----------------------------------------------------------------------------------------------


def load(
    paths: Sequence[str],
    *,
    default_date: str | None = None,
    types: Mapping[str, Collection[str]] | None = None,
    report: Callable[[str], None],
) -> Iterator[tuple[Document, dict[str, Any]]]:
    """The documents of gold files, each with its gold: ``must`` and ``may``.

    A path is a ``NAME.gold.yaml`` beside its ``NAME.txt``, a folder of such, or one file of JSON lines or YAML with
    ``id``, ``text``, ``date`` and ``records`` (that must come out) for each document. What is wrong is reported as
    ``ie.documents.read`` does; so is gold of a type, or with a role, that is not among ``types``, the roles by type.
    """
    for path in paths:
        source = Source(path, default_date, report)
        if Path(path).is_dir():
            found = list(files_in(source, GOLD))
            if not found:
                source.error("no-gold", f"there is no file NAME{GOLD} in this folder; name a file with gold")
            yield from load(found, default_date=default_date, types=types, report=report)
        elif path.endswith(GOLD):
            yield from _beside(source, types)
        elif path.endswith((".yaml", ".yml")):
            yield from _collected(source, _yaml_items(source), types)
        elif ".jsonl" in Path(path).name:
            yield from _collected(source, objects(source), types)
        else:
            what = f"not a file of gold; give NAME{GOLD}, a folder of such, or gold in .jsonl or .yaml"
            source.error("unknown-format", what)


def _beside(source: Source, types: _Types) -> Iterator[tuple[Document, dict[str, Any]]]:
    for line, found in _yaml_items(source):
        gold = _checked(source, line, found, types)
        if gold is None:
            continue
        date = source.date(found.get("date"), line, 1)
        for document in read([source.path.removesuffix(GOLD) + ".txt"], report=source.report):
            yield (document if document.date else replace(document, date=date)), gold


def _collected(
    source: Source, items: Iterable[tuple[int, dict[str, Any]]], types: _Types
) -> Iterator[tuple[Document, dict[str, Any]]]:
    for line, found in items:
        if "records" in found:
            found["must"] = found["records"]
        gold = _checked(source, line, found, types)
        document = from_object(source, line, {key: found[key] for key in found if key not in ("must", "may")})
        if gold is not None and document is not None:
            yield document, gold


def _checked(source: Source, line: int, found: dict[str, Any], types: _Types) -> dict[str, Any] | None:
    """The gold in a mapping; None, reported, if it is not as it should be."""
    gold = {name: found.get(name) or [] for name in ("must", "may")}
    if "must" not in found:
        what = "gold without `must`; list there the records that have to come out, or [] if there are none"
    elif not all(isinstance(records, list) for records in gold.values()):
        what = "`must` and `may` are lists of records; begin each record with `- type:`"
    elif not all(isinstance(one, dict) and isinstance(one.get("type"), str) for one in gold["must"] + gold["may"]):
        what = "a gold record without `type`; begin each record with `- type:`"
    elif unknown := next(_unknown(gold["must"] + gold["may"], types), None):
        what = unknown
    else:
        return gold
    source.error("bad-gold", what, line)
    return None


def _unknown(records: Sequence[Mapping[str, Any]], types: _Types) -> Iterator[str]:
    """What gold records ask for that the rules cannot make."""
    for record in records if types is not None else ():
        roles = types.get(record["type"]) if types else None
        if roles is None:
            yield f"the rules make no {record['type']}; {did_you_mean(record['type'], types or ())}"
        else:
            for name in sorted(record.keys() - {"type", "evidence", "labels", *roles}):
                yield f"a {record['type']} has no role '{name}'; {did_you_mean(name, roles)}"


def _yaml_items(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """The mappings in a YAML file, a stream or a list of them, each with its line number."""
    text = read_text(source)
    if text is None:
        return
    import yaml

    from ie import plain_yaml

    try:
        loader = yaml.SafeLoader(text)
        while loader.check_node():
            node: Any = loader.get_node()
            plain_yaml.refuse_bombs(node, text)
            for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
                line, found = item.start_mark.line + 1, plain(loader.construct_document(item))
                if isinstance(found, dict):
                    yield line, found
                else:
                    source.error("bad-gold", "not a mapping; write gold as `must:` and `may:`", line)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        known = plain_yaml.as_yaml_error(error)
        what = f"broken YAML ({known}); quote what holds a colon or a #"
        source.error("bad-gold", what, known.line, known.column)
