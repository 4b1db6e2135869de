"""Checked rules to a ruleset."""

from __future__ import annotations

from pathlib import Path

from ie import ruleset
from ie.compiler.alphabet import Alphabet, Form
from ie.compiler.inflect import verb_forms
from ie.compiler.lexicon import block
from ie.compiler.pattern import AT_TOKEN, THIS, Translator, condition_data, literals_of, needs
from ie.compiler.starts import starts
from ie.compiler.triggers import case_matters, forms, passive_words, requirements, triggers
from ie.language import builtin, tree
from ie.language.check import captures, check, item_types, walk
from ie.language.checked import CheckedRule, CheckedRules
from ie.language.load import load
from ie.tokens import tokenize


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

    word_sets: dict[frozenset[str], int] = {}
    passive = passive_words(checked.auxiliaries)
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
                        regex=translator.translate(option, making=compiled.target in checked.entities),
                        starts=starts(option, translator) or "",
                        triggers=tuple(sorted(found)) if found else (),
                        words=tuple(word_sets.setdefault(one, len(word_sets)) for one in requirements(option, passive)),
                        needs=tuple(tuple(sorted(need)) for need in dict.fromkeys(needs(option, translator))),
                        fillers=_fillers(option),
                    )
                )
    auxiliaries = _auxiliaries(checked, translator)

    frozen = alphabet.freeze()
    resolve = frozen.resolve
    for match in matches:
        match.regex, match.starts = resolve(match.regex), resolve(match.starts)
    for compiled in rules:
        compiled.unless = [AT_TOKEN + resolve(pattern) for pattern in compiled.unless]
    if auxiliaries is not None:
        auxiliaries.regex, auxiliaries.starts = resolve(auxiliaries.regex), resolve(auxiliaries.starts)
    lexicon, lexicon_types = block(checked.lexicons)
    brackets = alphabet.brackets()
    return ruleset.Ruleset(
        insensitive=frozen.insensitive,
        sensitive=frozen.sensitive,
        word_sets=_sets_by_word(word_sets),
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
        finite=_finite_forms(checked),
        this_bracket=this,
        form_brackets=form_brackets,
        lexicon=lexicon,
        lexicon_types=lexicon_types,
    )


def _sets_by_word(word_sets: dict[frozenset[str], int]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for words, number in word_sets.items():
        for word in sorted(words):
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in sorted(found.items())}


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
        within = [source.within.place, source.within.sentences, source.within.after]
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


def _finite_forms(checked: CheckedRules) -> frozenset[str]:
    verbs = {
        tokenize(literal.text)[0].lower()
        for rule in checked.rules
        for item in rule.matches
        for one in walk(item)
        if isinstance(one, tree.VerbGroup)
        for literal in literals_of(one)
    }
    forms_of = [verb_forms(verb) for verb in sorted(verbs)]
    bases = {form for one in forms_of for form in one["base"]}
    return frozenset(form for one in forms_of for name in ("present", "past") for form in one[name]) - bases


def _weight(rule: CheckedRule) -> int:
    """How many conditions a rule has: its clauses, and the items that its easiest match must find."""
    items = min((_items(item) for item in rule.matches), default=0)
    return len(rule.tree.where) + len(rule.unless) + items


def _items(item: tree.Item) -> int:
    match item:
        case tree.Literal() | tree.TypeName() | tree.TokenRegex():
            return 1
        case tree.Choice(options):
            return min(map(_items, options))
        case tree.Repeat(inner, low):
            return low * _items(inner)
        case _:
            return sum(map(_items, tree.children(item)))


def _auxiliaries(checked: CheckedRules, translator: Translator) -> ruleset.Auxiliaries | None:
    """One expression for a run of auxiliaries, and what each link of it says.

    A run is looked for at every token of a sentence, so the expression branches on the first word of an auxiliary; of
    those that begin alike the longer is tried first. An empty group after an auxiliary tells which it was.
    """
    meanings: dict[tuple[object, ...], tuple[tree.Literal | tree.TokenRegex, set[tuple[str, str]]]] = {}
    for auxiliary in checked.auxiliaries:
        for item in auxiliary.literals:
            key = (*forms(item), case_matters(item)) if isinstance(item, tree.Literal) else (item.regex,)
            meanings.setdefault(key, (item, set()))[1].add((auxiliary.reading, auxiliary.form))
    if not meanings:
        return None
    links: dict[tuple[tuple[str, str], ...], int] = {}
    by_word: dict[Form, list[tuple[int, str]]] = {}
    branches: list[str] = []
    for item, meaning in meanings.values():
        mark = f"(?P<l{links.setdefault(tuple(sorted(meaning)), len(links))}>)"
        if isinstance(item, tree.TokenRegex):
            branches.append(translator.translate(item) + mark)
            continue
        first, *rest = forms(item)
        tail = "".join(translator.words((word, case_matters(item)) for word in group) for group in rest)
        for word in first:
            by_word.setdefault((word, case_matters(item)), []).append((len(rest), tail + mark))
    by_tails: dict[tuple[str, ...], list[Form]] = {}
    for form, tails in by_word.items():
        ordered = tuple(tail for _, tail in sorted(tails, key=lambda one: -one[0]))
        by_tails.setdefault(ordered, []).append(form)
    heads = {tuple(words): f"(?:{'|'.join(tails)})" for tails, words in by_tails.items()}
    branches = [translator.branches(heads), *branches]
    begin = [starts(item, translator) or "" for item, _ in meanings.values()]
    return ruleset.Auxiliaries(f"(?:{'|'.join(branches)})++", "".join(begin), tuple(links))
