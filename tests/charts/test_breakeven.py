"""The charts of break-even authorities, and of what each share brings."""

import pytest

from wogsim.errors import BadInput


class TestChart:
    def test_what_comes_of_each_point_stands_above_it(self, hand_offs):
        """A share, always or never; and each break-even has its line."""
        panel = hand_offs.chart().axes[0]
        outcomes = {text.get_position()[0]: text.get_text() for text in panel.texts if text.get_gid() == "outcome"}
        assert outcomes == {0: "always", 1: "50\N{NO-BREAK SPACE}%", 2: "83.3\N{NO-BREAK SPACE}%", 3: "never"}
        lines = [line for line in panel.lines if line.get_gid() == "break-even"]
        assert [line.get_ydata()[0] for line in lines] == pytest.approx([1.5 / 3, 2.5 / 3])
        assert [label.get_text() for label in panel.get_yticklabels()][-1] == "faster from"


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
