"""What each degree of working together buys, as numbers: every measure at every degree, every step as a difference."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from wogsim.language import _
from wogsim.measures.summary import MEASURES, Measure
from wogsim.output_analysis.paired import Paired, family, undisputed
from wogsim.scenario.coordination import DEGREES, ROW, Degree
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
    """From one degree to the next that could be run: their numbers, and how much more time the permit takes then."""

    before: int
    number: int
    gap: Paired

    @property
    def degree(self) -> Degree:
        """The degree that is reached."""
        return DEGREES[self.number]

    @property
    def tied(self) -> bool:
        """Whether the two are equal, or not told apart."""
        return self.gap.same or not self.gap.apart


@dataclass(frozen=True, eq=False)
class Continuum(Result):
    """The same citizens at every degree of working together.

    ``values`` has shape (degrees, replications, 1, names), names as in `wogsim.studies.sweep.cells.NAMES`;
    ``refused`` says by the number of a degree why there is no such world.
    """

    loaded: Loaded
    values: Values
    refused: Mapping[int, str]
    preset: str | None = None

    steps_bought = chart("steps_bought", "The time to the permit at every degree, and what each step buys.")

    @cached_property
    def at(self) -> list[At]:
        """The degrees, in order."""
        return [At((ROW,), cells) for cells in self.values]

    @property
    def there(self) -> list[int]:
        """Numbers of the degrees that could be run."""
        return [number for number in range(len(DEGREES)) if number not in self.refused]

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
        """In which unit each measure is read, by name, the same at all degrees."""
        return readings(MEASURES, lambda name: [self.at[n].estimates[ROW, name].mean for n in self.there])

    @cached_property
    def ranked_by(self) -> str:
        """The measure that degrees are compared by: never of those alone who stayed; see `wogsim.studies.ranking`."""
        return ranked_by([{str(n): self.at[n].values(ROW, "gave_up") for n in self.there}])

    @cached_property
    def steps(self) -> list[Step]:
        """What each degree adds to the one before it, with Holm's correction for their number."""
        pairs = list(zip(self.there, self.there[1:], strict=False))
        return [Step(*pair, gap) for pair, gap in zip(pairs, self._gaps(pairs), strict=True)]

    @cached_property
    def whole(self) -> Step:
        """From the first degree that could be run to the last, a question of its own."""
        pair = (self.there[0], self.there[-1])
        return Step(*pair, self._gaps([pair])[0])

    def _gaps(self, pairs: list[tuple[int, int]]) -> list[Paired]:
        def of(measure: str) -> dict[tuple[str, str], Paired]:
            values = [tuple(self.at[n].values(ROW, measure) for n in (after, before)) for before, after in pairs]
            names = [(str(after), str(before)) for before, after in pairs]
            return dict(zip(names, family([(a, b) for a, b in values]), strict=True))

        found = of(self.ranked_by)
        wanted = in_hand(self.ranked_by, standard=self._standard and from_need(self.scenario.world))
        return list((undisputed(found, of(wanted)) if wanted else found).values())

    def known(self, number: int) -> Known:
        """What must be said beside a degree's numbers."""
        return self.at[number].known(ROW)

    def refusals(self) -> list[str]:
        """Why degrees are missing, a sentence for each, in the language in use."""
        text = _("{degree} is left out: {reason}")
        return [text.format(degree=_(DEGREES[n].title), reason=why) for n, why in self.refused.items()]

    def table(self) -> pd.DataFrame:
        """One row per degree and measure: the columns of continuum.csv."""
        rows = []
        steps = {step.number: step for step in self.steps}
        for number in self.there:
            degree, at = DEGREES[number], self.at[number]
            for measure in self.measures:
                step = steps.get(number) if measure.name == self.ranked_by else None
                adds = (*step.gap.difference[:3], step.gap.p_holm) if step else (math.nan,) * 4
                found = at.estimates[ROW, measure.name]
                rows.append(
                    (degree.key, degree.group, measure.name, measure.unit, *found, *adds, at.overloaded(ROW)),
                )
        columns = ["degree", "group", "measure", "unit", "mean", "ci_low", "ci_high", "replications"]
        columns += ["step_adds", "step_low", "step_high", "p_holm", "overloaded"]
        return pd.DataFrame(rows, columns=columns)
