"""What a policy maker moves, and how long and how often the world is run."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import model_validator

from wogsim.language import mark
from wogsim.patterns import PATTERNS, Reach
from wogsim.scenario.quantities import duration
from wogsim.scenario.values import (
    MOST,
    MOST_ENTRIES,
    Day,
    Duration,
    Key,
    Keys,
    OrOne,
    Part,
    Persons,
    Share,
    Staff,
    described,
)


class Grant(Part):
    """How authority is granted."""

    by: Literal["clearance", "permit", "case"] = described(
        "", mark("unit of granting: clearance by clearance, permit by permit, or simple cases only"), "clearance"
    )


class Order(Part):
    """In which order each authority is granted; those left out follow in file order."""

    delegated: Keys = described(
        "",
        mark("clearances or permits in the order of delegating; those left out follow in file order"),
        (),
        max_length=MOST_ENTRIES,
    )
    coordinating: Keys = described(
        "",
        mark("clearances or permits in the order of coordinating; those left out follow in file order"),
        (),
        max_length=MOST_ENTRIES,
    )
    automated: Keys = described(
        "",
        mark("clearances or permits in the order of automating; those left out follow in file order"),
        (),
        max_length=MOST_ENTRIES,
    )


class LeverOrder(Order):
    """The same, and in which order bodies are connected."""

    connected: tuple[Key, ...] = described(
        "",
        mark("clearances in the order of connecting; those left out follow in file order"),
        (),
        max_length=MOST_ENTRIES,
    )


class Secondment(Part):
    """People lent by one pool to another for a while, and back."""

    since: Day = described("", mark("the first day on which they are there"), alias="from")
    until: Day = described("", mark("the last day on which they are there"))
    people: int = described("persons", mark("how many people"), ge=1, le=MOST, strict=True)
    out_of: str = described("", mark("the pool that lends them, such as counter:KEY or assessors:KEY"))
    into: str = described("", mark("the pool that they join"))


class OwnPowers(Part):
    """Where what the front may direct holds: never, digital, coordinated, granted, always."""

    own_rank: Reach | None = described("", mark("a forwarded file ranks as an own case"), None)
    side_by_side: Reach | None = described(
        "", mark("copies go to all agencies at once instead of one file from agency to agency"), None
    )
    joint_inspection: Reach | None = described("", mark("one joint visit by the technical team"), None)
    deadline: Reach | None = described("", mark("the clearances' deadlines bind"), None)


class Levers(Part):
    """What a policy maker moves, with starting values."""

    patterns: Annotated[tuple[str, ...], OrOne] = described(
        "", mark("service patterns to compare"), tuple(PATTERNS), min_length=1, max_length=MOST_ENTRIES
    )
    agencies: int | None = described(
        "agencies", mark("number of agencies; absent: as listed"), None, ge=1, le=MOST_ENTRIES, strict=True
    )
    agencies_mode: Literal["merge", "chain"] = described(
        "",
        mark("merge: the same work divided among so many agencies; chain: the permit needs so many agencies"),
        "merge",
    )
    delegated: Share = described("share", mark("delegated authority: clearances that a unit may decide"), 0.0)
    coordinating: Share = described(
        "share", mark("coordinating authority: clearances that a coordinator may direct"), 0.0
    )
    automated: Share = described("share", mark("automated authority: clearances that the system may decide"), 0.0)
    grant: Grant = Grant()
    connected: Share | None = described(
        "share",
        mark("clearances whose files are exchanged as data between connected bodies; absent: as the file says"),
        None,
    )
    consulted: Share = described(
        "share",
        mark("decisions before which the body that is to be asked (consult) really is; to others it may object"),
        1.0,
    )
    order: LeverOrder = LeverOrder()
    powers: OwnPowers = OwnPowers()
    own_cases_go: Literal["as the pattern says", "to their agency"] = described(
        "",
        mark(
            "applicants of one agency only: as the pattern says, where their clearance can be granted, or always to it"
        ),
        "as the pattern says",
    )
    case_officers: Staff = described(
        "persons", mark("case officers of a front that forwards; as a load, the fewest who are so busy at most"), 1
    )
    cross_training: Share = described("share", mark("specialists of delegated clearances who join one pool"), 0.0)
    generalist_factor: float = described(
        "times", mark("time a generalist takes, as a multiple of the specialist's"), 1.0, ge=0.01, le=100
    )
    redeploy: Share = described("share", mark("idle counter staff who join back offices"), 0.0)
    secondments: tuple[Secondment, ...] = described(
        "",
        mark("people lent by one pool to another for some weeks, and back; the head-count stays the same"),
        (),
        max_length=1000,
    )
    unlimited_staff: bool = described("switch", mark("every pool has as many staff as it can use"), False)
    staff: dict[str, dict[str, Persons]] = described(
        "persons",
        mark("stated pools, by pattern ('all' for every pattern) and pool name; head-count is then shown, not kept"),
        {},
    )


# How long each kind of run is. In weeks: as the shipped city, whose queues settle within five and whose slowest
# citizens outlive sixteen. Daily: an office that starts empty every morning needs neither a warm-up nor a run-out.
RUNS: Mapping[str, Mapping[str, str]] = {
    "weeks": {"warm_up": "5 weeks", "cohort": "3 weeks", "run_out": "16 weeks"},
    "daily": {"warm_up": "0 days", "cohort": "4 weeks", "run_out": "1 day"},
}
WEEKS = {name: duration(text) for name, text in RUNS["weeks"].items()}


class Run(Part):
    """How long and how often the world is run."""

    preset: Literal["weeks", "daily"] = described(
        "", mark("weeks: measured when queues have settled; daily: offices start empty every morning"), "weeks"
    )
    warm_up: Duration = described("time", mark("time before measuring begins"), WEEKS["warm_up"])
    cohort: Duration = described(
        "time", mark("window in which the needs of the measured citizens arise"), WEEKS["cohort"]
    )
    run_out: Duration = described("time", mark("time in which later arrivals keep the load up"), WEEKS["run_out"])
    replications: int = described("runs", mark("independent runs"), 10, ge=1, le=100_000, strict=True)
    seed: int = described("number", mark("the number that all luck comes from"), 1, ge=0, le=2**63 - 1, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _as_preset(cls, said: Any) -> Any:
        """What is not said is as in the preset."""
        preset = said.get("preset") if isinstance(said, dict) else None
        return {**RUNS[preset], **said} if isinstance(preset, str) and preset in RUNS else said
