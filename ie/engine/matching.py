"""Expressions over sentences: a sentence's string with its brackets, and the matches of a rule in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from ie.engine import conditions
from ie.engine.encoding import Encoded
from ie.engine.expressions import Expressions
from ie.engine.gazetteer import Entry
from ie.engine.sentences import Mention, Sentence
from ie.engine.values import Found, Slot, found_lookup, mention_lookup
from ie.engine.verbs import Run, find_runs, find_split_runs
from ie.engine.vocabulary import WORD_TIMEOUT, Vocabulary
from ie.language.builtin import DATE_TYPE
from ie.ruleset import CLOSING, OPENING, EntityType, Match, Rule, Ruleset, bits

if TYPE_CHECKING:
    from ie.engine.events import Event

ANCHOR, VERB, ROLE = "_a", "_v", "r_"
TIMEOUT = 1.0
"""Seconds of CPU time, as `regex` counts them, after which one expression on one sentence is given up and reported."""

_MOMENT = 0.01
_OPENING = chr(OPENING)


class Pattern:
    """One alternative of a rule, ready to be searched for. Its expressions are compiled when they are first needed."""

    def __init__(self, match: Match, rule: Rule, expressions: Expressions) -> None:
        self.rule = rule
        self.fillers = match.fillers
        self._few_ways = match.few_ways
        self.sketch_few_ways = match.sketch_few_ways
        self.words = bits(match.words)
        """The word sets of each of which a match holds a word, a bit for each."""
        self._needs = tuple(map(bits, match.needs))
        self._match = match
        self._expressions = expressions

    def has_needs(self, present: int) -> bool:
        """Whether the brackets without which there is no match are among some, a bit for each."""
        return all(present & need for need in self._needs)

    @cached_property
    def expression(self) -> Any:
        """The expression for a match."""
        return self._expressions(self._match.regex)

    def match(self, text: str, place: int, clock: _Clock) -> Any:
        """The match that begins at a place, or None. Raises TimeoutError when it is not found in time."""
        if self._few_ways:  # looking at the clock costs more than most expressions
            return self.expression.match(text, place)
        return self.expression.match(text, place, timeout=clock.left())

    @cached_property
    def starts(self) -> Any:
        """The class of characters of which the first token of a match holds one; None for any token."""
        return self._expressions(self._match.starts) if self._match.starts is not None else None

    @cached_property
    def last(self) -> Any:
        """The class of characters of which a match holds one, from its first token on; None where it is not known."""
        return self._expressions(self._match.last) if self._match.last is not None else None

    @cached_property
    def sketch(self) -> tuple[Any, Any] | None:
        """The class of the first token of its sketch, and the sketch; None where none would turn any sentence away."""
        if not self._match.sketch:
            return None
        starts, expression = map(self._expressions, self._match.sketch)
        return starts, expression


class Matcher:
    """Runs a ruleset's expressions. Each is compiled when a sentence first holds its trigger."""

    def __init__(self, ruleset: Ruleset, expressions: Expressions) -> None:
        self.ruleset = ruleset
        self.vocabulary = Vocabulary(ruleset, expressions, self._brackets_of_name, self._slow_word)
        self.patterns = [Pattern(match, ruleset.rules[match.rule], expressions) for match in ruleset.matches]
        self.refining = [number for number, pattern in enumerate(self.patterns) if pattern.rule.refines]
        """The matches of rules on records."""
        self.problems: list[str] = []
        self._expressions = expressions

    # --- what a match cannot do without -------------------------------------------------------------------------------

    def has_words(self, number: int, sentence: Sentence) -> bool:
        """Whether the sentence holds the words without which a match cannot be."""
        words = self.patterns[number].words
        return sentence.sets & words == words

    def sketch(self, number: int, sentence: Sentence) -> bool:
        """Whether a trigger of a match stands where it may, in a sentence in which no rule has made mentions yet."""
        sketch = self.patterns[number].sketch
        if sketch is None:
            return True
        starts, expression = sketch
        seen = sentence.seen.get(expression)
        if seen is None:
            encoded = sentence.encodings.get("bare")
            if encoded is None:
                brackets = _mention_brackets(sentence.mentions)
                encoded = sentence.encodings["bare"] = Encoded(sentence.words, brackets)
            places = encoded.places(starts)
            if self.patterns[number].sketch_few_ways:
                seen = any(expression.match(encoded.text, place) is not None for place in places)
            else:
                seen = _seen_in_time(expression, encoded.text, places)
            sentence.seen[expression] = seen
        return seen

    def _slow_word(self, token: str) -> None:
        self.problems.append(f"a token expression of the rules was given up after {WORD_TIMEOUT:g} s on: {token[:80]}")

    # --- strings -----------------------------------------------------------------------------------------------------

    def encode(self, sentence: Sentence, *, only_outermost: bool, this: tuple[int, int] | None = None) -> Encoded:
        """The sentence as a string; if ``only_outermost``, without mentions that lie inside longer ones of any kind."""
        key = (only_outermost, this)
        found = sentence.encodings.get(key)
        if found is None:
            mentions = sentence.outermost() if only_outermost else sentence.mentions
            brackets = _mention_brackets(mentions)
            forms = self.ruleset.form_brackets
            brackets += [(run.start, run.end, forms[form]) for run in self.runs(sentence) for form in run.forms]
            if this is not None:
                brackets.append((*this, self.ruleset.this_bracket))
            found = sentence.encodings[key] = Encoded(sentence.words, brackets)
        return found

    def brackets(self, mention: Mention) -> tuple[int, ...]:
        """The brackets of a mention: its type's, and those of the conditions in patterns that hold of it."""
        return self._brackets(mention.type, mention_lookup(mention.value, mention.attributes))

    def _brackets_of_name(self, entry: Entry) -> tuple[int, ...]:
        return self._brackets(self.ruleset.entities[entry.type], mention_lookup(entry.name, entry.attributes))

    def _brackets(self, type_: EntityType, lookup: conditions.Lookup) -> tuple[int, ...]:
        conditioned = [
            bracket
            for bracket, asked, condition in self.ruleset.conditioned
            if asked in type_.lineage and conditions.holds(condition, lookup)
        ]
        return (type_.bracket, *conditioned)

    def runs(self, sentence: Sentence) -> list[Run]:
        """The sentence's runs of auxiliaries."""
        if sentence.runs is None:
            auxiliaries = self.ruleset.auxiliaries
            if auxiliaries is None:
                sentence.runs = []
            else:
                encoded = Encoded(sentence.words, ())
                expression = self._expressions(auxiliaries.regex)
                starts = self._expressions(auxiliaries.starts)
                sentence.runs = find_runs(expression, starts, auxiliaries.links, encoded)
                if days := [(one.start, one.end) for one in sentence.mentions if one.type.name == DATE_TYPE]:
                    sentence.runs += find_split_runs(expression, starts, auxiliaries.links, sentence.words, days)
        return sentence.runs

    # --- matches -----------------------------------------------------------------------------------------------------

    def search(
        self,
        number: int,
        sentence: Sentence,
        encoded: Encoded,
        *,
        making: EntityType | None = None,
        refining: Event | Callable[[Found], Event | None] | None = None,
    ) -> Iterator[Found]:
        """All matches of one alternative, from left to right; one that is not accepted lets the search go on.

        ``making``: the type of the mentions that the matches are to make. ``refining``: the event of which
        the matches speak, or what finds it for a match; a match that speaks of none is not accepted.
        """
        pattern = self.patterns[number]
        if not pattern.has_needs(encoded.present):
            return
        taken = 0
        clock = _Clock()
        last = None if pattern.last is None else max(encoded.places(pattern.last), default=-1)
        try:
            for place in encoded.places(pattern.starts):
                if last is not None and place > last:
                    break  # what the match is called by stands before here
                hit = pattern.match(encoded.text, place, clock) if place >= taken else None
                if hit is None or hit.end() == place:
                    continue
                found = self._found(number, pattern, sentence, encoded, hit)
                found.refining = refining(found) if callable(refining) else refining
                if refining is not None and found.refining is None:
                    continue
                if not (making and _cuts(found, making)) and self._accepts(found, encoded, hit):
                    yield found
                    taken = encoded.starts[found.end]
        except TimeoutError:
            self.problems.append(f"rule {pattern.rule.name} was given up after {TIMEOUT:g} s on: {sentence.text[:80]}")

    def _found(self, number: int, pattern: Pattern, sentence: Sentence, encoded: Encoded, hit: Any) -> Found:
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
                    if first == last:
                        continue  # what takes nothing fills nothing
                    wanted = pattern.fillers.get(role, [])
                    slots.append(Slot(role, sentence, first, last, _captured(wanted, sentence, first, last)))
        slots.sort(key=lambda slot: (slot.start, slot.end))
        return Found(pattern.rule, number, sentence, start, end, slots, frozenset(anchors), sorted(verbs))

    def _accepts(self, found: Found, encoded: Encoded, hit: Any) -> bool:
        lookup = found_lookup(found)
        if not all(conditions.holds(condition, lookup) for condition in found.rule.where):
            return False
        return not any(self._excluded(number, encoded, hit) for number in found.rule.unless)

    def _excluded(self, number: int, encoded: Encoded, hit: Any) -> bool:
        """Whether an ``unless`` pattern matches around the match, which it may speak of as ``this``."""
        opening_, closing_ = chr(OPENING + self.ruleset.this_bracket), chr(CLOSING + self.ruleset.this_bracket)
        text = encoded.text
        if opening_ not in text:
            start, end = hit.span()
            while text[start] < _OPENING:  # closing brackets of the token before
                start += 1
            text = text[:start] + opening_ + text[start:end] + closing_ + text[end:]
        return self._expressions(number).search(text, timeout=TIMEOUT) is not None


class _Clock:
    """How long an expression may still work on a sentence.

    To ask for the CPU's time takes long, so for the first moments it is not asked.
    """

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._deadline: float | None = None

    def left(self) -> float:
        """Seconds of CPU time. Raises TimeoutError when none are left."""
        if self._deadline is None:
            if perf_counter() - self._begun < _MOMENT:
                return TIMEOUT
            self._deadline = process_time() + TIMEOUT
        left = self._deadline - process_time()
        if left <= 0:
            raise TimeoutError
        return left


def _seen_in_time(expression: Any, text: str, places: Iterable[int]) -> bool:
    """Whether an expression matches at some of the places, or may do so if it is given more time."""
    clock = _Clock()
    try:
        return any(expression.match(text, place, timeout=clock.left()) is not None for place in places)
    except TimeoutError:
        return True


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


def _mention_brackets(mentions: Iterable[Mention]) -> list[tuple[int, int, int]]:
    return [(one.start, one.end, bracket) for one in mentions if not one.hidden for bracket in one.brackets]
