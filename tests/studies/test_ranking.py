"""By which measure patterns are ranked, and what must be said beside numbers: one place for all studies."""

import math

import pytest

from tests.places import TINY
from wogsim.language import using
from wogsim.measures.summary import OF_ALL, SOJOURN
from wogsim.scenario.reading import load
from wogsim.studies.beside import Known, gave_up, notes, overload, sign, span
from wogsim.studies.ranking import MATTERS, alike, ranked_by, why

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"a": [0.0] * 3, "b": [0.0] * 3}, True),  # nobody gives up
        ({"a": [0.2, 0.3, 0.25], "b": [0.2, 0.3, 0.25]}, True),  # the same, however many
        ({"a": [0.25] * 3, "b": [0.0] * 3}, False),
        ({"a": [0.009] * 3, "b": [0.0] * 3}, True),  # sure, and too little to matter
        ({"a": [0.0, 0.06, 0.0], "b": [0.03, 0.0, 0.03]}, False),  # equal means, but that proves nothing yet
        ({"a": [0.0] * 3, "b": [0.0] * 3, "c": [0.02] * 3}, False),  # two of three are enough
        ({"a": [0.25], "b": [0.0]}, False),  # one replication: the difference itself
        ({"a": [0.005], "b": [0.0]}, True),
        ({"a": [math.nan] * 3, "b": [math.nan] * 3}, True),  # there is nobody
        ({"a": [0.5, math.nan], "b": [0.0, math.nan]}, False),
        ({"a": [0.5] * 3}, True),  # one pattern ranks before nobody
    ],
)
def test_when_shares_that_gave_up_matter(shares, expected):
    assert alike(shares) is expected
    assert ranked_by([shares]) == (SOJOURN if expected else OF_ALL)


def test_worlds_shown_together_have_one_measure():
    same, other = {"a": [0.0] * 3, "b": [0.0] * 3}, {"a": [0.5] * 3, "b": [0.0] * 3}
    assert ranked_by([same, same]) == SOJOURN
    assert ranked_by([same, other, same]) == OF_ALL


def test_what_matters_is_what_losing_the_slow_does_to_a_mean():
    """The mean of an exponential time below its quantile 1 - x, against the whole mean of 1: the constant's reason."""

    def shorter(lost):
        return 1 - (1 - lost * (1 - math.log(lost))) / (1 - lost)

    assert shorter(MATTERS) < 0.05 < 0.15 < shorter(5 * MATTERS)


def test_why_is_said_only_where_it_is_so():
    run = load(TINY).scenario.run
    assert why(SOJOURN, run) == ""
    assert "counts as 1 day." in why(OF_ALL, run)
    assert "run.run_out" in why(OF_ALL, None)


class TestBeside:
    good, full, lost = Known(), Known(overloaded=True), Known(gave_up=0.25)

    def test_a_sign_only_where_somebody_is_overloaded(self):
        assert [sign(known) for known in (self.good, self.lost, self.full)] == ["", "", " *"]
        assert overload([self.good, self.lost]) == ""
        assert overload([self.good, self.full]).startswith("* Overloaded: ")

    def test_who_gave_up_stands_beneath_every_name_or_none(self):
        assert notes({"a": self.good, "b": self.good}) == {"a": "", "b": ""}
        assert notes({"a": self.good, "b": self.lost}) == {"a": f"gave up: 0{NBSP}%", "b": f"gave up: 25{NBSP}%"}
        assert notes({"a": self.full})["a"] == "overloaded"
        assert notes({"a": Known(True, 0.5)})["a"] == f"gave up: 50{NBSP}%; overloaded"

    def test_ranges(self):
        assert gave_up([self.good]) == ""
        assert gave_up([self.good, self.lost]) == f"Gave up: 0{NBSP}% to 25{NBSP}% of the citizens."
        assert (span([0.1, 0.5]), span([0.1]), span([math.nan])) == (f"10–50{NBSP}%", f"10{NBSP}%", "-")

    def test_in_indonesian(self):
        with using("id"):
            assert "overloaded" not in notes({"a": self.full})["a"]
