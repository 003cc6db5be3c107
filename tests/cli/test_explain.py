"""`wogsim explain`: what it prints, writes and refuses."""

import json

import pandas as pd
import pytest

import wogsim.staffing.pilot
import wogsim.world.opening
from tests.places import TINY
from wogsim.cli import run
from wogsim.scenario.assumptions import THEMES

pytestmark = pytest.mark.usefixtures("loosely_known")


@pytest.fixture
def _steps_only(monkeypatch):
    """No numbers are moved, which saves most of the worlds."""
    monkeypatch.setattr("wogsim.studies.explain.run.uncertain", lambda _loaded, _share: [])


class TestCommand:
    @pytest.mark.usefixtures("_no_charts")
    def test_what_it_prints_and_writes(self, tmp_path, capsys):
        out = tmp_path / "deep" / "out"
        options = ["--replications", "2", "--jobs", "1", "--engine", "simpy", "--out", str(out)]
        assert run(["explain", TINY, *options]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "One-roof and One-door are not told apart" in said
        assert "is above all back offices (+0.66 days) and carriage (−0.51 days)" in said
        waterfall, tornado = (pd.read_csv(out / name) for name in ("waterfall.csv", "tornado.csv"))
        assert list(waterfall.theme) == ["neutral", *THEMES, "scenario"]
        assert waterfall.added.sum() + waterfall.difference.iloc[0] == pytest.approx(waterfall.difference.iloc[-1])
        assert tornado.number.iloc[0] == "world.files.between_buildings"
        assert tornado.width.is_monotonic_decreasing
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        assert manifest["between"] == ["one-roof", "one-door"]
        assert manifest["refused"] == []

    @pytest.mark.usefixtures("_no_charts", "_steps_only")
    def test_a_theme_is_opened_beside_the_same_store(self, tmp_path, capsys):
        options = ["--replications", "1", "--jobs", "1", "--engine", "simpy", "--out", str(tmp_path)]
        for theme in ([], ["--theme", "carriage", "--order", "hand-off"]):
            assert run(["explain", TINY, *options, *theme]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "Of this carriage makes" in said
        assert "theme of assumptions" in said
        waterfall = pd.read_csv(tmp_path / "waterfall.csv")
        assert list(waterfall.assumptions)[1:3] == ["hand-off", "carry"]
        manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
        assert (manifest["theme"], manifest["order"][0]) == ("carriage", "hand-off")

    @pytest.mark.usefixtures("_no_charts", "_steps_only")
    def test_quiet(self, tmp_path, capsys):
        options = ["--replications", "1", "--jobs", "1", "--engine", "simpy", "--quiet", "--out", str(tmp_path)]
        assert run(["explain", TINY, *options]) == 0
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            (["--and", "one-roof"], "--between one-roof --and one-roof: the same pattern twice"),
            (["--between", "one-rof"], "Did you mean 'one-roof'?"),
            (["--of", "one-dor"], "Did you mean 'one-door'?"),
            (["--order", "ways,peple"], "'peple' is no theme; expected one of people, ways"),
            (["--order", "ways,ways"], "--order ways,ways: 'ways' stands there twice"),
            (["--order", "hand-off"], "'hand-off' is ordered within its theme; expected --theme carriage too"),
            (["--order", "staff", "--theme", "carriage"], "expected --theme people too"),
            (["--order", "letter", "--theme", "carriage"], "'letter' is no theme, and no assumption of this one"),
            (["--theme", "carrige"], "--theme carrige: expected one of people, ways"),
            (["--share", "0"], "--share 0.0: expected more than 0"),
            (["--share", "much"], "--share much: expected a share"),
            (["--measure", "sojurn_time"], "Did you mean 'sojourn_time'?"),
            (["--measure", "within_standard"], "no service standard"),
            (["--top", "0"], "--top"),
            (["--set", "world.travel.walk=5 mins"], "world.travel.walk"),
            (["--engine", "steam"], "steam"),
        ],
    )
    def test_sentences(self, options, expected, tmp_path, capsys):
        out = tmp_path / "out"
        assert run(["explain", TINY, "--out", str(out), *options]) == 2
        assert expected in capsys.readouterr().err
        assert not out.exists()

    @pytest.mark.usefixtures("_no_charts", "_steps_only")
    def test_ctrl_c_keeps_what_is_done(self, tmp_path, capsys, monkeypatch):
        real, calls = wogsim.studies.sweep.evaluation.replicate, []

        def replicate(prepared, seed, replications, **more):
            calls.append(len(replications))
            if len(calls) == 5:
                raise KeyboardInterrupt
            return real(prepared, seed, replications, **more)

        monkeypatch.setattr("wogsim.studies.sweep.evaluation.replicate", replicate)
        options = ["--jobs", "1", "--engine", "simpy", "--out", str(tmp_path)]
        assert run(["explain", TINY, *options]) == 130
        said = capsys.readouterr().err
        assert f"{sum(calls[:4])} of" in said
        assert "the same command goes on" in said
        assert run(["explain", TINY, *options]) == 0
