"""Who stands at a counter at which hours: people of one agency of the file, who keep its hours wherever they go.

So agencies that merge or split have as many people there at any time as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wogsim.contract.cases import UNLIMITED, Ints
from wogsim.contract.hours import Hours
from wogsim.scenario.weeks import Parts

Present = tuple[tuple[Parts, float], ...]  # the share who are there in parts of the day; the last that says one counts
Steps = tuple[Ints, Ints]  # from when on so many are there, shape (steps,) each


@dataclass(frozen=True)
class Crew:
    """People of one agency of the file, ``whose`` key, or of the front, who keep the same hours.

    ``first`` of its people are in another part of it, where it is split. Who is present is taken from the first on, so
    that the parts together have as many there as the whole.
    """

    whose: str
    hours: str
    people: int
    present: Present = ()
    first: int = 0

    def split(self, people: int) -> tuple["Crew", "Crew"]:
        """The first so many, and the others."""
        rest = replace(self, people=self.people - people, first=self.first + people)
        return replace(self, people=people), rest


def of_so_many(crews: Sequence[Crew], people: int) -> tuple[Crew, ...]:
    """The same crews when all together are so many: who came or left did so in proportion, in whole people.

    Where parts are left over they go to the larger crew, then by hours and whose it is, whatever the order in the file.
    """
    whole = sum(crew.people for crew in crews)
    if people == UNLIMITED or len(crews) == 1:
        return tuple(replace(crew, people=people) for crew in crews)
    if whole == people:
        return tuple(crews)
    shares = [crew.people * people / whole if whole else people / len(crews) for crew in crews]
    numbers = [int(share + 1e-9) for share in shares]
    ranked = sorted(
        range(len(crews)),
        key=lambda i: (round(numbers[i] - shares[i], 9), -crews[i].people, crews[i].hours, crews[i].whose),
    )
    for i in ranked[: people - sum(numbers)]:
        numbers[i] += 1
    return tuple(replace(crew, people=number) for crew, number in zip(crews, numbers, strict=True))


def together(steps: Sequence[Steps]) -> tuple[Hours, Ints, Ints]:
    """How many there are of several crews: the hours with anybody there, and the steps of staff, both ends included."""
    times = np.unique(np.concatenate([own for own, _counts in steps]))
    there = np.zeros(len(times), dtype=np.int64)
    for own, counts in steps:
        there += np.append(0, counts)[np.searchsorted(own, times, side="right")]
    there = np.minimum(there, UNLIMITED)
    changed = np.diff(there, prepend=0) != 0
    times, there = times[changed], there[changed]
    before = np.append(0, there[:-1])
    return Hours(times[(before == 0) & (there > 0)], times[(before > 0) & (there == 0)]), times, there
