"""What can go wrong, said so that a person can mend it.

Every error a user can cause is a `WogsimError`; the command line prints its message and exits
with its code. Nothing else is caught there, so a traceback always means a defect of ours.
"""

from __future__ import annotations


class WogsimError(Exception):
    """Base of all errors that a user's input can cause."""

    exit_code = 2


class BadInput(WogsimError):
    """A file, key, option or value that cannot be used; the message says what to do."""


class CalendarExhausted(WogsimError):
    """Work was left when the last opening hour of a pool had passed."""

    exit_code = 2


class Interrupted(WogsimError):
    """Long work was ended from outside; the message says what is kept and how to go on."""

    exit_code = 130
