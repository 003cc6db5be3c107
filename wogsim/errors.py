"""What can go wrong, said so that a person can mend it.

Every error a user can cause is a `WogsimError`; the command line prints its message and exits
with its code. Nothing else is caught there, so a traceback always means a defect of ours.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from unicodedata import category

DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # signs that turn what follows around


@dataclass(frozen=True)
class Problem:
    """One thing wrong: whose value it is, what stands there, what was expected.

    Parameters
    ----------
    key : dotted path of a scenario, or parameter of a function
    value : None is not shown
    expected : and what to do
    file : scenario that says so
    point : values of a sweep's point at which it does
    """

    key: str
    value: object
    expected: str
    file: str = ""
    point: str = ""

    def __str__(self) -> str:
        key = on_one_line(self.key)
        named = key if self.value is None else f"{key} = {shown(self.value)}"
        broken = isinstance(self.value, str) and "\n" in self.value  # then what is said of it may be, too
        expected = on_one_line(self.expected) if broken else self.expected
        return printable(": ".join(filter(None, (self.point, self.file, named, expected))))

    def concerns(self, path: str) -> bool:
        """Whether a value at a dotted path is what is wrong, or within it, or around it; * stands for any name."""
        pairs = zip(self.key.split("."), path.split("."), strict=False)
        return all(fnmatchcase(one, other) or fnmatchcase(other, one) for one, other in pairs)


class WogsimError(Exception):
    """Base of all errors that a user's input can cause."""

    exit_code = 2

    def __str__(self) -> str:
        return printable("\n".join(map(str, self.args)))

    @property
    def again(self) -> bool:
        """Whether the same command may succeed another time."""
        return False


class BadInput(WogsimError):
    """A file, key, option or value that cannot be used; the message says what to do.

    Parameters
    ----------
    *args : sentences, and problems whose key is known, a line each
    """

    args: tuple[Problem | str, ...]

    def __init__(self, *args: Problem | str) -> None:
        super().__init__(*args)

    @property
    def again(self) -> bool:
        """Whether no value is to blame, but circumstances: a full disk, a process ended from outside."""
        return not any(isinstance(part, Problem) for part in self.args)


class TooLarge(BadInput):
    """A run that would not fit, or never end, where it was to be done; a study leaves no world out for that."""

    @property
    def again(self) -> bool:
        """Not as it is."""
        return False


class CalendarExhausted(WogsimError):
    """Work was left when the last opening hour of a pool had passed."""


class Interrupted(WogsimError):
    """Long work was ended from outside; the message says what is kept and how to go on."""

    exit_code = 130


class Notice(UserWarning):
    """A sentence said beside the work, which goes on: what was found damaged and mended, what it will take."""


def shown(value: object) -> str:
    """A value in a message, not longer than a line."""
    try:
        text = _as_in_a_file(value)
    except ValueError:  # Python does not write out numbers of thousands of digits
        return "..."
    return text if len(text) <= 80 else text[:77] + "..."


def _as_in_a_file(value: object) -> str:
    """A value in the words of a file rather than of Python: dates and switches, also in lists."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_as_in_a_file, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_as_in_a_file(part)}' for key, part in value.items())}}}"
    return repr(value)


def commands(text: str) -> list[str]:
    """Signs of a text that are no signs to a screen or a page, but commands or no text; a tab is a sign, so is a line.

    What is no text comes from names of files that are not in UTF-8, and cannot be written down.
    """
    return [sign for sign in text if _commands(sign) and sign not in "\n\t"]


def printable(text: str) -> str:
    """The same text, in which signs that are commands are written out as numbers."""
    found = set(commands(text))
    return "".join(ascii(sign)[1:-1] if sign in found else sign for sign in text) if found else text


def on_one_line(text: str) -> str:
    """A text with signs that part lines written out, as a message names it."""
    return text.replace("\n", "\\n").replace("\t", "\\t")


def shows(name: str) -> bool:
    """Whether a name, which is one line, can be shown and written down as it is."""
    return not commands(name) and not set(name) & set("\n\t")


def _commands(sign: str) -> bool:
    return category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in DIRECTIONS
