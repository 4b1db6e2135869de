"""What the language has without a declaration: token classes, types behind which stands Python, forms of verbs."""

from __future__ import annotations

TOKEN_CLASSES = ("Word", "Capitalised", "Upper", "Numeral", "Punct")
"""Token classes by shape. ``Word`` is any word, ``Capitalised`` begins with a capital, ``Upper`` is all capitals."""

DATE_TYPE = "Date"
"""The type of mentions of a time."""

ANNOTATED: dict[str, tuple[str, ...]] = {DATE_TYPE: (), "Number": ("qualifier",)}
"""Types whose mentions an annotator finds, and their attributes."""

TEXT = "Text"
"""The type of a role that takes any words as they stand."""

ROOT_RECORD = "Record"
"""The record whose roles every other record has, where a file declares it."""

STATUS = "status"
"""The role that takes the reading of a verb group."""

SOURCE = "source"
"""The role of who says so. A record in which nothing but status and source is known is not written."""

DATE = "date"
"""The role of when: of two mentions of an event the finer date holds."""

THAT = "that"
"""In what a rule sets: the record before its match, as in ``set party = that.party``."""

ANY_FORM = "any"
"""What adverbs and negators ask for: they leave the verb's form to the auxiliaries around them."""

BASE = "base"
"""The form that most auxiliaries ask for: will *visit*."""

FORMS = (BASE, "continuous", "participle", "passive", ANY_FORM)
"""The form of a verb that an auxiliary asks for: will *visit*, is *visiting*, has *visited*, was *visited*."""

PLAIN = "plain"
"""The reading of an auxiliary that says nothing of its own."""

NEGATION = "denied"
"""The reading of a negator: said of no event, whatever else the verb group says."""
