"""How much of anything a room takes, so that a class can neither fill a disk nor stall the computer."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from wogsim.errors import BadInput

CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are mistaken for others: I, L, O, 0, 1
CODE_LENGTH = 6  # 888 million codes, of which at most `ROOMS` are in use
ROOMS = 20  # the oldest gives way to a new one
PARTICIPANTS = 200  # in a room
NICKNAME = 24  # signs
REASON = 140  # signs
BODY = 8_000  # bytes of what a form sends
FIELDS = 60
TRIES = 10  # the most that an instructor may allow
SECONDS_LATE = 600.0  # after locking, in which answers that were given before it may still arrive

ASKERS = 2_000  # whose pace is remembered


class Refused(BadInput):
    """What a participant or an instructor cannot do, in a sentence for their screen.

    Parameters
    ----------
    *args : the sentence
    status : of the answer, as in HTTP
    """

    def __init__(self, *args: str, status: int = 400) -> None:
        super().__init__(*args)
        self.status = status


class Pace:
    """How often somebody may do something; kept in memory only, the longest silent is forgotten first.

    Parameters
    ----------
    most : times
    seconds : in which
    clock : tells seconds
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def too_often(self, who: str) -> bool:
        """Whether one more is too many; nothing is counted."""
        times = self._times.get(who)
        if times is None:
            return False
        self._forget(times)
        return len(times) >= self.most

    def count(self, who: str) -> None:
        """One more."""
        times = self._times.setdefault(who, deque(maxlen=self.most))
        self._times.move_to_end(who)
        self._forget(times)
        times.append(self.clock())
        if len(self._times) > ASKERS:
            self._times.popitem(last=False)

    def _forget(self, times: deque[float]) -> None:
        while times and times[0] <= self.clock() - self.seconds:
            times.popleft()
