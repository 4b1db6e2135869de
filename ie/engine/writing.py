"""An event to a record: values resolved, each with the text that it was taken from."""

from __future__ import annotations

from dataclasses import dataclass

from ie.engine.events import Event
from ie.engine.reference import References
from ie.engine.sentences import Mention
from ie.engine.timeline import Timeline, direction
from ie.engine.values import Slot, slot_value
from ie.engine.verbs import HELD, ONGOING, PLANNED
from ie.language.builtin import DATE, SOURCE, STATUS
from ie.records import Evidence, Filler, Record, Value
from ie.ruleset import Role


@dataclass(slots=True, eq=False)
class Written:
    """A record with the place of its event, by which records are merged and put in order."""

    record: Record
    event: Event
    fillers: dict[str, list[Filler]]
    carried: bool = False
    """Whether its date is that of the sentences before it."""

    def set_day(self, filler: Filler, rule: str) -> None:
        """Make a filler the date of the record, in place of any that it has."""
        for piece in self.record.evidence:
            piece.roles.pop(DATE, None)
        self.record.evidence.append(Evidence(rule, filler.text, filler.start, filler.end, {DATE: [filler]}))
        self.fillers[DATE] = [filler]
        roles = {**self.record.roles, DATE: filler.value}
        self.record.roles = {role.name: roles[role.name] for role in self.event.type.roles if role.name in roles}


def write(event: Event, references: References, timeline: Timeline) -> Written | None:
    """The record of an event, or None where a required role has no filler or its status cannot be said."""
    return _Writer(event, references, timeline).write()


def lack(event: Event, references: References, timeline: Timeline) -> str:
    """Why ``write`` gives no record of an event, for people to read; empty where it gives one."""
    writer = _Writer(event, references, timeline)
    writer.write()
    return writer.lack


class _Writer:
    def __init__(self, event: Event, references: References, timeline: Timeline) -> None:
        self._event = event
        self._references = references
        self._timeline = timeline
        self._status: Value | None = None
        self.lack = ""
        """Why there is no record."""

    def write(self) -> Written | None:
        event = self._event
        self._status = self._settled_status()
        evidence = [self._evidence(n) for n in range(len(event.pieces))]
        if not self._add_status(evidence):
            self.lack = f"{event.type.name} has no status '{self._status}', which is what its verb says"
            return None
        roles: dict[str, Value | list[Value]] = {}
        fillers: dict[str, list[Filler]] = {}
        for role in event.type.roles:
            found = self._role(role, evidence) or self._default(role, evidence)
            if not found:
                if role.required:
                    self.lack = f"no value is known for {role.name}, which {event.type.name} requires"
                    return None
                continue
            fillers[role.name] = found
            values = list(dict.fromkeys(filler.value for filler in found))
            roles[role.name] = values if role.many else values[0]
        if fillers.keys() <= {STATUS, SOURCE} and len(event.type.roles) > len({STATUS, SOURCE}):
            # That something of the kind is said, and nothing else, is no record.
            unknown = sorted(event.filled() - {STATUS, SOURCE})
            what = f"no value is known for {' or '.join(unknown)}" if unknown else "the text fills no role of it"
            self.lack = f"{what}, and status and source alone make no {event.type.name}"
            return None
        names = [role.name for role in event.type.roles]
        for piece in evidence:
            piece.roles = {name: piece.roles[name] for name in names if piece.roles.get(name)}
        return Written(Record(event.type.name, roles, evidence, dict(event.type.labels)), event, fillers)

    def _role(self, role: Role, evidence: list[Evidence]) -> list[Filler]:
        found: list[Filler] = []
        for piece in evidence:
            kept = [filler for filler in piece.roles.get(role.name, ()) if role.many or not found]
            if not role.many:
                kept = kept[:1]
            found += kept
            piece.roles[role.name] = kept
        return found

    def _default(self, role: Role, evidence: list[Evidence]) -> list[Filler]:
        """The default of a role that nothing fills; its evidence is the word by which the event is called."""
        if role.default is None:
            return []
        start, end = _anchor_span(self._event)
        first, last = self._event.sentence.offset(start, end)
        filler = Filler(role.default, self._event.sentence.cut(start, end), first, last)
        evidence[0].roles[role.name] = [filler]
        return [filler]

    def _evidence(self, number: int) -> Evidence:
        piece = self._event.pieces[number]
        found = piece.found
        start, end = found.sentence.offset(found.start, found.end)
        roles: dict[str, list[Filler]] = {}
        for slot in sorted(piece.slots, key=lambda one: one.start):
            fillers = self._fillers(slot)
            if fillers:
                roles.setdefault(slot.role, []).extend(fillers)
        return Evidence(found.rule.name, found.sentence.cut(found.start, found.end), start, end, roles)

    def _fillers(self, slot: Slot) -> list[Filler]:
        """The fillers of a slot: one, but several for "the two leaders", none for a "he" that is nobody."""
        mention = slot.mention
        if mention is None:
            value = slot_value(slot)
            if value is None:
                return []
            start, end = slot.sentence.offset(slot.start, slot.end)
            return [Filler(value, slot.sentence.cut(slot.start, slot.end), start, end)]
        if mention.expression is not None:
            return self._date(mention)
        found = (self._reference(mention, identity) for identity in self._references.identities(mention))
        return [filler for filler in found if filler is not None]

    def _reference(self, mention: Mention, identity: Mention) -> Filler | None:
        if identity.value in (None, ""):
            return None
        start, end = mention.sentence.offset(mention.name_start, mention.name_end)
        details: dict[str, Value] = {"entity": identity.type.name, **identity.attributes}
        if identity is not mention:
            first, last = identity.sentence.offset(identity.name_start, identity.name_end)
            details["refers_to"] = identity.sentence.cut(identity.name_start, identity.name_end)
            details["refers_to_start"], details["refers_to_end"] = first, last
        return Filler(identity.value, mention.sentence.cut(mention.name_start, mention.name_end), start, end, details)

    def _date(self, mention: Mention) -> list[Filler]:
        towards = "past" if self._event.follows is not None else direction(self._status)
        if self._event.is_aim_of_told:
            towards = "nearest"
        resolved = self._timeline.resolve(mention, towards)
        if resolved is None:
            return []
        start, end = mention.sentence.offset(mention.name_start, mention.name_end)
        details: dict[str, Value] = {"modifier": resolved.modifier} if resolved.modifier else {}
        text = mention.sentence.cut(mention.name_start, mention.name_end)
        return [Filler(resolved.value, text, start, end, details)]

    # --- status ------------------------------------------------------------------------------------------------------

    def _settled_status(self) -> Value | None:
        """What is stated, but what happens on a day to come is planned: "arrives on Friday", "the talks tomorrow"."""
        event, stated = self._event, self._stated_status()
        if event.follows is not None:
            day = event.slots(DATE)[0].mention
            return HELD if day is not None and self._timeline.is_over(day) else stated
        if stated not in (HELD, ONGOING) or event.slots(STATUS):
            return stated
        found = [slot.mention for piece in event.pieces for slot in piece.slots if slot.mention is not None]
        if not any(self._timeline.lies_ahead(one, open_tense=event.points_ahead) for one in found):
            return stated
        role = next((role for role in event.type.roles if role.name == STATUS), None)
        return PLANNED if role is not None and PLANNED in role.values else stated

    def _stated_status(self) -> Value | None:
        """What a rule sets, else what the verb group says, else the default."""
        slots = self._event.slots(STATUS)
        if slots:
            return slot_value(slots[-1])
        if self._event.reading is not None:
            return self._event.reading
        role = next((role for role in self._event.type.roles if role.name == STATUS), None)
        return role.default if role is not None else None

    def _add_status(self, evidence: list[Evidence]) -> bool:
        """Give the status its evidence; False where the record type has no word for what the verb group says."""
        event = self._event
        role = next((role for role in event.type.roles if role.name == STATUS), None)
        status = self._status
        if role is None or status is None:
            return True
        if role.values and status not in role.values:
            return False
        if not event.slots(STATUS):
            start, end = event.reading_tokens or _anchor_span(event)
            first, last = event.sentence.offset(start, end)
            evidence[0].roles[STATUS] = [Filler(status, event.sentence.cut(start, end), first, last)]
        return True


def _anchor_span(event: Event) -> tuple[int, int]:
    """The word by which the event is called."""
    if event.anchors:
        first = min(event.anchors)
        return first, first + 1
    return event.start, event.end
