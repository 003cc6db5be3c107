"""The lesson plans: what is made by script is there in both languages, and is what the program says today."""

import re
import sys
from itertools import pairwise

import pytest

import wogsim
from tests.places import DOCS
from wogsim.language import LANGUAGES, using

sys.path.insert(0, str(DOCS))  # where these scripts stand beside their pages
import lessons
from city import BLOCK, renewed

PLANS = [(name, language) for name in lessons.PAGES for language in LANGUAGES]


def page(name, language):
    return (DOCS / f"{name}{lessons.ending(language)}.md").read_text("utf-8")


def minutes(name, language):
    """Begin and end of each row of the plan, in minutes."""
    return [tuple(map(int, row)) for row in re.findall(r"^\| (\d+)–(\d+) \|", page(name, language), re.M)]


@pytest.mark.parametrize(("name", "language"), PLANS)
def test_minutes_follow_each_other_to_the_end(name, language):
    rows = minutes(name, language)
    assert rows[0][0] == 0
    assert rows[-1][1] == int(name.removeprefix("lesson-"))
    assert all(end == begin for (_begin, end), (begin, _end) in pairwise(rows))


@pytest.mark.parametrize(("name", "language"), PLANS)
def test_numbers_are_filled_in(name, language):
    blocks = [found[0] for found in BLOCK.finditer(page(name, language))]
    assert len(blocks) >= 2
    assert all("|---|" in block for block in blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_curve_is_what_the_script_draws(language):
    with using(language):
        drawn = lessons.sketch()
    assert (DOCS / "images" / f"authority_sketch{lessons.ending(language)}.svg").read_text("utf-8") == drawn


@pytest.mark.slow
def test_numbers_are_those_of_the_shipped_city():
    loaded = wogsim.load(lessons.SCENARIO)
    result, way = wogsim.compare(loaded, jobs=0), wogsim.journey(loaded)
    found = wogsim.breakeven(loaded, patterns=[lessons.PATTERN], jobs=0)
    for name, language in PLANS:
        with using(language):
            said = lessons.made(result, found, way)
        assert renewed(page(name, language), said) == page(name, language)
