"""Dates in English news: where a sentence speaks of one (`find`), and which it is (`resolve`).

The two are apart because they need different things: finding needs the sentence only, resolving needs the article's
date, the dates spoken of before and the tense of the verb. Importing this package compiles nothing.
"""

from __future__ import annotations

from .counting import Direction
from .finder import find
from .forms import DateExpression, DateValue
from .resolution import SLACK, looks_back, resolve

__all__ = ["SLACK", "DateExpression", "DateValue", "Direction", "find", "looks_back", "resolve"]
