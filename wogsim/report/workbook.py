"""A workbook with the tables, one sheet each: numbers as numbers, the same bytes every time."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd
import xlsxwriter

from wogsim.contract.cases import UNLIMITED
from wogsim.language import _, mark, pick
from wogsim.measures.summary import BY_NAME
from wogsim.report.grids import KIND_TITLES, UNITS, givers
from wogsim.report.reproduce import command
from wogsim.staffing.names import pool_title
from wogsim.studies.beside import overload
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
    "permit": mark("permit"),
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
    "mean_wait": mark("mean waiting (min by the clock)"),
    "mean_open_wait": mark("mean waiting (min of opening hours)"),
    "overtime": mark("overtime (hours)"),
    "overloaded": mark("overloaded (1: yes)"),
}


def workbook(result: Comparison) -> bytes:
    """The workbook, in the language in use; a text that begins with = + - or @ is a text, never a formula."""
    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, plain) as book:
        book.set_properties({"title": pick(dict(result.loaded.scenario.title)), "created": CREATED})
        there = sheets(result)
        _cover(book, result, there)
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        for name, _note, table in there:
            _fill(book.add_worksheet(name), table, bold)
    return file.getvalue()


def sheets(result: Comparison) -> list[tuple[str, str, pd.DataFrame]]:
    """The tables of the CSV files in the language in use: name of the sheet, what one row is, the table."""
    tables = (
        (_("Comparison"), _("one row per pattern and measure"), result.table()),
        (_("Differences"), _("one row per pair of patterns and measure"), result.differences()),
        (_("Quantiles"), _("one row per pattern, time and share of citizens"), result.quantiles()),
        (_("Kinds"), _("one row per pattern, kind of citizen and measure"), result.by_kind()),
        (_("Permits"), _("one row per pattern, permit and measure"), result.by_permit()),
        (_("Pools"), _("one row per pattern and pool of staff"), _pools(result)),
    )
    return [(name, note, _spoken(result, table)) for name, note, table in tables]


def _pools(result: Comparison) -> pd.DataFrame:
    """Pools by their titles, which the CSV file has not, and every mean with its interval."""
    rows = []
    for row in result.pools():
        servers = math.nan if row.post.servers == UNLIMITED else row.post.servers
        title = pool_title(row.post, result.world_of(row.pattern))
        named = (row.pattern, title, servers, givers(result, row), row.post.load)
        estimates = (row.utilisation, row.mean_wait, row.mean_open_wait, row.overtime)
        rows.append((*named, *(limit for found in estimates for limit in (found.mean, found.low, found.high))))
    measured = ("utilisation", "mean_wait", "mean_open_wait", "overtime")
    means = [column for mean in measured for column in (mean, "ci_low", "ci_high")]
    return pd.DataFrame(rows, columns=["pattern", "pool", "servers", "donors", "offered_load", *means])


def _spoken(result: Comparison, table: pd.DataFrame) -> pd.DataFrame:
    """A table with the titles of what it names by key."""
    titles = {
        "pattern": {key: result.marked(key) for key in result.keys},
        "measure": {name: _(measure.title) for name, measure in BY_NAME.items()},
        "unit": {unit: _(unit) for unit in UNITS},
        "kind": {kind: _(title) for kind, title in KIND_TITLES.items()},
        "permit": result.permit_titles,
    }
    titles |= {"pattern_a": titles["pattern"], "pattern_b": titles["pattern"]}
    return table.assign(**{name: table[name].map(titles[name]) for name in table.columns if name in titles})


def _cover(book: Workbook, result: Comparison, there: list[tuple[str, str, pd.DataFrame]]) -> None:
    page = book.add_worksheet(_("About"))
    large, bold = book.add_format({"bold": True, "font_size": 16}), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, pick(dict(result.loaded.scenario.title)), large)
    about = _("Tables of a comparison of public-service patterns, made by wogsim {version}.")
    intervals = _(
        "95 % over replications; of differences at least 95 %; of quantiles, Woodruff's. Empty: there is no number."
    )
    lines = [
        (_("what it is"), about.format(version=__version__)),
        (_("sample"), f"{words.small_print(result)}."),
        (_("verdict"), result.verdict()),
        *((_("beware"), text) for text in [overload(words.known(result).values())] if text),
        (_("intervals"), intervals),
        (_("to reproduce"), command(result)),
        (_("scenario as run (SHA-256)"), result.loaded.fingerprint),
        *((name, note) for name, note, _table in there),
    ]
    for row, (name, text) in enumerate(lines, 2):
        page.write_string(row, 0, name, bold)
        page.write_string(row, 1, text, wrapped)


def _fill(page: Worksheet, table: pd.DataFrame, bold: Format) -> None:
    """Headings that stay in sight, and every value as what it is."""
    for column, (name, values) in enumerate(table.items()):
        page.write_string(0, column, _(HEADINGS[str(name)]), bold)
        longest = max((len(value) for value in values if isinstance(value, str)), default=10)
        page.set_column(column, column, min(max(longest, 10) + 2, WIDEST))
        for row, value in enumerate(values, 1):
            if isinstance(value, str):
                page.write_string(row, column, value)
            elif not pd.isna(value):
                page.write_number(row, column, float(f"{value:.9g}"))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(table), len(table.columns) - 1)
