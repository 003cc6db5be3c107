"""The world as a file describes it: agencies, clearances and permits, and all tables that are alike in every pattern.

The fields' descriptions are the reference that people read (`wogsim show`, the JSON Schema, docs/parameters.md).
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field, create_model

from wogsim.language import mark
from wogsim.patterns import BackOffice
from wogsim.scenario import quantities as q
from wogsim.scenario.carriage import Carry, Consult, Files
from wogsim.scenario.citizens import Citizens, Complaints, Papers, Travel
from wogsim.scenario.front import Counters, Front, Information, Inspection, Online
from wogsim.scenario.hours import WeekHours
from wogsim.scenario.reform import Reform
from wogsim.scenario.values import (
    MOST_ENTRIES,
    NOTHING,
    ByDate,
    Closing,
    Day,
    DayHours,
    Delay,
    Duration,
    HandOver,
    Holiday,
    Key,
    Keys,
    Notice,
    OrOne,
    OwnRate,
    Part,
    Persons,
    Rate,
    Share,
    SomeStaff,
    Span,
    Staff,
    Tickets,
    Title,
    Week,
    Weight,
    Work,
    described,
)
from wogsim.scenario.works import Works


class Agency(Part):
    """An agency and its counter."""

    title: Title
    counters: Staff = described("persons", mark("counter staff, or the load they are to have"), 1)
    intake: Work = described("time", mark("taking in one citizen's papers for this agency"), q.distribution("10 min"))
    collection: Work = described("time", mark("handing out this agency's decisions"), NOTHING)
    collection_by: HandOver | None = described(
        "",
        mark(
            "how its decisions come to hand at the end: counter, post (a letter), online (with the notice) or none; "
            "absent: counter"
        ),
        None,
    )
    collection_counters: Persons = described(
        "persons",
        mark("people who only hand out what the agency has decided; 0: the same people as at its counters"),
        0,
    )
    pace: float | None = described(
        "times",
        mark(
            "time its own people take at its counters, to assess, to inspect and for works, as a multiple of what is "
            "said; absent: 1"
        ),
        None,
        ge=0.01,
        le=100,
    )
    hours: Key = described("hours", mark("opening hours of counter and back office; absent: the first that are named"))
    present: dict[DayHours, Share] = described(
        "share", mark("counter staff present at hours of the day, as a share, people rounded up"), {}
    )
    closing: Closing | None = described("", mark("who queues at its counters at closing; absent: as everywhere"), None)
    quota: Tickets | None = described(
        "tickets",
        mark("tickets a day at its counters, one for each visitor; who gets none comes another day; absent: no limit"),
        None,
    )
    wrong_door: Share = described("share", mark("citizens who first go to another agency instead of this one"), 0.0)
    wrong_counter: Share = described(
        "share", mark("citizens who under one roof first go to another agency's counter instead of this one"), 0.0
    )
    connected: bool = described("switch", mark("the agency exchanges files with other connected bodies as data"), False)
    assignment: Delay | None = described(
        "time", mark("register and head's desk of this agency; absent: as everywhere"), None
    )
    signature: Delay | None = described(
        "time", mark("time until this agency's head has signed; absent: as every head"), None
    )
    signed_on: Key | None = described(
        "hours", mark("hours at which this agency's head signs, such as a decision day; absent: at any time"), None
    )
    back_office: BackOffice | None = described(
        "",
        mark(
            "where its assessors sit when its counters are in a common hall, 'at home' in their own building or "
            "'with the counters'; absent: as the pattern says"
        ),
        None,
    )


class Clearance(Part):
    """One decision that a permit needs."""

    title: Title
    agency: Key = described("", mark("the agency that decides it; need not be said where there is only one"))
    after: Keys = described(
        "", mark("clearances that must be decided before this one is assessed"), (), max_length=MOST_ENTRIES
    )
    assessors: SomeStaff | None = described(
        "persons",
        mark("specialists who assess it, or the load they are to have; absent where it is decided at the counter"),
        None,
    )
    assessment: Work | None = described(
        "time", mark("work to assess it; absent where it is decided at the counter"), None
    )
    at_counter: Work | None = described(
        "time",
        mark(
            "counter work to decide it in the citizen's presence, intake included: no assessors, no signature, nothing "
            "to collect; absent: it is assessed behind the counter"
        ),
        None,
    )
    incomplete: Share = described("share", mark("papers for it that are brought incomplete"), 0.0)
    same_paper: Key | None = described(
        "",
        mark("a paper that others ask for too: those that name the same are incomplete together; absent: its own"),
        None,
    )
    needed: Share | None = described(
        "share", mark("cases of a permit that lists it which really need it; absent: all"), None
    )
    inspectors: Staff = described(
        "persons", mark("inspectors who see the site, or the load they are to have; 0: no inspection"), 0
    )
    inspection: Work = described("time", mark("work of one inspection on site"), NOTHING)
    latency: Delay = described(
        "time",
        mark("time that passes without anybody's work, such as a laboratory, before it is assessed on complete papers"),
        NOTHING,
    )
    latency_by: Literal["office", "citizen"] = described(
        "", mark("whose time the latency is; the citizen's stops the clock of the standard"), "office"
    )
    consult: Consult = Consult()
    works: Works = Works()
    own_cases: OwnRate | None = described(
        "per day",
        mark("sector-only applicants for this clearance alone; or so many times the citizens who need it"),
        None,
    )
    backlog: int = described(
        "files",
        mark(
            "files that lie with its assessors on the first day, before all others; they are not measured, and a long "
            "warm-up sees them gone"
        ),
        0,
        ge=0,
        le=100_000,
        strict=True,
    )
    papers_in: Literal["at once", "after decisions"] = described(
        "",
        mark("whether its papers are taken at once, or only after the decisions of other bodies that it needs"),
        "at once",
    )
    connected: bool | None = described(
        "switch", mark("its files are exchanged with connected bodies as data; absent: as its agency's"), None
    )
    signature: Delay | None = described(
        "time", mark("time until it is signed, where it has a signer of its own; absent: as its agency's head"), None
    )
    signed_on: Key | None = described(
        "hours", mark("hours at which its own signer signs; absent: as its agency's head"), None
    )
    deadline: Duration | None = described(
        "time", mark("after this time an assessment with complete papers counts as approved"), None
    )
    not_grantable: Annotated[tuple[Literal["delegated", "coordinating", "automated"], ...], OrOne] = described(
        "", mark("authorities that cannot be granted for it, by law or level of government"), ()
    )

    @property
    def needed_share(self) -> float:
        """Cases of a permit that lists it which really need it."""
        return 1.0 if self.needed is None else self.needed


Since = Literal["need", "handing in", "complete papers"]


class Permit(Part):
    """A permit, or several applied for at once."""

    title: Title
    collection_by: HandOver | None = described(
        "",
        mark(
            "how all of it comes to hand at the end, whoever decides: counter, post, online or none; "
            "absent: as agencies and front say"
        ),
        None,
    )
    need: Rate | None = described(
        "per day", mark("how many citizens begin to need this; absent: its part of the need of all"), None
    )
    need_by_date: ByDate | None = described(
        "", mark("how many begin to need this on which date: a CSV file with columns date and needs"), None
    )
    share: Weight = described(
        "weights", mark("its part of the need of all, against the parts of the other permits"), 1.0
    )
    clearances: Keys | None = described("", mark("clearances it needs; absent: all"), None, max_length=MOST_ENTRIES)
    together: Keys = described(
        "", mark("permits applied for at once; each clearance is needed once"), (), max_length=MOST_ENTRIES
    )
    while_you_wait: bool = described(
        "switch",
        mark("the citizen stays in the hall until it is decided; no effect where anything of it leaves the building"),
        False,
    )
    standard: Duration | None = described("time", mark("service standard of this permit; absent: the world's"), None)
    standard_from: Since | None = described(
        "", mark("from when this permit's standard counts; absent: as the world's"), None
    )


def _unless_said(kind: type[Part]) -> type[Part]:
    """A table of the same keys but the title, none of which has to be there."""
    keys: dict[str, Any] = {
        name: (
            Annotated[(one.annotation, name, *one.metadata)] | None,
            Field(default=None, description=one.description, json_schema_extra=one.json_schema_extra),
        )
        for name, one in kind.model_fields.items()
        if name != "title"
    }
    about = f"What every {kind.__name__.lower()} has, unless its own table says otherwise."
    return create_model(f"Default{kind.__name__}", __base__=Part, __module__=__name__, __doc__=about, **keys)


if TYPE_CHECKING:
    DefaultAgency: TypeAlias = Part
    DefaultClearance: TypeAlias = Part
    DefaultPermit: TypeAlias = Part
else:
    DefaultAgency, DefaultClearance, DefaultPermit = map(_unless_said, (Agency, Clearance, Permit))


class Default(Part):
    """What every agency, clearance or permit has, unless its own table says otherwise."""

    agency: DefaultAgency = DefaultAgency()
    clearance: DefaultClearance = DefaultClearance()
    permit: DefaultPermit = DefaultPermit()


class World(Part):
    """What is the same under every pattern."""

    start: Day = described("", mark("the first day"), date(2027, 1, 4))
    holidays: Annotated[tuple[Holiday, ...], OrOne] = described(
        "", mark("days on which nothing opens: dates, or days of every year like '08-17'"), (), max_length=5000
    )
    hours: dict[Key, WeekHours] = described("", mark("named opening hours; 'always' is day and night"), {})
    hours_by_date: dict[Key, dict[Span, Week]] = described(
        "", mark("other hours of these names in stretches of dates, like '2027-02-08..2027-03-09'"), {}
    )
    working_days: Key = described(
        "hours", mark("the hours whose days count as working days; absent: the first that are named")
    )
    closing: Closing = described(
        "", mark("whether who queues when counters close for the day is sent home or served out"), "send home"
    )
    notice: Notice = described(
        "time",
        mark("until the citizen knows of a decision or a return; 'next opening': the next working day's opening"),
        NOTHING,
    )
    standard: Duration | None = described("time", mark("service standard: the promised time until the permit"), None)
    standard_from: Since = described(
        "",
        mark(
            "from when the standard counts: the need; the first papers' handing in; or that, but for the time in which "
            "the citizen mends papers and for latency on the citizen's side"
        ),
        "need",
    )
    citizens: Citizens = Citizens()
    travel: Travel = Travel()
    papers: Papers = Papers()
    counters: Counters = Counters()
    front: Front = Front()
    files: Files = Files()
    carry: Carry = Carry()
    online: Online = Online()
    complaints: Complaints = Complaints()
    reform: Reform = Reform()
    information: Information = Information()
    inspection: Inspection = Inspection()
    default: Default = described(
        "", mark("what every agency, clearance or permit has unless its own table says otherwise"), Default()
    )
    agencies: dict[Key, Agency] = Field(min_length=1, max_length=MOST_ENTRIES)
    clearances: dict[Key, Clearance] = Field(min_length=1, max_length=MOST_ENTRIES)
    permits: dict[Key, Permit] = Field(min_length=1, max_length=MOST_ENTRIES)
