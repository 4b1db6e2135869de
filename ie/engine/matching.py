"""Rules over sentences: the mentions and records that they make, layer by layer, and which of two that clash stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import regex

from ie.engine import conditions, dates, numbers
from ie.engine.encoding import Encoded
from ie.engine.gazetteer import Gazetteer
from ie.engine.sentences import Mention, Sentence
from ie.engine.verbs import Run, find_runs
from ie.language.builtin import STATUS
from ie.records import Value
from ie.ruleset import CLOSING, OPENING, EntityType, Match, Rule, Ruleset

if TYPE_CHECKING:
    from ie.engine.events import Event

ANCHOR, VERB, ROLE = "_a", "_v", "r_"
TIMEOUT = 1.0
"""Seconds after which one expression on one sentence is given up and reported."""

_AT_TOKEN = f"(?<![{chr(OPENING)}-{chr(CLOSING - 1)}])"


@dataclass(slots=True, eq=False)
class Slot:
    """A filler of a role in one match: tokens, and the mention where there is one."""

    role: str
    sentence: Sentence
    start: int
    end: int
    mention: Mention | None
    constant: Value | None = None
    """A value that the rule sets; then the tokens are those from which it follows."""


@dataclass(slots=True, eq=False)
class Found:
    """One match of one rule in one sentence, in tokens."""

    rule: Rule
    order: int
    sentence: Sentence
    start: int
    end: int
    slots: list[Slot]
    anchors: frozenset[int]
    verbs: list[tuple[int, int]]
    refining: Event | None = None
    """The event of which an ``on`` rule speaks, once it is known."""


@dataclass(slots=True)
class _Layer:
    """The matches that make one type."""

    type: EntityType
    matches: list[int] = field(default_factory=list)


class Matcher:
    """Runs a ruleset's expressions. Each is compiled when a sentence first holds its trigger."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._gazetteer = Gazetteer(ruleset.lexicon, ruleset.lexicon_types)
        self._compiled: dict[str, Any] = {}
        self._layers = [_Layer(ruleset.entities[name]) for name in ruleset.layers]
        by_type = {layer.type.name: layer for layer in self._layers}
        for number, match in enumerate(ruleset.matches):
            layer = by_type.get(ruleset.rules[match.rule].target)
            if layer is not None:
                layer.matches.append(number)
        self._token_regexes = [(bracket, regex.compile(source)) for bracket, source in ruleset.token_regexes]
        self._token_brackets: dict[str, tuple[int, ...]] = {}
        self._runs: dict[int, list[Run]] = {}
        self._words: dict[int, list[tuple[int, int, int]]] = {}
        self.problems: list[str] = []

    def expression(self, source: str) -> Any:
        """The compiled form of an expression."""
        found = self._compiled.get(source)
        if found is None:
            found = self._compiled[source] = regex.compile(_AT_TOKEN + source)
        return found

    # --- mentions ----------------------------------------------------------------------------------------------------

    def annotate(self, sentence: Sentence) -> None:
        """Find the sentence's mentions of every type: names of lexicons, dates and numbers, then what rules make."""
        if sentence.made:
            return
        sentence.made.update(self.ruleset.entities)
        self._look_up(sentence)
        self._annotate_dates(sentence)
        self._annotate_numbers(sentence)
        for layer in self._layers:
            self._make(sentence, layer)

    def _look_up(self, sentence: Sentence) -> None:
        tokens = sentence.tokens
        starting_with = self._gazetteer.starting_with
        found: list[Mention] = []
        for start, token in enumerate(tokens):
            names = starting_with(token)
            if names is None:
                continue
            by_rest, longest = names
            for length in range(min(longest, len(tokens) - start - 1), -1, -1):
                rest = tuple(tokens[start + 1 : start + 1 + length])
                entries = by_rest.get(rest) or by_rest.get(tuple(word.lower() for word in rest))
                if entries is None and rest and rest[-1].isupper():
                    entries = by_rest.get(tuple(word.capitalize() for word in rest))
                for entry in entries or ():
                    type_ = self.ruleset.entities[entry.type]
                    end = start + 1 + length
                    attributes: dict[str, Value] = dict(entry.attributes)
                    found.append(Mention(type_, sentence, start, end, start, end, entry.name, attributes))
        self._settle(sentence, found)

    def _annotate_dates(self, sentence: Sentence) -> None:
        found = []
        for expression in dates.find(sentence.text):
            start, end = sentence.token_span(expression.start + sentence.start, expression.end + sentence.start)
            if start < end:
                mention = Mention(self.ruleset.entities["Date"], sentence, start, end, start, end, None, {})
                mention.expression = expression
                found.append(mention)
        self._settle(sentence, found)

    def _annotate_numbers(self, sentence: Sentence) -> None:
        taken = [(m.start, m.end) for m in sentence.mentions if m.type.name == "Date"]
        found = []
        for number in numbers.find(sentence.text):
            start, end = sentence.token_span(number.start + sentence.start, number.end + sentence.start)
            if start < end and not any(start < b and a < end for a, b in taken):
                attributes: dict[str, Value] = {"qualifier": number.qualifier} if number.qualifier else {}
                type_ = self.ruleset.entities["Number"]
                found.append(Mention(type_, sentence, start, end, start, end, number.value, attributes))
        self._settle(sentence, found)

    def _make(self, sentence: Sentence, layer: _Layer) -> None:
        encoded: Encoded | None = None
        made: list[Mention] = []
        for number in layer.matches:
            if not has_words(self.ruleset.matches[number], sentence):
                continue
            if encoded is None:
                encoded = self.encode(sentence, only_outermost=False)
            found = self.search(number, sentence, encoded, making=layer.type)
            made += [self._mention(one, layer.type) for one in found]
        if made:
            self._settle(sentence, made)

    def _mention(self, found: Found, type_: EntityType) -> Mention:
        attributes: dict[str, Value] = {}
        value: Value | None = None
        name_start, name_end = found.start, found.end
        expression: object = None
        for slot in found.slots:
            content = slot_value(slot)
            if content is None:
                continue
            if slot.role == "name":
                value, name_start, name_end = content, slot.start, slot.end
                if slot.mention is not None:
                    name_start, name_end = slot.mention.name_start, slot.mention.name_end
                    attributes = {**slot.mention.attributes, **attributes}
                    expression = slot.mention.expression
            else:
                attributes[slot.role] = content
        mention = Mention(
            type_, found.sentence, found.start, found.end, name_start, name_end, value, attributes, found.rule
        )
        mention.expression = expression
        for role, operand in found.rule.sets:
            content = next(iter(conditions.operand(operand, found_lookup(found))), None)
            if role == "name":
                mention.value = content
            elif content is not None:
                attributes[role] = content
        if mention.value is None and found.rule.same is None:
            mention.value = found.sentence.cut(name_start, name_end)
        return mention

    def _settle(self, sentence: Sentence, made: list[Mention]) -> None:
        """Of two overlapping mentions of one kind the longer stands, then the heavier rule's, then the earlier rule's.

        A mention inside a longer one of its own kind is hidden from then on, and kept for `explain`. Two of the same
        span stand side by side where neither type is a kind of the other: Georgia is a country and a region.
        """
        order = {id(mention): number for number, mention in enumerate(made)}
        standing = [mention for mention in sentence.mentions if not mention.hidden]
        ranked = sorted(
            made,
            key=lambda m: (m.start - m.end, -(m.rule.weight if m.rule else 0), order[id(m)]),
        )
        for mention in ranked:
            family = mention.type.lineage[-1]
            rivals = [
                one
                for one in standing
                if one.start < mention.end and mention.start < one.end and one.type.lineage[-1] == family
            ]
            if any(_stands_over(rival, mention) for rival in rivals):
                sentence.losers.append(mention)
                continue
            for rival in rivals:
                if (rival.start, rival.end) != (mention.start, mention.end) or rival.type.name in mention.type.lineage:
                    rival.hidden = True
                    standing.remove(rival)
                    sentence.losers.append(rival)
            standing.append(mention)
            sentence.mentions.append(mention)

    # --- strings -----------------------------------------------------------------------------------------------------

    def encode(self, sentence: Sentence, *, only_outermost: bool, this: tuple[int, int] | None = None) -> Encoded:
        """The sentence as a string. ``only_outermost``: without mentions that lie inside longer ones of whatever kind."""
        mentions = [mention for mention in sentence.mentions if not mention.hidden]
        if only_outermost:
            mentions = outermost(mentions)
        brackets = [(m.start, m.end, m.type.bracket) for m in mentions]
        for bracket, type_, condition in self.ruleset.conditioned:
            brackets += [
                (m.start, m.end, bracket)
                for m in mentions
                if m.is_a(type_) and conditions.holds(condition, mention_lookup(m))
            ]
        brackets += self._word_brackets(sentence)
        if this is not None:
            brackets.append((*this, self.ruleset.this_bracket))
        return Encoded(sentence.symbols, brackets)

    def _word_brackets(self, sentence: Sentence) -> list[tuple[int, int, int]]:
        """The brackets that do not depend on mentions: token expressions and runs of auxiliaries."""
        found = self._words.get(id(sentence))
        if found is None:
            forms = self.ruleset.form_brackets
            found = self._regex_brackets(sentence)
            found += [(run.start, run.end, forms[form]) for run in self.runs(sentence) for form in run.forms]
            self._words[id(sentence)] = found
        return found

    def runs(self, sentence: Sentence) -> list[Run]:
        """The sentence's runs of auxiliaries."""
        auxiliaries = self.ruleset.auxiliaries
        if auxiliaries is None:
            return []
        found = self._runs.get(id(sentence))
        if found is None:
            encoded = Encoded(sentence.symbols, self._regex_brackets(sentence))
            found = find_runs(self.expression(auxiliaries.regex), auxiliaries.links, encoded)
            self._runs[id(sentence)] = found
        return found

    def forget(self) -> None:
        """Drop what was kept for the sentences of a document."""
        self._runs.clear()
        self._words.clear()

    def _regex_brackets(self, sentence: Sentence) -> list[tuple[int, int, int]]:
        if not self._token_regexes:
            return []
        brackets = []
        for place, token in enumerate(sentence.tokens):
            hits = self._token_brackets.get(token)
            if hits is None:
                hits = tuple(bracket for bracket, pattern in self._token_regexes if pattern.fullmatch(token))
                self._token_brackets[token] = hits
            brackets += [(place, place + 1, bracket) for bracket in hits]
        return brackets

    # --- matches -----------------------------------------------------------------------------------------------------

    def search(
        self,
        number: int,
        sentence: Sentence,
        encoded: Encoded,
        *,
        making: EntityType | None = None,
        refining: Event | None = None,
    ) -> Iterator[Found]:
        """All matches of one alternative, from left to right; one that is not accepted lets the search go on.

        ``making``: the type of the mentions that the matches are to make. ``refining``: the event around which the
        sentence was encoded.
        """
        match = self.ruleset.matches[number]
        if not _has_needs(match, encoded.text):
            return
        pattern = self.expression(match.regex)
        rule = self.ruleset.rules[match.rule]
        position = 0
        while True:
            try:
                hit = pattern.search(encoded.text, position, timeout=TIMEOUT)
            except TimeoutError:
                self.problems.append(f"rule {rule.name} was given up after {TIMEOUT:g} s on: {sentence.text[:80]}")
                return
            if hit is None:
                return
            if hit.end() == hit.start():
                position = hit.end() + 1
                continue
            found = self._found(number, rule, sentence, encoded, hit)
            found.refining = refining
            if not (making and _cuts(found, making)) and self._accepts(found, encoded, hit):
                yield found
                position = hit.end()
            else:
                position = hit.start() + 1

    def _found(self, number: int, rule: Rule, sentence: Sentence, encoded: Encoded, hit: Any) -> Found:
        start, end = encoded.tokens(hit.start(), hit.end())
        slots: list[Slot] = []
        anchors: set[int] = set()
        verbs: list[tuple[int, int]] = []
        for group in hit.re.groupindex:
            if group == ANCHOR:
                for span in hit.spans(group):
                    anchors.update(range(*encoded.tokens(*span)))
            elif group == VERB:
                verbs += [encoded.tokens(*span) for span in hit.spans(group)]
            elif group.startswith(ROLE):
                role = group[len(ROLE) :]
                for span in hit.spans(group):
                    first, last = encoded.tokens(*span)
                    wanted = self.ruleset.matches[number].fillers.get(role, [])
                    slots.append(Slot(role, sentence, first, last, _captured(wanted, sentence, first, last)))
        slots.sort(key=lambda slot: (slot.start, slot.end))
        return Found(rule, number, sentence, start, end, slots, frozenset(anchors), sorted(verbs))

    def _accepts(self, found: Found, encoded: Encoded, hit: Any) -> bool:
        lookup = found_lookup(found)
        if not all(conditions.holds(condition, lookup) for condition in found.rule.where):
            return False
        return not any(self._excluded(source, encoded, hit) for source in found.rule.unless)

    def _excluded(self, source: str, encoded: Encoded, hit: Any) -> bool:
        """Whether an ``unless`` pattern matches around the match, which it may speak of as ``this``."""
        opening_, closing_ = chr(OPENING + self.ruleset.this_bracket), chr(CLOSING + self.ruleset.this_bracket)
        text = encoded.text
        if opening_ not in text:
            text = text[: hit.start()] + opening_ + hit[0] + closing_ + text[hit.end() :]
        return self.expression(source).search(text, timeout=TIMEOUT) is not None


def _cuts(found: Found, making: EntityType) -> bool:
    """Whether a match begins or ends inside a mention of another kind: names of things are not cut in two."""
    return any(
        not one.hidden
        and one.type.lineage[-1] != making.lineage[-1]
        and (one.start < found.start < one.end < found.end or found.start < one.start < found.end < one.end)
        for one in found.sentence.mentions
    )


def _captured(wanted: Sequence[str], sentence: Sentence, start: int, end: int) -> Mention | None:
    """The mention of one of the wanted types that a capture took, with or without an article before it."""
    best: Mention | None = None
    for mention in sentence.mentions:
        if mention.hidden or mention.end != end or not start <= mention.start <= start + 1:
            continue
        if not any(name in mention.type.lineage for name in wanted):
            continue
        if mention.start > start and sentence.tokens[start].lower() != "the":
            continue
        if best is None or mention.start < best.start:
            best = mention
    return best


def _stands_over(rival: Mention, mention: Mention) -> bool:
    if rival.end - rival.start != mention.end - mention.start:
        return rival.end - rival.start > mention.end - mention.start
    if (rival.start, rival.end) != (mention.start, mention.end):
        return True
    return mention.type.name in rival.type.lineage


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand and lie inside no longer one of whatever kind."""
    mentions = [mention for mention in mentions if not mention.hidden]
    return [
        one
        for one in mentions
        if not any(
            other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
            for other in mentions
        )
    ]


def has_words(match: Match, sentence: Sentence) -> bool:
    """Whether the sentence holds the words without which the pattern cannot match."""
    words = sentence.words
    if match.triggers and words.isdisjoint(match.triggers):
        return False
    return not any(words.isdisjoint(some) for some in match.words)


def _has_needs(match: Match, text: str) -> bool:
    return all(any(char in text for char in need) for need in match.needs)


# --- values ----------------------------------------------------------------------------------------------------------


def slot_value(slot: Slot) -> Value | None:
    """The value of a slot before references are resolved."""
    if slot.constant is not None:
        return slot.constant
    if slot.mention is not None:
        return slot.mention.value
    return slot.sentence.cut(slot.start, slot.end)


def mention_lookup(mention: Mention) -> conditions.Lookup:
    """Attributes of a mention by name."""

    def lookup(path: tuple[str, ...]) -> Sequence[Value] | None:
        if path == ("name",):
            return () if mention.value is None else (mention.value,)
        if len(path) == 1 and path[0] in mention.attributes:
            return (mention.attributes[path[0]],)
        return None

    return lookup


def found_lookup(found: Found) -> conditions.Lookup:
    """Roles of a match, and attributes of what fills them; under ``this`` those of the event that it refines."""

    def lookup(path: tuple[str, ...]) -> Sequence[Value] | None:
        if path[0] == "this":
            path = path[1:]
            if found.refining is None:
                return None
            if path == (STATUS,) and found.refining.reading is not None and not found.refining.slots(STATUS):
                return [found.refining.reading]
            slots = found.refining.slots(path[0])
        else:
            slots = [slot for slot in found.slots if slot.role == path[0]]
        if not slots:
            return None
        if len(path) == 1:  # a "he" that is not resolved yet counts all the same
            values_ = (slot_value(slot) for slot in slots)
            return [slot.sentence.cut(slot.start, slot.end) if v is None else v for v, slot in zip(values_, slots)]
        values: list[Value] = []
        for slot in slots:
            if slot.mention is not None:
                values += mention_lookup(slot.mention)(path[1:]) or ()
        return values

    return lookup


def constant_slots(found: Found) -> list[Slot]:
    """What a rule sets, as fillers whose text is the words by which the match was known."""
    slots = []
    start, end = (min(found.anchors), max(found.anchors) + 1) if found.anchors else (found.start, found.end)
    for role, operand in found.rule.sets:
        if operand[0] in ("path", "name") and (source := [s for s in found.slots if s.role == operand[1]]):
            for slot in source:
                content = next(iter(conditions.operand(operand, found_lookup(found))), None)
                mention = slot.mention if len(operand) == 2 else None
                constant = None if mention is not None else content
                slots.append(Slot(role, slot.sentence, slot.start, slot.end, mention, constant))
            continue
        for value in conditions.operand(operand, found_lookup(found)):
            slots.append(Slot(role, found.sentence, start, end, None, value))
    return slots
