"""Who and what a sentence names: mentions from gazetteers, dates, numbers, and then what rules make of them."""

from __future__ import annotations

from collections.abc import Sequence

from ie.engine import conditions, dates, numbers
from ie.engine.gazetteer import Gazetteer
from ie.engine.matching import Matcher, has_words
from ie.engine.sentences import Mention, Sentence
from ie.engine.values import Found, found_lookup, slot_value
from ie.language.builtin import ANNOTATED
from ie.records import Value
from ie.ruleset import EntityType, Ruleset, opening


class Annotator:
    """Finds the mentions of sentences, type by type in the order in which rules need each other's results."""

    def __init__(self, ruleset: Ruleset, matcher: Matcher) -> None:
        self._entities = ruleset.entities
        self._matcher = matcher
        self._gazetteer = Gazetteer(ruleset.lexicon, ruleset.lexicon_types)
        self._layers = [ruleset.entities[name] for name in ruleset.layers]
        self._annotated = {opening(one.bracket) for name, one in ruleset.entities.items() if name in ANNOTATED}
        self._made_by: dict[int, EntityType] = {}
        self._always: list[int] = []
        self._triggered: dict[str, list[int]] = {}
        """Matches that make mentions, by the words that trigger them."""
        for number, match in enumerate(ruleset.matches):
            type_ = ruleset.entities.get(ruleset.rules[match.rule].target)
            if type_ is None:
                continue
            self._made_by[number] = type_
            if not match.triggers:
                self._always.append(number)
            for word in match.triggers:
                self._triggered.setdefault(word, []).append(number)

    def annotate(self, sentence: Sentence) -> None:
        """Find the sentence's mentions of every type: names of lexicons, dates and numbers, then what rules make."""
        if sentence.annotated:
            return
        sentence.annotated = True
        self._look_up(sentence)
        self._annotate_dates(sentence)
        self._annotate_numbers(sentence)
        candidates: dict[str, list[int]] = {}
        for number in self._candidates(sentence):
            candidates.setdefault(self._made_by[number].name, []).append(number)
        for type_ in self._layers:
            if type_.name in candidates:
                self._make(sentence, type_, candidates[type_.name])

    def _candidates(self, sentence: Sentence) -> list[int]:
        """The matches whose words the sentence holds, in the order of the rules."""
        numbers = set(self._always)
        for word in sentence.words & self._triggered.keys():
            numbers.update(self._triggered[word])
        return [number for number in sorted(numbers) if has_words(self._matcher.ruleset.matches[number], sentence)]

    def feasible(self, sentence: Sentence, numbers: Sequence[int]) -> list[int]:
        """Those of some matches for which the sentence may hold mentions of all the types that they need.

        Looking names up is cheap, running the rules that make mentions is not: a sentence in which "left" is said and
        no place is named needs none of it. What rules may make is taken as there if their own words and needs are.
        """
        self._look_up(sentence)
        matches = self._matcher.ruleset.matches
        there = {opening(bracket) for mention in sentence.mentions for bracket in mention.brackets} | self._annotated
        waiting = self._candidates(sentence)
        while True:
            able = [number for number in waiting if _has_all(matches[number].needs, there)]
            if not able:
                return [number for number in numbers if _has_all(matches[number].needs, there)]
            there.update(opening(self._made_by[number].bracket) for number in able)
            waiting = [number for number in waiting if number not in able]

    def _look_up(self, sentence: Sentence) -> None:
        if sentence.looked_up:
            return
        sentence.looked_up = True
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
                    type_ = self._entities[entry.type]
                    end = start + 1 + length
                    attributes: dict[str, Value] = dict(entry.attributes)
                    found.append(Mention(type_, sentence, start, end, start, end, entry.name, attributes))
        self._settle(sentence, found)

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
            mention.brackets = self._matcher.brackets(mention)
            sentence.mentions.append(mention)


def _has_all(needs: Sequence[str], there: set[str]) -> bool:
    return all(any(bracket in there for bracket in need) for need in needs)


def _stands_over(rival: Mention, mention: Mention) -> bool:
    if rival.end - rival.start != mention.end - mention.start:
        return rival.end - rival.start > mention.end - mention.start
    if (rival.start, rival.end) != (mention.start, mention.end):
        return True
    return mention.type.name in rival.type.lineage
