"""Numbers in English news: "185", "3.5 million", "two dozen", "three hundred and one", and what qualifies them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from ie.engine.cues import Cues

# fmt: off
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "mln": 10**6, "crore": 10**7,
    "billion": 10**9, "bln": 10**9, "bn": 10**9, "trillion": 10**12,
}
_QUALIFIERS = (
    "no more than", "no fewer than", "no less than", "not more than", "not less than", "more than", "fewer than",
    "less than", "at least", "at most", "as many as", "as few as", "up to", "close to", "well over", "just over",
    "just under", "upwards of", "in excess of", "an estimated", "about", "around", "approximately", "roughly", "some",
    "nearly", "almost", "over", "under", "only", "just", "exactly",
)
# "One" before these words, and after those, is a pronoun: one of them, one another, no one, the one.
_AFTER_PRONOUN = {
    "of", "another", "day", "thing", "hand", "by", "in", "on", "at", "to", "for", "with", "and", "or", "but",
    "as", "than", "that", "who", "whom", "whose", "which", "where", "when", "is", "was", "were", "are", "has",
    "had", "have", "can", "could", "may", "might", "must", "should", "would", "will", "does", "did", "knows",
    "from", "it", "he", "she", "they", "we", "you", "i", "the", "a", "an", "after", "before", "over", "not",
    "s", "such", "be", "being", "said", "says",
}
_BEFORE_PRONOUN = {
    "no", "any", "every", "each", "some", "this", "that", "the", "which", "another", "only", "new", "first",
    "last", "by", "good", "other", "either", "neither", "such",
}
# A number after these names something: Article 5, Flight 370, Boeing 737, No. 10.
_NAMERS = {
    "article", "resolution", "flight", "chapter", "section", "boeing", "airbus", "highway", "route", "channel", "room",
    "page", "no", "number", "unit", "formula", "group", "phase", "point", "paragraph", "appendix", "annex", "protocol",
}
# fmt: on
_WORDS = _SMALL | _TENS | _SCALES

_DIGITS = r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.\d+)?"
Found: TypeAlias = tuple[int, int, int | float]
_CONTEXT = 24  # code points that the longest qualifier and the words around it take


class NumberExpression(NamedTuple):
    """A number in a text.

    `start` and `end` are code points into the text and leave the qualifier out; `value` is an int when the number is
    whole; `qualifier` is the words right before that change it ("more than", "up to"), in lower case, or None.
    """

    start: int
    end: int
    value: int | float
    qualifier: str | None


def find(text: str) -> list[NumberExpression]:
    """The numbers of a text, left to right, not overlapping. Any string may be given.

    Ordinals, clock times, parts of identifiers ("F-16", "COVID-19", "G7", "Article 5") and "one" as a pronoun are no
    numbers. Years and days of the month are: whoever looks for dates takes those out.
    """
    places = _cues().places(text)
    return [*_numbers(text, places)] if places else []


@cache
def _cues() -> Cues:
    return Cues(form for word in _WORDS for form in (word, word.capitalize()))


@cache
def _lexers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Digits with the word of scale behind them; number words in a row."""
    words, scales = "|".join(_WORDS), "|".join(_SCALES)
    tail = rf"(?P<scale>[ \-]?(?:{scales})\b)?(?![\w/]|:\d|[.,]\d)"
    return (
        re.compile(rf"(?<![\w#.,:/])({_DIGITS}){tail}", re.IGNORECASE),
        re.compile(
            rf"(?:{words})\b(?:(?:[ \-]|[ ]and[ ](?:a[ ]half[ ])?)(?:{words})\b)*(?:[ ]and[ ]a[ ]half\b)?",
            re.IGNORECASE,
        ),
    )


@cache
def _before() -> re.Pattern[str]:
    """What stands before a number: a qualifier, a hyphen and its word, or one other word."""
    return re.compile(
        rf"(?:\b(?P<qualifier>{'|'.join(_QUALIFIERS)})\s|(?P<word>\b\w+)\.?(?:\s|(?P<hyphen>[-−]))|(?P<sign>[-−]))$",
        re.IGNORECASE,
    )


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(r"[ \-]([a-z]+)")


@cache
def _length() -> re.Pattern[str]:
    """The rest of "three-day"."""
    return re.compile(r"-(?:year|month|week|day|hour|minute|second)s?\b")


@cache
def _lead() -> re.Pattern[str]:
    """Half a million, a hundred."""
    return re.compile(r"\b(?:half[ \-](?:an? )?|an? )$", re.IGNORECASE)


def _numbers(text: str, places: list[tuple[int, int]]) -> Iterator[NumberExpression]:
    free = 0
    for at, _ in places:
        if at < free:
            continue
        free, found = _digit_number(text, at) if text[at] <= "9" else _worded(text, at)
        for start, end, value in found:
            before = _before().search(text, max(0, start - _CONTEXT), start)
            if _is_counted(text, start, end, before):
                qualifier = before["qualifier"] if before else None
                yield NumberExpression(start, end, value, qualifier.lower() if qualifier else None)


def _end_of_word(text: str, at: int) -> int:
    at += 1
    while at < len(text) and (text[at].isalnum() or text[at] == "_"):
        at += 1
    return at


def _digit_number(text: str, at: int) -> tuple[int, list[Found]]:
    """Where to go on, and the number in digits that begins here."""
    match = _lexers()[0].match(text, at)
    if match is None:
        return _end_of_word(text, at), []
    return match.end(), [(at, match.end(), _digits(match[1], match["scale"]))]


def _worded(text: str, at: int) -> tuple[int, list[Found]]:
    """Where to go on, and the numbers in the row of number words around here."""
    start = at
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    match = _lexers()[1].match(text, start)
    if match is None:
        return _end_of_word(text, at), []
    first = re.split(r"[ \-]", match[0].lower(), maxsplit=1)[0]
    lead = _lead().search(text, max(0, start - 8), start) if first in _SCALES else None
    begin = lead.start() if lead else start
    return match.end(), [*_word_numbers(begin, text[begin : match.end()])]


def _digits(digits: str, scale: str | None) -> int | float:
    plain = digits.replace(",", "")
    value: int | float = float(plain) if "." in plain else int(plain)
    return _whole(value * _SCALES[scale.strip(" -").lower()]) if scale else value


def _whole(value: int | float) -> int | float:
    """An int when the value is one; 3.3 million is not 3299999.9999999995."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _is_counted(text: str, start: int, end: int, before: re.Match[str] | None) -> bool:
    if _length().match(text, end):
        return False
    word = before["word"].lower() if before and before["word"] else ""
    if before and (before["sign"] or before["hyphen"]) and not (word in ("for", "to", "and") or word[-1:].isdigit()):
        return False
    if word in _NAMERS:
        return False
    if text[start:end].lower() != "one":
        return True
    follows = _follows().match(text, end)
    if follows and follows[1] == "for" and text[end] == "-":  # a one-for-one swap
        return True
    return follows is not None and follows[1] not in _AFTER_PRONOUN and word not in _BEFORE_PRONOUN


def _word_numbers(start: int, run: str) -> Iterator[Found]:
    """The numbers in a row of number words: mostly one, but "two three-year terms" begins with two."""
    words = [(match.start(), match.end(), match[0].lower()) for match in re.finditer(r"\w+", run)]
    while words:
        used, value = _read(words)
        if value is not None:
            yield start + words[0][0], start + words[used - 1][1], value
        words = words[used:]
        while words and words[0][2] in ("and", "a", "half"):
            words = words[1:]


def _read(words: list[tuple[int, int, str]]) -> tuple[int, int | float | None]:
    """How many of the words make one number, and its value (None: a scale without a number, as in "hundred")."""
    total: float = 0
    part: float | None = None
    factor, limit, used = 1.0, 10**15, 0
    for at, (_, _, word) in enumerate(words):
        if word in ("a", "an") and at <= 1 and part is None:
            part = 1
        elif word == "half" and at == 0:
            factor, part = 0.5, 1
        elif word == "half" and part is not None:
            part, used = part + 0.5, at + 1
        elif word == "and" or (word == "a" and part is not None):
            continue
        elif word in _SCALES:
            scale = _SCALES[word]
            if part is None or scale >= limit:
                break
            if word in ("hundred", "dozen") and part < 100:
                part *= scale
            else:
                total, part, limit = total + part * scale, None, scale
            used = at + 1
        elif _fits(part, word) and (words[at - 1][2] != "and" or part is None or part % 100 == 0):
            part, used = (part or 0) + _WORDS[word], at + 1
        else:
            break
    if not used:
        return 1, None
    return used, _whole((total + (part or 0)) * factor)


def _fits(part: float | None, word: str) -> bool:
    """Whether a small number can be added: twenty and five, three hundred and ninety."""
    if part is None or (part and part % 100 == 0):
        return True
    return bool(word in _SMALL and 0 < _SMALL[word] < 10 and part % 10 == 0 and part % 100 >= 20)
