"""Every option that a command may have, once: how it is typed, what stands when it is not, how it is read.

A command names its options in the order of its help; a function gets them read, as `wogsim.compare` and the like
take them.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import typer

from wogsim.language import _, mark

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=mark("The same citizens obtain the same permit under five public-service patterns."),
)


def share_of(text: str | None, option: str) -> float | None:
    """A share as in a file: 0.2 or '20 %'."""
    from wogsim.errors import BadInput
    from wogsim.scenario.quantities import share

    if text is None:
        return None
    try:
        return share(float(text) if "%" not in text else text)
    except ValueError:
        expected = _("{option} {text}: expected a share from 0 to 1, with a decimal point, like 0.2 or '20 %'")
        raise BadInput(expected.format(option=option, text=text)) from None


def _settings(texts: list[str] | None, _option: str) -> dict[str, Any]:
    from wogsim.scenario.reading import read_setting

    return dict(read_setting(text) for text in texts or [])


def _vary(texts: list[str] | None, _option: str) -> dict[str, str]:
    from wogsim.studies.sweep.grid import read_vary

    return read_vary(texts)


def _listed(text: str | None, _option: str) -> list[str] | None:
    return None if text is None else [key.strip() for key in text.split(",")]


def _version(asked: bool) -> None:
    if asked:
        from wogsim.version import __model__, __version__

        print(f"wogsim {__version__}, model {__model__}")
        raise typer.Exit


class Option(NamedTuple):
    """An option: its type, how typer describes it, what stands when it is not typed, how it is read.

    ``name`` is the argument it becomes where that is not the option's own name.
    """

    type: Any
    info: Any
    default: Any = None
    read: Callable[[Any, str], Any] | None = None
    name: str = ""


def _option(kind: Any, *names: str, default: Any = None, read: Any = None, name: str = "", **told: Any) -> Option:
    return Option(kind, typer.Option(*names, **told), default, read, name)


TEXT, WHOLE, TEXTS, PLACE = str | None, int | None, list[str] | None, Path | None
WORDS_OF_AUTHORITY = {
    "authority": mark("All three authorities at once, 0 to 1, or as '20 %'."),
    "delegated": mark("Delegated authority, 0 to 1."),
    "coordinating": mark("Coordinating authority, 0 to 1."),
    "automated": mark("Automated authority, 0 to 1."),
}
OPTIONS: dict[str, Option] = {
    "lang": _option(TEXT, "--lang", metavar="en|id", help=mark("Language of what is printed.")),
    "version": _option(
        bool,
        "--version",
        default=False,
        is_eager=True,
        callback=_version,
        help=mark("Say which version of wogsim and of its model this is."),
    ),
    **{
        word: Option(
            str,
            typer.Argument(metavar="SCENARIO", help=mark("A shipped scenario's name, or the path of a file.")),
            Parameter.empty,
            name="loaded",
        )
        for word in ("scenario", "file")
    },
    # levers
    "agencies": _option(WHOLE, min=1, help=mark("Number of agencies.")),
    "agencies_mode": _option(
        Literal["merge", "chain"] | None,
        help=mark("merge: the same work among so many agencies; chain: the permit needs so many."),
    ),
    **{name: _option(TEXT, metavar="SHARE", read=share_of, help=told) for name, told in WORDS_OF_AUTHORITY.items()},
    "pattern": _option(TEXTS, "--pattern", name="patterns", help=mark("A pattern to show; may be repeated.")),
    # the scenario otherwise
    "preset": _option(
        TEXT, help=mark("A named set of values: 'neutral', or 'neutral+travel+papers' to keep some assumptions.")
    ),
    "settings": _option(
        TEXTS,
        "--set",
        read=_settings,
        metavar="PATH=VALUE",
        help=mark("Another value at a dotted path, written as in the file; may be repeated."),
    ),
    "replications": _option(WHOLE, min=1, help=mark("Independent runs.")),
    "seed": _option(WHOLE, min=0, help=mark("The number that all luck comes from.")),
    "seed_of_validation": _option(
        int, "--seed", default=1, name="seed", min=0, help=mark("The number that all luck comes from.")
    ),
    "precision": _option(
        TEXT,
        read=share_of,
        metavar="SHARE",
        help=mark("Add replications until every headline number is as precise: 0.05, or '5 %'."),
    ),
    "max_replications": _option(WHOLE, min=1, help=mark("With --precision: stop at so many (200).")),
    # how the work is done
    "jobs": _option(int, default=0, min=0, help=mark("Processes; 0 is one per core.")),
    "engine": _option(
        Literal["auto", "simpy", "compiled"],
        default="auto",
        help=mark("simpy, compiled, or auto: compiled where numba is installed. Results are the same."),
    ),
    "cluster": _option(
        TEXT, metavar="ADDRESS", help=mark("Work on a dask.distributed scheduler, as tcp://10.0.0.5:8786.")
    ),
    "fresh": _option(bool, "--fresh", default=False, help=mark("Start over: throw away what is in the store.")),
    **{
        word: _option(bool, "--quiet", default=False, name="quiet", help=told)
        for word, told in (
            ("quiet", mark("Show no progress and no table.")),
            ("silent", mark("Print nothing but errors.")),
            ("hushed", mark("No progress bar, and nothing printed.")),
        )
    },
    "all": _option(bool, "--all", default=False, name="everything", help=mark("Tell what happens to the files too.")),
    "picture": _option(PLACE, "--out", name="out", help=mark("Where the picture goes, as .png and .svg.")),
    "tables": _option(PLACE, "--out", name="out", help=mark("Directory for tables and charts.")),
    "cases": _option(bool, "--cases", default=False, help=mark("Write cases.csv too, one row a case.")),
    "log": _option(bool, "--log", default=False, help=mark("Write log.csv too, one row an attempt.")),
    "case": _option(int, default=1, min=1, help=mark("Which citizen of the measured cohort, counted from 1.")),
    **{
        f"{study}_out": _option(Path, "--out", default=Parameter.empty, name="out", help=told)
        for study, told in (
            ("sweep", mark("Directory for the store, the table and the charts; a sweep there goes on.")),
            ("breakeven", mark("Directory for the store, the tables and the chart; a search there goes on.")),
            ("explain", mark("Directory for the store, the tables and the charts; work there goes on.")),
        )
    },
    # grids of values
    "numbers": _option(
        TEXT, "--agencies", metavar="VALUES", name="agencies", help=mark("Numbers of agencies: 2..12, or 2,4,8.")
    ),
    "authorities": _option(
        TEXT,
        "--authority",
        metavar="VALUES",
        name="authority",
        help=mark("All three authorities at once: 0:1:0.1 is START:STOP:STEP."),
    ),
    **{
        f"{name}_values": _option(
            TEXT, f"--{name}", metavar="VALUES", name=name, help=mark("Values of this authority, 0 to 1.")
        )
        for name in ("delegated", "coordinating", "automated")
    },
    "vary": _option(
        TEXTS,
        read=_vary,
        metavar="PATH=VALUES",
        help=mark("Values at a dotted path: START..STOP, START:STOP:STEP with a unit, or A,B; may be repeated."),
    ),
    # an explanation's own
    "between": _option(
        str, "--between", default="one-roof", metavar="PATTERN", help=mark("The difference is this pattern ...")
    ),
    "other": _option(
        str, "--and", default="one-door", metavar="PATTERN", name="between", help=mark("... minus this one.")
    ),
    "measure": _option(
        str,
        default="sojourn_time",
        help=mark("Measure that is explained, such as waiting_time or trips: any of comparison.csv."),
    ),
    "order": _option(
        TEXT,
        read=_listed,
        metavar="NAME,NAME",
        help=mark("Assumptions in the order of switching on; the rest follow."),
    ),
    "of": _option(TEXT, metavar="PATTERN", help=mark("Move the mean under this pattern instead of the difference.")),
    "share": _option(
        str,
        default="20 %",
        read=lambda text, option: share_of(text, option) or 0.0,
        metavar="SHARE",
        help=mark("Numbers without a range of their own: so much less and more."),
    ),
    "top": _option(int, default=15, min=1, help=mark("So many numbers in the chart.")),
}
LEVERS = "agencies agencies_mode authority delegated coordinating automated"


def command(help: str, options: str, name: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as a command.

    Parameters
    ----------
    help : what it is for, marked
    options : see `with_options`
    name : of the command; default: the function's
    """
    return lambda function: app.command(name or function.__name__, help=help)(with_options(function, options))


def with_options(function: Callable[..., Any], options: str) -> Callable[..., Any]:
    """A function for typer: shared options, read, go into its first argument, all others are its own.

    Parameters
    ----------
    options : names of shared options in the order of the help; '...' where the function's own stand
    """
    _first, *own = Signature.from_callable(function, eval_str=True).parameters.values()
    words = options.split()
    parameters = [
        p.replace(kind=Parameter.KEYWORD_ONLY) for word in words for p in (own if word == "..." else [_parameter(word)])
    ]

    def carry_out(**typed: Any) -> Any:
        return function(_read({word: typed.pop(word) for word in words if word != "..."}), **typed)

    carry_out.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    carry_out.__annotations__ = {p.name: p.annotation for p in parameters}
    return carry_out


def _parameter(word: str) -> Parameter:
    option, kind = OPTIONS[word], Parameter.KEYWORD_ONLY
    return Parameter(word, kind, default=option.default, annotation=Annotated[option.type, option.info])


def _read(typed: dict[str, Any]) -> dict[str, Any]:
    """Arguments from what was typed; two options for one argument make a pair."""
    from wogsim.errors import BadInput

    typed.pop("lang", None)
    if typed.get("max_replications") is not None and typed["precision"] is None:
        raise BadInput(_("--max-replications is for --precision; to run so many, use --replications"))
    if "max_replications" in typed and typed["max_replications"] is None:
        del typed["max_replications"]
    asked: dict[str, Any] = {}
    for word, value in typed.items():
        option = OPTIONS[word]
        name, read = option.name or word, option.read(value, f"--{word}") if option.read else value
        asked[name] = (asked[name], read) if name in asked else read
    return asked


def ready(asked: dict[str, Any]) -> dict[str, Any]:
    """The arguments with the scenario loaded, when all that is quicker to check has been checked."""
    from wogsim.scenario.reading import load

    return {**asked, "loaded": load(asked["loaded"])}
