"""What every study writes: tables, charts and a manifest, put in place when all of them are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wogsim.scenario.reading import Loaded
from wogsim.studies import shown
from wogsim.studies.shown import Draw
from wogsim.work.destination import no_output
from wogsim.work.writing import beside, write_csv, write_manifest

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def fill(
    directory: Path,
    tables: Iterable[tuple[str, pd.DataFrame]],
    figures: Iterable[tuple[str, Draw]],
    said: Mapping[str, Any],
) -> None:
    """Write tables by file, charts by name without ending, and what the manifest is to say.

    A table whose file is there already goes behind what is in it.
    """
    for file, table in tables:
        write_csv(table, directory / file, more=(directory / file).exists())
    for stem, draw in figures:
        shown.save(draw(), directory / stem)
    write_manifest(directory, said)


def place(
    directory: Path,
    tables: Iterable[tuple[str, pd.DataFrame]],
    figures: Iterable[tuple[str, Draw]],
    said: Mapping[str, Any],
) -> None:
    """Write the same beside a store; files of the same name are replaced, others left alone.

    Raises
    ------
    BadInput
        When the directory cannot be written.
    """
    try:
        with beside(directory) as there:
            fill(there, tables, figures, said)
    except OSError as error:
        raise no_output(directory, error) from error


def asked_for(loaded: Loaded, **more: Any) -> dict[str, Any]:
    """What every manifest says of the question: which scenario, and what was changed in it."""
    return {
        "scenario": loaded.name,
        "scenario_hash": loaded.fingerprint,
        **more,
        "settings": {path: str(value) for path, value in loaded.settings.items()},
    }


def write_figure(figure: Figure, stem: Path) -> None:
    """Write one picture as PNG and SVG, each beside and then put in place.

    Raises
    ------
    BadInput
        When it cannot be written.
    """
    try:
        with beside(stem.parent) as there:
            shown.save(figure, there / stem.name)
    except OSError as error:
        raise no_output(stem, error) from error
