"""wogsim: citizens obtaining permits under five public-service patterns.

    scenario = wogsim.load("restaurant-permit")
    result = wogsim.compare(scenario, agencies=6, authority=0.5, replications=20, seed=1)
    print(result.verdict())

Names are loaded when first used, so that importing wogsim costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wogsim import language, theory
    from wogsim.break_even import breakeven
    from wogsim.contributions import explain
    from wogsim.errors import BadInput, CalendarExhausted, WogsimError
    from wogsim.experiment import compare
    from wogsim.journeys import journey
    from wogsim.patterns import PATTERNS, Pattern
    from wogsim.results.breaking_even import BreakEven
    from wogsim.results.comparison import Comparison
    from wogsim.results.explanation import Explanation
    from wogsim.results.sweeping import Sweep
    from wogsim.scenario.reading import load
    from wogsim.scenario.shipped import scenario_names as scenarios
    from wogsim.sweeps import sweep
    from wogsim.validation.run import validate

__version__ = "0.1.0"
__model__ = "a9af98df"  # what tests/test_golden.py makes of the logs: another one means other results
_WHERE = {
    "BadInput": "errors",
    "BreakEven": "results.breaking_even",
    "CalendarExhausted": "errors",
    "Comparison": "results.comparison",
    "Explanation": "results.explanation",
    "PATTERNS": "patterns",
    "Pattern": "patterns",
    "Sweep": "results.sweeping",
    "WogsimError": "errors",
    "breakeven": "break_even",
    "compare": "experiment",
    "explain": "contributions",
    "journey": "journeys",
    "language": "language",
    "load": "scenario.reading",
    "scenarios": "scenario.shipped",
    "theory": "theory",
    "validate": "validation.run",
    "sweep": "sweeps",
}
__all__ = [
    "PATTERNS",
    "BadInput",
    "BreakEven",
    "CalendarExhausted",
    "Comparison",
    "Explanation",
    "Pattern",
    "Sweep",
    "WogsimError",
    "breakeven",
    "compare",
    "explain",
    "journey",
    "language",
    "load",
    "scenarios",
    "sweep",
    "theory",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'wogsim' has no attribute {name!r}")
    module = importlib.import_module(f"wogsim.{_WHERE[name]}")
    value = module if name == _WHERE[name] else getattr(module, "scenario_names" if name == "scenarios" else name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
