"""What a match captured: slots, their values, and what conditions may ask of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ie.engine import conditions
from ie.engine.sentences import Mention, Sentence
from ie.language.builtin import STATUS
from ie.records import Value
from ie.ruleset import Rule

if TYPE_CHECKING:
    from ie.engine.events import Event


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


def slot_value(slot: Slot) -> Value | None:
    """The value of a slot before references are resolved."""
    if slot.constant is not None:
        return slot.constant
    if slot.mention is not None:
        return slot.mention.value
    return slot.sentence.cut(slot.start, slot.end)


def mention_lookup(value: Value | None, attributes: Mapping[str, Value]) -> conditions.Lookup:
    """Attributes of a mention with this value by name."""

    def lookup(path: tuple[str, ...]) -> Sequence[Value] | None:
        if path == ("name",):
            return () if value is None else (value,)
        if len(path) == 1 and path[0] in attributes:
            return (attributes[path[0]],)
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
            return [_known_or_text(slot) for slot in slots]
        values: list[Value] = []
        for slot in slots:
            if slot.mention is not None:
                values += mention_lookup(slot.mention.value, slot.mention.attributes)(path[1:]) or ()
        return values

    return lookup


def _known_or_text(slot: Slot) -> Value:
    value = slot_value(slot)
    return slot.sentence.cut(slot.start, slot.end) if value is None else value


def _asked(slot: Slot, attributes: tuple[str, ...]) -> Value | None:
    if not attributes:
        return slot_value(slot)
    values = (
        mention_lookup(slot.mention.value, slot.mention.attributes)(attributes) if slot.mention is not None else None
    )
    return next(iter(values or ()), None)


def constant_slots(found: Found) -> list[Slot]:
    """What a rule sets, as fillers whose text is the words by which the match was known."""
    slots = []
    start, end = (min(found.anchors), max(found.anchors) + 1) if found.anchors else (found.start, found.end)
    for role, operand in found.rule.sets:
        if operand[0] in ("path", "name") and (source := [s for s in found.slots if s.role == operand[1]]):
            for slot in source:  # each gives what it is itself, or its own attribute where that is known
                mention = slot.mention if len(operand) == 2 else None
                constant = None if mention is not None else _asked(slot, tuple(operand[2:]))
                if mention is not None or constant is not None:
                    slots.append(Slot(role, slot.sentence, slot.start, slot.end, mention, constant))
            continue
        values = conditions.operand(operand, found_lookup(found))
        slots += [Slot(role, found.sentence, start, end, None, value) for value in values]
    return slots
