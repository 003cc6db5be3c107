"""Columns of a picture that have been worked out, and the comparison that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wogsim.app.questions import Question
from wogsim.errors import BadInput
from wogsim.measures.outcome import Outcome
from wogsim.patterns import Pattern
from wogsim.replication.prepare import nobody
from wogsim.scenario.file import Scenario
from wogsim.staffing.people import Staffing
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.sequential import Precision, judged
from wogsim.world.agencies import World
from wogsim.world.agency_count import build

PRECISION = 0.05  # of what a page shows: narrow enough to ask for no more replications


@dataclass
class Known:
    """What is known of a column: row and people, and the outcomes of its replications 0 to n - 1.

    ``scenario`` has numbers of people where the asked one gives loads, else it is None. ``size`` is in bytes, about.
    """

    row: Pattern
    staff: Staffing
    scenario: Scenario | None
    engine: str
    each: float
    outcomes: list[Outcome] = field(default_factory=list)
    size: int = 0


def compared(question: Question, found: Sequence[Known | str], replications: int) -> Comparison:
    """What `wogsim.compare` returns, from columns."""
    keys = [asked.key for asked in question.columns]
    there = {key: one for key, one in zip(keys, found, strict=True) if isinstance(one, Known)}
    left_out = {key: one for key, one in zip(keys, found, strict=True) if isinstance(one, str)}
    if not there:
        raise BadInput(*dict.fromkeys(left_out.values()))
    outcomes = tuple(tuple(one.outcomes[:replications]) for one in there.values())
    loaded = question.loaded.change({"run.replications": replications})
    if not any(len(outcome.per_case["need"]) for of_one in outcomes for outcome in of_one):
        raise nobody(loaded)
    return Comparison(
        loaded=loaded,
        worlds=_worlds(question, there),
        patterns=tuple(replace(one.row, key=key) for key, one in there.items()),
        staffing=tuple(one.staff for one in there.values()),
        outcomes=outcomes,
        engine=next(iter(there.values())).engine,
        left_out=left_out,
    )


def sharp(found: Comparison, shown: str, most: int) -> Comparison:
    """With whether it is precise enough."""
    outcomes = dict(zip(found.keys, found.outcomes, strict=True))
    rule = judged(outcomes, PRECISION, names=(found.ranked_by, shown))
    return replace(found, precision=Precision(PRECISION, most, rule.replications is not None, rule.short))


def _worlds(question: Question, there: Mapping[str, Known]) -> tuple[World, ...]:
    """The world of each column that is there; one for all columns of a variant, where no staff are given as loads."""
    made: dict[int, World] = {}
    found = list[World]()
    for asked in question.columns:
        if asked.key in there:
            scenario = there[asked.key].scenario or asked.world.scenario
            if id(scenario) not in made:
                made[id(scenario)] = build(scenario)
            found.append(made[id(scenario)])
    return tuple(found)
