"""Numbers and lists as people read them, in the language in use."""

import math
from collections.abc import Sequence

from wogsim.language.catalogues import _, current


def number(value: float, digits: int = 1) -> str:
    """Return `value` for people: 1,234.5 in English, 1.234,5 in Indonesian; never minus zero.

    Parameters
    ----------
    value : float
        In any unit.
    digits : int
        Digits after the decimal sign.
    """
    text = f"{value:z,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if current() == "id" else text


def joined(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def digits_for(values: Sequence[float]) -> int:
    """Digits after the decimal sign that values of this size deserve."""
    most = max((abs(value) for value in values if not math.isnan(value)), default=0.0)
    return 0 if most >= 100 else 1 if most >= 1 or most == 0 else 2


def percent(share: float) -> str:
    """A share as people write it: 31 %, 2.5 %."""
    hundredths = share * 100
    return f"{number(hundredths, 0 if abs(hundredths - round(hundredths)) < 0.05 else 1)}\N{NO-BREAK SPACE}%"
