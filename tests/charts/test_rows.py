"""Rows of a comparison: names stand one beneath the other, however many and long they are."""

from itertools import pairwise

import pytest

from tests.drawn import by_gid
from wogsim.charts.frame import Said
from wogsim.charts.rows import Row, framed

LONG = "Technical-functional / everybody who is late complains at any office {number}"
SAID = Said(
    "Where does the time go?", "Here and there. " * 10, ["What the bars are. " * 12, "On what it rests. " * 20], "days"
)


@pytest.mark.parametrize("count", range(1, 11))
@pytest.mark.parametrize("name", ["Row {number}", "One-roof, assessors in the hall {number}", LONG])
def test_no_name_stands_in_another(count, name):
    """Beneath an answer, a legend and small print as long as they become."""
    figure = framed([Row(name.format(number=i), "#0072B2") for i in range(count)], SAID, head=90).figure
    figure.draw(figure.canvas.get_renderer())
    boxes = [text.get_window_extent() for text in by_gid(figure, "name")]
    assert len(boxes) == count
    assert all(above.y0 >= below.y1 - 2 for above, below in pairwise(boxes))
