"""`wogsim sweep`: what it prints, writes and refuses."""

import json

import pandas as pd
import pytest

from tests.places import TINY
from wogsim.cli import run
from wogsim.scenario.reading import load
from wogsim.studies.sweep.run import sweep


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


class TestCommand:
    @pytest.mark.usefixtures("_no_charts")
    def test_command(self, tmp_path, capsys):
        out = tmp_path / "deep" / "out"
        options = ["--agencies", "1..3", "--delegated", "0,1", "--vary", "world.travel.walk=1,5 min"]
        options += ["--replications", "2", "--jobs", "1", "--engine", "simpy", "--out", str(out)]
        assert run(["sweep", TINY, *options[:4], "--vary", "world.travel.walk=1 min,5 min", *options[6:]]) == 0
        said = capsys.readouterr()
        assert "One-door" in said.out
        assert "4 points are left out (agencies 3, delegated 0.0, world.travel.walk 1 min)" in " ".join(
            said.out.split()
        )
        assert said.err == ""
        table = pd.read_csv(out / "sweep.csv")
        assert list(table.columns[:3]) == ["agencies", "delegated", "world.travel.walk"]
        assert set(table["world.travel.walk"]) == {"1 min", "5 min"}
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        assert manifest["axes"]["delegated"] == [0.0, 1.0]
        assert len(manifest["refused"]) == 4
        assert "sweep.sqlite" not in manifest["files"]  # so that a comparison never replaces it

    @pytest.mark.usefixtures("_no_charts")
    def test_quiet(self, tmp_path, capsys):
        options = ["--agencies", "1", "--replications", "1", "--jobs", "1", "--engine", "simpy", "--quiet"]
        assert run(["sweep", TINY, *options, "--out", str(tmp_path / "out")]) == 0
        assert capsys.readouterr() == ("", "")

    @pytest.mark.usefixtures("_no_charts")
    def test_a_comparison_does_not_replace_a_sweep(self, loaded, tmp_path, capsys):
        sweep(loaded, agencies="1", replications=1, engine="simpy", out=tmp_path / "out")
        assert run(["compare", TINY, "--replications", "1", "--jobs", "1", "--out", str(tmp_path / "out")]) == 2
        assert (tmp_path / "out" / "sweep.sqlite").exists()
