"""Whether the world had settled when its cohort began: MSER-5 on the citizens in order of need, from the first."""

from dataclasses import dataclass

import numpy as np

from wogsim.contract.hours import DAY
from wogsim.language import _, percent
from wogsim.measures.series import SERIES_OF, Floats
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis.intervals import spread
from wogsim.output_analysis.paired import ERROR, holm, t_test
from wogsim.output_analysis.warm_up import across, mser
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.units import length

DRIFT = 0.01  # a mean that the unsettled part moves by less does not mislead


@dataclass(frozen=True, eq=False)
class Settling:
    """One measure under one pattern, from the first citizen to the end of the cohort.

    ``need`` (days) and ``series`` are averages over replications of five successive citizens, shape (n,). The first
    ``drop`` of them are dropped by MSER-5, that is ``days``; ``unclear`` where that is more than half of the series,
    which says little by itself: a series without any drift that happens to end quietly is cut there too. ``shift`` is
    by what share of it the settled mean would change if the cohort's citizens before ``days`` counted too (where
    unclear: before the best truncation within the first half; 0 where there are none), ``p_holm`` the p value of that
    change, over all measures and patterns. ``empty``: the scenario has no warm-up, which is a statement: its days
    begin empty, and what they begin with is asked about too.
    """

    pattern: str
    measure: str
    need: Floats
    series: Floats
    drop: int
    days: float
    unclear: bool
    shift: float
    p_holm: float
    empty: bool = False

    @property
    def misleads(self) -> bool:
        """Whether citizens who met an unsettled world move the cohort's mean."""
        return not self.empty and abs(self.shift) > DRIFT and self.p_holm < ERROR

    def remark(self, warm_up: float) -> str:
        """What it means for a warm-up of so many days, in the language in use."""
        if self.empty:
            return _("begins empty, as the scenario says")
        if self.misleads:
            return _("too short: it moves the mean by {shift}").format(shift=percent(abs(self.shift)))
        if self.unclear and abs(self.shift) > DRIFT:
            return _("no drift told apart from chance")
        if self.days > warm_up:
            return _("later than the warm-up, but hardly moves the mean")
        return _("settled in time")


def about(days: float) -> str:
    """So many days as people say them: whole ones, and hours where there are fewer."""
    return length((round(days) if days >= 1 else days) * DAY)


def warm_up_days(result: Numbers) -> float:
    """The scenario's own warm-up."""
    return result.loaded.scenario.run.warm_up.seconds / DAY


def settling(result: Numbers) -> list[Settling]:
    """Every pattern's series, measure by measure."""
    warm_up = warm_up_days(result)
    found, p_values = [], []
    for pattern, outcomes in zip(result.keys, result.outcomes, strict=True):
        need = across([outcome.series["need"] for outcome in outcomes])
        for measure in SERIES_OF:
            each = [outcome.series[measure][: len(need)] for outcome in outcomes]
            series = across(each)
            drop = mser(series.tolist())
            begin, cut = int(np.searchsorted(need, warm_up)), mser(series.tolist(), len(series) // 2)
            # What counting from `begin` instead of from `cut` adds to the mean of each replication.
            shift = [_mean(one[begin:]) - _mean(one[cut:]) for one in each] if cut > begin else []
            mean = _mean(series[cut:])
            relative = _mean(np.array(shift)) / mean if shift and mean else 0.0
            days, unclear = float(need[drop]) if drop else 0.0, drop > len(series) / 2
            found.append((pattern, measure, need, series, drop, days, unclear, relative))
            p_values.append(t_test(shift) if shift else 1.0)
    return [Settling(*known, p, empty=not warm_up) for known, p in zip(found, holm(p_values)[0], strict=True)]


def _mean(values: Floats) -> float:
    return spread(values.tolist())[1]


def warnings(result: Numbers) -> list[str]:
    """A warning for each pattern whose warm-up looks too short, about its worst measure, in the language in use."""
    late = sorted((found for found in settling(result) if found.misleads), key=lambda found: abs(found.shift))
    worst = {found.pattern: found for found in late}  # the last of each pattern stays
    warm_up = length(result.loaded.scenario.run.warm_up.seconds)
    return [_warning(worst[pattern], warm_up) for pattern in result.keys if pattern in worst]


def _warning(found: Settling, warm_up: str) -> str:
    text = _(
        "{pattern}: the warm-up looks too short; {measure} settles after some {time} only (MSER-5), "
        "run.warm_up is {warm_up}, and unsettled citizens move the mean by {shift}"
    )
    if found.unclear:
        text = _(
            "{pattern}: the warm-up looks too short; {measure} settles late or never (MSER-5 would drop {time}, "
            "more than half), run.warm_up is {warm_up}; see 'wogsim warmup' with a longer run.cohort"
        )
    return text.format(
        pattern=found.pattern,
        measure=_(BY_NAME[found.measure].title),
        time=about(found.days),
        warm_up=warm_up,
        shift=percent(abs(found.shift)),
    )
