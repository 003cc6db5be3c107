"""The world as a file describes it: what is the same under every pattern.

The fields' descriptions are the reference that people read (`wogsim show`, the JSON Schema, docs/parameters.md).
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field, GetJsonSchemaHandler, create_model, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from wogsim.contract.hours import DAY
from wogsim.language import mark
from wogsim.patterns import BackOffice
from wogsim.scenario import quantities as q
from wogsim.scenario import weeks
from wogsim.scenario.values import (
    MOST_ENTRIES,
    NOTHING,
    ByDate,
    Day,
    DayHours,
    Delay,
    Duration,
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
    Weeks,
    Weight,
    Work,
    described,
    or_text,
)
from wogsim.scenario.weeks import DAYS, Parts

HandOver = Literal["counter", "post", "online", "none"]

Closing = Literal["send home", "serve out"]


class WeekHours(Part):
    """Opening hours of a week, day by day or in one line; a day that is left out is closed. Some come more rarely."""

    monday: DayHours = ()
    tuesday: DayHours = ()
    wednesday: DayHours = ()
    thursday: DayHours = ()
    friday: DayHours = ()
    saturday: DayHours = ()
    sunday: DayHours = ()
    on: Week | None = described(
        "", mark("the hours in one line; a file may say them in place of the whole table"), None
    )
    every: Weeks | None = described("", mark("it opens so rarely, counted from 'from'; absent: every week"), None)
    since: Day | None = described(
        "", mark("the first day on which it may open, where it does not open every week"), None, alias="from"
    )

    @model_validator(mode="before")
    @classmethod
    def _in_one_line(cls, value: Any) -> Any:
        if isinstance(value, dict | cls):
            return value
        return {"on": weeks.week(value)}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A line, or a table."""
        return or_text(handler.resolve_ref_schema(handler(schema)), "mon-thu 08:00-15:00; fri 08:00-11:00")

    @property
    def days(self) -> tuple[Parts, ...]:
        """Hours from Monday to Sunday, in seconds of the day; some may be after midnight."""
        return self.on.days if self.on else tuple(getattr(self, day) for day in DAYS)

    @property
    def weeks(self) -> int:
        """It opens one week of so many."""
        return self.every.seconds // (7 * DAY) if self.every else 1

    def opens(self, day: date) -> Parts:
        """Its hours on a date."""
        if self.since and (day < self.since or (day - self.since).days // 7 % self.weeks):
            return ()
        return self.days[day.weekday()]


class Citizens(Part):
    """Who needs a permit, and when."""

    need: Rate | None = described(
        "per day",
        mark(
            "how many citizens begin to need a permit that does not say so itself, in a week without holidays; a "
            "holiday brings none, unless by_hour and by_weekday are both said"
        ),
        None,
    )
    need_by_date: ByDate | None = described(
        "", mark("how many begin to need one on which date: a CSV file with columns date and needs"), None
    )
    by_hour: tuple[Weight, ...] | None = described(
        "weights",
        mark("how the need spreads over the 24 hours of a day; absent: over those in which offices are open"),
        None,
        min_length=24,
        max_length=24,
    )
    by_weekday: tuple[Weight, ...] | None = described(
        "weights",
        mark("how the need spreads over the week, Monday first; absent: over the days on which offices are open"),
        None,
        min_length=7,
        max_length=7,
    )
    far_share: Share = described("share", mark("citizens who live far away"), 0.0)
    vulnerable_share: Share = described("share", mark("elderly, pregnant or disabled citizens"), 0.0)
    assisted_share: Share = described("share", mark("citizens who cannot or will not apply on-line by themselves"), 0.0)
    vulnerable_first: bool = described("switch", mark("vulnerable citizens are served first at counters"), False)
    patience: Work | None = described(
        "time", mark("how long a citizen waits in one queue before giving up; absent: for ever"), None
    )
    arrival_spread: Duration = described(
        "time",
        mark("everybody has their own time of the morning, evenly within this time after an office opens"),
        q.duration("3 hours"),
    )


class Travel(Part):
    """Journeys of citizens."""

    home: Work | None = described("time", mark("journey from home, wherever to; absent: as the next two say"), None)
    home_to_office: Work = described("time", mark("journey from home to an agency's own building"), NOTHING)
    home_to_centre: Work = described(
        "time", mark("journey from home to the shared building, the unit or the assisted desk"), NOTHING
    )
    far_factor: float = described(
        "times", mark("a far citizen's journey from home takes this many times as long"), 1.0, ge=1, le=100
    )
    between_offices: Work = described("time", mark("journey from one building to another"), NOTHING)
    walk: Work = described("time", mark("walk from one counter to another in the same building"), NOTHING)


class Papers(Part):
    """Completeness of papers, and what happens to incomplete ones."""

    bringings: int = described(
        "times",
        mark("how often papers are brought at most; the last time they are complete"),
        3,
        ge=1,
        le=9,
        strict=True,
    )
    detection: Share = described(
        "share", mark("incomplete papers noticed at intake by who has authority to judge them"), 1.0
    )
    detection_without_authority: Share | None = described(
        "share",
        mark(
            "incomplete papers noticed at intake by a front without authority to judge them; absent: as with authority"
        ),
        None,
    )
    detection_online: Share | None = described(
        "share", mark("incomplete papers noticed by the on-line form; absent: as at a counter with authority"), None
    )
    fix: Delay = described("time", mark("time a citizen needs at home to mend papers sent back"), NOTHING)
    reintake: Share = described("share", mark("work of taking in mended papers, as a share of the first intake"), 1.0)
    reassessment: Share = described("share", mark("work of assessing again, as a share of the first assessment"), 1.0)


class Counters(Part):
    """What happens at agencies' counters."""

    triage: Work = described("time", mark("time at a wrong door to be told where to go"), q.distribution("5 min"))
    no_wrong_door: bool = described("switch", mark("a wrong agency takes the papers and forwards them"), False)
    glance: Work = described(
        "time",
        mark("counter work to take a decision of another body where the papers already lie"),
        q.distribution("3 min"),
    )


class Front(Part):
    """The unit, coordinator or assisted desk in front of the agencies."""

    hours: Key | None = described(
        "hours",
        mark("opening hours of desk, case officers, technical team and generalists; absent: those of the agencies"),
        None,
    )
    present: dict[DayHours, Share] = described(
        "share", mark("desk staff present at hours of the day, as a share, people rounded up"), {}
    )
    closing: Closing | None = described("", mark("who queues at its desk at closing; absent: as everywhere"), None)
    quota: Tickets | None = described(
        "tickets",
        mark("tickets a day at its desk, one for each visitor; who gets none comes another day; absent: no limit"),
        None,
    )
    others: Share = described(
        "share", mark("one intake takes the longest of the agencies' intakes plus this share of the others"), 1.0
    )
    registration: Work = described(
        "time", mark("intake at a coordinator who forwards nothing"), q.distribution("5 min")
    )
    one_application: bool = described(
        "switch",
        mark(
            "a front takes one application for all that it decides, before the decisions of other bodies that it needs"
        ),
        True,
    )
    connected: bool = described("switch", mark("the front exchanges files with connected bodies as data"), False)
    assignment: Delay | None = described(
        "time", mark("register and head's desk of the front; absent: as everywhere"), None
    )
    signature: Delay | None = described(
        "time", mark("time until a unit's head has signed the permit; absent: as every head"), None
    )
    signed_on: Key | None = described("hours", mark("hours at which a unit's head signs; absent: at any time"), None)
    collection_by: HandOver | None = described(
        "",
        mark(
            "how the front's permits come to hand at the end: counter, post (a letter), online (with the notice) or "
            "none; absent: at the desk, or electronically"
        ),
        None,
    )
    collection_counters: Persons = described(
        "persons", mark("people who only hand out what the front has; 0: the same people as at its desk"), 0
    )
    send: Work = described("time", mark("case officer's work to send one file or copy"), NOTHING)
    chase: Work = described("time", mark("case officer's work to press for the answer to one file or copy"), NOTHING)
    assemble: Work = described("time", mark("case officer's work to put one answered file or copy together"), NOTHING)
    online: Share = described(
        "share", mark("case officers' work on a digital file, as a share of the work on paper"), 1.0
    )


class Information(Part):
    """Who stands at the entrance where all counters are under one roof, and tells citizens where to go."""

    staff: Persons = described("persons", mark("people at the information desk; they come from the counters"), 0)
    hours: Key | None = described("hours", mark("when it is staffed; absent: in the hours of the front"), None)
    time: Work = described("time", mark("telling a citizen where to go, once for each way with a new counter"), NOTHING)
    prevents: Share = described("share", mark("wrong counters that it prevents"), 0.0)


class Files(Part):
    """How files move between agencies."""

    between_buildings: Delay = described("time", mark("one hand-off of a paper file to another building"), NOTHING)
    within_building: Delay = described("time", mark("one hand-off of a paper file under one roof"), NOTHING)
    digital: Delay = described("time", mark("one exchange of data between two connected bodies"), NOTHING)
    assignment: Delay = described(
        "time",
        mark("register and head's desk: from the arrival of papers at a body until an assessor has them"),
        NOTHING,
    )
    signature: Delay = described("time", mark("time until the head of a body has signed what it has decided"), NOTHING)
    own_cases_first: bool = described(
        "switch", mark("sectoral ego: forwarded files wait behind an agency's own cases"), False
    )


class Carry(Part):
    """Who brings a decision to another body that needs it."""

    by: Literal["usual", "letter", "at once"] = described(
        "",
        mark(
            "usual: as data between connected bodies, else by the citizen where both are visited, else by letter; "
            "letter: never by the citizen; at once: by nobody, in no time"
        ),
        "usual",
    )
    letter: Delay | None = described(
        "time", mark("one letter to another building; absent: as one hand-off of a paper file"), None
    )


class Complaints(Part):
    """Citizens who complain that their permit is late."""

    share: Share = described("share", mark("those past the standard of their permit who complain"), 0.0)
    at: Literal["any", "right"] = described(
        "",
        mark("right: to whom it concerns; any: at any office, which passes it on as it does a paper file"),
        "any",
    )
    work: Work = described(
        "time",
        mark("looking into a complaint, by whoever is to decide last; the case goes first from then on"),
        NOTHING,
    )


class Online(Part):
    """The portal."""

    form: Work = described("time", mark("time to fill in the on-line form"), NOTHING)
    fall_out: Share = described("share", mark("automated cases that fall out to people"), 0.0)
    outage_every: Work | None = described(
        "time", mark("running time between the end of an outage and the next; absent: never"), None
    )
    outage_lasts: Work = described("time", mark("length of an outage"), NOTHING)


class Inspection(Part):
    """Field inspections."""

    journey: Work = described("time", mark("inspectors' journey to the citizen's site and back"), NOTHING)
    team: Persons = described("persons", mark("members of the technical team that inspects jointly"), 0)
    team_donors: Keys = described(
        "clearances", mark("clearances whose inspectors form the technical team"), (), max_length=MOST_ENTRIES
    )


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
        "", mark("where its assessors sit when its counters are elsewhere; absent: as the pattern says"), None
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
    own_cases: OwnRate | None = described(
        "per day",
        mark("sector-only applicants for this clearance alone; or so many times the citizens who need it"),
        None,
    )
    backlog: int = described(
        "files",
        mark("files that lie with its assessors on the first day, before all others; they are not measured"),
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
    information: Information = Information()
    inspection: Inspection = Inspection()
    default: Default = described(
        "", mark("what every agency, clearance or permit has unless its own table says otherwise"), Default()
    )
    agencies: dict[Key, Agency] = Field(min_length=1, max_length=MOST_ENTRIES)
    clearances: dict[Key, Clearance] = Field(min_length=1, max_length=MOST_ENTRIES)
    permits: dict[Key, Permit] = Field(min_length=1, max_length=MOST_ENTRIES)
