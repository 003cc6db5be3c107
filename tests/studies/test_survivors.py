"""Nobody is ranked by survivors, and overload is said, through every study, table and chart."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from tests.cities import HALF_GIVE_UP, OVERLOADED, city
from tests.drawn import by_gid, said
from wogsim.animation import draw
from wogsim.animation.morning import morning
from wogsim.charts.kinds import measures
from wogsim.measures.summary import OF_ALL, SOJOURN
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.comparison.printed import print_settling
from wogsim.studies.comparison.run import compare
from wogsim.studies.explain.run import explain
from wogsim.studies.journey.run import journey
from wogsim.studies.sweep.run import sweep

PATIENCE = "world.citizens.patience"
BEWARE = "* Overloaded: some pool is offered more than it has staff or tickets for"
pytestmark = pytest.mark.usefixtures("loosely_known")


@pytest.fixture(scope="module")
def lost():
    """Under one-roof a permit takes a quarter of the days, for the half who stay."""
    return compare(city(HALF_GIVE_UP))


@pytest.fixture(scope="module")
def full():
    return compare(city(OVERLOADED), replications=2)


@pytest.fixture(scope="module")
def swept():
    """One-roof, whose counters have one clerk each, with patient and impatient citizens."""
    return sweep(city(HALF_GIVE_UP), vary={PATIENCE: ["1 s", "90 days"], "world.files.digital": ["0 s", "1 s"]})


@pytest.fixture(scope="module")
def full_swept():
    """Only at the second point is somebody overloaded."""
    return sweep(city(), vary={"world.citizens.need": ["4 per day", "30 per day"]}, replications=2)


@pytest.fixture(scope="module")
def explained(monkeypatch_module):
    monkeypatch_module.setattr("wogsim.studies.explain.run.uncertain", _only_need)
    return explain(city(OVERLOADED), replications=2)


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def _only_need(loaded, share):
    from wogsim.scenario.uncertain import uncertain

    return [number for number in uncertain(loaded, share) if number.fact.path == "world.citizens.need"]


class TestNobodyIsRankedBySurvivors:
    def test_who_loses_a_quarter_does_not_win_a_comparison(self, lost):
        means = {key: {m: lost.estimates[key, m].mean for m in (SOJOURN, OF_ALL, "gave_up")} for key in lost.keys}
        assert means["one-roof"][SOJOURN] < 0.5 * means["one-door"][SOJOURN]
        assert means["one-roof"]["gave_up"] > 0.25 > means["one-door"]["gave_up"] == 0
        assert means["one-door"][OF_ALL] == means["one-door"][SOJOURN]  # nobody gives up, all within the horizon
        assert lost.ranked_by == OF_ALL
        verdict = lost.verdict()
        assert verdict.startswith("Under One-door the permit comes soonest for all who began")
        assert re.search(r"Gave up: \d\d.*% under One-roof and 0.% under One-door", verdict)

    def test_where_nobody_gives_up_the_sojourn_ranks_as_ever(self):
        found = compare(city(), replications=3)
        assert found.ranked_by == SOJOURN
        assert found.verdict().startswith("Under One-roof the permit comes soonest: ")
        assert found.values("one-roof", OF_ALL) == found.values("one-roof", SOJOURN)

    def test_charts_answer_alike(self, lost):
        (answer,) = said(lost.time_anatomy(), "answer")
        assert answer.startswith("All who began. Fastest: One-door")
        assert "ranked by the time to permit of all who began" in said(lost.time_anatomy(), "foot")[0]

    def test_what_is_known_of_the_granted_only_says_so(self, lost, full):
        """Counters and trips are counted of who got the permit: a half here, all there."""
        answer = said(lost.counters_visited(), "answer")[0]
        assert answer.startswith("Only who got the permit; others gave up")
        assert answer.count("Only who got the permit") == 1  # it holds for both panels
        assert "Only who got" not in said(full.counters_visited(), "answer")[0]
        assert "For the citizen who got the permit, One-door means " in lost.verdict()

    def test_kinds_of_citizens_are_not_compared_by_survivors(self, lost):
        assert "from need to permit of all who began" in said(lost.equity(), "axis")[1]
        assert "the time is that of all who began: who gave up counts as 20 days" in said(lost.equity(), "foot")[0]

    @pytest.mark.parametrize(("of_far", "measure"), [(0, SOJOURN), (5, OF_ALL)])
    def test_nor_where_both_patterns_lose_the_same(self, of_far, measure):
        """Of ten near and ten far citizens, half of the far give up under both patterns alike."""
        gone = np.repeat([False, True, False], [10, of_far, 10 - of_far])
        nobody = np.zeros(20, dtype=bool)
        far = np.repeat([False, True], 10)
        cases = {"gave_up": gone, "granted": ~gone, "assisted": nobody, "vulnerable": nobody, "far": far}
        outcomes = [[SimpleNamespace(per_case=cases)] * 3] * 2
        assert measures(SimpleNamespace(keys=("a", "b"), outcomes=outcomes, ranked_by=SOJOURN))[1] == measure

    def test_the_screen_has_the_measure_that_ranks(self, lost, capsys):
        from wogsim.studies.comparison.printed import print_result

        print_result(lost, None)
        printed = capsys.readouterr().out
        assert "of all" in printed
        assert "for all who began" in " ".join(printed.split())

    def test_a_map_has_no_winner_that_loses_half(self, swept):
        for point, winners, at in zip(swept.points, swept.winners, swept.at, strict=True):
            assert (at.known("one-roof").gave_up > 0.4) == (point[0] == "1 s")
            assert winners == (("one-door",) if point[0] == "1 s" else ("one-roof",))
        figure = swept.winners_map()
        assert "for all who began" not in said(figure, "answer")[0]
        assert "lowest mean time to permit of all who began" in said(figure, "foot")[0].replace("\n", " ")
        assert "under One-roof and 0" in said(figure, "foot")[0].replace("\n", " ")

    def test_lines_show_the_measure_that_ranks(self, swept):
        assert "time to permit of all who began" in said(swept.lines(), "question")[0]
        assert "waiting time" in said(swept.lines("waiting_time"), "question")[0]
        assert "ranked by" not in said(swept.lines("waiting_time"), "foot")[0].replace("\n", " ")

    def test_the_charts_of_a_sweep_have_both_times(self, swept):
        from wogsim.studies.sweep import files

        names = {name for name, _draw in files.figures(swept)}
        assert {f"{SOJOURN}-one-door", f"{OF_ALL}-one-door", f"{OF_ALL}-by-world.files.digital"} <= names

    def test_a_break_even_is_over_all_who_began(self):
        """One-door is slower for who stays, whatever the authority; for all who began it is faster at any."""
        found = breakeven(city(HALF_GIVE_UP))
        search = found.at("one-door", 0)
        assert found.ranked_by == OF_ALL
        assert search.reading.verdict == "always"
        assert set(found.table()["measure"]) == {OF_ALL}
        patient = breakeven(city())
        assert patient.ranked_by == SOJOURN
        assert patient.at("one-door", 0).series[0].sign > 0

    def test_an_explanation_says_whom_it_is_about(self, monkeypatch):
        monkeypatch.setattr("wogsim.studies.explain.run.uncertain", lambda _loaded, _share: [])
        told = explain(city(HALF_GIVE_UP), replications=2).text()
        assert "This is of those who were granted the permit, and shares that gave up differ. Gave up: " in told
        assert "--measure restricted_time" in told
        assert "granted" not in explain(city(), replications=2).text()


class TestOverloadIsSaid:
    def test_of_a_comparison(self, full, capsys):
        from wogsim.studies.comparison.printed import print_result

        print_result(full, None)
        printed = " ".join(capsys.readouterr().out.split())
        assert "One-roof *" in printed
        assert BEWARE in printed
        assert "Overloaded under One-roof and One-door" in full.verdict()

    @pytest.mark.parametrize(
        "chart",
        [
            "waiting_times",
            "time_anatomy",
            "permits_in_hand",
            "equity",
            "busy_hours",
            "counters_visited",
            "cases_in_progress",
        ],
    )
    def test_on_every_chart_of_it(self, chart, full, lost):
        figure = getattr(full, chart)()
        assert "One-roof *" in said(figure, "name")
        assert BEWARE in said(figure, "foot")[0].replace("\n", " ")
        assert BEWARE not in said(getattr(lost, chart)(), "foot")[0].replace("\n", " ")

    def test_in_the_report_and_the_workbook(self, full, lost, tmp_path):
        openpyxl = pytest.importorskip("openpyxl")
        pytest.importorskip("jinja2")
        full.report(tmp_path / "full.html")
        lost.report(tmp_path / "lost.html")
        pages = {name: (tmp_path / f"{name}.html").read_text("utf-8") for name in ("full", "lost")}
        assert '<th scope="col">One-roof *</th>' in pages["full"]
        assert f'<p class="beside">{BEWARE}' in pages["full"]
        assert BEWARE not in pages["lost"]
        full.workbook(tmp_path / "full.xlsx")
        book = openpyxl.load_workbook(tmp_path / "full.xlsx")
        assert any(str(cell.value).startswith(BEWARE) for row in book["About"] for cell in row)
        assert book["Comparison"]["A2"].value == "One-roof *"

    def test_in_the_files(self, full, lost):
        for table in ("table", "by_kind", "by_permit", "quantiles", "differences"):
            assert set(getattr(full, table)()["overloaded"]) == {1}
            assert set(getattr(lost, table)()["overloaded"]) == {0}

    def test_of_one_citizen(self):
        told, well = journey(city(OVERLOADED)), journey(city())
        assert [trail.title for trail in told.trails] == ["One-roof *", "One-door *"]
        assert BEWARE in told.text()
        assert BEWARE in said(told.figure(), "foot")[0]
        assert "*" not in well.text()

    def test_of_one_morning(self, monkeypatch):
        texts = []
        write = draw.write
        monkeypatch.setattr(
            draw, "write", lambda pen, at, text, *a, **k: (texts.append(text), write(pen, at, text, *a, **k))
        )
        next(draw.pictures(morning(city(OVERLOADED))))
        assert "One-roof *" in texts
        assert any(text.endswith("* overloaded") for text in texts)

    def test_of_a_warm_up(self, full, capsys):
        print_settling(full)
        printed = " ".join(capsys.readouterr().out.split())
        assert "One-roof *" in printed
        assert BEWARE in printed

    def test_of_a_sweep_at_its_points_only(self, full_swept, capsys):
        from wogsim.studies.sweep.printed import print_result

        table = full_swept.table()
        assert (table["overloaded"] > 0).eq(table["world.citizens.need"] == "30 per day").all()
        print_result(full_swept, None)
        printed = " ".join(capsys.readouterr().out.split())
        assert "overloaded" in printed
        assert BEWARE in printed

    def test_on_the_charts_of_a_sweep(self, full_swept):
        for figure in (full_swept.winners_map(), full_swept.heat_map("one-door")):
            (corner,) = by_gid(figure, "overloaded")
            assert corner.get_xy()[:, 0].min() > 1  # of the second cell
            assert BEWARE in said(figure, "foot")[0].replace("\n", " ")
            assert "* overloaded" in [text.get_text() for text in figure.legends[0].get_texts()]
        lines = full_swept.lines()
        assert [list(mark.get_xdata()) for mark in by_gid(lines, "overloaded")] == [[30], [30]]
        assert BEWARE in said(lines, "foot")[0].replace("\n", " ")

    def test_of_a_break_even(self, capsys):
        from wogsim.studies.break_even.printed import print_result

        found = breakeven(city(), vary={"world.citizens.need": ["4 per day", "30 per day"]}, replications=2)
        table = found.table()
        assert (table["overloaded"] == 1).eq(table["world.citizens.need"] == "30 per day").all()
        assert set(found.differences()["overloaded"]) == {0, 1}
        print_result(found, None)
        printed = " ".join(capsys.readouterr().out.split())
        assert BEWARE in printed
        assert re.search(r"[\d.]+ \*", printed)
        figure = found.chart()
        assert {round(edge.get_x()) for edge in by_gid(figure, "overloaded")} == {1}
        assert BEWARE in said(figure, "foot")[0].replace("\n", " ")

    def test_of_an_explanation(self, explained, capsys):
        """In neutral nobody can be overloaded, as staff are without limit; from limited staff on somebody is."""
        from wogsim.studies.explain.printed import print_result

        steps = {step.switch.key: step.known for step in explained.steps}
        assert not explained.known(explained.worlds.neutral).overloaded
        assert steps["people"]["added"].overloaded
        assert not steps["carriage"]["alone"].overloaded
        assert steps["carriage"]["last"].overloaded
        print_result(explained, None)
        assert BEWARE in " ".join(capsys.readouterr().out.split())
        assert BEWARE in explained.text()

    def test_on_its_charts(self, explained):
        waterfall = explained.waterfall()
        neutral, *_steps, whole = said(waterfall, "value")
        assert not neutral.endswith("*")
        assert whole.endswith(" *")
        assert BEWARE in said(waterfall, "foot")[0].replace("\n", " ")
        tornado = explained.tornado()
        ends = said(tornado, "end")
        assert ends
        assert all("*" in end for end in ends)
        assert BEWARE in said(tornado, "foot")[0].replace("\n", " ")

    def test_nothing_is_said_where_all_is_well(self):
        found = compare(city(), replications=2)
        assert "verloaded" not in found.verdict()
        assert "*" not in "".join(found.marked(key) for key in found.keys)
