"""The report: one HTML page that explains a comparison to who was not there, and a workbook with its tables.

`wogsim.report.page` says what stands on the page, with the template beside it, and `grids` its tables;
`wogsim.report.workbook` makes the workbook. Both files need the extra ``report``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wogsim.work import destination, writing

if TYPE_CHECKING:
    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.comparison.result import Comparison

PAGE, WORKBOOK = (".html", ".htm"), (".xlsx",)  # what their names may end in


def write(result: Comparison, path: str | Path, break_even: BreakEven | None = None) -> None:
    """Write one self-contained HTML page, in the language in use; the same bytes every time.

    Parameters
    ----------
    break_even : of one of its patterns, if the page is to tell it; see `wogsim.report.head.search`

    Raises
    ------
    BadInput
        When it cannot be written there, or the extra is not installed.
    """
    destination.refuse_missing("jinja2")
    destination.refuse_unwritable(Path(path), PAGE)
    from wogsim.report.page import contents, page

    writing.put(Path(path), page(contents(result, break_even)).encode())


def write_workbook(result: Comparison, path: str | Path) -> None:
    """Write a workbook with the tables, in the language in use; the same bytes every time.

    Raises
    ------
    BadInput
        When it cannot be written there, or the extra is not installed.
    """
    destination.refuse_missing("xlsxwriter")
    destination.refuse_unwritable(Path(path), WORKBOOK)
    from wogsim.report.workbook import workbook

    writing.put(Path(path), workbook(result))
