"""What the engine finds is what the language says: compiled patterns against the plain matcher, and filters off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import plain
import pytest
from plain import NOWHERE

from ie import api, ruleset
from ie.compiler.compile import compile_rules
from ie.documents import read
from ie.engine.extract import Extractor
from ie.engine.sentences import Mention, Sentence
from ie.engine.values import Found
from ie.language import tree
from ie.language.builtin import ANNOTATED
from ie.language.checked import CheckedRule, CheckedRules, EntityType, RecordType
from ie.language.items import nullable, too_large, walk
from ie.records import as_dict
from ie.tokens import tokenize

# --- a small world ---------------------------------------------------------------------------------------------------

TYPES = {
    "Place": ("Place",),
    "Country": ("Country", "Place"),
    "City": ("City", "Place"),
    "Person": ("Person",),
}
ATTRIBUTES = ("name", "side", "size")
ROLES = ("one", "two")
VOCABULARY = [
    *["alpha", "Alpha", "ALPHA", "beta", "gamma", "the", "The", "7", "visit", "visits", "visited", "visiting"],
    *["and", ",", "or", "as", "well", "will", "is", "have", "has", "not", "soon", ".", '"', "-", "'s"],
]
TIGHT = (",", ".", "'s")
"""Written without a space before."""

_auxiliaries: list[tuple[str, str, list[tuple[str, bool]]]] = [
    ("planned", "base", [("will", False)]),
    ("ongoing", "continuous", [("be", True)]),
    ("held", "passive", [("be", True)]),
    ("held", "participle", [("have", True)]),
    ("denied", "any", [("not", False), ("soon", False)]),
]
AUXILIARIES = [
    tree.Auxiliary(reading, form, tuple(tree.Literal(text, inflected, NOWHERE) for text, inflected in words), NOWHERE)
    for reading, form, words in _auxiliaries
]


def world(item: tree.Item, unless: tuple[tree.Item, ...], refines: bool) -> ruleset.Ruleset:
    """The compiled form of a rule with this match."""
    checked = CheckedRules(auxiliaries=AUXILIARIES)
    for name, lineage in [*TYPES.items(), *((name, (name,)) for name in ANNOTATED)]:
        checked.entities[name] = EntityType(name, lineage, ATTRIBUTES)
    roles = tuple(tree.Role(name, ("Text",), (), True, False, None, NOWHERE) for name in ROLES)
    checked.records["Event"] = RecordType("Event", ("Event",), roles, (), NOWHERE)
    rule = tree.Rule("r", "Event", refines, (item,), (), unless, (), None, None, (), NOWHERE, NOWHERE)
    checked.rules.append(CheckedRule("m", rule, (item,), unless))
    return compile_rules(checked)


# --- random patterns -------------------------------------------------------------------------------------------------

PHRASES = [
    *["alpha", "beta", "gamma", "Alpha", "ALPHA", "the", "visit", "well", "7", "alpha beta", "gamma beta"],
    *["Alpha beta", "as well", ",", "'s", "alpha 's", "visit alpha", "not", "will"],
]
VERBS = ["visit", "visit alpha", "have", "have beta", "be"]
TOKEN_REGEXES = ["al.*", "[A-Z].*", r"\d+", ".*s", "visit(s|ed)", "will|is"]


def _constant(value: str | int) -> tree.Constant:
    return tree.Constant(value, False, NOWHERE)


def _name(name: str) -> tree.Constant:
    return tree.Constant(name, True, NOWHERE)


CONDITIONS: list[tree.Condition] = [
    tree.Comparison(_name("side"), "==", _constant("East"), NOWHERE),
    tree.Comparison(_name("side"), "!=", _constant("east"), NOWHERE),
    tree.Comparison(_name("side"), "in", (_constant("east"), _constant("north")), NOWHERE),
    tree.Comparison(_name("side"), "ends", _constant("west"), NOWHERE),
    tree.Comparison(_name("side"), "contains", _constant("north"), NOWHERE),
    tree.Comparison(_name("size"), "<", _constant(10), NOWHERE),
    tree.Truth(_name("side"), NOWHERE),
    tree.Logic("not", (tree.Truth(_name("size"), NOWHERE),), NOWHERE),
]


class Maker:
    """Makes patterns, and sentences that are likely to match them, by a random generator of its own."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.refines = self._random.random() < 0.2

    def pattern(self) -> tree.Item:
        """A pattern that the checker would let through."""
        while True:
            depth = self._random.choice((1, 2, 2, 3, 3, 4))
            item = self._read_backward(depth) if self._random.random() < 0.2 else self._item(depth, ROLES)
            if not nullable(item) and not too_large(item):
                return item

    def _read_backward(self, depth: int) -> tree.Item:
        """A word after several things: what stands before it is read from its end."""
        before = tree.Sequence(
            tuple(self._taking(depth - 1, ()) for _ in range(self._random.choice((1, 2, 3)))), NOWHERE
        )
        return tree.Sequence((tree.Context(before, False, False, NOWHERE), self._taking(1, ROLES)), NOWHERE)

    def unless(self) -> tree.Item | None:
        """Now and then a pattern for `unless`, where `this` is the match."""
        if self.refines or self._random.random() < 0.7:
            return None
        self.refines = True
        while nullable(item := self._item(self._random.choice((1, 2)), ())):
            pass
        self.refines = False
        return item

    def _item(self, depth: int, roles: tuple[str, ...]) -> tree.Item:
        if depth <= 0 or self._random.random() < 0.1:
            return self._leaf()
        below = depth - 1
        match self._random.choice("sssscccrrr&&!xxxnn"):
            case "s":
                count = self._random.choice((2, 2, 3, 4))
                return tree.Sequence(tuple(self._item(below, roles) for _ in range(count)), NOWHERE)
            case "c":
                count = self._random.choice((2, 2, 3))
                return tree.Choice(tuple(self._item(below, roles) for _ in range(count)), NOWHERE)
            case "r":
                low, high = self._random.choice(
                    ((0, 1), (0, 1), (0, None), (1, None), (2, 2), (1, 2), (0, 3), (2, None))
                )
                return tree.Repeat(self._item(below, roles), low, high, self._random.random() < 0.4, NOWHERE)
            case "&":
                return tree.Coordination(self._taking(below, roles), NOWHERE)
            case "!":
                return tree.Not(self._taking(below, ()), NOWHERE)
            case "x":
                # What is captured in words that are not taken: the language does not say whether that fills a role.
                inner = self._taking(below, ())
                ahead = self._random.random() < 0.5
                return tree.Context(inner, ahead, self._random.random() < 0.5, NOWHERE)
            case _:
                if not roles:
                    return self._leaf()
                role = self._random.choice(roles)
                others = tuple(one for one in roles if one != role)
                return tree.Capture(role, self._item(below, others), NOWHERE, NOWHERE)

    def _taking(self, depth: int, roles: tuple[str, ...]) -> tree.Item:
        """An item that takes a word at least."""
        while nullable(item := self._item(depth, roles)):
            pass
        return item

    def _leaf(self) -> tree.Item:
        pick = self._random.choice
        match pick("llllltttttTrgg.^vv" + "hh" * self.refines):
            case "l":
                return tree.Literal(pick(PHRASES), self._random.random() < 0.2, NOWHERE)
            case "t":
                return tree.TypeName(pick(list(TYPES)), pick([None, None, *CONDITIONS]), NOWHERE)
            case "T":
                return tree.TypeName(pick(list(plain.CLASSES)), None, NOWHERE)
            case "r":
                return tree.TokenRegex(pick(TOKEN_REGEXES), NOWHERE)
            case "g":
                low = pick((0, 0, 0, 1, 2))
                return tree.Gap(low, low + pick((0, 1, 3)), NOWHERE)
            case ".":
                return tree.Rest(NOWHERE)
            case "^":
                return tree.Boundary(self._random.random() < 0.5, NOWHERE)
            case "v":
                verbs = tuple(tree.Literal(pick(VERBS), False, NOWHERE) for _ in range(pick((1, 1, 2, 3))))
                item: tree.Item = verbs[0] if len(verbs) == 1 else tree.Choice(verbs, NOWHERE)
                return tree.VerbGroup(item, self._random.random() < 0.3, NOWHERE)
            case _:
                return tree.This(NOWHERE)

    # --- sentences ---------------------------------------------------------------------------------------------------

    def sentence(self, item: tree.Item) -> Case:
        """A sentence, most often one that begins to match a pattern, with mentions as they stand beside one another."""
        self._tokens: list[str] = []
        self._mentions: list[plain.Mention] = []
        self._this: tuple[int, int] | None = None
        self._some(3)
        if self._random.random() < 0.8:
            self._write(item)
            self._some(2)
        if self._random.random() < 0.3:
            self._write(item)
        if not self._tokens:
            self._some(4, least=1)
        tokens, count = self._tokens, min(MOST_TOKENS, len(self._tokens))
        if self._random.random() < 0.3:
            tokens[self._random.randrange(count)] = self._random.choice(VOCABULARY)
        for _ in range(self._random.choice((0, 0, 1, 3))):
            start = self._random.randrange(count)
            self._mention(
                start, min(count, start + self._random.choice((1, 1, 2, 3))), self._random.choice(list(TYPES))
            )
        mentions = [one for one in self._mentions if one.end <= count]
        if self._this is None or self._this[1] > count:
            first = self._random.randrange(count)
            self._this = first, self._random.randint(first + 1, count)
        return Case(tokens[:count], mentions, self._this if self.refines else None, self._random.random() < 0.5)

    def _some(self, most: int, least: int = 0) -> None:
        self._tokens += self._random.choices(VOCABULARY, k=self._random.randint(least, most))

    def _write(self, item: tree.Item) -> None:
        """Words that the item may match."""
        start = len(self._tokens)
        match item:
            case tree.Literal(text):
                words = tokenize(text)
                self._tokens += [word.capitalize() for word in words] if self._random.random() < 0.1 else words
            case tree.TypeName(name) if name in TYPES:
                if self._random.random() < 0.3:
                    self._tokens.append("the")
                    start += 1
                self._some(3, least=1)
                kinds = [kind for kind, lineage in TYPES.items() if name in lineage]
                self._mention(start, len(self._tokens), self._random.choice(kinds))
            case tree.Gap(low, high):
                self._some(min(high, low + 2), least=low)
            case tree.Sequence(items):
                for one in items:
                    self._write(one)
            case tree.Choice(options):
                self._write(self._random.choice(options))
            case tree.Repeat(inner, low, high):
                for _ in range(self._random.randint(low, 3 if high is None else high)):
                    self._write(inner)
            case tree.Coordination(inner):
                self._write(inner)
                for _ in range(self._random.choice((0, 1, 2))):
                    self._tokens.append(self._random.choice((",", "and", "and", "or")))
                    self._write(inner)
            case tree.Context(inner, _, negated):
                if self._random.random() < (0.3 if negated else 0.5):
                    self._write(inner)
            case tree.Not(inner):
                if self._random.random() < 0.5:
                    self._write(inner)
                else:
                    self._some(1, least=1)
            case tree.VerbGroup():
                self._tokens += self._random.choice(GROUPS).split()
            case tree.Capture(_, inner):
                self._write(inner)
            case tree.This():
                self._some(3, least=1)
                self._this = start, len(self._tokens)
            case tree.Boundary():
                pass
            case _:
                self._some(2, least=1)

    def _mention(self, start: int, end: int, type_: str) -> None:
        side = self._random.choice([None, "East", "north west", "south"])
        size = self._random.choice([None, "7", "12"])
        attributes = {name: value for name, value in (("side", side), ("size", size)) if value is not None}
        mention = plain.Mention(start, end, TYPES[type_], attributes)
        if not any(_rivals(mention, other) for other in self._mentions):
            self._mentions.append(mention)


GROUPS = [
    *["visit", "visits", "visited", "will visit", "will not visit", "is visiting", "has visited", "is visited alpha"],
    *["have", "will have beta", "has been visited", "soon visits", "will soon be visiting", "not visited", "be", "is"],
]
MOST_TOKENS = 14
PATTERNS = 60
"""How many patterns a test tries."""


@dataclass(frozen=True)
class Case:
    """A sentence: its tokens, the mentions in it, the stretch that is ``this``; whether inner mentions are seen."""

    tokens: list[str]
    mentions: list[plain.Mention]
    this: tuple[int, int] | None
    inner: bool


def _rivals(one: plain.Mention, other: plain.Mention) -> bool:
    """Whether one of two mentions gives way: of one family and overlapping, but for two kinds of the same stretch."""
    if one.lineage[-1] != other.lineage[-1] or one.end <= other.start or other.end <= one.start:
        return False
    same = (one.start, one.end) == (other.start, other.end)
    return not same or one.lineage[0] in other.lineage or other.lineage[0] in one.lineage


def written(tokens: Sequence[str]) -> str:
    """The tokens as a text."""
    return "".join(("" if token in TIGHT else " ") + token for token in tokens).strip()


class World:
    """A pattern compiled, and sentences as the engine reads them."""

    def __init__(self, item: tree.Item, unless: tree.Item | None, refines: bool) -> None:
        self.refines = refines
        self.items = item.options if isinstance(item, tree.Choice) else (item,)
        self.unless = unless
        self.rules = world(item, (unless,) if unless else (), refines)
        extractor = Extractor(self.rules)
        self.matcher, self.scanner = extractor.matcher, extractor.scanner

    def check(self, case: Case) -> None:
        """Compare what is found in a sentence with what the plain matcher finds."""
        text = written(case.tokens)
        if tokenize(text) != case.tokens:
            return
        sentence = Sentence(
            0, 0, len(text), text, case.tokens, [self.matcher.vocabulary[token] for token in case.tokens]
        )
        for one in case.mentions:
            type_ = self.rules.entities[one.lineage[0]]
            made = Mention(type_, sentence, one.start, one.end, one.start, one.end, "x", dict(one.attributes))
            made.brackets = self.matcher.brackets(made)
            sentence.mentions.append(made)
        encoded = self.matcher.encode(sentence, only_outermost=not case.inner, this=case.this)
        runs = [plain.Run(run.start, run.end, run.forms) for run in self.matcher.runs(sentence)]
        visible = case.mentions if case.inner else plain.outermost(case.mentions)
        woken = {*self.scanner.with_words(self.scanner.sets(text)), *self.scanner.always}
        for number, item in enumerate(self.items):
            wanted = plain.search(item, plain.Text(case.tokens, visible, runs, case.this), self.unless)
            found = [_taken(one) for one in self.matcher.search(number, sentence, encoded)]
            if _looks_back_at_verbs(item):  # and the language does not say whether with the auxiliaries or without
                wanted, found = _without_verbs(wanted), _without_verbs(found)
            if self.matcher.problems:  # it took longer than a second
                self.matcher.problems.clear()
                return
            unless = f" unless {plain.shown(self.unless)}" if self.unless else ""
            told = f"{plain.shown(item)}{unless}\nin: {text}\n{case}\nruns: {runs}\nfound: {found}\nwanted: {wanted}"
            assert found == wanted, told
            if wanted:
                assert self.matcher.has_words(number, sentence), "filtered by its words: " + told
                assert self.refines or number in woken, "not found by its words: " + told


def _looks_back_at_verbs(item: tree.Item) -> bool:
    backward = [one.item for one in walk(item) if isinstance(one, tree.Context) and not one.ahead]
    return any(isinstance(one, tree.VerbGroup) for inner in backward for one in walk(inner))


def _without_verbs(matches: list[plain.Match]) -> list[plain.Match]:
    return [(start, end, tuple(one for one in taken if one[0] != plain.VERB)) for start, end, taken in matches]


def _taken(found: Found) -> plain.Match:
    captures = [(slot.role, slot.start, slot.end) for slot in found.slots]
    return found.start, found.end, tuple(sorted(captures + [(plain.VERB, *span) for span in found.verbs]))


def _compare(seed: int) -> None:
    maker = Maker(seed)
    item = maker.pattern()
    compiled = World(item, maker.unless(), maker.refines)
    for _ in range(12):
        with suppress(plain.TooManySteps):
            compiled.check(maker.sentence(item))


@pytest.mark.parametrize("block", range(10))
def test_random_patterns(block: int) -> None:
    """Same spans, same captures, whatever the pattern and the sentence."""
    for seed in range(PATTERNS * block, PATTERNS * (block + 1)):
        _compare(seed)


# --- filters off -----------------------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
EVERY_TOKEN = f"[{chr(ruleset.SHAPES)}-{chr(ruleset.WORDS - 1)}]"


@pytest.fixture(scope="module")
def fast() -> api.Extractor:
    """The shipped pack as it runs."""
    return api.Extractor(api.ruleset())


@pytest.fixture(scope="module")
def slow() -> api.Extractor:
    """The shipped pack without what makes it fast: every match is tried at every token of every sentence."""
    rules = api.ruleset()
    matches = [replace(match, starts=None, last=None, needs=(), words=(), sketch=()) for match in rules.matches]
    assert rules.auxiliaries is not None
    auxiliaries = replace(rules.auxiliaries, starts=len(rules.expressions))
    expressions = [*rules.expressions, EVERY_TOKEN]
    return api.Extractor(replace(rules, matches=matches, auxiliaries=auxiliaries, expressions=expressions, code=None))


def _bytes(extractor: api.Extractor, document: api.Document) -> str:
    result = extractor.extract(document)
    assert not result.problems
    return json.dumps(as_dict(result, labels=True), ensure_ascii=False, indent=1)


def test_filters_change_nothing_in_articles(fast: api.Extractor, slow: api.Extractor) -> None:
    """Triggers, places to start, needs and words decide how fast records are found, never which."""
    documents = list(read([str(ROOT / "seeds")], report=pytest.fail))[::12]  # the slow one is slow
    assert len(documents) > 10
    for document in documents:
        assert _bytes(fast, document) == _bytes(slow, document)


def test_filters_change_nothing_in_sentences(fast: api.Extractor, slow: api.Extractor) -> None:
    lines = (ROOT / "tests" / "rules" / "otherwise.txt").read_text(encoding="utf-8").splitlines()
    for number, text in enumerate([line for line in lines if line and not line.startswith("#")][:400:4]):
        document = api.Document(str(number), text, "2025-11-18")
        assert _bytes(fast, document) == _bytes(slow, document)
