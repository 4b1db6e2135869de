"""A verb that is said once for several events: "visits Cairo on Friday and Riyadh on Sunday", "met A and, later, B".

Each is an event of its own, with the fillers of the first but for the one that is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ie.engine.sentences import Mention, Sentence
from ie.engine.values import Found, Slot
from ie.language.builtin import DATE_TYPE
from ie.ruleset import RecordType

_ADVERBS = frozenset(("then", "separately", "later", "also", "afterwards", "afterward", "finally", "earlier"))
_PREPOSITIONS = frozenset(("to", "in", "with", "on"))


def further(
    found: Found, record: RecordType, types: Mapping[str, Sequence[str]], is_verb: Callable[[int], bool]
) -> Iterator[Found]:
    """The matches that a match stands for besides its own, from left to right.

    ``types`` are the types that each role takes; ``is_verb`` says whether a verb or its auxiliaries begin at a token.
    """
    several = {role.name for role in record.roles if role.many}
    slot = max(found.slots, key=lambda one: (one.end, one.start), default=None)
    while slot is not None and slot.role in several and slot.mention is not None and slot.end == found.end:
        mention = _next(slot, types.get(slot.role, ()), is_verb)
        if mention is None:
            return
        new = Slot(slot.role, slot.sentence, mention.start, mention.end, mention)
        slots = [one for one in found.slots if one is not slot and not _is_joined(one, slot)]
        found = replace(
            found, end=mention.end, slots=[*slots, new], anchors=frozenset(range(mention.start, mention.end))
        )
        yield found
        slot = new


def _is_joined(one: Slot, two: Slot) -> bool:
    """Whether a filler belongs to the same list: "met A and B on Monday and C on Tuesday"."""
    between = one.sentence.tokens[one.end : two.start]
    return one.role == two.role and one.end <= two.start and {"and", ",", "the"}.issuperset(between)


def _next(slot: Slot, types: Sequence[str], is_verb: Callable[[int], bool]) -> Mention | None:
    """The mention with which the sentence goes on after a filler, a date and "and", if no new clause begins with it."""
    sentence, words = slot.sentence, slot.sentence.tokens
    at = _after_date(sentence, slot.end)
    apart = at > slot.end
    joined = [word.lower() for word in words[at : at + 2]]
    if joined[:1] == ["and"] or joined == [",", "and"]:
        at += 1 + (joined[0] == ",")
        before = at
        while at < len(words) and (words[at] == "," or words[at].lower() in _ADVERBS):
            at += 1
        apart = apart or at > before
    elif joined[:1] == [","]:
        at, apart = at + 1, False
    else:
        return None
    at += at < len(words) and words[at].lower() in _PREPOSITIONS
    mention = _mention_at(sentence, at, types)
    if mention is None or is_verb(mention.end) or words[mention.end : mention.end + 1] == ["'s"]:
        return None
    dated = _after_date(sentence, mention.end) > mention.end
    ends = mention.end >= len(words) or words[mention.end] in (".", ";")
    return mention if dated or (apart and ends) else None


def _after_date(sentence: Sentence, at: int) -> int:
    """The token behind a date that begins at a token, or the token itself."""
    start = at + (sentence.tokens[at : at + 1] in (["on"], ["in"]))
    ends = (one.end for one in sentence.mentions if one.type.name == DATE_TYPE and one.start == start)
    return next(ends, at)


def _mention_at(sentence: Sentence, at: int, types: Sequence[str]) -> Mention | None:
    places = (at, at + 1) if sentence.tokens[at : at + 1] == ["the"] else (at,)
    for mention in sentence.outermost():
        if mention.start in places and any(mention.is_a(name) for name in types):
            return mention
    return None
