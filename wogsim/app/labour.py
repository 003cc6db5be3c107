"""What a worker of the app does: one column of a comparison, from a changed scenario to outcomes.

A worker remembers what columns have in common that differ in shares of authority and numbers of counters alone, so that
the next position of such a lever costs little. What it answers does not depend on what it remembers.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from wogsim.errors import TooLarge
from wogsim.language import _, number, using
from wogsim.measures.outcome import Outcome
from wogsim.patterns import Pattern
from wogsim.replication.everybody import Everybody
from wogsim.replication.foretold import seconds
from wogsim.replication.plan import Plan
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.scenario.file import Scenario
from wogsim.scenario.reading import Loaded, load
from wogsim.staffing.people import Staffing
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.roster import Unstaffed
from wogsim.staffing.sizes import settled
from wogsim.world.agency_count import build

SLOWEST = 20.0  # seconds that one replication of one pattern may take here, foretold
REMEMBERED = 300_000  # activities; the ways of who has more are not kept
FEW = 2  # replications of a piece: it is done before anybody who asks in between has noticed
Kept = TypeVar("Kept")


class Memory(OrderedDict[Hashable, object]):
    """What was made last, so many of a kind."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def made(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The one of that key, made where it is not there."""
        if key not in self:
            self[key] = make()
            if len(self) > self.most:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]  # type: ignore[return-value]


# Of each kind so many as make some tens of megabytes with the shipped city.
_plans, _pilots, _everybody = Memory(12), Memory(4), Memory(4)
_sharpening = Memory(1)  # the applicants of later replications: of many columns one after the other


@dataclass(frozen=True)
class Piece:
    """Some replications of one column.

    ``digest`` names the column, ``ground`` and ``kin`` what it has in common with others, see `wogsim.app.questions`;
    ``loaded`` has the column's row as its only pattern.
    """

    digest: str
    ground: str
    kin: str
    loaded: Loaded
    numbers: tuple[int, ...]
    language: str


@dataclass(frozen=True)
class Done:
    """What came of it: row, people, outcomes by replication; or why the row cannot be staffed.

    ``scenario`` has numbers of people where the asked one gives loads, else it is None. ``each`` is how many seconds
    one replication is expected to take.
    """

    row: Pattern | None
    staff: Staffing | None
    outcomes: tuple[Outcome, ...]
    scenario: Scenario | None = None
    left_out: str = ""
    each: float = 0.0
    engine: str = ""


def work(piece: Piece) -> Done:
    """Carry out a piece.

    Raises
    ------
    TooLarge
        When one replication would take longer than anybody in front of a page waits.
    WogsimError
        As `wogsim.compare` does.
    """
    with using(piece.language):
        scenario = piece.loaded.scenario
        try:
            plan = _plans.made(piece.digest, lambda: _prepared(piece))
        except Unstaffed as error:
            return Done(None, None, (), left_out=str(error))
        each = seconds([plan], 1)
        if each > SLOWEST:
            text = _(
                "this scenario is too large for the app: one run of one pattern takes about {count} seconds, and at "
                "most {most} are allowed here. Shorten run.warm_up, run.cohort or run.run_out, lower the number of "
                "citizens, or use the command line."
            )
            raise TooLarge(text.format(count=number(each, 0), most=number(SLOWEST, 0)))
        [(row, staff)] = plan.patterns
        found = replicate(plan, scenario.run.seed, piece.numbers, like=_applicants(piece, plan))
        other = plan.world.scenario if plan.world.scenario is not scenario else None
        return Done(row, staff, tuple(of_all[0] for of_all in found), other, each=each, engine=plan.engine)


def _prepared(piece: Piece) -> Plan:
    pilot = _pilots.made(piece.kin, lambda: Pilot(build(settled(piece.loaded.scenario))))
    return prepare(piece.loaded, like=pilot)


def _applicants(piece: Piece, plan: Plan) -> Everybody:
    key, seed = (piece.ground, piece.numbers), piece.loaded.scenario.run.seed
    first, small = piece.numbers[0] == 0, sum(plan.activities) * len(piece.numbers) < REMEMBERED
    make = partial(Everybody, plan.world, seed, piece.numbers, remembers=first and small)
    return (_everybody if first else _sharpening).made(key, make) if small else make()


def warm(names: Sequence[str]) -> int:
    """Load all that is needed for work; returns this process's number."""
    import os

    for name in names:
        loaded = load(name)
        row = loaded.scenario.levers.patterns[0]
        small = loaded.change({"levers.patterns": [row], "run.cohort": "1 week", "run.run_out": "1 week"})
        work(Piece("", "", "", small, (0, 1), "en"))
    for kept in (_plans, _pilots, _everybody, _sharpening):
        kept.clear()
    return os.getpid()
