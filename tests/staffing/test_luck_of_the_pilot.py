"""Loads are learnt from drawn applicants: how sure they are stands beside them."""

import math
import tomllib

import pytest

from wogsim.cli.printed import print_check
from wogsim.patterns import PATTERNS
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.staffing.people import staffing
from wogsim.staffing.pilot import APPLICANTS
from wogsim.world.agency_count import build

# One counter, always open: an exponential intake of ten minutes, so many a day.
DESK = """
title = "Desk"
[world]
start = 2026-01-05
[world.hours]
office = "mon-fri 08:00-16:00"
[world.citizens]
need = "{need} per day"
by_hour = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
[world.agencies.desk]
counters = 1
intake = "{intake}"
collection_by = "none"
hours = "always"
[world.clearances.stamp]
agency = "desk"
assessors = 50
assessment = "0 s"
[world.permits.one]
[levers]
patterns = ["one-roof"]
"""


def desk(need: float, intake: str = "exponential(10 min)") -> Loaded:
    return from_tree(tomllib.loads(DESK.format(need=need, intake=intake)), "desk.toml")


def post(loaded: Loaded):
    staff = staffing(build(loaded.scenario), PATTERNS["one-roof"])
    return next(one for one in staff.posts if one.name == "counter:desk"), staff


def test_the_error_is_that_of_a_mean():
    """An exponential time has its mean as standard deviation: of 2,000 the mean is off by a part in sqrt(2,000)."""
    found, _staff = post(desk(115.2))
    expected = found.load / math.sqrt(APPLICANTS)
    assert found.error == pytest.approx(expected, rel=0.1)
    assert found.load == pytest.approx(0.8, abs=4 * expected)
    assert found.half == pytest.approx(1.96 * found.error, rel=1e-4)


def test_what_is_always_the_same_has_none():
    found, _staff = post(desk(115.2, "10 min"))
    assert found.load == pytest.approx(0.8)
    assert found.error == 0


def test_who_is_near_the_limit_is_named(capsys):
    """1.01 of one with an error of 0.022: whichever side of one the drawn luck says, it is told."""
    found, staff = post(desk(145.44))
    assert abs(found.load - 1.01) < 4 * 0.0226
    assert found in staff.overworked or found in staff.near
    print_check(desk(145.44))
    said = " ".join(capsys.readouterr().out.split())
    assert "more might be brought" in said or "more is brought" in said
    assert f" ± {found.half:.2f} of 1 server" in said


def test_far_from_it_nobody_is():
    _found, staff = post(desk(115.2))
    assert not staff.near
