"""Reading the words of an expression that a pattern has found: numbers, units, what is counted from what."""

from __future__ import annotations

import re
from typing import cast

from .forms import Anchor, Calendar, Form, Modified, Shift, Unit, Weekday, Which
from .words import REDUCED, SYMBOL, WEEKEND, Tokens

_WHICH: dict[str, Which] = {
    "THIS": "this", "LAST": "last", "NEXT": "next", "COMING": "coming", "PAST": "past", "FOLL": "following",
    "PREV": "preceding",
}  # fmt: skip
_RELATION: dict[str, tuple[int, Anchor]] = {
    "THIS": (0, "article"), "CURRENT": (0, "article"), "LAST": (-1, "article"), "PAST": (-1, "article"),
    "NEXT": (1, "article"), "COMING": (1, "article"), "THAT": (0, "previous"), "SAME": (0, "previous"),
    "PREV": (-1, "previous"), "FOLL": (1, "previous"),
}  # fmt: skip
_NAME = {symbol: name for name, symbol in SYMBOL.items()}


def names(tokens: Tokens, span: tuple[int, int]) -> list[str]:
    """The class names of a stretch of tokens."""
    return [_NAME[symbol] for symbol in tokens.classes[span[0] : span[1]]]


def name_at(tokens: Tokens, at: int) -> str:
    """The class name of the token at `at`, STOP behind the last."""
    return _NAME[tokens.classes[at]] if at < len(tokens.classes) else "STOP"


def capitalised(tokens: Tokens, at: int) -> bool:
    """Whether the token is a word that the grammar does not know, with a capital."""
    return name_at(tokens, at) == "OTHER" and tokens.text[tokens.spans[at][0]].isupper()


def relation(found: list[str]) -> tuple[int, Anchor]:
    if "BEFORE" in found or "AFTER" in found:  # the week before last, the week after next
        return (-2, "article") if "BEFORE" in found else (2, "article")
    return next((_RELATION[name] for name in found if name in _RELATION), (0, "article"))


def which_of(found: list[str]) -> Which:
    if "THE" in found and "NEXT" in found:  # "the next Monday": counted from the date spoken of
        return "following"
    words = [_WHICH[name] for name in found if name in _WHICH]
    return words[-1] if words else ""  # "this coming Friday" is coming


def calendar(tokens: Tokens, span: tuple[int, int]) -> Calendar:
    """Collect month, day, year and weekday wherever they stand; the rule has seen to their order."""
    fields: dict[str, int] = {}
    year: str | None = None
    year_of = month_of = None
    found = names(tokens, span)
    for name, at in zip(found, range(*span), strict=True):
        if name in _FIELDS:
            fields[_FIELDS[name]] = cast(int, tokens.values[at])
        elif name == "Y4":
            year = f"{tokens.values[at]:04d}"
        elif name == "YEAR":
            year_of = Shift("year", *relation(found))
        elif name == "MONTHU":
            month_of = Shift("month", *relation(found))
    which: Which = "" if year_of or month_of else which_of(found)
    return Calendar(year, which=which, year_of=year_of, month_of=month_of, **fields)


_FIELDS = {
    "MON": "month", "AMB": "month", "ABB": "month", "NUM31": "day", "ORD": "day", "ORDW": "day",
    "WEEKDAY": "weekday", "WDABB": "weekday", "SEASON": "season", "AMBSEASON": "season",
}  # fmt: skip


def count_of(tokens: Tokens, span: tuple[int, int]) -> tuple[int | None, bool]:
    """How many (None: a few), and whether only about so many."""
    total, rough = 0, False
    for name, at in zip(names(tokens, span), range(*span), strict=True):
        if name == "FEW":
            return None, True
        if name in ("NUMW", "NUM31", "NUM", "Y4"):
            total += cast(int, tokens.values[at])
        elif name in ("DOZEN", "COUPLE"):
            total, rough = (12 * max(total, 1) if name == "DOZEN" else 2), True
    return total or 1, rough


def unit_at(tokens: Tokens, at: int) -> Unit:
    return cast(Unit, tokens.values[at])


def numeric(word: str) -> Calendar | None:
    """Year first; day first with dots; with slashes and dashes the American order unless it is impossible."""
    if word == "9/11":  # the only day that news names so
        return Calendar("2001", 9, 11)
    parts = re.split(r"[-/.]", word.split("T")[0])
    if len(parts[0]) == 4:
        year, month, day = parts[0], int(parts[1]), int(parts[2])
    else:
        a, b, year = int(parts[0]), int(parts[1]), parts[2]
        month, day = (b, a) if a > 12 or ("." in word and b <= 12) else (a, b)
        if len(year) == 2:
            year = ("20" if int(year) < 70 else "19") + year
    return Calendar(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def inner(tokens: Tokens, span: tuple[int, int]) -> Form:
    """The form of a piece that a rule has found inside its expression."""
    found = names(tokens, span)
    if found[0] in REDUCED:
        return cast(Form, tokens.values[span[0]])
    if found[-1] == "WEEKEND":
        return Weekday(WEEKEND)
    if found[-1] in ("WEEK", "MONTHU", "YEAR", "QTR", "LONG", "DAY"):  # "the end of the year"
        return Shift(unit_at(tokens, span[1] - 1), *relation(found))
    return calendar(tokens, span)


def modify(modifier: str, of: Form) -> Form:
    """Put a modifier on a form, before the one that it may have: "by early May" is "before early"."""
    return Modified(f"{modifier} {of.modifier}", of.of) if isinstance(of, Modified) else Modified(modifier, of)


_GOES_ON = re.compile(
    r"\s*(?:$|[^\w\s]|(?:on|in|at|with|by|from|for|to|and|but|was|were|had|has|when|where|amid|over|[a-z]+ed)\b)"
)


def stands_alone(tokens: Tokens, span: tuple[int, int]) -> bool:
    """Whether nothing follows "the day before" from which it could count but a day that was spoken of."""
    return _GOES_ON.match(tokens.text, tokens.spans[span[1] - 1][1]) is not None
