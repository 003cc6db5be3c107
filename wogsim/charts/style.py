"""One look for all charts: colours, sizes, letters, and how much room a text needs.

Everything is given explicitly to matplotlib's objects: no pyplot, no global state, so that a chart looks the same in a
script, a notebook and a thread of the app. Lengths are in pixels of a 1280 x 720 projector.
"""

import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import takewhile
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties

from wogsim.patterns import PATTERNS
from wogsim.scenario.reading import Loaded
from wogsim.studies.beside import SIGN

WIDTH, HEIGHT, DPI = 1280, 720, 100
TITLE, ANSWER, NAME, VALUE, AXIS, NOTE, FOOT = 25.0, 16.5, 17.0, 16.5, 14.0, 12.5, 11.5  # points
INK, PALE, GRID, PAPER = "#1A1A1A", "#5A5A5A", "#DDDDDD", "#FFFFFF"
CELL_SIZES = (VALUE, AXIS, NOTE, FOOT, 9.5, 8.0)  # of texts in cells, the largest that fits
MARGIN = 24
MANY = 7  # from more rows on they are too thin for notes
FONT = "DejaVu Sans"  # comes with matplotlib: the same letters on every machine
# How an axis looks.
TICKS: dict[str, Any] = {"labelsize": AXIS, "labelcolor": PALE, "color": PALE, "labelfontfamily": FONT}
EDGE: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.8}  # of bars

XY = tuple[float, float]  # a spot's x and y, or width and height

# Okabe and Ito (2008), "Color Universal Design", some made darker or lighter so that no two are alike in grey:
# lightness L* 44, 71, 33, 58, 82.
PATTERN_COLOURS = dict(zip(PATTERNS, ("#B14600", "#E69F00", "#00507D", "#009E73", "#A5D8F3"), strict=True))
OWN_COLOURS = ("#CC79A7", "#F0E442", "#3B3B3B", "#8E5B7C", "#8C8C8C", "#A89F1A", "#4E2A44", "#C4C4C4")

# Parts of the time anatomy, the same everywhere; hatches and lightness tell neighbours apart in grey print.
PART_COLOURS = {
    "travel": ("#E69F00", ""),
    "another_errand": ("#6B3F73", "|"),
    "counter_queue": ("#D55E00", "//"),
    "at_counter": ("#F0E442", "|"),
    "file_queue": ("#3F8FC4", "\\\\"),
    "assessment": ("#00507D", ""),
    "inspection": ("#009E73", "."),
    "latency": ("#B8A9E0", "o"),
    "consultation": ("#4F7F6B", "\\\\"),
    "crew_queue": ("#C9B79C", "/"),
    "works": ("#8A4B2A", "x"),
    "handoff": ("#DDA3C4", "x"),
    "assignment": ("#B9C46B", "/"),
    "signature": ("#7A2E12", ""),
    "notice": ("#F7D9B8", ""),
    "office_closed": ("#DADADA", ""),
    "fixing": ("#A87C4F", "-"),
    "form": ("#A5D8F3", "o"),
    "outage": ("#3B3B3B", "+"),
}


def colour_of(key: str, own: Iterable[str] = ()) -> str:
    """The colour of a pattern, the same in every chart.

    Parameters
    ----------
    key : the pattern's key
    own : keys of the scenario's own patterns, in file order; their colours come round again when there are many
    """
    if key in PATTERN_COLOURS:
        return PATTERN_COLOURS[key]
    others = [other for other in own if other not in PATTERN_COLOURS]
    return OWN_COLOURS[others.index(key) % len(OWN_COLOURS)] if key in others else PALE


def colour_in(loaded: Loaded, key: str) -> str:
    """The colour of one of a scenario's patterns."""
    return colour_of(key, [*loaded.scenario.patterns, *loaded.scenario.shown])


def filling(part: str) -> dict[str, Any]:
    """Keyword arguments of a bar or patch of a part: colour, hatch, and an edge that shows the hatch on it."""
    colour, hatch = PART_COLOURS[part]
    edge = "#6E6E6E" if hatch and _luminance(colour) > 0.55 else PAPER
    return {"facecolor": colour, "hatch": hatch, "edgecolor": edge}


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on `colour`, #RRGGBB (luminance of WCAG 2.2)."""
    return INK if _luminance(colour) > 0.2 else PAPER


def pale(colour: str) -> str:
    """The same colour with much paper in it."""
    red, green, blue = (0.28 * part + 0.72 for part in to_rgb(colour))
    return to_hex((red, green, blue))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def words(size: float, colour: str = INK, **more: Any) -> dict[str, Any]:
    """Keyword arguments of a text; titles from a file may hold a dollar sign, which is no formula."""
    return {"fontsize": size, "color": colour, "family": FONT, "parse_math": False, **more}


def beside(axes: Axes, text: str, spot: XY, shift: XY, gid: str, size: float, colour: str = INK, **more: Any) -> None:
    """Write a text so many pixels right of and above a spot of the axes; `more` is for matplotlib's ``annotate``."""
    axes.annotate(text, spot, shift, textcoords="offset pixels", gid=gid, **words(size, colour, **more))


@contextmanager
def boxes_unsaid() -> Iterator[None]:
    """Without matplotlib's warning for each letter and each time; `letters.lacking` is for saying it once."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph ", category=UserWarning)
        yield


@cache
def _renderer() -> Any:
    make: Any = RendererAgg  # matplotlib leaves it without types
    return make(16, 16, DPI)


@cache
def width_of(text: str, size: float, bold: bool = False) -> float:
    """Width of the widest line of a text, in pixels."""
    letters = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    lines = text.split("\n")
    with boxes_unsaid():
        return max(float(_renderer().get_text_width_height_descent(line, letters, ismath=False)[0]) for line in lines)


def line_height(size: float) -> float:
    """Distance of two lines, in pixels."""
    return size * DPI / 72 * 1.25


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Break a text at spaces into lines of at most `width` pixels; a longer word gets a line of its own.

    A number stays with what follows it, its unit.
    """
    lines: list[str] = []
    for word in re.split(r"(?<!\d) ", text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def broken(texts: Sequence[str], size: float, width: float, most: int) -> list[str]:
    """Bold names on at most so many lines; what is too long even so is cut between words, but for a sign behind it."""

    def fit(text: str) -> str:
        lines = wrapped(text, size, width, bold=True)
        end = f"… {SIGN}" if text.endswith(SIGN) else "…"
        return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + end])

    return distinct(texts, fit)


@cache
def shortened(text: str, size: float, width: float, bold: bool = False) -> str:
    """As much of a text as `width` pixels hold.

    What stands at its end stays: a mark, (a) or -2, which tells namesakes apart, and the sign of `studies.beside`.
    """
    if width_of(text, size, bold) <= width:
        return text
    head, mark = re.fullmatch(r"(.*?)((?:(?: ?\(\w{1,3}\))+|-\d+)?(?: \*)?)", text, re.DOTALL).groups(default="")  # type: ignore[union-attr]
    ends = ["…" + mark, *(head[:kept].rstrip() + "…" + mark for kept in range(1, len(head) + 1))]
    return ends[max(bisect_right(ends, width, key=lambda end: width_of(end, size, bold)) - 1, 0)]


def fitted(text: str, size: float, width: float, most: int, bold: bool = False) -> str:
    """As much of a text as so many lines hold."""
    lines = wrapped(text, size, width, bold)
    last = shortened(" ".join(lines[most - 1 :]), size, width, bold)
    return "\n".join(filter(None, [*lines[: most - 1], last]))


def distinct(texts: Sequence[str], fit: Callable[[str], str]) -> list[str]:
    """Texts made to fit their places so that different ones read differently.

    Those that would be cut alike are cut where they agree, so that what tells them apart stays: "Hall of public
    services…" twice becomes "Hall… with letter-box" and "Hall… with counters". Where even that does not help, they
    are numbered.

    Parameters
    ----------
    fit : makes one text fit, as `fitted` and `shortened` do
    """
    found = [fit(text) for text in texts]
    for alike in _read_alike(texts, found):
        letters = takewhile(lambda column: len(set(column)) == 1, zip(*(texts[i] for i in alike), strict=False))
        agreed = "".join(letter for letter, *_others in letters).rfind(" ") + 1
        for i in alike:
            found[i] = _cut_before(texts[i], agreed, fit)
    still = [i for alike in _read_alike(texts, found) for i in alike]
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts[i] for i in sorted(still)), 1)}
    for i in still:
        found[i] = fit(f"{numbers[texts[i]]}: {texts[i]}")
    return found


def _read_alike(texts: Sequence[str], found: Sequence[str]) -> list[list[int]]:
    """Places of different texts that read the same."""
    groups: dict[str, list[int]] = {}
    for i, short in enumerate(found):
        groups.setdefault(short, []).append(i)
    return [places for places in groups.values() if len({texts[i] for i in places}) > 1]


def _cut_before(text: str, agreed: int, fit: Callable[[str], str]) -> str:
    """A text without some of the words before a place, as many as must go for the rest to fit."""
    words, rest = text[:agreed].split(), text[agreed:]
    for kept in range(len(words) - 1, -1, -1):
        shorter = " ".join([*words[:kept], f"… {rest}"]).replace(" …", "…", 1)
        if fit(shorter).replace("\n", " ") == shorter:
            return fit(shorter)
    return fit(f"… {rest}")


def fitting(texts: Sequence[str], room: XY, sizes: Sequence[float] = CELL_SIZES) -> float | None:
    """The largest size in which all texts fit a cell of so many pixels; None where none does."""
    for size in sizes:
        widest = max((width_of(text, size) for text in texts), default=0.0)
        if widest + 6 <= room[0] and line_height(size) <= room[1]:
            return size
    return None
