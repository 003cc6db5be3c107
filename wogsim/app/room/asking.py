"""What a class asks of the model: each question once, in the background; what was found is kept with the rooms."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar

from wogsim.app.library import read_upload
from wogsim.app.room import working
from wogsim.app.room.progress import Told, told
from wogsim.app.room.rooms import Room
from wogsim.app.room.scene import Scene
from wogsim.app.room.store import Store
from wogsim.app.room.working import Source
from wogsim.errors import WogsimError
from wogsim.language import LANGUAGES, _, current
from wogsim.scenario.reading import Loaded
from wogsim.version import __model__

Found = Mapping[str, Any]
T = TypeVar("T")

ASKER = "class"
AT_ONCE = 2  # so that a class leaves room for who tries something on another page
REMEMBERED = 2_000
SHARED = 16  # of what pages have in common
SEARCH_RUNS = 10  # the most replications of a search for the break-even, which runs a dozen worlds


class Answers(Protocol):
    """The app's answering service, as far as it is needed here; see `wogsim.app.answers`."""

    async def do(self, asker: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """Carry out a function of this package somewhere else than on the event loop."""
        ...


@dataclass(frozen=True)
class Question:
    """A function of `wogsim.app.room.working` with what it is asked, of a scenario whose fingerprint is ``of``."""

    function: str
    source: Source
    arguments: tuple[Any, ...]
    of: str
    tells: bool = False  # how far it is

    @property
    def key(self) -> str:
        """Its name in the store; another version of the model, or of the scenario, is another question."""
        return json.dumps([__model__, self.of, self.function, _plain(self.source), self.arguments], sort_keys=True)


def order(room: Room, scene: Scene) -> Question:
    """Who is how fast."""
    return Question("order", scene.source, (scene.rows, room.setup.replications), scene.fingerprint, tells=True)


def break_even(room: Room, scene: Scene) -> Question:
    """From which authority on one door is faster than one roof."""
    runs = min(SEARCH_RUNS, room.setup.replications)
    return Question("break_even", scene.source, (runs,), scene.fingerprint, tells=True)


def attempt(room: Room, scene: Scene, given: Mapping[str, Any]) -> Question:
    """How a try of the challenge ends."""
    asked = (dict(given), room.setup.standard, room.setup.replications)
    return Question("attempt", scene.source, asked, scene.fingerprint)


def game(room: Room, scene: Scene) -> Question:
    """What it costs that own files go first."""
    return Question("game", scene.source, (scene.behind, room.setup.replications), scene.fingerprint)


class Asking:
    """Questions on their way and what was found; used from one event loop.

    Parameters
    ----------
    answers : the app's answering service
    store : where what was found is kept
    """

    def __init__(self, answers: Answers, store: Store) -> None:
        self._answers, self._store = answers, store
        self._found: OrderedDict[str, Found] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._shared: OrderedDict[Hashable, Any] = OrderedDict()
        self._telling = TemporaryDirectory(prefix="wogsim-class-")
        self._files: dict[str, Path] = {}  # in which those that are worked on tell how far they are
        self.done = 0  # questions answered since the start, by which pages see that there is something new

    def found(self, question: Question) -> Found | None:
        """What was found; None while it is worked on, which begins here if it has not."""
        key = question.key
        if key in self._found:
            return self._found[key]
        if key in self._tasks:
            return None
        rows = self._store.read("SELECT answer FROM found WHERE question = ?", key)
        if rows:
            return self._remember(key, json.loads(rows[0]["answer"]))
        self._tasks[key] = asyncio.get_running_loop().create_task(self._work(key, question))
        return None

    def standing(self, question: Question) -> Told | None:
        """How far it is: (done, all as far as that is known); None where it waits for its turn, or tells nothing."""
        file = self._files.get(question.key)
        return told(file) if file else None

    def close(self) -> None:
        """Forget how far anything is."""
        self._telling.cleanup()

    async def read(self, content: bytes, name: str) -> Loaded:
        """An uploaded scenario file, read where it stalls nobody.

        Raises
        ------
        BadInput
            As `wogsim.app.library.read_upload` does.
        """
        found: Loaded = await self._answers.do(ASKER, read_upload, content, name, current())
        return found

    def again(self) -> None:
        """Forget what was refused, so that it is asked once more: it may have been for want of time."""
        for key in [key for key, found in self._found.items() if "refused" in found]:
            del self._found[key]

    def shared(self, key: Hashable, make: Callable[[], T]) -> T:
        """What many pages have in common, made once and kept as long as few others were asked for."""
        if key not in self._shared:
            self._shared[key] = make()
            if len(self._shared) > SHARED:
                self._shared.popitem(last=False)
        return self._shared[key]  # type: ignore[no-any-return]

    async def _work(self, key: str, question: Question) -> None:
        function = getattr(working, question.function)
        try:
            async with self._turn:
                found = await self._answers.do(ASKER, function, *self._asked(key, question))
            if "refused" not in found:  # what is refused may have been for want of time
                text = json.dumps(found, ensure_ascii=False)
                with suppress(sqlite3.Error):  # such as a full disk: this time it is known all the same
                    await asyncio.wrap_future(self._store.write(lambda database: _keep(database, key, text)))
        except WogsimError as error:
            found = {"refused": dict.fromkeys(LANGUAGES, str(error))}
        except Exception:  # a defect of ours, told to who runs the app; asked again it would only come again
            traceback.print_exc(file=sys.stderr)
            found = {"refused": working.both(_defect)}
        finally:
            self._tasks.pop(key, None)
            if file := self._files.pop(key, None):
                file.unlink(missing_ok=True)
            self.done += 1
        self._remember(key, found)

    def _asked(self, key: str, question: Question) -> tuple[Any, ...]:
        """What its function is called with."""
        asked = (question.source, *question.arguments)
        if not question.tells:
            return asked
        self._files[key] = Path(self._telling.name) / hashlib.sha256(key.encode()).hexdigest()[:16]
        return (*asked, str(self._files[key]))

    def _remember(self, key: str, found: Found) -> Found:
        self._found[key] = found
        if len(self._found) > REMEMBERED:
            self._found.popitem(last=False)
        return found


def _plain(source: Source) -> str:
    """A scenario's name; of an instructor's own file the fingerprint says enough."""
    return source[0] if isinstance(source, tuple) else source


def _defect() -> str:
    return _("Something went wrong in the computation; it is not your fault. “Begin anew” tries it once more.")


def _keep(database: sqlite3.Connection, key: str, text: str) -> None:
    database.execute("INSERT OR REPLACE INTO found VALUES (?, ?)", (key, text))
    database.execute("DELETE FROM found WHERE rowid <= (SELECT max(rowid) FROM found) - ?", (REMEMBERED,))
