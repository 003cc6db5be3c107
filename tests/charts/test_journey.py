"""The picture of one citizen's way."""

from itertools import pairwise

import pytest

from tests.drawn import assert_inside, said
from wogsim.charts.journey import packed
from wogsim.charts.lanes import OTHERS, lanes_of, tiers
from wogsim.language import using
from wogsim.studies.journey.deeds import CITIZEN
from wogsim.studies.journey.run import journey


class TestFigure:
    @pytest.mark.parametrize("language", ["en", "id"])
    def test_a_band_for_each_pattern(self, everybody, language):
        with using(language):
            figure = everybody[1].figure()
        bands = said(figure, "band")
        assert len(bands) == 5
        assert len(said(figure, "sojourn")) == 5
        assert len([line for line in figure.axes[0].lines if line.get_gid() == "end"]) == 5
        assert_inside(figure)

    def test_ends_are_marked(self, everybody):
        figure = everybody[0].figure()
        ends = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_gid() == "end"]
        assert ends == [trail.end for trail in everybody[0].trails]

    @pytest.mark.parametrize("language", ["en", "id"])
    def test_sheets_are_as_wide_as_a_projector_and_lose_nobody(self, everybody, language):
        """16 to 9, and every pattern once, with the same time axis, legend and words on each sheet."""
        for one in everybody[:2]:
            with using(language):
                figures, titles = one.figures(), [trail.title for trail in one.trails]
            assert all(f.bbox.width * 9 == pytest.approx(f.bbox.height * 16) for f in figures)
            names = [name for figure in figures for name in said(figure, "band")]
            assert names == titles
            assert len({figure.axes[0].get_xlim() for figure in figures}) == 1
            assert len({figure.bbox.width for figure in figures}) == 1
            for number, figure in enumerate(figures, 1):
                assert_inside(figure)
                assert said(figure, "question")[0].endswith("?" if len(figures) == 1 else f"({number}/{len(figures)})")

    def test_sheets_are_few_and_evenly_filled(self):
        assert packed([100, 100, 100, 100], 350) == [[0, 1], [2, 3]]
        assert packed([10, 20, 30], 350) == [[0, 1, 2]]
        assert packed([500, 100, 100], 350) == [[0], [1, 2]]  # what is too high for any sheet has its own
        for heights in ([90, 300, 80, 120, 60, 200, 50], [40] * 30, [349, 2, 349]):
            sheets = packed(heights, 350)
            assert [band for sheet in sheets for band in sheet] == list(range(len(heights)))
            assert all(sum(heights[band] for band in sheet) <= 350 for sheet in sheets)

    def test_one_pattern(self, town):
        figure = journey(town, patterns=["electronic"]).figure()
        assert said(figure, "answer")[0].startswith("Electronic: ")
        assert_inside(figure)

    def test_lanes_lose_no_step(self, everybody):
        for one in everybody:
            for trail in one.trails:
                for most in (3, 4, 9):
                    lanes = lanes_of(one, trail, most)
                    assert sum(len(lane.steps) for lane in lanes) == len(trail.steps)
                    assert len(lanes) <= most
                    assert lanes[0].key == CITIZEN
                    assert OTHERS not in [lane.key for lane in lanes[:-1]]
                    assert all(lane.height > 0 for lane in lanes)

    def test_what_an_office_does_for_a_clearance_is_one_bar(self, everybody):
        """From assignment to signature, without a gap; no step is lost, and none is in two bars."""
        joined = 0
        for one in everybody:
            for trail in one.trails:
                for lane in lanes_of(one, trail, 4):
                    bars = lane.bars
                    drawn = [s for s in lane.steps if s.end > s.start or s.phase == "service"]
                    assert sorted(map(id, drawn)) == sorted(id(step) for bar in bars for step in bar.steps)
                    for bar in bars:
                        assert all(a.end == b.start for a, b in pairwise(bar.steps))
                        assert {step.about for step in bar.steps} <= {bar.about, ""}
                        joined += len(bar.steps) > 1
        assert joined > 20

    def test_numbers_stand_for_clearances(self, everybody):
        figure = everybody[0].figure()
        assert "Numbers: 1 Site plan" in said(figure, "foot")[0]
        assert set(said(figure, "number")) <= {"1", "2", "3"}

    def test_tiers_do_not_overlap(self, everybody):
        for trail in everybody[0].trails:
            placed = list(zip(tiers(trail.steps), trail.steps, strict=True))
            for level in {level for level, _step in placed}:
                row = [step for other, step in placed if other == level]
                assert all(before.end <= after.start for before, after in pairwise(row))
