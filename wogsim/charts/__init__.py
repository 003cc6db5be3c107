"""Charts: from results to matplotlib figures; a question as the title, its answer beneath.

A chart's module has another name than its function, because importing a module ``charts.waiting_times`` would put that
module where the function of this name stands. matplotlib is imported when a chart is first asked for, not before.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wogsim.charts.along import measure_lines
    from wogsim.charts.authority import authority_curve
    from wogsim.charts.backlog import cases_in_progress
    from wogsim.charts.bars import counters_visited, time_anatomy, waiting_times
    from wogsim.charts.busy import busy_hours
    from wogsim.charts.closeness import steps_bought
    from wogsim.charts.courses import permits_in_hand, waiting_distribution
    from wogsim.charts.fairness import equity
    from wogsim.charts.files import save
    from wogsim.charts.journey import swim_lane_sheets, swim_lanes
    from wogsim.charts.letters import lacking
    from wogsim.charts.maps import heat_map, winners_map
    from wogsim.charts.moves import tornado
    from wogsim.charts.steps import waterfall
    from wogsim.charts.strips import break_even
    from wogsim.charts.warmup import warm_up

_WHERE = {  # a function: its module
    "authority_curve": "authority",
    "break_even": "strips",
    "busy_hours": "busy",
    "cases_in_progress": "backlog",
    "counters_visited": "bars",
    "equity": "fairness",
    "heat_map": "maps",
    "lacking": "letters",
    "measure_lines": "along",
    "permits_in_hand": "courses",
    "save": "files",
    "steps_bought": "closeness",
    "time_anatomy": "bars",
    "swim_lane_sheets": "journey",
    "swim_lanes": "journey",
    "tornado": "moves",
    "waiting_distribution": "courses",
    "waiting_times": "bars",
    "warm_up": "warmup",
    "waterfall": "steps",
    "winners_map": "maps",
}
__all__ = [
    "authority_curve",
    "break_even",
    "busy_hours",
    "cases_in_progress",
    "counters_visited",
    "equity",
    "heat_map",
    "lacking",
    "measure_lines",
    "permits_in_hand",
    "save",
    "steps_bought",
    "swim_lane_sheets",
    "swim_lanes",
    "time_anatomy",
    "tornado",
    "waiting_distribution",
    "waiting_times",
    "warm_up",
    "waterfall",
    "winners_map",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'wogsim.charts' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"wogsim.charts.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
