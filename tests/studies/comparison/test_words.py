"""Answers in words: who is least and most, and that ties are not ranked."""

import math

import pytest

from tests.drawn import FIVE
from wogsim.language import joined
from wogsim.studies.comparison import words
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.told_apart import groups
from wogsim.studies.result import Result
from wogsim.studies.units import plain


@pytest.fixture(scope="module")
def result(town):
    return compare(town, replications=4)


class TestAnswers:
    @pytest.mark.parametrize(
        ("values", "lowest", "highest", "between"),
        [
            ({"a": [1, 2, 3, 4], "b": [2, 3, 4, 5.1]}, ("a",), ("b",), ()),  # always one less: told apart
            ({"a": [1, 2, 3, 4], "b": [4, 3, 2, 1.1]}, ("a", "b"), ("a", "b"), ()),
            ({"a": [1, 2, 3, 4], "b": [1, 2, 3, 4], "c": [9, 9.5, 11, 12]}, ("a", "b"), ("c",), ()),
            ({"a": [1, 1.1, 1, 1], "b": [0, 9, 0, 9], "c": [5, 5.1, 5, 5.2]}, ("a",), ("c",), ("b",)),
            ({"a": [math.nan] * 4, "b": [1, 1, 1, 1]}, ("b",), ("b",), ()),
        ],
    )
    def test_groups(self, values, lowest, highest, between):
        found = groups(values)
        assert (found.lowest, found.highest, found.between) == (lowest, highest, between)

    def test_equal_is_not_chance(self):
        assert groups({"a": [1, 2], "b": [1, 2]}).equal
        assert not groups({"a": [1, 2], "b": [2, 1]}).equal

    def test_ties_are_not_ranked(self):
        text = words.answer_of(
            Titled(), {"a": [1, 2, 3], "b": [3, 2, 1.5]}, plain("{value} min"), "{low} before {high}"
        )
        assert "before" not in text
        assert "cannot tell the patterns apart" in text

    def test_names(self):
        assert joined(["A"]) == "A"
        assert joined(["A", "B", "C"]) == "A, B and C"


class Titled(Result):
    """As much of a result as answers ask: names."""

    def title(self, pattern):
        return pattern.upper()


class TestAsides:
    def test_ties_are_not_ranked(self, result):
        same = {key: [1.0, 2.0, 3.0, 4.0] for key in FIVE}
        ends = "{low} {low_value} before {high} {high_value}"
        assert words.answer_of(result, same, plain("{value} %"), ends) == "All patterns are equal: 2.5 % on average."
        higher = same | {"one-door": [2.0, 3.0, 4.0, 5.1]}
        text = words.answer_of(result, higher, plain("{value} %"), ends)
        assert "before One-door 3.5 %" in text
        noise = same | {"one-door": [2.0, 1.0, 4.0, 3.2]}
        assert "cannot tell the patterns apart" in words.answer_of(result, noise, plain("{value} %"), ends)
