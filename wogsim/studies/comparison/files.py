"""Results into a directory: written beside, then put in place, so that it is never half-written."""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.version import __model__, __version__
from wogsim.work.destination import LONGEST_NAME, refuse_no_directory

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from wogsim.studies.comparison.result import Comparison, Precision

MANIFEST = "manifest.json"
CHARTS = (
    *("waiting_times", "waiting_distribution", "counters_visited", "trips", "time_anatomy", "permits_in_hand"),
    *("equity", "busy_hours", "cases_in_progress"),
)


def refuse_foreign(directory: Path) -> None:
    """Refuse a place where results must not go, before the long work begins.

    Raises
    ------
    BadInput
        When it is a file, or a directory with contents that wogsim did not write, or cannot be written.
    """
    refuse_no_directory(directory)
    try:
        _refuse_at(directory, directory.resolve())
    except (OSError, ValueError, RuntimeError) as error:  # names too long, loops of links, a working directory gone
        raise BadInput(_("--out {path}: cannot be written: {reason}").format(path=directory, reason=error)) from error


def _refuse_at(directory: Path, where: Path) -> None:
    if not str(directory).strip() or str(directory) == ".":
        raise BadInput(_("--out {path}: you are working inside it; expected another directory").format(path=directory))
    if os.path.ismount(where):
        raise BadInput(_("--out {path}: is a mount point; name a directory inside it").format(path=directory))
    if where.is_dir() and any(where.iterdir()) and not _ours(where):
        raise BadInput(
            _(
                "--out {path}: holds files that wogsim did not write, so it is left alone; "
                "expected a new or empty directory"
            ).format(path=directory)
        )
    if where in (Path.cwd(), *Path.cwd().parents):
        raise BadInput(_("--out {path}: you are working inside it; expected another directory").format(path=directory))
    if not os.access(next(part for part in where.parents if part.exists()), os.W_OK):
        raise BadInput(_("--out {path}: cannot be written there").format(path=directory))


def _ours(directory: Path) -> bool:
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    versions = manifest.get("versions") if isinstance(manifest, dict) else None
    files = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(versions, dict) or "wogsim" not in versions or not isinstance(files, list):
        return False
    ours = {MANIFEST, *(name for name in files if isinstance(name, str))}
    return all(path.name in ours and path.is_file() and not path.is_symlink() for path in directory.iterdir())


def write(result: Comparison, directory: str | Path, *, cases: bool = False, log: bool = False) -> Path:
    """Write tables, manifest and charts; an earlier result of ours in the directory is replaced as a whole.

    Parameters
    ----------
    cases, log : write cases.csv and log.csv too

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written.
    """
    return place(directory, partial(_fill, result, cases=cases, log=log))


def place(directory: str | Path, fill: Callable[[Path], None]) -> Path:
    """Let `fill` write files and a manifest beside, then put them in place of what is in the directory.

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written.
    """
    target = Path(directory)
    refuse_foreign(target)
    where = target.resolve()
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{where.name}.", dir=where.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        fill(beside)
        beside.chmod(0o755)
        _put_in_place(beside, where)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def _unwritable(target: Path, error: Exception) -> BadInput:
    reason = getattr(error, "strerror", None) or error
    return BadInput(_("--out {path}: cannot be written: {reason}").format(path=target, reason=reason))


def _put_in_place(beside: Path, where: Path) -> None:
    """Two renames: the old aside, the new in; should the second fail, the old comes back."""
    aside = beside.with_name(beside.name + ".old")
    if where.exists():
        where.rename(aside)
    try:
        beside.rename(where)
    except OSError:
        if aside.exists():
            aside.rename(where)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _fill(result: Comparison, directory: Path, *, cases: bool, log: bool) -> None:
    from wogsim import charts
    from wogsim.studies.comparison.differences import differences_table
    from wogsim.studies.comparison.tables import (
        cases_table,
        comparison_table,
        kinds_table,
        log_tables,
        pools_table,
        quantiles_table,
    )

    write_csv(comparison_table(result), directory / "comparison.csv")
    write_csv(differences_table(result), directory / "differences.csv")
    write_csv(quantiles_table(result), directory / "quantiles.csv")
    write_csv(pools_table(result), directory / "pools.csv")
    write_csv(kinds_table(result), directory / "kinds.csv")
    if cases:
        write_csv(cases_table(result), directory / "cases.csv")
    if log:
        for number, table in enumerate(log_tables(result)):
            write_csv(table, directory / "log.csv", more=number > 0)
    for name in CHARTS:
        charts.save(getattr(charts, name)(result), directory / name)
    write_manifest(directory, manifest(result))


def write_manifest(directory: Path, said: Mapping[str, Any]) -> None:
    """Write `said` to the manifest, with versions and the names of the files that are there."""
    files = sorted(path.name for path in directory.iterdir())
    text = json.dumps({**said, "versions": versions(), "files": files}, ensure_ascii=False, indent=2)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def write_csv(table: pd.DataFrame, path: Path, *, more: bool = False) -> None:
    """Write a table, or `more` of it behind what is there, with nine significant digits, the same on every system."""
    with path.open("a" if more else "w", encoding="utf-8", newline="") as file:
        table.to_csv(file, header=not more, index=False, float_format="%.9g", lineterminator="\n")


def versions() -> dict[str, str]:
    """Of wogsim and of all that results depend on."""
    return {
        "wogsim": __version__,
        "model": __model__,
        "python": platform.python_version(),
        **{name: version(name) for name in ("simpy", "numpy", "scipy", "pandas", "matplotlib")},
    }


def manifest(result: Comparison) -> dict[str, Any]:
    """All that is needed to make the same results again."""
    loaded = result.loaded
    return {
        "scenario": loaded.name,
        "scenario_hash": loaded.fingerprint,
        "preset": result.preset,
        "settings": {path: str(value) for path, value in loaded.settings.items()},
        "levers": loaded.scenario.levers.model_dump(mode="json"),
        "agencies": [agency.key for agency in result.world.agencies],
        "head_count": {pattern: result.head_count(pattern) for pattern in result.keys},
        "seed": result.seed,
        "replications": result.replications,
        "precision": result.precision and _precision(result.precision),
        "engine": result.engine,
    }


def _precision(found: Precision) -> dict[str, Any]:
    """What was asked, and which measures under which patterns are not as precise."""
    short = [
        {"pattern": pattern, "measure": measure, "precision": None if math.isnan(value) else float(f"{value:.9g}")}
        for (pattern, measure), value in found.short
    ]
    return {"asked": found.asked, "max_replications": found.most, "reached": found.reached, "short": short}


def write_figure(figure: Figure, stem: Path) -> None:
    """Write one picture as PNG and SVG, each beside and then put in place.

    Raises
    ------
    BadInput
        When it cannot be written.
    """
    from wogsim import charts

    try:
        with tempfile.TemporaryDirectory(prefix=".wogsim-", dir=stem.parent) as beside:
            charts.save(figure, Path(beside) / "picture")
            for kind in (".png", ".svg"):
                os.replace(Path(beside) / f"picture{kind}", stem.with_name(stem.name + kind))
    except (OSError, ValueError) as error:
        raise _unwritable(stem, error) from error


def picture_stem(out: Path | None, name: str) -> Path:
    """Where a picture goes, without .png or .svg: as asked, or under `name` in the directory asked for or this one.

    Raises
    ------
    BadInput
        Before the work begins: when the directory does not exist or cannot be written, or the name is too long.
    """
    stem = Path(name) if out is None else out
    try:
        stem = stem / name if stem.is_dir() else stem
        stem = stem.with_suffix("") if stem.suffix in (".png", ".svg") else stem
        good = len(stem.name.encode()) <= LONGEST_NAME and stem.parent.is_dir() and os.access(stem.parent, os.W_OK)
        good = good and not any(stem.with_name(stem.name + kind).is_dir() for kind in (".png", ".svg"))
    except (OSError, ValueError):
        good = False
    if not good:
        raise BadInput(_("--out {path}: cannot be written there").format(path=out))
    return stem
