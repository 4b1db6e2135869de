"""Find date expressions in a sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from ie.engine.cues import Cues

from .forms import Calendar, DateExpression, Form
from .grammar import Stage
from .rules_dates import PARTS, POINTS, WHOLES
from .rules_days import DAYS
from .words import SYMBOL, Tokens, cues, tokenise

_FOUND = "".join(SYMBOL[name] for name in ("DAYF", "POINTF", "WHOLEF", "WEAKF"))
_WEAK = SYMBOL["WEAKF"]
_NAME = {symbol: name for name, symbol in SYMBOL.items()}
# What may stand before a month whose name is another word too, or is shortened, and before a year.
_BEFORE_MONTH = frozenset((
    "IN", "DURING", "SINCE", "BY", "UNTIL", "FROM", "OF", "THROUGH", "BEFORE", "AFTER", "TO", "AND", "OR", "HYPH",
    "LATE", "EARLY", "MID",
))  # fmt: skip
_BEFORE_YEAR = frozenset((
    "IN", "DURING", "SINCE", "BY", "UNTIL", "FROM", "OF", "BEFORE", "AFTER", "YEAR", "LATE", "EARLY", "MID",
))  # fmt: skip
_DETERMINERS = frozenset((
    "THE", "AN", "POSS", "APOS",
))  # fmt: skip
_POSSESSIVES = frozenset((
    "his", "her", "its", "their", "our", "my", "your",
))  # fmt: skip
_PLANNED = frozenset((
    "planned", "scheduled", "expected", "proposed", "upcoming", "postponed", "cancelled", "canceled", "delayed",
    "forthcoming", "landmark", "historic", "failed",
))  # fmt: skip
# What happens "for May" is a plan; what is said for her is not.
_PLANNED_FOR = frozenset((
    "planned", "scheduled", "rescheduled", "set", "slated", "expected", "postponed", "booked", "fixed", "earmarked",
    "arranged", "delayed", "tentatively", "due", "date", "dates", "visit", "trip", "talks", "summit", "meeting",
    "elections", "in", "moved", "foreseen", "envisaged", "called",
))  # fmt: skip
_NOT_NAMES = frozenset((
    "some", "about", "nearly", "over", "around", "than", "least", "almost", "approximately", "roughly", "only",
    "another", "all", "total", "the", "these", "those",
))  # fmt: skip
_AMOUNTS = frozenset((
    "total", "record", "number", "sum", "maximum", "minimum", "average",
))  # fmt: skip


@cache
def _cues() -> Cues:
    return Cues(cues())


@cache
def _dated_number() -> re.Pattern[str]:
    """Digits that may be a date by themselves: a year, an ordinal, 5/6, the 90s."""
    return re.compile(r"\d(?=\d\d\d\b|st\b|nd\b|rd\b|th\b|\d?[./\-]\d|0['’]?s)")


@cache
def _stages() -> list[Stage]:
    """The cascade, compiled once, when the first date word is met."""
    return [Stage(rules) for rules in (DAYS, POINTS, PARTS, WHOLES)]


def find(text: str) -> list[DateExpression]:
    """The date expressions of one sentence, left to right, not overlapping; offsets are code points into `text`.

    A span leaves out prepositions that change nothing ("on", "in") and takes in what changes the value ("since",
    "early", "by the end of", "from ... to"). Durations, frequencies and ages are not dates. Any string may be given.
    """
    places = _cues().places(text)
    if not places or not any(text[at] > "9" or _dated_number().match(text, at) for at, _ in places):
        return []
    tokens = tokenise(text)
    for stage in _stages():
        tokens = stage.run(tokens)
    found: list[DateExpression] = []
    year_before = -2  # where the last accepted bare date stood
    for at, symbol in enumerate(tokens.classes):
        if symbol not in _FOUND:
            continue
        if symbol == _WEAK:
            if not _stands_alone(tokens, at, at - year_before <= 2):
                continue
            year_before = at
        found.append(DateExpression(*tokens.spans[at], cast(Form, tokens.values[at])))
    return found


def _stands_alone(tokens: Tokens, at: int, listed: bool) -> bool:
    """Whether a bare month or a bare number can only be a date here."""
    form = cast(Calendar, tokens.values[at])
    before = _NAME[tokens.classes[at - 1]] if at else "STOP"
    after = _NAME[tokens.classes[at + 1]] if at + 1 < len(tokens.classes) else "STOP"
    if listed and before in ("AND", "OR", "COMMA"):
        return True
    if form.month is not None:
        return _month_stands(tokens, at, before, after)
    return _year_stands(tokens, at, before, after, int(form.year or 0))


def _month_stands(tokens: Tokens, at: int, before: str, after: str) -> bool:
    word = tokens.text[slice(*tokens.spans[at])]
    if word.rstrip(".").lower() not in ("march", "april", "may", "june", "august") and len(word) > 4:
        return True
    if before in _BEFORE_MONTH or (before == "FOR" and _word(tokens, at - 2) in _PLANNED_FOR):
        return True
    if len(word) <= 4 and word not in ("May", "June"):
        return word.endswith(".") and before in _DETERMINERS
    qualified = before in _DETERMINERS or _word(tokens, at - 1) in _PLANNED  # "the May visit", "his planned May visit"
    return (qualified and after == "OTHER" and tokens.text[tokens.spans[at + 1][0]].islower()) or (
        after == "POSS" and word != "May"
    )


def _year_stands(tokens: Tokens, at: int, before: str, after: str, year: int) -> bool:
    if before == "LPAR" and after == "RPAR":
        return 1000 <= year < 2100
    if before in _BEFORE_YEAR:
        counted = (
            after == "OTHER"
            and before not in ("IN", "DURING")
            and re.fullmatch(r"[a-z]+([^su]s|ren)", _word(tokens, at + 1))
        )
        return 1200 <= year < 2200 and not counted and _word(tokens, at - 2) not in _AMOUNTS
    if not 1800 <= year < 2100:
        return False
    word = _word(tokens, at - 1)
    if before in _DETERMINERS or word in _POSSESSIVES:  # "the 2014 protests", "his 2014 visit"
        return after in ("OTHER", "SEASON", "AND")
    if before == "FOR":
        return after in ("STOP", "DOT", "COMMA")
    if word == "as":  # "as recently as 1995"
        return _word(tokens, at - 2) in ("recently", "early", "late", "far", "back")
    if before == "COMMA" and at > 1:  # "Moscow, 2014"
        return _capitalised(tokens, at - 2) and after in ("STOP", "DOT", "COMMA", "RPAR")
    return before == "OTHER" and word not in _NOT_NAMES and _capitalised(tokens, at - 1) and at > 1


def _word(tokens: Tokens, at: int) -> str:
    return tokens.text[slice(*tokens.spans[at])].lower() if at >= 0 else ""


def _capitalised(tokens: Tokens, at: int) -> bool:
    return tokens.text[tokens.spans[at][0]].isupper()
