"""A workbook with the tables, one sheet each: numbers as numbers, the same bytes every time."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from wogsim.contract.cases import UNLIMITED
from wogsim.language import _, mark, pick
from wogsim.measures.summary import BY_NAME
from wogsim.report.grids import KIND_TITLES, UNITS, givers
from wogsim.report.reproduce import command
from wogsim.staffing.names import pool_title
from wogsim.studies.comparison import words
from wogsim.version import __version__

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from wogsim.studies.comparison.result import Comparison

CREATED = datetime(2000, 1, 1)  # no day of ours, so that the bytes do not change from day to day
WIDEST = 60  # letters of a column
HEADINGS = {  # of the columns, by their names in the CSV files
    "pattern": mark("pattern"),
    "pattern_a": mark("pattern"),
    "pattern_b": mark("minus pattern"),
    "measure": mark("measure"),
    "unit": mark("unit"),
    "kind": mark("citizens who"),
    "quantile": mark("share of citizens"),
    "mean": mark("mean"),
    "value": mark("at most"),
    "mean_difference": mark("mean difference"),
    "ci_low": mark("interval from"),
    "ci_high": mark("interval to"),
    "p_holm": mark("p after Holm"),
    "replications": mark("replications"),
    "pool": mark("pool"),
    "servers": mark("people"),
    "donors": mark("given by"),
    "offered_load": mark("offered load (people)"),
    "utilisation": mark("utilisation (share)"),
    "utilisation_low": mark("interval from"),
    "utilisation_high": mark("interval to"),
    "mean_wait": mark("mean waiting (min)"),
    "mean_wait_low": mark("interval from"),
    "mean_wait_high": mark("interval to"),
    "overtime": mark("overtime (hours)"),
    "overtime_low": mark("interval from"),
    "overtime_high": mark("interval to"),
}


@dataclass(frozen=True)
class Sheet:
    """A table with its name and what one row is."""

    name: str
    note: str
    table: pd.DataFrame


def workbook(result: Comparison) -> bytes:
    """The workbook, in the language in use; a text that begins with = + - or @ is a text, never a formula."""
    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, plain) as book:
        book.set_properties({"title": pick(dict(result.loaded.scenario.title)), "created": CREATED})
        there = sheets(result)
        _cover(book, result, there)
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        for sheet in there:
            _fill(book.add_worksheet(sheet.name), sheet.table, bold)
    return file.getvalue()


def sheets(result: Comparison) -> list[Sheet]:
    """The tables of the CSV files, with names in the language in use."""
    told = _("one row per pattern and measure")
    return [
        Sheet(_("Comparison"), told, _spoken(result, result.table())),
        Sheet(_("Differences"), _("one row per pair of patterns and measure"), _spoken(result, result.differences())),
        Sheet(
            _("Quantiles"), _("one row per pattern, time and share of citizens"), _spoken(result, result.quantiles())
        ),
        Sheet(_("Kinds"), _("one row per pattern, kind of citizen and measure"), _spoken(result, result.by_kind())),
        Sheet(_("Pools"), _("one row per pattern and pool of staff"), _spoken(result, _pools(result))),
    ]


def _pools(result: Comparison) -> pd.DataFrame:
    rows = []
    for row in result.pools():
        estimates = {"utilisation": row.utilisation, "mean_wait": row.mean_wait, "overtime": row.overtime}
        rows.append(
            {
                "pattern": row.pattern,
                "pool": pool_title(row.post, result.world),
                "servers": math.nan if row.post.servers == UNLIMITED else row.post.servers,
                "donors": givers(result, row),
                "offered_load": row.post.load,
                **{
                    column: value
                    for name, found in estimates.items()
                    for column, value in ((name, found.mean), (f"{name}_low", found.low), (f"{name}_high", found.high))
                },
            }
        )
    return pd.DataFrame(rows)


def _spoken(result: Comparison, table: pd.DataFrame) -> pd.DataFrame:
    """A table with the titles of what it names by key."""
    titles = {
        "pattern": {key: result.title(key) for key in result.keys},
        "measure": {name: _(measure.title) for name, measure in BY_NAME.items()},
        "unit": {unit: _("share") if unit == "share" else _(title) for unit, title in UNITS.items()},
        "kind": {kind: _(title) for kind, title in KIND_TITLES.items()},
    }
    titles |= {"pattern_a": titles["pattern"], "pattern_b": titles["pattern"]}
    return table.assign(**{name: table[name].map(titles[name]) for name in table.columns if name in titles})


def _cover(book: Workbook, result: Comparison, there: list[Sheet]) -> None:
    page = book.add_worksheet(_("About"))
    large, bold = book.add_format({"bold": True, "font_size": 16}), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, pick(dict(result.loaded.scenario.title)), large)
    about = _("Tables of a comparison of public-service patterns, made by wogsim {version}.").format(
        version=__version__
    )
    intervals = _(
        "95 % over replications; of differences at least 95 %; of quantiles, Woodruff's. Empty: there is no number."
    )
    lines = [
        (_("what it is"), about),
        (_("sample"), f"{words.sample(result)}; {words.levers(result)}."),
        (_("verdict"), result.verdict()),
        (_("intervals"), intervals),
        (_("to reproduce"), command(result)),
        (_("scenario as run (SHA-256)"), result.loaded.fingerprint),
        *((sheet.name, sheet.note) for sheet in there),
    ]
    for row, (name, text) in enumerate(lines, 2):
        page.write_string(row, 0, name, bold)
        page.write_string(row, 1, text, wrapped)


def _fill(page: Worksheet, table: pd.DataFrame, bold: Format) -> None:
    """Headings that stay in sight, and every value as what it is."""
    for column, name in enumerate(table.columns):
        heading = _(HEADINGS[name])
        page.write_string(0, column, heading, bold)
        values = table[name].tolist()
        longest = max((len(value) for value in values if isinstance(value, str)), default=10)
        page.set_column(column, column, min(max(longest, 10) + 2, WIDEST))
        for row, value in enumerate(values, 1):
            _write(page, row, column, value)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(table), len(table.columns) - 1)


def _write(page: Worksheet, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif not pd.isna(value):
        page.write_number(row, column, float(f"{value:.9g}"))
