"""The cascade that finds date expressions: regular expressions over word classes, in stages.

A sentence is a string of one character per word (`words.tokenise`). A rule (`rules_days.py`, `rules_dates.py`) is
written with the names of word classes and of the pieces below, in capitals; spaces mean nothing. What a stage
understands is reduced to one token whose value is the form, and the next stage builds on that: days; other dates;
parts of dates; ranges and dates with one end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from .forms import Form
from .words import SYMBOL, Tokens

Groups: TypeAlias = dict[str, tuple[int, int]]
Builder: TypeAlias = Callable[[Tokens, Groups], "Form | None"]
_Place: TypeAlias = tuple[int, int, re.Match[str]]  # where a rule matches, its number, the match

# Pieces, later ones made of earlier ones.
_PIECES = {
    "MONTH": "(?:MON|AMB|ABB DOT?)",
    "WDAY": "(?:WEEKDAY|WDABB DOT?)",
    "DNUM": "(?:NUM31|ORD)",
    "DASH": "(?:HYPH|TO|THROUGH|UNTIL|UP TO)",
    "YREL": "(?:COMMA? OF? (?:THIS|LAST|NEXT|THAT|THE? SAME|THE (?:PREV|FOLL)) YEAR)",
    "YTAIL": "(?:COMMA? Y4 (?!COUNTN)|OF Y4|IN Y4(?!COUNTN)|YREL)",
    "MREL": "(?:(?:THIS|LAST|NEXT|THAT|THE? SAME|THE (?:PREV|FOLL|CURRENT|NEXT)?) MONTHU)",
    "DM": "(?:DNUM OF? MONTH (?!DNUM)|THE? (?:ORD|ORDW) DAY? OF MONTH"
    "|NUM31 (?:HYPH (?:MON|AMB|ABB) HYPH|SLASH (?:MON|AMB|ABB) SLASH) (?=Y4)"
    "|MONTH (?:THE? DNUM|COMMA ORD) (?!COUNTN|HYPH (?:DAY|YEAR|MONTHU|WEEK)|AM))",
    "CALDAY": "(?:DM YTAIL?|THE? (?:ORD|ORDW) DAY? OF? MREL|Y4 COMMA? MONTH DNUM(?!COUNTN))",
    "TODS": "(?:TOD|NIGHT)",
    "UNIT": "(?:WEEK|MONTHU|YEAR|QTR|LONG)",
    "SEAS": "(?:SEASON|AMBSEASON)",
    "NUMBER": "(?:NUM31|NUMW HYPH NUMW|NUMW|NUM|Y4)",
    "COUNT": "(?:AN COUPLE OF?|AN? FEW|(?:AN|NUMW)? DOZEN|AN|HALF AN|NUMBER)",
    "QUAL": "(?:ABOUT|NEARLY|SOME|JUST|MORE THAN|LESS THAN|OVER)",
    "UNITANY": "(?:DAY|DAYS|UNIT|UNITS|HOURS)",
    "TZ": "(?:ZONE|LOCAL TIME)",
    "CLK": "(?:(?:NUM31|CLOCK) AM TZ?|CLOCK TZ?|(?:Y4|NUM) ZONE|NOON|DAWN)",
    "CLOCKS": "(?:CLK (?:LPAR (?:CLOCK|Y4|NUM|NUM31 AM?) TZ RPAR)?)",
    "WEEKREL": "(?:(?:LAST|THIS|NEXT|THE (?:FOLL|PREV|CURRENT|SAME)|THAT) WEEK|THE WEEK (?:BEFORE LAST|AFTER NEXT))",
    "ANYF": "(?:DAYF|POINTF|WEAKF)",
    "STOPS": "(?:COMMA|DOT|STOP|RPAR|AND|OR|APOS|$)",
}  # fmt: skip


class Rule(NamedTuple):
    """A pattern over word classes, the class of token it is reduced to, and the form it means.

    A builder that returns None says that this is no date after all.
    """

    gives: str
    pattern: str
    build: Builder


def rule(where: list[Rule], gives: str, *patterns: str) -> Callable[[Builder], Builder]:
    """Decorate a builder: it builds what any of the patterns finds."""

    def keep(build: Builder) -> Builder:
        where.extend(Rule(gives, pattern, build) for pattern in patterns)
        return build

    return keep


class Stage:
    """One step of the cascade: rules, of which the earlier comes first where two match at one place.

    A rule is compiled when a sentence first holds a word of every class that the rule cannot do without.
    """

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_rarest: dict[str, list[tuple[int, list[frozenset[str]]]]] = {}
        for number, rule in enumerate(rules):
            rarest, *others = sorted(needs(rule.pattern), key=len)
            for symbol in rarest:
                self._by_rarest.setdefault(symbol, []).append((number, others))

    def run(self, tokens: Tokens) -> Tokens:
        """The tokens with every match reduced to one token whose value is its form."""
        there = set(tokens.classes)
        able: set[int] = set()
        for symbol in there & self._by_rarest.keys():
            for number, others in self._by_rarest[symbol]:
                for need in others:
                    if need.isdisjoint(there):
                        break
                else:
                    able.add(number)
        matches = self._search(able, tokens.classes, 0)
        found: list[tuple[int, int, str, Form | None]] = []
        while matches:
            start, number, match = min(matches, key=_place)
            rule = self._rules[number]
            spans = {name: span for name in match.re.groupindex if (span := match.span(name))[0] >= 0}
            form = rule.build(tokens, {**spans, "all": match.span()})
            free = start + 1
            if form is not None or rule.gives == "BLOCK":
                free = match.end()
                found.append((start, free, SYMBOL[rule.gives], form))
            passed = [one[1] for one in matches if one[0] < free]
            matches = [one for one in matches if one[0] >= free] + self._search(passed, tokens.classes, free)
        return _replace(tokens, found) if found else tokens

    def _search(self, numbers: Iterable[int], classes: str, at: int) -> list[_Place]:
        """The next match of each of some rules."""
        found: list[_Place] = []
        for number in numbers:
            pattern = self._compiled.get(number)
            if pattern is None:
                pattern = self._compiled[number] = re.compile(_expand(self._rules[number].pattern))
            match = pattern.search(classes, at)
            if match is not None:
                found.append((match.start(), number, match))
        return found


def _place(match: _Place) -> tuple[int, int]:
    return match[:2]


# --- what a rule needs -----------------------------------------------------------------------------------------


def needs(pattern: str) -> list[frozenset[str]]:
    """Sets of word classes; every match of the pattern holds one class of each set."""
    return _sequence(iter(_part().findall(pattern)))


@cache
def _part() -> re.Pattern[str]:
    return re.compile(r"[A-Z][A-Z0-9_]+|\(\?<?\W?|[|)?*+$]")


@cache
def _piece_needs(name: str) -> list[frozenset[str]]:
    return needs(_PIECES[name]) if name in _PIECES else [frozenset(SYMBOL[name])]


def _sequence(parts: Iterator[str]) -> list[frozenset[str]]:
    """What the alternatives from here to the closing bracket need: one alternative its own, several one of them."""
    branches: list[list[frozenset[str]]] = []
    branch: list[frozenset[str]] = []
    last: list[frozenset[str]] = []  # of the item before, which a "?" may make optional
    for part in parts:
        if part in ("?", "*"):
            last = []
            continue
        branch += last
        last = []
        if part == ")":
            break
        if part == "|":
            branches.append(branch)
            branch = []
        elif part[0] == "(":
            inside = _sequence(parts)
            last = [] if part[-1] in "=!" else inside
        elif part not in "+$":
            last = _piece_needs(part)
    branches.append(branch + last)
    if len(branches) == 1:
        return branches[0]
    if not all(branches):
        return []
    one_of_each = frozenset[str]().union(*(min(branch, key=len) for branch in branches))
    return [*(need for need in branches[0] if all(need in branch for branch in branches)), one_of_each]


@cache
def _piece(name: str) -> str:
    return _expand(_PIECES[name]) if name in _PIECES else SYMBOL[name]


def _expand(pattern: str) -> str:
    """Put the characters of word classes for their names."""
    return re.sub(r"\b[A-Z][A-Z0-9_]+\b", lambda match: _piece(match[0]), pattern).replace(" ", "")


def _replace(tokens: Tokens, found: list[tuple[int, int, str, Form | None]]) -> Tokens:
    classes = ""
    spans: list[tuple[int, int]] = []
    values: list[object] = []
    at = 0
    for start, end, symbol, form in [*found, (len(tokens.classes), 0, "", None)]:
        classes += tokens.classes[at:start] + symbol
        spans += tokens.spans[at:start]
        values += tokens.values[at:start]
        if symbol:
            spans.append((tokens.spans[start][0], tokens.spans[end - 1][1]))
            values.append(form)
        at = end
    return Tokens(tokens.text, classes, spans, values)
