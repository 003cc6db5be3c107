"""The table and the chart beside the store."""

from pathlib import Path

from wogsim.studies.continuum.result import Continuum
from wogsim.studies.files import asked_for, place


def write(result: Continuum, directory: Path) -> None:
    """Write continuum.csv or ways.csv, the chart and the manifest; see `wogsim.studies.files.place`."""
    forms = result.forms
    said = {
        **asked_for(result.loaded, preset=result.preset),
        f"{forms.one}s": {form.key: point for form, point in zip(forms.each, result.points, strict=True)},
        "refused": {forms.each[number].key: why for number, why in result.refused.items()},
        "seed": result.seed,
        "replications": result.replications,
    }
    place(directory, [(f"{forms.key}.csv", result.table())], [(forms.key, result.steps_bought)], said)
