"""Slides as a file for a projector: 16 to 9, texts that can be changed there, the same bytes every time."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Pt

from wogsim.charts import style
from wogsim.report.slides.contents import Slide

CREATED = datetime(2000, 1, 1)  # no day of ours, so that the bytes do not change from day to day
ZIPPED = (1980, 1, 1, 0, 0, 0)  # the first day that an archive knows
EMU = 9525  # of python-pptx in a pixel: 96 pixels to an inch
FONT = "Arial"  # on nearly every machine, and narrower than the letters that are measured here
EDGE, GAP = 48, 10  # pixels
TITLES, ANSWERS, LINES, FEET = (30, 26, 22), (22, 20, 17, 15, 13), (22, 20, 18, 16, 14, 12, 11), (10, 9, 8)  # points
HEAD, FOOT = 150, 60  # pixels for title and answer, and for the small print
NAMES = 260  # pixels of the first of two columns
TITLE_ONLY = 5  # of the layouts that python-pptx brings
BETWEEN = 0.45  # of a line, between paragraphs


def presentation(slides: Sequence[Slide]) -> bytes:
    """The file."""
    made = Presentation()
    made.slide_width, made.slide_height = Emu(style.WIDTH * EMU), Emu(style.HEIGHT * EMU)
    about = made.core_properties
    about.title, about.author, about.last_modified_by = slides[0].title, "wogsim", "wogsim"
    about.created = about.modified = CREATED
    about.revision = 1
    for slide in slides:
        _draw(made.slides.add_slide(made.slide_layouts[TITLE_ONLY]), slide)
    written = io.BytesIO()
    made.save(written)
    return _undated(written.getvalue())


def _undated(archive: bytes) -> bytes:
    """The same archive without the time at which it was written."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIPPED)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return again.getvalue()


def _draw(page: Any, slide: Slide) -> None:
    width = style.WIDTH - 2 * EDGE
    size = fitting([slide.title], width, HEAD * 0.4, TITLES, bold=True)
    below = 20 + high([slide.title], width, size, bold=True)
    _write(page.shapes.title, (EDGE, 16, width, below - 16), [slide.title], size, bold=True)
    if slide.answer:
        size = fitting([slide.answer], width, HEAD * 0.6, ANSWERS)
        room = high([slide.answer], width, size)
        _write(_box(page, (EDGE, below + 4, width, room)), None, [slide.answer], size)
        below += room + 4
    small = fitting([slide.foot], width, FOOT, FEET)
    foot = high([slide.foot], width, small) if slide.foot else GAP
    top, bottom = below + GAP, style.HEIGHT - foot - GAP
    if slide.picture:
        _picture(page, slide, top, bottom)
    elif slide.rows:
        _rows(page, slide.rows, top, bottom)
    elif slide.lines:
        place = (EDGE, top + GAP, width, bottom - top - GAP)
        _write(_box(page, place), None, slide.lines, fitting(slide.lines, width, place[3], LINES))
    if slide.foot:
        _write(_box(page, (EDGE, style.HEIGHT - foot - 4, width, foot)), None, [slide.foot], small, colour=style.PALE)
    page.notes_slide.notes_text_frame.text = slide.notes


def fitting(
    paragraphs: Sequence[str], width: float, height: float, sizes: Sequence[float], bold: bool = False
) -> float:
    """The largest of some sizes of letters in which paragraphs fit a box of so many pixels; else the smallest."""
    return next((size for size in sizes if high(paragraphs, width, size, bold) <= height), sizes[-1])


def high(paragraphs: Sequence[str], width: float, size: float, bold: bool = False) -> float:
    """How high paragraphs are in a box so wide, in pixels."""
    lines = sum(len(style.wrapped(text, size, width, bold=bold)) for text in paragraphs)
    return style.line_height(size) * (lines + BETWEEN * (len(paragraphs) - 1))


def _picture(page: Any, slide: Slide, top: float, bottom: float) -> None:
    """A chart, as large as fits, in the middle; what it asks and answers is its text for who cannot see it."""
    shown = slide.picture
    if shown is None:
        return
    high = min(bottom - top, (style.WIDTH - 2 * GAP) / shown.shape)
    wide = high * shown.shape
    box = ((style.WIDTH - wide) / 2, top + (bottom - top - high) / 2, wide, high)
    placed = page.shapes.add_picture(io.BytesIO(shown.png), *map(_emu, box))
    placed._element.nvPicPr.cNvPr.set("descr", f"{shown.question} {shown.answer}")


def _rows(page: Any, rows: Sequence[tuple[str, str]], top: float, bottom: float) -> None:
    """Names with a text beside each, as far from each other as there is room."""
    each = (bottom - top) / len(rows)
    right = style.WIDTH - 2 * EDGE - NAMES
    size = min(fitting([text], right, each - GAP, LINES) for _name, text in rows)
    for place, row in enumerate(rows):
        for text, left, width, bold in zip(row, (EDGE, EDGE + NAMES), (NAMES, right), (True, False), strict=True):
            _write(_box(page, (left, top + place * each, width, each - GAP)), None, [text], size, bold=bold)


def _box(page: Any, place: tuple[float, float, float, float]) -> Any:
    return page.shapes.add_textbox(*map(_emu, place))


def _write(
    shape: Any,
    place: tuple[float, float, float, float] | None,
    paragraphs: Sequence[str],
    size: float,
    *,
    bold: bool = False,
    colour: str = style.INK,
) -> None:
    """Put paragraphs into a shape, without margins of its own."""
    if place:
        shape.left, shape.top, shape.width, shape.height = map(_emu, place)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = None if place is None else 1  # at the top
    for paragraph, text in zip(_paragraphs(frame, len(paragraphs)), paragraphs, strict=True):
        paragraph.alignment = 1  # left
        paragraph.space_after = Pt(size * BETWEEN)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = RGBColor(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))  # type: ignore[no-untyped-call]


def _paragraphs(frame: Any, count: int) -> Iterator[Any]:
    yield frame.paragraphs[0]
    for _more in range(count - 1):
        yield frame.add_paragraph()


def _emu(pixels: float) -> Emu:
    return Emu(round(pixels * EMU))
