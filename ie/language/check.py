"""Types, roles and cycles: a loaded set of files to checked rules, or all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from ie.diagnostics import Diagnostic, RuleError, Span, did_you_mean, narrowed, problem
from ie.language import builtin, tree
from ie.language.checked import CheckedRule, CheckedRules
from ie.language.impossible import impossible
from ie.language.items import captures, item_types, nullable, too_large, walk
from ie.language.load import Loaded
from ie.language.order import layers
from ie.language.resolving import Resolver, or_text
from ie.language.types import collect_types, declared, report_duplicate


def check(loaded: Loaded) -> CheckedRules:
    """Resolve and check everything. Raises RuleError with all that is wrong, in every file."""
    checker = _Checker(loaded)
    checker.run()
    if checker.problems:
        raise RuleError(checker.problems)
    return checker.checked


class _Checker:
    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.problems: list[Diagnostic] = list(loaded.problems)
        self.checked = CheckedRules(files=list(loaded.files.values()))
        collect_types(loaded, self.checked, self._report)
        self.checked.files += [lexicon.file for lexicon in self.checked.lexicons]
        self._names = Resolver(loaded, self.checked, self._report)

    def run(self) -> None:
        for _, auxiliary in declared(self.loaded, tree.Auxiliary):
            self._auxiliary(auxiliary)
        self._names.resolve_all()
        names: dict[str, tree.Rule] = {}
        for module, rule in declared(self.loaded, tree.Rule):
            name = f"{module}.{rule.name}"
            if name in names:
                report_duplicate(self._report, rule.span, names[name].span, rule.name)
            names[name] = rule
            self.checked.rules.append(self._rule(module, rule))
        if not self.problems:
            self.checked.layers = layers(self.checked, self._report)
        self._names.collect_unused()

    def _report(self, code: str, span: Span, labels: Iterable[tuple[Span, str]] = (), **details: object) -> None:
        if code in ("reserved", "duplicate") or code.startswith("unknown-"):
            name, sources = str(details["name"]), self.loaded.sources
            span = narrowed(span, name, sources.get(span.path, ""))
            if code == "duplicate":
                labels = [(narrowed(one, name, sources.get(one.path, "")), text) for one, text in labels]
        self.problems.append(problem(code, span, labels=labels, details=details))

    def _auxiliary(self, auxiliary: tree.Auxiliary) -> None:
        self.checked.auxiliaries.append(auxiliary)
        if auxiliary.form not in builtin.FORMS:
            hint = did_you_mean(auxiliary.form, builtin.FORMS)
            self._report("unknown-form", auxiliary.span, name=auxiliary.form, hint=hint)
        root = self.checked.records.get(builtin.ROOT_RECORD)
        status = root.role(builtin.STATUS) if root else None
        if root and status and status.values and auxiliary.reading not in (*status.values, builtin.PLAIN):
            hint = did_you_mean(auxiliary.reading, [*status.values, builtin.PLAIN])
            labels = [(status.span, "the readings are declared")]
            self._report("unknown-reading", auxiliary.span, labels, name=auxiliary.reading, hint=hint)
        for literal in auxiliary.literals:
            self._names.resolve("", literal)

    def _rule(self, module: str, rule: tree.Rule) -> CheckedRule:
        matches = tuple(self._whole(module, item) for item in rule.matches)
        unless = tuple(self._whole(module, item) for item in rule.unless)
        checked = CheckedRule(module, rule, matches, unless)
        if rule.refines and rule.target in self.checked.entities:
            self._report("not-a-record", rule.target_span, name=rule.target)
        elif rule.target in self.checked.records:
            self._record_rule(checked)
        elif rule.target in self.checked.entities and rule.target not in builtin.ANNOTATED:
            self._entity_rule(checked)
        else:
            known = [*self.checked.entities, *self.checked.records]
            self._report("unknown-type", rule.target_span, name=rule.target, hint=did_you_mean(rule.target, known))
        if not rule.matches:
            self._report("no-match", rule.span, name=rule.name)
        if rule.within is not None:
            self._within(rule, rule.within)
        for item in matches:
            self._pattern(item, speaks_of_this=rule.refines)
        for item in unless:
            self._pattern(item, speaks_of_this=True)
        return checked

    def _within(self, rule: tree.Rule, within: tree.Within) -> None:
        """Whether a rule may say how far it stands from a record: `on` rules from theirs, others from one they name."""
        reason = hint = ""
        if rule.refines and within.of is not None:
            reason, hint = f"the rule is `on {rule.target}`, which says of what", f"leave out `of {within.of}`"
        elif rule.target in self.checked.entities:
            reason, hint = f"{rule.target} is no record", "leave it out"
        elif not rule.refines and within.of is None:
            record = rule.target if rule.target in self.checked.records else "Record"
            reason, hint = "it does not say of what", f"write `within 2 sentences of {record}`, or leave it out"
        elif within.of is not None and within.of not in self.checked.records:
            hint = did_you_mean(within.of, self.checked.records)
            self._report("unknown-type", within.span, name=within.of, hint=hint)
        if reason:
            self._report("within-of", within.span, reason=reason, hint=hint)

    def _whole(self, module: str, item: tree.Item) -> tree.Item:
        """The resolved pattern of a clause."""
        resolved = self._names.resolve(module, item)
        if reason := too_large(resolved):
            self._report("too-large", item.span, reason=reason, hint="make do with a simpler one")
            return item
        return resolved

    def _pattern(self, item: tree.Item, *, speaks_of_this: bool) -> None:
        if nullable(item):
            self._report("empty-match", item.span)
        for one in walk(item):
            for span, reason, hint in impossible(one):
                self._report("never-matches", span, reason=reason, hint=hint)
            if isinstance(one, tree.This) and not speaks_of_this:
                self._report("this-outside", one.span)
            if isinstance(one, tree.Capture):
                for inner in walk(one.item):
                    if isinstance(inner, tree.Capture) and inner.role == one.role:
                        self._report("capture-twice", inner.role_span, name=inner.role)

    def _record_rule(self, rule: CheckedRule) -> None:
        record = self.checked.records[rule.tree.target]
        roles = {role.name: role for role in record.roles}
        labels = [(record.span, f"{record.name} is declared")]
        for item in rule.matches:
            captured = set()
            for capture in captures(item):
                captured.add(capture.role)
                role = roles.get(capture.role)
                if role is None:
                    self._report(
                        "unknown-role", capture.role_span, labels,
                        type=record.name, name=capture.role, hint=did_you_mean(capture.role, roles),
                    )  # fmt: skip
                else:
                    self._filler(capture, role, record.name)
            bound = captured | {one.role for one in rule.tree.sets}
            for role in record.roles:
                if role.required and not rule.tree.refines and role.name not in bound and captured <= roles.keys():
                    self._report(
                        "unbound-role", item.span, [(role.span, f"'{role.name}' is declared")],
                        type=record.name, role=role.name,
                    )  # fmt: skip
            if rule.tree.refines and rule.tree.within is None and not any(isinstance(i, tree.This) for i in walk(item)):
                self._report("no-this", item.span)
        types = self._captured_types(rule)
        for assignment in rule.tree.sets:
            role = roles.get(assignment.role)
            if role is None:
                self._report(
                    "unknown-role", assignment.span, labels,
                    type=record.name, name=assignment.role, hint=did_you_mean(assignment.role, roles),
                )  # fmt: skip
            elif role.values and isinstance(assignment.operand, tree.Constant):
                if assignment.operand.value not in role.values:
                    hint = did_you_mean(str(assignment.operand.value), role.values)
                    span = assignment.operand.span
                    self._report("unknown-value", span, name=assignment.operand.value, role=role.name, hint=hint)
            elif _of_that(assignment.operand):
                self._taken_over(rule.tree, role, record.name, assignment.operand)
            else:
                self._operand(assignment.operand, types, {})
        this = {role.name: role.types for role in record.roles} if rule.tree.refines else {}
        for condition in rule.tree.where:
            self._condition(condition, types, this)
        self._record_tests(rule.tree, roles, record.name)

    def _taken_over(self, rule: tree.Rule, role: tree.Role, owner: str, operand: tree.Path) -> None:
        """Whether the record before a match has the role that `that.` speaks of, and may share its fillers."""
        before = None if rule.refines or rule.within is None else self.checked.records.get(rule.within.of or "")
        if before is None:
            if rule.refines or rule.within is None or rule.within.of is None:  # else the type is reported as unknown
                self._report("that-outside", operand.span)
            return
        name = operand.parts[1]
        taken = before.role(name)
        if taken is None or len(operand.parts) > len(("that", name)):
            hint = did_you_mean(name, [one.name for one in before.roles])
            if taken is not None:
                hint = f"a role is taken over whole: write `that.{name}`"
            span = [(before.span, f"{before.name} is declared")]
            self._report(
                "unknown-role", operand.span, span, type=before.name, name=".".join(operand.parts[1:]), hint=hint
            )
        elif not set(taken.types) <= set(role.types) and not any(
            self.checked.is_a(given, wanted) for given in taken.types for wanted in role.types
        ):
            self._report(
                "wrong-type", operand.span, [(role.span, f"'{role.name}' is declared")],
                role=f"'{role.name}' of {owner}", wanted=" or ".join(role.types) or "one of its values",
                given=f"'{name}' of {before.name}", hint="take over a role of the same types",
            )  # fmt: skip

    def _record_tests(self, rule: tree.Rule, roles: dict[str, tree.Role], name: str) -> None:
        for test in rule.tests:
            for expectation in test.expectations:
                for role, values in expectation:
                    if role not in roles:
                        hint = did_you_mean(role, roles)
                        self._report("unknown-role", test.span, type=name, name=role, hint=hint)
                    elif roles[role].values:
                        for value in values:
                            if value not in roles[role].values:
                                hint = did_you_mean(str(value), roles[role].values)
                                self._report("unknown-value", test.span, name=value, role=role, hint=hint)

    def _filler(self, capture: tree.Capture, role: tree.Role, owner: str) -> None:
        """Whether what is captured may fill the role."""
        given = item_types(capture.item)
        if role.values:
            self._report(
                "wrong-type", capture.span, [(role.span, f"'{role.name}' is declared")],
                role=f"'{role.name}'", wanted="one of " + ", ".join(role.values), given="what is captured",
                hint=f"give it a value with `set {role.name} = {role.values[0]}`",
            )  # fmt: skip
            return
        for one in sorted(given):
            if one in builtin.TOKEN_CLASSES:
                one = builtin.TEXT
            if one != builtin.TEXT and one not in self.checked.entities:
                continue  # reported as unknown already
            if any(wanted != builtin.TEXT and wanted not in self.checked.entities for wanted in role.types):
                continue  # likewise
            if not any(self.checked.is_a(one, wanted) for wanted in role.types):
                wanted = " or ".join(role.types)
                hint = f"capture a {wanted}" + (", without other words" if one == builtin.TEXT else "")
                self._report(
                    "wrong-type", capture.span, [(role.span, f"'{role.name}' is declared")],
                    role=f"'{role.name}' of {owner}", wanted=wanted, given=one, hint=hint,
                )  # fmt: skip

    def _entity_rule(self, rule: CheckedRule) -> None:
        target = self.checked.entities[rule.tree.target]
        attributes = set(target.attributes)
        for item in rule.matches:
            for capture in captures(item):
                if capture.role not in attributes:
                    self._names.unknown_attribute(capture.role_span, target.name, capture.role, attributes)
        types = self._captured_types(rule)
        for assignment in rule.tree.sets:
            if assignment.role not in attributes:
                self._names.unknown_attribute(assignment.span, target.name, assignment.role, attributes)
            self._operand(assignment.operand, types, {})
        for condition in rule.tree.where:
            self._condition(condition, types, {})
        same = rule.tree.same
        if same is not None:
            if same.type not in self.checked.entities:
                hint = did_you_mean(same.type, self.checked.entities)
                self._report("unknown-type", same.span, name=same.type, hint=hint)
            elif not (self.checked.is_a(same.type, target.name) or self.checked.is_a(target.name, same.type)):
                self._report("same-type", same.span, given=same.type, type=target.name)
            elif same.condition is not None:
                other = dict.fromkeys(self._names.attributes([same.type]), (same.type,))
                this = dict.fromkeys(attributes, (target.name,))
                self._condition(same.condition, other, this, same.type)
        for test in rule.tree.tests:
            for expectation in test.expectations:
                for name, _ in expectation:
                    if name not in attributes:
                        self._names.unknown_attribute(test.span, target.name, name, attributes)

    def _captured_types(self, rule: CheckedRule) -> dict[str, tuple[str, ...]]:
        types: dict[str, tuple[str, ...]] = {}
        for item in rule.matches:
            for capture in captures(item):
                types[capture.role] = (*types.get(capture.role, ()), *sorted(item_types(capture.item)))
        return types

    def _condition(
        self,
        condition: tree.Condition,
        names: Mapping[str, tuple[str, ...]],
        this: Mapping[str, tuple[str, ...]],
        same: str = "",
    ) -> None:
        """Check what a condition speaks of. In a ``same`` clause names are attributes of the type that it names."""
        match condition:
            case tree.Logic(_, parts):
                for part in parts:
                    self._condition(part, names, this, same)
            case tree.Truth(operand):
                self._operand(operand, names, this, same)
            case tree.Comparison(left, _, right):
                self._operand(left, names, this, same)
                if not isinstance(right, tuple):
                    self._operand(right, names, this, same, bare_text=True)

    def _operand(
        self,
        operand: tree.Operand,
        names: Mapping[str, tuple[str, ...]],
        this: Mapping[str, tuple[str, ...]],
        same: str = "",
        bare_text: bool = False,
    ) -> None:
        """Whether roles and attributes that an operand speaks of exist; a bare name may be allowed to be a text."""
        match operand:
            case tree.Constant(value, bare):
                if not bare or bare_text:
                    return
                parts: tuple[str, ...] = (str(value),)
            case tree.Count(role, of_this):
                parts = ("this", role) if of_this else (role,)
            case tree.Path():
                parts = operand.parts
        known = this if parts[0] == "this" else names
        first, *rest = parts[1:] if parts[0] == "this" else parts
        if parts[0] == "this" and not this:
            self._report("this-outside", operand.span)
        elif _of_that(operand) and first not in known:
            self._report("that-outside", operand.span)
        elif first not in known and same:
            self._names.unknown_attribute(operand.span, same, first, known)
        elif first not in known:
            hint = did_you_mean(first, known) if known else "no role is captured here"
            if isinstance(operand, tree.Constant):
                hint = or_text(hint, first)
            self._report("uncaptured-role", operand.span, name=first, hint=hint)
        elif rest:
            types = [one for one in known[first] if one in self.checked.entities]
            attributes = self._names.attributes(types)
            if rest[0] not in attributes:
                owner = types[0] if types else builtin.TEXT
                self._names.unknown_attribute(operand.span, owner, rest[0], attributes)


def _of_that(operand: tree.Operand) -> TypeGuard[tree.Path]:
    """Whether an operand speaks of the record before the match."""
    return isinstance(operand, tree.Path) and operand.parts[0] == builtin.THAT
