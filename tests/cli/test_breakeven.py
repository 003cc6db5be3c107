"""`wogsim breakeven`: what it prints, writes and refuses."""

import json

import pandas as pd
import pytest

from tests.places import TINY
from wogsim.cli import run


class TestCommand:
    OPTIONS = ("--agencies", "1..2", "--replications", "2", "--jobs", "1", "--engine", "simpy")

    def test_everything_is_written_and_said(self, tmp_path, capsys):
        assert run(["breakeven", TINY, *self.OPTIONS, "--out", str(tmp_path)]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "From which delegated authority on is One-door faster than One-roof?" in said
        assert "1 agency: One-door" in said
        table = pd.read_csv(tmp_path / "breakeven.csv")
        assert list(table.columns) == [
            "agencies", "pattern_a", "pattern_b", "authority", "crossing", "direction", "breakeven", "ci_low",
            "ci_high",
            "verdict", "difference_at_0", "difference_at_1", "unit", "grantable", "clearances", "replications",
            "measure", "overloaded",
        ]  # fmt: skip
        assert set(table.agencies) == {1, 2}
        manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
        assert manifest["files"] == [
            "breakeven-by-agencies.png", "breakeven-by-agencies.svg", "breakeven.csv", "breakeven_curves.csv",
            "breakeven_differences.csv",
        ]  # fmt: skip

    def test_one_pattern_at_one_point_has_its_curve(self, tmp_path, capsys):
        asked = ("--pattern", "centralized", "--replications", "2", "--jobs", "1", "--engine", "simpy")
        assert run(["breakeven", TINY, *asked, "--out", str(tmp_path)]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "is Centralized faster than One-roof?" in said
        assert "One-door" not in said
        assert {path.name for path in tmp_path.glob("*.png")} == {"authority-curve-centralized.png"}
        curves = pd.read_csv(tmp_path / "breakeven_curves.csv")
        days = curves[curves.measure == "sojourn_time"].reset_index()
        differences = pd.read_csv(tmp_path / "breakeven_differences.csv")
        assert (days.mean_a - days.mean_b).tolist() == pytest.approx(differences.mean_difference.tolist())
        assert set(curves.measure) == {"sojourn_time", "waiting_time", "counters_visited"}

    def test_who_has_no_authority_to_search_is_refused(self, tmp_path, capsys):
        assert run(["breakeven", TINY, "--pattern", "one-roof", "--out", str(tmp_path)]) == 2
        error = capsys.readouterr().err
        assert "--pattern" in error
        assert "expected one of one-door, centralized" in error

    @pytest.mark.usefixtures("_no_charts")
    def test_another_question_is_refused(self, tmp_path, capsys):
        assert run(["breakeven", TINY, *self.OPTIONS, "--quiet", "--out", str(tmp_path)]) == 0
        assert run(["breakeven", TINY, *self.OPTIONS, "--seed", "9", "--out", str(tmp_path)]) == 2
        error = capsys.readouterr().err
        assert "--seed: 1 there, 9 asked for" in error
        assert "--fresh" in error
        assert run(["sweep", TINY, *self.OPTIONS, "--out", str(tmp_path)]) == 2
