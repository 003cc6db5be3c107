"""Forms of working together as presets of one lever, each a row of a table: nine degrees, and four ways.

The degrees and their three groups are those of 6, P., Leat, D., Seltzer, K. and Stoker, G., *Towards Holistic
Governance* (2002), as the training module has them (Lembaga Administrasi Negara, *Whole of Government*, 2017). Every
degree keeps what the degrees before it have changed and changes one stated thing more; the first two change nothing.
The ways are the module's four ways of doing whole-of-government; each by itself changes what each agency alone does.
What a form changes in the model is our reading; docs/continuum.md gives the reason for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, mark
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded

ROW = "continuum"  # key of the one row that is changed from degree to degree
PATH = f"patterns.{ROW}"
LENT = "levers.secondments"
LENT_FOR = timedelta(weeks=6)  # how long a task force has its people; our number, that of the scenario task-force
# Each agency by itself: what every degree starts from.
ALONE: Mapping[str, Any] = {
    "title": {"en": "Working together", "id": "Kerja sama"},
    "place": "dispersed",
    "desk": "none",
    "without": "visit",
}


@dataclass(frozen=True)
class Form:
    """One form of working together.

    ``thing`` says what it changes, ``row`` and ``world`` with which values: of the row, and at dotted paths. ``lends``:
    agencies lend people to the one that is most behind, as long as `LENT_FOR`, or as the scenario says itself.
    """

    key: str
    group: str
    title: str
    thing: str
    row: Mapping[str, Any] = field(default_factory=dict)
    world: Mapping[str, Any] = field(default_factory=dict)
    lends: bool = False


@dataclass(frozen=True)
class Forms:
    """Forms that are compared, the first of which changes nothing.

    ``upward``: each keeps what those before it have changed, and is compared with the one before; else each changes the
    first by itself, and is compared with that. ``key`` is what their files are called, ``one`` their column there.
    """

    key: str
    one: str
    groups: Mapping[str, str]
    each: tuple[Form, ...]
    upward: bool

    def settings(self, number: int) -> Point:
        """The values of a form, counted from 0, at dotted paths: those that it has changed and those that it keeps."""
        row, world = dict(ALONE), dict[str, Any]()
        kept = self.each[: number + 1] if self.upward else (self.each[number],)
        for form in kept:
            row |= form.row
            world |= form.world
        return {**world, PATH: row}

    def before(self, number: int, there: Sequence[int]) -> int | None:
        """The number of the form that one is compared with, of those that are there; None of the first."""
        earlier = [other for other in there if other < number]
        if self.upward:
            return earlier[-1] if earlier else None
        return 0 if 0 in earlier else None


def _grants(signs: str) -> list[dict[str, str]]:
    return [{"authority": "delegated", "route": "decide", "signs": signs}]


NOTHING = mark("nothing that a citizen meets")
_DEGREES = (
    Form("taking-into-account", "coordination", mark("taking into account"), NOTHING),
    Form("dialogue", "coordination", mark("dialogue"), NOTHING),
    Form(
        "joint-planning",
        "coordination",
        mark("joint planning"),
        mark("papers are taken at once"),
        world={"world.clearances.*.papers_in": "at once"},
    ),
    Form(
        "joint-working",
        "integration",
        mark("joint working"),
        mark("counters under one roof"),
        {"place": "shared", "back_office": "at home"},
    ),
    Form(
        "joint-venture",
        "integration",
        mark("joint venture"),
        mark("assessors move in behind them"),
        {"back_office": "with the counters"},
    ),
    Form(
        "satellite",
        "integration",
        mark("satellite"),
        mark("a unit receives, files go round"),
        {"desk": "unit", "without": "forward", "grants": _grants("agency"), "delegated": 0.0},
    ),
    Form(
        "strategic-alliance",
        "closeness",
        mark("strategic alliance"),
        mark("its files rank as own cases"),
        {"powers": {"own_rank": "always"}},
    ),
    Form("union", "closeness", mark("union"), mark("assessed in the unit, agencies sign"), {"delegated": 1.0}),
    Form("merger", "closeness", mark("merger"), mark("the unit signs"), {"grants": _grants("unit")}),
)

# The powers of a body that stands above those it coordinates, or at least beside them.
_ABOVE = ("own_rank", "side_by_side", "joint_inspection", "deadline")
_WAYS = (
    Form("alone", "alone", mark("each agency by itself"), NOTHING),
    Form(
        "stronger-coordination",
        "order",
        mark("stronger coordination"),
        mark("papers at once, decisions by letter"),
        world={"world.clearances.*.papers_in": "at once", "world.carry.by": "letter"},
    ),
    Form(
        "coordinating-body",
        "order",
        mark("coordinating body"),
        mark("papers at once, one desk that directs"),
        {
            "desk": "coordinator",
            "grants": [{"authority": "coordinating", "route": "forward", "signs": "agency"}],
            "coordinating": 1.0,
            "powers": dict.fromkeys(_ABOVE, "coordinated"),
        },
        {"world.clearances.*.papers_in": "at once"},
    ),
    Form("task-force", "order", mark("task force"), mark("people lent to the busiest for some weeks"), lends=True),
    Form(
        "social-coalition",
        "agreement",
        mark("social coalition"),
        mark("files as data, no wrong door"),
        world={"levers.connected": 1.0, "world.counters.no_wrong_door": True, "world.files.own_cases_first": False},
    ),
)

DEGREES = Forms(
    "continuum",
    "degree",
    {
        "coordination": mark("coordination"),
        "integration": mark("integration"),
        "closeness": mark("increasing closeness"),
    },
    _DEGREES,
    upward=True,
)
WAYS = Forms(
    "ways",
    "way",
    {"alone": mark("no coordination"), "order": mark("by order"), "agreement": mark("by agreement")},
    _WAYS,
    upward=False,
)


def alone(loaded: Loaded) -> Loaded:
    """The scenario with the row that is changed, as each agency by itself has it.

    Raises
    ------
    BadInput
        When the scenario has a row of this name already.
    """
    if ROW in loaded.scenario.patterns:
        text = _("{path}: this name is kept for the row that the continuum changes; call the file's row otherwise")
        raise BadInput(f"{loaded.name}: " + text.format(path=PATH))
    return loaded.change({PATH: dict(ALONE)})
