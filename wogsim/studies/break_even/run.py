"""The break-even authority: from which share on a pattern with authority is faster than one-roof, by paired search.

One-roof knows no authority, so it runs once at every point; the other pattern runs at shares of its authority. Where
authority is granted by clearance or by permit, only finitely many shares differ, and each of them is run. Where it is
granted case by case, a few shares are run, and then the middles of those gaps in which something changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np

from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.measures.summary import SOJOURN
from wogsim.output_analysis import estimate
from wogsim.output_analysis.crossings import Tested, judged, to_halve
from wogsim.patterns import Pattern
from wogsim.routing.ways import Step, open_to, steps
from wogsim.scenario.consistency import one_of
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import AUTHORITIES, asked
from wogsim.scenario.standards import ranks
from wogsim.staffing.sizes import settled
from wogsim.studies.beside import Known
from wogsim.studies.break_even.files import write
from wogsim.studies.break_even.result import AGAINST, BESIDE, SEARCHED, BreakEven, Search
from wogsim.studies.overload import in_most
from wogsim.studies.ranking import in_hand, ranked_by
from wogsim.studies.sweep.cells import NAMES, OVERLOADED, Values, estimated
from wogsim.studies.sweep.evaluation import News, evaluate, impossible
from wogsim.studies.sweep.grid import Axis, Grid, grid
from wogsim.studies.sweep.kept import Listener, Progress, Work, identity, refuse_too_many_cells
from wogsim.work.store import Store
from wogsim.world.agency_count import build

STORE = "breakeven.sqlite"
PARTS = 10  # of the range from 0 to 1, before gaps are halved
GAVE_UP = "gave_up"
WIDTH = 0.005  # gaps are halved until they are no wider
DECIDED = {"authority", *AUTHORITIES}  # what the search itself moves

Asked = tuple[int, float]  # the number of a point, and a share of authority


def breakeven(
    loaded: Loaded,
    *,
    agencies: Any = None,
    vary: Mapping[str, Any] | None = None,
    patterns: Iterable[str] | None = None,
    **asking: Any,
) -> BreakEven:
    """From which authority on one-door and centralized are faster than one-roof: nobody by those who stay alone.

    Means are of the sojourn time or, where shares that gave up differ, of the time to permit of all who began; see
    `wogsim.studies.ranking`.

    One-door is searched along delegated authority, centralized along coordinating authority, at every point of a grid.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    agencies : numbers of agencies such as '2..12' or a sequence; default, where nothing varies: the scenario's
    vary : values by dotted path, as in `wogsim.sweep`
    patterns : 'one-door', 'centralized', or both, which is the default
    **asking : preset, replications, seed, settings, agencies_mode: see `wogsim.scenario.settings.asked`.
        engine, jobs, executor, out, fresh, progress: as in `wogsim.sweep`; the store is ``breakeven.sqlite``

    Raises
    ------
    BadInput
        When a value makes no sense, there are fewer than two replications, there is no possible point, or the store
        is in use, of another question or cannot be written.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    work = Work.taken_from(asking)
    decided = sorted(set(asking) & DECIDED)
    if decided:
        raise TypeError(f"unexpected keyword argument {decided[0]!r}: a search for break-even decides it itself")
    chosen, base = _chosen(patterns), asked(loaded, **asking)
    _refuse_other_rows(base, chosen)
    cut = _grid(base, agencies, vary)
    if base.scenario.run.replications < 2:
        expected = _("one replication cannot tell patterns apart; expected at least 2")
        raise BadInput(Problem("run.replications", 1, expected))
    unmoved = {f"levers.{authority}": 0 for authority in SEARCHED.values()}
    searched = base.change({**unmoved, "levers.patterns": [AGAINST, *chosen]})
    axes = (*cut.axes, *(Axis(name, (f"levers.{name}",), ()) for name in SEARCHED.values()))
    question = {"wogsim breakeven": True, **identity(searched, cut.axes)}
    with work.store(STORE, question, (AGAINST, *chosen), axes) as kept:
        search = _Searching(searched, cut, work, kept)
        with work.workers(search.listener.cells[1]) as search.executor:
            result = search.result(base, asking.get("preset"))
        if work.directory:
            write(result, work.directory)
    return result


def _chosen(patterns: Iterable[str] | None) -> tuple[str, ...]:
    """Those of the patterns that can be searched which are asked for, in the usual order."""
    asked_for = list(SEARCHED if patterns is None else patterns)
    for key in asked_for:
        if key not in SEARCHED:
            raise BadInput(Problem("levers.patterns", key, one_of(key, list(SEARCHED))))
    return tuple(key for key in SEARCHED if key in asked_for) or tuple(SEARCHED)


def _refuse_other_rows(base: Loaded, chosen: Iterable[str]) -> None:
    rows = base.scenario.rows()  # a file may have rows of its own under these names
    for key in chosen:
        wanted = SEARCHED[key]
        if rows[key].grant_of(wanted) is None:
            expected = _("expected a grant of {wanted} authority, or there is nothing to search along")
            raise BadInput(Problem(f"patterns.{key}.grants", None, expected.format(wanted=wanted.value)))
        if wanted in dict(rows[key].shares):
            expected = _("this row has its own share, so that a lever does not move it; expected none")
            raise BadInput(Problem(f"patterns.{key}.{wanted.value}", None, expected))


def _grid(base: Loaded, agencies: Any, vary: Mapping[str, Any] | None) -> Grid:
    own = base.scenario.levers.agencies or len(base.scenario.world.agencies)
    cut = grid({"agencies": [own] if agencies is None and not vary else agencies}, vary)
    for axis in cut.axes:
        for pattern, authority in SEARCHED.items():
            searched = (f"levers.{authority}.", f"patterns.{pattern}.{authority}.")
            if any(path.startswith(f"{axis.paths[0]}.") for path in searched):
                text = _("{path}: this is what is searched for, from 0 to 1, for {pattern}; vary something else")
                raise BadInput(text.format(path=axis.paths[0], pattern=pattern_title(pattern, base.scenario)))
    return cut


class _Searching:
    """A search on its way."""

    def __init__(self, base: Loaded, cut: Grid, work: Work, kept: Store | None) -> None:
        self.base, self.engine, self.kept = base, work.engine, kept
        self.searched = tuple(key for key in SEARCHED if key in base.scenario.levers.patterns)
        self.executor: Executor | None = None
        self.cut, self.points = cut, [cut.settings(point) for point in cut.points]
        self.refused = impossible(base, self.points)
        if len(self.refused) == len(self.points):
            raise self.refused[0]
        self.worlds = {
            i: build(settled(base.change(point).scenario))
            for i, point in enumerate(self.points)
            if i not in self.refused
        }
        self.first = {
            pattern: [(i, share) for i in self.worlds for share in _shares(self._levels(i, pattern))]
            for pattern in self.searched
        }
        self.least, runs = len(self.worlds) + sum(map(len, self.first.values())), base.scenario.run.replications
        refuse_too_many_cells(self.least, runs)
        self.roof: dict[int, Values] = {}
        self.found: dict[str, dict[Asked, Values]] = {pattern: {} for pattern in self.searched}
        self.why: dict[str, dict[Asked, BadInput]] = {pattern: {} for pattern in self.searched}
        self.listener = _Listener(work.progress, self.least * runs, len(self.points))

    def result(self, base: Loaded, preset: str | None) -> BreakEven:
        """Search every pattern at every point: first where it is asked for anyhow, then by halves."""
        found, refused = self._run(AGAINST, [(i, 0.0) for i in self.worlds])
        if not found:
            raise next(iter(refused.values()))
        self.roof = {i: values for (i, _share), values in found.items()}
        without = self.refused | {i: why for (i, _share), why in refused.items()}
        asking = {
            pattern: [(i, share) for i, share in first if i in self.roof] for pattern, first in self.first.items()
        }
        by = SOJOURN
        while any(asking.values()):
            for pattern in filter(asking.__getitem__, asking):
                more, impossible_there = self._run(pattern, asking[pattern])
                self.found[pattern] |= more
                self.why[pattern] |= impossible_there
            by = self._ranked_by()  # what a later share shows holds for all
            asking = {pattern: self._between(pattern, by) for pattern in self.searched}
        searches = [self._search(pattern, i, by) for pattern in self.searched for i in self.roof]
        refusals = {i: str(why) for i, why in sorted(without.items())}
        return BreakEven(base, self.cut, tuple(searches), refusals, by, preset)

    def _ranked_by(self) -> str:
        """The measure by which patterns are ranked, on what is known so far."""
        return ranked_by(
            {pattern: _column(values, GAVE_UP), AGAINST: _column(self.roof[i], GAVE_UP)}
            for pattern, found in self.found.items()
            for (i, _share), values in found.items()
        )

    def _between(self, pattern: str, by: str) -> list[Asked]:
        """Where to look next: the middles of gaps in which something changes."""
        return [
            (i, share)
            for i in self.roof
            if self._levels(i, pattern) is None
            for share in to_halve([at for _share, at in self._series(pattern, i, by)], WIDTH)
            if (i, share) not in self.why[pattern]
        ]

    def _search(self, pattern: str, i: int, by: str) -> Search:
        """What was found for one pattern at one point."""
        why = {share: str(error) for (at, share), error in sorted(self.why[pattern].items()) if at == i}
        may = open_to(self.worlds[i], self._row(i, pattern), SEARCHED[pattern])
        series = self._series(pattern, i, by)
        there, roof = [self.found[pattern][i, share] for share, _at in series], self.roof[i]
        return Search(
            pattern,
            i,
            tuple(at for _share, at in series),
            why,
            int(may.sum()),
            len(may),
            tuple(map(_known, there)),
            _known(roof),
            {name: [estimated(values, name) for values in there] for name in (by, *BESIDE)},
            {name: estimated(roof, name) for name in (by, *BESIDE)},
        )

    def _series(self, pattern: str, i: int, by: str) -> list[tuple[float, Tested]]:
        """What is known of one pattern minus one-roof at a point, with the share that was run, by ascending share."""
        levels, found = self._levels(i, pattern), self.found[pattern]
        if levels is None:
            spans = {share: (share, share) for at, share in sorted(found) if at == i}
        else:
            ends = [*(level.begins for level in levels[1:]), 1.0]
            spans = {level.share: (level.begins, end) for level, end in zip(levels, ends, strict=True)}
        wanted = in_hand(by, standard=ranks(self.base.change(self.points[i]).scenario.world))

        def gap(share: float, name: str) -> list[float]:
            return _column(found[i, share] - self.roof[i], name)

        series = [
            (share, judged(*span, gap(share, by), gap(share, wanted) if wanted else None))
            for share, span in spans.items()
            if (i, share) in found
        ]
        return [(share, at) for share, at in series if at]

    def _levels(self, i: int, pattern: str) -> tuple[Step, ...] | None:
        """What different shares of its authority grant under a pattern at a point."""
        return steps(self.worlds[i], self._row(i, pattern), SEARCHED[pattern])

    def _row(self, i: int, pattern: str) -> Pattern:
        return self.worlds[i].scenario.rows()[pattern]

    def _run(self, pattern: str, asking: Sequence[Asked]) -> tuple[dict[Asked, Values], dict[Asked, BadInput]]:
        """What one pattern came to, shape (replications, names), by point and share; and why not."""
        lever = SEARCHED.get(pattern)
        points = [self.points[i] | ({f"levers.{lever}": share} if lever else {}) for i, share in asking]
        alone, store = self.base.change({"levers.patterns": [pattern]}), self.kept and self.kept.of(pattern)
        self.listener.begin(pattern, asking, self.roof)
        # How long all of it takes is said once, when one-roof begins.
        share = len(points) / self.least if pattern == AGAINST else 0.0
        found = evaluate(
            alone,
            points,
            executor=self.executor,
            engine=self.engine,
            store=store,
            heard=self.listener,
            share=share,
        )
        values = found.values[:, :, 0]
        there = {at: values[number] for number, at in enumerate(asking) if number not in found.refused}
        return there, {asking[number]: why for number, why in found.refused.items()}


def _column(values: Values, name: str) -> list[float]:
    found: list[float] = values[:, NAMES.index(name)].tolist()
    return found


def _known(values: Values) -> Known:
    """What must be said beside the numbers of one pattern in one world."""
    return Known(in_most(_column(values, OVERLOADED)) > 0, estimate(_column(values, GAVE_UP)).mean)


def _shares(levels: tuple[Step, ...] | None) -> Iterable[float]:
    """Shares to be run before anything is known."""
    return [part / PARTS for part in range(PARTS + 1)] if levels is None else [level.share for level in levels]


class _Listener(Listener):
    """Counts cells over all rounds, and guesses at how many points a mean crosses; `least` cells there are anyhow."""

    def __init__(self, progress: Progress | None, least: int, points: int) -> None:
        super().__init__(progress, self._crossed)
        self.cells = (0, least)
        self._points, self._before = points, 0
        self._signs: dict[tuple[str, int], dict[float, bool]] = {}

    def begin(self, pattern: str, asking: Sequence[Asked], roof: Mapping[int, Values]) -> None:
        """Another round."""
        self._before, self._pattern, self._asking, self._roof = self.cells[0], pattern, asking, roof

    def counted(self, news: News) -> tuple[int, int]:
        """Cells of all rounds."""
        return self._before + news.done, max(self.cells[1], self._before + news.total)

    def _crossed(self, news: News) -> str:
        """At how many points a break-even has been seen."""
        if not self._roof:
            return ""
        if news.point >= 0:
            i, share = self._asking[news.point]
            own, roof = news.values[news.point, :, 0], self._roof[i]
            by = ranked_by([{self._pattern: _column(own, GAVE_UP), AGAINST: _column(roof, GAVE_UP)}])
            differences = own[:, NAMES.index(by)] - roof[:, NAMES.index(by)]
            gap = differences[~np.isnan(differences)].sum()
            if gap:
                self._signs.setdefault((self._pattern, i), {})[share] = bool(gap > 0)
        crossed = sum(len(set(signs.values())) > 1 for (key, _i), signs in self._signs.items() if key == self._pattern)
        text = ngettext(
            "{pattern}: break-even seen at {count} of {points} point",
            "{pattern}: break-even seen at {count} of {points} points",
            self._points,
        )
        return text.format(pattern=pattern_title(self._pattern), count=crossed, points=self._points)
