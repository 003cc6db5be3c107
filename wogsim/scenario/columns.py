"""Columns of CSV files that a scenario names: needs by date, and observed times."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from wogsim.errors import Problem
from wogsim.language import _
from wogsim.scenario.completing import Tree
from wogsim.scenario.numerals import refuse_mistaken
from wogsim.scenario.quantities import duration

LARGEST = 5_000_000  # bytes
DATED = "need_by_date"
OBSERVED = {"csv", "column", "unit"}  # keys of a table that names a column of observed times
DATE, NEEDS = "date", "needs"
NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")


def put_in(tree: Tree, folder: Path, wrong: list[Problem], path: str = "") -> None:
    """Put what the named files hold in place of their names; what cannot be read is noted and taken out.

    Parameters
    ----------
    folder : that from which names are counted
    """
    for key, value in list(tree.items()):
        here = f"{path}.{key}" if path else key
        try:
            if key == DATED and isinstance(value, str):
                tree[key] = _needs(folder / value)
            elif isinstance(value, dict) and set(value) == OBSERVED:
                tree[key] = _observed(folder, value)
            elif isinstance(value, dict):
                put_in(value, folder, wrong, here)
        except (OSError, ValueError, csv.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            if isinstance(error, csv.Error):
                reason = _("a cell is longer than any number or date")
            said = _("the file cannot be read: {reason}").format(reason=reason) if reason else str(error)
            wrong.append(Problem(here, value if isinstance(value, str) else value["csv"], said))
            del tree[key]


def from_folder(tree: Tree, folder: Path, *, dated: bool = False) -> Tree:
    """The same tables, in which names of other files are counted from this folder whoever reads them.

    ``dated``: whether they stand where a file of needs by date is named.
    """
    made: Tree = {}
    for key, value in tree.items():
        word = key.rpartition(".")[2]  # a variant says whole paths
        if isinstance(value, dict):
            made[key] = from_folder(value, folder, dated=word == DATED)
        elif isinstance(value, str) and (word in (DATED, "csv") or (dated and key == "value")):
            made[key] = str(folder.resolve() / value)
        else:
            made[key] = value
    return made


def _rows(file: Path, *names: str) -> Iterator[tuple[int, list[str]]]:
    """Lines of a CSV file with columns of these names: number and cells."""
    if not file.is_file():
        if file.exists():
            raise ValueError(_("is not a regular file; expected a CSV file"))
        raise ValueError(_("there is no such file; its name is counted from the scenario's folder"))
    if file.stat().st_size > LARGEST:
        raise ValueError(_("the file is too large; expected at most {most} MB").format(most=LARGEST // 1_000_000))
    try:
        text = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ValueError(_("the file is not text in UTF-8; expected a CSV file")) from None
    # A spreadsheet that writes decimals with a comma puts semicolons between columns.
    local = bool(text) and ";" in text[0] and "," not in text[0]
    lines = csv.reader(text, delimiter=";" if local else ",")
    heading = [cell.strip() for cell in next(lines, [])]
    for name in names:
        if name not in heading:
            raise ValueError(_("the file has no column '{name}' in its first line").format(name=name))
        if heading.count(name) > 1:
            raise ValueError(_("the file has the column '{name}' twice").format(name=name))
    places = [heading.index(name) for name in names]
    for cells in lines:
        if any(cell.strip() for cell in cells):
            found = [cells[place].strip() if place < len(cells) else "" for place in places]
            yield lines.line_num, [cell.replace(",", ".", 1) if local else cell for cell in found]


def _number(line: int, cell: str, *, counted: bool = False) -> float:
    try:
        refuse_mistaken(cell, counted=counted)
    except ValueError as error:
        raise ValueError(_("line {line}: {said}").format(line=line, said=error)) from None
    if not NUMBER.fullmatch(cell):
        expected = _("line {line}: '{cell}' is no number of 0 or more; numbers have a decimal point")
        raise ValueError(expected.format(line=line, cell=cell))
    return float(cell)


def _needs(file: Path) -> dict[str, float]:
    """Needs by date, in ISO format."""
    found: dict[str, float] = {}
    for line, (day, needs) in _rows(file, DATE, NEEDS):
        try:
            key = str(date.fromisoformat(day))
        except ValueError:
            raise ValueError(
                _("line {line}: '{cell}' is no date like 2027-04-05").format(line=line, cell=day)
            ) from None
        if key in found:
            raise ValueError(_("line {line}: {day} stands there twice").format(line=line, day=day))
        found[key] = _number(line, needs, counted=True)
    if not found:
        raise ValueError(_("the file has no line with a date"))
    return found


def _observed(folder: Path, table: dict[str, Any]) -> str:
    """An empirical distribution of the times of a column."""
    if not all(isinstance(part, str) for part in table.values()):
        raise ValueError(_("expected the names of a file and of a column, and a unit of time, in quotes"))
    duration(f"1 {table['unit']}")
    times = [cell for line, (cell,) in _rows(folder / table["csv"], table["column"]) if _number(line, cell) >= 0]
    if not times:
        raise ValueError(_("the column '{name}' has no times").format(name=table["column"]))
    return f"empirical({', '.join(times)} {table['unit']})"
