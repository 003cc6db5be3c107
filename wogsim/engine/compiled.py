"""The compiled engine: the contract of `wogsim.cases` as fast as the machine goes, with the reference engine's log.

This module fills the arrays that the kernels of `wogsim.engine.kernel` work on, and reads the log from them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numba
import numpy as np

from wogsim.cases import UNLIMITED, Cases, Ints
from wogsim.engine import kernel, packing, reference
from wogsim.engine.kernel import DONE, EXHAUSTED, GROW, SHORT, STUCK, TOO_LARGE, WAITING
from wogsim.engine.machine import ACTIVITY, CLOCK, LINE, POOL, SENT, Columns, Machine, Records
from wogsim.errors import CalendarExhausted
from wogsim.hours import FOREVER, Hours
from wogsim.language import _
from wogsim.log import COLUMNS, Log

YEAR = 366 * 86_400
LINE_OF_CACHE = ACTIVITY.itemsize


class Kernel:
    """A function compiled when first called, and kept on disk for the next process where that is possible."""

    complained = False

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        try:
            self.compiled = numba.njit(nogil=True, error_model="numpy", cache=True)(function)
        except RuntimeError:  # no directory to be found that can be written
            self._without_cache()

    def _without_cache(self) -> None:
        if not Kernel.complained:
            Kernel.complained = True
            text = _("numba cannot keep compiled code on disk here; every start of wogsim takes some seconds longer.")
            print(text, file=sys.stderr)
        self.compiled = numba.njit(nogil=True, error_model="numpy")(self.function)

    def __call__(self, *arguments: Any) -> Any:
        """Call it; whatever the cache on disk may raise, the kernels themselves raise nothing."""
        if numba.config.DISABLE_JIT:
            return self.function(*arguments)
        try:
            return self.compiled(*arguments)
        except Exception:
            self._without_cache()
            return self.compiled(*arguments)


_simulate, _pack = Kernel(kernel.simulate), Kernel(packing.pack)
_count_rows, _unpack = Kernel(packing.count_rows), Kernel(packing.unpack)


def run(cases: Cases) -> Log:
    """Follow every case until it is over.

    Durations of 68 years, 2**31 activities and the like do not fit into the packed records; the reference engine
    then does the work.

    Returns
    -------
    Log
        Every attempt at every activity; equal to that of `wogsim.engine.reference.run`.

    Raises
    ------
    CalendarExhausted
        When work is left after the last opening hours of a pool; the message names the pool.
    """
    if len(cases.need) == 0:
        return Log.of([])
    # Calendars may reach decades beyond the last case; their first years are nearly always enough.
    for horizon in (int(cases.need.max()) + YEAR, FOREVER):
        machine = _machine(cases, horizon)
        if machine is None:
            break
        machine = _followed(machine)
        status, culprit = (int(machine.clock[0][name]) for name in ("status", "culprit"))
        if status == DONE:
            return _log(machine)
        if status == EXHAUSTED:
            names = [pool.name for pool in cases.pools] + [_("the clock of deadlines")]
            raise reference.exhausted(names[culprit])
        if status == STUCK:
            raise _stuck(cases, machine)
        if status == TOO_LARGE:
            break
        assert status == SHORT
    return reference.run(cases)
