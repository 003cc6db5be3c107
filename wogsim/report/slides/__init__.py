"""A lesson's slides: about ten, made from the charts of a comparison, with what to say in the speaker's notes.

`contents` says what stands on them, `drawn` makes the file. They need the extra ``report``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wogsim.work import destination, writing

if TYPE_CHECKING:
    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.comparison.result import Comparison
    from wogsim.studies.journey.result import Journey

LESSON = (".pptx",)  # what its name may end in
LIBRARY = "pptx"


def write(result: Comparison, journey: Journey, path: str | Path, break_even: BreakEven | None = None) -> None:
    """Write the slides, in the language in use; the same bytes every time.

    Parameters
    ----------
    journey : the citizen who is followed
    break_even : of one of the patterns, if a slide is to show it; see `wogsim.report.head.search`

    Raises
    ------
    BadInput
        When they cannot be written there, or the extra is not installed.
    """
    destination.refuse_missing(LIBRARY)
    destination.refuse_unwritable(Path(path), LESSON)
    from wogsim.report.slides.contents import slides
    from wogsim.report.slides.drawn import presentation

    writing.put(Path(path), presentation(slides(result, journey, break_even)))
