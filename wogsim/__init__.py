"""wogsim: citizens obtaining permits under five public-service patterns.

    scenario = wogsim.load("restaurant-permit")
    result = wogsim.compare(scenario, agencies=6, authority=0.5, replications=20, seed=1)
    print(result.verdict())

Names are loaded when first used, so that importing wogsim costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from wogsim.version import __model__, __version__

if TYPE_CHECKING:
    from wogsim import language
    from wogsim.errors import BadInput, CalendarExhausted, WogsimError
    from wogsim.output_analysis import theory
    from wogsim.patterns import PATTERNS, Pattern
    from wogsim.scenario.reading import load
    from wogsim.scenario.shipped import scenario_names as scenarios
    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.break_even.run import breakeven
    from wogsim.studies.comparison.result import Comparison
    from wogsim.studies.comparison.run import compare
    from wogsim.studies.continuum.result import Continuum
    from wogsim.studies.continuum.run import continuum
    from wogsim.studies.explain.result import Explanation
    from wogsim.studies.explain.run import explain
    from wogsim.studies.journey.run import journey
    from wogsim.studies.sweep.result import Sweep
    from wogsim.studies.sweep.run import sweep
    from wogsim.validation.run import validate
    from wogsim.work import parallel

_WHERE = {  # a name: its module, and its name there where that is another; a module by itself ends in a dot
    "BadInput": "errors",
    "BreakEven": "studies.break_even.result",
    "CalendarExhausted": "errors",
    "Comparison": "studies.comparison.result",
    "Continuum": "studies.continuum.result",
    "Explanation": "studies.explain.result",
    "PATTERNS": "patterns",
    "Pattern": "patterns",
    "Sweep": "studies.sweep.result",
    "WogsimError": "errors",
    "breakeven": "studies.break_even.run",
    "compare": "studies.comparison.run",
    "continuum": "studies.continuum.run",
    "explain": "studies.explain.run",
    "journey": "studies.journey.run",
    "language": "language.",
    "load": "scenario.reading",
    "parallel": "work.parallel.",
    "scenarios": "scenario.shipped:scenario_names",
    "sweep": "studies.sweep.run",
    "theory": "output_analysis.theory.",
    "validate": "validation.run",
}
__all__ = [
    "PATTERNS",
    "BadInput",
    "BreakEven",
    "CalendarExhausted",
    "Comparison",
    "Continuum",
    "Explanation",
    "Pattern",
    "Sweep",
    "WogsimError",
    "__model__",
    "__version__",
    "breakeven",
    "compare",
    "continuum",
    "explain",
    "journey",
    "language",
    "load",
    "parallel",
    "scenarios",
    "sweep",
    "theory",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'wogsim' has no attribute {name!r}")
    place, _colon, other = _WHERE[name].partition(":")
    module = importlib.import_module(f"wogsim.{place.removesuffix('.')}")
    value = module if place.endswith(".") else getattr(module, other or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
