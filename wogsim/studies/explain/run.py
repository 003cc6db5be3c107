"""Where the difference between two patterns comes from: assumptions switched on theme by theme, numbers moved.

Every world is a point of the same scenario, evaluated with the same citizens and kept in one store, so that what a
theme, an assumption or a number adds is a paired difference.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from contextlib import closing
from functools import partial
from typing import Any

import numpy as np

from wogsim.errors import BadInput
from wogsim.language import _, ngettext, number
from wogsim.measures.summary import BY_NAME, SOJOURN
from wogsim.replication.prepare import prepare
from wogsim.scenario.consistency import one_of
from wogsim.scenario.presets import Worlds, worlds
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.scenario.standards import promises
from wogsim.scenario.uncertain import uncertain
from wogsim.studies.explain.files import write
from wogsim.studies.explain.result import Explanation
from wogsim.studies.sweep.evaluation import NAMES, News, Point, Values, evaluate, impossible, point_key
from wogsim.studies.sweep.kept import Listener, Work, identity
from wogsim.studies.units import read_as
from wogsim.work import parallel

STORE = "explain.sqlite"
BETWEEN = ("one-roof", "one-door")
SHARE = 0.2  # how much less and more, for numbers without a range of their own
TOP = 15  # numbers in the chart


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
    **asking : agencies, authority, delegated, coordinating, automated, replications, seed, settings, agencies_mode: see
        `wogsim.scenario.settings.asked`. engine, jobs, executor, out, fresh, progress: as in `wogsim.sweep`; the store
        is ``explain.sqlite``

    Raises
    ------
    BadInput
        When a value makes no sense, one of the two ends is no possible world, or the store is in use, of another
        question or cannot be written.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    work = Work.taken_from(asking)
    _refuse_nonsense(between, measure, share, top)
    base = asked(loaded, **asking, patterns=list(dict.fromkeys((*between, *filter(None, [of])))))
    if measure == "within_standard" and not promises(base.scenario.world):
        text = _("--measure {measure}: the scenario has no service standard; give one with --set {path}='14 days'")
        raise BadInput(text.format(measure=measure, path="world.standard"))
    between_them, numbers = worlds(base, order, theme), tuple(uncertain(base, share))
    wanted = [*between_them.points(), *(side.point for number in numbers for side in number.sides)]
    points = list({point_key(point): point for point in wanted}.values())
    replications, patterns = base.scenario.run.replications, base.scenario.levers.patterns
    refused, ends = impossible(base, points), _ends(points, between_them)
    for i in ends.intersection(refused):
        raise refused[i]
    heard = _Listener(work.progress, partial(_guess, base, points.index({}), between, measure))
    with work.store(STORE, identity(base), patterns, ()) as store:
        with work.workers(len(points) * replications) as chosen:
            found = evaluate(
                base,
                points,
                executor=chosen,
                engine=work.engine,
                store=store,
                refused=refused,
                heard=heard,
                whole=True,
                needed=ends,
            )
            moved = [points[i] for i in _moved(points, found.values, found.refused)]
            overloaded = _overloaded(base, moved, work.engine, chosen, heard)
        values = dict(zip(map(point_key, points), found.values, strict=True))
        why = {point_key(points[i]): str(error) for i, error in found.refused.items()}
        asked_for = (base, between, measure, between_them, numbers, of, share, top)
        result = Explanation(*asked_for, values, why, overloaded)
        if work.directory:
            write(result, work.directory)
    return result


def _refuse_nonsense(between: tuple[str, str], measure: str, share: float, top: int) -> None:
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
    if top < 1:
        raise BadInput(_("--top {value}: expected 1 or more").format(value=top))


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


def _overloaded(
    base: Loaded, points: Sequence[Point], engine: str, executor: Executor | None, heard: _Listener
) -> dict[str, dict[str, list[str]]]:
    """The overloaded pools of each point that has any, by pattern."""
    tasks = ((point_key(point), partial(_overloads, base, point, engine)) for point in points)
    found: dict[str, dict[str, list[str]]] = {}
    with closing(parallel.finished(executor, tasks)) as done:
        for count, (key, pools) in enumerate(done, 1):
            if pools:
                found[key] = pools
            heard.say(heard.checked(len(points)), count, len(points))
    return found


def _overloads(base: Loaded, point: Point, engine: str) -> dict[str, list[str]]:
    """A worker's part: the overloaded pools of one point."""
    prepared = prepare(base.change(point), engine)
    return {row.key: [post.name for post in staff.overloaded] for row, staff in prepared.patterns if staff.overloaded}


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
