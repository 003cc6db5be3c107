"""The charts of break-even authorities, and of what each share brings."""

import pytest

from wogsim.errors import BadInput


class TestChart:
    def test_chart_marks(self, hand_offs):
        """Never stands above, always below, and each break-even has its line and its number."""
        figure = hand_offs.chart()
        panel = figure.axes[0]
        marks = {line.get_gid(): line.get_xydata().tolist() for line in panel.lines if line.get_marker() in ("^", "v")}
        assert {gid: (x, y > 1 or -(y < 0)) for gid, [[x, y]] in marks.items()} == {
            "never": (3, True),
            "always": (0, -1),
        }
        lines = [line for line in panel.lines if line.get_gid() == "break-even"]
        assert [line.get_ydata()[0] for line in lines] == pytest.approx([1.5 / 3, 2.5 / 3])
        assert [text.get_text() for text in panel.texts] == ["50\N{NO-BREAK SPACE}%", "83.3\N{NO-BREAK SPACE}%"]


class TestCurve:
    """Three of four clearances can be delegated: steps at a sixth, a half and five sixths."""

    def test_steps_stand_at_what_the_tables_say(self, hand_offs):
        days = hand_offs.curve("one-door", 1).axes[0]
        (line,) = (line for line in days.lines if line.get_gid() == "one-door")
        (roof,) = (line for line in days.lines if line.get_gid() == "one-roof")
        assert line.get_xdata().tolist() == pytest.approx(
            [end for step in range(4) for end in (max(step - 0.5, 0) / 3, min((step + 0.5) / 3, 1))]
        )
        level = {float(y) for y in roof.get_ydata()}
        (roof_days,) = level
        gaps = [y - roof_days for y in line.get_ydata()[::2]]
        found = hand_offs.at("one-door", 1).series
        hours = [24 * at.difference.mean for at in found]
        assert gaps == pytest.approx(hours)

    def test_panels_are_time_waiting_and_counters(self, hand_offs):
        figure = hand_offs.curve("one-door")
        titles = [axes.get_title(loc="left") for axes in figure.axes]
        assert titles == ["sojourn time, hours", "waiting time at counters, minutes", "counters visited"]

    def test_break_even_is_marked_and_nothing_where_there_is_none(self, hand_offs):
        def marked(point):
            days = hand_offs.curve("one-door", point).axes[0]
            return [round(line.get_xdata()[0] * 6) for line in days.lines if line.get_gid() == "break-even"]

        assert [marked(point) for point in range(4)] == [[], [3], [5], []]

    def test_what_was_not_searched_is_refused(self, hand_offs):
        with pytest.raises(BadInput, match="expected one of one-door, centralized"):
            hand_offs.curve("electronic")
