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
OPENINGS = "openings"  # the first second of each working day


@dataclass(frozen=True)
class Family:
    """A family of distributions: its parameters' names, its quantile function, its mean, and what is allowed.

    ``quantile`` maps uniforms in [0, 1) and the parameters to values; parameters that are times are in seconds.
    """

    times: tuple[str, ...]
    numbers: tuple[str, ...]
    quantile: Callable[..., Floats]
    mean: Callable[..., float]
    valid: Callable[..., bool]

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the parameters as they are written: times first."""
        return self.times + self.numbers


def _lognormal(u: Floats, mean: float, cv: float) -> Floats:
    from scipy.special import ndtri

    sigma = math.sqrt(math.log1p(cv * cv))
    return np.exp(math.log(mean) - sigma * sigma / 2 + sigma * np.asarray(ndtri(u), dtype=np.float64))


def _gamma(u: Floats, mean: float, cv: float) -> Floats:
    from scipy.special import gammaincinv

    shape = 1 / (cv * cv)
    return np.asarray(gammaincinv(shape, u), dtype=np.float64) * (mean / shape)


def _triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    span = high - low
    turn = (mode - low) / span
    rising = low + np.sqrt(u * span * (mode - low))
    falling = high - np.sqrt((1 - u) * span * (high - mode))
    return np.where(u < turn, rising, falling)


FAMILIES: dict[str, Family] = {
    "constant": Family(("mean",), (), lambda u, m: np.full(u.shape, m), lambda m: m, lambda m: m >= 0),
    "exponential": Family(("mean",), (), lambda u, m: -m * np.log1p(-u), lambda m: m, lambda m: m > 0),
    "uniform": Family(
        ("low", "high"), (), lambda u, a, b: a + (b - a) * u, lambda a, b: (a + b) / 2, lambda a, b: 0 <= a <= b
    ),
    "triangular": Family(
        ("low", "mode", "high"),
        (),
        _triangular,
        lambda a, c, b: (a + b + c) / 3,
        lambda a, c, b: 0 <= a <= c <= b and a < b,
    ),
    "lognormal": Family(("mean",), ("cv",), _lognormal, lambda m, _cv: m, lambda m, cv: m > 0 and cv > 0),
    "gamma": Family(("mean",), ("cv",), _gamma, lambda m, _cv: m, lambda m, cv: m > 0 and cv > 0),
}


@dataclass(frozen=True)
class Distribution:
    """A distribution of durations, as written in a scenario.

    Parameters
    ----------
    family : a key of FAMILIES
    parameters : seconds for times, plain for numbers, in the family's order
    clock : CLOCK for running time, WORKING_DAYS for time that passes on working days only (86,400 s each, which routing
        turns into the time that offices are open on one), OPENINGS for what happens when a working day begins
    text : as the file says it
    """

    family: str
    parameters: tuple[float, ...]
    clock: str
    text: str

    @property
    def mean(self) -> float:
        """Expected value in seconds of its clock."""
        return float(FAMILIES[self.family].mean(*self.parameters))

    @property
    def is_zero(self) -> bool:
        """Whether it is the constant 0: the step it belongs to does not exist."""
        return self.family == "constant" and self.parameters[0] == 0

    def quantile(self, u: Floats) -> Ints:
        """Whole seconds, rounded half up, for uniforms in [0, 1); same shape."""
        values: Floats = FAMILIES[self.family].quantile(u, *self.parameters)
        return np.floor(values + 0.5).astype(np.int64)

    def __str__(self) -> str:
        return self.text


def scaled(seconds: Ints, factor: float) -> Ints:
    """`seconds` times `factor`, rounded half up; same shape."""
    result: Ints = np.floor(seconds * factor + 0.5).astype(np.int64)
    return result
