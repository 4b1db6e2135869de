"""Who and what a sentence names: mentions from gazetteers, dates, numbers, and then what rules make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from ie.engine import conditions, dates, numbers
from ie.engine.gazetteer import Entry, Names
from ie.engine.matching import Matcher, Pattern
from ie.engine.sentences import Mention, Sentence
from ie.engine.values import Found, found_lookup, slot_value
from ie.language.builtin import ANNOTATED
from ie.records import Value
from ie.ruleset import EntityType, Ruleset, bits
from ie.ruleset import numbers as bit_numbers


@dataclass(frozen=True, slots=True)
class _Maker:
    """A pattern that makes mentions: its number, and the brackets that its mentions may have, a bit for each."""

    number: int
    pattern: Pattern
    brackets: int


_number = attrgetter("number")


class Annotator:
    """Finds the mentions of sentences, type by type in the order in which rules need each other's results."""

    def __init__(self, ruleset: Ruleset, matcher: Matcher) -> None:
        self._entities = ruleset.entities
        self._matcher = matcher
        self._layers = [ruleset.entities[name] for name in ruleset.layers]
        self._annotated = 0
        """The brackets of types whose mentions an annotator finds, a bit for each."""
        for name in ANNOTATED:
            self._annotated |= self._brackets_of(name)
        self._makers: dict[int, list[_Maker]] = {}
        """The patterns that make mentions, by one of the word sets that they need, -1 for those that need none."""
        for number, match in enumerate(ruleset.matches):
            target = ruleset.rules[match.rule].target
            if target in ruleset.entities:
                maker = _Maker(number, matcher.patterns[number], self._brackets_of(target))
                self._makers.setdefault(match.scanned[0] if match.scanned else -1, []).append(maker)
        self._lead = bits(number for number in self._makers if number >= 0)

    def annotate(self, sentence: Sentence) -> None:
        """Find the sentence's mentions of every type: names of lexicons, dates and numbers, then what rules make."""
        if sentence.annotated:
            return
        sentence.annotated = True
        self._look_up(sentence)
        candidates: dict[str, list[int]] = {}
        for maker in self._makers_in(sentence):
            candidates.setdefault(maker.pattern.rule.target, []).append(maker.number)
        for type_ in self._layers:
            if type_.name in candidates:
                self._make(sentence, type_, candidates[type_.name])

    def feasible(self, sentence: Sentence, numbers: Sequence[int]) -> list[int]:
        """Those of some matches for which the sentence may hold mentions of all the types that they need.

        To know which words begin names is cheap, running the rules that make mentions is not: a sentence in which
        "left" is said and no place is named needs none of it. What rules may make is taken as there if their own
        words and needs are.
        """
        there = self._annotated
        for word in sentence.words:
            there |= word.present
        waiting = [maker for maker in self._makers_in(sentence) if maker.brackets & ~there]
        before = -1
        while before != there:
            before = there
            for maker in waiting:
                if maker.brackets & ~there and maker.pattern.has_needs(there):
                    there |= maker.brackets
        patterns = self._matcher.patterns
        able = [number for number in numbers if patterns[number].has_needs(there)]
        if able:
            self._look_up(sentence)
        return [number for number in able if self._matcher.sketch(number, sentence)]

    def _makers_in(self, sentence: Sentence) -> list[_Maker]:
        """The patterns that make mentions whose words a sentence holds, in the order of the rules."""
        sets = sentence.sets
        found = list(self._makers.get(-1, ()))
        for lead in bit_numbers(sets & self._lead):
            for maker in self._makers[lead]:
                words = maker.pattern.words
                if sets & words == words:
                    found.append(maker)
        return sorted(found, key=_number)

    def _brackets_of(self, name: str) -> int:
        """The brackets that mentions of a type may have, a bit for each: its own, and those of conditions."""
        type_ = self._entities.get(name)
        if type_ is None:
            return 0
        found = 1 << type_.bracket
        for bracket, asked, _ in self._matcher.ruleset.conditioned:
            if asked in type_.lineage:
                found |= 1 << bracket
        return found

    def _look_up(self, sentence: Sentence) -> None:
        if sentence.looked_up:
            return
        sentence.looked_up = True
        tokens = sentence.tokens
        found: list[Mention] = []
        for start, word in enumerate(sentence.words):
            if word.names is None:
                continue
            for length in range(min(word.longest, len(tokens) - start - 1), -1, -1):
                end = start + 1 + length
                for entry in _entries(word.names, tuple(tokens[start + 1 : end])):
                    attributes: dict[str, Value] = dict(entry.attributes)
                    type_ = self._entities[entry.type]
                    found.append(Mention(type_, sentence, start, end, start, end, entry.name, attributes))
        self._settle(sentence, found)
        self._annotate_dates(sentence)
        self._annotate_numbers(sentence)

    def _annotate_dates(self, sentence: Sentence) -> None:
        found = []
        for expression in dates.find(sentence.text):
            start, end = sentence.token_span(expression.start + sentence.start, expression.end + sentence.start)
            if start < end:
                mention = Mention(self._entities["Date"], sentence, start, end, start, end, None, {})
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
                type_ = self._entities["Number"]
                found.append(Mention(type_, sentence, start, end, start, end, number.value, attributes))
        self._settle(sentence, found)

    def _make(self, sentence: Sentence, type_: EntityType, numbers: Sequence[int]) -> None:
        encoded = self._matcher.encode(sentence, only_outermost=False)
        made = [
            self._mention(found, type_)
            for number in numbers
            for found in self._matcher.search(number, sentence, encoded, making=type_)
        ]
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
        if not made:
            return
        sentence.encodings.clear()
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
            mention.brackets = self._matcher.brackets(mention)
            sentence.mentions.append(mention)


def _entries(names: Names, rest: tuple[str, ...]) -> Sequence[Entry]:
    """The names that go on with these tokens, as written or in another case."""
    found = names.get(rest)
    if found is None and rest:
        found = names.get(tuple(word.lower() for word in rest))
        if found is None and rest[-1].isupper():
            found = names.get(tuple(word.capitalize() for word in rest))
    return found or ()


def _stands_over(rival: Mention, mention: Mention) -> bool:
    if rival.end - rival.start != mention.end - mention.start:
        return rival.end - rival.start > mention.end - mention.start
    if (rival.start, rival.end) != (mention.start, mention.end):
        return True
    return mention.type.name in rival.type.lineage
