"""What typer and pydantic say to users, said in the language in use.

Both write their sentences in English inside their own code: typer carries its own copy of click, whose
messages pass no gettext, and pydantic has no translations at all. So their finished sentences
are recognised here by their shape and said again from our catalogue, pydantic's in English too, where they speak
of parsing; a sentence we do not know stays as it is. Headings of help panels are settings of typer and are simply set.
"""

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from wogsim.language import _, current, mark

# {reason}, {more} and {kind} are said again themselves. The first that fits is taken, so the longer come first.
SENTENCES = (
    mark("Invalid value for {where}: {reason}"),
    mark("Invalid value: {reason}"),
    mark("Missing option {name}. {more}"),
    mark("Missing option {name}."),
    mark("Missing argument {name}. {more}"),
    mark("Missing argument {name}."),
    mark("Missing command."),
    mark("Choose from:\n{choices}"),
    mark("No such option: {name} {more}"),
    mark("No such option: {name}"),
    mark("(Possible options: {names})"),
    mark("No such command {name}. {more}"),
    mark("No such command {name}."),
    mark("Did you mean {names}?"),
    mark("Got unexpected extra argument(s) ({words})"),
    mark("Option {name} requires an argument."),
    mark("Option {name} requires {count} arguments."),
    mark("Option {name} does not take a value."),
    mark("Argument {name} takes {count} values."),
    mark("Could not open file {name}: {why}"),
    mark("{kind} {path} does not exist."),
    mark("{kind} {path} is a file."),
    mark("{kind} {path} is a directory."),
    mark("{kind} {path} is not readable."),
    mark("{kind} {path} is not writable."),
    mark("File"),
    mark("Directory"),
    mark("Path"),
    mark("{value} is not one of {choices}."),
)
# What pydantic says of a value, and what a file's errors say of the same, in either language.
PYDANTIC = {
    "Value error, {reason}": "{reason}",
    "Input should be a valid string, unable to parse raw data as a unicode string": mark("expected a text in UTF-8"),
    "Input should be a valid integer, unable to parse string as an integer": mark("expected a whole number"),
    "Input should be a valid integer, got a number with a fractional part": mark("expected a whole number"),
    "Input should be a valid integer": mark("expected a whole number"),
    "Unable to parse input string as an integer, exceeded maximum size": mark("expected a whole number"),
    "Input should be a valid number, unable to parse string as a number": mark("expected a number"),
    "Input should be a valid number": mark("expected a number"),
    "Input should be a finite number": mark("expected a finite number"),
    "Input should be a valid boolean, unable to interpret input": mark("expected true or false"),
    "Input should be greater than or equal to {limit}": mark("expected at least {limit}"),
    "Input should be greater than {limit}": mark("expected more than {limit}"),
    "Input should be less than or equal to {limit}": mark("expected at most {limit}"),
}
SAID = {**PYDANTIC, **dict(zip(SENTENCES, SENTENCES, strict=True))}
_NESTED = {"reason", "more", "kind"}

# The settings of typer.rich_utils that are words, with typer's own values.
_HEADINGS = {
    "DEPRECATED_STRING": mark("(deprecated) "),
    "DEFAULT_STRING": mark("[default: {}]"),
    "ENVVAR_STRING": mark("[env var: {}]"),
    "REQUIRED_LONG_STRING": mark("[required]"),
    "ARGUMENTS_PANEL_TITLE": mark("Arguments"),
    "OPTIONS_PANEL_TITLE": mark("Options"),
    "COMMANDS_PANEL_TITLE": mark("Commands"),
    "ERRORS_PANEL_TITLE": mark("Error"),
    "ABORTED_TEXT": mark("Aborted."),
    "RICH_HELP": mark("Try [blue]'{command_path} {help_option}'[/] for help."),
}
_USAGE = mark("Usage: ")
# What `speak` looks up in commands and in their parameters, and what typer itself writes there.
_OF_COMMANDS = ("help", "short_help", "epilog", "rich_help_panel", "options_metavar", "subcommand_metavar")
_OF_PARAMETERS = ("help", "metavar", "rich_help_panel")
_BY_TYPER = (mark("[OPTIONS]"), mark("COMMAND [ARGS]..."), mark("Show this message and exit."))


def in_our_words(sentence: str) -> str:
    """Return a library's finished English sentence in our words and the language in use, or as it is if unknown."""
    for known, ours in SAID.items():
        found = _pattern(known).fullmatch(sentence)
        if found:
            parts = {name: in_our_words(text) if name in _NESTED else text for name, text in found.groupdict().items()}
            return _(ours).format(**parts)
    return sentence


def speak(command: Any) -> None:
    """Turn the help of `command`, and of all commands under it, into the language in use.

    Every ``help``, ``epilog``, ``metavar`` and panel title that was written with `wogsim.language.mark` is
    looked up now.

    Parameters
    ----------
    command : typer's (click's) Command
        Fresh from ``typer.main.get_command``, which makes a new one each time.
    """
    if current() == "en" and "typer.rich_utils" not in sys.modules:
        return  # nothing was ever set to another language
    import typer.rich_utils

    for setting, words in _HEADINGS.items():
        setattr(typer.rich_utils, setting, _(words))
    _speak_one(command)


def usage_error(error: Any) -> str:
    """Return what to print for an error of the command line: usage, where help is, and what is wrong.

    Parameters
    ----------
    error : typer's (click's) ClickException
        Raised by a command called with ``standalone_mode=False``. Empty for the one that has printed help.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        return ""
    said = _("Error: {message}").format(message=in_our_words(error.format_message()))
    context = getattr(error, "ctx", None)
    if context is None:
        return said
    hint = _("Try '{command} {option}' for help.")
    hint = hint.format(command=context.command_path, option=context.help_option_names[0])
    return f"{context.get_usage()}\n{hint}\n{said}"


def _speak_one(command: Any) -> None:
    parameters = command.get_params(command.context_class(command, **command.context_settings))
    for thing, parts in ((command, _OF_COMMANDS), *((parameter, _OF_PARAMETERS) for parameter in parameters)):
        for part in parts:
            words = getattr(thing, part, None)
            if words and isinstance(words, str):
                setattr(thing, part, _(words))
    in_english: Callable[[Any], str] = command.get_usage
    command.get_usage = lambda context: _(_USAGE) + in_english(context).removeprefix(_USAGE)
    for inner in getattr(command, "commands", {}).values():
        _speak_one(inner)


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)
