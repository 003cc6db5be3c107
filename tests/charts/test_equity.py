"""The chart of kinds of citizens: how far apart they are, and which gaps are told apart."""

import numpy as np
import pytest

from tests.drawn import FIVE, lines, said
from wogsim import charts
from wogsim.charts import kinds, style
from wogsim.output_analysis.paired import holm, t_test
from wogsim.studies.comparison.run import compare


class TestEquity:
    def test_dots_are_the_differences_of_kinds(self, result):
        figure = charts.equity(result)
        table = result.by_kind().set_index(["pattern", "kind", "measure"])["mean"]
        titles = [text.get_text() for axes in figure.axes for text in axes.texts if text.get_gid() == "kind"]
        assert titles == ["citizens who need help on-line", "vulnerable citizens", "those who live far away"]
        ways = (("assisted", "digital"), ("vulnerable: yes", "vulnerable: no"), ("home: far", "home: near"))
        panels = [(measure, *kinds) for measure in kinds.measures(result) for kinds in ways]
        for axes, (measure, having, without) in zip(figure.axes, panels, strict=True):
            dots = [line.get_xdata()[0] for line in axes.lines if line.get_gid() == "gap"]
            kind = {name: next(k for _p, k, _m in table.index if k.endswith(name)) for name in (having, without)}
            means = [table[key, kind[having], measure] - table[key, kind[without], measure] for key in FIVE]
            assert dots == pytest.approx([result.reads[measure].value(mean) for mean in means])

    def test_kinds_without_anybody_are_left_out(self, loaded):
        none = compare(loaded.change({"world.citizens.vulnerable_share": 0.0}), replications=2)
        assert said(charts.equity(none), "kind") == ["citizens who need help on-line", "those who live far away"]

    def test_who_is_served_first_is_said(self, loaded):
        first = compare(loaded.change({"world.citizens.vulnerable_first": True}), replications=2)
        assert "vulnerable citizens (served first)" in said(charts.equity(first), "kind")

    def test_what_is_not_told_apart_is_drawn_with_its_number(self, result):
        """Hollow, never nothing; filled are those told apart, and the answer says how large the others may be."""
        figure = charts.equity(result)
        found = kinds.gaps(result)
        dots = lines(figure, "gap")
        assert len(dots) == len(found) == len(said(figure, "value"))
        filled = [line for line in dots if line.get_color() == style.INK]
        assert len(filled) == len([gap for gap in found if gap.paired.apart])
        (answer,) = said(figure, "answer")
        for measure in kinds.measures(result):
            untold = [gap for gap in found if gap.measure == measure and not gap.paired.apart]
            largest = max(untold, key=lambda gap: abs(gap.paired.difference.mean))
            read = result.reads[measure]
            assert kinds.label(largest, read, read.digits([largest.paired.difference.mean])) in answer

    def test_intervals_leave_out_zero_where_told_apart(self, result):
        for line, gap in zip(lines(charts.equity(result), "interval"), self.in_panels(result), strict=True):
            low, high = line.get_xdata()
            assert (low > 0 or high < 0) == gap.paired.apart

    @staticmethod
    def in_panels(result):
        """Gaps in the order of the panels."""
        found = kinds.gaps(result)
        return [
            gap
            for measure in kinds.measures(result)
            for pair in kinds.PAIRS
            for gap in found
            if (gap.measure, gap.pair) == (measure, pair)
        ]

    def test_each_measure_is_one_family_of_holm(self, result):
        for measure in kinds.measures(result):
            family = [gap.paired for gap in kinds.gaps(result) if gap.measure == measure]
            raw = [t_test(self.differences(result, gap)) for gap in kinds.gaps(result) if gap.measure == measure]
            assert [one.p_holm for one in family] == pytest.approx(holm(raw)[0])
            assert len(family) == 15

    @staticmethod
    def differences(result, gap):
        """Of the means of both kinds within each replication, read off the cases."""
        column, per_unit = gap.measure, 60 if gap.measure == "waiting_time" else 86_400
        found = []
        for outcome in result.outcomes[result.keys.index(gap.pattern)]:
            cases = outcome.per_case
            among = cases["granted"] if gap.measure == "sojourn_time" else np.ones(len(cases["need"]), dtype=bool)
            has = cases[gap.pair.column]
            having, without = (cases[column][among & kind].mean() / per_unit for kind in (has, ~has))
            found.append(having - without)
        return found
