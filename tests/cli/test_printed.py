"""Tables on screens of any width."""

from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.language import number, using
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare

GOOD = Path(TWO_AGENCIES)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("width", [24, 30, 40, 60, 80])
def test_no_number_is_cut_on_a_narrow_screen(width, language, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    asked = ["--replications", "2", "--jobs", "1", "--pattern", "technical-functional", "--pattern", "electronic"]
    assert run(["compare", str(GOOD), *asked, "--lang", language]) == 0
    said = capsys.readouterr().out
    assert "…" not in said
    result = compare(load(GOOD), replications=2, patterns=["technical-functional", "electronic"])
    with using(language):
        for pattern in result.keys:
            assert number(result.estimates[pattern, "waiting_time"].mean, 1) in said
            assert number(result.estimates[pattern, "sojourn_time"].mean, 1) in said
    assert ("Electronic" if language == "en" else "Elektronik") in said


def test_in_brief_one_table_and_one_sentence(capsys):
    asked = ["--replications", "3", "--jobs", "1", "--pattern", "technical-functional", "--pattern", "electronic"]
    assert run(["compare", str(GOOD), *asked, "--brief"]) == 0
    said = capsys.readouterr().out
    assert run(["compare", str(GOOD), *asked]) == 0
    whole = capsys.readouterr().out
    verdict = compare(load(GOOD), replications=3, patterns=["technical-functional", "electronic"]).verdict()
    first = verdict.split(". ")[0]
    assert first in " ".join(said.split())
    assert " ".join(said.split()).endswith(first + ".")
    assert len(said.splitlines()) < len(whole.splitlines())
    assert "Waiting at counters" in whole
    assert "Waiting at counters" not in said
