"""The chart of busy hours: cells, and which pools are shown."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from tests.drawn import FIVE, assert_inside, lightness, lines, patches, said
from wogsim import charts
from wogsim.charts import busy, style
from wogsim.studies.comparison.busy import busy_hours
from wogsim.studies.comparison.run import compare


class TestBusyHours:
    def test_a_cell_for_every_hour_of_the_schedule(self, result):
        figure = charts.busy_hours(result)
        found = {(one.pattern, one.post.name): one for one in busy_hours(result)}
        names = busy.busiest(list(found.values()), 9)
        hours = [8, 9, 10, 11, 13, 14, 15]
        rows = [key for key in found if key[1] in names]
        assert all(np.flatnonzero(~np.isnan(found[key].share)).tolist() == hours for key in rows)
        assert len(patches(figure, "cell")) == len(rows) * len(hours)
        assert len(lines(figure, "nobody")) == len(names) * len(FIVE) - len(rows)
        assert len(said(figure, "pool")) == len(names)

    def test_pools_that_the_answer_counts_are_shown_before_busier_ones(self, result):
        found = {(one.pattern, one.post.name): one for one in busy_hours(result)}
        even, peak = (replace(one, whole=whole) for one, whole in zip(found.values(), (0.8, 0.5), strict=False))
        even = replace(even, share=np.full(24, 0.8))
        peak = replace(peak, share=np.where(np.arange(24) == 9, busy.BUSY, 0.4))
        assert busy.busiest([even, peak], 1) == [peak.post.name]
        assert busy.busiest([even, peak], 2) == [even.post.name, peak.post.name]

    def test_weighted_by_their_schedules_hours_are_the_utilisation(self, single):
        rows = {(row.pattern, row.post.name): row.utilisation.mean for row in single.pools()}
        for one in busy_hours(single):
            assert one.whole == pytest.approx(rows[one.pattern, one.post.name])

    def test_busier_is_darker_in_grey(self):
        light = [
            lightness("#{:02x}{:02x}{:02x}".format(*(round(255 * c) for c in to_rgb(colour))))
            for _share, colour in busy.CLASSES
        ]
        assert all(one - other > 9 for one, other in pairwise(light))
        assert [busy.colour_for(share) for share in (0, 0.3, 0.5, 0.8, 1.2)] == [
            colour for _share, colour in busy.CLASSES
        ]

    def test_numbers_where_there_is_room(self, loaded, twelve):
        two = compare(loaded, patterns=FIVE[1:3], replications=1)
        figure = charts.busy_hours(two)
        assert len(said(figure, "share")) == len(patches(figure, "cell"))
        assert_inside(figure, names_beneath=False)
        (axes,) = charts.busy_hours(twelve).axes
        wide = min(cell.get_width() for cell in axes.patches if cell.get_gid() == "cell")
        numbers = [text for text in axes.texts if text.get_gid() == "share"]
        assert all(style.width_of(text.get_text(), text.get_fontsize()) < wide - 4 for text in numbers)
        assert style.fitting(["88", "7"], (40, 40), busy.NUMBERS) == style.NOTE
        assert 9 <= style.fitting(["88", "7"], (26, 40), busy.NUMBERS) < style.NOTE
        assert style.fitting(["88", "7"], (18, 40), busy.NUMBERS) is None
        assert style.fitting(["88", "7"], (40, 10), busy.NUMBERS) is None
