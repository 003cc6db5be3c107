"""The grid of an explorer, worked out by the study of sweeps: the same cells in the same store, so that it goes on."""

from collections.abc import Mapping
from typing import Any

from wogsim.explorer.levers import QUICK_RUNS, asked_or_usual
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.studies.sweep.grid import LEVERS
from wogsim.studies.sweep.kept import Work
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.run import over


def explore(loaded: Loaded, *, vary: Mapping[str, Any] | None = None, quick: bool = False, **asking: Any) -> Sweep:
    """Every point that the sliders of a page can reach, with the same citizens everywhere.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    vary : values by dotted path, as in `wogsim.sweep`
    quick : fewer values and, where nothing else is asked, few replications
    **asking : as in `wogsim.sweep`; ``out`` is the directory of the store alone

    Raises
    ------
    BadInput
        As `wogsim.sweep`, and when there are more points than a page can hold.
    """
    work = Work.taken_from(asking)
    levers = {name: asking.pop(name, None) for name in LEVERS}
    if quick and asking.get("replications") is None:
        asking["replications"] = QUICK_RUNS
    base = asked(loaded, **asking)
    return over(asked_or_usual(base, levers, vary, quick=quick), base, work, asking.get("preset"))
