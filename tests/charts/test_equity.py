"""The chart of kinds of citizens: how far apart they are, and which gaps are told apart."""

import math

import numpy as np
import pytest

from tests.drawn import FIVE, lines, said
from wogsim import charts
from wogsim.charts import kinds
from wogsim.output_analysis.paired import holm, t_test
from wogsim.studies.comparison.run import compare


class TestEquity:
    def test_dumbbells_are_the_means_of_kinds(self, result):
        figure = charts.equity(result)
        table = result.by_kind().set_index(["pattern", "kind", "measure"])["mean"]
        for axes, measure in zip(figure.axes, kinds.measures(result), strict=True):
            for gid, kind in (("without far", "home: near"), ("having vulnerable", "vulnerable: yes")):
                marks = [line.get_xdata()[0] for line in axes.lines if line.get_gid() == gid]
                assert marks == pytest.approx([table[key, kind, measure] for key in FIVE])

    def test_kinds_without_anybody_are_left_out(self, loaded):
        none = compare(loaded.change({"world.citizens.vulnerable_share": 0.0}), replications=2)
        assert not lines(charts.equity(none), "having vulnerable")
        legend = [text.get_text() for text in charts.equity(none).legends[0].get_texts()]
        assert "vulnerable" not in legend
        assert {"assisted", "live far"} <= set(legend)

    def test_only_what_is_told_apart_is_said(self, result):
        figure = charts.equity(result)
        apart = [gap for gap in kinds.gaps(result) if gap.paired.apart]
        solid = [line for line in lines(figure, "gap") if line.get_linestyle() == "-"]
        assert len(solid) == len(apart) == len([text for text in said(figure, "value") if text])
        assert not any(math.isnan(gap.difference.mean) for gap in apart)

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
