"""The worlds that are compared: the scenario's own, those of its variants, and that of a second file beside it.

A column of a comparison is a row of patterns in one of these worlds, written 'row' or 'row/variant'. A variant is a
scenario of its own, and what is asked for on top of a file is asked for in each. All are run alike: the same seed and
replications, and the same luck for whatever has the same name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.measures.outcome import Outcome
from wogsim.patterns import Pattern
from wogsim.replication.plan import Plan
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.scenario.file import SLASH
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import COMPARED, ROWS, asked, refuse_unloaded
from wogsim.scenario.unique import unlike
from wogsim.scenario.values import Title
from wogsim.staffing.people import Staffing
from wogsim.staffing.roster import Unstaffed
from wogsim.world.agencies import World

ASKED_RUN = ("warm_up", "cohort", "run_out", "replications", "seed")


@dataclass(frozen=True)
class Column:
    """One column: its key, and whose it is: the number of the plan and of the pattern in it."""

    key: str
    plan: int
    place: int


@dataclass(frozen=True)
class Sides:
    """All worlds that are compared, each with its plan, and the columns in the order asked for.

    ``asked`` is the scenario as it was asked for; ``left_out`` says by key why a column could not be staffed. ``order``
    are the keys of all columns where a second scenario stands beside the first, as the variant of which key and title.
    """

    asked: Loaded
    plans: tuple[Plan, ...]
    columns: tuple[Column, ...]
    left_out: Mapping[str, str]
    order: tuple[str, ...]
    beside: Mapping[str, Title]

    def named(self, loaded: Loaded) -> Loaded:
        """The scenario that knows the second one by its title, if there is one."""
        return loaded.showing(self.order, self.beside) if self.beside else loaded

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' keys."""
        return tuple(column.key for column in self.columns)

    @property
    def worlds(self) -> tuple[World, ...]:
        """The world of each column."""
        return tuple(self.plans[column.plan].world for column in self.columns)

    def staffed(self) -> list[tuple[Pattern, Staffing]]:
        """Row and people of each column; the row has the column's key."""
        there = [(column.key, *self.plans[column.plan].patterns[column.place]) for column in self.columns]
        return [(replace(row, key=key), staff) for key, row, staff in there]


def replicate_all(
    plans: Sequence[Plan], columns: Sequence[Column], seed: int, replications: Sequence[int], *, keep_log: bool = False
) -> list[list[Outcome]]:
    """Some replications of every column, as `wogsim.replication.run.replicate` of a single world."""
    found = [replicate(plan, seed, replications, keep_log=keep_log) for plan in plans]
    return [
        [found[column.plan][number][column.place] for column in columns] for number, _which in enumerate(replications)
    ]


def sides(loaded: Loaded, beside: Loaded | None, engine: str, patterns: Sequence[str] | None, **asking: Any) -> Sides:
    """What is to be compared, every world prepared.

    Parameters
    ----------
    beside : a second scenario, whose rows stand beside those of the first; it is run as the first is
    patterns : 'row' or 'row/variant'; default: the scenario's
    **asking : see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When a value makes no sense in one of the worlds, or nothing can be staffed.
    """
    for scenario in (loaded, loaded if beside is None else beside):
        refuse_unloaded(scenario)
    compared = (
        loaded.scenario.compare.rows is not None or COMPARED in (asking.get("settings") or ()) or _named(patterns)
    )
    changed = asked(loaded, patterns=patterns, patterns_at=COMPARED if compared else ROWS, **asking)
    order, second = list(changed.scenario.shown), dict[str, Title]()
    worlds = {"": changed}
    if compared:
        worlds = {
            variant: _asked(loaded.variant(variant) if variant else loaded, variant, rows, asking)
            for variant, rows in _by_variant(order).items()
        }
    if beside is not None:
        key = _free_key(beside.name, changed.scenario.variants)
        own = [row for row in patterns or beside.scenario.shown if SLASH not in row]
        if not own:
            own = list(beside.scenario.levers.patterns)
        worlds[key] = _run_alike(asked(beside, patterns=own, **asking), changed)
        order += [f"{row}{SLASH}{key}" for row in own]
        others = [changed.scenario.title, *(variant.title for variant in changed.scenario.variants.values())]
        second[key] = unlike(beside.scenario.title, others, key)
    plans, columns, left_out = _prepared(worlds, engine)
    there = tuple(columns[key] for key in order if key in columns)
    return Sides(changed, plans, there, left_out, tuple(order), second)


def _named(patterns: Any) -> bool:
    """Whether any column is asked for in a variant."""
    return not isinstance(patterns, str) and any(SLASH in str(row) for row in patterns or ())


def _by_variant(shown: Sequence[str]) -> dict[str, list[str]]:
    """The rows of each variant, in order; those of the scenario itself by no name."""
    found: dict[str, list[str]] = {}
    for key in shown:
        row, _slash, variant = key.partition(SLASH)
        found.setdefault(variant, []).append(row)
    return found


def _asked(loaded: Loaded, variant: str, rows: Sequence[str], asking: Mapping[str, Any]) -> Loaded:
    try:
        return asked(loaded, patterns=rows, **asking)
    except BadInput as error:
        raise _in_variant(error, variant) from error


def _in_variant(error: BadInput, variant: str) -> BadInput:
    """The same, which world it is of being said."""
    point = f"variants.{variant}" if variant else ""
    return BadInput(*(replace(p, point=point) if isinstance(p, Problem) else p for p in error.args))


def _run_alike(loaded: Loaded, like: Loaded) -> Loaded:
    run = like.scenario.run.model_dump(mode="json", include=set(ASKED_RUN))
    return loaded.change({f"run.{name}": value for name, value in run.items()})


def _free_key(name: str, taken: Mapping[str, Any]) -> str:
    """A variant's key for a file: its name, as far as that is a key, which no variant has."""
    stem = re.split(r"[/\\]", name)[-1].removesuffix(".toml").lower()
    key = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    key = key if key[:1].isalpha() else f"file-{key}".strip("-")
    while key in taken:
        key += "-too"
    return key


def _prepared(worlds: Mapping[str, Loaded], engine: str) -> tuple[tuple[Plan, ...], dict[str, Column], dict[str, str]]:
    """A plan for each world by variant, the columns by key, and why some could not be staffed."""
    plans, columns, left_out = list[Plan](), dict[str, Column](), dict[str, str]()
    refused: Unstaffed | None = None
    for variant, loaded in worlds.items():
        rows = loaded.scenario.levers.patterns
        keys = {row: f"{row}{SLASH}{variant}" if variant else row for row in rows}
        try:
            plan = prepare(loaded, engine)
        except Unstaffed as error:
            refused = refused or error
            left_out |= dict.fromkeys(keys.values(), str(error))
            continue
        except BadInput as error:
            raise _in_variant(error, variant) from error
        left_out |= {keys[row]: why for row, why in plan.left_out.items()}
        for place, (row, _staff) in enumerate(plan.patterns):
            columns[keys[row.key]] = Column(keys[row.key], len(plans), place)
        plans.append(plan)
    if not columns:
        raise refused or BadInput(_("there is nothing to compare"))
    return tuple(plans), columns, left_out
