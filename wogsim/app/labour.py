"""What a worker of the app does: one column of a comparison, from a changed scenario to outcomes.

A worker remembers what columns have in common that differ in shares of authority and numbers of counters alone, so that
the next position of such a lever costs little. What it answers does not depend on what it remembers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wogsim.errors import TooLarge
from wogsim.language import _, number, using
from wogsim.measures.outcome import Outcome
from wogsim.patterns import Pattern
from wogsim.replication.foretold import seconds
from wogsim.replication.plan import Plan
from wogsim.replication.prepare import prepare
from wogsim.replication.remembered import Memory, Remembered
from wogsim.replication.run import replicate
from wogsim.scenario.file import Scenario
from wogsim.scenario.reading import Loaded, load
from wogsim.staffing.people import Staffing
from wogsim.staffing.roster import Unstaffed

SLOWEST = 20.0  # seconds that one replication of one pattern may take here, foretold
REMEMBERED = 300_000  # activities; the ways of who has more are not kept
FEW = 2  # replications of a piece: it is done before anybody who asks in between has noticed


# Of each kind so many as make some tens of megabytes with the shipped city.
_plans, _first = Memory(12), Remembered(4, 4, REMEMBERED)
_later = Remembered(0, 1, REMEMBERED)  # of replications that sharpen: of many columns one after the other


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
        kept, seed = _later if piece.numbers[0] else _first, scenario.run.seed
        found = replicate(plan, seed, piece.numbers, like=kept.everybody(plan, piece.ground, seed, piece.numbers))
        other = plan.world.scenario if plan.world.scenario is not scenario else None
        return Done(row, staff, tuple(of_all[0] for of_all in found), other, each=each, engine=plan.engine)


def _prepared(piece: Piece) -> Plan:
    return prepare(piece.loaded, like=_first.pilot(piece.loaded, piece.kin))


def warm(names: Sequence[str]) -> None:
    """Load all that is needed for work."""
    for name in names:
        loaded = load(name)
        row = loaded.scenario.levers.patterns[0]
        small = loaded.change({"levers.patterns": [row], "run.cohort": "1 week", "run.run_out": "1 week"})
        work(Piece("", "", "", small, (0, 1), "en"))
    for kept in (_plans, _first, _later):
        kept.clear()
