"""The rules that all engines run, written once, and how each of them writes them down.

A rule is a line of words apart: ``a|b`` one of these words, in any case; ``Country|City`` a name of one of these
types, after another step with "the" before it or without; ``..3`` up to three words of letters in between.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

TYPES = ("Country", "Nationality", "City")
SIDE, PLACE = "Country|Nationality", "Country|City"

# Ten each of visits, negotiations and exchanges.
LINES = f"""
    Nationality ..3 visited|visits|visiting ..1 {PLACE}
    visit ..2 to ..1 {PLACE}
    arrived|arrives|arriving ..2 in|at {PLACE}
    {SIDE} ..4 travelled|traveled|travels|travelling to {PLACE}
    flew|flies|flown ..2 to|into {PLACE}
    trip|tour ..1 to|of {PLACE}
    state|official visit ..3 {PLACE}
    Nationality president|premier|minister|chancellor ..3 in {PLACE}
    delegation ..3 from {PLACE}
    envoy|ambassador ..4 to {PLACE}

    {SIDE} ..4 met|meets|meeting ..4 {SIDE}
    talks ..3 with {SIDE}
    Country and Country ..3 talks|negotiations
    talks|negotiations between {SIDE} and {SIDE}
    Nationality and Nationality officials|ministers|leaders|negotiators
    summit ..3 in {PLACE}
    negotiations|negotiate|negotiated|negotiating ..4 {SIDE}
    discussed|discuss|discussing ..4 with ..3 {SIDE}
    Nationality ..2 negotiator|negotiators
    mediated|mediate|brokered|broker ..3 {SIDE}

    exchange|exchanged|swap|swapped ..3 prisoners
    {SIDE} ..3 released|freed ..4 prisoners|hostages|soldiers
    released|freed|repatriated ..5 {SIDE}
    prisoners|hostages ..3 by {SIDE}
    handed over ..4 to ..2 {SIDE}
    bodies ..4 {SIDE} ..1 soldiers
    exchanged ..3 for
    in exchange for
    returned ..4 to {PLACE}
    {SIDE} ..3 swap|swapped|exchanged ..4 for|with
"""

Step = tuple[str, list[str] | int]
"""``("words", [...])``, ``("types", [...])`` or ``("gap", most)``."""


def read(line: str) -> list[Step]:
    """The steps of a rule."""
    steps: list[Step] = []
    for part in line.split():
        if part.startswith(".."):
            steps.append(("gap", int(part[2:])))
        else:
            steps.append(("types" if part[0].isupper() else "words", part.split("|")))
    return steps


RULES = {f"r{number:02}": read(line) for number, line in enumerate(filter(str.strip, LINES.splitlines()), 1)}


def gazetteers(lexicons: Path) -> dict[str, list[str]]:
    """The names of each type, from the project's own lexicons."""
    files = {"Country": "countries.csv", "Nationality": "nationalities.csv", "City": "cities.csv"}
    found = {}
    for type_, file in files.items():
        with (lexicons / file).open(encoding="utf-8", newline="") as lines:
            names: dict[str, None] = {}
            for row in csv.DictReader(lines):
                for name in (row.get("name", ""), *row["aliases"].split("|")):
                    if name[:1].isupper():
                        names[name] = None
        found[type_] = list(names)
    return found


def rare_rules(count: int, common_words: Path) -> dict[str, list[Step]]:
    """The rules above and more, up to ``count``; each of the others has a rare word of its own or shares one of few.

    The words are the rarest of a list by frequency, so that they do occur in texts, now and then.
    """
    return {**RULES, **_more(count - len(RULES), _words(common_words)[-6000:])}


def common_rules(count: int, common_words: Path) -> dict[str, list[Step]]:
    """The rules above and more, up to ``count``, whose words are a third of what a text consists of."""
    return {**RULES, **_more(count - len(RULES), _words(common_words)[COMMON])}


COMMON = slice(85, 3000)
"""By rank. The commonest, "the", "of", "said" and the like, are half of every text, the rarer ones the rest."""


def _words(common_words: Path) -> list[str]:
    words = common_words.read_text(encoding="utf-8").split()
    return [word for word in words if word.isalpha() and word.isascii()]


def _more(count: int, words: list[str]) -> dict[str, list[Step]]:
    pick = random.Random(4)
    first = len(RULES)
    return {
        f"x{number}": read(f"{SIDE} ..3 {pick.choice(words)}" if number % 2 else f"{pick.choice(words)} ..3 {PLACE}")
        for number in range(first, first + count)
    }


# --- as each engine writes them ----------------------------------------------------------------------------------


def as_ie(rules: dict[str, list[Step]], names: dict[str, list[str]], folder: Path) -> Path:
    """A rule file of ours with its lexicons, in a folder; a record type a rule, so that each can be counted."""
    lines = []
    for type_ in TYPES:
        lines += [f"entity {type_}", f'lexicon {type_} from "{type_.lower()}.csv"']
        with (folder / f"{type_.lower()}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([["name", "aliases"], *([name, ""] for name in names[type_])])
    for name, steps in rules.items():
        roles, pattern = [], []
        for kind, what in steps:
            if kind == "gap":
                pattern.append(f"Word{{0,{what}}}?")
            elif kind == "words":
                pattern.append("(" + " | ".join(f'"{word}"' for word in what) + ")")
            else:
                roles.append(f"    p{len(roles)} {' | '.join(what)}")
                pattern.append(f"p{len(roles) - 1}:({' | '.join(what)})")
        record = name.capitalize()
        lines += [f"record {record}", *(roles or ["    p0 Text"])]
        lines += [f"rule {name} -> {record}", "    match " + " ".join(pattern)]
    file = folder / "rules.ie"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def as_spacy(steps: list[Step]) -> list[dict[str, object]]:
    """A token pattern of spaCy's Matcher."""
    pattern: list[dict[str, object]] = []
    for place, (kind, what) in enumerate(steps):
        if kind == "types" and place:
            pattern.append({"LOWER": "the", "OP": "?"})
        if kind == "gap":
            pattern.append({"IS_ALPHA": True, "OP": f"{{0,{what}}}"})
        elif kind == "words":
            pattern.append({"LOWER": {"IN": what}})
        else:
            pattern.append({"ENT_TYPE": {"IN": what}, "OP": "+"})
    return pattern


def as_regex(steps: list[Step]) -> str:
    """An expression over raw text, for `regex` and RE2. A name is one to four words with capitals, looked up later.

    A group's name says of which types the name must be, and its place: ``Country_City_2``.
    """
    capitalised = r"\p{Lu}[\w.'-]*"
    parts = []
    for place, (kind, what) in enumerate(steps):
        last = place == len(steps) - 1
        if kind == "gap":
            parts.append(rf"(?:\p{{L}}+ ){{0,{what}}}?")
            continue
        if kind == "words":
            part = f"(?i:{'|'.join(what)})"
        else:
            more = "{0,3}" if last else "{0,3}?"
            part = f"(?P<{'_'.join(what)}_{place}>{capitalised}(?: {capitalised}){more})"
            part = f"(?:(?i:the) )?{part}" if place else part
        parts.append(part + (r"\b" if last and kind == "words" else "" if last else " "))
    return r"\b" + "".join(parts)


def as_rita(name: str, steps: list[Step]) -> str | None:
    """A rule of RITA's; names of countries only, as tens of thousands of cities take it minutes."""
    parts = []
    for kind, what in steps:
        if kind == "gap":
            parts += ["WORD?"] * int(str(what))
        elif kind == "words":
            parts.append("IN_LIST({" + ", ".join(f'"{word}"' for word in what) + "})")
        elif "Country" in what:
            parts += ['WORD("the")?', "IN_LIST(countries)"] if parts else ["IN_LIST(countries)"]
        else:
            return None
    return "{" + ", ".join(parts) + f'}}->MARK("{name}")'
