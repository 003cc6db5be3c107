"""Many agencies: who needs few clearances is routed among few, in time that grows as their number, to the same log."""

import numpy as np
import pytest

from tests.replication.test_blocks import assert_same_cases
from wogsim.contract.log import COLUMNS
from wogsim.engine import reference
from wogsim.replication.run import one_pattern
from wogsim.routing import apart, route
from wogsim.routing.needs import past_counters
from wogsim.scenario.blank import OF_A_PERMIT, blank_city
from wogsim.scenario.reading import load
from wogsim.staffing import pilot
from wogsim.staffing.people import staffing
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.sizes import settled
from wogsim.world import part
from wogsim.world.agency_count import build
from wogsim.world.population import population

SEED = 1


@pytest.fixture
def city(tmp_path, monkeypatch):
    """A city of so many agencies, each with a clearance, where fifty citizens a day apply."""
    monkeypatch.setattr(pilot, "APPLICANTS", 60)

    def of(agencies):
        path = tmp_path / f"city{agencies}.toml"
        path.write_text(blank_city("city", agencies, agencies), encoding="utf-8")
        settings = {"world.citizens.need": "50 per working day", "world.default.clearance.own_cases": "1 per week"}
        spans = {"run.warm_up": "2 days", "run.cohort": "3 days", "run.run_out": "2 days"}
        return load(path).change(settings | spans)

    return of


@pytest.mark.parametrize("pattern", ["centralized", pytest.param("technical-functional", marks=pytest.mark.slow)])
def test_the_same_log_as_routed_together(city, pattern, monkeypatch):
    loaded = city(70)
    row = loaded.scenario.rows()[pattern]
    found = []
    for together in (part.TOGETHER, 10**6):
        monkeypatch.setattr(part, "TOGETHER", together)
        world = build(settled(loaded.scenario))
        assert apart.divided(world) == (together < 70)
        staff = staffing(world, row, Pilot(world))
        found.append((repr(staff), *one_pattern(world, row, staff, SEED, 0)))
    (one_staff, one, log), (other_staff, other, same_log) = found
    assert one_staff == other_staff
    assert_same_cases(one, other)
    simpy = reference.run(one)
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(log, name), getattr(same_log, name), err_msg=name)
        np.testing.assert_array_equal(getattr(log, name), getattr(simpy, name), err_msg=name)


@pytest.mark.parametrize("agencies", [150, 300])
def test_masks_grow_as_the_number_of_agencies(city, agencies, monkeypatch):
    """Each citizen stands in one table, of few clearances; each clearance in one or two groups, not in all."""
    tables, flow = [], route.__globals__["Flow"]
    monkeypatch.setitem(route.__globals__, "Flow", lambda *asked: tables.append(asked[2].needs.shape) or flow(*asked))
    world = build(settled(city(agencies).scenario))
    citizens = population(world, SEED, 0)[0]
    tables.clear()
    row = world.scenario.rows()["one-door"]
    cases = route(world, row, citizens, (0.0,) * agencies)
    assert len(cases.need) == len(citizens) == sum(rows for rows, _columns in tables)
    assert max(columns for _rows, columns in tables) <= apart.GROUP
    assert agencies <= sum(columns for _rows, columns in tables) <= 1.5 * agencies
    assert len(tables) <= 2 * agencies / (apart.GROUP - OF_A_PERMIT)


def test_applicants_of_one_agency_know_no_other(city):
    """However many clearances there are, a table of those who need one of them holds no more than one row of all."""
    world = build(settled(city(100).scenario))
    for who in population(world, SEED, 0)[1:]:
        [group] = apart.groups(world, who)
        assert len(group.world.clearances) == 1
        assert who.needs.strides[0] == 0
        assert who.needs[:, who.own].all()
        assert who.needs.sum() == len(who)


def test_counters_that_lie_behind_others():
    """The order of the first tour: as in the file, but behind those whose decision is carried there, also in a ring."""

    class Clearance:
        in_hand = True

        def __init__(self, agency, *after):
            self.agency, self.after = agency, after

    class World:
        clearances = (Clearance(0, 3), Clearance(1), Clearance(2, 0), Clearance(3, 4), Clearance(4, 3), Clearance(5))

    assert past_counters(World, {0, 1, 2}) == [0, 1, 2]
    assert past_counters(World, {0, 1, 2, 3, 5}) == [1, 3, 0, 2, 5]
    # 3 and 4 wait for each other, 0 for 3, 2 for 0: of what is left the first goes first.
    assert past_counters(World, {0, 1, 2, 3, 4, 5}) == [1, 5, 0, 2, 3, 4]
