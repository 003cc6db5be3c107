"""Sweeps whose cells are made up, so that a test can say what must stand on the page; and the page's own reading."""

import numpy as np

from tests.places import TINY
from wogsim.explorer.phrases import GAP
from wogsim.scenario.reading import load
from wogsim.studies.sweep.cells import NAMES
from wogsim.studies.sweep.grid import grid
from wogsim.studies.sweep.result import Sweep

RUNS, NOISE = 4, (0.0, 0.1, -0.1, 0.05)  # the same luck for everybody, as in a sweep


def made_up(value, levers, refused=None, **settings):
    """A sweep in which `value(pattern, measure, **point)` is the mean, and every pattern had the same luck."""
    loaded = load(TINY).change({"run.replications": RUNS, **settings})
    cut, keys = grid(levers), loaded.scenario.levers.patterns
    cells = np.zeros((len(cut.points), RUNS, len(keys), len(NAMES)))
    for n, point in enumerate(cut.points):
        named = dict(zip((axis.name for axis in cut.axes), point, strict=True))
        for k, key in enumerate(keys):
            for m, measure in enumerate(NAMES):
                mean = value(key, measure, **named)
                moves = measure == "sojourn_time" and mean
                cells[n, :, k, m] = mean + np.array(NOISE) * (mean / 10 if moves else 0)
    return Sweep(loaded, cut, cells, refused or {})


def unpacked(words, packed):
    """Sentences as the page's script puts them together."""
    said = []
    for each in packed.split(";") if packed else []:
        template, *numbers = each.split(" ")
        first, *rest = words["texts"][int(template)].split(GAP)
        said.append(first + "".join(n + text for n, text in zip(numbers, rest, strict=True)))
    return said
