"""The cascade that finds date expressions: each stage is one regular expression over word classes.

A sentence is a string of one character per word (`words.tokenise`). A rule (`rules_days.py`, `rules_dates.py`) is
written with the names of word classes and of the pieces below, in capitals; spaces mean nothing. What a stage
understands is reduced to one token whose value is the form, and the next stage builds on that: days; other dates;
parts of dates; ranges and dates with one end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from .forms import Form
from .words import SYMBOL, Tokens

Groups: TypeAlias = dict[str, tuple[int, int]]
Builder: TypeAlias = Callable[[Tokens, Groups], "Form | None"]

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

# Words that begin an expression but are none alone.
_GLUE = {
    SYMBOL[name]
    for name in (
        "THE", "AN", "IN", "ON", "FROM", "BETWEEN", "SINCE", "UNTIL", "BY", "BEFORE", "AFTER", "ABOUT", "NUM31", "NUM",
        "NUMW", "ORD", "ORDW", "SOME", "MORE", "LESS", "OVER", "NEARLY", "JUST", "HALF", "LAST", "NEXT", "THIS", "THAT",
        "SAME", "PAST", "COMING", "PREV", "FOLL", "EARLY", "LATE", "MID", "END", "BEGIN", "MIDDLE", "THROUGH", "UP",
        "DAY", "YEAR", "WEEK", "FEW", "DOZEN", "COUPLE", "EARLIER", "LATER", "NOT", "NO", "BAD", "TOD",
        "NIGHT", "OTHER_ORD",
    )
}  # fmt: skip


class Rule(NamedTuple):
    """A pattern over word classes, the class of token it is reduced to, and the form it means.

    Group names lose the digits at their end, so that alternatives can name the same thing (`of`, `of2`). A builder
    that returns None says that this is no date after all.
    """

    gives: str
    pattern: str
    build: Builder


def rule(where: list[Rule], gives: str, *patterns: str) -> Callable[[Builder], Builder]:
    """Decorate a builder: it builds what any of the patterns finds."""

    def keep(build: Builder) -> Builder:
        where.append(Rule(gives, "|".join(patterns), build))
        return build

    return keep


class Stage:
    """One step of the cascade: for every class of token, one pattern of the rules that can begin with it."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = [(rule, _expand(rule.pattern)) for rule in rules]
        self._groups = [
            [(f"r{number}_{name}", name.rstrip("0123456789")) for name in re.findall(r"\?P<(\w+)>", rule.pattern)]
            for number, rule in enumerate(rules)
        ]
        self._first = [first_symbols(pattern) for _, pattern in self._rules]
        starts = set().union(*self._first)
        glue = "".join(starts & _GLUE)
        # Most words mean nothing to dates, and so does "the" before one of them.
        self.starts = re.compile(f"[{''.join(starts - _GLUE)}]" + (f"|[{glue}](?!{SYMBOL['OTHER']})" if glue else ""))
        self._patterns: dict[str, re.Pattern[str]] = {}

    def match(self, classes: str, at: int) -> re.Match[str] | None:
        """The first rule that matches at this token, as a match with the group rN for rule N."""
        symbol = classes[at]
        pattern = self._patterns.get(symbol)
        if pattern is None:
            numbers = [number for number, first in enumerate(self._first) if symbol in first]
            pattern = re.compile("|".join(self._numbered(number) for number in numbers))
            self._patterns[symbol] = pattern
        return pattern.match(classes, at)

    def read(self, tokens: Tokens, match: re.Match[str]) -> tuple[str, Form | None]:
        """What the match is reduced to, and its form."""
        number = int((match.lastgroup or "r0")[1:])
        rule = self._rules[number][0]
        groups = {name: span for key, name in self._groups[number] if (span := match.span(key))[0] >= 0}
        groups["all"] = match.span()
        return rule.gives, rule.build(tokens, groups)

    def _numbered(self, number: int) -> str:
        pattern = re.sub(r"\?P<(\w+)>", rf"?P<r{number}_\1>", self._rules[number][1])
        return f"(?P<r{number}>{pattern})"


def first_symbols(pattern: str) -> set[str]:
    """The characters that a match of an expanded pattern can begin with."""
    return _first_of(pattern, 0)[0]


def _first_of(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """First characters of the alternatives from `at` to the closing bracket, whether one can be empty, and the end."""
    found: set[str] = set()
    any_empty, empty = False, True
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            any_empty, empty, at = any_empty or empty, True, at + 1
            continue
        first, optional, at = _first_of_item(pattern, at)
        if empty:
            found |= first
        empty = empty and optional
    return found, any_empty or empty, at


def _first_of_item(pattern: str, at: int) -> tuple[set[str], bool, int]:
    if pattern[at] == "$":
        return set(), True, at + 1
    if pattern[at] == "(":
        lead = re.compile(r"\(\?(?::|P<\w+>|<?[=!])").match(pattern, at)
        assert lead is not None
        first, optional, at = _first_of(pattern, lead.end())
        if lead[0][-1] in "=!":
            first, optional = set(), True
    else:
        first, optional = {pattern[at]}, False
    at += 1
    if pattern[at : at + 1] in ("?", "*", "+"):
        optional, at = optional or pattern[at] != "+", at + 1
    return first, optional, at


def _expand(pattern: str) -> str:
    """Put the characters of word classes for their names."""

    def put(match: re.Match[str]) -> str:
        name = match[0]
        return _expand(_PIECES[name]) if name in _PIECES else SYMBOL[name]

    return re.sub(r"\b[A-Z][A-Z0-9_]+\b", put, pattern).replace(" ", "")


def run_stage(stage: Stage, tokens: Tokens) -> Tokens:
    """The tokens with every match of the stage reduced to one token whose value is its form."""
    found: list[tuple[int, int, str, Form | None]] = []
    classes, free = tokens.classes, 0
    for candidate in stage.starts.finditer(classes):
        at = candidate.start()
        if at < free or (match := stage.match(classes, at)) is None:
            continue
        gives, form = stage.read(tokens, match)
        if form is not None or gives == "BLOCK":
            found.append((at, match.end(), SYMBOL[gives], form))
            free = match.end()
    return _replace(tokens, found) if found else tokens


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
