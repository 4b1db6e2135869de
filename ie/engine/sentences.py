"""A text to sentences, and a sentence to tokens, symbols and mentions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ie import tokens as tokenizer
from ie.engine.vocabulary import Word
from ie.records import Value
from ie.ruleset import EntityType, Rule

if TYPE_CHECKING:
    from ie.engine.clauses import Clause
    from ie.engine.encoding import Encoded
    from ie.engine.verbs import Run

MAX_CHARACTERS = 2_000
"""A longer stretch without a sentence's end is cut at a space, so that no text makes matching slow."""

_END = re.compile(
    r"""
      (?<![.!?…]) [.!?…]++ ["'”’»)\]]*+                     # a mark, closing quotes; a capital or a digit follows
      (?=\s++["'“‘«(\[]*+[^\Wa-z_]) \s++
    | (?<!\s) [^\S\n]*+ \n \s*+                             # a paragraph
    """,
    re.VERBOSE,
)
"""Each run of marks or of white space is read once, or else a thousand of them would be read a million times."""
_ABBREVIATION = re.compile(
    r"""[\s("“‘']
        (?: (?:[^\W\d_]\.)+                                  # U.S.  J.
          | (?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Cmdr|Brig|Sen|Rep|Gov|St|Prof|Rev|Hon|Pres|Msgr|Sr|Jr|vs|No
              |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.
        )$""",
    re.VERBOSE,
)
_LONGEST = 12
"""Characters before a full stop in which an abbreviation is looked for."""
# After these a capital does not prove that a new sentence begins: "U.S. President", "Nov. 19", "Gen. Smith".
_STARTERS = re.compile(r"(?:The|A|An|In|On|At|He|She|It|They|But|And|His|Her|Its|Their|This|That|There|Meanwhile)\b")


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) in code points, without the white space around them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match[0] and text[match.start()] == "." and _goes_on(text, start, match):
            continue
        _add(text, start, match.end(), spans)
        start = match.end()
    _add(text, start, len(text), spans)
    return spans


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation and the sentence goes on behind it."""
    begin = max(start, match.start() - _LONGEST)
    piece = text[begin : match.start() + 1]
    if not _ABBREVIATION.search(" " + piece if begin == start else piece):
        return False
    return not _STARTERS.match(text, match.end()) or text[match.start() - 2 : match.start() - 1] in " \n"


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_CHARACTERS:
        cut = text.rfind(" ", start + MAX_CHARACTERS // 2, start + MAX_CHARACTERS)
        cut = cut if cut > start else start + MAX_CHARACTERS
        spans.append((start, cut))
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        spans.append((start, end))


@dataclass(slots=True, eq=False)
class Mention:
    """A span of tokens that names an entity. ``start`` and ``end`` are token indexes in the sentence, end exclusive.

    The name proper may be a part of it: of "U.S. special envoy Steve Witkoff" the last two tokens.
    """

    type: EntityType
    sentence: Sentence
    start: int
    end: int
    name_start: int
    name_end: int
    value: Value | None
    attributes: dict[str, Value]
    rule: Rule | None = None
    expression: object = None
    """What an annotator found, e.g. a date that is resolved only when its event is known."""
    same: tuple[Mention, ...] = ()
    """The mentions whose identity this one takes: one for "he", several for "the two leaders"."""
    looked_up: bool = False
    brackets: tuple[int, ...] = ()
    """The brackets that mark it in the sentence's string."""
    hidden: bool = False
    """Inside a longer mention of the same kind."""

    def is_a(self, name: str) -> bool:
        """Whether the mention is of the type or of a kind of it."""
        return name in self.type.lineage


@dataclass(eq=False)
class Sentence:
    """A sentence of a document: ``text`` is ``document.text[start:end]``; tokens and mentions come when asked for."""

    index: int
    start: int
    end: int
    text: str
    tokens: list[str]
    words: list[Word]
    """What is known of each token."""
    mentions: list[Mention] = field(default_factory=list)
    looked_up: bool = False
    """Whether names of lexicons have been looked for."""
    annotated: bool = False
    """Whether mentions of every type have been looked for."""
    losers: list[Mention] = field(default_factory=list)
    """Mentions that gave way to longer ones; for `ie explain`."""
    encodings: dict[object, Encoded] = field(default_factory=dict)
    """Its strings, as long as its mentions stay as they are."""
    seen: dict[Any, bool] = field(default_factory=dict)
    """Which first looks at trigger words let it pass."""
    runs: list[Run] | None = None
    """Its runs of auxiliaries, once they have been looked for."""
    clauses: list[Clause] | None = None
    """Its clauses between commas, once they have been looked for."""

    @cached_property
    def sets(self) -> int:
        """The word sets of the ruleset of which it holds a word, a bit for each."""
        found = 0
        for word in self.words:
            found |= word.sets
        return found

    @property
    def lower(self) -> frozenset[str]:
        """The different tokens, in lower case."""
        return frozenset(word.lower for word in self.words)

    def outermost(self) -> list[Mention]:
        """The mentions that stand and lie inside no longer one of whatever kind."""
        standing = [mention for mention in self.mentions if not mention.hidden]
        inside = set()
        reach = -1
        for start, end in sorted({(one.start, one.end) for one in standing}, key=lambda span: (span[0], -span[1])):
            if end <= reach:
                inside.add((start, end))
            reach = max(reach, end)
        return [one for one in standing if (one.start, one.end) not in inside]

    @cached_property
    def _offsets(self) -> list[int]:
        return tokenizer.offsets(self.text, self.tokens, self.start)

    def offset(self, start: int, end: int) -> tuple[int, int]:
        """Code point offsets into the document of a span of tokens."""
        if start >= end:
            place = self._offsets[start] if start < len(self.tokens) else self.end
            return place, place
        return self._offsets[start], self._offsets[end - 1] + len(self.tokens[end - 1])

    def cut(self, start: int, end: int) -> str:
        """The text of a span of tokens, as it stands in the document."""
        first, last = self.offset(start, end)
        return self.text[first - self.start : last - self.start]

    def token_span(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that overlap a span of code points of the document."""
        first = max(0, bisect_right(self._offsets, start) - 1)
        if first < len(self.tokens) and self._offsets[first] + len(self.tokens[first]) <= start:
            first += 1
        return first, bisect_left(self._offsets, end)
