"""Checked rules to a ruleset."""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ie import ruleset
from ie.compiler.alphabet import FIRST, Alphabet, Form, Frozen
from ie.compiler.conditions import condition_data
from ie.compiler.costs import FEW, ways
from ie.compiler.edges import Edges
from ie.compiler.inflect import verb_forms
from ie.compiler.lexicon import block
from ie.compiler.pattern import AT_TOKEN, THIS, Translator, literals_of, needs
from ie.compiler.sketch import Sketcher
from ie.compiler.triggers import (
    alternatives,
    case_matters,
    commonness,
    forms,
    passive_words,
    rarest,
    requirements,
    triggers,
)
from ie.compiler.type_words import words_of_types
from ie.language import builtin, tree
from ie.language.check import check
from ie.language.checked import CheckedRule, CheckedRules
from ie.language.items import captures, item_types, walk
from ie.language.load import load
from ie.ruleset import TOKEN_GROUP
from ie.tables import pack_table
from ie.tokens import tokenize

COMMON = 0.05
"""Sets of words that are more common than this are not looked for in raw text, unless there is no rarer one."""
_NEEDS_ITS_OWN = re.compile(r"\\[1-9gkK]|\(\?(?![:=!]|<[=!])|\(\*")
"""What in a token expression refers to groups, or to the whole expression: references, flags, names, verbs."""
_Key = TypeVar("_Key", bound=Hashable)


def compile_files(paths: list[Path]) -> tuple[ruleset.Ruleset, list[Path]]:
    """The ruleset of rule files and folders, and every file that it was made from.

    Raises RuleError with all that is wrong with them.
    """
    checked = check(load(paths))
    return compile_rules(checked), checked.files


def compile_rules(checked: CheckedRules) -> ruleset.Ruleset:
    """The ruleset of checked rules."""
    return _Compiler(checked).made()


class _Numbering(dict[_Key, int]):
    """Numbers things in the order in which they are first asked for."""

    def __missing__(self, key: _Key) -> int:
        self[key] = number = len(self)
        return number


class _Compiler:
    """What the parts of a ruleset have in common while it is made: the alphabet, expressions, sets of words."""

    def __init__(self, checked: CheckedRules) -> None:
        self._checked = checked
        self._alphabet = Alphabet()
        self._translator = Translator(checked, self._alphabet)
        self._edges = Edges(checked, self._translator, bare=False)
        self._passive = passive_words(checked.auxiliaries)
        self._type_words = words_of_types(checked)
        bare = Edges(checked, self._translator, bare=True)
        self._sketcher = Sketcher(checked, self._translator, bare, self._type_words)
        self._sources: _Numbering[str] = _Numbering()
        """Expressions, with placeholders until the alphabet is frozen."""
        self._word_sets: _Numbering[frozenset[str]] = _Numbering()

    def made(self) -> ruleset.Ruleset:
        """The ruleset, made in one go: only when all expressions are known is the alphabet numbered."""
        checked, alphabet = self._checked, self._alphabet
        this = alphabet.bracket(THIS)
        form_brackets = {form: alphabet.bracket(("form", form)) for form in builtin.FORMS}
        for name in checked.entities:
            alphabet.bracket(("type", name))
        rules = [self._rule(rule) for rule in checked.rules]
        matches = [
            self._match(number, rules[number], option)
            for number, rule in enumerate(checked.rules)
            for item in rule.matches
            for option in alternatives(item)
        ]
        auxiliaries = self._auxiliaries()
        keys = [(key, number) for key, number in alphabet.brackets().items() if isinstance(key, tuple)]
        regexes = [(number, str(key[1])) for key, number in keys if key[0] == "regex"]
        token_regexes = [self._sources[source] for source in _asked_together(regexes)]
        frozen = alphabet.freeze()
        lexicon, lexicon_types = block(checked.lexicons)
        return ruleset.Ruleset(
            vocabulary=_vocabulary(frozen, self._word_sets),
            scan_words=_scan_words(self._word_sets, rules, matches, checked.records),
            lexicon=lexicon,
            expressions=[frozen.resolve(source) for source in self._sources],
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
            conditioned=[[number, key[1], key[2]] for key, number in keys if key[0] == "if"],
            token_regexes=token_regexes,
            auxiliaries=auxiliaries,
            finite=_finite_forms(checked),
            this_bracket=this,
            form_brackets=form_brackets,
            lexicon_types=lexicon_types,
        )

    def _rule(self, rule: CheckedRule) -> ruleset.Rule:
        source = rule.tree
        same = None
        if source.same is not None:
            condition = source.same.condition
            data = condition_data(condition) if condition else None
            same = [source.same.type, source.same.every, source.same.side, data]
        within = None
        if source.within is not None:
            within = [source.within.place, source.within.sentences, source.within.after, source.within.of]
        return ruleset.Rule(
            name=rule.name,
            target=source.target,
            refines=source.refines,
            weight=_weight(rule),
            sets=[[one.role, condition_data(one.operand)] for one in source.sets],
            where=[condition_data(condition) for condition in source.where],
            unless=[self._sources[AT_TOKEN + self._translator.translate(item)] for item in rule.unless],
            same=same,
            within=within,
        )

    def _match(self, number: int, rule: ruleset.Rule, item: tree.Item) -> ruleset.Match:
        translator = self._translator
        needed = requirements(item, self._type_words, self._passive)
        trigger = rarest(needed)
        scanned = [trigger, *(one for one in needed if one != trigger and commonness(one) <= COMMON)] if trigger else []
        starts = translator.starting(self._edges.of(item, FIRST))
        sketch = "", ""
        if trigger and rule.target in self._checked.records and not rule.refines:
            sketch = self._sketcher.sketch(item, trigger)
        return ruleset.Match(
            rule=number,
            regex=self._sources[translator.translate(item, making=rule.target in self._checked.entities)],
            starts=self._sources[f"[{starts}]"] if starts else None,
            last=self._last(item),
            few_ways=ways(item) <= FEW,
            sketch=tuple(self._sources[one] for one in sketch if one),
            words=tuple(self._word_sets[one] for one in needed),
            scanned=tuple(self._word_sets[one] for one in scanned),
            needs=tuple(tuple(sorted(need)) for need in dict.fromkeys(needs(item, translator))),
            fillers=_fillers(item),
        )

    def _last(self, item: tree.Item) -> int | None:
        """The class of the pattern's rarest words, of which one stands in the match or behind it."""
        found = triggers(item)
        if not found or any(isinstance(one, tree.Context) and not one.ahead for one in walk(item)):
            return None
        exact = {literal.text for literal in literals_of(item) if case_matters(literal)}
        forms_ = {(word, False) for word in found} | {
            (token, True) for text in exact for token in tokenize(text) if token.lower() in found
        }
        return self._sources[f"[{self._translator.word_class(forms_)}]"]

    def _auxiliaries(self) -> ruleset.Auxiliaries | None:
        """One expression for a run of auxiliaries, and what each link of it says.

        A run is looked for at every token of a sentence, so the expression branches on the first word of an auxiliary;
        of those that begin alike the longer is tried first. An empty group after an auxiliary tells which it was.
        """
        meanings: dict[tuple[object, ...], tuple[tree.Literal | tree.TokenRegex, set[tuple[str, str]]]] = {}
        for auxiliary in self._checked.auxiliaries:
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
                branches.append(self._translator.translate(item) + mark)
                continue
            first, *rest = forms(item)
            tail = "".join(self._translator.words((word, case_matters(item)) for word in group) for group in rest)
            for word in first:
                by_word.setdefault((word, case_matters(item)), []).append((len(rest), tail + mark))
        by_tails: dict[tuple[str, ...], list[Form]] = {}
        for form, tails in by_word.items():
            ordered = tuple(tail for _, tail in sorted(tails, key=lambda one: -one[0]))
            by_tails.setdefault(ordered, []).append(form)
        heads = {tuple(words): f"(?:{'|'.join(tails)})" for tails, words in by_tails.items()}
        branches = [self._translator.branches(heads), *branches]
        begin = self._translator.starting(self._edges.auxiliaries(FIRST))
        run = f"(?:{'|'.join(branches)})++"
        return ruleset.Auxiliaries(self._sources[run], self._sources[f"[{begin}]"], tuple(links))


def _asked_together(regexes: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Expressions that ask many token expressions of a token at once: group `b<bracket>` says of each if it matches.

    Those that speak of their own groups, or change how all is read, are asked alone.
    """
    asked = {number: rf"(?>(?=(?:{source})\Z)(?P<{TOKEN_GROUP}{number}>)|)" for number, source in regexes}
    alone = [number for number, source in regexes if _NEEDS_ITS_OWN.search(source)]
    together = "".join(one for number, one in asked.items() if number not in alone)
    yield from [*([together] if together else []), *(asked[number] for number in alone)]


def _vocabulary(frozen: Frozen, word_sets: _Numbering[frozenset[str]]) -> bytes:
    """The table of words: of each its signature in any case and as written, and the numbers of the sets it is in."""
    sets = _by_word(word_sets)
    entries: dict[bytes, bytes] = {}
    for word in sorted({*frozen.insensitive, *frozen.sensitive, *sets}):
        numbers = [frozen.insensitive.get(word, 0), frozen.sensitive.get(word, 0), *sets.get(word, ())]
        entries[word.encode("utf-8", "replace")] = " ".join(map(str, numbers)).encode()
    return pack_table(entries)


def _scan_words(
    word_sets: Mapping[frozenset[str], int],
    rules: list[ruleset.Rule],
    matches: list[ruleset.Match],
    records: Container[str],
) -> dict[str, tuple[int, ...]]:
    """The words that are looked for in raw text: those of the rules that make records."""
    made = [match for match in matches if not rules[match.rule].refines and rules[match.rule].target in records]
    wanted = {number for match in made for number in match.scanned}
    return _by_word({words: number for words, number in word_sets.items() if number in wanted})


def _by_word(word_sets: Mapping[frozenset[str], int]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for words, number in word_sets.items():
        for word in words:
            found.setdefault(word, []).append(number)
    return {word: tuple(found[word]) for word in sorted(found)}


def _fillers(item: tree.Item) -> dict[str, list[str]]:
    """The entity types that each capture takes."""
    found: dict[str, set[str]] = {}
    for capture in captures(item):
        types = item_types(capture.item) - {builtin.TEXT, *builtin.TOKEN_CLASSES}
        found.setdefault(capture.role, set()).update(types)
    return {role: sorted(types) for role, types in found.items()}


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
