"""Where a match can begin: the characters of which the first token of any match holds one.

A sentence has few such places, so an expression is tried there and nowhere else; trying it at every position of the
string, most of them inside tokens, is what takes the time otherwise.
"""

from __future__ import annotations

from ie.compiler.inflect import verb_forms
from ie.compiler.pattern import SHAPES, Translator, literals_of
from ie.compiler.triggers import case_matters, forms
from ie.language import builtin, tree
from ie.language.items import nullable
from ie.tokens import tokenize


def starts(item: tree.Item, translator: Translator) -> str | None:
    """The inside of a character class, with placeholders; None where a match may begin with any token."""
    match item:
        case tree.Literal():
            return translator.word_class((word, case_matters(item)) for word in forms(item)[0])
        case tree.TokenRegex(regex):
            return translator.opening([("regex", regex)])
        case tree.TypeName(name, condition):
            if name in SHAPES:
                return translator.shapes(name)
            return translator.type_openings(name, condition) + translator.word_class([("the", False)])
        case tree.This():
            return translator.this_opening()
        case tree.Choice(options):
            found = [starts(option, translator) for option in options]
            return None if None in found else "".join(one for one in found if one)
        case tree.Sequence(items):
            return _of_sequence(items, translator)
        case tree.Repeat(inner, low):
            return starts(inner, translator) if low > 0 else None
        case tree.Capture() | tree.Coordination():
            return starts(item.item, translator)
        case tree.VerbGroup():
            return _of_verb(item, translator)
        case _:
            return None


def _of_sequence(items: tuple[tree.Item, ...], translator: Translator) -> str | None:
    found = ""
    for one in items:
        if isinstance(one, tree.Context | tree.Boundary):
            continue
        if isinstance(one, tree.Repeat) and one.low == 0:  # may be left out: it or what follows it
            begins = starts(one.item, translator)
        else:
            begins = starts(one, translator)
        if begins is None:
            return None
        found += begins
        if not nullable(one):
            return found
    return None


def _of_verb(item: tree.VerbGroup, translator: Translator) -> str:
    asked = ("passive",) if item.passive else ("base", "continuous", "participle", builtin.ANY_FORM)
    heads = {
        (form, False)
        for literal in literals_of(item)
        for name in ("base", "present", "past", "participle", "continuous")
        for form in verb_forms(tokenize(literal.text)[0].lower())[name]
    }
    return translator.opening([("form", form) for form in asked]) + translator.word_class(heads)
