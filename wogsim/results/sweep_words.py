"""A sweep in words: axes, values and units as people read them, what a chart holds still, who is fastest where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wogsim.grid import LEVERS, SHARES, Axis
from wogsim.language import _, mark, ngettext, number, pick
from wogsim.measures.summary import Measure
from wogsim.results import answers
from wogsim.results.sweeping import Sweep, moving

AXES = {
    "agencies": mark("number of agencies"),
    "authority": mark("authority, all three"),
    "delegated": mark("delegated authority"),
    "coordinating": mark("coordinating authority"),
    "automated": mark("automated authority"),
}
UNITS = {
    "min": mark("minutes"),
    "days": mark("days"),
    "working days": mark("working days"),
    "counters": mark("counters"),
    "contacts": mark("contacts"),
    "agencies": mark("agencies"),
    "trips": mark("trips"),
    "authorities": mark("separate authorities"),
    "hand-offs": mark("hand-offs"),
    "returns": mark("returns"),
    "papers": mark("papers"),
    "share": mark("share"),
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
        return answers.percent(value)
    if axis.numbers is None:
        return str(value)
    exact = axis.numbers[axis.values.index(value)]
    digits = next((digits for digits in range(6) if round(exact, digits) == exact), 6)
    return number(exact, digits)


def named(axis: Axis, value: Any) -> str:
    """An axis at a value, as in 'number of agencies 5'."""
    unit = f" {axis.unit}" if axis.unit and axis.numbers else ""
    return f"{axis_name(axis)} {tick(axis, value)}{unit}"


def measure_title(measure: Measure) -> str:
    """A measure with its unit."""
    return _("{measure}, {unit}").format(measure=_(measure.title), unit=_(UNITS[measure.unit]))


def held(result: Sweep, shown: Iterable[Axis]) -> dict[str, Any]:
    """Where the axes that a chart does not show stand, by name: at the scenario's value, else at their first."""
    seen = list(shown)
    return {axis.name: _own(result, axis) for axis in result.axes if axis not in seen}


def _own(result: Sweep, axis: Axis) -> Any:
    tree: Any = result.loaded.scenario.model_dump(mode="json")
    for key in axis.paths[0].split("."):
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if tree in axis.values else axis.values[0]


def foot(result: Sweep, still: Mapping[str, Any]) -> str:
    """Scenario, what is held still, sample."""
    runs, base = result.replications, result.loaded.scenario
    levers = (
        f"{_(AXES[name])} {answers.percent(getattr(base.levers, name))}" for name in LEVERS if name in _unmoved(result)
    )
    return "; ".join(
        (
            pick(dict(base.title)),
            *(named(axis, still[axis.name]) for axis in result.axes if axis.name in still),
            *levers,
            *([_("preset {name}").format(name=result.preset)] if result.preset else []),
            ngettext("{count} replication", "{count} replications", runs).format(count=runs)
            + " "
            + _("at each point, the same citizens at all"),
            _("seed {seed}").format(seed=base.run.seed),
        )
    )


def _unmoved(result: Sweep) -> set[str]:
    moved = {path for axis in result.axes for path in axis.paths}
    return {name for name in SHARES - {"authority"} if f"levers.{name}" not in moved}


def told_where(result: Sweep, numbers: Sequence[int] | None = None) -> str:
    """How often, of some points, each pattern has the lowest mean sojourn by itself, and how often nobody has."""
    chosen = range(len(result.points)) if numbers is None else numbers
    there = [result.winners[number] for number in chosen if result.winners[number]]
    if not there:
        return _("There is no number: nobody was granted the permit.")
    alone = {key: sum(winners == (key,) for winners in there) for key in result.keys}
    said = [_("{name} at {count}").format(name=result.title(key), count=many) for key, many in alone.items() if many]
    ties = len(there) - sum(alone.values())
    points = ngettext("{count} point", "{count} points", len(there)).format(count=len(there))
    if not said:
        return _("Nowhere, of {points}, is one pattern told apart as the fastest.").format(points=points)
    text = _("Fastest, of {points}: {names}.").format(points=points, names=answers.joined(said))
    return text + (" " + _("Not told apart: {count}.").format(count=ties) if ties else "")


def shown_axes(result: Sweep) -> list[Axis]:
    """The two axes of a map: the first that have several values; one, or none, where there are no more."""
    return moving(result.axes)[:2]
