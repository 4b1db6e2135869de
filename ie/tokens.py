"""Text to tokens. The compiler cuts literals with it and the engine sentences, so that both agree."""

from __future__ import annotations

import re

from ie.ruleset import CAPITALISED, LOWER, NUMERAL, PUNCT, UPPER

# One alternative a kind, the commonest first. 's is a token of its own, and so are 'll, 've, 'd, 're and 'm; so is
# every mark of punctuation.
_TOKEN = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}                                    # U.S.  a.m.
    | (?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Cmdr|Brig|Sen|Rep|Gov|St|Prof|Rev|Hon|Pres|Msgr|Fr|Sr|Jr
        |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.
    | [^\W\d_]\w*(?:'(?!(?:s|ll|ve|d|re|m)\b)\w+|-\w+)*      # visit  O'Brien  face-to-face  COVID-19
    | \d+(?:[.,:/]\d+)*\w*(?:-\w+)*                         # 1,200  3.5  10:30  19th  30-year-old
    | '(?:[sS]|ll|ve|d|re|m)\b
    | \.\.\.|--+
    | [^\s]
    """,
    re.VERBOSE,
)
_STRAIGHT = str.maketrans("‘’ʼ`´", "'''''")
_ARABIC_ARTICLE = re.compile(r"(?:a[dlnrstz]|ash|e[dlst]|ul|d|l|dos?|bin|ibn|abu)['-]", re.IGNORECASE)


def tokenize(text: str) -> list[str]:
    """The tokens of a text, in order. Curly apostrophes come back straight; nothing else is changed.

    A hyphenated compound is one token (``face-to-face``, ``al-Assad``), unless it begins with a capital: then each
    part is a token (``Russia-Ukraine``, ``Turkish-brokered``), for its first part is a name.
    """
    tokens = _TOKEN.findall(text.translate(_STRAIGHT) if not text.isascii() else text)
    if "-" in text and any("-" in token and token[0].isupper() for token in tokens):
        return [part for token in tokens for part in _split_compound(token)]
    return tokens


def _split_compound(token: str) -> list[str]:
    if "-" not in token or not token[0].isupper():
        return [token]
    parts = token.split("-")
    if any(not part or part[0].isdigit() for part in parts):  # COVID-19, F-16
        return [token]
    return [piece for part in parts for piece in ("-", part)][1:]


def offsets(text: str, tokens: list[str], start: int = 0) -> list[int]:
    """Where each token begins, in code points from the text's beginning plus ``start``."""
    straight = text if text.isascii() else text.translate(_STRAIGHT)  # as `tokenize` does
    found = []
    position = 0
    for token in tokens:
        position = straight.index(token, position)
        found.append(position + start)
        position += len(token)
    return found


def shape(token: str) -> int:
    """The shape of a token: LOWER, CAPITALISED, UPPER, NUMERAL or PUNCT.

    ``al-Assad`` and ``d'Ivoire`` count as capitalised: a particle does not make a name a common word.
    """
    first = token[0]
    if first.isdigit():
        return NUMERAL
    if not first.isalpha():
        return PUNCT
    if first.isupper():
        letters = token.replace(".", "")
        return UPPER if len(letters) > 1 and letters.isupper() else CAPITALISED
    particle = _ARABIC_ARTICLE.match(token)
    if particle and token[particle.end() : particle.end() + 1].isupper():
        return CAPITALISED
    return LOWER
