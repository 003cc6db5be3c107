"""The chart of break-even authorities."""

import pytest


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
