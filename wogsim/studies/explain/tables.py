"""An explanation as two tables, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from wogsim.scenario.uncertain import Side
from wogsim.studies.explain.numbers import Move, Numbers, Step


def waterfall_table(result: Numbers) -> pd.DataFrame:
    """A row for neutral, for each assumption in order, and for the scenario."""
    about = (*result.between, result.measure, result.about.unit)
    rows = [(0, "neutral", *about, *result.neutral[:3], *[None] * 9, result.neutral.replications, *[""] * 3)]
    rows += [(number, step.assumption.key, *about, *_step(step)) for number, step in enumerate(result.steps, 1)]
    end = len(rows)
    rows += [(end, "scenario", *about, *result.whole[:3], *[None] * 9, result.whole.replications, *[""] * 3)]
    columns = ["step", "assumption", "pattern_a", "pattern_b", "measure", "unit"]
    columns += [f"{name}{part}" for name in ("difference", "added", "alone", "last") for part in PARTS]
    return pd.DataFrame(rows, columns=[*columns, "replications", "together_with", "standing", "overloaded"])


PARTS = ("", "_ci_low", "_ci_high")


def _step(step: Step) -> tuple[Any, ...]:
    means = (part for found in (step.difference, step.added, step.alone, step.last) for part in found[:3])
    standing = "not in the scenario" if not step.made else "no such world" if "added" in step.refused else "added"
    return (
        *means,
        step.difference.replications,
        " ".join(other.key for other in step.together),
        standing,
        _pools(step.overloaded),
    )


def tornado_table(result: Numbers) -> pd.DataFrame:
    """A row for each uncertain number, the widest first."""
    about = (result.of or " minus ".join(result.between), result.measure, result.about.unit, result.target.mean)
    rows = [(move.number.fact.path, *_values(move), *about, *_moved(move)) for move in result.moves]
    columns = ["number", "value", "low_value", "high_value", "values_from", "of", "measure", "unit", "mean"]
    columns += [f"{name}{part}" for name in ("low", "high") for part in PARTS]
    return pd.DataFrame(rows, columns=[*columns, "width", "replications", "standing", "why_not", "overloaded"])


def _values(move: Move) -> tuple[Any, ...]:
    number = move.number
    origin = "range" if number.stated else "share"
    return number.fact.value, _written(number.low), _written(number.high), origin if number.sides else ""


def _moved(move: Move) -> tuple[Any, ...]:
    runs = max(move.low.replications, move.high.replications)
    why_not = move.number.why_not
    overloaded = "; ".join(f"{side}: {_pools(pools)}" for side, pools in move.overloaded.items())
    return (*move.low[:3], *move.high[:3], move.width, runs, move.standing, why_not, overloaded)


def _written(side: Side | None) -> str:
    if side is None:
        return ""
    return f"{side.setting:g}" if isinstance(side.setting, float) else str(side.setting)


def _pools(overloaded: Mapping[str, list[str]]) -> str:
    return "; ".join(f"{pattern}: {', '.join(pools)}" for pattern, pools in overloaded.items())
