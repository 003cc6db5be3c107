"""`wogsim report`: what it writes and refuses."""

import importlib.util

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.work import destination


class TestCommand:
    @pytest.mark.parametrize(
        ("where", "reason"),
        [
            (".", "is a directory"),
            ("missing/report.html", "there is no directory"),
            ("a" * 250, "name is too long"),
            ("file/report.html", "there is no directory"),
        ],
    )
    def test_refused_before_the_work(self, where, reason, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "file").touch()
        monkeypatch.setattr("wogsim.studies.comparison.run.compare", lambda *_a, **_k: pytest.fail("the work began"))
        for option in ("-o", "--xlsx"):
            assert run(["report", TWO_AGENCIES, option, where]) == 2
            assert reason in capsys.readouterr().err
        assert {path.name for path in tmp_path.iterdir()} == {"file"}

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            ([], "nothing to write"),
            (["-o", "x.html", "--xlsx", "./x.html"], "the same file"),
            (["-o", "-"], "-o -: expected a name that ends in .html"),
            (["--out", "x"], "--out x: expected a name that ends in .html"),
            (["--xlsx", "t.csv"], "--xlsx t.csv: expected a name that ends in .xlsx"),
            (["-o", "none/x.html"], "-o none/x.html: there is no directory none"),
            (["--xlsx=none/x.xlsx"], "--xlsx none/x.xlsx: there is no directory none"),
            (["-o", ""], "-o: there is no name behind it"),
            (["-o", "x.htm", "--max-replications", "9"], "--max-replications is for --precision"),
        ],
    )
    def test_options_that_make_no_sense(self, options, reason, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        assert run(["report", TWO_AGENCIES, *options]) == 2
        assert reason in capsys.readouterr().err

    @pytest.mark.parametrize(("option", "library"), [("-o", "jinja2"), ("--xlsx", "xlsxwriter")])
    def test_without_the_extra_it_says_what_to_install(self, option, library, tmp_path, monkeypatch, capsys):
        there = importlib.util.find_spec
        monkeypatch.setattr(destination, "find_spec", lambda name: None if name == library else there(name))
        assert run(["report", TWO_AGENCIES, option, str(tmp_path / "x.html")]) == 2
        assert capsys.readouterr().err.rstrip().endswith("-m pip install --upgrade jinja2 xlsxwriter python-pptx")

    def test_quiet_prints_nothing(self, tmp_path, capsys):
        options = ["--replications", "1", "--quiet", "-o", str(tmp_path / "r.html"), "--xlsx", str(tmp_path / "t.xlsx")]
        assert run(["report", TWO_AGENCIES, *options]) == 0
        assert capsys.readouterr() == ("", "")
        assert {path.name for path in tmp_path.iterdir()} == {"r.html", "t.xlsx"}
