"""English inflection, worked out when rules are compiled and never while they run.

Over-generation is harmless (``visitted`` occurs in no text), a missing form is not; so where spelling wavers
(travelled, traveled) both forms are given. Irregular verbs after the usual school tables.
"""

from __future__ import annotations

from functools import cache

_IRREGULAR_VERBS = """
be was,were been is,am,are being|have had had has having|do did done does doing|go went gone goes going
arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became become|begin began begun
bend bent bent|bet bet bet|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken
breed bred bred|bring brought brought|broadcast broadcast broadcast|build built built
burn burnt,burned burnt,burned|burst burst burst|buy bought bought|cast cast cast|catch caught caught
choose chose chosen|cling clung clung|come came come|cost cost cost|creep crept crept|cut cut cut
deal dealt dealt|dig dug dug|draw drew drawn|dream dreamt,dreamed dreamt,dreamed|drink drank drunk
drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought
find found found|flee fled fled|fling flung flung|fly flew flown|forbid forbade forbidden
forecast forecast forecast|foresee foresaw foreseen|forget forgot forgotten|forgive forgave forgiven
forgo forwent forgone|freeze froze frozen|get got got,gotten|give gave given|grind ground ground
grow grew grown|hang hung hung|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt
keep kept kept|kneel knelt knelt|know knew known|lay laid laid|lead led led|lean leant,leaned leant,leaned
learn learnt,learned learnt,learned|leave left left|lend lent lent|let let let|lie lay lain|light lit lit
lose lost lost|make made made|mean meant meant|meet met met|mistake mistook mistaken|mow mowed mown
offset offset offset|outdo outdid outdone|overcome overcame overcome|oversee oversaw overseen
overtake overtook overtaken|overthrow overthrew overthrown|pay paid paid|prove proved proven,proved
put put put|quit quit quit|read read read|rebuild rebuilt rebuilt|reset reset reset|ride rode ridden
ring rang rung|rise rose risen|run ran run|say said said|see saw seen|seek sought sought|sell sold sold
send sent sent|set set set|shake shook shaken|shed shed shed|shine shone shone|shoot shot shot
show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk|sit sat sat
sleep slept slept|slide slid slid|speak spoke spoken|spend spent spent|spin spun spun|split split split
spread spread spread|spring sprang sprung|stand stood stood|steal stole stolen|stick stuck stuck
strike struck struck,stricken|strive strove striven|swear swore sworn|sweep swept swept|swim swam swum
swing swung swung|take took taken|teach taught taught|tear tore torn|tell told told|think thought thought
throw threw thrown|undergo underwent undergone|understand understood understood|undertake undertook undertaken
undo undid undone|uphold upheld upheld|upset upset upset|wake woke woken|wear wore worn|weave wove woven
win won won|wind wound wound|withdraw withdrew withdrawn|withhold withheld withheld
withstand withstood withstood|write wrote written
"""

_IRREGULAR_NOUNS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "mouse": "mice", "goose": "geese", "crisis": "crises", "basis": "bases", "thesis": "theses", "axis": "axes",
    "analysis": "analyses", "hypothesis": "hypotheses", "life": "lives", "wife": "wives", "knife": "knives",
    "half": "halves", "leaf": "leaves", "thief": "thieves", "self": "selves", "shelf": "shelves", "wolf": "wolves",
    "serviceman": "servicemen", "servicewoman": "servicewomen", "gunman": "gunmen", "spokesman": "spokesmen",
    "spokeswoman": "spokeswomen", "chairman": "chairmen", "statesman": "statesmen", "datum": "data",
    "medium": "media", "forum": "fora", "phenomenon": "phenomena", "criterion": "criteria",
}  # fmt: skip

# Of more than one syllable and stressed on the last, so the last consonant doubles.
_DOUBLING = frozenset(
    [
        "admit",
        "allot",
        "begin",
        "commit",
        "compel",
        "concur",
        "confer",
        "control",
        "defer",
        "deter",
        "emit",
        "equip",
        "excel",
        "expel",
        "forget",
        "incur",
        "infer",
        "input",
        "occur",
        "omit",
        "outrun",
        "patrol",
        "permit",
        "prefer",
        "propel",
        "rebut",
        "recur",
        "refer",
        "regret",
        "repel",
        "submit",
        "transfer",
        "transmit",
        "upset",
    ]
)
# The verb doubles in British spelling only.
_WAVERING = ("el", "al", "il", "ol", "ul", "worship", "kidnap", "program")
_VOWELS = "aeiou"


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], ...]]:
    table = {}
    for entry in _IRREGULAR_VERBS.replace("\n", "|").split("|"):
        if entry.strip():
            base, *forms = entry.split()
            table[base] = tuple(tuple(form.split(",")) for form in forms)
    return table


@cache
def verb_forms(base: str) -> dict[str, tuple[str, ...]]:
    """The forms of a verb, lower case: ``base``, ``present`` (third person), ``past``, ``participle``, ``continuous``.

    A prefix with a hyphen (``co-host``) is kept before the forms of what follows it.
    """
    prefix, hyphen, stem = base.rpartition("-")
    if hyphen and stem:
        return {name: tuple(prefix + hyphen + form for form in forms) for name, forms in verb_forms(stem).items()}
    irregular = _irregular().get(base)
    regular_past = _with_ed(base)
    past, participle = irregular[:2] if irregular else (regular_past, regular_past)
    return {
        "base": (base,),
        "present": irregular[2] if irregular and len(irregular) > 2 else (_with_s(base),),
        "past": past,
        "participle": participle,
        "continuous": irregular[3] if irregular and len(irregular) > 3 else _with_ing(base),
    }


@cache
def inflections(word: str) -> frozenset[str]:
    """Every form of a word taken as a verb and as a noun, in lower case, itself included."""
    forms = {form for group in verb_forms(word).values() for form in group}
    forms.add(_IRREGULAR_NOUNS.get(word) or _with_s(word))
    return frozenset(forms | {word})


@cache
def singular(word: str) -> str:
    """The singular of a plural noun; any other word as it is."""
    for one, many in _IRREGULAR_NOUNS.items():
        if word == many:
            return one
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith("o") and word[-2:-1] not in _VOWELS:
        return word + "es"
    return word + "s"


def _with_ed(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return (word[:-1] + "ied",)
    return tuple(stem + "ed" for stem in _stems(word))


def _with_ing(word: str) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (word[:-2] + "ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (word[:-1] + "ing",)
    return tuple(stem + "ing" for stem in _stems(word))


def _stems(word: str) -> tuple[str, ...]:
    """The stem before -ed and -ing: with its last consonant doubled, single, or either."""
    if len(word) < 3 or word[-1] in _VOWELS + "wxy" or word[-2] not in _VOWELS:
        return (word,)
    if word[-3] in _VOWELS and word[-3:-1] != "ui":  # two vowels: meet, treat
        return (word,)
    one_syllable = sum(char in _VOWELS for char in word.replace("qu", "q")) == 1
    if one_syllable or word in _DOUBLING:
        return (word + word[-1],)
    if word.endswith(_WAVERING):
        return (word, word + word[-1])
    return (word,)
