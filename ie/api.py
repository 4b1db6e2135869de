"""The library's front door: rules in, an extractor out.

>>> from ie import api
>>> extractor = api.extractor()                    # the built-in pack; or api.extractor(["my_rules"])
>>> result = extractor.extract(api.Document("a", "Spanish Prime Minister Pedro Sanchez visited Kyiv."))
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ie import cache, resources
from ie.documents import Document
from ie.engine.expressions import Expressions
from ie.engine.extract import Extractor
from ie.records import Record, Result
from ie.ruleset import Ruleset

__all__ = ["Document", "Extractor", "Record", "Result", "Ruleset", "default_rules", "extract", "extractor", "ruleset"]


def default_rules() -> Path:
    """The built-in pack: visits, negotiations and exchanges."""
    return resources.folder("rules") / "diplomacy"


def ruleset(rules: Sequence[str | Path] = ()) -> Ruleset:
    """The compiled form of rule files and folders (default: the built-in pack), from the cache where it is good.

    Raises ie.diagnostics.RuleError with everything that is wrong with the rules.
    """
    paths = [Path(rule) for rule in rules] or [default_rules()]
    found = cache.load(paths)
    if found is None:
        from ie.compiler.compile import compile_files  # Lark and the compiler, only when there is something to compile

        found, files = compile_files(paths)
        cache.store(paths, found, files)
    return found


def extractor(rules: Sequence[str | Path] = (), *, compiled: Ruleset | None = None) -> Extractor:
    """An extractor for rule files and folders (default: the built-in pack).

    ``compiled`` is the ruleset of these rules, where it is there already. ``extractor.expressions.save()`` keeps
    what it compiled for the next one.
    """
    compiled = compiled or ruleset(rules)
    return Extractor(compiled, Expressions(compiled, compiled.code))


def extract(extractor: Extractor, document: Document) -> Result | str:
    """The records of a document, or what went wrong: one article must not cost the others.

    The extractor is good for further documents in either case.
    """
    try:
        return extractor.extract(document)
    except Exception as error:
        extractor.matcher.problems.clear()
        what = f"{type(error).__name__}: {error}".replace("\n", " ")
        return f"error[internal]: {what}; this is a mistake in ie, please report it with the article"
