"""Crossings of zero along a share: read off, halved towards, judged by intervals that cover."""

import math

import numpy as np
import pytest

from wogsim.output_analysis.crossings import Verdict, judged, read, to_halve


def series(*means, noise=0.0, width=0.0):
    """Invented differences at equal steps; `noise` is the half-range of four replications around each mean."""
    luck = [noise, -noise, noise / 2, -noise / 2]
    step = 1 / len(means)
    return [judged(i * step, (i + 1) * step - width, [mean + e for e in luck]) for i, mean in enumerate(means)]


class TestCrossings:
    def test_every_crossing_with_its_direction(self):
        found = read(series(5, -5, 5, -5))
        assert [(turn.share, turn.downwards) for turn in found.crossings] == [(0.25, True), (0.5, False), (0.75, True)]
        assert {turn.verdict for turn in found.crossings} == {Verdict.BREAK_EVEN}

    def test_the_interval_goes_from_the_last_sure_share_to_the_first(self):
        found = read(series(5, 0.1, -0.1, -5, noise=1)).crossings[0]
        assert (found.share, found.low, found.high, found.verdict) == (0.5, 0.25, 0.75, Verdict.BREAK_EVEN)

    def test_open_ends(self):
        low, high = read(series(0.1, -5, noise=1)).crossings[0], read(series(5, -0.1, noise=1)).crossings[0]
        assert math.isnan(low.low)
        assert low.high == 0.5
        assert high.low == 0.5
        assert math.isnan(high.high)
        assert low.verdict is high.verdict is Verdict.UNCERTAIN

    def test_a_dip_that_is_not_sure_is_no_break_even(self):
        found = read(series(5, -0.1, 5, noise=1))
        assert [turn.verdict for turn in found.crossings] == [Verdict.UNCERTAIN] * 2
        assert [(turn.low, turn.high) for turn in found.crossings] == [pytest.approx((1 / 3, 2 / 3))] * 2

    def test_of_crossings_that_nothing_sure_keeps_apart_one_is_the_break_even(self):
        found = read(series(5, -0.1, 0.1, -0.1, -5, noise=1))
        assert [turn.verdict for turn in found.crossings] == [Verdict.UNCERTAIN] * 2 + [Verdict.BREAK_EVEN]

    def test_never_asks_for_certainty_everywhere(self):
        assert read(series(5, 4, 3, noise=1)).verdict is Verdict.NEVER
        assert read(series(-5, -4, -3, noise=1)).verdict is Verdict.ALWAYS
        found = read(series(5, 4, 0.1, noise=1))
        assert (found.verdict, found.low) == (Verdict.NOT_APART, pytest.approx(2 / 3))
        assert math.isnan(found.high)

    def test_zeros_and_nothing(self):
        assert read(series(0, 0)).verdict is Verdict.EQUAL
        assert read([]).verdict is Verdict.UNKNOWN
        (turn,) = read(series(5, 0, -5)).crossings
        assert turn.share == pytest.approx(2 / 3)  # where the new sign begins
        assert judged(0, 1, [math.nan]) is None

    def test_only_gaps_in_which_something_changes_are_halved(self):
        places = [judged(share, share, [mean] * 2) for share, mean in ((0, 3), (0.4, 2), (0.8, -1), (1, -2))]
        assert to_halve(places, 0.1) == pytest.approx([0.6])
        assert to_halve(places, 0.5) == []

    @pytest.mark.parametrize("slope", [0.5, 2.0])
    def test_the_interval_covers_the_true_crossing(self, slope):
        """Lines with a random height and slope cross 0 at 0.5 on average: 95 of 100 intervals hold that."""
        rng = np.random.default_rng(7)
        experiments, covered = 1500, 0
        for _experiment in range(experiments):
            heights, slopes = rng.normal(0, 0.1 * slope, 10), rng.normal(slope, 0.2 * slope, 10)

            def at(share, heights=heights, slopes=slopes):
                return judged(share, share, (heights + slopes * (0.5 - share)).tolist())

            places = {share: at(share) for share in (0.0, 0.5 - 0.17, 0.5 + 0.13, 1.0)}
            while asked := to_halve([places[share] for share in sorted(places)], 0.001):
                places |= {share: at(share) for share in asked}
            (turn,) = read([places[share] for share in sorted(places)]).crossings
            covered += turn.low <= 0.5 <= turn.high
        assert 0.935 <= covered / experiments <= 0.965
