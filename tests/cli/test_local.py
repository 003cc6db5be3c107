"""What people type and open elsewhere: decimal commas, tables for spreadsheets in Indonesia."""

from pathlib import Path

import pandas as pd
import pytest

from tests.places import TINY
from wogsim.cli import run
from wogsim.cli.options import share_of
from wogsim.scenario.reading import load
from wogsim.work.writing import csv_style, write_csv


class TestLocalTables:
    """`--csv-style id`: every table as a spreadsheet in Indonesia opens it, with the same numbers in it."""

    @pytest.mark.usefixtures("_no_charts")
    @pytest.mark.parametrize(
        "command",
        [
            ["compare", TINY, "--cases", "--log"],
            ["sweep", TINY, "--delegated", "0,1"],
            ["breakeven", TINY, "--pattern", "one-door"],
            ["explain", TINY, "--most", "1"],
        ],
        ids=lambda command: command[0],
    )
    def test_every_table_of_every_command(self, command, tmp_path):
        options = ["--replications", "2", "--jobs", "1", "--engine", "simpy"]
        for style in ("plain", "id"):
            assert run([*command, *options, "--csv-style", style, "--out", str(tmp_path / style)]) == 0
        names = sorted(path.name for path in (tmp_path / "plain").glob("*.csv"))
        assert names == sorted(path.name for path in (tmp_path / "id").glob("*.csv"))
        assert names
        for name in names:
            local = (tmp_path / "id" / name).read_bytes()
            assert local.startswith(b"\xef\xbb\xbf"), name
            assert local.count(b"\xef\xbb\xbf") == 1, name  # also where a table was written in parts
            plain = pd.read_csv(tmp_path / "plain" / name, dtype_backend="numpy_nullable")
            again = pd.read_csv(tmp_path / "id" / name, sep=";", decimal=",", dtype_backend="numpy_nullable")
            pd.testing.assert_frame_equal(plain, again)
        assert '"csv_style": "id"' in (tmp_path / "id" / "manifest.json").read_text("utf-8")
        assert "csv_style" not in (tmp_path / "plain" / "manifest.json").read_text("utf-8")

    def test_one_command_does_not_tell_the_next(self, tmp_path):
        table = pd.DataFrame({"x": [0.5]})
        with csv_style("id"):
            write_csv(table, tmp_path / "id.csv")
        write_csv(table, tmp_path / "plain.csv")
        assert (tmp_path / "id.csv").read_text("utf-8-sig") == "x\n0,5\n"
        assert (tmp_path / "plain.csv").read_bytes() == b"x\n0.5\n"

    def test_what_a_spreadsheet_there_writes_is_read(self, tmp_path):
        (tmp_path / "times.csv").write_text("hari;menit\n1;3\n2;4,5\n", encoding="utf-8-sig")
        (tmp_path / "needs.csv").write_text("date;needs\n2026-01-05;12,5\n", encoding="utf-8-sig")
        file = tmp_path / "town.toml"
        text = Path(TINY).read_text("utf-8").replace("exponential(30 min)", "30 min")
        text = text.replace('need = "6 per day"', 'need_by_date = "needs.csv"')
        local = '{ csv = "times.csv", column = "menit", unit = "min" }'
        file.write_text(text.replace('intake = "30 min"', f"intake = {local}", 1), encoding="utf-8")
        world = load(file).scenario.world
        assert world.agencies["a"].intake.parameters == (180, 270)
        assert list(world.citizens.need_by_date.values()) == [12.5]


@pytest.mark.parametrize("text", ["0,5", "0.5", ".5", "50 %", "50%", "50,0 %"])
def test_a_share_on_the_command_line(text):
    assert share_of(text, "--delegated") == 0.5
