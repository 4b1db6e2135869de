"""Names in patterns: lists of words and patterns stand in place of theirs, and types and attributes are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import regex

from ie.diagnostics import Span, did_you_mean, problem
from ie.language import builtin, tree
from ie.language.checked import CheckedRules
from ie.language.items import left_operands, only_words, too_large
from ie.language.load import Loaded
from ie.language.parse import keywords
from ie.language.types import declared, report_duplicate, rule_relative


class Resolver:
    """Puts words and patterns in place of their names, each resolved once, and reports names that mean nothing."""

    def __init__(self, loaded: Loaded, checked: CheckedRules, report: Callable[..., None]) -> None:
        self.loaded = loaded
        self.checked = checked
        self._report = report
        self._own: dict[str, dict[str, tree.Words | tree.Pattern]] = {}
        self._visible: dict[str, dict[str, tuple[str, tree.Words | tree.Pattern]]] = {}
        self._used: set[tuple[str, str]] = set()
        self._resolved: dict[tuple[str, str], tree.Item] = {}
        self._collect_names()

    def resolve_all(self) -> None:
        """Resolve every pattern and list of words, also those that no rule uses."""
        for module, pattern in declared(self.loaded, tree.Pattern):
            self._named_pattern(module, pattern, ())
        for module, words in declared(self.loaded, tree.Words):
            self._words(module, words)

    # --- names -------------------------------------------------------------------------------------------------------

    def _collect_names(self) -> None:
        for module in self.loaded.modules:
            self._own[module] = {}
        named: list[tuple[str, tree.Words | tree.Pattern]] = [*declared(self.loaded, tree.Words)]
        for module, one in [*named, *declared(self.loaded, tree.Pattern)]:
            own = self._own[module]
            if one.name in keywords():
                self._report("reserved", one.span, name=one.name)
            if one.name in own:
                report_duplicate(self._report, one.span, own[one.name].span, one.name)
            else:
                own[one.name] = one
        for module in self.loaded.modules:
            visible: dict[str, tuple[str, tree.Words | tree.Pattern]] = {}
            for other in reversed(list(self._reachable(module))):
                visible.update({name: (other, one) for name, one in self._own[other].items()})
            self._visible[module] = visible

    def _reachable(self, module: str) -> Iterator[str]:
        """The module and all that it uses, directly or not, itself first."""
        seen: dict[str, None] = {}
        waiting = [module]
        while waiting:
            current = waiting.pop(0)
            if current not in seen and current in self.loaded.modules:
                seen[current] = None
                waiting += self.loaded.uses.get(current, ())
        return iter(seen)

    def collect_unused(self) -> None:
        """Note the names that nothing uses."""
        for module, own in self._own.items():
            for name, one in own.items():
                if (module, name) not in self._used:
                    self.checked.unused.append(problem("unused", one.span, severity="warning", details={"name": name}))

    # --- pieces of pattern -------------------------------------------------------------------------------------------

    def resolve(self, module: str, item: tree.Item, inside: tuple[str, ...] = ()) -> tree.Item:
        """The item with lists of words and patterns in place of their names."""
        match item:
            case tree.Name():
                return self._name(module, item, inside)
            case tree.Literal():
                if not item.text.strip():
                    self._report("empty-literal", item.span)
                return item
            case tree.TokenRegex():
                self._token_regex(item)
                return item
            case tree.TypeName():
                self._type_name(item)
                return item
            case tree.Sequence():
                return replace(item, items=tuple(self.resolve(module, one, inside) for one in item.items))
            case tree.Choice():
                return replace(item, options=tuple(self.resolve(module, one, inside) for one in item.options))
            case tree.VerbGroup():
                resolved = self.resolve(module, item.item, inside)
                if not only_words(resolved):
                    self._report("verb-of", item.span, voice="passive" if item.passive else "verb")
                return replace(item, item=resolved)
            case tree.Repeat() | tree.Coordination() | tree.Not() | tree.Context() | tree.Capture():
                return replace(item, item=self.resolve(module, item.item, inside))
            case _:
                return item

    def _name(self, module: str, item: tree.Name, inside: tuple[str, ...]) -> tree.Item:
        found = self._visible[module].get(item.name)
        if found is None:
            joined = item.name in ("or", "and")
            hint = "alternatives are joined with |" if joined else did_you_mean(item.name, self._visible[module])
            hint = or_text(hint, item.name)
            self._report("unknown-name", item.span, name=item.name, hint=hint)
            return tree.Literal("?", False, item.span)
        owner, declaration = found
        self._used.add((owner, item.name))
        if isinstance(declaration, tree.Words):
            return self._words(owner, declaration)
        if item.name in inside:
            cycle = " -> ".join([*inside[inside.index(item.name) :], item.name])
            self._report("pattern-cycle", item.span, cycle=cycle)
            return tree.Literal("?", False, item.span)
        return self._named_pattern(owner, declaration, inside)

    def _named_pattern(self, module: str, pattern: tree.Pattern, inside: tuple[str, ...]) -> tree.Item:
        """What stands for a pattern, resolved once."""
        key = (module, pattern.name)
        if key not in self._resolved:
            try:
                item = self.resolve(module, pattern.item, (*inside, pattern.name))
                reason = too_large(item)
            except RecursionError:
                reason = "patterns contain patterns without end"
            if reason:
                self._report("too-large", pattern.span, reason=reason, hint="make do with a simpler one")
                item = tree.Literal("?", False, pattern.span)
            self._resolved[key] = item
        return self._resolved[key]

    def _words(self, module: str, words: tree.Words) -> tree.Item:
        """The alternatives of a list of words; those of a file are read once."""
        known = self._resolved.get((module, words.name))
        if known is not None:
            return known
        literals = words.literals
        if words.file is not None:
            file = rule_relative(self.loaded, module, words.file, words.span, self._report)
            if file is not None:
                self.checked.files.append(file)
                literals = self._read_words(file, words)
        for literal in literals:
            if not literal.text.strip():
                self._report("empty-literal", literal.span)
        item: tree.Item = literals[0] if len(literals) == 1 else tree.Choice(literals, words.span)
        if not literals:
            item = tree.Literal("?", False, words.span)
        self._resolved[module, words.name] = item
        return item

    def _read_words(self, file: Path, words: tree.Words) -> tuple[tree.Literal, ...]:
        """One literal a line; ``~`` in front makes it inflected, ``#`` starts a comment."""
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
            self._report("bad-lexicon", words.span, name=words.file, reason=reason, hint="write it as UTF-8 text")
            return ()
        lines = (line.partition("#")[0].strip() for line in text.splitlines())
        found = [(line.lstrip("~").strip(), line.startswith("~")) for line in lines]
        literals = tuple(tree.Literal(line, inflected, words.span) for line, inflected in found if line)
        if not literals:
            hint = "write one word or phrase a line"
            self._report("bad-lexicon", words.span, name=words.file, reason="it holds no words", hint=hint)
        return literals

    def _token_regex(self, item: tree.TokenRegex) -> None:
        try:
            pattern = regex.compile(item.regex)
        except regex.error as error:
            hint = "it is written as in Python's regex module"
            self._report("bad-regex", item.span, reason=str(error), hint=hint)
            return
        if pattern.fullmatch(""):
            self._report("empty-match", item.span)

    def _type_name(self, item: tree.TypeName) -> None:
        if item.name in builtin.TOKEN_CLASSES and item.condition is None:
            return
        if item.name not in self.checked.entities:
            if item.name in self.checked.records:
                hint = "a record is no mention; a rule `on` it speaks of it as `this`"
            else:
                hint = did_you_mean(item.name, [*self.checked.entities, *builtin.TOKEN_CLASSES])
            self._report("unknown-type", item.span, name=item.name, hint=hint)
            return
        if item.condition is not None:
            attributes = self.attributes([item.name])
            for constant in left_operands(item.condition):
                if isinstance(constant, tree.Constant) and constant.bare and constant.value not in attributes:
                    self.unknown_attribute(constant.span, item.name, str(constant.value), attributes)

    def attributes(self, types: Iterable[str]) -> set[str]:
        """The attributes that a mention of one of these types, or of a kind of it, may have."""
        kinds = {kind for name in types for kind in self.checked.kinds_of(name)}
        return {attribute for kind in kinds for attribute in self.checked.entities[kind].attributes}

    def unknown_attribute(self, span: Span, type_: str, name: str, known: Iterable[str]) -> None:
        """Report an attribute that mentions of a type do not have."""
        entity = self.checked.entities.get(type_)
        labels = [(entity.span, f"{type_} is declared")] if entity and entity.span else []
        self._report("unknown-attribute", span, labels, type=type_, name=name, hint=did_you_mean(name, known))


def or_text(hint: str, name: str) -> str:
    """The hint, and how a word of the text is written, for that may have been meant."""
    return hint + (" A" if hint.endswith("?") else "; a") + f' word of the text is written "{name}"'
