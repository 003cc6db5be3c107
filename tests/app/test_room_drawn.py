"""Pictures on the wall: nothing is cut off, and no name stands over another."""

import re

import pytest

from tests.app.canned import break_even
from wogsim.app.room import drawn
from wogsim.app.room.scene import scene


@pytest.mark.parametrize(
    ("name", "lines"),
    [("One-door", ["One-door"]), ("Loket bersama (SAMSAT)", ["Loket bersama", "(SAMSAT)"]), ("a " * 60, None)],
)
def test_a_long_name_stands_in_two_lines(name, lines):
    found = re.findall(">([^<]*)</text>", "".join(drawn._name(name, 200, 30)))
    assert len(found) <= 2
    assert all(len(line) <= drawn.SIGNS for line in found)
    assert lines is None or found == lines


@pytest.mark.parametrize("roof", [23.0, 24.0, 22.0, 71.0])
def test_names_of_two_lines_that_end_together_can_both_be_read(roof):
    found = break_even()  # one door ends at 23 days
    found["roof"] = {"key": "one-roof", "mean": roof, "low": roof, "high": roof}
    picture = drawn.curve(scene("restaurant-permit").loaded, found, {}, "en")
    heights = {name: float(y) for y, name in re.findall('y="([0-9.]+)" class="name">([^<]*)<', picture)}
    assert set(heights) == {"One-roof", "One-door"}
    assert abs(heights["One-roof"] - heights["One-door"]) >= drawn.LINE - 0.2
    if roof != 23.0:
        assert (heights["One-roof"] < heights["One-door"]) == (roof > 23.0)  # the longer one stands above
