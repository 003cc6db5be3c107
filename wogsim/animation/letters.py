"""Letters on a picture of the film."""

from functools import cache

from matplotlib.font_manager import FontProperties, findfont
from PIL import ImageDraw
from PIL.ImageFont import FreeTypeFont, truetype

from wogsim.animation.layout import Point
from wogsim.charts import style

Pen = ImageDraw.ImageDraw


@cache
def font(points: float, bold: bool = False) -> FreeTypeFont:
    """The letters of all charts, in so many points."""
    weight = "bold" if bold else "normal"
    return truetype(findfont(FontProperties(family=style.FONT, weight=weight)), round(points * style.DPI / 72))


def fitting(text: str, points: float, room: float) -> float:
    """The size, at most so many points, in which a line has room."""
    while points > 6 and font(points).getlength(text) > room:
        points -= 0.5
    return points


def write(
    pen: Pen, place: Point, text: str, points: float, colour: str = style.INK, anchor: str = "la", bold: bool = False
) -> None:
    """Write a line of text at a place."""
    pen.text(place, text, fill=colour, font=font(points, bold), anchor=anchor)
