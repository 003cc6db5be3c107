"""Charts of bars: waiting, counters and trips, the parts of the time."""

import pytest

from tests.drawn import FIVE, bars, said
from wogsim import charts
from wogsim.language import number
from wogsim.measures.anatomy import PARTS
from wogsim.studies.comparison import words


class TestNumbers:
    def test_waiting_bars_and_whiskers_are_the_estimates(self, result):
        figure = charts.waiting_times(result)
        found = [result.estimates[key, "waiting_time"] for key in FIVE]
        assert bars(figure, "mean") == [estimate.mean for estimate in found]
        whiskers = [line.get_xdata().tolist() for line in figure.axes[0].lines if line.get_gid() == "whisker"]
        assert whiskers[::2] == [[max(e.low, 0), e.high] for e in found if e.high > e.low]
        assert all(
            number(e.mean, 0) in text for e, text in zip(found, said(figure, "value"), strict=True) if e.mean > 99
        )

    def test_spread_is_of_the_pooled_citizens(self, result):
        low, middle, high = (q.mean for q in words.pooled(result, "one-roof", "waiting_time", (0.1, 0.5, 0.9)))
        waits = sorted(w for outcome in result.outcomes[1] for w in outcome.per_case["waiting_time"])
        assert low <= middle <= high
        assert middle == waits[-(-len(waits) // 2) - 1]

    def test_counters_times_and_trips_on_one_scale(self, result):
        figure = charts.counters_visited(result)
        counters, trips = figure.axes
        for axes, gid, measure in (
            (counters, "mean", "counters_visited"),
            (counters, "counter_contacts", "counter_contacts"),
            (trips, "mean", "trips"),
        ):
            drawn = [patch.get_width() for patch in axes.patches if patch.get_gid() == gid]
            assert drawn == [result.estimates[key, measure].mean for key in FIVE]
        assert counters.get_xlim() == trips.get_xlim()
        assert "counters" in said(figure, "answer")[0]
        assert "trips" in said(figure, "answer")[0]

    def test_parts_sum_to_the_sojourn(self, result):
        figure = charts.time_anatomy(result)
        total = sum(sum(bars(figure, part)) for part in PARTS)
        assert total == pytest.approx(sum(result.estimates[key, "sojourn_time"].mean for key in FIVE))
        labels = said(figure, "total")
        assert labels[0].startswith(f"{number(result.estimates[FIVE[0], 'sojourn_time'].mean, 1)} days")

    def test_every_part_is_named(self, result):
        figure = charts.time_anatomy(result)
        legend = {text.get_text() for legend in figure.legends for text in legend.get_texts()}
        for part in PARTS:
            if bars(figure, part):
                inside = " ".join(said(figure, f"label {part}"))
                title = words.part_title(part)
                assert title in legend or title.split()[0] in inside

    def test_who_gave_up_is_said(self, result):
        notes = said(charts.counters_visited(result), "note")
        assert len(notes) == 5
        assert all(note.startswith("gave up: ") for note in notes)
