"""Engines carry out the contract of `wogsim.contract.cases`: once to be read, once to be fast, with the same log."""

import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from wogsim.contract.cases import Cases
from wogsim.contract.log import Followed, Log
from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.work.installing import command

ENGINES = ("auto", "simpy", "compiled")
OLDEST_NUMBA = (0, 61)  # the first that knows numpy 2.1 and Python 3.13


class Engine(NamedTuple):
    """What it is called in results, 'simpy' or 'compiled', and the same twice: at once the whole log, or in parts."""

    name: str
    run: Callable[[Cases], Log]
    follow: Callable[[Cases], Followed]


def choose(name: str) -> Engine:
    """The engine called `name`.

    'auto' is the compiled engine where a numba that is new enough can be imported, else the one on SimPy.

    Raises
    ------
    BadInput
        When there is no such engine, or it lacks numba.
    """
    if name not in ENGINES:
        text = _("--engine {name}: there is no such engine; expected one of {names}.")
        raise BadInput(text.format(name=name, names=", ".join(ENGINES)))
    trouble = "" if name == "simpy" else _trouble_with_numba()
    if trouble and name == "compiled":
        raise BadInput(trouble)
    if trouble or name == "simpy":
        from wogsim.engine import reference

        return Engine("simpy", reference.run, reference.run)
    from wogsim.engine import compiled

    return Engine("compiled", compiled.run, compiled.follow)


@cache
def _installed(look_up: Callable[[str], str]) -> str:
    """Which numba is installed; looked up once, as that takes about as long as to route a small replication."""
    return look_up("numba")


def _trouble_with_numba() -> str:
    """Why the compiled engine cannot run here, as a sentence; empty when it can."""
    oldest = ".".join(map(str, OLDEST_NUMBA))
    try:
        found = _installed(version)
    except PackageNotFoundError:
        return _(
            "The compiled engine needs numba {oldest} or later, which is not installed: {command}, "
            "or choose --engine simpy."
        ).format(oldest=oldest, command=command("fast"))
    if tuple(map(int, re.findall(r"\d+", found)[:2])) < OLDEST_NUMBA:
        return _(
            "The compiled engine needs numba {oldest} or later, but numba {found} is installed: {command}, "
            "or choose --engine simpy."
        ).format(oldest=oldest, found=found, command=command("fast"))
    try:
        import numba  # noqa: F401
    except Exception as error:  # numba complains of other packages in many ways
        return _(
            "The compiled engine needs numba, which cannot be imported ({error}): {command}, or choose --engine simpy."
        ).format(error=error, command=command("fast"))
    return ""
