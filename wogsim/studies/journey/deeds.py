"""What is done in an activity, who does it and in whose lane: one sentence for every kind of step that a case can have.

A step's entity says whose it is, what moves where, and behind '@' for which clearance an errand is; routing writes it
(`wogsim.routing`), and nobody else reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wogsim.contract.cases import AT_AGENCY, IN_PERSON, NONE, Cases, Kind, Pool, Role, Slot
from wogsim.contract.log import EndedBy
from wogsim.language import _, mark, pick
from wogsim.patterns import Desk, Pattern
from wogsim.routing.decisions import AGAIN
from wogsim.routing.papers import Bringing
from wogsim.routing.ways import Ways
from wogsim.world.agencies import World

CITIZEN, FRONT, FILES, TEAM = "citizen", "front", "files", "team"  # lanes; an agency's lane is "agency:" and its key

Name = Mapping[str, str] | str  # a scenario's titles by language, or a marked message of ours

FRONTS = {  # who stands in front of the agencies
    Desk.UNIT: mark("the one-door unit"),
    Desk.COORDINATOR: mark("the coordinator's desk"),
    Desk.PORTAL: mark("the assisted desk"),
}
# Who is at work, by what is done and by who does it, when the citizen is not at a counter.
LANE_OF_KIND: Mapping[Kind, tuple[str, Name]] = {
    **dict.fromkeys(
        (Kind.FIX, Kind.FORM, Kind.NOTICE, Kind.CITIZENS_LATENCY, Kind.PROMISE, Kind.DONE), (CITIZEN, mark("citizen"))
    ),
    **dict.fromkeys((Kind.ISSUE, Kind.AUTOMATE), (FRONT, mark("portal"))),
    **dict.fromkeys((Kind.HANDOFF, Kind.PASS_ON), (FILES, mark("file"))),
}
LANE_OF_ROLE: Mapping[Role, tuple[str, Name]] = {
    Role.TEAM: (TEAM, mark("technical team")),
    Role.OFFICERS: (FRONT, mark("case officer")),
}
# What offices do with the papers of a clearance, one after the other.
WORK = {
    Kind.ASSIGN,
    Kind.INSPECT,
    Kind.LATENCY,
    Kind.ASSESS,
    Kind.AUTOMATE,
    Kind.SIGN,
    Kind.SIT,
    Kind.WORKS,
    Kind.COMPLAINT,
}
# Of a kind that asks for no closer look.
DONE = {
    Kind.ENQUIRY: mark("asks at the information desk where to go"),
    Kind.TRIAGE: mark("wrong door: is sent on from {place} to {agency}"),
    Kind.DELIVER: mark("hands in at {place} what was decided before, for {clearance}"),
    Kind.FORM: mark("fills in the on-line form"),
    Kind.ISSUE: mark("sends the permit electronically"),
    Kind.DONE: mark("has everything in hand"),
    Kind.ASSEMBLE: mark("puts the answers together"),
    Kind.INSPECT: mark("{clearance}: inspection on site"),
    Kind.LATENCY: mark("{clearance}: time passes without anybody's work, as in a laboratory"),
    Kind.CITIZENS_LATENCY: mark("{clearance}: time passes that is the citizen's, as for an announcement"),
    Kind.CONSULT: mark("{clearance}: {agency} is asked, and answers"),
    Kind.OBJECT: mark("{clearance}: decided without asking {agency}, which objects"),
    Kind.WORKS: mark("{clearance}: a crew of {agency} works at the site"),
    Kind.PROMISE: mark("the promised time passes; the citizen complains"),
    Kind.PASS_ON: mark("{clearance}: the complaint is passed on"),
    Kind.COMPLAINT: mark("{clearance}: the complaint is looked into; from now on the case goes first"),
}
# The same of the permit, of the front or of the one file; and of a clearance, of an agency or of a certain errand.
OF_ALL_OR_ONE = {
    Kind.COLLECT: (mark("collects at {place}"), mark("collects at {place} what {clearance} needs")),
    Kind.FIX: (mark("mends the papers at home"), mark("mends the papers for {clearance} at home")),
    Kind.SEND: (mark("sends the file off"), mark("sends the file to {agency}")),
    Kind.CHASE: (mark("presses for an answer"), mark("presses {agency} for an answer")),
    Kind.ASSIGN: (
        mark("papers pass the register and the head's desk"),
        mark("{clearance}: papers pass the register and the head's desk"),
    ),
    Kind.SIGN: (mark("the permit is with the head for signature"), mark("{clearance}: with the head for signature")),
    Kind.SIT: (
        mark("the permit waits for the day on which it is signed"),
        mark("{clearance}: waits for the day on which it is signed"),
    ),
}
# A decision; one on papers that are not complete; and one after another body has objected.
DECIDED = {
    Kind.ASSESS: (
        mark("{clearance}: assessed"),
        mark("{clearance}: assessed, papers found incomplete"),
        mark("{clearance}: assessed again, as another body objects"),
    ),
    Kind.AUTOMATE: (
        mark("{clearance}: decided by the system"),
        mark("{clearance}: the system finds papers incomplete"),
        mark("{clearance}: decided by the system again, as another body objects"),
    ),
}
# What moves, by how its step's entity begins; the longer beginnings first.
MOVES = {
    "to-head-of-": mark("{clearance}: goes to the head of {agency} for signature"),
    "from-head-of-": mark("{clearance}: comes back from the head of {agency}"),
    "from-file-for-": mark("travels back to {front}, where {clearance} is decided"),
    "from-file": mark("travels back to {front}"),
    "post-": mark("{clearance}: is posted to the citizen"),
    "ask-": mark("{clearance}: the question goes to {agency}"),
    "answer-": mark("{clearance}: the answer of {agency} comes back"),
    "to-crews-of-": mark("{clearance}: the order for works goes to {agency}"),
    "from-crews-of-": mark("{clearance}: {agency} reports that the works are done"),
    "objection-": mark("{clearance}: the objection of {agency} comes in"),
    "~": mark("travels from the wrong door to {agency}"),
}
ROUND, SIDE_BY_SIDE = mark("travels to {agency} for {clearance}"), mark("travels to {agency}")
BEHIND = mark("travels from the counter to the assessors of {agency}")
TO_COUNTER, TO_FRONT = (
    mark("{clearance}: the decision travels to the counter of {agency}"),
    mark("{clearance}: travels back from {agency}"),
)
RETURNED = mark("{clearance}: found incomplete, travels back from {agency}")
LETTER, LETTER_TO_FRONT = (
    mark("{clearance}: the decision goes to {agency}, which needs it"),
    mark("{clearance}: the decision goes to {front}, which needs it"),
)
NEWS = {  # what the citizen does not know yet, by whose news it is; an agency's is that of its papers
    "permit": mark("has yet to hear that all is decided"),
    "online": mark("has yet to hear that what is decided can be had on-line"),
    "": mark("has yet to hear that what {clearance} needs is decided"),
    "front": mark("has yet to hear from {front} that papers must be mended"),
}
POSTED = mark("the permit is posted to the citizen")
NEWS_OF_PAPERS = mark("has yet to hear from {agency} that papers must be mended")


def spell(name: Name) -> str:
    """A name in the language in use."""
    if isinstance(name, str):
        return _(name) if name else ""
    return pick(name)


@dataclass(frozen=True)
class Deed:
    """Who does what: the lane, the name of who acts, and a message with the ``names`` in it.

    ``about`` is the key of the clearance that is worked on, empty where that is none or several.
    """

    lane: str
    actor: Name
    message: str
    names: Mapping[str, Name] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class Entity:
    """What a step's entity says: whose it is, by its ``key``; how it begins; for which clearance an errand is."""

    begins: str
    key: str
    errand: str

    @staticmethod
    def of(slot: Slot) -> "Entity":
        """The entity of a step."""
        whole, _at, errand = slot.entity.partition("@")
        beginnings = (*MOVES, "to-", "from-") if slot.kind is Kind.HANDOFF else ()
        begins = next((beginning for beginning in beginnings if whole.startswith(beginning)), "")
        return Entity(begins, whole.removeprefix(begins).strip("~"), errand)


@dataclass(frozen=True, eq=False)
class Deeds:
    """What the steps of one case under one pattern are called."""

    world: World
    row: Pattern
    cases: Cases
    case: int
    way: Ways
    rounds: list[Bringing]

    def of(self, activity: int, ended: EndedBy) -> Deed:
        """Who does what in an activity that has been carried out, or in which nobody was served."""
        slot, pool = self._slot(activity), self.pool(activity)
        entity = Entity.of(slot)
        lane, actor = self._lane(slot, entity, pool)
        key = entity.key if entity.key in self._clearances else entity.errand
        about = key if slot.kind in WORK else ""
        return Deed(lane, actor, self._message(activity, slot, entity, ended), self._names(entity, pool), about)

    def pool(self, activity: int) -> Pool | None:
        """Where an activity is carried out."""
        number = int(self.cases.pool[activity])
        return None if number == NONE else self.cases.pools[number]

    def place(self, activity: int) -> Name:
        """Name of the counter or desk at which an activity in person is."""
        return self._place(self.pool(activity))

    @cached_property
    def _clearances(self) -> dict[str, int]:
        return {clearance.key: i for i, clearance in enumerate(self.world.clearances)}

    @cached_property
    def _agencies(self) -> dict[str, int]:
        """Numbers of agencies by their keys and by those of the file's agencies they are made of."""
        parts = {clearance.origin: clearance.agency for clearance in self.world.clearances}
        return parts | {agency.key: i for i, agency in enumerate(self.world.agencies)}

    def _slot(self, activity: int) -> Slot:
        slot: Slot = self.cases.slots[self.cases.slot[activity]]
        return slot

    def _agency(self, key: str) -> int | None:
        """Number of the agency of a key, or of the clearance of a key."""
        if key in self._clearances:
            return self.world.clearances[self._clearances[key]].agency
        return self._agencies.get(key)

    def _place(self, pool: Pool | None) -> Name:
        if pool and pool.role in AT_AGENCY:
            return self.world.agencies[pool.agency].title
        if pool and pool.role is Role.INFORMATION:
            return mark("the information desk")
        return FRONTS.get(self.row.desk, "")

    def _names(self, entity: Entity, pool: Pool | None) -> dict[str, Name]:
        """What the messages may name."""
        key, _letter, addressee = entity.key.partition(">")
        agency, about = self._agency(addressee or key), self._clearances.get(entity.errand or key)
        # The joint inspection is of several clearances and has no title of its own.
        seen = mark("all that must be seen")
        return {
            "place": self._place(pool),
            "front": FRONTS.get(self.row.desk, ""),
            "agency": "" if agency is None else self.world.agencies[agency].title,
            "clearance": seen if about is None else dict(self.world.clearances[about].described.title),
        }

    def _lane(self, slot: Slot, entity: Entity, pool: Pool | None) -> tuple[str, Name]:
        """Lane and name of who is at work."""
        if pool and pool.role in IN_PERSON:
            return CITIZEN, mark("citizen")
        if slot.kind in LANE_OF_KIND:
            return LANE_OF_KIND[slot.kind]
        if pool and pool.role in LANE_OF_ROLE:
            return LANE_OF_ROLE[pool.role]
        clearance, agency = self._clearances.get(entity.key), self._agency(entity.key)
        assessed = slot.kind in (Kind.ASSESS, Kind.INSPECT, Kind.LATENCY, Kind.COMPLAINT) and clearance is not None
        if agency is None or (assessed and self.way.decide[self.case, clearance]):
            return FRONT, FRONTS.get(self.row.desk, "")
        return f"agency:{self.world.agencies[agency].key}", self.world.agencies[agency].title

    def _message(self, activity: int, slot: Slot, entity: Entity, ended: EndedBy) -> str:
        """What is done in an activity."""
        kind, certain = slot.kind, entity.errand or entity.key in self._clearances
        if kind is Kind.HANDOFF:
            return self._moves(activity, slot, entity)
        if kind is Kind.INTAKE:
            return self._hands_in(slot, entity)
        if kind is Kind.NOTICE:
            return NEWS.get(entity.key, NEWS_OF_PAPERS)
        if kind is Kind.COLLECT and entity.key == "front":
            return mark("collects the permit at {place}")
        if kind in DECIDED:
            return self._decided(slot, entity, ended)
        if kind in (Kind.SIGN, Kind.SIT) and ended is EndedBy.DEADLINE:
            return mark("{clearance}: the deadline passes, deemed approved")
        if kind in OF_ALL_OR_ONE:
            of_all, of_one = OF_ALL_OR_ONE[kind]
            if kind in (Kind.SEND, Kind.CHASE):
                return of_one if self._agency(entity.key) is not None else of_all
            return of_one if certain else of_all
        return DONE[kind]

    def _hands_in(self, slot: Slot, entity: Entity) -> str:
        if slot.entity.partition("@")[0].endswith("~"):
            return mark("hands in papers for {agency} at a wrong door, {place}, which takes them")
        if slot.bringing:
            return mark("hands in mended papers at {place}")
        if entity.errand:
            return mark("hands in papers for {clearance} at {place}")
        if entity.key == "front" and not self.way.fronted[self.case].any():
            return mark("is registered at {place}")
        return mark("hands in papers at {place}")

    def _decided(self, slot: Slot, entity: Entity, ended: EndedBy) -> str:
        if ended is EndedBy.DEADLINE:
            return mark("{clearance}: the deadline passes, deemed approved")
        complete, incomplete, again = DECIDED[slot.kind]
        if slot.entity.endswith(AGAIN):
            return again
        return incomplete if self.rounds[slot.bringing].missed[self.case, self._clearances[entity.key]] else complete

    def _moves(self, activity: int, slot: Slot, entity: Entity) -> str:
        """What a hand-off brings where."""
        if entity.begins == "post-" and entity.key not in self._clearances:
            return POSTED
        if entity.begins in MOVES:
            return MOVES[entity.begins]
        if ">" in entity.key:
            return LETTER_TO_FRONT if entity.key.endswith(">front") else LETTER
        if entity.begins == "from-":
            visited = self.way.visit[self.case, self._clearances[entity.key]]
            return RETURNED if slot.bringing else TO_COUNTER if visited else TO_FRONT
        if self._from_counter(activity):
            return BEHIND
        return ROUND if entity.errand or entity.key in self._clearances else SIDE_BY_SIDE

    def _from_counter(self, activity: int) -> bool:
        """Whether papers have been handed in at an agency's counter before they move."""
        before = self.cases.predecessors[self.cases.pred_ptr[activity] : self.cases.pred_ptr[activity + 1]]
        roles = {pool.role for a in before.tolist() if (pool := self.pool(a))}
        beginnings = {Entity.of(self._slot(a)).begins for a in before.tolist()}
        return Role.COUNTER in roles or "~" in beginnings
