"""How long a run will take, and what is said of it before it begins. Times were measured; see docs/benchmarks.md."""

import warnings
from collections.abc import Sequence

from wogsim.contract.hours import DAY
from wogsim.engine import choose
from wogsim.errors import Notice, TooLarge
from wogsim.language import _, ngettext, number
from wogsim.replication.plan import Plan
from wogsim.replication.size import GIGABYTE, gigabytes
from wogsim.scenario.file import Scenario
from wogsim.staffing.pilot import APPLICANTS
from wogsim.staffing.sizes import has_loads

OF_AN_ACTIVITY = {"compiled": 0.6e-6, "simpy": 27e-6}  # seconds, from the draws to the measures
OF_A_PATTERN = 1e-3  # seconds in every replication, however few come
OF_A_CLEARANCE = 1e-3  # seconds in which pilot applicants teach what a pattern does with it, however few need it
OF_A_PAIR = 1e-8  # seconds for any two clearances that one of them needs, as papers go from each past all others
SILENT = 15.0  # seconds of learning from which on it is said
LONG = 60.0  # seconds from which on it is said
LARGE = GIGABYTE  # bytes likewise
MOST = 366 * DAY  # nobody waits longer
UNITS = (
    (60, 2 * 3600),
    (3600, 2 * DAY),
    (DAY, MOST),
)  # seconds of a minute, an hour, a day, and up to which it is used


def seconds(plans: Sequence[Plan], replications: int) -> float:
    """Expected seconds that one process takes for so many replications of all."""
    each = [(count, OF_AN_ACTIVITY[choose(plan.engine).name]) for plan in plans for count in plan.activities]
    return replications * sum(count * of_one + OF_A_PATTERN for count, of_one in each)


def foretell(needed: float, processes: int, *, memory: float = 0, log: float = 0, at_most: bool = False) -> None:
    """Say what a long or large run will take; refuse one that nobody waits for.

    Parameters
    ----------
    needed : seconds of one process
    processes : that share them; 0 where nobody knows, as of a cluster
    memory, log : bytes that it takes, and of log.csv
    at_most : it may be less, as with an asked precision

    Raises
    ------
    TooLarge
        When it would take more than a year.
    """
    takes = needed / max(processes, 1)
    if takes > MOST:
        text = _("this would take about {count} years; expected fewer points or replications, or a smaller world")
        raise TooLarge(text.format(count=number(takes / MOST, 0 if takes > 10 * MOST else 1)))
    said = list[str]()
    if takes >= LONG:
        said.append(_took(takes, processes, at_most))
    if memory >= LARGE:
        said.append(_("It needs about {size} GB of memory.").format(size=gigabytes(memory)))
    if log >= LARGE:
        said.append(_("log.csv will have about {size} GB.").format(size=gigabytes(log)))
    if said:
        warnings.warn(" ".join(said), Notice, stacklevel=3)


def foretell_learning(scenario: Scenario) -> None:
    """Say how long it takes to learn from pilot applicants who has to do with what, where that is long."""
    world, patterns = scenario.world, len(scenario.levers.patterns) + has_loads(scenario)
    listed = [len(world.clearances if one.clearances is None else one.clearances) for one in world.permits.values()]
    pairs = APPLICANTS * sum(count * count for count in listed) / max(len(listed), 1)
    needed = patterns * (len(world.clearances) * OF_A_CLEARANCE + pairs * OF_A_PAIR)
    if needed >= SILENT:
        text = _(
            "There are {count} clearances: to learn who has to do with what takes about {time}, before anything is run."
        )
        time = duration(needed) if needed >= LONG else _in_seconds(round(needed))
        warnings.warn(text.format(count=number(len(world.clearances), 0), time=time), Notice, stacklevel=3)


def _in_seconds(count: int) -> str:
    return ngettext("{count} second", "{count} seconds", count).format(count=number(count, 0))


def foretell_checking(points: int, needed: float) -> None:
    """Say how long it will take, in seconds, to check points before any of them is worked on."""
    if needed >= LONG:
        text = ngettext(
            "Checking {count} point takes about {time}; no cell is worked on before.",
            "Checking {count} points takes about {time}; no cell is worked on before.",
            points,
        )
        warnings.warn(text.format(count=number(points, 0), time=duration(needed)), Notice, stacklevel=3)


def _took(takes: float, processes: int, at_most: bool) -> str:
    time = duration(takes)
    if not processes:
        return _("This is about {time} of work for one process, which the workers share.").format(time=time)
    text = ngettext(
        "This will take about {time} on {count} process.",
        "This will take about {time} on {count} processes.",
        processes,
    )
    if at_most:
        text = ngettext(
            "This will take at most about {time} on {count} process.",
            "This will take at most about {time} on {count} processes.",
            processes,
        )
    return text.format(time=time, count=processes)


def duration(takes: float) -> str:
    """'12 minutes', '3 hours' or '5 days'."""
    unit = next((size for size, until in UNITS if takes < until), DAY)
    count = max(1, round(takes / unit))
    words = {
        60: ngettext("{count} minute", "{count} minutes", count),
        3600: ngettext("{count} hour", "{count} hours", count),
        DAY: ngettext("{count} day", "{count} days", count),
    }
    return words[unit].format(count=number(count, 0))
