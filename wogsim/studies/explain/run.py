"""Where the difference between two patterns comes from: assumptions switched on theme by theme, numbers moved.

Every world is a point of the same scenario, evaluated with the same citizens and kept in one store, so that what a
theme, an assumption or a number adds is a paired difference.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from wogsim.errors import BadInput
from wogsim.language import _, ngettext, number
from wogsim.measures.summary import BY_NAME, SOJOURN
from wogsim.replication.prepare import prepare
from wogsim.scenario.consistency import one_of
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.scenario.standards import promises
from wogsim.scenario.switching import Worlds, worlds
from wogsim.scenario.uncertain import Uncertain, uncertain
from wogsim.studies.explain.files import write
from wogsim.studies.explain.numbers import Numbers
from wogsim.studies.explain.result import Explanation
from wogsim.studies.overload import in_most
from wogsim.studies.sweep.cells import NAMES, OVERLOADED, Point, Values, point_key
from wogsim.studies.sweep.evaluation import News, evaluate, impossible, overloads
from wogsim.studies.sweep.kept import Listener, Work, identity
from wogsim.studies.units import read_as
from wogsim.work import parallel
from wogsim.work.store import Store

STORE = "explain.sqlite"
BETWEEN = ("one-roof", "one-door")
SHARE = 0.2  # how much less and more, for numbers without a range of their own
TOP = 15  # numbers in the chart
CROWDED = NAMES.index(OVERLOADED)


def explain(
    loaded: Loaded,
    *,
    between: tuple[str, str] = BETWEEN,
    measure: str = SOJOURN,
    order: Sequence[str] | None = None,
    theme: str | None = None,
    of: str | None = None,
    share: float = SHARE,
    top: int = TOP,
    most: int | None = None,
    **asking: Any,
) -> Explanation:
    """What each theme of assumptions adds to the difference between two patterns, and what each uncertain number does.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    between : keys of the two patterns; the difference is the first minus the second
    measure : name of the measure that is explained
    order : themes in the order in which they are switched on, and assumptions of the theme that is opened; those left
        out follow in their usual order
    theme : open this theme: what each of its assumptions adds, from the world before it on
    of : explain by uncertain numbers the mean under this pattern instead of the difference
    share : how much less and more, for numbers that have no range in the file; above 0, at most 1
    top : numbers in the chart
    most : work out only so many numbers: those that move it most in the first replication; default: all
    **asking : agencies, authority, delegated, coordinating, automated, replications, seed, settings, agencies_mode: see
        `wogsim.scenario.settings.asked`. engine, jobs, executor, out, fresh, progress: as in `wogsim.sweep`;
        the store is ``explain.sqlite``

    Raises
    ------
    BadInput
        When a value makes no sense, one of the two ends is no possible world, or the store is in use, of another
        question or cannot be written.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    work = Work.taken_from(asking)
    _refuse_nonsense(between, measure, share, top=top, most=most)
    base = asked(loaded, **asking, patterns=list(dict.fromkeys((*between, *filter(None, [of])))))
    if measure == "within_standard" and not promises(base.scenario.world):
        text = _("--measure {measure}: the scenario has no service standard; give one with --set {path}='14 days'")
        raise BadInput(text.format(measure=measure, path="world.standard"))
    between_them, numbers = worlds(base, order, theme), tuple(uncertain(base, share))
    points, replications = _points(between_them, numbers), base.scenario.run.replications
    refused, ends = impossible(base, points), _ends(points, between_them)
    for i in ends.intersection(refused):
        raise refused[i]
    heard = _Listener(work.progress, partial(_guess, base, points.index({}), between, measure))
    told, left = (base, between, measure, between_them), 0
    with work.store(STORE, identity(base), base.scenario.levers.patterns, ()) as store:
        with work.workers(len(points) * replications) as chosen:
            rounds = _Rounds(work, store, chosen, {point_key(points[i]): why for i, why in refused.items()}, heard)
            some = most is not None and most < sum(bool(number.sides) for number in numbers)
            if some:
                first = base.change({"run.replications": 1})
                found = rounds.worked_out(first, between_them, numbers)
                numbers, left = _foremost(Numbers(first, *told[1:], numbers, of, share, top, *found), most or 0)
            found = rounds.worked_out(base, between_them, numbers)
        result = Explanation(*told, numbers, of, share, top, *found, left)
        if work.directory:
            write(result, work.directory)
    return result


def _points(between_them: Worlds, numbers: Sequence[Uncertain]) -> list[Point]:
    """Every world that is asked for, once: those of the steps, then each number at its other values."""
    wanted = [*between_them.points(), *(side.point for number in numbers for side in number.sides)]
    return list({point_key(point): point for point in wanted}.values())


def _foremost(found: Numbers, most: int) -> tuple[tuple[Uncertain, ...], int]:
    """The numbers that move it most, with those that are not varied, in file order; and how many are left off."""
    moved = [move.number.fact.path for move in found.moves if move.number.sides]
    off = set(moved[most:])
    return tuple(number for number in found.numbers if number.fact.path not in off), len(off)


@dataclass(frozen=True)
class _Rounds:
    """The work: worlds in so many replications, on one executor beside one store.

    ``refused`` are worlds that cannot be made, by point, with the reason.
    """

    work: Work
    store: Store | None
    executor: Executor | None
    refused: Mapping[str, BadInput]
    heard: _Listener

    def worked_out(
        self, base: Loaded, between_them: Worlds, numbers: Sequence[Uncertain]
    ) -> tuple[dict[str, Values], dict[str, str], dict[str, dict[str, list[str]]]]:
        """By point: its values, why there is no such world, and the overloaded pools of what differs, by pattern."""
        points = _points(between_them, numbers)
        keys = [point_key(point) for point in points]
        found = evaluate(
            base,
            points,
            executor=self.executor,
            engine=self.work.engine,
            store=self.store,
            refused={i: self.refused[key] for i, key in enumerate(keys) if key in self.refused},
            heard=self.heard,
            whole=True,
            needed=_ends(points, between_them),
        )
        known = {keys[i]: pools for i, pools in found.overloaded.items()}
        crowded = [i for i in _moved(points, found.values, found.refused) if (found.values[i][..., CROWDED] > 0).any()]
        named = self._overloaded(base, [points[i] for i in crowded], known)
        overloaded = _in_runs(named, points, found.values, base.scenario.levers.patterns)
        why = {keys[i]: str(error) for i, error in found.refused.items()}
        return dict(zip(keys, found.values, strict=True)), why, overloaded

    def _overloaded(
        self, base: Loaded, points: Sequence[Point], known: Mapping[str, Mapping[str, list[str]]]
    ) -> dict[str, dict[str, list[str]]]:
        """The overloaded pools of points that have any, by pattern: known, or noted, or worked out and then noted."""
        notes = self.store.notes(OVERLOADED) if self.store else None
        noted = {key: json.loads(note) for key, note in notes.read().items()} if notes else {}
        found = {point_key(point): {**noted, **known}.get(point_key(point)) for point in points}
        asked = [point for point in points if found[point_key(point)] is None]
        tasks = ((point_key(point), partial(_overloads, base, point, self.work.engine)) for point in asked)
        with closing(parallel.finished(self.executor, tasks)) as done:
            for count, (key, pools) in enumerate(done, 1):
                found[key] = pools
                self.heard.say(self.heard.checked(len(asked)), count, len(asked))
        if notes:
            notes.keep({key: json.dumps(pools) for key, pools in found.items() if key not in noted})
        return {key: dict(pools) for key, pools in found.items() if pools}


def _refuse_nonsense(between: tuple[str, str], measure: str, share: float, **counts: int | None) -> None:
    one, other = between
    if one == other:
        text = _(
            "--between {one} --and {other}: the same pattern twice; expected two. Without --between it is {first}, "
            "without --and {second}"
        )
        raise BadInput(text.format(one=one, other=other, first=BETWEEN[0], second=BETWEEN[1]))
    if measure not in BY_NAME:
        raise BadInput(f"--measure {measure}: " + one_of(measure, list(BY_NAME)))
    if not 0 < share <= 1:
        text = _("--share {value}: expected more than 0 and at most 1, like 0.2 or '20 %'")
        raise BadInput(text.format(value=share))
    for name, count in counts.items():
        if count is not None and count < 1:
            raise BadInput(f"--{name} {count}: " + _("expected 1 or more"))


def _ends(points: Sequence[Point], found: Worlds) -> set[int]:
    """Without neutral, the scenario itself or the two ends of the steps there is no difference to explain."""
    first, *_between, last = found.steps()
    ends = {point_key(point) for point in ({}, found.neutral, first, last)}
    return {i for i, point in enumerate(points) if point_key(point) in ends}


def _moved(points: Sequence[Point], values: Values, refused: Collection[int]) -> list[int]:
    """The scenario itself and the points where anything at all is another number than there."""
    own = values[points.index({})]
    return [
        i
        for i in range(len(points))
        if i not in refused and (not points[i] or not np.array_equal(values[i], own, equal_nan=True))
    ]


def _overloads(base: Loaded, point: Point, engine: str) -> dict[str, list[str]]:
    """A worker's part: the pools of one point that may be overloaded."""
    return overloads(prepare(base.change(point), engine))


def _in_runs(
    named: Mapping[str, Mapping[str, list[str]]], points: Sequence[Point], values: Values, patterns: Sequence[str]
) -> dict[str, dict[str, list[str]]]:
    """Of what may be overloaded by point and pattern, what is so in the runs of that point."""
    found: dict[str, dict[str, list[str]]] = {}
    for point, cells in zip(points, values, strict=True):
        counts = cells[:, :, CROWDED].T.tolist()
        grew = {pattern for pattern, column in zip(patterns, counts, strict=True) if in_most(column)}
        there = {key: pools for key, pools in named.get(point_key(point), {}).items() if key in grew}
        if there:
            found[point_key(point)] = there
    return found


class _Listener(Listener):
    """Speaks of worlds instead of points."""

    def prepared(self, total: int) -> str:
        """Who works where is known in them."""
        return ngettext("prepared {done} of {total} world", "prepared {done} of {total} worlds", total)

    def checked(self, total: int) -> str:
        """Their loads have been looked at."""
        return ngettext(
            "checked the load of {done} of {total} world", "checked the load of {done} of {total} worlds", total
        )


def _guess(base: Loaded, own: int, between: tuple[str, str], measure: str, news: News) -> str:
    """The mean difference in the scenario itself, which is point number `own`, as far as it is known."""
    patterns = base.scenario.levers.patterns
    one, other = (news.values[own, :, patterns.index(key), NAMES.index(measure)] for key in between)
    gaps = (one - other)[~np.isnan(one - other)]
    count = len(news.values)
    worlds = ngettext("{count} world", "{count} worlds", count).format(count=number(count, 0))
    if not len(gaps):
        return worlds
    mean = float(gaps.mean())
    shown = read_as(BY_NAME[measure].unit, [mean]).said(mean, 2)
    text = _("{worlds}; {one} minus {other} so far: {value}")
    return text.format(worlds=worlds, one=between[0], other=between[1], value=shown)
