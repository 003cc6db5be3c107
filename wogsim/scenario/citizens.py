"""What a file says of citizens: who needs a permit and when, their journeys, their papers, their complaints."""

from typing import Literal

from wogsim.language import mark
from wogsim.scenario import quantities as q
from wogsim.scenario.values import NOTHING, ByDate, Delay, Duration, Part, Rate, Share, Weight, Work, described


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
    bribe_share: Share = described("share", mark("applicants who pay a bribe so as to go first"), 0.0)
    bribe_at: Literal["counters", "files", "both"] = described(
        "",
        mark(
            "where who pays goes first: at counters and desks, in the queues of assessors, inspectors and crews, or "
            "both"
        ),
        "both",
    )
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
