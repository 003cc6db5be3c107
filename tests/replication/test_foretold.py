"""What would not fit, or never end, is refused before the work whatever asks for it; how long it takes is said."""

import time
import warnings
from types import SimpleNamespace

import psutil
import pytest

from tests.places import ROOT, TINY, TWO_AGENCIES
from wogsim.animation.morning import morning
from wogsim.cli import run
from wogsim.errors import BadInput, Notice, TooLarge
from wogsim.replication import foretold
from wogsim.replication.foretold import duration, foretell, seconds
from wogsim.replication.prepare import prepare
from wogsim.replication.run import each_pattern, replicate
from wogsim.replication.size import fewest_activities, memory
from wogsim.scenario.reading import load
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.comparison.run import compare
from wogsim.studies.explain.run import explain
from wogsim.studies.journey.run import journey
from wogsim.studies.sweep import evaluation
from wogsim.studies.sweep.run import sweep
from wogsim.validation import experiments, validate
from wogsim.validation import run as validating
from wogsim.work.store import NAME

DAY = 86_400
pytestmark = pytest.mark.usefixtures("_no_charts")
LARGE = r"this run needs about [\d.]+ GB of memory, and 0\.000 GB are free"


@pytest.fixture
def no_memory(monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=30_000))


@pytest.mark.parametrize(
    "study",
    [
        lambda world: compare(world, replications=2),
        lambda world: sweep(world, agencies="1..2", replications=1),
        lambda world: breakeven(world, replications=2),
        lambda world: explain(world, replications=2),
        lambda world: journey(world),
        lambda world: morning(world, patterns=["one-roof"]),
        lambda _world: validate(quick=True, jobs=1),
    ],
    ids=["compare", "sweep", "breakeven", "explain", "journey", "animate", "validate"],
)
def test_every_study_refuses_what_does_not_fit(study, no_memory, monkeypatch):
    monkeypatch.setattr(validating, "queues", lambda share: experiments.queues(share)[:1])
    for more in ("laws", "published_queues", "evidence_worlds"):
        monkeypatch.setattr(validating, more, lambda _share: ())
    with pytest.raises(TooLarge, match="GB of memory"):
        study(load(TWO_AGENCIES))


def test_whatever_runs_a_world_refuses_it_by_itself(no_memory):
    """So that a study that has not asked cannot go round it."""
    plan = prepare(load(TWO_AGENCIES))
    for running in (lambda: replicate(plan, 1, [0]), lambda: each_pattern(plan, 1, 0)):
        with pytest.raises(TooLarge, match=LARGE):
            running()


def test_a_world_that_does_not_fit_is_not_left_out_of_a_sweep(monkeypatch, tmp_path):
    """Else it would depend on the machine what a sweep finds. Nor are there any cells yet."""
    world, path = load(TINY), "world.citizens.need"
    sizes = [
        memory([prepare(world.change({path: need}))], 1, 1, keep_log=False) for need in ("4 per day", "40 per day")
    ]
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=sum(sizes) / 2))
    with pytest.raises(TooLarge, match=rf"{path} = 40 per day: this run needs"):
        sweep(world, vary={path: ["4 per day", "40 per day"]}, replications=2, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".csv"] == []
    assert (tmp_path / NAME).exists()


def test_results_that_do_not_fit_are_refused(monkeypatch):
    """A grid of points as such, before any world is made."""
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=10**6))
    with pytest.raises(TooLarge, match=r"the results alone need about 0\.0\d\d GB"):
        evaluation.evaluate(load(TINY), [{"levers.delegated": share / 1000} for share in range(1000)], refused={})


def said(work):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", Notice)
        work()
    return [str(one.message) for one in caught if one.category is Notice]


def test_a_short_run_says_nothing():
    assert said(lambda: compare(load(TINY), replications=2)) == []
    assert said(lambda: sweep(load(TINY), agencies="1..2", replications=2)) == []


def test_a_long_run_says_how_long(monkeypatch):
    """Ten thousand replications, or a sweep of many points, before the work: here the work is cut short."""

    def cut(*_anything, **_more):
        raise KeyboardInterrupt

    slow = dict.fromkeys(foretold.OF_AN_ACTIVITY, 1e-3)
    monkeypatch.setattr(foretold, "OF_AN_ACTIVITY", slow)
    world = load(TINY)
    each = seconds([prepare(world)], 1)
    with monkeypatch.context() as patch:
        patch.setattr("wogsim.studies.comparison.run.in_order", cut)
        with pytest.warns(Notice) as heard, pytest.raises(KeyboardInterrupt):
            compare(world, replications=10_000)
    assert str(heard[0].message) == f"This will take about {duration(10_000 * each)} on 1 process."
    monkeypatch.setattr("wogsim.studies.sweep.evaluation.replicate", cut)
    with pytest.warns(Notice) as heard, pytest.raises(KeyboardInterrupt):
        sweep(world, authority=[n / 100 for n in range(40)], replications=2000)
    assert len(heard) == 1
    assert str(heard[0].message) == f"This will take about {duration(40 * 2000 * each)} on 1 process."


def test_checking_many_points_says_how_long_too(monkeypatch):
    """It comes first, and at 11,011 points takes minutes."""
    monkeypatch.setattr(foretold, "LONG", 0.0)
    points = [{"levers.delegated": share / 100} for share in range(evaluation.SAMPLE + 1)]
    (one,) = said(lambda: evaluation.impossible(load(TINY), points))
    assert one == f"Checking {len(points)} points takes about 1 minute; no cell is worked on before."


def test_a_search_says_it_once(monkeypatch):
    monkeypatch.setattr(foretold, "LONG", 0.0)
    (one,) = said(lambda: breakeven(load(TINY), replications=2, engine="simpy"))
    assert one.startswith("This will take about 1 minute")


def test_it_is_said_at_the_terminal(monkeypatch, capsys):
    monkeypatch.setattr(foretold, "LONG", 0.0)
    assert run(["compare", TINY, "--replications", "2", "--jobs", "1", "--precision", "0.9", "--brief"]) == 0
    assert capsys.readouterr().err == "This will take at most about 1 minute on 1 process.\n"


def test_memory_and_log_are_said(monkeypatch, tmp_path):
    monkeypatch.setattr(foretold, "LARGE", 1000)
    asking = {"replications": 2, "keep_log": True, "log_to": tmp_path}
    (one,) = said(lambda: compare(load(TINY), **asking))
    assert one == "It needs about 0.000 GB of memory. log.csv will have about 0.000 GB."


def test_what_nobody_waits_for_is_refused(monkeypatch):
    monkeypatch.setattr(foretold, "OF_AN_ACTIVITY", dict.fromkeys(foretold.OF_AN_ACTIVITY, 1e6))
    for study, more in ((compare, {}), (sweep, {"agencies": "1..2"})):
        with pytest.raises(TooLarge, match=r"would take about [\d.,]+ years; expected fewer"):
            study(load(TINY), replications=10, **more)


@pytest.mark.parametrize(
    ("takes", "text"),
    [(60, "1 minute"), (600, "10 minutes"), (3 * 3600, "3 hours"), (5 * DAY, "5 days"), (400 * DAY, "400 days")],
)
def test_durations(takes, text):
    assert duration(takes) == text


def test_a_cluster_s_width_nobody_knows():
    (one,) = said(lambda: foretell(7200.0, 0))
    assert one == "This is about 2 hours of work for one process, which the workers share."


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_the_predicted_time_is_about_what_it_takes(engine):
    """Within a factor of five, in the processor's own time, on a machine that may be another."""
    pytest.importorskip("numba")
    world = load("restaurant-permit" if engine == "compiled" else TWO_AGENCIES)
    plan, count = prepare(world, engine), 4 if engine == "compiled" else 1
    replicate(plan, 1, [0])  # what a process begins with
    begun = time.process_time()
    replicate(plan, 1, range(count))
    took = time.process_time() - begun
    assert took / 5 < seconds([plan], count) < 5 * took


def test_worlds_are_run_in_one_room_only():
    """Where it is asked whether they fit; the engine's own room and what tests call are below it."""
    for path in (ROOT / "wogsim").rglob("*.py"):
        if path.parent.name not in ("replication", "engine"):
            text = path.read_text(encoding="utf-8")
            for way in ("one_pattern", "Everybody(", ".follow(cases", ".run(cases"):
                assert way not in text, (path, way)


def test_learning_about_many_clearances_is_said_before_it_begins(monkeypatch):
    """Pilot applicants go through every pattern before anything can be refused or foretold."""

    def cut(*_anything, **_more):
        raise KeyboardInterrupt

    assert said(lambda: prepare(load(TINY))) == []
    monkeypatch.setattr(foretold, "OF_A_CLEARANCE", 100.0)
    monkeypatch.setattr("wogsim.replication.prepare.Pilot", cut)
    with pytest.warns(Notice) as heard, pytest.raises(KeyboardInterrupt):
        prepare(load(TWO_AGENCIES))
    [one] = heard
    assert "to learn who has to do with what takes about" in str(one.message)
    assert "minutes, before anything is run" in str(one.message)


def test_a_world_that_cannot_be_numbered_is_refused_before_anybody_is_routed(monkeypatch):
    monkeypatch.setattr("wogsim.replication.prepare.Pilot", lambda _world: pytest.fail("somebody was routed"))
    with pytest.raises(BadInput, match="can be numbered"):
        prepare(load(TWO_AGENCIES).change({"world.citizens.need": "1000000000 per day"}))


def test_no_more_activities_are_expected_at_least_than_in_all():
    for name in (TINY, TWO_AGENCIES, "restaurant-permit"):
        plan = prepare(load(name))
        assert 0 < fewest_activities(plan.world) <= min(plan.activities)
