"""Random variates by inversion: one uniform number in, one whole number of seconds out.

Inversion keeps luck comparable: the same uniform gives the same rank under every pattern and
parameter. Rounding to whole seconds happens here, before any engine (DESIGN, contract rule 1).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CLOCK = "clock"
WORKING_DAYS = "working days"
BELOW_ONE = float(np.nextafter(1.0, 0.0))
LONGEST = float(2**53)  # seconds that are still whole ones as a floating-point number: some hundred million years
OPENINGS = "openings"  # the first second of each working day


@dataclass(frozen=True)
class Family:
    """A family of distributions: its parameters' names, its quantile function, its mean, and its limit.

    ``quantile`` maps uniforms in [0, 1) and the parameters to values; parameters that are times are in seconds. All
    are 0 or more; where they are ``ascending``, none is below the one before it. ``certain`` says whether they leave
    a single value, which is the first of them: the limit of the family, a constant.
    """

    times: tuple[str, ...]
    numbers: tuple[str, ...]
    quantile: Callable[..., Floats]
    mean: Callable[..., float]
    certain: Callable[..., bool]
    ascending: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the parameters as they are written: times first."""
        return self.times + self.numbers


def _lognormal(u: Floats, mean: float, cv: float) -> Floats:
    from scipy.special import ndtri

    sigma = math.sqrt(math.log1p(cv * cv))
    return np.minimum(np.exp(math.log(mean) - sigma * sigma / 2 + sigma * np.asarray(ndtri(u), np.float64)), LONGEST)


def _gamma(u: Floats, mean: float, cv: float) -> Floats:
    from scipy.special import gammaincinv

    shape = 1 / (cv * cv)
    return np.minimum(np.asarray(gammaincinv(shape, u), dtype=np.float64) * (mean / shape), LONGEST)


def _triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    span = high - low
    turn = (mode - low) / span
    rising = low + np.sqrt(u * span * (mode - low))
    falling = high - np.sqrt((1 - u) * span * (high - mode))
    return np.where(u < turn, rising, falling)


def _normal(u: Floats, mean: float, sd: float) -> Floats:
    from scipy.special import ndtr, ndtri

    below = float(ndtr(-mean / sd))  # what is cut off
    kept = np.minimum(below + u * (1 - below), BELOW_ONE)  # rounding may make it 1, where there is no number
    return np.maximum(mean + sd * np.asarray(ndtri(kept), dtype=np.float64), 0.0)


def _mean_of_cut(mean: float, sd: float) -> float:
    """Of a normal distribution cut at zero: above the mean as written (Johnson, Kotz and Balakrishnan 1994, 13.10)."""
    from scipy.special import ndtr

    density = math.exp(-((mean / sd) ** 2) / 2) / math.sqrt(2 * math.pi)
    return mean + sd * density / float(ndtr(mean / sd))


def _empirical(u: Floats, *values: float) -> Floats:
    return np.asarray(values)[(u * len(values)).astype(np.int64)]


def _no_spread(mean: float, spread: float) -> bool:
    """Of a mean and what spreads in proportion to it."""
    return not mean or not spread


def _one_point(*ends: float) -> bool:
    """Of values from the lowest to the highest."""
    return ends[0] == ends[-1]


CONSTANT, EMPIRICAL, MIXTURE = "constant", "empirical", "mixture"
FAMILIES: dict[str, Family] = {
    CONSTANT: Family(("mean",), (), lambda u, m: np.full(u.shape, m), lambda m: m, lambda _m: True),
    "exponential": Family(("mean",), (), lambda u, m: -m * np.log1p(-u), lambda m: m, lambda m: not m),
    "uniform": Family(
        ("low", "high"), (), lambda u, a, b: a + (b - a) * u, lambda a, b: (a + b) / 2, _one_point, ascending=True
    ),
    "triangular": Family(
        ("low", "mode", "high"), (), _triangular, lambda a, c, b: (a + b + c) / 3, _one_point, ascending=True
    ),
    "lognormal": Family(("mean",), ("cv",), _lognormal, lambda m, _cv: m, _no_spread),
    "gamma": Family(("mean",), ("cv",), _gamma, lambda m, _cv: m, _no_spread),
    "normal": Family(("mean", "sd"), (), _normal, _mean_of_cut, lambda _m, sd: not sd),
    # Any number of observed times, ascending, each as likely as the others.
    EMPIRICAL: Family((), (), _empirical, lambda *values: math.fsum(values) / len(values), _one_point),
}


@dataclass(frozen=True)
class Distribution:
    """A distribution of durations, as written in a scenario.

    Parameters
    ----------
    family : a key of FAMILIES, or MIXTURE
    parameters : seconds for times, plain for numbers, in the family's order, as the file says them: only draws become
        whole seconds; of a mixture the shares of its parts
    clock : CLOCK for running time, WORKING_DAYS for time that passes on working days only (86,400 s each, which routing
        turns into the time that offices are open on one), OPENINGS for what happens when a working day begins
    text : as the file says it
    parts : what a mixture is made of
    """

    family: str
    parameters: tuple[float, ...]
    clock: str
    text: str
    parts: tuple["Distribution", ...] = ()

    @property
    def mean(self) -> float:
        """Expected value in seconds of its clock; of a normal distribution that of the cut one."""
        if self.parts:
            return math.fsum(share * part.mean for share, part in zip(self.parameters, self.parts, strict=True))
        return float(FAMILIES[self.family].mean(*self.parameters))

    @property
    def is_zero(self) -> bool:
        """Whether it is always 0: the step it belongs to does not exist."""
        if self.parts:
            return all(part.is_zero for part in self.parts)
        return self.family in (CONSTANT, "uniform", EMPIRICAL) and max(self.parameters) < 0.5

    def quantile(self, u: Floats, least: int = 0) -> Ints:
        """Whole seconds, rounded half up, for uniforms in [0, 1), same shape; `least` where it is not nothing."""
        values = self._values(u)
        whole = np.floor(values + 0.5).astype(np.int64)
        return np.maximum(whole, least * (values > 0)) if least else whole

    def _values(self, u: Floats) -> Floats:
        """Seconds before they are rounded. Of a mixture a uniform says the part, and what is left of it how long."""
        if not self.parts:
            values: Floats = FAMILIES[self.family].quantile(u, *self.parameters)
            return values
        borders = np.concatenate([[0.0], np.cumsum(self.parameters)])
        chosen = np.minimum(np.searchsorted(borders, u, side="right") - 1, len(self.parts) - 1)
        values = np.empty(u.shape)
        for k, part in enumerate(self.parts):
            own = chosen == k
            values[own] = part._values(np.minimum((u[own] - borders[k]) / self.parameters[k], BELOW_ONE))
        return values

    def __str__(self) -> str:
        return self.text


def settled(family: str, parameters: tuple[float, ...], clock: str, text: str) -> Distribution:
    """A distribution of a family, at its limit the constant that it is then; the text stays as written."""
    if FAMILIES[family].certain(*parameters):
        return Distribution(CONSTANT, parameters[:1], clock, text)
    return Distribution(family, parameters, clock, text)


def scaled(seconds: Ints, factor: float) -> Ints:
    """`seconds` times `factor`, rounded half up; same shape. Only nothing is 0: what is short is 1."""
    exact = seconds * factor
    result: Ints = np.maximum(np.floor(exact + 0.5), exact > 0).astype(np.int64)
    return result
