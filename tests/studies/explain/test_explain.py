"""Where a difference comes from: in a world where every contribution comes out by hand, and in one of luck."""

import math
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from tests.drawn import by_gid
from tests.one_desk import one_desk
from tests.places import TINY
from wogsim.charts import moves, style
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.assumptions import ASSUMPTIONS, THEMES
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import from_tree, load
from wogsim.scenario.uncertain import uncertain
from wogsim.staffing.people import staffing
from wogsim.staffing.roster import Unstaffed
from wogsim.studies.comparison.run import compare
from wogsim.studies.explain import files, words
from wogsim.studies.explain.numbers import apart
from wogsim.studies.explain.run import explain
from wogsim.work import parallel
from wogsim.work.writing import write_csv

LOADED = "world.clearances.stamp.assessors"
CITY_BY_LOAD = one_desk(citizens={"need": "4 per working day"}, stamp={"assessors": "load 0.8", "assessment": "1 hour"})

MINUTE = 1 / (24 * 60)  # days
TITLE = {"en": "By hand", "id": "Dengan tangan"}


def agency():
    return {"title": TITLE, "counters": 2, "intake": "30 min", "collection": "0 s"}


def clearance(key, hours):
    return {"title": TITLE, "agency": key, "assessors": 1, "assessment": f"{hours} hours"}


BY_HAND = {
    "title": TITLE,
    "about": TITLE,
    "world": {
        "start": "2026-01-05",
        "citizens": {"need": "2 per day", "by_hour": [1.0] * 24},
        "travel": {"home_to_office": "20 min", "home_to_centre": "20 min", "walk": "10 min"},
        "front": {"others": 0.0, "send": "6 min"},
        "files": {
            "between_buildings": {"value": "4 hours", "range": ["3 hours", "8 hours"]},
            "within_building": {"value": "1 hour", "range": ["1 hour", "2 hours"]},
        },
        "agencies": {"a": agency(), "b": agency()},
        "clearances": {"a1": clearance("a", 3), "b1": clearance("b", 4)},
        "permits": {"p": {"title": TITLE}},
    },
    "levers": {"unlimited_staff": True, "powers": {"side_by_side": "never"}},
    "run": {"warm_up": "1 day", "cohort": "3 days", "run_out": "1 day", "replications": 2},
}
# One-roof in neutral: intakes until 30 and 60 min, assessments of 3 and 4 hours side by side, nothing to hand over:
# 60 + 240 min. One-door: one intake of 60 min, copies to both at once: 60 + 240 min. The difference, in minutes, then
# changes by, theme by theme:
NEUTRAL = 0
ADDED = {
    "ways": 2 * 10,  # one-roof walks to the counter of b, twice; the two ways from home are the same
    "counters": 30,  # one-door saves the second intake
    "carriage": -8 * 60 - 6,  # two hand-offs of four hours, there and back; each copy is sent by an officer of its own
    "back-offices": 8 * 60,  # under one roof papers go to assessors at home, and decisions come back
    "order": -(4 + 3) * 60,  # a third hand-off, and three hours at a before the file goes to b
}
# Without hand-off times only the other's assessment is in the way, and nobody at home is far.
ALONE = ADDED | {"order": -3 * 60, "back-offices": 0}
# Of one file three hand-offs, not two; and it is sent once. At home the counters' papers pay them too.
LAST = ADDED | {"carriage": 8 * 60 - 12 * 60 - 6}


pytestmark = pytest.mark.usefixtures("loosely_known")


@pytest.fixture(scope="module")
def world():
    return from_tree(BY_HAND, "by hand")


@pytest.fixture(scope="module")
def explained(world):
    return explain(world, engine="simpy")


@pytest.fixture(scope="module")
def tiny():
    return load(TINY)


@pytest.fixture(scope="module")
def tiny_explained(tiny):
    return explain(tiny, engine="simpy")


@pytest.fixture
def _steps_only(monkeypatch):
    """No numbers are moved, which saves most of the worlds."""
    monkeypatch.setattr("wogsim.studies.explain.run.uncertain", lambda _loaded, _share: [])


@pytest.fixture
def _few_numbers(monkeypatch):
    """The numbers that tests ask for, no others."""
    asked_for = {"world.files.between_buildings", "world.travel.walk", "world.travel.home_to_office"}

    def few(loaded, share):
        return [number for number in uncertain(loaded, share) if number.fact.path in asked_for]

    monkeypatch.setattr("wogsim.studies.explain.run.uncertain", few)


def minutes(found):
    return round(found.mean / MINUTE, 6)


def step(result, key):
    return next(step for step in result.steps if step.switch.key == key)


def added(result, name="added"):
    """What each step does, in minutes."""
    return {step.switch.key: minutes(getattr(step, name)) for step in result.steps if getattr(step, name).mean}


def move(result, path):
    return next(move for move in result.moves if move.number.fact.path == path)


class TestWaterfall:
    def test_each_contribution_is_what_comes_out_by_hand(self, explained):
        assert minutes(explained.neutral) == pytest.approx(NEUTRAL, abs=1e-5)
        assert added(explained) == ADDED
        assert added(explained, "alone") == {key: value for key, value in ALONE.items() if value}
        assert added(explained, "last") == LAST
        assert minutes(explained.whole) == pytest.approx(NEUTRAL + sum(ADDED.values()), abs=1e-5)

    def test_the_same_in_every_replication_has_no_width(self, explained):
        assert all(s.added.low == s.added.mean == s.added.high for s in explained.steps)
        assert not any("unlimited_staff" in point for point in explained.values)  # off in the scenario already

    @pytest.mark.usefixtures("_steps_only")
    def test_order_matters(self, world, explained):
        """First come, first served: what two do together goes to the later one."""
        other = explain(world, engine="simpy", order=["order", "back-offices", "carriage"])
        assert [s.switch.key for s in other.steps][:4] == ["order", "back-offices", "carriage", "people"]
        assert minutes(step(other, "order").added) == ALONE["order"]
        assert minutes(step(other, "carriage").added) == LAST["carriage"]
        assert other.whole == explained.whole
        assert step(other, "carriage").alone == step(explained, "carriage").alone

    def test_what_the_scenario_does_not_assume_is_no_step(self, explained):
        assert set(ADDED) <= {s.switch.key for s in explained.steps if s.made}
        assert not step(explained, "papers").made

    def test_the_steps_sum_to_the_whole_and_that_is_what_compare_says(self, tiny, tiny_explained):
        """In a world of luck and queues; replication by replication, so that the interval is the same too."""
        result = tiny_explained
        added = [s.added.mean for s in result.steps]
        assert math.fsum([result.neutral.mean, *added]) == pytest.approx(result.whole.mean, abs=1e-12)
        table = compare(tiny, engine="simpy", patterns=["one-roof", "one-door"]).differences()
        said = table[table.measure == "sojourn_time"].iloc[0]
        whole = result.whole
        assert (whole.mean, whole.low, whole.high) == (said.mean_difference, said.ci_low, said.ci_high)

    def test_intervals_are_of_paired_contributions(self, tiny, tiny_explained):
        """By hand from two comparisons: all that is assumed of people comes first."""
        values = {}
        people = [one.key for one in ASSUMPTIONS if one.theme == "people"]
        for preset in ("neutral", "+".join(["neutral", *people])):
            found = compare(tiny, engine="simpy", preset=preset)
            one, other = (np.array(found.values(key, "sojourn_time")) for key in ("one-roof", "one-door"))
            values[preset] = one - other
        one, other = values.values()
        added = other - one
        found = step(tiny_explained, "people").added
        assert found.mean == pytest.approx(added.mean(), abs=1e-12)
        half = 4.302652729911275 * added.std(ddof=1) / math.sqrt(3)  # Student's t, two degrees of freedom
        assert found.high - found.mean == pytest.approx(half, rel=1e-9)

    @pytest.mark.usefixtures("_steps_only")
    def test_a_single_assumption_is_alone_and_last_at_once(self, tiny):
        only = apply(tiny, "neutral+hand-off")
        found = step(explain(only, engine="simpy", replications=2), "carriage")
        assert found.added == found.alone == found.last
        assert found.added.mean == pytest.approx(-8 / 24)

    def test_neutral_is_within_counter_time(self, tiny_explained):
        """The law: what is left there is less than the work at counters and desk, at most an hour or so on average."""
        assert abs(tiny_explained.neutral.mean) < 70 * MINUTE

    @pytest.mark.usefixtures("_steps_only")
    def test_a_b_and_b_a(self, world, explained):
        other = explain(world, engine="simpy", between=("one-door", "one-roof"))
        assert other.whole.mean == -explained.whole.mean
        assert [s.added.mean for s in other.steps] == [-s.added.mean for s in explained.steps]

    @pytest.mark.usefixtures("_steps_only")
    def test_counts(self, world):
        """Counters visited are what the pattern says, in neutral already."""
        result = explain(world, engine="simpy", measure="counters_visited")
        assert result.neutral.mean == result.whole.mean == 1
        assert all(s.added.mean == 0 for s in result.steps)

    @pytest.mark.usefixtures("_steps_only")
    def test_a_world_that_cannot_be_is_said_and_its_part_not_lost(self, tiny, monkeypatch):
        """As if with many intakes at the desk nobody were left to forward, until one intake is shorter."""

        def not_with_long_intakes(world, row, pilot):
            front = world.scenario.world.front
            if row.key == "one-door" and not front.send.is_zero and front.others == 1:
                raise Unstaffed("officers are missing")
            return staffing(world, row, pilot)

        monkeypatch.setattr("wogsim.replication.prepare.staffing", not_with_long_intakes)
        result = explain(tiny, engine="simpy", order=["people", "carriage", "counters"], replications=2)
        if not step(result, "carriage").refused:
            pytest.fail("this world was meant to be impossible")
        assert math.isnan(step(result, "carriage").added.mean)
        assert "officers" in step(result, "carriage").refused["added"]
        assert [a.key for a in step(result, "counters").together] == ["carriage"]
        known = [s.added.mean for s in result.steps if not math.isnan(s.added.mean)]
        assert math.fsum([result.neutral.mean, *known]) == pytest.approx(result.whole.mean, abs=1e-12)
        assert any("carriage" in line and "officers" in line for line in words.warnings(result))
        row = result.contributions().set_index("theme")
        assert row.loc["carriage", "standing"] == "no such world"
        assert row.loc["counters", "together_with"] == "carriage"

    def test_ends_that_cannot_be_are_refused(self, tiny):
        with pytest.raises(BadInput, match="no more than 2 can be made"):
            explain(tiny, engine="simpy", agencies=3)
        with pytest.raises(BadInput, match="500"):
            explain(tiny, engine="simpy", settings={"levers.case_officers": 500}, replications=1)

    @pytest.mark.usefixtures("_steps_only")
    def test_who_is_missing_at_an_end_is_said_before_anything_is_run(self, tiny):
        cells = []
        crowd = tiny.change({"levers.case_officers": 9_999})
        with pytest.raises(Unstaffed, match="9999 people") as refused:
            explain(crowd, engine="simpy", progress=lambda done, _total, _more: cells.append(done))
        assert set(cells) == {0}
        assert not refused.value.again

    @pytest.mark.usefixtures("_steps_only")
    def test_overload_is_said(self, tiny):
        result = explain(tiny, engine="simpy", settings={"world.citizens.need": "16 per day"}, replications=2)
        table = result.contributions().set_index("theme")
        assert "a1" in table.loc["people", "overloaded"]
        assert not table.loc["neutral", "overloaded"]
        assert any("overloaded" in line for line in words.warnings(result))


class TestThemes:
    def test_by_default_there_is_a_step_for_each_theme(self, explained):
        assert [s.switch.key for s in explained.steps] == list(THEMES)
        assert len(explained.steps) <= 8
        keys = [key for s in explained.steps for key in s.switch.keys]
        assert sorted(keys) == sorted(one.key for one in ASSUMPTIONS)

    @pytest.mark.usefixtures("_steps_only")
    def test_only_worlds_at_borders_are_run(self, world):
        found = explain(world, engine="simpy", replications=1)
        assert len(found.values) <= 1 + len(THEMES) * 3
        opened = explain(world, engine="simpy", replications=1, theme="carriage")
        assert len(opened.values) <= 3 + 3 * len(opened.steps)

    @pytest.mark.usefixtures("_steps_only")
    def test_an_opened_theme_makes_of_its_assumptions_what_it_made_as_a_step(self, world, explained):
        """The couriers' length and the work of forwarding by hand; carrying decisions at all is a step of its own."""
        opened = explain(world, engine="simpy", theme="carriage")
        keys = [s.switch.key for s in opened.steps]
        assert {"carry", "papers-in", "one-application", "hand-off", "connected", "consultation", "forwarding"} == set(
            keys
        )
        assert added(opened) == {"hand-off": -8 * 60, "forwarding": -6}
        assert minutes(opened.begins) == pytest.approx(NEUTRAL + ADDED["ways"] + ADDED["counters"], abs=1e-5)
        assert opened.ends.mean - opened.begins.mean == pytest.approx(step(explained, "carriage").added.mean)
        assert opened.whole == explained.whole
        table = opened.contributions()
        assert list(table.theme) == ["before", *["carriage"] * len(keys), "after"]
        assert list(table.assumptions.iloc[1:-1]) == keys
        names = [text.get_text() for text in by_gid(opened.waterfall(), "name")]
        assert (names[0], names[-1]) == ("Before carriage", "With carriage")

    @pytest.mark.usefixtures("_steps_only")
    def test_the_first_theme_begins_in_neutral_and_the_last_ends_in_the_scenario(self, world, explained):
        first, last = (explain(world, engine="simpy", replications=1, theme=key) for key in ("people", "order"))
        assert first.begins.mean == explained.neutral.mean
        assert last.ends.mean == explained.whole.mean
        assert list(last.contributions().theme)[-1] == "scenario"

    @pytest.mark.usefixtures("_steps_only")
    def test_the_order_of_themes_and_of_the_assumptions_of_the_one_that_is_opened(self, world):
        asked = ["forwarding", "order", "carriage"]
        opened = explain(world, engine="simpy", replications=1, theme="carriage", order=asked)
        assert [s.switch.key for s in opened.steps][:3] == ["forwarding", "carry", "papers-in"]
        assert minutes(opened.begins) == pytest.approx(NEUTRAL + ALONE["order"], abs=1e-5)
        assert minutes(step(opened, "hand-off").added) == -(12 * 60)


class TestTornado:
    def test_a_number_with_a_known_effect(self, explained):
        """Three hand-offs of one file, two of one-roof's papers: an hour is one; the file's range counts."""
        found = move(explained, "world.files.between_buildings")
        assert (minutes(found.low), minutes(found.high)) == (60, -4 * 60)
        assert found.number.stated
        walk = move(explained, "world.travel.walk")
        assert (minutes(walk.low), minutes(walk.high)) == (-4, 4)
        assert not walk.number.stated

    @pytest.mark.usefixtures("_few_numbers")
    def test_the_share(self, world):
        found = explain(world, engine="simpy", share=0.5, replications=1)
        assert minutes(move(found, "world.travel.walk").high) == 10
        assert minutes(move(found, "world.files.between_buildings").high) == -4 * 60

    @pytest.mark.usefixtures("_few_numbers")
    def test_of_one_pattern(self, world):
        found = explain(world, engine="simpy", of="one-door", replications=1)
        assert minutes(move(found, "world.files.between_buildings").high) == 12 * 60
        assert minutes(move(found, "world.travel.walk").high) == 0
        assert minutes(found.target) == pytest.approx((2 * 20 + 30 + 6) + (12 + 7) * 60, abs=0.02)

    @pytest.mark.usefixtures("_steps_only")
    def test_of_a_third_pattern(self, world):
        found = explain(world, engine="simpy", of="centralized", replications=1)
        assert minutes(found.whole) == pytest.approx(NEUTRAL + sum(ADDED.values()), abs=1e-5)
        assert found.target.mean > 0

    def test_widest_first_and_the_rest_is_said(self, explained):
        widths = [found.width for found in explained.moves]
        assert widths == sorted(widths, reverse=True)
        assert explained.moves[0].number.fact.path == "world.files.between_buildings"
        standing = {found.number.fact.path: found.standing for found in explained.moves}
        assert standing["world.travel.walk"] == "told apart"
        assert standing["world.travel.home_to_office"] == "no effect"
        assert standing["world.citizens.by_hour"] == "not varied"
        why = {found.number.fact.path: found.number.why_not for found in explained.moves}
        assert why["world.citizens.by_hour"] == "several"
        assert why["world.papers.fix"] == "zero"
        assert why["levers.case_officers"] == "lever"
        assert standing["world.permits.p.share"] == "no effect"  # there is no other
        assert not any(path.startswith("run.") for path in why)

    def test_ties_are_pale(self, tiny_explained):
        by_path = {found.number.fact.path: found for found in tiny_explained.moves}
        assert by_path["world.clearances.b1.assessment"].standing == "not told apart"
        assert by_path["world.files.between_buildings"].standing == "told apart"

    @pytest.mark.usefixtures("_few_numbers")
    def test_no_replication_to_spare_no_interval(self, world):
        found = explain(world, engine="simpy", replications=1)
        assert math.isnan(found.whole.low)
        assert move(found, "world.travel.home_to_office").standing == "no effect"
        assert "carriage" in words.told_steps(found)


def written(result, stem):
    """Both tables, byte for byte."""
    for kind, table in (("steps", result.contributions()), ("moves", result.sensitivities())):
        write_csv(table, stem.with_name(stem.name + kind))
    return [stem.with_name(stem.name + kind).read_bytes() for kind in ("steps", "moves")]


class TestSame:
    @pytest.mark.usefixtures("_few_numbers")
    def test_threads_and_engines(self, world, tmp_path):
        alone = explain(world, engine="simpy")
        with ThreadPoolExecutor(2) as executor:
            threads = explain(world, engine="auto", executor=executor)
        assert written(threads, tmp_path / "1") == written(alone, tmp_path / "2")

    @pytest.mark.slow  # the cells are a sweep's, of which tests/studies/sweep says the same
    def test_workers_and_engines(self, world, explained, tiny, tiny_explained, tmp_path):
        with parallel.processes(2) as executor:
            processes = explain(world, executor=executor)
        with ThreadPoolExecutor(2) as executor:
            threads = explain(tiny, engine="auto", executor=executor)
        assert written(processes, tmp_path / "1") == written(explained, tmp_path / "2")
        assert written(threads, tmp_path / "3") == written(tiny_explained, tmp_path / "4")

    @pytest.mark.usefixtures("_no_charts", "_steps_only")
    def test_the_store_goes_on_whatever_is_asked_of_it(self, world, tmp_path, monkeypatch):
        explain(world, engine="simpy", out=tmp_path)
        with sqlite3.connect(tmp_path / "explain.sqlite") as database:
            (cells,) = database.execute("SELECT count(DISTINCT point) FROM cells").fetchone()
        assert cells > 12
        table = (tmp_path / "waterfall.csv").read_bytes()
        monkeypatch.setattr("wogsim.studies.sweep.evaluation.replicate", None)  # nothing is left to do
        explain(world, engine="simpy", out=tmp_path)
        assert (tmp_path / "waterfall.csv").read_bytes() == table
        explain(world, engine="simpy", out=tmp_path, measure="trips", top=3)
        assert (tmp_path / "waterfall.csv").read_bytes() != table

    @pytest.mark.usefixtures("_no_charts", "_steps_only")
    def test_another_scenario_is_refused(self, world, tmp_path):
        explain(world, engine="simpy", out=tmp_path, replications=1)
        with pytest.raises(BadInput, match=r"world\.travel\.walk: 10 min there, 7 min asked for"):
            explain(world, engine="simpy", out=tmp_path, replications=1, settings={"world.travel.walk": "7 min"})


class TestCharts:
    def test_waterfall(self, explained):
        figure = explained.waterfall()
        bars = {round(bar.get_width() * 60): bar for bar in by_gid(figure, "step") if bar.get_width()}
        assert sorted(bars) == sorted(ADDED.values())
        for minutes_added, bar in bars.items():
            red, green, blue, _alpha = bar.get_facecolor()
            expected = style.PATTERN_COLOURS["one-roof" if minutes_added > 0 else "one-door"]
            assert "#{:02X}{:02X}{:02X}".format(*(round(part * 255) for part in (red, green, blue))) == expected
        total = by_gid(figure, "total")[-1]
        assert total.get_width() * 60 == pytest.approx(NEUTRAL + sum(ADDED.values()))
        (answer,) = by_gid(figure, "answer")
        assert "6.3 hours longer under One-door" in answer.get_text()
        orders = [line.get_xdata().tolist() for line in by_gid(figure, "order")]
        assert len(orders) == len(ADDED)
        start, spans = explained.begins.mean, []
        for one in (one for one in explained.steps if one.made and one.switch.key in ADDED):
            ends = [start + found.mean for found in (one.added, one.alone, one.last)]
            spans.append([min(ends), max(ends)])
            start += one.added.mean
        assert [[end / 24 for end in ends] for ends in orders] == [pytest.approx(span) for span in spans]
        assert {text.get_text() for text in by_gid(figure, "direction")} <= {
            "longer under One-roof →",
            "← longer under One-door",
        }
        names = [text.get_text() for text in by_gid(figure, "name")]
        assert (names[0], names[-1]) == ("Neutral", "This scenario")

    def test_numbers_are_named_in_the_language_of_the_drawing(self, tiny_explained):
        english = {text.get_text() for text in by_gid(tiny_explained.tornado(), "name")}
        with using("id"):
            indonesian = {text.get_text() for text in by_gid(tiny_explained.tornado(), "name")}
        assert len(english) == len(indonesian) > 2
        assert not english & indonesian

    def test_a_load_is_told_as_a_load(self):
        """As in each file that `wogsim new` writes."""
        found = next(one for one in uncertain(CITY_BY_LOAD, 0.2) if one.fact.path == LOADED)
        ends = [words.value_text(side.value, found) for side in (found.low, found.high)]
        assert ends == ["load 0.64", "load 0.96"]

    def test_tornado(self, explained, tiny_explained):
        figure = explained.tornado()
        assert round(by_gid(figure, "lower")[0].get_width() * 60) == 60
        assert round(by_gid(figure, "higher")[0].get_width() * 60) == -240
        ends = {text.get_text() for text in by_gid(figure, "end")}
        assert {"3 hours", "8 hours", "8 min", "12 min"} <= ends
        pale = {style.pale(colour) for colour in (moves.LOWER, moves.HIGHER)}
        drawn = by_gid(tiny_explained.tornado(), "lower")
        faces = [
            "#{:02x}{:02x}{:02x}".format(*(round(255 * part) for part in bar.get_facecolor()[:3])) for bar in drawn
        ]
        shown = [found for found in tiny_explained.moves if found.width > 0][: tiny_explained.top]
        ties = [not apart(found.low) for found in shown if found.low.mean and not math.isnan(found.low.mean)]
        assert [face in pale for face in faces] == ties

    def test_top(self, explained):
        assert len(by_gid(explained.tornado(), "name")) > 2
        assert len(by_gid(replace(explained, top=2).tornado(), "name")) == 2

    def test_in_indonesian(self, explained):
        with using("id"):
            (question,) = by_gid(explained.waterfall(), "question")
            assert "selisih" in question.get_text().lower()
            (answer,) = by_gid(explained.tornado(), "answer")
            assert "jam" in answer.get_text()
            assert "hours" not in answer.get_text()

    def test_files(self, explained, tmp_path):
        files.write(explained, tmp_path)
        names = {path.name for path in tmp_path.iterdir()}
        charts = {f"{stem}.{kind}" for stem in ("waterfall", "tornado") for kind in ("png", "svg")}
        assert names == {"waterfall.csv", "tornado.csv", "manifest.json", *charts}


@pytest.fixture
def _six_numbers(monkeypatch):
    """The first numbers only, which saves most of the worlds."""

    def few(loaded, share):
        return [number for number in uncertain(loaded, share) if number.sides][:6]

    monkeypatch.setattr("wogsim.studies.explain.run.uncertain", few)


@pytest.mark.usefixtures("_six_numbers", "_no_charts")
class TestKept:
    """Nothing is worked out twice beside the same store."""

    def test_overload_is_kept_with_the_cells(self, tmp_path, monkeypatch):
        loaded = load(TINY).change({"world.citizens.need": "40 per day"})
        first = explain(loaded, out=tmp_path, replications=1, engine="simpy")
        assert any(move.overloaded for move in first.moves)
        assert any(step.overloaded for step in first.steps)

        def never(*_asked):
            raise AssertionError("worked out anew")

        monkeypatch.setattr("wogsim.studies.sweep.evaluation.prepare", never)
        monkeypatch.setattr("wogsim.studies.explain.run.prepare", never)
        again = explain(loaded, out=tmp_path, replications=1, engine="simpy")
        assert again.overloaded == first.overloaded
        assert again.sensitivities().equals(first.sensitivities())

    def test_a_note_that_is_damaged_or_gone_is_worked_out_anew(self, tmp_path):
        loaded = load(TINY).change({"world.citizens.need": "40 per day"})
        first = explain(loaded, out=tmp_path, replications=1, engine="simpy")
        for damage in ("UPDATE notes SET note = replace(note, 'a1', 'zz')", "DELETE FROM notes", "DROP TABLE notes"):
            with sqlite3.connect(tmp_path / "explain.sqlite") as store:
                store.execute(damage)
            again = explain(loaded, out=tmp_path, replications=1, engine="simpy")
            assert again.overloaded == first.overloaded

    def test_where_nothing_is_overloaded_nothing_is_checked(self, monkeypatch):
        monkeypatch.setattr("wogsim.studies.explain.run.prepare", None)
        assert explain(load(TINY), replications=1, engine="simpy").overloaded == {}


@pytest.mark.usefixtures("_six_numbers", "_no_charts")
class TestMost:
    def test_the_numbers_that_move_it_most_are_worked_out_and_the_others_left(self, tmp_path):
        asking = {"engine": "simpy", "replications": 2}
        whole = explain(load(TINY), out=tmp_path, **asking)
        first = explain(load(TINY), out=tmp_path, **asking | {"replications": 1})
        widest = [move.number.fact.path for move in first.moves if move.number.sides]
        some = explain(load(TINY), most=3, **asking)
        kept = {move.number.fact.path: move for move in some.moves if move.number.sides}
        assert set(kept) == set(widest[:3])
        every = {move.number.fact.path: move for move in whole.moves}
        assert all((move.low, move.high) == (every[path].low, every[path].high) for path, move in kept.items())
        assert len(some.values) < len(whole.values)
        assert some.left == len(widest) - 3
        assert f"{some.left} numbers that moved it less in the first replication are left off" in words.foot(some)
        assert [step.added for step in some.steps] == [step.added for step in whole.steps]

    def test_more_than_there_are_is_all(self):
        assert explain(load(TINY), most=1000, replications=1, engine="simpy").left == 0

    def test_none_is_refused(self):
        with pytest.raises(BadInput, match="--most 0: expected 1 or more"):
            explain(load(TINY), most=0)
