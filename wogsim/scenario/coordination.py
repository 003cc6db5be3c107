"""The continuum of working together: nine degrees as presets of one lever, each a row of a table.

The degrees and their three groups are those of 6, P., Leat, D., Seltzer, K. and Stoker, G., *Towards Holistic
Governance* (2002), as the training module has them (Lembaga Administrasi Negara, *Whole of Government*, 2017). What a
degree changes in the model is our reading; docs/continuum.md gives the reason for each. Every degree keeps what the
degrees before it have changed and changes one stated thing more; the first two change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, mark
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded

ROW = "continuum"  # key of the one row that is changed from degree to degree
PATH = f"patterns.{ROW}"
GROUPS = {
    "coordination": mark("coordination"),
    "integration": mark("integration"),
    "closeness": mark("increasing closeness"),
}
# Each agency by itself: what every degree starts from.
ALONE: Mapping[str, Any] = {
    "title": {"en": "Working together", "id": "Kerja sama"},
    "place": "dispersed",
    "desk": "none",
    "without": "visit",
}


@dataclass(frozen=True)
class Degree:
    """One degree of working together.

    ``thing`` says what it changes, ``row`` and ``world`` with which values: of the row, and at dotted paths.
    """

    key: str
    group: str
    title: str
    thing: str
    row: Mapping[str, Any] = field(default_factory=dict)
    world: Mapping[str, Any] = field(default_factory=dict)


def _grants(signs: str) -> list[dict[str, str]]:
    return [{"authority": "delegated", "route": "decide", "signs": signs}]


NOTHING = mark("nothing that a citizen meets")
DEGREES = (
    Degree("taking-into-account", "coordination", mark("taking into account"), NOTHING),
    Degree("dialogue", "coordination", mark("dialogue"), NOTHING),
    Degree(
        "joint-planning",
        "coordination",
        mark("joint planning"),
        mark("papers are taken at once"),
        world={"world.clearances.*.papers_in": "at once"},
    ),
    Degree(
        "joint-working",
        "integration",
        mark("joint working"),
        mark("counters under one roof"),
        {"place": "shared", "back_office": "at home"},
    ),
    Degree(
        "joint-venture",
        "integration",
        mark("joint venture"),
        mark("assessors move in behind them"),
        {"back_office": "with the counters"},
    ),
    Degree(
        "satellite",
        "integration",
        mark("satellite"),
        mark("a unit receives, files go round"),
        {"desk": "unit", "without": "forward", "grants": _grants("agency"), "delegated": 0.0},
    ),
    Degree(
        "strategic-alliance",
        "closeness",
        mark("strategic alliance"),
        mark("its files rank as own cases"),
        {"powers": {"own_rank": "always"}},
    ),
    Degree("union", "closeness", mark("union"), mark("assessed in the unit, agencies sign"), {"delegated": 1.0}),
    Degree("merger", "closeness", mark("merger"), mark("the unit signs"), {"grants": _grants("unit")}),
)


def settings(number: int) -> Point:
    """The values of a degree, counted from 0, at dotted paths: what it and those before it have changed."""
    row, world = dict(ALONE), dict[str, Any]()
    for degree in DEGREES[: number + 1]:
        row |= degree.row
        world |= degree.world
    return {**world, PATH: row}


def alone(loaded: Loaded) -> Loaded:
    """The scenario with the row that is changed, at its first degree.

    Raises
    ------
    BadInput
        When the scenario has a row of this name already.
    """
    if ROW in loaded.scenario.patterns:
        text = _("{path}: this name is kept for the row that the continuum changes; call the file's row otherwise")
        raise BadInput(f"{loaded.name}: " + text.format(path=PATH))
    return loaded.change({PATH: dict(ALONE)})
