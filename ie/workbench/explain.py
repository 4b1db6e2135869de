"""What the rules see in a text, which of them fired, and for each that came near what it wanted next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ie import api
from ie.compiler.compile import compile_rules
from ie.compiler.triggers import triggers
from ie.diagnostics import Span
from ie.documents import Document
from ie.engine.article import Article
from ie.engine.events import Event, follow_aims, take_over
from ie.engine.extract import Extractor
from ie.engine.reference import References
from ie.engine.refining import refine
from ie.engine.sentences import Mention, Sentence
from ie.engine.timeline import Timeline
from ie.engine.values import Found, Slot, slot_value
from ie.engine.writing import lack
from ie.language import tree
from ie.language.check import check
from ie.language.checked import CheckedRule
from ie.language.load import load
from ie.records import Result, as_dict
from ie.tokens import tokenize
from ie.workbench import packs
from ie.workbench.probes import Alternative, Attempt, Probe, Step, alternatives, cut
from ie.writers import to_yaml

_SHOWN_AFTER = 6
"""Tokens that are shown of what stands where a rule wanted something else."""
_SHOWN_RULES = 12
"""Rules that came near which are shown, the nearest first, where nobody asked for certain ones."""


def explain(paths: Sequence[Path], document: Document, *, only: Sequence[str] = ()) -> Iterator[str]:
    """Lines that say what the rules make of a document.

    Of the rules in the files asked for, all are shown whose words occur in the text; ``only`` names other rules to
    show, wherever they stand and whatever occurs. Raises RuleError where the rules cannot be used, and KeyError for
    a name in ``only`` that no rule has.
    """
    return _Explainer(paths, document, only).lines()


@dataclass(slots=True)
class _Seen:
    """A sentence with what was found in it."""

    sentence: Sentence
    events: list[Event] = field(default_factory=list)


class _Explainer:
    def __init__(self, paths: Sequence[Path], document: Document, only: Sequence[str]) -> None:
        self._loaded = load(paths)
        self._checked = check(self._loaded)
        self._only = frozenset(only)
        for name in only:
            if not any(name in (rule.name, rule.tree.name) for rule in self._checked.rules):
                raise KeyError(name)
        self._asked = packs.modules_in(self._loaded, paths)
        self._probes = self._probes_for(frozenset(token.lower() for token in tokenize(document.text)))
        extractor = self._extractor(paths)
        self._ruleset, self._matcher = extractor.ruleset, extractor.matcher
        self._annotator = extractor.annotator
        self._read(extractor, document)

    def _probes_for(self, words: frozenset[str]) -> list[Probe]:
        """Probes for every alternative that is to be shown for a text with these words."""
        probes: list[Probe] = []
        first = len(self._checked.rules)
        for rule in self._checked.rules:
            for alternative in alternatives(self._loaded, rule):
                if self._is_near(alternative, words):
                    probes.append(Probe(alternative, first))
                    first += len(probes[-1].rules)
        return probes

    def _extractor(self, paths: Sequence[Path]) -> Extractor:
        """An extractor for the rules and the probes together, so that both see the same symbols."""
        rules = [*self._checked.rules, *(rule for probe in self._probes for rule in probe.rules)]
        ruleset = compile_rules(replace(self._checked, rules=rules, lexicons=[]))
        known = api.ruleset(paths)
        ruleset.lexicon, ruleset.lexicon_types = known.lexicon, known.lexicon_types  # the slow part, made already
        self._matches: dict[int, list[int]] = {}
        for number, match in enumerate(ruleset.matches):
            self._matches.setdefault(match.rule, []).append(number)
        return Extractor(ruleset)

    def _read(self, extractor: Extractor, document: Document) -> None:
        self._result = extractor.extract(document)
        article = Article(document, extractor.matcher.vocabulary)
        events = extractor.events(article)
        self._seen: list[_Seen] = []
        for index in range(len(article)):
            sentence = article.sentence(index)
            self._annotator.annotate(sentence)
            self._seen.append(_Seen(sentence, [event for event in events if event.sentence is sentence]))
        self._references = References(article, self._annotator)
        self._told = extractor.events(article)  # others than those that probes are tried around
        refine(self._told, article, self._annotator, self._matcher)
        follow_aims(self._told)
        take_over(self._told)
        self._timeline = Timeline(article)
        # Captures are read by the roles of what a rule makes; now that all is extracted, probes may say what they make.
        for probe in self._probes:
            for number in probe.numbers:
                self._ruleset.rules[number].target = probe.alternative.rule.tree.target

    def _is_near(self, alternative: Alternative, words: frozenset[str]) -> bool:
        """Whether an alternative is to be shown for a text with these words: one of them is in any match of it."""
        rule = alternative.rule
        if self._only:
            return not self._only.isdisjoint((rule.name, rule.tree.name))
        if rule.module not in self._asked:
            return False
        needed = triggers(tree.Sequence(tuple(step.item for step in alternative.steps), alternative.span))
        return rule.tree.target in self._checked.records if needed is None else not needed.isdisjoint(words)

    # --- what is seen ------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        for seen in self._seen:
            yield from self._sentence(seen.sentence)
            yield ""
            yield from self._rules(seen)
            yield ""
        yield "records"
        yield from _indented(_records(self._result))

    def _sentence(self, sentence: Sentence) -> Iterator[str]:
        yield f"sentence {sentence.index + 1}: {' '.join(sentence.text.split())}"
        yield f"  tokens: {' · '.join(sentence.tokens)}"
        yield "  mentions, of which rules for records see those that lie in no other:"
        standing = [mention for mention in sentence.mentions if not mention.hidden]
        for mention in sorted(standing, key=lambda m: (m.start, -m.end)):
            inside = any(_contains(other, mention) for other in standing)
            yield f"    {'  ' if inside else ''}{self._mention(mention)}"
        for mention in sentence.losers:
            yield f"    gave way: {self._mention(mention)}"
        runs = self._matcher.runs(sentence)
        if runs:
            yield "  verb groups:"
        for run in runs:
            asks = "any form" if run.forms == ("any",) else " or ".join(run.forms)
            yield f'    "{sentence.cut(run.start, run.end)}" says {run.reading}, before a verb in the form: {asks}'

    def _mention(self, mention: Mention) -> str:
        identities = self._references.identities(mention)
        details = identities[0].attributes
        text = f'{mention.type.name} "{_flat(mention.sentence.cut(mention.start, mention.end))}"'
        values = [str(one.value) for one in identities if one.value is not None]
        if values:
            text += f" = {' and '.join(values)}"
        if details:
            text += f" ({', '.join(f'{name}: {value}' for name, value in details.items() if value != '')})"
        if identities != (mention,):
            names = (_flat(one.sentence.cut(one.start, one.end)) for one in identities)
            text += f", the same as {' and '.join(chr(34) + name + chr(34) for name in names)}"
        return text + (f"  by {mention.rule.name}" if mention.rule is not None else "")

    # --- rules -------------------------------------------------------------------------------------------------------

    def _rules(self, seen: _Seen) -> Iterator[str]:
        """The rules whose words occur in a sentence: first those that match, then those that come near."""
        waiting: dict[str, dict[str, None]] = {}
        attempts = self._attempts(seen, waiting)
        fired = [tried for tried in attempts if tried[0].complete]
        near = sorted((tried for tried in attempts if not tried[0].complete), key=lambda tried: -tried[0].share)
        if fired:
            yield "  rules that matched:"
        for tried in fired:
            yield from self._fired([one for one in tried if one.complete], seen)
        if near:
            yield "  rules that came near:"
        for tried in near[:_SHOWN_RULES]:
            yield from self._near(tried)
        if len(near) > _SHOWN_RULES:
            yield f"    and {len(near) - _SHOWN_RULES} others; ask for one with --rule NAME"
        for target, names in waiting.items():
            yield f"  no {target} stands in this sentence for these to refine: {', '.join(names)}"
        if not (attempts or waiting):
            yield "  no rule has its words in this sentence"

    def _attempts(self, seen: _Seen, waiting: dict[str, dict[str, None]]) -> list[list[Attempt]]:
        """What each rule's alternatives came to, the best first; those without a record to refine go to ``waiting``."""
        attempts: dict[str, list[Attempt]] = {}
        for probe in self._probes:
            rule = probe.alternative.rule
            if not self._is_near(probe.alternative, seen.sentence.lower):
                continue
            if rule.tree.refines and rule.tree.within is None and not self._targets(rule, seen):
                waiting.setdefault(rule.tree.target, {})[rule.tree.name] = None
                continue
            attempt = probe.attempt(partial(self._search, rule=rule, seen=seen))
            attempts.setdefault(rule.name, []).append(attempt)
        return [
            sorted(tried, key=lambda one: (not one.complete, one.rejected is None, -one.share))
            for tried in attempts.values()
        ]

    def _targets(self, rule: CheckedRule, seen: _Seen) -> list[Event]:
        return [event for event in seen.events if rule.tree.target in event.type.lineage]

    def _search(self, number: int, rule: CheckedRule, seen: _Seen) -> Found | None:
        """The first match of a probe's rule in a sentence, around any of its records for an ``on`` rule."""
        sentence, matcher = seen.sentence, self._matcher
        makes_record = rule.tree.target in self._ruleset.records
        events: list[Event | None] = [None]
        if rule.tree.refines and rule.tree.within is None:
            events = [*self._targets(rule, seen)]
        for event in events:
            this = None if event is None else (event.start, event.end)
            encoded = matcher.encode(sentence, only_outermost=makes_record, this=this)
            for match in self._matches[number]:
                for found in matcher.search(match, sentence, encoded, refining=event):
                    return found
        return None

    def _fired(self, attempts: Sequence[Attempt], seen: _Seen) -> Iterator[str]:
        yield f"    {self._head(attempts[0])}"
        for attempt in attempts:
            found = attempt.found
            if found is None:
                continue
            yield f'      matched "{_matched(found)}"'
            roles: dict[str, list[str]] = {}
            for slot in found.slots:
                roles.setdefault(slot.role, []).extend(self._values(slot))
            if roles:
                yield f"      {', '.join(f'{role} = {_listed(values)}' for role, values in roles.items())}"
        rule = attempts[0].alternative.rule
        if rule.tree.target in self._ruleset.records and not self._has_part(rule):
            yield f"      but no record has it: {self._why_not(rule, seen)}"

    def _values(self, slot: Slot) -> list[str]:
        """What fills a role, resolved where that is possible out of its record."""
        fillers = [slot_value(slot)]
        if slot.mention is not None:
            fillers = [one.value for one in self._references.identities(slot.mention)]
        return [str(one) for one in fillers if one is not None] or [slot.sentence.cut(slot.start, slot.end)]

    def _has_part(self, rule: CheckedRule) -> bool:
        return any(piece.rule == rule.name for record in self._result.records for piece in record.evidence)

    def _why_not(self, rule: CheckedRule, seen: _Seen) -> str:
        """Why no record has what a rule found in a sentence."""
        for event in self._told:
            found = (piece.found for piece in event.pieces)
            its = any(one.rule.name == rule.name and one.sentence is seen.sentence for one in found)
            if its and (why := lack(event, self._references, self._timeline)):
                return why
        if rule.tree.within is not None:
            return "no record stands within its reach, or a nearer rule filled its roles"
        if rule.tree.refines:
            return "a nearer rule filled its roles, or the record has them already"
        return "another match of the same words filled its roles"

    def _near(self, attempts: Sequence[Attempt]) -> Iterator[str]:
        shown = attempts if self._only else attempts[:1]
        for attempt in shown:
            yield f"    {self._head(attempt)}"
            yield from self._shortfall(attempt)
        others = len(attempts) - len(shown)
        if others:
            yield f"      {others} other match{'es' if others > 1 else ''} of it came no nearer"

    def _shortfall(self, attempt: Attempt) -> Iterator[str]:
        found = attempt.found
        if found is not None:
            yield f'      matched "{_matched(found)}"'
        if attempt.rejected is not None:
            yield f"      rejected by {self._source(attempt.rejected)}"
            return
        wanted = " ".join(self._step(step) for step in attempt.wanted)
        pattern = attempt.wanted[-1].pattern
        within = f" (in {pattern})" if pattern else ""
        if found is None:
            yield f"      wanted first {wanted}{within}, which stands nowhere in this sentence as the rule needs it"
            return
        after = found.sentence.cut(found.end, min(found.end + _SHOWN_AFTER, len(found.sentence.tokens)))
        there = f'found "{_flat(after)}"' if found.end < len(found.sentence.tokens) else "the sentence ended"
        yield f"      then wanted {wanted}{within}, but {there}"

    def _head(self, attempt: Attempt) -> str:
        rule, span = attempt.alternative.rule, attempt.alternative.span
        return f"{rule.name} {'on' if rule.tree.refines else '->'} {rule.tree.target}  {span.path}:{span.line}"

    def _step(self, step: Step) -> str:
        text = self._source(step.span)  # of alternatives in brackets without the brackets
        return f"({text})" if isinstance(step.item, tree.Choice) and " | " in text and text[-1] != ")" else text

    def _source(self, span: Span) -> str:
        text = cut(span, self._loaded.sources.get(span.path, ""))
        return text if len(text) <= 100 else text[:97] + "..."


def _contains(other: Mention, mention: Mention) -> bool:
    longer = other.end - other.start > mention.end - mention.start
    return longer and other.start <= mention.start and mention.end <= other.end


def _matched(found: Found) -> str:
    return _flat(found.sentence.cut(found.start, found.end))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _listed(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _records(result: Result) -> str:
    records = as_dict(result)["records"]
    return to_yaml({"records": records}) if records else "none\n"


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines())
