"""Texts and rules that nobody writes in good faith, or that a broken file or a careless rule makes all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count, cycle

_EVENT = "Foreign Minister Anna Berg of Norway visited Paris on Monday for talks with President Ivan Petrov of Russia"
ALL_TRIGGERS = "nothing but trigger words"
BAIT = " Anna Berg visited Paris for talks "
BAIT_OF_RULES = " nowhere and visited on for nowhere "
"""All words that the rules below ask for, in another order than they ask for them."""
_EVERY = 1_000
_PEOPLE = ("Anna Berg", "Ivan Petrov", "Maria Lopez", "John Smith", "Omar Hassan", "Li Wei")
_PLACES = ("Norway", "Paris", "Russia", "Kyiv", "Turkey", "Oslo", "China", "Cairo")
_LATER = ("the next day", "two days later", "the following week", "a month earlier", "that day", "the same year")


def _filled(pieces: Iterator[str], between: str, characters: int) -> str:
    """Pieces in a row until there are so many characters."""
    found: list[str] = []
    size = 0
    while size < characters:
        found.append(next(pieces))
        size += len(found[-1]) + len(between)
    return between.join(found)[:characters]


def _repeated(piece: str, between: str = " ") -> Callable[[int], str]:
    return lambda characters: _filled(cycle([piece]), between, characters)


def _varied(make: Callable[[int], str], between: str = " ") -> Callable[[int], str]:
    return lambda characters: _filled(map(make, count()), between, characters)


def _pick(options: Sequence[str], number: int, step: int = 1) -> str:
    return options[number * step % len(options)]


def _initials(number: int) -> str:
    letters = "ABCDEFGHIJKLMNOPRSTVW"
    name = f"{_pick(letters, number)}. {_pick(letters, number, 5)}. {_pick(letters, number, 11)}."
    return f"{name} {_pick(_PEOPLE, number).split()[1]} met {_pick(_PEOPLE, number + 3)}."


def _same_event(number: int) -> str:
    return f"{_pick(_PEOPLE, number)} visited {_pick(_PLACES, number)} on Monday."


def _own_event(number: int) -> str:
    """Of people who are named nowhere else."""
    syllables = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "za")
    name = "".join(syllables[number // 10**place % 10] for place in range(5)).capitalize()
    return f"President Anna {name} visited {_pick(_PLACES, number)} on {number % 28 + 1} May {1950 + number % 70}."


TEXTS: dict[str, Callable[[int], str]] = {
    "one sentence": _repeated(_EVENT, ", and "),
    "one sentence without commas": _repeated(_EVENT, " and "),
    "one word again and again": _repeated("visit"),
    "one name again and again": _repeated("Paris"),
    "names and commas": _varied(lambda n: _pick(_PLACES, n), ", "),
    "names and and": _varied(lambda n: _pick(_PEOPLE, n), " and "),
    "auxiliaries": _repeated("will have been going to be about to not have"),
    "all capitals": lambda characters: _repeated(_EVENT, ". ")(characters).upper(),
    "brackets around everything": _repeated("(visited) [Paris]"),
    "numbers": _varied(str),
    "number words": _repeated("two hundred and fifty thousand"),
    "dates": _varied(lambda n: f"on {n % 28 + 1} May {1950 + n % 70}", ", "),
    "dates that look back": _varied(lambda n: _pick(_LATER, n), ", "),
    "dates that look back, a sentence each": _varied(lambda n: f"Anna Berg visited Paris {_pick(_LATER, n)}."),
    "names with initials": _varied(_initials),
    "pronouns": _repeated("He met her. They visited it with him."),
    "quotations": _repeated(f'"{_EVENT}," he said. "They met in Oslo."'),
    "quotations that are never closed": _repeated(f"“{_EVENT}. He said"),
    "one event again and again": _varied(_same_event),
    "another event each time": _varied(_own_event),
    "letters beyond ASCII": _repeated("Élodie Ångström İstanbul’a gitti 🎉 привет"),
}
"""Of each kind a function from a number of characters to a text. One more is made of the trigger words of the rules."""

RUNS: dict[str, Callable[[int], str]] = {
    "letters": _repeated("abcdefghij", ""),
    "capitals and hyphens": _repeated("Norway-Russia", "-"),
    "letters and full stops": _repeated("a.", ""),
    "letters and apostrophes": _repeated("o'", ""),
    "letters with a mark on each": _repeated("a\u0301"),
    "opening brackets": _repeated("(", ""),
    "quotation marks": _repeated('"', ""),
    "full stops": _repeated(".", ""),
    "full stops, then quotation marks": lambda n: "." * (n // 2) + '"' * (n - n // 2),
    "spaces": _repeated(" ", ""),
    "a full stop, then spaces": lambda n: "." + " " * n,
    "line breaks": _repeated("\n", ""),
    "hyphens": _repeated("-", ""),
    "digits": _repeated("1234567890", ""),
    "digits and commas": _repeated("1,000", ","),
}
"""Without a space, or of nothing else."""


def text(kind: str, characters: int, triggers: Sequence[str], bait: str) -> str:
    """A text of so many characters. It holds an event, or the bait again and again, so that none is passed over."""
    if kind in RUNS:
        return f"{_EVENT}. {RUNS[kind](characters)}x"
    whole = _filled(cycle(triggers), " ", characters) if kind == ALL_TRIGGERS else TEXTS[kind](characters)
    step = _EVERY - len(bait)
    return "".join(whole[start : start + step] + bait for start in range(0, characters, step))[:characters]


RULES = r"""
entity Name
    first Text

pattern end = "nowhere" Word "nowhere"

record Event
    who    Name many
    whom   Name many
    what   Text
    after_ Text

record Gaps is Event
record Repeats is Event
record Lists is Event
record Choices is Event
record Lazy is Event
record Clauses is Event
record Looks is Event
record Excluded is Event

auxiliary planned base = "will"
auxiliary held participle = "have"
auxiliary ongoing continuous = "been"

rule name -> Name
    match name:(Capitalised+)

rule gaps -> Gaps
    match who:Name .. .. .. .. .. .. end .. .. .. whom:Name
    match (Word .. Word .. Word ..){1,6} "on" .. .. .. .. end

rule repeats -> Repeats
    match ((Word* ","?)* "and"?)* "visited" ((Word+ ","?)+ "and"?)+ end

rule lists -> Lists
    match (Name "of"? Name?)& ..20 "visited" whom:Name& .. "and" (Capitalised Capitalised?)& end

rule choices -> Choices
    match ("visited" | "visited" "Paris" | "visited" Name | Word | Word Word | Word Word Word)+ end
    match ("a" | "on" | "and" | "of" | "for" | "with" | "visited" | "President" | Name | Word){2,30} end

rule lazy -> Lazy
    match "visited" Word{0,50}? ","? Word{0,50}? ","? Word{0,50}? end
    match "and" (Word{1,3}? ","?){3,20}? end

rule clauses -> Clauses
    match "visited" what:... "on" ... "," ... "and" ... end
    match what:... "visited" after_:... ("," ... ","?)+ end

rule looks -> Looks
    match "visited" before (.. .. .. .. .. .. .. end) Name
    match "visited" not before (.. .. .. .. .. .. .. end) whom:Name not before ((Word+ ","?)+ end)
    match after ("on" .. .. .. ..) "for" not after ((Word+ ","?)+) what:Word

rule excluded -> Excluded
    match  whom:Name "on"
    unless (Word .. Word .. Word ..){1,6} this .. .. .. .. end

rule added on Excluded
    match  this .. .. .. .. .. .. end what:Word
    match  (.. .. .. Name)+ end .. this

rule around on Excluded
    match  (Name .. Word ..)+ end
    within 2 sentences
"""
"""Whatever reads a text in many ways, and ends with words that come, but not so."""
