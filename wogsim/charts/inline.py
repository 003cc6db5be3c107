"""A chart as a part of a web page: its words as text, the rest as an SVG without ids that another chart could have."""

import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from wogsim.charts import style

SPOKEN = ("question", "answer", "foot")  # texts of the frame, by gid: a page says them itself
FONTS = f"'{style.FONT}', Verdana, 'Bitstream Vera Sans', sans-serif"  # Verdana is as wide
LONG_DECIMAL = re.compile(r"(-?\d+\.\d{2})\d+")
PLACES = {"d", "points", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "style"}
REFERENCE = re.compile(r"url\(#([^)]+)\)")
MARGIN = 6.0  # pixels left around what is between head and foot
XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Inline:
    """What a chart asks and answers, its small print, and the picture as an <svg> element that scales to its place."""

    question: str
    answer: str
    foot: str
    svg: str


def inline(figure: Figure, name: str) -> Inline:
    """A figure of `wogsim.charts` as a part of a page; its head and foot are cut off and given as words.

    Parameters
    ----------
    figure : what one of the functions of `wogsim.charts` returned; it is changed
    name : begins every id of the picture, so that pictures on one page do not clash
    """
    words, inches = _bared(figure)
    file = io.StringIO()
    with style.boxes_unsaid(), mpl.rc_context({"svg.hashsalt": "wogsim", "svg.fonttype": "none"}):
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(file, format="svg", metadata=metadata, bbox_inches=inches)
    picture = _slim(ElementTree.fromstring(file.getvalue()), name)
    _name(picture, name, words["question"], words["answer"])
    return Inline(words["question"], words["answer"], words["foot"], ElementTree.tostring(picture, encoding="unicode"))


@dataclass(frozen=True)
class Spoken:
    """The same as a PNG, with its width over its height."""

    question: str
    answer: str
    foot: str
    png: bytes
    shape: float


def spoken(figure: Figure) -> Spoken:
    """A figure of `wogsim.charts` for a slide; its head and foot are cut off and given as words.

    It has the pixels of a projector, as labels stand so many pixels beside what they name.

    Parameters
    ----------
    figure : what one of the functions of `wogsim.charts` returned; it is changed
    """
    words, inches = _bared(figure)
    file = io.BytesIO()
    with style.boxes_unsaid():
        figure.savefig(file, format="png", dpi=style.DPI, metadata={"Software": None}, bbox_inches=inches)
    return Spoken(words["question"], words["answer"], words["foot"], file.getvalue(), inches.width / inches.height)


def _bared(figure: Figure) -> tuple[dict[str, str], Bbox]:
    """What head and foot of a figure say, which are made invisible, and what is between them, in inches."""
    said = {str(text.get_gid()): text for text in figure.texts if text.get_gid() in SPOKEN}
    words = {gid: text.get_text().replace("\n", " ") for gid, text in said.items()}
    with style.boxes_unsaid():  # a page is shown with the letters of its reader
        figure.draw_without_rendering()
    top, bottom = said["answer"].get_window_extent().y0, said["foot"].get_window_extent().y1
    for text in said.values():
        text.set_visible(False)
    cut = Bbox.from_extents(0, bottom - MARGIN, figure.bbox.width, top + MARGIN)
    return words, cut.transformed(figure.dpi_scale_trans.inverted())


def _slim(picture: ElementTree.Element, name: str) -> ElementTree.Element:
    """Without namespaces, comments about the file, ids that nothing refers to, and digits that nobody sees."""
    wanted = _referred(picture)
    for element in picture.iter():
        element.tag = element.tag.rpartition("}")[2]
        if element.tag != "text":
            element.text = (element.text or "").strip() or None
        element.tail = (element.tail or "").strip() or None
        element.attrib = {
            key.rpartition("}")[2]: _value(key, value, name)
            for key, value in element.attrib.items()
            if key != "id" or value in wanted
        }
        for useless in [part for part in element if part.tag.endswith(("metadata", "}style"))]:
            element.remove(useless)
    return picture


def _referred(picture: ElementTree.Element) -> set[str]:
    """Ids that something in the picture refers to."""
    values = [value for element in picture.iter() for value in element.attrib.values()]
    links = {element.attrib[XLINK].removeprefix("#") for element in picture.iter() if XLINK in element.attrib}
    return links | {found for value in values for found in REFERENCE.findall(value)}


def _value(key: str, value: str, name: str) -> str:
    if key == "id":
        return f"{name}-{value}"
    if key == XLINK:
        return value.replace("#", f"#{name}-", 1) if value.startswith("#") else value
    if key in PLACES:
        value = LONG_DECIMAL.sub(r"\1", " ".join(value.split()))
    return REFERENCE.sub(rf"url(#{name}-\1)", value).replace(f"'{style.FONT}'", FONTS)


def _name(picture: ElementTree.Element, name: str, question: str, answer: str) -> None:
    """What a screen reader says instead of the picture; its size is left to the page."""
    for key in ("width", "height", "version"):
        picture.attrib.pop(key, None)
    ids = {tag: f"{name}-{tag}" for tag in ("title", "desc")}
    picture.attrib |= {
        "class": "chart",
        "role": "img",
        "aria-labelledby": f"{ids['title']} {ids['desc']}",
        "style": "stroke-linejoin: round; stroke-linecap: butt",
    }
    for place, (tag, text) in enumerate((("title", question), ("desc", answer))):
        element = ElementTree.Element(tag, {"id": ids[tag]})
        element.text = text
        picture.insert(place, element)
