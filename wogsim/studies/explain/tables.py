"""An explanation as two tables, the same in every language."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from wogsim.scenario.uncertain import Side
from wogsim.studies.explain.numbers import Numbers, Step


def waterfall_table(result: Numbers) -> pd.DataFrame:
    """A row for neutral, for each theme in order, and for the scenario; or for before, in and after one theme."""
    about, worlds = (*result.between, result.measure, result.about.unit), result.worlds
    first, last = ((*end[:3], *[None] * 9, end.replications, *[""] * 3) for end in (result.begins, result.ends))
    names = "neutral" if worlds.from_neutral else "before", "scenario" if worlds.to_scenario else "after"
    steps = [(step.switch.theme, " ".join(step.switch.keys), _step(step)) for step in result.steps]
    named = enumerate([(names[0], "", first), *steps, (names[1], "", last)])
    rows = [(number, theme, keys, *about, *found) for number, (theme, keys, found) in named]
    columns = ["step", "theme", "assumptions", "pattern_a", "pattern_b", "measure", "unit"]
    columns += [f"{name}{part}" for name in ("difference", "added", "alone", "last") for part in PARTS]
    return pd.DataFrame(rows, columns=[*columns, "replications", "together_with", "standing", "overloaded"])


PARTS = ("", "_ci_low", "_ci_high")


def _step(step: Step) -> tuple[Any, ...]:
    means = (part for found in (step.difference, step.added, step.alone, step.last) for part in found[:3])
    standing = "not in the scenario" if not step.made else "no such world" if "added" in step.refused else "added"
    together = " ".join(other.key for other in step.together)
    return (*means, step.difference.replications, together, standing, _pools(step.overloaded))


def tornado_table(result: Numbers) -> pd.DataFrame:
    """A row for each uncertain number, the widest first."""
    about = (result.of or " minus ".join(result.between), result.measure, result.about.unit, result.target.mean)
    rows = []
    for move in result.moves:
        number, sides = move.number, (move.low, move.high)
        origin = ("range" if number.stated else "share") if number.sides else ""
        values = (number.fact.path, number.fact.value, _written(number.low), _written(number.high), origin)
        runs = max(side.replications for side in sides)
        overloaded = "; ".join(f"{side}: {_pools(pools)}" for side, pools in move.overloaded.items())
        ends = (part for side in sides for part in side[:3])
        rows.append((*values, *about, *ends, move.width, runs, move.standing, number.why_not, overloaded))
    columns = ["number", "value", "low_value", "high_value", "values_from", "of", "measure", "unit", "mean"]
    columns += [f"{name}{part}" for name in ("low", "high") for part in PARTS]
    return pd.DataFrame(rows, columns=[*columns, "width", "replications", "standing", "why_not", "overloaded"])


def _written(side: Side | None) -> str:
    if side is None:
        return ""
    return f"{side.setting:g}" if isinstance(side.setting, float) else str(side.setting)


def _pools(overloaded: Mapping[str, list[str]]) -> str:
    return "; ".join(f"{pattern}: {', '.join(pools)}" for pattern, pools in overloaded.items())
