"""Closed forms of queueing theory, through the whole path: from a scenario file to the measure people read.

`wogsim.validation` says what is compared and how a queue is realised; here it runs, and is shown to have power.
"""

import csv
import importlib.util
import re
from dataclasses import replace

import numpy as np
import pytest

import wogsim
from tests.places import DOCS
from tests.small_worlds import ran
from wogsim.chance import distributions
from wogsim.cli import run
from wogsim.measures.pools import pool_measures, pool_sums
from wogsim.output_analysis import theory
from wogsim.replication.prepare import prepare
from wogsim.scenario.reading import from_tree, load
from wogsim.validation import experiments, published, restaurant
from wogsim.validation import run as running
from wogsim.validation.evidence import not_held, rows
from wogsim.validation.run import interval, validate
from wogsim.validation.tables import evidence_table

FORMS = {
    "M/M/1", "M/D/1", "M/G/1", "M/M/2", "M/M/4/4", "M/M/3+M", "M/M/1 with priority", "tandem of three M/M/1",
    "fork-join of two", "critical path", "Little's law", "offered load",
}  # fmt: skip


@pytest.fixture(scope="module")
def quick():
    return validate(quick=True, jobs=1)  # the other processes run other tests


@pytest.fixture
def one_queue(monkeypatch):
    """Only M/M/1 is compared, in this process."""
    monkeypatch.setattr(running, "laws", lambda _share: ())
    monkeypatch.setattr(running, "published_queues", lambda _share: ())
    monkeypatch.setattr(running, "evidence_worlds", lambda _share: ())
    monkeypatch.setattr(running, "beside", lambda _seen: ())
    monkeypatch.setattr(running, "queues", lambda share: experiments.queues(share)[:1])


# --- the model is what theory says ------------------------------------------------------------------------------------


def test_every_form_is_compared_and_within(quick):
    assert {row.case for row in quick.rows} == FORMS
    assert not quick.missed


def test_quick_intervals_are_narrow(quick):
    """A tenth of the citizens: 5 % times the root of ten, at most."""
    for row in quick.rows:
        assert row.high - row.low < 0.16 * row.expected, row


@pytest.mark.slow
def test_full_validation():
    found = validate(jobs=0)
    assert not found.missed
    for row in found.rows:
        assert row.high - row.low < 0.05 * row.expected, row
    build = importlib.util.spec_from_file_location("build", DOCS / "build.py")
    pages = importlib.util.module_from_spec(build)
    build.loader.exec_module(pages)
    assert pages.results(found) in (DOCS / "validation.md").read_text("utf-8")


def test_intervals_hold_together(quick):
    """The chances of missing add up to one in a hundred."""
    judged = sum(not row.exact for case in (*experiments.queues(1), *restaurant.laws(1)) for row in case.rows)
    assert judged * (1 - quick.level) == pytest.approx(0.01)


def test_exact_rows_have_no_width(quick):
    exact = [row for row in quick.rows if row.case in ("critical path", "Little's law")]
    assert [(row.low, row.high) for row in exact] == [(row.expected, row.expected) for row in exact]


def test_offered_load_is_known_before_running():
    """From the pilot's work, which knows a mean only from so many draws."""
    for case in experiments.queues(0.1)[:4]:
        post = next(post for post in prepare(case.loaded).patterns[0][1].posts if post.name == "desk")
        assert post.load / post.servers == pytest.approx(experiments.LOAD, rel=0.1)


CONTROLLED = [case for case in (*experiments.queues(0.1), *published.published_queues(0.1)) if case.controls]


@pytest.mark.parametrize("case", CONTROLLED, ids=lambda case: case.key)
def test_controls_are_the_expectations_of_what_runs(case):
    """One that is not moves what is compared: 215.64 s that run as 216 s add 6 % to a wait at a load of 0.97."""
    world = case.loaded.scenario.world
    assert world.citizens.need.per_week(7, 0) / (7 * 24 * 60) == pytest.approx(case.controls["arrivals"], rel=1e-8)
    lengths = [agency.intake for agency in world.agencies.values() if world.citizens.assisted_share]
    if not case.loaded.scenario.levers.automated:
        lengths += [clearance.assessment for clearance in world.clearances.values()]
    evenly = (np.arange(2**20) + 0.5) / 2**20
    seconds = sum(length.quantile(evenly, least=1).mean() for length in lengths)
    if "service" in case.controls:
        assert seconds / 60 == pytest.approx(case.controls["service"], rel=2e-5)
    assert seconds == pytest.approx(sum(length.mean for length in lengths), rel=2e-5)


def test_number_of_workers_changes_nothing(one_queue):
    assert validate(quick=True, jobs=1).rows == validate(quick=True, jobs=2).rows


@pytest.mark.parametrize("controls", [0, 2])
def test_intervals_cover(controls):
    generator = np.random.default_rng(1)
    covered = 0
    for _experiment in range(2000):
        noise = generator.normal(size=(controls, 30))
        mean, half = interval(5 + generator.normal(size=30) + noise.sum(axis=0), list(noise), 0.95)
        covered += abs(mean - 5) <= half
    assert 0.935 < covered / 2000 < 0.965


def test_controls_narrow():
    generator = np.random.default_rng(1)
    control = generator.normal(size=60)
    values = 5 + control + 0.1 * generator.normal(size=60)
    assert interval(values, [control], 0.99)[1] < interval(values, [], 0.99)[1] / 5


def test_assessments_are_counted_as_they_happen():
    """Against one case after another, paper by paper."""
    generator = np.random.default_rng(1)
    total = 0.0
    for _case in range(20_000):
        seen = False
        for bringing in range(3):
            complete = bringing == 2 or generator.random() > 0.4
            if complete or generator.random() > 0.7:
                total += 0.5 if seen else 1.0
                seen = True
            if complete:
                break
    assert restaurant.assessments(0.4, 0.7, 3, 0.5) == pytest.approx(total / 20_000, rel=0.01)


def test_littles_law_holds_to_the_second_when_all_is_over():
    """Every pool of a world that never closes, from the first need until nobody waits any more."""
    title = {"en": "T", "id": "T"}
    clearances = {
        key: {
            "title": title,
            "agency": key[0],
            "assessors": 1,
            "assessment": "exponential(3 hours)",
            "incomplete": 0.3,
            "own_cases": "1 per day",
        }
        for key in ("a0", "a1", "b0")
    }
    tree = {
        "title": title,
        "about": title,
        "world": {
            "start": "2026-01-05",
            "citizens": {"need": "5 per day"},
            "papers": {"detection": 0.5, "fix": "exponential(1 day)"},
            "agencies": {
                key: {"title": title, "counters": 2, "intake": "exponential(1 hour)", "collection": "20 min"}
                for key in "ab"
            },
            "clearances": clearances,
            "permits": {"p": {"title": title}},
        },
        "run": {"warm_up": "0 days", "cohort": "2 weeks", "run_out": "0 days"},
    }
    run = ran(from_tree(tree, "little"), "one-roof")
    end = int(run.log.completed.max())
    pools = run.cases.pools
    every = pool_measures(pools, pool_sums(pools, run.log, 0, end), 0, end)
    for number, pool in enumerate(pools):
        rows = run.log.pool == number
        measured = [m for m in every if m.name == pool.name]
        if rows.any() and measured:
            arrivals = int(rows.sum())
            assert measured[0].queue * end == pytest.approx(measured[0].mean_wait * arrivals, rel=1e-12)
            work = int(run.cases.work[run.log.activity[rows]].sum())
            assert measured[0].busy == work
            assert measured[0].utilisation == pytest.approx(work / (pool.servers * end), rel=1e-12)


# --- published changes ------------------------------------------------------------------------------------------------


def test_every_published_change_is_run(quick):
    assert [(one.row, one.worlds) for one in quick.evidence] == [(row, pair) for row in rows() for pair in row.worlds]
    for one in quick.evidence:
        assert one.ratio.low <= one.after.mean / one.before.mean <= one.ratio.high
        if one.row.measure == "sojourn_time":
            assert sum(one.parts.values()) == pytest.approx(one.after.mean)


def test_published_changes_in_their_table(quick):
    table = evidence_table(quick)
    assert len(table) == len(quick.evidence) + len(not_held())
    assert (table["source"] != "").all()
    assert ((table["not_held"] == "") == (table["world_after"] != "")).all()


# --- it would be seen if the model were wrong -------------------------------------------------------------------------


def test_services_five_percent_longer_are_missed(one_queue, monkeypatch, capsys):
    family = distributions.FAMILIES["exponential"]
    slower = replace(family, quantile=lambda u, m: 1.05 * family.quantile(u, m))
    monkeypatch.setitem(distributions.FAMILIES, "exponential", slower)
    assert run(["validate", "--quick", "--quiet", "--jobs", "1"]) == 1
    assert "utilisation" in capsys.readouterr().out


def test_a_formula_ten_percent_off_is_missed(one_queue, monkeypatch, capsys):
    right = theory.mmc
    monkeypatch.setattr(
        theory, "mmc", lambda *queue: replace(right(*queue), waiting_time=1.1 * right(*queue).waiting_time)
    )
    assert run(["validate", "--quick", "--quiet", "--jobs", "1"]) == 1
    said = capsys.readouterr().out
    assert "1 row of 3 missed." in said
    assert "waiting time" in said
    assert "utilisation" not in said


def test_one_second_in_one_sojourn_is_missed(monkeypatch):
    row = experiments.Row("", "days", "seen", "expected", exact=True)
    case = replace(restaurant.laws(0.1)[0], rows=(row,))
    seen = {"seen": np.array([1.0, 1.0 + 1 / 86_400 / 60]), "expected": np.ones(2)}
    assert running._compared(case, row, seen, 0.99).verdict == "missed"
    assert running._compared(case, row, {**seen, "seen": np.ones(2)}, 0.99).verdict == "within"


# --- published figures ------------------------------------------------------------------------------------------------


def figure(quick, office, period, metric):
    return [f for f in quick.figures if (f.fact.office, f.fact.period, f.fact.metric) == (office, period, metric)]


def test_published_figures(quick):
    verdicts = {(f.fact.office, f.fact.metric, f.by): f.verdict for f in quick.figures if f.fact.period[:4] != "2018"}
    assert {verdict for (office, *_rest), verdict in verdicts.items() if "Imigrasi" in office} == {"agrees"}
    assert [verdict for (office, *_rest), verdict in verdicts.items() if "Disdukcapil" in office] == [
        "agrees", "rounding", "rounding",
    ]  # fmt: skip
    assert [verdict for (office, *_rest), verdict in verdicts.items() if "Polres" in office] == ["agrees"]


@pytest.mark.parametrize("day", published.DAYS)
def test_three_officers_cannot_be_as_idle_as_one(quick, day):
    one, three = figure(quick, published.VEHICLES, day, "idle")
    assert one.verdict in ("agrees", "rounding")
    assert three.verdict == "contradicts itself"
    assert three.value == pytest.approx(1 - (1 - one.value) / 3)


def test_only_nine_booths_fit_both_figures():
    known = published.facts()
    busy, empty = (known[published.IMMIGRATION, "2016", metric] for metric in ("utilisation", "P0"))
    fits = [n for n in range(1, 40) if abs(theory.mmc(n * busy.value, 1, n).empty - empty.value) <= empty.slack]
    assert fits == [published.BOOTHS]


@pytest.mark.parametrize(("text", "verdict"), [("3.3", "agrees"), ("3.4", "rounding"), ("3.5", "contradicts itself")])
def test_verdict_on_a_figure(text, verdict):
    """A sum of 1.1 and 2.2 is 3.3, or, since each is rounded, anything from 3.2 to 3.4."""
    fact, one, two = (published.Fact("", "", "", number, "min", "") for number in (text, "1.1", "2.2"))
    assert published.judged(fact, [one, two], lambda a, b: a + b)[1] == verdict


def test_every_figure_has_its_address():
    assert all(fact.source.startswith("http") for fact in published.facts().values())


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["tandem of three M/M/1", "All 36 rows are within", "contradicts itself", "0.5000", "Senegal, APIX"]),
        ("id", ["tiga M/M/1 berurutan", "Semua 36 baris ada di dalam", "bertentangan", "0,5000", "hari kerja: Teknis"]),
    ],
)
def test_command_prints_all_tables(quick, monkeypatch, capsys, language, words):
    monkeypatch.setattr("wogsim.validation.validate", lambda **_options: quick)
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["validate", "--lang", language]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for word in words:
        assert word in said


def test_command_writes_tables_and_scenarios(one_queue, tmp_path, capsys):
    out = tmp_path / "out"
    for _twice in range(2):
        assert run(["validate", "--quick", "--quiet", "--jobs", "1", "--out", str(out)]) == 0
    tables = {"validation.csv", "published.csv", "evidence.csv"}
    assert {path.name for path in out.iterdir()} == {*tables, "m-m-1.toml", "manifest.json"}
    with (out / "validation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = "case,source,quantity,unit,expected,simulated,ci_low,ci_high,verdict"
    assert list(rows[0]) == columns.split(",")
    assert [row["verdict"] for row in rows] == ["within"] * 3
    assert all(float(row["ci_low"]) < float(row["simulated"]) < float(row["ci_high"]) for row in rows)
    said = capsys.readouterr().out
    assert "out" in said
    assert "M/M/1, Ls" not in said


def test_written_scenarios_are_ordinary_ones(one_queue, tmp_path, capsys):
    assert run(["validate", "--quick", "--quiet", "--jobs", "1", "--out", str(tmp_path / "out")]) == 0
    loaded = load(tmp_path / "out" / "m-m-1.toml")
    found = wogsim.compare(loaded, replications=10).estimates["electronic", "waiting_time"]
    assert found.low < 10 < found.high


def test_foreign_directory_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert run(["validate", "--out", str(tmp_path)]) == 2
    assert re.search("holds files that wogsim did not write", capsys.readouterr().err)
