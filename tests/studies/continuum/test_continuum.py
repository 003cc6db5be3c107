"""The continuum: nine degrees in the literature's order, each one stated thing more; ties are ties."""

import json
import math

import numpy as np
import pandas as pd
import pytest

import wogsim
from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.coordination import ALONE, DEGREES, LENT, PATH, ROW, WAYS, alone
from wogsim.scenario.reading import load
from wogsim.studies.continuum import words
from wogsim.studies.continuum.lending import Office, to_the_busiest
from wogsim.studies.continuum.result import Continuum
from wogsim.studies.continuum.run import points_of
from wogsim.studies.sweep.cells import NAMES

ORDER = (
    "taking-into-account dialogue joint-planning joint-working joint-venture satellite strategic-alliance union merger"
)


@pytest.fixture(scope="module")
def town():
    return wogsim.continuum(load(TWO_AGENCIES), replications=3)


@pytest.fixture(scope="module")
def ways():
    return wogsim.continuum(load(TWO_AGENCIES), ways=True, replications=3)


def values(number):
    """What a degree sets, each value at a path of its own."""
    found = DEGREES.settings(number)
    row = found.pop(PATH)
    return found | {f"{PATH}.{name}": value for name, value in row.items()}


class TestTheTable:
    def test_nine_in_the_order_of_the_literature_in_three_groups_of_three(self):
        assert [degree.key for degree in DEGREES.each] == ORDER.split()
        assert [degree.group for degree in DEGREES.each] == [group for group in DEGREES.groups for _three in range(3)]

    def test_the_first_two_change_nothing(self):
        assert DEGREES.settings(0) == DEGREES.settings(1) == {PATH: dict(ALONE)}

    @pytest.mark.parametrize("number", range(2, 9))
    def test_each_further_degree_changes_its_stated_thing_and_nothing_else(self, number):
        degree, before, after = DEGREES.each[number], values(number - 1), values(number)
        changed = {path for path in after if before.get(path) != after[path]}
        assert changed == {*degree.world, *(f"{PATH}.{name}" for name in degree.row)}
        assert changed
        assert before.keys() <= after.keys()
        things = [other.thing for other in DEGREES.each]
        assert things.count(degree.thing) == 1

    def test_each_degree_can_be_run(self):
        for scenario in (TWO_AGENCIES, "restaurant-permit"):
            base = alone(load(scenario))
            for number in range(len(DEGREES.each)):
                assert ROW in base.change(DEGREES.settings(number)).scenario.patterns


class TestWhatIsFound:
    def test_the_first_two_degrees_are_equal_in_every_number(self, town):
        assert np.array_equal(town.values[0], town.values[1], equal_nan=True)
        assert town.steps[0].gap.same
        assert town.steps[0].tied

    def test_a_degree_is_what_its_world_is_in_a_comparison(self, town):
        world = alone(load(TWO_AGENCIES)).change(DEGREES.settings(8))
        found = wogsim.compare(world, patterns=[ROW], replications=3)
        for measure in ("restricted_time", "trips", "chain_length"):
            assert town.at[8].values(ROW, measure) == found.values(ROW, measure)

    def test_a_door_that_signs_is_the_shortest_chain(self, town):
        assert [town.at[n].estimates[ROW, "chain_length"].mean for n in (0, 7, 8)] == [2, 2, 1]

    def test_what_one_roof_is_for(self, town):
        """Counters stand together from joint working on, and one counter is left from the satellite on."""
        trips = [at.estimates[ROW, "trips"].mean for at in town.at]
        assert trips[3] < trips[2]
        assert [at.estimates[ROW, "counters_visited"].mean for at in town.at[5:]] == [1, 1, 1, 1]

    def test_a_tie_is_never_said_to_buy(self, town):
        text = " ".join(words.told(town))
        for step in town.steps:
            claim = f"{step.form.title} ({step.form.thing}), "
            assert (claim in text) == (not step.tied)
        assert "Equal to the degree before in every replication, so it buys nothing here: dialogue" in text

    def test_one_replication_claims_nothing(self):
        found = wogsim.continuum(load(TWO_AGENCIES), replications=1)
        assert words.told(found)[0].startswith("One replication cannot tell")
        assert all(step.tied for step in found.steps)

    def test_neutral_has_nothing_to_coordinate(self):
        """Without frictions only counters and desks cost time: minutes, of days."""
        found = wogsim.continuum(load(TWO_AGENCIES), replications=2, preset="neutral")
        times = [at.estimates[ROW, "sojourn_time"].mean for at in found.at]
        assert max(times) - min(times) < 0.25

    def test_degrees_that_cannot_be_run_are_left_out_with_their_reason(self, town):
        lacking = Continuum(town.loaded, town.values, {5: "nobody for the desk"})
        assert [step.number for step in lacking.steps] == [1, 2, 3, 4, 6, 7, 8]
        assert lacking.steps[4].before == 4
        assert lacking.refusals() == ["satellite is left out: nobody for the desk"]
        assert "satellite" not in set(lacking.table()["degree"])


class TestTheFourWays:
    def test_the_modules_four_in_its_order_behind_each_agency_by_itself(self):
        order = ["alone", "stronger-coordination", "coordinating-body", "task-force", "social-coalition"]
        assert [way.key for way in WAYS.each] == order
        assert WAYS.settings(0) == {PATH: dict(ALONE)} == DEGREES.settings(0)
        assert set(WAYS.groups) == {way.group for way in WAYS.each}

    @pytest.mark.parametrize("number", range(1, 5))
    def test_each_changes_what_it_states_and_nothing_that_another_does(self, number):
        way, point = WAYS.each[number], WAYS.settings(number)
        row = point.pop(PATH)
        assert point == dict(way.world)
        assert row == {**ALONE, **way.row}
        assert bool(way.world or way.row) != way.lends

    def test_each_can_be_run(self):
        for scenario in (TWO_AGENCIES, "restaurant-permit"):
            base = alone(load(scenario))
            for number in range(len(WAYS.each)):
                assert ROW in base.change(WAYS.settings(number)).scenario.patterns

    def test_each_is_held_beside_each_agency_by_itself(self, ways):
        assert [(step.before, step.number) for step in ways.steps] == [(0, 1), (0, 2), (0, 3), (0, 4)]
        assert len(ways.between) == 10  # the correction is for all pairs, as the best is held beside the others

    def test_only_who_has_authority_spares_the_citizen_counters(self, ways):
        counters = [at.estimates[ROW, "counters_visited"].mean for at in ways.at]
        assert counters == [2, 2, 1, 2, 2]
        assert [at.estimates[ROW, "chain_length"].mean for at in ways.at] == [2] * 5  # everybody still signs

    def test_letters_and_data_spare_the_citizen_trips(self, ways):
        trips = [at.estimates[ROW, "trips"].mean for at in ways.at]
        assert trips[1] < trips[0]
        assert trips[4] < trips[0]

    def test_one_of_each_other_agency_helps_the_busiest(self):
        """Of water the office with more time gives; forestry has one person, and roads' would be busier."""
        offices = [
            Office("assessors:plan", 2, 1.8, "planning"),
            Office("assessors:map", 3, 0.3, "planning"),
            Office("assessors:well", 2, 0.5, "water"),
            Office("assessors:dam", 3, 0.6, "water"),
            Office("assessors:wood", 1, 0.1, "forestry"),
            Office("assessors:road", 2, 1.0, "roads"),
        ]
        base = load(TWO_AGENCIES)
        [lent] = to_the_busiest(base, offices)
        assert (lent["out_of"], lent["into"], lent["people"]) == ("assessors:dam", "assessors:plan", 1)

    def test_they_stay_six_weeks_from_the_first_measured_day(self):
        base = load("restaurant-permit")  # from 22 June 2026, five weeks of warm-up
        offices = [Office("assessors:a", 2, 1.9, "a"), Office("assessors:b", 2, 0.1, "b")]
        [lent] = to_the_busiest(base, offices)
        assert (lent["from"], lent["until"]) == ("2026-07-27", "2026-09-06")

    def test_a_scenario_that_lends_people_says_itself_who_is_the_task_force(self):
        points = points_of(alone(load("task-force")), WAYS)
        assert [point.get(LENT) for point in points] == [[], [], [], None, []]
        assert all(LENT not in point for point in points_of(alone(load("task-force")), DEGREES))

    def test_a_tie_is_never_said_to_buy(self, ways):
        text = " ".join(words.told(ways))
        for step in ways.steps:
            assert (f"{step.form.title} ({step.form.thing}), " in text) == (not step.tied)
        assert "degree" not in text

    def test_the_soonest_is_named_with_those_who_are_not_told_apart_from_it(self, ways):
        first, *others = words.told(ways)[0].split(". ")
        sooner = [step for step in ways.steps if not step.tied and step.gap.difference.mean < 0]
        assert first.startswith("No way is surely sooner") == (not sooner)
        assert not others or others[0].startswith("Not told apart from it")

    def test_command(self, tmp_path, capsys):
        assert (
            run(["continuum", TWO_AGENCIES, "--ways", "--replications", "2", "--jobs", "1", "--out", str(tmp_path)])
            == 0
        )
        printed = capsys.readouterr().out
        for word in ("each agency by", "coordinating body", "task force", "by agreement", "it"):
            assert word in printed
        names = {path.name for path in tmp_path.iterdir()}
        assert names >= {"ways.sqlite", "ways.csv", "ways.png", "ways.svg", "manifest.json"}
        table = pd.read_csv(tmp_path / "ways.csv")
        assert list(dict.fromkeys(table["way"])) == [way.key for way in WAYS.each]
        assert table["step_adds"].notna().sum() == 4
        assert list(json.loads((tmp_path / "manifest.json").read_text("utf-8"))["ways"]) == [w.key for w in WAYS.each]


class TestCommand:
    OPTIONS = ("--replications", "2", "--jobs", "1")

    def test_files_and_print(self, tmp_path, capsys):
        assert run(["continuum", TWO_AGENCIES, *self.OPTIONS, "--out", str(tmp_path)]) == 0
        printed = capsys.readouterr().out
        for word in ("coordination", "integration", "joint venture", "strategic", "merger", "="):
            assert word in printed
        names = {path.name for path in tmp_path.iterdir()} - {"continuum.sqlite"}
        assert names >= {"continuum.csv", "continuum.png", "continuum.svg", "manifest.json"}
        table = pd.read_csv(tmp_path / "continuum.csv")
        assert list(dict.fromkeys(table["degree"])) == ORDER.split()
        said = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
        assert said["degrees"]["dialogue"] == said["degrees"]["taking-into-account"]

    @pytest.mark.usefixtures("_no_charts")
    def test_it_goes_on_where_it_ended(self, tmp_path, monkeypatch):
        loaded = load(TWO_AGENCIES)
        first = wogsim.continuum(loaded, replications=2, out=tmp_path)
        monkeypatch.setattr("wogsim.studies.sweep.evaluation.replicate", None)  # nothing is run again
        again = wogsim.continuum(loaded, replications=2, out=tmp_path)
        assert np.array_equal(first.values, again.values, equal_nan=True)
        with pytest.raises(BadInput, match="--seed"):
            wogsim.continuum(loaded, replications=2, seed=2, out=tmp_path)

    def test_a_row_of_that_name_is_refused(self, tmp_path, capsys):
        file = tmp_path / "own.toml"
        file.write_text(f'base = "{TWO_AGENCIES}"\n[patterns.{ROW}]\ntitle = "Mine"\nfrom = "one-roof"\n', "utf-8")
        assert run(["continuum", str(file), "--out", str(tmp_path / "o")]) == 2
        assert f"patterns.{ROW}: this name is kept" in capsys.readouterr().err
        assert not (tmp_path / "o").exists()


def test_both_languages_say_the_same_numbers(town, ways):
    for result in (town, ways):
        said = {}
        for language in ("en", "id"):
            with using(language):
                said[language] = words.told(result)
        assert len(said["en"]) == len(said["id"])


def test_the_picture_marks_ties(town):
    figure = town.steps_bought()
    gids = [patch.get_gid() for axes in figure.axes for patch in axes.patches]
    assert gids.count("mean") == len(DEGREES.each)
    assert gids.count("tie") == sum(step.tied for step in town.steps)
    assert gids.count("step") == sum(not step.tied for step in town.steps)
    assert len(set(NAMES)) == town.values.shape[-1]
    assert not math.isnan(town.whole.gap.difference.mean)
