"""Strengths and weaknesses: best and worst only where told apart, ties said, nobody judged by those who stayed."""

import numpy as np
import pandas as pd
import pytest

from tests.places import TWO_AGENCIES
from tests.studies.comparison.test_verdict import BASE, Made
from wogsim.cli import run
from wogsim.measures.summary import BY_NAME
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.strengths import judged, lists, notes, strengths_table, unjudged

WOBBLE = np.array([0.1, -0.1, 0, 0.1, -0.1])


def row(result, measure):
    return next(row for row in judged(result) if row.measure.name == measure)


class TestWhoStandsWhere:
    def test_best_worst_and_between(self):
        found = row(Made(sojourn_time=[BASE, BASE + 2 + WOBBLE, BASE + 10]), "sojourn_time")
        assert found.standing == {"a": "best", "b": "between", "c": "worst"}
        assert found.behind("c").difference.mean == pytest.approx(10)
        assert found.behind("a") is None

    def test_who_is_not_told_apart_from_the_best_stands_beside_it(self):
        result = Made(sojourn_time=[BASE, BASE + 0.01 + WOBBLE, BASE + 10])
        found = row(result, "sojourn_time")
        assert found.standing == {"a": "best", "b": "best", "c": "worst"}
        assert found.beside("a") == ("b",)
        assert "sojourn time (not told apart from B)" in lists(result)["a"][0]

    def test_equal_in_every_replication_is_said_so(self):
        result = Made(sojourn_time=[BASE, BASE, BASE + 10])
        assert "sojourn time (equal to B)" in lists(result)["a"][0]
        assert any(text.startswith("Equal under all patterns") and "trips" in text for text in notes(result))

    def test_where_the_ends_are_not_told_apart_nobody_is_either(self):
        result = Made(sojourn_time=[BASE, BASE[::-1]])
        assert set(row(result, "sojourn_time").standing.values()) == {"tied"}
        assert all("sojourn time" not in end for ends in lists(result).values() for end in ends)

    def test_of_a_share_in_time_more_is_better(self):
        share = np.array([0.5, 0.52, 0.51, 0.49, 0.5])
        found = row(Made(sojourn_time=[BASE, BASE], within_standard=[share, share + 0.3]), "within_standard")
        assert found.standing == {"a": "worst", "b": "best"}

    def test_without_a_number_nobody_stands_anywhere(self):
        found = row(Made(sojourn_time=[BASE, BASE * np.nan, BASE + 3]), "sojourn_time")
        assert found.standing == {"a": "best", "b": "unknown", "c": "worst"}


def test_nobody_is_judged_by_those_who_stayed():
    """Under B a third give up; those who stay are fast and make few trips. That is no strength of B."""
    gone = np.array([0.3, 0.33, 0.31, 0.3, 0.32])
    restricted = [BASE, BASE + 20]
    made = Made(sojourn_time=[BASE, BASE - 5], gave_up=[gone * 0, gone], restricted_time=restricted,
                trips=[BASE, BASE - 3], within_standard=[gone + 0.5, gone])  # fmt: skip
    names = {found.measure.name for found in judged(made)}
    assert not names & {"sojourn_time", "trips"}
    assert all(BY_NAME[name].among != "granted" for name in names)
    assert row(made, "restricted_time").standing == {"a": "best", "b": "worst"}
    assert {measure.name for measure in unjudged(made)} >= {"sojourn_time", "trips"}
    assert any("trips" in text and "nobody is judged by those who stayed" in text for text in notes(made))


def test_overload_is_said():
    made = Made(sojourn_time=[BASE, BASE + 10])
    made.overloaded = ("b",)
    assert any("Overloaded" in text for text in notes(made))
    assert set(strengths_table(made).query("pattern == 'b'")["overloaded"]) == {1}


@pytest.mark.usefixtures("_no_charts")
def test_the_file_says_what_the_table_on_the_screen_says(tmp_path, capsys):
    out = tmp_path / "out"
    asked = ["compare", TWO_AGENCIES, "--replications", "3", "--jobs", "1", "--strengths", "--out", str(out)]
    assert run(asked) == 0
    printed = capsys.readouterr().out
    assert "Strengths and weaknesses" in printed
    assert "best at" in printed
    table = pd.read_csv(out / "strengths.csv")
    result = compare(load(TWO_AGENCIES), replications=3)
    assert len(table) == len(judged(result)) * len(result.keys)
    told = table[(table["standing"] == "worst") & (table["behind_low"].notna())]
    assert ((told["behind_low"] > 0) | (told["behind_high"] < 0)).all()
