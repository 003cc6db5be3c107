"""What a file says of all that citizens meet in front of the back offices: counters, the front and its team, portal."""

from wogsim.language import mark
from wogsim.scenario import quantities as q
from wogsim.scenario.values import (
    MOST_ENTRIES,
    NOTHING,
    Closing,
    DayHours,
    Delay,
    HandOver,
    Key,
    Keys,
    Part,
    Persons,
    Share,
    Tickets,
    Work,
    described,
)


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
