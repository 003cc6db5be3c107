"""A sweep in words: axes, values and units as people read them, what a chart holds still, who is fastest where."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from wogsim.language import _, joined, mark, ngettext, number, percent
from wogsim.measures.summary import OF_ALL, SOJOURN, Measure
from wogsim.scenario.settings import AUTHORITIES
from wogsim.studies.beside import everything
from wogsim.studies.ranking import why
from wogsim.studies.sweep.grid import SHARES, Axis
from wogsim.studies.sweep.result import Gridded, Sweep
from wogsim.studies.sweep.written import singular
from wogsim.studies.units import Read
from wogsim.studies.words import agencies, heading, preset, rests, seed
from wogsim.studies.words import points as counted

AXES = {
    "agencies": mark("the number of agencies"),
    "authority": mark("authority"),
    "delegated": mark("delegated authority"),
    "coordinating": mark("coordinating authority"),
    "automated": mark("automated authority"),
}


def axis_name(axis: Axis) -> str:
    """What an axis is called: in words, or its dotted path."""
    return _(AXES[axis.name]) if axis.name in AXES else axis.name


def axis_title(axis: Axis) -> str:
    """The same with the unit of its numbers, where it has one."""
    return f"{axis_name(axis)} ({axis.unit})" if axis.unit and axis.numbers else axis_name(axis)


def tick(axis: Axis, value: Any) -> str:
    """A value beneath its axis, where the unit stands already."""
    if axis.name in SHARES:
        return percent(value)
    if axis.numbers is None:
        return str(value)
    exact = axis.numbers[axis.values.index(value)]
    digits = next((digits for digits in range(6) if round(exact, digits) == exact), 6)
    return number(exact, digits)


def named(axis: Axis, value: Any) -> str:
    """An axis at a value, as in '5 agencies' or 'delegated authority 50 %'."""
    return with_unit(axis, value) if axis.name == "agencies" else f"{axis_name(axis)} {with_unit(axis, value)}"


def with_unit(axis: Axis, value: Any) -> str:
    """A value by itself, as in '5 agencies', '50 %' or '2 days'."""
    if axis.name == "agencies":
        return agencies(value)
    text = tick(axis, value)
    if not axis.unit or not axis.numbers:
        return text
    return f"{text} {singular(axis.unit) if text == '1' else axis.unit}"


def measure_title(measure: Measure, read: Read) -> str:
    """A measure with the unit in which it is read, where it is no plain count."""
    if measure.per_unit == 1 and measure.unit != "share":
        return _(measure.title)
    return _("{measure}, {unit}").format(measure=_(measure.title), unit=read.name)


def held(result: Gridded, shown: Iterable[Axis]) -> dict[str, Any]:
    """Where the axes that a chart does not show stand, by name: at the scenario's value, else at their first."""
    seen = list(shown)
    return {axis.name: _own(result, axis) for axis in result.axes if axis not in seen}


def _own(result: Gridded, axis: Axis) -> Any:
    tree: Any = result.loaded.scenario.model_dump(mode="json")
    for key in axis.paths[0].split("."):
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if tree in axis.values else axis.values[0]


def foot(result: Gridded, still: Mapping[str, Any], searched: Collection[str] = ()) -> str:
    """Scenario, what is held still, sample; `searched` are paths that move without being an axis."""
    runs, base = result.replications, result.loaded.scenario
    points = ngettext("{count} replication of each point", "{count} replications of each point", runs)
    return "; ".join(
        (
            heading(base),
            *(named(axis, still[axis.name]) for axis in result.axes if axis.name in still),
            *_unmoved(result, searched),
            *preset(result.preset),
            points.format(count=runs),
            _("the same citizens everywhere"),
            seed(base),
            rests(result.loaded),
        )
    )


def _unmoved(result: Gridded, searched: Collection[str]) -> list[str]:
    """The levers that no axis moves, where they stand; and what 'authority' means."""
    moved = {*searched, *(path for axis in result.axes for path in axis.paths)}
    levers, listed = result.loaded.scenario.levers, len(result.loaded.scenario.world.agencies)
    said = [] if "levers.agencies" in moved else [agencies(levers.agencies or listed)]
    said += [
        f"{_(AXES[name])} {percent(getattr(levers, name))}" for name in AUTHORITIES if f"levers.{name}" not in moved
    ]
    if any(axis.name == "authority" for axis in result.axes):
        said.append(_("authority is delegated, coordinating and automated at once"))
    return said


def told_where(result: Sweep, numbers: Sequence[int] | None = None) -> str:
    """How often, of some points, each pattern has the lowest mean by itself, and how often nobody has."""
    chosen = range(len(result.points)) if numbers is None else numbers
    there = [result.winners[number] for number in chosen if result.winners[number]]
    if not there:
        return _("There is no number: nobody was granted the permit.")
    alone = {key: sum(winners == (key,) for winners in there) for key in result.keys}
    said = [_("{name} at {count}").format(name=result.title(key), count=many) for key, many in alone.items() if many]
    ties = len(there) - sum(alone.values())
    points = counted(len(there))
    if not said:
        return _("Nowhere, of {points}, is one pattern told apart as the fastest.").format(points=points)
    text = _("Fastest, of {points}: {names}.").format(points=points, names=joined(said))
    return text + (" " + _("Not told apart: {count}.").format(count=ties) if ties else "")


def beside_all(
    result: Sweep, numbers: Sequence[int] | None = None, keys: Collection[str] = (), measure: str = OF_ALL
) -> list[str]:
    """What must be said beside the numbers of some points, default all, under some patterns, default all.

    By what patterns are ranked, where the measure is about that; who gave up under each; what the sign of overload
    means.
    """
    chosen = [result.at[n] for n in (range(len(result.points)) if numbers is None else numbers)]
    known = {result.title(key): [at.known(key) for at in chosen] for key in (keys or result.keys)}
    ranking = why(result.ranked_by, result.run) if measure in (SOJOURN, OF_ALL) else ""
    return [*filter(None, [ranking]), *everything(known)]


def shown_axes(result: Sweep) -> list[Axis]:
    """The two axes of a map: the first that have several values; one, or none, where there are no more."""
    return result.grid.moving[:2]
