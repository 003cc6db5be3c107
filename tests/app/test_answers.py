"""Answers of the app are those of the command line; equal questions are computed once; nobody stalls others."""

import asyncio

import pytest

import wogsim
from tests.places import DATA
from wogsim.app import answers as service
from wogsim.app import columns
from wogsim.app.questions import Question
from wogsim.errors import TooLarge
from wogsim.scenario.reading import load


@pytest.fixture(scope="module")
def town():
    return load(DATA / "tiny.toml").change({"levers.delegated": 1.0, "levers.automated": 0.5})


def ask(answers, *questions, replications=2):
    """Their comparisons, one after the other, and how many pieces each took."""

    async def asking():
        await answers.begin()
        found = []
        for question in questions:
            before = answers.computed
            found.append((await answers.answer("me", question, replications), answers.computed - before))
        answers.end()
        return found

    return asyncio.run(asking())


@pytest.mark.parametrize(
    "settings",
    [{"levers.delegated": 0.4, "levers.automated": 0.7}, {"levers.agencies": 2, "levers.coordinating": 0.5}],
)
def test_answer_is_that_of_a_comparison(here, town, settings):
    [(found, _pieces)] = ask(here(), Question(town, settings))
    plain = wogsim.compare(town, replications=2, settings=settings)
    assert found.table().to_csv() == plain.table().to_csv()
    assert found.verdict() == plain.verdict()
    assert found.warnings() == plain.warnings()


@pytest.mark.slow
def test_variants_are_answered_too(here):
    loaded = load("restaurant-permit").change(
        {"run.cohort": "2 days", "run.warm_up": "1 day", "run.run_out": "4 weeks"}
    )
    rows = ["one-door", *(f"one-door/{key}" for key in list(loaded.scenario.variants)[:1])]
    question = Question(loaded, {"compare.rows": rows})
    [(found, _pieces)] = ask(here(), question)
    assert found.keys == tuple(rows)
    assert found.table().to_csv() == wogsim.compare(loaded, patterns=rows, replications=2).table().to_csv()


def test_what_workers_remember_of_other_worlds_changes_nothing(here, town):
    shares = [{"levers.delegated": i / 10, "levers.automated": 1 - i / 10} for i in (0, 3, 10)]
    shares += [{"world.agencies.*.counters": 2}, {"world.agencies.*.counters": 2, "levers.delegated": 0.3}]
    shares += [{"world.citizens.need": "3 per day"}, {"world.citizens.need": "5 per day"}]
    for (found, _pieces), settings in zip(ask(here(), *(Question(town, s) for s in shares)), shares, strict=True):
        assert found.table().to_csv() == wogsim.compare(town, replications=2, settings=settings).table().to_csv()


def test_one_worker_stays_free_for_whoever_asks(here, town):
    began = []

    class Watched(service.Answers):
        async def _carry_out(self, worker, one):
            began.append([other.stage for other in self._waiting.values() if other.begun])
            await super()._carry_out(worker, one)

    async def asking():
        answers = here()
        answers.__class__ = Watched
        answers._pace[town.name] = 0.0  # nothing here is slow
        await answers.begin()
        await asyncio.gather(
            answers.ahead("me", Question(town, {"run.seed": 8}), 2, service.NEXT),
            answers.ahead("me", Question(town, {"run.seed": 9}), 2),
            answers.answer("me", Question(town, {}), 4, 1),
        )
        answers.end()

    asyncio.run(asking())
    assert {stage for at_once in began for stage in at_once} == {service.NEXT, service.AHEAD, 1}
    assert max(map(len, began)) == 2
    assert max(sum(stage != 1 for stage in at_once) for at_once in began) == 1


def test_a_column_is_computed_once(here, town):
    columns = len(Question(town, {}).columns)
    first, again, other = ask(here(), Question(town, {}), Question(town, {}), Question(town, {"levers.delegated": 0.0}))
    assert first[1] == columns
    assert again[1] == 0
    assert other[1] == 1  # one door alone is delegated anything


def test_equal_questions_at_the_same_time_are_one(here, town):
    async def asking():
        answers = here()
        await answers.begin()
        await asyncio.gather(*(answers.answer(f"page-{i}", Question(town, {}), 2) for i in range(5)))
        answers.end()
        return answers.computed

    assert asyncio.run(asking()) == len(Question(town, {}).columns)


def test_sharper_answers_keep_the_replications_that_are_there(here, town):
    async def asking():
        answers = here()
        await answers.begin()
        found = [one async for one in answers.sharpening("me", Question(town, {}), (2, 4, 6))]
        answers.end()
        return found

    first, second, third = asyncio.run(asking())
    assert [one.replications for one in (first, second, third)] == [2, 4, 6]
    for few, more in ((first, second), (second, third)):
        for mine, others in zip(few.outcomes, more.outcomes, strict=True):
            assert all(a is b for a, b in zip(mine, others[: len(mine)], strict=True))


@pytest.mark.parametrize(("asked", "runs", "reached"), [(99.0, [2, 8], True), (1e-9, [2, 8, 10], False)])
def test_it_gets_sharper_until_what_is_shown_is_narrow_enough(here, town, monkeypatch, asked, runs, reached):
    monkeypatch.setattr(columns, "PRECISION", asked)

    async def asking():
        answers = here()
        await answers.begin()
        found = [one async for one in answers.sharpening("me", Question(town, {}), (2, 8, 10))]
        answers.end()
        return found

    found = asyncio.run(asking())
    assert [one.replications for one in found] == runs
    assert [one.precision.reached for one in found] == [False] * (len(runs) - 1) + [reached]


def test_who_asks_anew_takes_back_what_has_not_begun(here, town):
    async def asking():
        answers = here()  # nobody works yet
        old = asyncio.ensure_future(answers.answer("me", Question(town, {}), 2))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = len(answers._waiting)
        old.cancel()
        await asyncio.gather(old, return_exceptions=True)
        return waiting, len(answers._waiting)

    waiting, left = asyncio.run(asking())
    assert waiting == len(Question(town, {}).columns)
    assert left == 0


def test_askers_are_served_in_turn(here, town):
    order = []

    class Watched(service.Answers):
        def _start(self, work):
            super()._start(work)

        def _turn(self, one):
            return super()._turn(one)

        async def _carry_out(self, worker, one):
            order.append(next(iter(one.askers), ""))
            await super()._carry_out(worker, one)

    async def asking():
        answers = here()
        answers.__class__ = Watched
        many = [
            asyncio.ensure_future(answers.answer("greedy", Question(town, {"levers.delegated": i / 5}), 1))
            for i in range(3)
        ]
        await asyncio.sleep(0.01)
        one = asyncio.ensure_future(answers.answer("modest", Question(town, {"run.seed": 7}), 1))
        await asyncio.sleep(0.01)
        await answers.begin()
        await asyncio.gather(*many, one)
        answers.end()

    asyncio.run(asking())
    last = max(place for place, asker in enumerate(order) if asker == "modest")
    assert last < len(order) - 1  # the modest one did not wait for all of the other's work


def test_a_world_too_large_is_refused_in_words(here, town):
    large = town.change({"run.cohort": "4000 weeks", "world.citizens.need": "5000 per day"})
    with pytest.raises(TooLarge, match="too large for the app"):
        ask(here(), Question(large, {"levers.patterns": ["one-roof"]}))


def test_what_is_kept_is_bounded(here, town, monkeypatch):
    monkeypatch.setattr(service, "ROOM", 30_000)
    answers = here()
    ask(answers, *(Question(town, {"run.seed": seed}) for seed in range(3)))
    assert sum(one.size for one in answers._known.values()) <= 30_000


def test_who_needs_a_worker_does_not_wait_for_the_end_of_a_long_queue(here, town):
    async def asking():
        answers = here()
        await answers.begin()
        many = [
            asyncio.ensure_future(answers.answer("greedy", Question(town, {"run.seed": seed}), 2)) for seed in range(4)
        ]
        await asyncio.sleep(0.01)
        assert await answers.do("me", abs, -3) == 3
        left = len(answers._waiting)
        for one in many:
            one.cancel()
        await asyncio.gather(*many, return_exceptions=True)
        answers.end()
        return left

    assert asyncio.run(asking()) > 5


def test_a_worker_can_be_ended_while_it_gets_ready():
    """Or who stops an app that has just begun would wait until everything is compiled that nobody asks for."""
    pytest.importorskip("numba")
    from wogsim.app.crew import Worker

    async def begun_and_ended():
        worker = Worker()
        ready = asyncio.ensure_future(worker.begin(("bkpm",) * 100))
        while not worker._pid:
            await asyncio.sleep(0.05)
        [process] = worker._executor._processes.values()
        worker.end()
        await asyncio.gather(ready, return_exceptions=True)
        process.join(10)
        return process.is_alive(), ready.exception()

    alive, why = asyncio.run(begun_and_ended())
    assert not alive
    assert why is not None


def test_a_worker_that_takes_too_long_is_replaced():
    pytest.importorskip("numba")
    import time

    from wogsim.app.crew import Worker

    async def working():
        worker = Worker()
        await worker.begin(())
        try:
            with pytest.raises(TooLarge, match="took longer than"):
                await worker.do(time.sleep, 60, most=0.5)
            return await worker.do(abs, -3)
        finally:
            worker.end()

    assert asyncio.run(working()) == 3
