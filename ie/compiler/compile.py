"""Checked rules to a ruleset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ie import ruleset
from ie.compiler.alphabet import Alphabet, Frozen, shape_class
from ie.compiler.lexicon import block
from ie.compiler.pattern import SHAPES, THIS, Translator, condition_data, needs
from ie.compiler.triggers import case_matters, forms, requirements, triggers
from ie.language import builtin, tree
from ie.language.check import captures, check, item_types, walk
from ie.language.checked import CheckedRule, CheckedRules
from ie.language.load import load

_SHAPE_PLACEHOLDER = re.compile("\x02(\\w+)\x03")


def compile_files(paths: list[Path]) -> tuple[ruleset.Ruleset, list[Path]]:
    """The ruleset of rule files and folders, and every file that it was made from.

    Raises RuleError with all that is wrong with them.
    """
    checked = check(load(paths))
    return compile_rules(checked), checked.files


def compile_rules(checked: CheckedRules) -> ruleset.Ruleset:
    """The ruleset of checked rules."""
    alphabet = Alphabet()
    translator = Translator(checked, alphabet)
    this = alphabet.bracket(THIS)
    form_brackets = {form: alphabet.bracket(("form", form)) for form in builtin.FORMS}
    for name in checked.entities:
        alphabet.bracket(("type", name))

    rules: list[ruleset.Rule] = []
    matches: list[ruleset.Match] = []
    for number, rule in enumerate(checked.rules):
        compiled = _rule(rule, translator)
        rules.append(compiled)
        for item in rule.matches:
            for option in _alternatives(item):
                found = triggers(option)
                matches.append(
                    ruleset.Match(
                        rule=number,
                        regex=translator.translate(option),
                        triggers=tuple(sorted(found)) if found else (),
                        words=tuple(one for one in requirements(option) if one != found),
                        needs=tuple(
                            "".join(ruleset.opening(bracket) for bracket in sorted(need))
                            for need in dict.fromkeys(needs(option, translator))
                        ),
                        fillers=_fillers(option),
                    )
                )
    auxiliaries = _auxiliaries(checked, translator)

    frozen = alphabet.freeze()
    resolve = _Resolver(frozen)
    for match in matches:
        match.regex = resolve(match.regex)
    for compiled in rules:
        compiled.unless = [resolve(pattern) for pattern in compiled.unless]
    if auxiliaries is not None:
        auxiliaries.regex = resolve(auxiliaries.regex)
    lexicon, lexicon_types = block(checked.lexicons)
    brackets = alphabet.brackets()
    return ruleset.Ruleset(
        insensitive=frozen.insensitive,
        sensitive=frozen.sensitive,
        signatures=frozen.signatures,
        entities={
            one.name: ruleset.EntityType(one.name, one.lineage, alphabet.bracket(("type", one.name)))
            for one in checked.entities.values()
        },
        records={
            one.name: ruleset.RecordType(
                one.name,
                one.lineage,
                tuple(ruleset.Role(r.name, r.types, r.values, r.many, r.required, r.default) for r in one.roles),
                dict(one.labels),
            )
            for one in checked.records.values()
        },
        layers=tuple(checked.layers),
        rules=rules,
        matches=matches,
        conditioned=[[n, key[1], key[2]] for key, n in brackets.items() if isinstance(key, tuple) and key[0] == "if"],
        token_regexes=[[n, key[1]] for key, n in brackets.items() if isinstance(key, tuple) and key[0] == "regex"],
        auxiliaries=auxiliaries,
        this_bracket=this,
        form_brackets=form_brackets,
        lexicon=lexicon,
        lexicon_types=lexicon_types,
    )


class _Resolver:
    """Puts classes of code points in place of placeholders."""

    def __init__(self, frozen: Frozen) -> None:
        self._frozen = frozen
        self._shapes = {
            name: "".join(shape_class(shape, frozen.signatures) for shape in shapes) for name, shapes in SHAPES.items()
        }

    def __call__(self, pattern: str) -> str:
        return _SHAPE_PLACEHOLDER.sub(lambda found: self._shapes[found[1]], self._frozen.resolve(pattern))


def _alternatives(item: tree.Item) -> tuple[tree.Item, ...]:
    """A choice at the top is several matches, each with triggers of its own."""
    return item.options if isinstance(item, tree.Choice) else (item,)


def _fillers(item: tree.Item) -> dict[str, list[str]]:
    """The entity types that each capture takes."""
    found: dict[str, set[str]] = {}
    for capture in captures(item):
        types = item_types(capture.item) - {builtin.TEXT, *builtin.TOKEN_CLASSES}
        found.setdefault(capture.role, set()).update(types)
    return {role: sorted(types) for role, types in found.items()}


def _rule(rule: CheckedRule, translator: Translator) -> ruleset.Rule:
    source = rule.tree
    same = None
    if source.same is not None:
        condition = source.same.condition
        data = condition_data(condition) if condition else None
        same = [source.same.type, source.same.every, source.same.side, data]
    within = None
    if source.within is not None:
        within = [source.within.sentences, source.within.after, source.within.quote]
    return ruleset.Rule(
        name=rule.name,
        target=source.target,
        refines=source.refines,
        weight=_weight(rule),
        sets=[[one.role, condition_data(one.operand)] for one in source.sets],
        where=[condition_data(condition) for condition in source.where],
        unless=[translator.translate(item) for item in rule.unless],
        same=same,
        within=within,
    )


def _weight(rule: CheckedRule) -> int:
    items = sum(1 for item in rule.matches for one in walk(item) if isinstance(one, tree.Literal | tree.TypeName))
    return len(rule.tree.where) + len(rule.unless) + items // max(1, len(rule.matches))


def _auxiliaries(checked: CheckedRules, translator: Translator) -> ruleset.Auxiliaries | None:
    """One expression for a run of auxiliaries; the longer of two that begin alike is tried first."""
    meanings: dict[tuple[object, ...], tuple[int, tree.Item, set[tuple[str, str]]]] = {}
    for auxiliary in checked.auxiliaries:
        for one in auxiliary.literals:
            key, length = _auxiliary_key(one)
            meanings.setdefault(key, (length, one, set()))[2].add((auxiliary.reading, auxiliary.form))
    if not meanings:
        return None
    numbers: dict[tuple[tuple[str, str], ...], int] = {}
    verbs: list[tuple[int, str]] = []
    adverbs: list[tuple[int, str]] = []
    for length, item, meaning in meanings.values():
        link = tuple(sorted(meaning))
        number = numbers.setdefault(link, len(numbers))
        expression = f"(?P<l{number}>{translator.translate(item)})"
        free = all(form == builtin.ANY_FORM for _, form in link)
        (adverbs if free else verbs).append((length, expression))
    # Most words begin no auxiliary: one look at the first word spares trying a hundred alternatives on it.
    first = translator.first_words([item for _, item, _ in meanings.values()])
    run = f"(?:{'|'.join(_longest_first([*verbs, *adverbs]))})"
    return ruleset.Auxiliaries(f"(?={first}){run}(?:(?={first}){run})*+", tuple(numbers))


def _auxiliary_key(item: tree.Item) -> tuple[tuple[object, ...], int]:
    if isinstance(item, tree.Literal):
        words = forms(item)
        return (*(tuple(sorted(group)) for group in words), case_matters(item)), len(words)
    return (item,), 0


def _longest_first(expressions: list[tuple[int, str]]) -> Iterator[str]:
    return (expression for _, expression in sorted(expressions, key=lambda one: -one[0]))
