"""Published changes beside the model's: the arithmetic of the table, and that a miss is shown as one."""

import importlib.util
import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_rel

from tests.places import DOCS
from wogsim.cli.validated import print_validation
from wogsim.language import LANGUAGES, using
from wogsim.measures.anatomy import PARTS
from wogsim.output_analysis import Estimate
from wogsim.validation import beside as compared
from wogsim.validation import evidence
from wogsim.validation.beside import FACTOR, NO, NOT_TOLD, NOTHING, YES, allowed, beside, evidence_worlds, ratio
from wogsim.validation.evidence import Range, rows, said
from wogsim.validation.run import Validation

LUCK = np.array([0.97, 1.0, 1.01, 1.02])  # of four replications, the same in every world


def seen(days=lambda _world: 30.0):
    """What would be seen if each world took so many days, all of it signatures."""
    worlds = {world for row in rows() for pair in row.worlds for world in pair}
    names = {row.measure for row in rows() if row.worlds}
    none = {f"time_{part}": np.zeros(4) for part in PARTS}
    return {world: {**none, **{name: days(world) * LUCK for name in (*names, "time_signature")}} for world in worlds}


def found(place, days):
    """The comparisons of one row when worlds take so many days."""
    return [one for one in beside(seen(days)) if place in one.row.place["en"]]


def validation(found):
    return Validation((), (), {}, level=0.99, seed=1, engine="simpy", evidence=tuple(found))


def page(found):
    """The page's tables of these comparisons."""
    build = importlib.util.spec_from_file_location("build", DOCS / "build.py")
    pages = importlib.util.module_from_spec(build)
    build.loader.exec_module(pages)
    return pages.evidence(validation(found))


# --- what was published -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.place['en']} {row.year}")
def test_a_row_has_its_source_and_is_compared_or_says_why_not(row):
    assert row.source.strip()
    assert row.kind in {"press", "survey", "study", "official", "measured", "target", "rule"}
    assert bool(row.worlds) != bool(row.not_held)
    for text in (row.place, row.changed, row.why, row.not_held):
        assert not text or all(text[language].strip() for language in LANGUAGES)


def test_published_ratios_are_of_changes_for_the_better():
    """The rule about what is saved has no meaning for others."""
    assert all(0 < row.ratio.low <= row.ratio.high < 1 for row in rows() if row.ratio)


def test_every_world_can_be_made_and_differs_from_the_others():
    worlds = evidence_worlds(0.0)
    assert {len(world.loaded.scenario.levers.patterns) for world in worlds} == {1}
    assert len({world.loaded.fingerprint for world in worlds}) == len(worlds)


def test_no_world_or_variant_stands_there_for_nothing():
    used = {part for row in rows() for pair in row.worlds for world in pair for part in world.split("/")}
    assert {*evidence.evidence_file()["patterns"], *evidence.evidence_file()["variants"]} <= used


@pytest.mark.parametrize(
    ("published", "text"),
    [(None, "–"), (Range(60, 60), "60"), (Range(1, 3), "1–3"), (Range(0.125, 0.125), "0.125")],
)
def test_numbers_are_said_as_published(published, text):
    assert said(published) == text


# --- the arithmetic ---------------------------------------------------------------------------------------------------


def test_a_published_range_is_divided_end_by_end():
    assert Range(10, 16).over(Range(30, 40)) == Range(10 / 40, 16 / 30)


@pytest.mark.parametrize(
    ("published", "least", "most"),
    [((0.4, 0.4), 0.2, 0.7), ((0.61, 0.61), 0.305, 0.805), ((0.9, 0.9), 0.8, 0.95), ((0.3, 0.5), 0.15, 0.75)],
)
def test_what_remains_and_what_is_saved_are_within_a_factor_of_two(published, least, most):
    found = allowed(Range(*published))
    assert found == pytest.approx((least, most))
    assert found.low >= published[0] / FACTOR
    assert 1 - found.high >= (1 - published[1]) / FACTOR - 1e-12


def test_the_ratio_is_of_means_and_exact_where_all_replications_agree():
    assert ratio(10 * LUCK, 4 * LUCK, 0.95) == pytest.approx((0.4, 0.4, 0.4, 4))


def test_the_ratio_leaves_out_one_where_a_paired_test_tells_apart():
    generator = np.random.default_rng(1)
    apart = []
    for _pair in range(300):
        before = 20 + generator.normal(size=8)
        after = before + generator.normal(0.6, 1, size=8)
        estimate = ratio(before, after, 0.95)
        apart.append(ttest_rel(before, after).pvalue < 0.05)
        assert apart[-1] == (not estimate.low <= 1 <= estimate.high)
    assert 0 < sum(apart) < 300


def test_the_interval_of_a_ratio_covers():
    generator = np.random.default_rng(2)
    covered = 0
    for _experiment in range(2000):
        luck = generator.normal(size=20)
        estimate = ratio(20 + luck + generator.normal(size=20), 8 + luck + generator.normal(size=20), 0.95)
        covered += estimate.low <= 0.4 <= estimate.high
    assert 0.935 < covered / 2000 < 0.965


def test_a_mean_that_may_be_zero_has_no_interval():
    estimate = ratio([-1.0, 1.0, 2.0], [1.0, 1.0, 1.0], 0.95)
    assert np.isnan([estimate.low, estimate.high]).all()


def test_the_table_is_made_of_the_right_worlds():
    """A pair of which the one world takes ten and the other four days."""
    (one,) = found("Portugal", lambda world: 10.0 if world == "technical-functional" else 4.0)
    assert (one.before.mean, one.after.mean, one.ratio.mean) == pytest.approx((10, 4, 0.4))
    assert one.parts["signature"] == pytest.approx(4)
    assert page([one]).count("10.0 → 4.0 | 0.40 | 0.40 | 0.40 | yes | no |") == 1


# --- verdicts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("interval", "direction", "size"),
    [
        ((0.38, 0.42), YES, YES),
        ((0.72, 0.78), YES, NOT_TOLD),  # published 10 to 16 of 30 days, so up to 0.767
        ((0.80, 0.90), YES, NO),
        ((0.90, 0.98), NOT_TOLD, NO),
        ((0.98, 0.99), NO, NO),  # shorter beyond chance, and nobody would notice
        ((1.20, 1.30), NO, NO),
        ((0.10, 0.12), YES, NO),
    ],
)
def test_verdict_on_a_ratio(interval, direction, size):
    (one,) = found("Azerbaijan", lambda _world: 30.0)
    one = replace(one, ratio=Estimate(sum(interval) / 2, *interval, 4))
    assert (one.direction, one.size) == (direction, size)


@pytest.mark.parametrize(("days", "size"), [(29, NO), (31, YES), (119, YES), (121, NO)])
def test_without_a_time_before_the_time_after_is_compared(days, size):
    (one,) = [one for one in found("Metro", lambda _world: 60.0) if one.row.door == "letter-box"]
    one = replace(one, after=Estimate(days, days, days, 4))
    assert (one.direction, one.size) == (NOTHING, size)


def test_where_nothing_was_published_nothing_is_judged():
    (one,) = found("Parepare", lambda _world: 30.0)
    assert (one.direction, one.size, one.missed) == (NOTHING, NOTHING, False)


def test_of_one_signature_only_the_direction_is_compared():
    (one,) = found("Blitar", lambda world: 10.0 if world == "seconded" else 4.0)
    assert (one.direction, one.size) == (YES, NOTHING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_direction_is_printed_as_a_miss(language, capsys, monkeypatch):
    """A stand-in: one door takes twice as long."""
    monkeypatch.setenv("COLUMNS", "80")
    wrong = found("Portugal", lambda world: 60.0 if world == "one-door" else 30.0)
    assert [(one.direction, one.missed) for one in wrong] == [(NO, True)]
    with using(language):
        print_validation(validation(wrong), None, quiet=False)
        means = wrong[0].what_it_means
    said = " ".join(capsys.readouterr().out.split())
    assert re.search(r"2[.,]00 2[.,]00–2[.,]00 (no no|tidak tidak)", said)
    assert wrong[0].row.why[language] in means
    assert means in said


def test_a_wrong_direction_is_a_miss_on_the_page():
    wrong = found("Portugal", lambda world: 60.0 if world == "one-door" else 30.0)
    tables = page(wrong)
    assert "| 30.0 → 60.0 | 2.00 | 2.00 | 2.00 | no | no |" in tables
    assert f"One-door: {wrong[0].what_it_means}\n" in tables
    assert "signature 60.0" in wrong[0].what_it_means
    assert "Direction agrees in 0 of 1 comparisons, size in 0 of 1." in tables


def test_what_is_not_missed_is_not_explained():
    (one,) = found("Azerbaijan", lambda world: 10.0 if world == "technical-functional" else 4.0)
    assert not one.missed
    assert not one.what_it_means


def test_a_miss_is_no_failure(capsys):
    wrong = found("Portugal", lambda world: 60.0 if world == "one-door" else 30.0)
    assert not validation(wrong).missed


def test_the_page_has_every_row_and_says_where_it_is_from():
    tables = page(beside(seen()))
    for row in rows():
        assert row.source in tables
        assert row.place["en"] in tables


def test_intervals_hold_together():
    pairs = sum(len(row.worlds) for row in rows())
    narrow, wide = (ratio(10 * LUCK, 4 * LUCK[::-1], level) for level in (0.95, 1 - compared.CHANCE / pairs))
    assert wide.low < narrow.low
    shuffled = seen() | {"one-door": {name: value[::-1] for name, value in seen()["one-door"].items()}}
    one = next(one for one in beside(shuffled) if "Portugal" in one.row.place["en"])
    assert one.ratio == ratio(30 * LUCK, 30 * LUCK[::-1], 1 - compared.CHANCE / pairs)
