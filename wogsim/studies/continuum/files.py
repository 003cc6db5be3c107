"""The continuum's table and chart beside its store."""

from pathlib import Path

from wogsim.scenario.coordination import DEGREES, settings
from wogsim.studies.continuum.result import Continuum
from wogsim.studies.files import asked_for, place


def write(result: Continuum, directory: Path) -> None:
    """Write continuum.csv, the chart and the manifest; see `wogsim.studies.files.place`."""
    said = {
        **asked_for(result.loaded, preset=result.preset),
        "degrees": {degree.key: settings(number) for number, degree in enumerate(DEGREES)},
        "refused": {DEGREES[number].key: why for number, why in result.refused.items()},
        "seed": result.seed,
        "replications": result.replications,
    }
    place(directory, [("continuum.csv", result.table())], [("continuum", result.steps_bought)], said)
