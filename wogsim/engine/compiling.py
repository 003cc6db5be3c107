"""Kernels become machine code: compiled once, kept on disk where that is possible, mended where it went wrong."""

import sys
from collections.abc import Callable
from typing import Any

import numba

from wogsim.engine.kernel import OPTIONS
from wogsim.language import _


class Kernel:
    """A function compiled when first called, and kept on disk for the next process where that is possible.

    Kernels themselves raise nothing: whatever is raised comes from the directory where compiled code is kept.
    """

    complained = False

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        try:
            self.compiled = self._made(cache=True)
        except RuntimeError:  # no directory that can be written
            self.compiled = self._made(cache=False)

    def _made(self, *, cache: bool) -> Any:
        if not cache and not Kernel.complained:
            Kernel.complained = True
            text = _("numba cannot keep compiled code on disk, so that every start takes some seconds longer.")
            print(text, file=sys.stderr)
        return numba.njit(nogil=True, cache=cache, **OPTIONS)(self.function)

    def __call__(self, *arguments: Any) -> Any:
        """Call it; compile it anew when what is on disk cannot be used."""
        if numba.config.DISABLE_JIT:
            return self.function(*arguments)
        try:
            return self.compiled(*arguments)
        except Exception:
            self.compiled = self._mended()
        try:
            return self.compiled(*arguments)
        except OSError:  # the disk of the cache is full
            self.compiled = self._made(cache=False)
            return self.compiled(*arguments)

    def _mended(self) -> Any:
        try:
            self.compiled._cache.flush()
            return self._made(cache=True)
        except Exception:
            return self._made(cache=False)
