"""What each form of working together buys, as numbers: every measure of every form, every step as a difference."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import pandas as pd

from wogsim.language import _
from wogsim.measures.summary import MEASURES, Measure
from wogsim.output_analysis.paired import Paired, family, undisputed
from wogsim.scenario.coordination import DEGREES, ROW, Form, Forms
from wogsim.scenario.levers import Secondment
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded
from wogsim.scenario.standards import from_need, promises
from wogsim.studies.beside import Known
from wogsim.studies.ranking import in_hand, ranked_by
from wogsim.studies.result import Result
from wogsim.studies.shown import chart
from wogsim.studies.sweep.cells import Values
from wogsim.studies.sweep.result import At
from wogsim.studies.units import Read, readings

SHOWN = ("counters_visited", "trips", "chain_length")  # beside the time, what a citizen meets


@dataclass(frozen=True)
class Step:
    """From one form to another: their numbers, the form that is reached, and how much more time it takes then."""

    before: int
    number: int
    form: Form
    gap: Paired

    @property
    def tied(self) -> bool:
        """Whether the two are equal, or not told apart."""
        return self.gap.same or not self.gap.apart


@dataclass(frozen=True, eq=False)
class Continuum(Result):
    """The same citizens under every form of working together: each of the degrees, or of the ways.

    ``values`` has shape (forms, replications, 1, names), names as in `wogsim.studies.sweep.cells.NAMES`; ``refused``
    says by the number of a form why there is no such world; ``points`` are the values of each at dotted paths.
    """

    loaded: Loaded
    values: Values
    refused: Mapping[int, str]
    preset: str | None = None
    forms: Forms = DEGREES
    points: tuple[Point, ...] = ()

    steps_bought = chart("steps_bought", "The time to the permit under every form, and what each buys.")

    @cached_property
    def lent(self) -> tuple[Secondment, ...]:
        """Who lends people to the task force, where there is one that could be run."""
        numbers = [n for n in self.there if self.forms.each[n].lends]
        return tuple(one for n in numbers for one in self.loaded.change(self.points[n]).scenario.levers.secondments)

    @cached_property
    def at(self) -> list[At]:
        """The forms, in order."""
        return [At((ROW,), cells) for cells in self.values]

    @property
    def there(self) -> list[int]:
        """Numbers of the forms that could be run."""
        return [number for number in range(len(self.forms.each)) if number not in self.refused]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures there are; without a standard there is no share within it."""
        permits = self.scenario.world.permits.values()
        made = {"within_standard": self._standard, "on_the_spot": any(permit.while_you_wait for permit in permits)}
        return tuple(m for m in MEASURES if made.get(m.name, True))

    @property
    def _standard(self) -> bool:
        return bool(promises(self.scenario.world))

    @cached_property
    def reads(self) -> dict[str, Read]:
        """In which unit each measure is read, by name, the same for all forms."""
        return readings(MEASURES, lambda name: [self.at[n].estimates[ROW, name].mean for n in self.there])

    @cached_property
    def ranked_by(self) -> str:
        """The measure that forms are compared by: never of those alone who stayed; see `wogsim.studies.ranking`."""
        return ranked_by([{str(n): self.at[n].values(ROW, "gave_up") for n in self.there}])

    @cached_property
    def steps(self) -> list[Step]:
        """What each form adds to the one that it is compared with, with Holm's correction for all comparisons.

        Of forms that all are compared with the first, these are among those of `between`.
        """
        before = [(self.forms.before(number, self.there), number) for number in self.there]
        pairs = [(other, number) for other, number in before if other is not None]
        if self.forms.upward:
            return self._steps(pairs)
        return [self.between[pair] for pair in pairs]

    @cached_property
    def between(self) -> dict[tuple[int, int], Step]:
        """From each form to each later one, with Holm's correction for all of them."""
        pairs = list(combinations(self.there, 2))
        return dict(zip(pairs, self._steps(pairs), strict=True))

    @cached_property
    def whole(self) -> Step:
        """From the first form that could be run to the last, a question of its own."""
        [step] = self._steps([(self.there[0], self.there[-1])])
        return step

    def _steps(self, pairs: list[tuple[int, int]]) -> list[Step]:
        gaps = zip(pairs, self._gaps(pairs), strict=True)
        return [Step(before, number, self.forms.each[number], gap) for (before, number), gap in gaps]

    def _gaps(self, pairs: list[tuple[int, int]]) -> list[Paired]:
        def of(measure: str) -> dict[tuple[str, str], Paired]:
            values = [tuple(self.at[n].values(ROW, measure) for n in (after, before)) for before, after in pairs]
            names = [(str(after), str(before)) for before, after in pairs]
            return dict(zip(names, family([(a, b) for a, b in values]), strict=True))

        found = of(self.ranked_by)
        wanted = in_hand(self.ranked_by, standard=self._standard and from_need(self.scenario.world))
        return list((undisputed(found, of(wanted)) if wanted else found).values())

    def known(self, number: int) -> Known:
        """What must be said beside a form's numbers."""
        return self.at[number].known(ROW)

    def refusals(self) -> list[str]:
        """Why forms are missing, a sentence for each, in the language in use."""
        text = _("{degree} is left out: {reason}")
        return [text.format(degree=_(self.forms.each[n].title), reason=why) for n, why in self.refused.items()]

    def table(self) -> pd.DataFrame:
        """One row per form and measure: the columns of continuum.csv and ways.csv."""
        rows = []
        steps = {step.number: step for step in self.steps}
        for number in self.there:
            form, at = self.forms.each[number], self.at[number]
            for measure in self.measures:
                step = steps.get(number) if measure.name == self.ranked_by else None
                adds = (*step.gap.difference[:3], step.gap.p_holm) if step else (math.nan,) * 4
                found = at.estimates[ROW, measure.name]
                rows.append(
                    (form.key, form.group, measure.name, measure.unit, *found, *adds, at.overloaded(ROW)),
                )
        columns = [self.forms.one, "group", "measure", "unit", "mean", "ci_low", "ci_high", "replications"]
        columns += ["step_adds", "step_low", "step_high", "p_holm", "overloaded"]
        return pd.DataFrame(rows, columns=columns)
