"""One document being read: its sentences, cut and annotated only as far as anybody asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from ie.documents import Document
from ie.engine import sentences
from ie.engine.sentences import Sentence
from ie.engine.vocabulary import Vocabulary
from ie.tokens import tokenize

_QUOTE = re.compile('[“”«»"]')
_MAX_QUOTE = 3_000


class Article:
    """A document with its sentences."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self._vocabulary = vocabulary
        self._sentences: dict[int, Sentence] = {}
        self.problems: list[str] = []

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """(start, end) of every sentence."""
        return sentences.split(self.document.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    def __len__(self) -> int:
        return len(self.spans)

    def index_at(self, offset: int) -> int:
        """The sentence in which an offset lies."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentence(self, index: int) -> Sentence:
        """A sentence, tokenised when first asked for."""
        found = self._sentences.get(index)
        if found is None:
            start, end = self.spans[index]
            text = self.document.text[start:end]
            tokens = tokenize(text)
            found = Sentence(index, start, end, text, tokens, [self._vocabulary[token] for token in tokens])
            self._sentences[index] = found
        return found

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """(start, end) of what stands in double quotation marks, the marks included.

        Where a paragraph ends inside a quotation and the next begins with a mark, the quotation goes on.
        """
        found: list[tuple[int, int]] = []
        opened: int | None = None
        text = self.document.text
        for match in _QUOTE.finditer(text):
            mark, place = match[0], match.start()
            opens = mark in "“«" or (mark == '"' and opened is None)
            if opened is not None and place - opened > _MAX_QUOTE:
                opened = None
                opens = mark != "”"
            if opens and opened is None:
                opened = place
            elif not opens and opened is not None:
                found.append((opened, place + 1))
                opened = None
        return found

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [start for start, _ in self.quotations]

    def quotation_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation in which an offset lies."""
        before = bisect_right(self._quotation_starts, offset)
        if before and offset < self.quotations[before - 1][1]:
            return self.quotations[before - 1]
        return None
