"""The words that dates are made of, and the lexer that turns a sentence into one character per word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

WEEKEND = 7  # as a day of the week
# fmt: off
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)
_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
# fmt: on
NUMBER_WORDS = dict(zip(_NUMBERS, range(1, 21), strict=True)) | dict(zip(_TENS, range(30, 101, 10), strict=True))

# Word classes that carry no value of their own: every word stands for itself.
_PLAIN = {
    "THE": "the", "FOR": "for", "AN": "a an", "OF": "of", "IN": "in", "DURING": "during", "ON": "on", "AT": "at",
    "BY": "by", "FROM": "from",
    "TO": "to", "UNTIL": "until till til", "THROUGH": "through thru", "UP": "up", "BETWEEN": "between", "AND": "and",
    "OR": "or", "SINCE": "since", "BEFORE": "before", "AFTER": "after", "FOLL": "following", "AGO": "ago",
    "LATER": "later afterwards afterward",
    "EARLIER": "earlier", "EARLY": "early", "MID": "mid", "LATE": "late", "BEGIN": "beginning start",
    "MIDDLE": "middle", "END": "end", "LAST": "last", "NEXT": "next", "THIS": "this", "THAT": "that",
    "SAME": "same very", "PAST": "past", "COMING": "coming upcoming forthcoming", "PREV": "previous preceding prior",
    "CURRENT": "current present", "HALF": "half", "EVERY": "every each per any", "FEW": "few several",
    "COUPLE": "couple", "DOZEN": "dozen", "ABOUT": "about around circa roughly approximately",
    "NEARLY": "nearly almost", "SOME": "some", "MORE": "more", "LESS": "less", "THAN": "than", "OVER": "over",
    "JUST": "just only exactly", "NOW": "now", "LOCAL": "local", "TIME": "time", "YET": "on onwards onward",
    "RECENT": "recent", "RECENTLY": "recently", "THESE": "these", "NEAR": "near foreseeable immediate",
    "FUTURE": "future",
    "ZONE": "gmt utc et est edt cet cest bst msk ist", "NOT": "not", "NO": "no", "EVE": "eve",
    "BAD": "black bloody super ash",
    "AM": "am pm amz amzz pmz pmzz", "NOON": "noon midnight midday", "DAWN": "dawn dusk", "OTHER_ORD": "other",
    "MOVED": "postponed moved delayed rescheduled pushed brought shifted",
    "COUNTN": "people troops soldiers prisoners hostages bodies victims members delegates cases deaths dead votes "
    "points tons tonnes km kilometres kilometers miles meters metres feet dollars euros pounds percent pct "
    "per million billion mln bln thousand hundred trillion children women men civilians officials others "
    "homes houses jobs workers firms countries words pages copies fighters migrants refugees students police "
    "officers patients infections injured wounded killed barrels shares seats vehicles drones missiles "
    "rubles roubles yuan crowns francs marks yen acres hectares employees families companies years months "
    "weeks days hours minutes seconds degrees cents candidates passengers participants guests "
    "representatives residents protesters ships planes aircraft tanks",
    "PAPER": "times telegraph mirror mail express herald post",
}  # fmt: skip
_VALUED: dict[str, Mapping[str, object]] = {
    "TODAY": {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
    "TOD": dict.fromkeys(["morning", "afternoon", "evening"], 0),
    "NIGHT": {"night": 0},
    "DAY": {"day": "day"},
    "DAYS": {"days": "day"},
    "HOURS": {"hour": "hour", "hours": "hour"},
    "WEEK": {"week": "week"},
    "MONTHU": {"month": "month"},
    "YEAR": {"year": "year"},
    "QTR": {"quarter": "quarter"},
    "LONG": {"decade": "decade", "century": "century"},
    "UNITS": {w + "s": w for w in ("week", "month", "year", "decade", "quarter")} | {"centuries": "century"},
    "WEEKEND": {"weekend": "weekend"},
    "SEASON": {"summer": 22, "autumn": 23, "winter": 24},
    "AMBSEASON": {"spring": 21, "fall": 23},
    "NUMW": NUMBER_WORDS,
    "DECADE": {name: f"19{digit}X" for digit, name in enumerate(_DECADES, 2)},
    "ORDW": {word: value for value, word in enumerate(_ORDINALS, 1)},
}
# Capitalised (or all capitals) only: what is another word in lower case.
_CAPITALISED: dict[str, Mapping[str, object]] = {
    "MON": {name: n for n, name in enumerate(MONTHS, 1) if name not in ("march", "april", "may", "june", "august")},
    "AMB": {name: n for n, name in enumerate(MONTHS, 1) if name in ("march", "april", "may", "june", "august")},
    "ABB": {name[:3]: n for n, name in enumerate(MONTHS, 1) if len(name) > 3} | {"sept": 9},
    "WEEKDAY": {name: n for n, name in enumerate(WEEKDAYS)},
    "WDABB": {name[:3]: n for n, name in enumerate(WEEKDAYS)} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    "FEST": dict.fromkeys(
        ["christmas", "easter", "ramadan", "eid", "diwali", "hanukkah", "passover", "thanksgiving", "nowruz",
         "halloween", "pentecost", "hanukah", "purim", "ashura"], 0
    ),
    "QUART": {f"q{letter}": n for n, letter in enumerate("abcd", 1)},
}  # fmt: skip
# Other months and weekdays, which are nothing else, may be written in lower case.
_CAPITAL_ONLY = ("AMB", "ABB", "WDABB", "FEST", "QUART")
_ONLY_WITH_OTHERS = ("NUMW", "ORDW", "QUART")
_PUNCTUATION = {
    ",": "COMMA", ".": "DOT", "(": "LPAR", ")": "RPAR", "-": "HYPH", "–": "HYPH", "‑": "HYPH", "−": "HYPH",
    "~": "HYPH", "/": "SLASH", "'": "APOS", "’": "APOS", "%": "COUNTN", ";": "STOP", ":": "STOP", "?": "STOP",
    "!": "STOP", '"': "STOP", "”": "STOP", "“": "STOP", "—": "STOP", "]": "STOP", "[": "STOP",
}  # fmt: skip
# Classes that the grammar gives to what it has already understood; their value is a form.
REDUCED = ("DAYF", "POINTF", "WEAKF", "WHOLEF", "BLOCK")
_LEXED = ("OTHER", "POSS", "NUMDATE", "CLOCK", "DECADE", "ORD", "NUM31", "Y4", "NUM")

_NAMES = list(dict.fromkeys([*_LEXED, *REDUCED, *_PLAIN, *_VALUED, *_CAPITALISED, *_PUNCTUATION.values()]))
# One character per class, none with a meaning in a regular expression.
SYMBOL = {
    name: chr(code) for name, code in zip(_NAMES, (*range(65, 91), *range(97, 123), *range(0xA1, 0x100)), strict=False)
}

# Only numbers are in named groups: what words and marks are, the lexicon says.
_TOKEN = r"""
    [^\W\d_]+
  | (?=[\d'’$£€\#]) (?:
        (?P<NUMDATE> (?<![\w.,/$-]) (?: 9/11
                    | \d{4}(?P<s>[-/.])\d{1,2}(?P=s)\d{1,2} (?: T\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)? )?
                    | \d{1,2}(?P<t>[-/.])\d{1,2}(?P=t)\d{4} | \d{1,2}/\d{1,2}/\d\d ) (?![\w/-]|\.\d) )
      | (?P<CLOCK> \d{1,2}:\d\d(?::\d\d)? | \d{1,2}\.\d\d(?=\s?[ap]m) )
      | (?P<DECADE> (?:\b(?:1[5-9]|20)\d0['’]?|['’]\d0)s\b )
      | (?P<ORD> \d{1,2}(?:st|nd|rd|th)\b )
      | (?P<OTHER> \d+ (?: [.,]\d+ )* (?: [.,]\d{3} | \.\d+ ) (?!\d)
                 | (?: [$£€\#] | (?<=[^\W\d_]) | (?<=[^\W\d_]-)(?![12]\d{3}\b) ) \d+ (?: [.,]\d+ )* )
      | (?P<INT> \d+ )
      | ['’]s\b )
  | [^\w\s]
"""


class Tokens(NamedTuple):
    """A sentence for the grammar: `classes` has a character for each token, the lists run beside it."""

    text: str
    classes: str
    spans: list[tuple[int, int]]
    values: list[object]


def cues() -> list[str]:
    """The words without one of which, or a number, no sentence holds a date."""
    words = ["Q1", "Q2", "Q3", "Q4", "recently", "Recently", "future"]
    for name, entries in (*_CAPITALISED.items(), *_VALUED.items()):
        if name not in _ONLY_WITH_OTHERS:
            words += [form for word in entries for form in _written(word, lower=name not in _CAPITAL_ONLY)]
    return words


def _written(word: str, *, lower: bool) -> tuple[str, ...]:
    """The ways in which a word is written."""
    return (word, word.capitalize(), word.upper()) if lower else (word.capitalize(), word.upper())


@cache
def _lexicon() -> dict[str, tuple[str, object]]:
    words: dict[str, tuple[str, object]] = {}

    def add(name: str, word: str, value: object, *, lower: bool) -> None:
        for form in _written(word, lower=lower):
            words.setdefault(form, (SYMBOL[name], value))

    for name, entries in _CAPITALISED.items():
        for word, value in entries.items():
            add(name, word, value, lower=name not in _CAPITAL_ONLY)
    for name, entries in _VALUED.items():
        for word, value in entries.items():
            add(name, word, value, lower=True)
    for name, line in _PLAIN.items():
        for word in line.split():
            add(name, word, word, lower=True)
    for mark, name in _PUNCTUATION.items():
        words[mark] = (SYMBOL[name], None)
    words["'s"] = words["’s"] = (SYMBOL["POSS"], None)
    return words


@cache
def _lexer() -> re.Pattern[str]:
    return re.compile(_TOKEN, re.VERBOSE)


@cache
def _dotted() -> re.Pattern[str]:
    """What is written anew so that it is one word, without moving anything: a.m. and Q1."""
    return re.compile(r"\b([aApP])\.[mM]\b(\.?)|\bQ([1-4])\b")


def _one_word(match: re.Match[str]) -> str:
    return f"Q{' abcd'[int(match[3])]}" if match[3] else f"{match[1]}mz{'z' * len(match[2])}"


def tokenise(text: str) -> Tokens:
    """Cut a sentence into words, numbers and marks, and give each its class."""
    look_up, other = _lexicon().get, (SYMBOL["OTHER"], None)
    readable = _dotted().sub(_one_word, text) if ".m" in text or ".M" in text or "Q" in text else text
    classes: list[str] = []
    spans: list[tuple[int, int]] = []
    values: list[object] = []
    for match in _lexer().finditer(readable):
        word = match[0]
        entry = look_up(word)
        if entry is None:
            entry = _number(match.lastgroup, word) if match.lastgroup else other
        classes.append(entry[0])
        spans.append(match.span())
        values.append(entry[1])
    return Tokens(text, "".join(classes), spans, values)


def _number(kind: str, word: str) -> tuple[str, object]:
    if kind == "INT":
        number = int(word) if len(word) < 5 else 0
        if len(word) == 4 and 1000 <= number < 3000:
            return SYMBOL["Y4"], number
        if len(word) < 3 and 1 <= number <= 31:
            return SYMBOL["NUM31"], number
        return (SYMBOL["NUM"], number) if number else (SYMBOL["OTHER"], None)
    if kind == "ORD":
        number = int(word[:-2])
        return (SYMBOL["ORD"], number) if 1 <= number <= 31 else (SYMBOL["OTHER"], None)
    if kind == "DECADE":
        digits = word.strip("'’s").rstrip("'’")
        return SYMBOL["DECADE"], (digits[:-1] if len(digits) == 4 else "19" + digits[0]) + "X"
    return SYMBOL[kind], word
