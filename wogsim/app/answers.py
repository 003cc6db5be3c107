"""The answering service: questions of many pages, each column computed once, first pictures before sharper ones.

The unit of work is a piece: a few replications of one column. Replication k of a column is always the same, so an
answer is sharpened by the next ones, and who asks the same gets what is there. Pieces wait in one queue: those that a
page has no picture without come first, then on all workers but one those that nobody has asked for yet and
somebody may ask next; among equals the asker who was served longest ago. Who asks anew takes back what has not begun.
"""

from __future__ import annotations

import asyncio
import itertools
import pickle
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from wogsim.app import labour
from wogsim.app.columns import Known, compared, sharp
from wogsim.app.crew import Worker
from wogsim.app.labour import FEW, Done, Piece
from wogsim.app.questions import Asked, Question
from wogsim.errors import BadInput, TooLarge
from wogsim.language import _, current
from wogsim.studies.comparison.result import Comparison

STAGES = (2, 4, 8, 16, 32)  # replications of one picture after the other
ROOM = 128_000_000  # bytes of outcomes that are kept, as they are pickled; in memory they take several times as much
BUSY = 8.0  # seconds that a column may take in all for sharpening
NEXT = 0.5  # the stage of what may be asked next: one worker does that while others sharpen
AHEAD = 99.0  # the stage of what else may be asked
MOST_WAITING = 4_000  # pieces
LONGEST_OTHER = 900.0  # seconds of what is no piece, such as a search for a class
LONG = 3.0  # seconds from which on a piece is slow; one of a scenario that is new may be
MOST_SCENARIOS = 200  # whose pace is remembered


@dataclass
class Waiting:
    """A piece in the queue, of which scenario by name, for whom, and who is told when it is done."""

    piece: Piece
    scenario: str
    stage: float
    place: int
    askers: dict[str, int]  # how many times each waits for it
    future: asyncio.Future[Done]
    begun: bool = False


class Answers:
    """The service. `begin` it, ask it from the same event loop, `end` it.

    Parameters
    ----------
    workers : how many processes; at least two where anything may be heavy, so that one heavy piece stops nobody
    warm : scenarios that workers run before the first question
    hired : makes a worker
    """

    def __init__(
        self, workers: int = 2, warm: Sequence[str] = ("restaurant-permit",), hired: Callable[[], Worker] = Worker
    ) -> None:
        self._workers = [hired() for _number in range(workers)]
        self._warm = tuple(warm)
        self._free: list[Worker] = []
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._left_out: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._waiting: dict[tuple[str, tuple[int, ...], str], Waiting] = {}
        self._served: dict[str, int] = {}
        self._pace: OrderedDict[str, float] = OrderedDict()  # seconds that the last piece of a scenario took
        self._count = itertools.count()
        self._callers: deque[asyncio.Future[Worker]] = deque()
        self._others = asyncio.Semaphore(max(1, workers - 1))
        self._tasks = set[asyncio.Task[None]]()
        self.computed = 0  # pieces, for tests and measurements

    async def begin(self) -> None:
        """Start the workers; questions may come before they are ready."""
        for worker in self._workers:
            self._start(self._ready(worker))

    async def _ready(self, worker: Worker) -> None:
        await worker.begin(self._warm)
        self._free.append(worker)
        self._hand_out()

    def end(self) -> None:
        """End the workers, whatever they do."""
        for task in self._tasks:
            task.cancel()
        for worker in self._workers:
            worker.end()
        for waiting in self._waiting.values():
            waiting.future.cancel()
        self._waiting.clear()

    # Questions.

    async def sharpening(
        self, asker: str, question: Question, stages: Sequence[int] = STAGES, shown: str = ""
    ) -> AsyncIterator[Comparison]:
        """One comparison after the other, each of more replications; the first is the sharpest that is there.

        It ends when what patterns are ranked by, and what is shown, are precise by the rule of
        `wogsim.output_analysis.stopping`, at the latest after the last stage; a comparison's ``precision`` says so.

        Parameters
        ----------
        asker : a name for who asks, such as a page's; askers are served in turn
        question : whose ``settings`` must make sense
        stages : numbers of replications; a heavy world stops before the last
        shown : name of a measure

        Raises
        ------
        WogsimError
            As `wogsim.compare` does.
        """
        there = [number for number, replications in enumerate(stages) if self.known(question, replications)]
        first = max(there, default=0)
        for stage, replications in list(enumerate(stages))[first:]:
            if stage > first and self._each(question) * replications > BUSY:
                return
            found = sharp(await self.answer(asker, question, replications, stage), shown, stages[-1])
            yield found
            if found.precision and found.precision.reached:
                return

    async def answer(self, asker: str, question: Question, replications: int, stage: float = 0) -> Comparison:
        """The comparison of so many replications; what is there already is not computed again.

        Raises
        ------
        WogsimError
            As `wogsim.compare` does.
        """
        found = await asyncio.gather(
            *(self._column(asker, asked, replications, stage) for asked in question.columns), return_exceptions=True
        )
        for one in found:
            if isinstance(one, BaseException):
                raise one
        return compared(question, [one for one in found if isinstance(one, Known | str)], replications)

    async def ahead(self, asker: str, question: Question, replications: int, stage: float = AHEAD) -> None:
        """Compute what may be asked, when nobody waits for anything; one worker stays free for whoever asks."""
        with suppress(BadInput):
            await self.answer(asker, question, replications, stage)

    def known(self, question: Question, replications: int) -> bool:
        """Whether the answer is there."""
        return all(
            (known := self._known.get(asked.digest)) is not None and len(known.outcomes) >= replications
            for asked in question.columns
        )

    async def do(self, asker: str, function: Any, *arguments: Any) -> Any:
        """Carry out any function of this package in a worker, as soon as one is free; one worker never does such."""
        async with self._others:
            lent: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
            self._callers.append(lent)
            self._hand_out()
            try:
                worker = await lent
            except asyncio.CancelledError:
                if not lent.cancelled():  # it came at the same instant
                    self._free.append(lent.result())
                    self._hand_out()
                raise
            try:
                return await worker.do(function, *arguments, most=LONGEST_OTHER)
            finally:
                self._free.append(worker)
                self._hand_out()

    def _each(self, question: Question) -> float:
        """Seconds that a replication of all columns takes, as far as they are known."""
        known = (self._known.get(asked.digest) for asked in question.columns)
        return sum(one.each for one in known if one)

    # Columns.

    async def _column(self, asker: str, asked: Asked, replications: int, stage: float) -> Known | str:
        """So many replications of a column, or why it cannot be staffed."""
        language = current()
        while True:
            if (asked.digest, language) in self._left_out:
                return self._left_out[asked.digest, language]
            known = self._known.get(asked.digest)
            there = len(known.outcomes) if known else 0
            if known and there >= replications:
                self._known.move_to_end(asked.digest)
                return known
            numbers = tuple(range(there, min(there + FEW, replications)))
            piece = Piece(asked.digest, asked.ground, asked.kin, asked.loaded, numbers, language)
            done = await self._done(asker, asked.world.name, piece, stage)
            self._keep(asked, language, there, done)

    def _keep(self, asked: Asked, language: str, there: int, done: Done) -> None:
        if done.row is None or done.staff is None:
            self._left_out[asked.digest, language] = done.left_out
            while len(self._left_out) > 1000:
                self._left_out.popitem(last=False)
            return
        known = self._known.get(asked.digest)
        if known is None:
            known = Known(done.row, done.staff, done.scenario, done.engine, done.each)
            known.size = len(pickle.dumps((done.staff, done.scenario)))
            if there:  # it was thrown away meanwhile
                return
            self._known[asked.digest] = known
        if len(known.outcomes) == there:
            known.outcomes += done.outcomes
            known.size += len(pickle.dumps(done.outcomes))
        self._known.move_to_end(asked.digest)
        room = sum(one.size for one in self._known.values())
        while room > ROOM and len(self._known) > 1:
            room -= self._known.popitem(last=False)[1].size

    # The queue.

    async def _done(self, asker: str, scenario: str, piece: Piece, stage: float) -> Done:
        """A piece, carried out when it is its turn; taken back where nobody waits for it any more."""
        key = (piece.digest, piece.numbers, piece.language)
        waiting = self._waiting.get(key)
        if waiting is None:
            if len(self._waiting) >= MOST_WAITING:
                raise TooLarge(_("too many questions at once; wait a moment and try again"))
            future = asyncio.get_running_loop().create_future()
            waiting = self._waiting[key] = Waiting(piece, scenario, stage, next(self._count), {}, future)
        waiting.stage = min(waiting.stage, stage)
        waiting.askers[asker] = waiting.askers.get(asker, 0) + 1
        self._hand_out()
        try:
            return await asyncio.shield(waiting.future)
        finally:
            waiting.askers[asker] -= 1
            if not waiting.askers[asker]:
                del waiting.askers[asker]
            if not waiting.askers and not waiting.begun and self._waiting.get(key) is waiting:
                del self._waiting[key]
                waiting.future.cancel()

    def _hand_out(self) -> None:
        """Give every free worker the piece whose turn it is; who waits for a worker as such comes first."""
        while self._free and self._callers:
            lent = self._callers.popleft()
            if not lent.cancelled():
                lent.set_result(self._free.pop(0))
        while self._free:
            slow = sum(one.begun and self._slow(one) for one in self._waiting.values())
            spared = slow >= max(1, len(self._workers) - 1)
            last = len(self._free) == 1 < len(self._workers)  # somebody may ask meanwhile
            queue = [
                one
                for one in self._waiting.values()
                if not (one.begun or (spared and self._slow(one)) or (last and one.stage in (NEXT, AHEAD)))
            ]
            if not queue:
                return
            chosen = min(queue, key=self._turn)
            worker = max(self._free, key=lambda one: len(one.knows & {chosen.piece.digest, chosen.piece.ground}))
            self._free.remove(worker)
            chosen.begun = True
            for asker in chosen.askers:
                self._served[asker] = next(self._count)
            self._start(self._carry_out(worker, chosen))

    def _turn(self, one: Waiting) -> tuple[float, int, int]:
        return (one.stage, min((self._served.get(asker, -1) for asker in one.askers), default=-1), one.place)

    def _slow(self, one: Waiting) -> bool:
        """Whether a piece may hold a worker for long: others keep one that does none of these."""
        return self._pace.get(one.scenario, LONG) >= LONG

    async def _carry_out(self, worker: Worker, one: Waiting) -> None:
        piece, began = one.piece, time.monotonic()
        try:
            done = await worker.do(labour.work, piece)
            self._pace[one.scenario] = time.monotonic() - began
            if len(self._pace) > MOST_SCENARIOS:
                self._pace.popitem(last=False)
            worker.knows |= {piece.digest, piece.ground}
            self.computed += 1
            if not one.future.done():
                one.future.set_result(done)
        except Exception as error:
            if not one.future.done():
                one.future.set_exception(error)
                one.future.exception()  # seen: whoever waited may have gone
        finally:
            self._waiting.pop((piece.digest, piece.numbers, piece.language), None)
            self._free.append(worker)
            self._hand_out()

    def forget(self, asker: str) -> None:
        """An asker has gone."""
        self._served.pop(asker, None)

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
