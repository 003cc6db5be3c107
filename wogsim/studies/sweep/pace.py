"""How long long work will take on this machine, foretold from a piece of it."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from time import perf_counter

from wogsim.errors import BadInput
from wogsim.language import ngettext, number
from wogsim.replication.everybody import worth_at_once
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.scenario.reading import Loaded
from wogsim.work.parallel import width

LEAST = 30  # seconds: nobody asks before less
FEWEST = 20  # cells: a piece is small beside so many


@dataclass(frozen=True)
class Pace:
    """Seconds of one processor: to prepare a world, and for one replication of it."""

    world: float
    cell: float

    def seconds(self, worlds: int, cells: int, processes: int) -> float:
        """For so much work, shared out evenly."""
        return (worlds * self.world + cells * self.cell) / processes


def pace(loaded: Loaded, engine: str) -> Pace | None:
    """How fast the scenario itself goes, after what is done once; None where there is no such world."""
    try:
        plan = prepare(loaded, engine)
    except BadInput:
        return None
    seed, some = loaded.scenario.run.seed, loaded.scenario.run.replications
    few = range(min(some, worth_at_once(plan.world, engine)))
    replicate(plan, seed, few[:1])  # compiles, and imports what it needs
    times = [perf_counter()]
    for piece in (lambda: prepare(loaded, engine), lambda: replicate(plan, seed, few)):
        piece()
        times.append(perf_counter())
    return Pace(times[1] - times[0], (times[2] - times[1]) / len(few))


def foretell(
    announce: Callable[[str], None], loaded: Loaded, engine: str, executor: Executor | None, worlds: int, cells: int
) -> None:
    """Say how long it will take, where that is long.

    Parameters
    ----------
    executor : who works on it, None being this process
    worlds, cells : that are still to be done
    """
    known = pace(loaded, engine) if cells >= FEWEST else None
    seconds = known.seconds(worlds, cells, width(executor)) if known else 0
    if seconds >= LEAST:
        minutes = round(seconds / 60) or 1
        text = ngettext(
            "{worlds} worlds and {cells} replications are to be worked out: about {count} minute on this machine.",
            "{worlds} worlds and {cells} replications are to be worked out: about {count} minutes on this machine.",
            minutes,
        )
        announce(text.format(worlds=number(worlds, 0), cells=number(cells, 0), count=number(minutes, 0)))
