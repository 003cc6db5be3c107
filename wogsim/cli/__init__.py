"""The command line: reads options, calls the same functions as Python users, prints results."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from wogsim import language
from wogsim.cli.surroundings import settle
from wogsim.cli.typed import message, refuse_nowhere
from wogsim.errors import Interrupted, Notice, WogsimError, printable
from wogsim.language import _

if TYPE_CHECKING:
    from typer import Typer

INTERRUPTED = 130
# Modules of this folder, in the order in which help lists what they hold.
COMMANDS = ("scenarios", "new", "studies", "others", "serving")


def main() -> NoReturn:
    """Run the command line and exit: 0, 2 (bad input), 130 (Ctrl-C); 1 is kept for checks that fail."""
    sys.exit(run(sys.argv[1:]))


def application() -> Typer:
    """Every command, each module with its own."""
    from wogsim.cli.options import app

    for module in COMMANDS:
        import_module(f"wogsim.cli.{module}")
    return app


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _silence() -> None:
    """Let nothing be written when the interpreter closes its standard output."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(message: str, code: int = 2) -> int:
    print(printable(_("Error: {message}").format(message=message)), file=sys.stderr)
    return code


@contextmanager
def _noticing() -> Iterator[None]:
    """Notices are sentences on the error stream; other warnings are what they were."""
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *more: Any, **how: Any) -> None:
            if issubclass(category, Notice):
                print(message, file=sys.stderr)
            else:
                shown(message, category, *more, **how)

        warnings.simplefilter("always", Notice)
        warnings.showwarning = show
        yield


def run(arguments: list[str]) -> int:
    """Carry out one command line; returns the exit code."""
    with _noticing():
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a sign shows '?' instead of failing
    try:
        for name in ("SIGTERM", "SIGHUP"):  # a closed terminal ends the work as Ctrl-C does, unless under nohup
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _interrupt)
        settle()
        from typer.main import get_command

        from wogsim.language.library_words import speak

        language.use(language.chosen(arguments))
        command = get_command(application())
        speak(command)
        refuse_nowhere(arguments)
        code = command(arguments, prog_name="wogsim", standalone_mode=False)
        sys.stdout.flush()
    except Interrupted as stopped:
        print(stopped, file=sys.stderr)
        return stopped.exit_code
    except WogsimError as error:
        return _failed(message(error, arguments), error.exit_code)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _silence()  # the reader has gone; nobody is left to tell
        return 0
    except OSError as error:
        _silence()
        return _failed(error.strerror or str(error))
    except MemoryError:
        return _failed(_("not enough memory; run a smaller world"))
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        from wogsim.language.library_words import usage_error

        text = usage_error(error)
        if text:
            print(printable(text), file=sys.stderr)
        return 2
    if code == INTERRUPTED:
        print(_("Stopped from outside, by Ctrl-C or the like; nothing was written."), file=sys.stderr)
    return code if isinstance(code, int) else 0
