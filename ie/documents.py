"""What comes in: articles as plain text with front matter, as JSON lines, from folders and standard input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    ``text`` is what stands after the front matter; every offset counts its Unicode code points.
    ``date`` is the article's own date as ISO 8601 (``2025-11-18``), or None where nobody gave one.
    """

    id: str
    text: str
    date: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    """Other keys of the front matter or the JSON object, carried through to the output."""
