"""Charts of a sweep: the map of winners, lines, heat maps."""

import math

import numpy as np
import pytest
from matplotlib.colors import to_hex

from tests.drawn import by_gid
from tests.places import TINY
from wogsim.charts import style
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.reading import load
from wogsim.studies.sweep.cells import NAMES
from wogsim.studies.sweep.grid import grid
from wogsim.studies.sweep.result import Sweep


def made(levers, days, vary=None):
    """A sweep with invented sojourns: `days[point][pattern]` is what each replication adds its own luck to."""
    base = load(TINY).change({"levers.patterns": ["technical-functional", "one-roof", "one-door"]})
    cut = grid(levers, vary)
    luck = np.array([0.0, 0.4, -0.3, 0.2, -0.1, 0.3])
    values = np.zeros((len(cut.points), len(luck), 3, len(NAMES)))
    for point, row in enumerate(days):
        for pattern, mean in enumerate(row):
            # A little luck of one's own, or a difference would have no width at all.
            own = np.roll(luck, pattern + 1) * 0.1
            values[point, :, pattern, NAMES.index("sojourn_time")] = mean + luck + own
    return Sweep(base, cut, values, {})


class TestCharts:
    def test_ties_are_hatched_and_not_ranked(self):
        """One pattern is far ahead at a point, two are near each other at the next: one colour, then two marks."""
        result = made({"agencies": "1..2"}, [[9.0, 5.0, 9.0], [9.0, 5.0, 5.01]])
        assert result.winners == [("one-roof",), ("one-roof", "one-door")]
        figure = result.winners_map()
        (winner,), (tie,) = by_gid(figure, "winner"), by_gid(figure, "tie")
        assert to_hex(winner.get_facecolor()).upper() == style.PATTERN_COLOURS["one-roof"]
        assert tie.get_hatch()
        alone, *marks = by_gid(figure, "mark")
        assert [mark.get_marker() for mark in (alone, *marks)] == ["s", "s", "^"]  # the same shape everywhere
        dots = [mark.get_markerfacecolor().upper() for mark in marks]
        assert dots == [style.PATTERN_COLOURS[key] for key in ("one-roof", "one-door")]
        assert {text.get_text() for text in by_gid(figure, "value")} == {"5.1 days"}  # the tie has no number that ranks
        (answer,) = by_gid(figure, "answer")
        assert answer.get_text() == "Fastest, of 2 points: One-roof at 1. Not told apart: 1."

    def test_who_is_told_apart_from_nobody_is_no_loser(self):
        """One pattern differs from the slowest for certain; the third, all luck, could be as fast as either."""
        result = made({"agencies": "2"}, [[9.0, 5.0, 7.0]])
        result.values[0, :, 2, NAMES.index("sojourn_time")] += np.array([9.0, -9.0, 9.0, -9.0, 9.0, -9.0])
        assert result.winners == [("one-roof", "one-door")]

    def test_lines_go_through_the_means(self):
        result = made({"agencies": "1..3"}, [[9.0, 5.0, 1.0], [9.0, 6.0, 2.0], [9.0, 7.0, 4.0]])
        lines = by_gid(result.lines(), "line")
        luck = 0.5 / 6 * 1.1
        assert [list(line.get_ydata()) for line in lines] == [
            pytest.approx([x + luck for x in means]) for means in ([9, 9, 9], [5, 6, 7], [1, 2, 4])
        ]
        assert [list(line.get_xdata()) for line in lines] == [[1, 2, 3]] * 3
        assert len({line.get_color() for line in lines}) == len({line.get_marker() for line in lines}) == 3

    def test_panels_for_another_axis(self):
        points = [[a + 10 * b, 1.0, 2.0] for a in (1.0, 2.0) for b in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
        figure = made({"agencies": "1..2", "authority": "0:1:0.2"}, points).lines("sojourn_time", "agencies")
        assert [a.get_title(loc="left") for a in figure.axes] == [
            f"authority {n} %".replace(" %", "\xa0%") for n in (0, 40, 100)
        ]
        (foot,) = by_gid(figure, "foot")
        assert "3 of 6 values" in foot.get_text()

    def test_heat_maps_share_their_scale(self):
        result = made({"agencies": "1..2", "authority": "0,1"}, [[4.0, 8.0, 4.0]] * 2 + [[6.0, 8.0, 6.0]] * 2)
        one, other = (result.heat_map(key) for key in ("technical-functional", "one-door"))
        legends = [[text.get_text() for text in figure.legends[0].get_texts()] for figure in (one, other)]
        assert legends[0] == legends[1]
        assert [text.endswith(" days") for text in legends[0]] == [False] * 4 + [True]
        values = {text.get_text(): text.get_position() for text in by_gid(one, "value")}
        assert values == {"4.1": (0, 1), "6.1": (1, 1)}  # both rows alike: the upper is written last

    def test_in_indonesian(self):
        with using("id"):
            figure = made({"agencies": "1..2"}, [[9.0, 5.0, 9.0], [9.0, 5.0, 5.01]]).winners_map()
            assert "tercepat" in by_gid(figure, "question")[0].get_text().lower()

    def test_a_point_without_a_number_is_crossed_out(self):
        result = made({"agencies": "1..2"}, [[9.0, 5.0, 9.0], [math.nan] * 3])
        assert len(by_gid(result.winners_map(), "empty")) == 1
        assert [len(line.get_xdata()) for line in by_gid(result.lines(), "line")] == [1, 1, 1]

    def test_values_without_a_number_stand_side_by_side(self):
        result = made({}, [[9.0, 5.0, 9.0], [8.0, 5.0, 9.0]], {"levers.powers.deadline": "never,always"})
        axes = result.lines().axes[0]
        assert [label.get_text() for label in axes.get_xticklabels()] == ["never", "always"]

    def test_no_axis_no_lines(self):
        with pytest.raises(BadInput, match="no axis"):
            made({"agencies": "2"}, [[9.0, 5.0, 9.0]]).lines()
        with pytest.raises(BadInput, match="sojourn"):
            made({"agencies": "1..2"}, [[9.0, 5.0, 9.0]] * 2).lines("sojourn")
