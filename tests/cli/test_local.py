"""What people type and open elsewhere: decimal commas, tables for spreadsheets in Indonesia."""

from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import SMALL_TOWN, TINY
from wogsim.cli import run
from wogsim.cli.options import share_of
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.names import row_key
from wogsim.scenario.reading import load, read_setting
from wogsim.scenario.uncertain import uncertain
from wogsim.studies.sweep.grid import grid
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
    def test_every_table_of_every_command(self, command, tmp_path, monkeypatch):
        known = uncertain
        monkeypatch.setattr("wogsim.studies.explain.run.uncertain", lambda *asked: known(*asked)[:9])  # of a hundred
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


class TestNamesOfRows:
    """A row is typed by its key, or by its name in the language that is spoken."""

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("satu-pintu", "one-door"),
            ("Satu-Atap", "one-roof"),
            ("teknis-fungsional", "technical-functional"),
            ("terpusat", "centralized"),
            ("elektronik", "electronic"),
            ("satu-pintu-semu", "letter-box"),
            ("satu-pintu/berkas-diminta-sekali", "one-door/papers-once"),
            ("one-door", "one-door"),
            ("satu-pntu", "satu-pntu"),
        ],
    )
    def test_in_indonesian(self, typed, key):
        with using("id"):
            assert row_key(typed, load("restaurant-permit").scenario) == key

    @pytest.mark.usefixtures("_no_charts")
    def test_every_command_takes_them(self, tmp_path, capsys):
        common = ["--replications", "1", "--jobs", "1", "--engine", "simpy", "--lang", "id"]
        assert run(["compare", TINY, "--pattern", "satu-pintu", "--pattern", "terpusat", *common]) == 0
        assert "Satu pintu" in capsys.readouterr().out
        words = ["--between", "satu-atap", "--and", "satu-pintu", "--most", "1", "--out", str(tmp_path / "e")]
        assert run(["explain", TINY, *words, *common]) == 0
        searched = ["breakeven", TINY, "--pattern", "satu-pintu", "--out", str(tmp_path / "b")]
        assert run([*searched, "--replications", "2", *common[2:]]) == 0

    def test_the_film_takes_them(self, tmp_path, monkeypatch):
        shown = []
        monkeypatch.setattr("wogsim.animation.film.film", lambda found, *_more: shown.append(found))
        out = ["-o", str(tmp_path / "a.gif"), "--quiet", "--lang", "id"]
        assert run(["animate", SMALL_TOWN, "--pattern", "satu-atap", "--pattern", "terpusat", *out]) == 0
        assert [row.key for row in shown[0].rows] == ["one-roof", "centralized"]

    def test_one_that_is_mistyped_is_corrected_in_the_language_in_use(self, capsys):
        assert run(["compare", TINY, "--pattern", "satu-pntu", "--lang", "id"]) == 2
        said = capsys.readouterr().err
        assert "--pattern satu-pntu" in said
        assert "'satu-pintu'" in said
        assert run(["compare", TINY, "--pattern", "satu-pintu", "--lang", "en"]) == 2


class TestListsWithCommas:
    """A comma between digits: of decimals, between values, or refused; never one thing here and another there."""

    @pytest.mark.parametrize(
        ("name", "text", "values"),
        [
            ("delegated", "0;0,5;1", (0.0, 0.5, 1.0)),
            ("delegated", "0,5", (0.5,)),
            ("delegated", "0:1:0,5", (0.0, 0.5, 1.0)),
            ("delegated", "0,25:0,75:0,25", (0.25, 0.5, 0.75)),
            ("delegated", "0,0.5,1", (0.0, 0.5, 1.0)),
            ("delegated", "0, 1", (0.0, 1.0)),
            ("agencies", "2,4,8", (2, 4, 8)),
            ("agencies", "2;4", (2, 4)),
        ],
    )
    def test_what_can_mean_one_thing_is_read(self, name, text, values):
        with using("id"):
            assert grid({name: text}).axes[0].values == values

    @pytest.mark.parametrize("text", ["0,1", "0,0,5,1", "0:0:1,1"])
    def test_what_can_mean_two_is_refused(self, text):
        with using("id"), pytest.raises(BadInput, match="0;0,5;1"):
            grid({"delegated": text})

    @pytest.mark.parametrize(
        ("text", "values"),
        [
            ("1,5 hours,2 hours", ("1.5 hours", "2 hours")),
            ("0,5:1,5:0,5 hours", ("0.5 hours", "1 hours", "1.5 hours")),
            ("10 %,20 %", ("10 %", "20 %")),
            ("uniform(1,5 min, 3 min)", ("uniform(1,5 min, 3 min)",)),
        ],
    )
    def test_values_with_units(self, text, values):
        with using("id"):
            found = grid({}, {"world.files.digital": text}).axes[0].values
        assert tuple(str(value).replace("1.0 ", "1 ") for value in found) == values

    @given(st.text("0125.,;: %", min_size=1, max_size=9), st.sampled_from(["delegated", "agencies"]))
    @settings(max_examples=150, deadline=None)
    def test_both_languages_read_the_same_or_one_refuses(self, text, name):
        found = set()
        for language in ("en", "id"):
            with using(language), suppress(BadInput):
                found.add(repr(grid({name: text}).axes[0].values))
        assert len(found) < 2

    def test_a_number_with_a_comma_on_the_command_line(self):
        assert read_setting("levers.generalist_factor=1,5") == ("levers.generalist_factor", 1.5)
        with pytest.raises(BadInput, match=r"write 1\.5 or 1500"):
            read_setting("levers.generalist_factor=1,500")
