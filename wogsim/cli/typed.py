"""Options as they were typed. Who typed one reads its name in an error, not the key or parameter it stands for."""

from collections.abc import Mapping, Sequence
from functools import cache

from wogsim.errors import BadInput, Problem, WogsimError
from wogsim.language import _

PATHS = ("--out", "-o", "--xlsx")
BY_PATH = ("--set", "--vary")  # PATH=VALUE
Option = tuple[str, str]  # its name, and what stands behind it


@cache
def options_of() -> Mapping[str, tuple[str, ...]]:
    """A scenario's key or a parameter: the options that set it, first the one to name where none was typed."""
    from wogsim.scenario.settings import AUTHORITIES, OPTIONS  # not needed where all is well

    return {
        **{key: (option,) for key, option in OPTIONS.items()},
        "levers.patterns": ("--pattern", "--between", "--and", "--of"),
        **{f"levers.{name}": (f"--{name}", "--authority") for name in AUTHORITIES},
        "precision": ("--precision",),
        "max_replications": ("--max-replications",),
        "path": PATHS,
    }


def typed(arguments: Sequence[str]) -> list[Option]:
    """Every option of a command line with what stands behind it, in order; to a switch that means nothing."""
    found = []
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if word.startswith("-") and len(word) > 1:
            found.append((name, value if equals else following))
    return found


def refuse_nowhere(arguments: Sequence[str]) -> None:
    """Refuse an empty name of a file or directory, which would mean the one you are in.

    Raises
    ------
    BadInput
        Naming the option.
    """
    for option, value in typed(arguments):
        if option in PATHS and not value.strip():
            raise BadInput(_("{option}: there is no name behind it; expected one").format(option=option))


def message(error: WogsimError, arguments: Sequence[str]) -> str:
    """What an error says, with options in place of the keys and parameters that they set.

    Parameters
    ----------
    error : what ended a command
    arguments : of the command line
    """
    if not isinstance(error, BadInput):
        return str(error)
    options = typed(arguments)
    said = (_named(part, options) if isinstance(part, Problem) else part for part in error.args)
    return "\n".join(dict.fromkeys(said))  # what a * stands for is wrong in the same way


def _named(problem: Problem, options: Sequence[Option]) -> str:
    shown = _text(problem.value)
    setting = [option for option in options if _sets(option, problem)]
    if "*" in problem.key:  # only a path that was typed has one
        setting = [option for option in setting if option[0] in BY_PATH and _path(option) == problem.key] or setting
    if setting and not problem.file:
        # The last of several counts, but for lists, where the value tells; an option of its own counts more than --set.
        option = max(reversed(setting), key=lambda one: (one[1] == shown, one[0] not in BY_PATH))
    elif "." not in problem.key and problem.key in options_of():
        option = (options_of()[problem.key][0], shown)
    else:
        return str(problem)
    return ": ".join(filter(None, (" ".join(option), problem.point, _within(option, problem), problem.expected)))


def _text(value: object) -> str:
    """A value as it may have been typed."""
    try:
        return str(value)
    except ValueError:  # Python does not write out numbers of thousands of digits
        return ""


def _within(option: Option, problem: Problem) -> str:
    """Where in a table or list that was typed something is wrong; empty where that is what was typed itself."""
    path = _path(option) if option[0] in BY_PATH else problem.key
    return problem.key if problem.key.startswith(f"{path}.") else ""


def _path(option: Option) -> str:
    """The dotted path before the equals sign."""
    return option[1].partition("=")[0].strip()


def _sets(option: Option, problem: Problem) -> bool:
    name = option[0]
    if name in BY_PATH:
        return problem.concerns(_path(option))
    return any(name in names and problem.concerns(key) for key, names in options_of().items())
