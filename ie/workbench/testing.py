"""The tests inside rule files: run one, and say what came out instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ie.compiler.compile import compile_rules
from ie.compiler.triggers import alternatives, triggers
from ie.diagnostics import Diagnostic, problem
from ie.documents import Document
from ie.engine.article import Article
from ie.engine.extract import Extractor
from ie.engine.reference import References
from ie.language import tree
from ie.language.check import check
from ie.language.checked import CheckedRule
from ie.language.load import load
from ie.records import Record, Value
from ie.workbench import packs
from ie.writers import to_flow

Roles = Mapping[str, Value | list[Value]]
Expectation = Sequence[tuple[str, Sequence[Value]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one test of one rule."""

    rule: str
    test: tree.Test
    passed: bool
    diagnostic: Diagnostic | None = None
    """Why it failed; or, as a warning on a test that passed, that it would pass without the rule."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A record or a mention: what it is called in messages, and its roles or attributes."""

    type: str
    roles: Roles

    def __str__(self) -> str:
        return f"{self.type} {to_flow(dict(self.roles))}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a text gives for a rule: candidates of its type, whether it had a hand in any, and all that came out."""

    candidates: list[_Candidate]
    took_part: bool
    all: list[_Candidate]


def run_rule_tests(paths: Sequence[Path], *, used: bool = False) -> list[Outcome]:
    """Run the tests in rule files and folders, as one set of rules; with ``used`` also those in files that they use.

    Raises RuleError where the rules cannot be used.
    """
    loaded = load(paths)
    checked = check(loaded)
    runner = Runner(Extractor(compile_rules(checked)))
    modules = set(loaded.modules) if used else packs.modules_in(loaded, paths)
    outcomes: list[Outcome] = []
    for rule in checked.rules:
        if rule.module in modules:
            outcomes += runner.run(rule)
    return outcomes


class Runner:
    """Runs tests of rules with one extractor."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        ruleset = extractor.ruleset
        self._makes_records = any(not one.refines and one.target in ruleset.records for one in ruleset.rules)

    def run(self, rule: CheckedRule) -> Iterator[Outcome]:
        """The outcome of each test of a rule."""
        for test in rule.tree.tests:
            yield self._test(rule, test)

    def _test(self, rule: CheckedRule, test: tree.Test) -> Outcome:
        document = Document("test", test.text, test.date)
        is_record = rule.tree.target in self._extractor.ruleset.records
        seen = self._records(rule, document) if is_record else self._mentions(rule, document)
        wanted = [one for one in test.expectations if one]
        if not wanted:
            made = seen.candidates if is_record and not rule.tree.refines else seen.took_part
            if made:
                return self._failed(rule, test, "nothing", seen)
            if not self._could_fire(rule, document):
                hint = (
                    "let its text hold a word by which the rule is called, so that only the rule's finer points say no"
                )
                return Outcome(rule.name, test, True, _vacuous(test, hint))
        elif not _assign(wanted, seen.candidates):
            return self._failed(rule, test, " and ".join(map(_shown, wanted)), seen)
        elif not seen.took_part:
            hint = "another rule gives all that the test names; name a role that only this rule fills, or remove it"
            return Outcome(rule.name, test, True, _vacuous(test, hint))
        return Outcome(rule.name, test, True)

    def _failed(self, rule: CheckedRule, test: tree.Test, wanted: str, seen: _Seen) -> Outcome:
        came = seen.candidates or seen.all
        lines = [f"    {one}" for one in came] or ["    nothing"]
        if rule.tree.refines and not self._makes_records:
            lines.append("  no rule here makes records; test this one with a pack that does, as in `ie test rules`")
        hint = "\n".join([f"`ie explain ... --rule {rule.tree.name}` shows why; instead came out:", *lines])
        what = f"rule {rule.tree.name}: expected {wanted}"
        return Outcome(rule.name, test, False, problem("failed-test", test.span, details={"what": what, "hint": hint}))

    # --- what comes out ----------------------------------------------------------------------------------------------

    def _records(self, rule: CheckedRule, document: Document) -> _Seen:
        types = self._extractor.ruleset.records
        records = self._extractor.extract(document).records
        return _Seen(
            [_of_record(record) for record in records if rule.tree.target in types[record.type].lineage],
            any(piece.rule == rule.name for record in records for piece in record.evidence),
            [_of_record(record) for record in records],
        )

    def _mentions(self, rule: CheckedRule, document: Document) -> _Seen:
        article = Article(document, self._extractor.matcher.vocabulary)
        references = References(article, self._extractor.annotator)
        found: list[tuple[_Candidate, bool]] = []
        for index in range(len(article)):
            sentence = article.sentence(index)
            self._extractor.annotator.annotate(sentence)
            for mention in sentence.mentions:
                if not mention.hidden and mention.is_a(rule.tree.target):
                    identity = references.identities(mention)[0]
                    roles: dict[str, Any] = {**identity.attributes, **mention.attributes}
                    if identity.value is not None:
                        roles = {"name": identity.value, **roles}
                    mine = mention.rule is not None and mention.rule.name == rule.name
                    found.append((_Candidate(mention.type.name, roles), mine))
        candidates = [candidate for candidate, _ in found]
        return _Seen(candidates, any(mine for _, mine in found), candidates)

    def _could_fire(self, rule: CheckedRule, document: Document) -> bool:
        """Whether a word by which some match of the rule is called stands in the text."""
        article = Article(document, self._extractor.matcher.vocabulary)
        words = {word for index in range(len(article)) for word in article.sentence(index).lower}
        called_by = [triggers(option) for item in rule.matches for option in alternatives(item)]
        return any(one is None or not words.isdisjoint(one) for one in called_by)


def _of_record(record: Record) -> _Candidate:
    return _Candidate(record.type, record.roles)


def _vacuous(test: tree.Test, hint: str) -> Diagnostic:
    return problem("vacuous-test", test.span, severity="warning", details={"hint": hint})


# --- expectations ------------------------------------------------------------------------------------------------


def _assign(wanted: Sequence[Expectation], candidates: Sequence[_Candidate]) -> bool:
    """Whether each expectation holds of a candidate of its own."""
    taken: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for place_, candidate in enumerate(candidates):
            if place_ in tried or not fits(wanted[number], candidate.roles):
                continue
            tried.add(place_)
            if place_ not in taken or place(taken[place_], tried):
                taken[place_] = number
                return True
        return False

    return all(place(number, set()) for number in range(len(wanted)))


def fits(expectation: Expectation, roles: Roles) -> bool:
    """Whether every role that is named has the values that are named, compared as text."""
    return all(_texts(values) <= _texts(_values(roles.get(role))) for role, values in expectation)


def _values(found: Value | list[Value] | None) -> Sequence[Value]:
    if found is None:
        return ()
    return found if isinstance(found, list) else (found,)


def _texts(values: Iterable[Value]) -> set[str]:
    return {str(int(one) if isinstance(one, float) and one.is_integer() else one) for one in values}


def _shown(expectation: Expectation) -> str:
    return ", ".join(
        f"{role} = {values[0]}" if len(values) == 1 else f"{role} = [{', '.join(map(str, values))}]"
        for role, values in expectation
    )
