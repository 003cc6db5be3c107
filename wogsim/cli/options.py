"""Every option that a command may have, once: how it is typed, what stands when it is not, how it is read.

A command names its options in the order of its help; a function gets them read, as `wogsim.compare` and the like
take them.
"""

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
        return share(float(text) if text.startswith(".") else text)
    except ValueError:
        expected = _("{option} {text}: expected a share from 0 to 1, like 0.2, 0,2 or '20 %'")
        raise BadInput(expected.format(option=option, text=text if text.strip() else repr(text))) from None


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


def _option(
    kind: Any, says: str, *typed: str, default: Any = None, read: Any = None, name: str = "", **how: Any
) -> Option:
    return Option(kind, typer.Option(*typed, help=says, **how), default, read, name)


def _switch(says: str, typed: str, name: str = "") -> Option:
    return _option(bool, says, typed, default=False, name=name)


TEXT, WHOLE, TEXTS, PLACE = str | None, int | None, list[str] | None, Path | None
WORDS_OF_AUTHORITY = {
    "authority": mark("All three authorities at once, 0 to 1, or as '20 %'."),
    "delegated": mark("Delegated authority, 0 to 1."),
    "coordinating": mark("Coordinating authority, 0 to 1."),
    "automated": mark("Automated authority, 0 to 1."),
}
OPTIONS: dict[str, Option] = {
    "lang": _option(TEXT, mark("Language of what is printed."), "--lang", metavar="en|id"),
    "version": _option(
        bool,
        mark("Say which version of wogsim and of its model this is."),
        "--version",
        default=False,
        is_eager=True,
        callback=_version,
    ),
    "scenario": Option(
        str,
        typer.Argument(metavar="SCENARIO", help=mark("A shipped scenario's name, or the path of a file.")),
        Parameter.empty,
        name="loaded",
    ),
    "beside": Option(
        TEXT,
        typer.Argument(metavar="OTHER", help=mark("A second scenario, whose patterns stand beside the first's.")),
    ),
    # a new file
    "file": Option(
        str,
        typer.Argument(metavar="NAME", help=mark("The new file's name; .toml is put behind it.")),
        Parameter.empty,
    ),
    "base": _option(TEXT, mark("Make it from this scenario."), "--from", metavar="SCENARIO"),
    "clearances": _option(WHOLE, mark("Number of clearances."), min=1),
    # levers
    "agencies": _option(WHOLE, mark("Number of agencies."), min=1),
    "agencies_mode": _option(
        Literal["merge", "chain"] | None,
        mark("merge: the same work among so many agencies; chain: the permit needs so many."),
    ),
    **{name: _option(TEXT, says, metavar="SHARE", read=share_of) for name, says in WORDS_OF_AUTHORITY.items()},
    "pattern": _option(
        TEXTS, mark("A pattern to show, by key or name, like one-door; may be repeated."), "--pattern", name="patterns"
    ),
    # the scenario otherwise
    "preset": _option(
        TEXT, mark("A named set of values: 'neutral', or 'neutral+travel+papers' to keep some assumptions.")
    ),
    "settings": _option(
        TEXTS,
        mark("Another value at a dotted path, written as in the file; may be repeated."),
        "--set",
        read=_settings,
        metavar="PATH=VALUE",
    ),
    "replications": _option(WHOLE, mark("Independent runs."), min=1),
    "seed": _option(WHOLE, mark("The number that all luck comes from."), min=0),
    "seed_of_validation": _option(
        int, mark("The number that all luck comes from."), "--seed", default=1, name="seed", min=0
    ),
    "precision": _option(
        TEXT,
        mark("Add replications until every headline number is as precise: 0.05, or '5 %'."),
        read=share_of,
        metavar="SHARE",
    ),
    "max_replications": _option(WHOLE, mark("With --precision: stop at so many (200)."), min=1),
    # how the work is done
    "jobs": _option(int, mark("Processes; 0 is one per core."), default=0, min=0),
    "engine": _option(
        Literal["auto", "simpy", "compiled"],
        mark("simpy, compiled, or auto: compiled where numba is installed. Results are the same."),
        default="auto",
    ),
    "cluster": _option(TEXT, mark("Work on a dask.distributed scheduler, as tcp://10.0.0.5:8786."), metavar="ADDRESS"),
    "fresh": _switch(mark("Start over: throw away what is in the store."), "--fresh"),
    "quick": _switch(mark("A tenth of the citizens: intervals about three times as wide."), "--quick"),
    "coarse": _switch(mark("Fewer values and replications: a first look in about a minute."), "--quick", "quick"),
    "quiet": _switch(mark("Show no progress and no table."), "--quiet"),
    "silent": _switch(mark("Print nothing but errors."), "--quiet", "quiet"),
    "hushed": _switch(mark("No progress bar, and nothing printed."), "--quiet", "quiet"),
    "terse": _switch(mark("Print the verdict and what was missed, no tables."), "--quiet", "quiet"),
    "strengths": _switch(
        mark("Say too what each pattern is best and worst at, and who is not told apart."), "--strengths"
    ),
    "brief": _switch(mark("Print the table, warnings and the sentence to repeat, no more."), "--brief"),
    "all": _switch(mark("Tell what happens to the files too."), "--all", "everything"),
    # what is written, and where
    "picture": _option(PLACE, mark("Where the picture goes, as .png and .svg."), "--out", name="out"),
    "tables": _option(PLACE, mark("Directory for tables and charts."), "--out", name="out"),
    "csv_style": _option(
        Literal["plain", "id"],
        mark("How tables are written: plain, or id for spreadsheets in Indonesia (semicolon, decimal comma)."),
        default="plain",
    ),
    "charts": _option(
        Literal["first", "all"],
        mark("Which charts are drawn: first, those of the question that every comparison asks, or all."),
        default="first",
    ),
    "cases": _switch(mark("Write cases.csv too, one row a case."), "--cases"),
    "log": _switch(mark("Write log.csv too, one row an attempt."), "--log"),
    **{
        f"{study}_out": _option(Path, says, "--out", default=Parameter.empty, name="out")
        for study, says in (
            ("sweep", mark("Directory for the store, the table and the charts; a sweep there goes on.")),
            ("breakeven", mark("Directory for the store, the tables and the chart; a search there goes on.")),
            ("continuum", mark("Directory for the store, the table and the chart; work there goes on.")),
            ("explain", mark("Directory for the store, the tables and the charts; work there goes on.")),
        )
    },
    "page": _option(PLACE, mark("The page, such as report.html."), "--out", "-o", name="out"),
    "explorer_page": _option(
        Path,
        mark("Where the page goes."),
        "--out",
        "-o",
        default=Path("explorer.html"),
        metavar="FILE.html",
        name="page",
    ),
    "store": _option(
        PLACE,
        mark("Directory for the store; work there goes on. Default: beside the page, named like it."),
        metavar="DIR",
        name="out",
    ),
    "xlsx": _option(PLACE, mark("The workbook, such as tables.xlsx.")),
    "lesson": _option(
        Path,
        mark("Where the slides go."),
        *("--out", "-o"),
        default=Path("lesson.pptx"),
        metavar="FILE.pptx",
        name="out",
    ),
    "gif": _option(
        Path, mark("Where the GIF goes."), "--out", "-o", default=Path("queue.gif"), metavar="FILE.gif", name="out"
    ),
    "validation_out": _option(PLACE, mark("Directory for the tables and the scenario files."), "--out", name="out"),
    # who is followed, and when
    "case": _option(
        WHOLE, mark("Which citizen of the measured cohort, counted from 1; default: an ordinary one."), min=1
    ),
    "whole": _switch(mark("The whole morning, not the hour at which counters are busiest."), "--whole"),
    "marked": _option(
        WHOLE, mark("Mark this citizen of the measured cohort, counted from 1."), "--case", name="case", min=1
    ),
    "day": _option(WHOLE, mark("Which working day of the cohort, from 1; default: a typical one."), min=1),
    # the app
    "host": _option(str, mark("Address to listen on; 0.0.0.0 lets everybody in the network in."), default="127.0.0.1"),
    "port": _option(int, mark("Port to listen on."), default=8080, min=1, max=65535),
    "in_class": _switch(mark("With class mode: phones join a room, predict and play."), "--class"),
    # grids of values
    "numbers": _option(
        TEXT, mark("Numbers of agencies: 2..12, or 2,4,8."), "--agencies", metavar="VALUES", name="agencies"
    ),
    "authorities": _option(
        TEXT,
        mark("All three authorities at once: 0:1:0.1 is START:STOP:STEP."),
        "--authority",
        metavar="VALUES",
        name="authority",
    ),
    **{
        f"{name}_values": _option(
            TEXT,
            mark("Values of this authority, 0 to 1: 0,0.5,1, or 0;0,5;1 where decimals have a comma."),
            f"--{name}",
            metavar="VALUES",
            name=name,
        )
        for name in ("delegated", "coordinating", "automated")
    },
    "vary": _option(
        TEXTS,
        mark(
            "Values at a dotted path: START..STOP, START:STOP:STEP with a unit, or A,B (A;B where decimals have a "
            "comma); may be repeated."
        ),
        read=_vary,
        metavar="PATH=VALUES",
    ),
    "ways": _switch(
        mark("The four ways of whole-of-government, each by itself, instead of the nine degrees."), "--ways"
    ),
    # an explanation's own
    "between": _option(
        str, mark("The difference is this pattern ..."), "--between", default="one-roof", metavar="PATTERN"
    ),
    "other": _option(str, mark("... minus this one."), "--and", default="one-door", metavar="PATTERN", name="between"),
    "measure": _option(
        str,
        mark("Measure that is explained, such as waiting_time or trips: any of comparison.csv."),
        default="sojourn_time",
    ),
    "order": _option(
        TEXT,
        mark("Themes, or assumptions of the --theme, in the order of switching on; the rest follow."),
        read=_listed,
        metavar="NAME,NAME",
    ),
    "theme": _option(TEXT, mark("Open one theme of assumptions: what each of its own adds."), metavar="NAME"),
    "of": _option(TEXT, mark("Move the mean under this pattern instead of the difference."), metavar="PATTERN"),
    "share": _option(
        str,
        mark("Numbers without a range of their own: so much less and more."),
        default="20 %",
        read=lambda text, option: share_of(text, option) or 0.0,
        metavar="SHARE",
    ),
    "top": _option(int, mark("So many numbers in the chart."), default=15, min=1),
    "most": _option(
        WHOLE, mark("Work out only so many numbers: those that move it most in the first replication."), min=1
    ),
}
LEVERS = "agencies agencies_mode authority delegated coordinating automated"


def command(help: str, options: str, name: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as a command; what it is for is marked, and its options are those of `with_options`."""
    return lambda function: app.command(name or function.__name__, help=help)(with_options(function, options))


def with_options(function: Callable[..., Any], options: str) -> Callable[..., Any]:
    """A function for typer: options by name, in the order of the help, go read into its only argument."""
    rows = {word: OPTIONS[word] for word in options.split()}
    parameters = [
        Parameter(word, Parameter.KEYWORD_ONLY, default=row.default, annotation=Annotated[row.type, row.info])
        for word, row in rows.items()
    ]

    def carry_out(**typed: Any) -> Any:
        from wogsim.work.writing import PLAIN, csv_style

        with csv_style(typed.pop("csv_style", PLAIN)):
            return function(_read(typed))

    carry_out.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    carry_out.__annotations__ = {p.name: p.annotation for p in parameters}
    return carry_out


def _read(typed: dict[str, Any]) -> dict[str, Any]:
    """Arguments from what was typed; two options for one argument make a pair."""
    from wogsim.errors import BadInput

    typed.pop("lang", None)
    if typed.get("max_replications") is None:
        typed.pop("max_replications", None)
    elif typed["precision"] is None:
        raise BadInput(_("--max-replications is for --precision; to run so many, use --replications"))
    asked: dict[str, Any] = {}
    for word, value in typed.items():
        option = OPTIONS[word]
        name, read = option.name or word, option.read(value, f"--{word}") if option.read else value
        asked[name] = (asked[name], read) if name in asked else read
    return asked


ROWS = ("patterns", "between", "of")  # arguments that name rows


def ready(asked: dict[str, Any]) -> dict[str, Any]:
    """The arguments with the scenario loaded, when all that is quicker to check has been; rows by their keys."""
    from wogsim.cli.named import rows_named
    from wogsim.scenario.reading import load

    beside = {"beside": load(asked["beside"])} if asked.get("beside") is not None else {}
    loaded = load(asked["loaded"])
    files = [one.scenario for one in (loaded, *beside.values())]
    made = any(path.partition(".")[0] in ("patterns", "variants") for path in asked.get("settings") or {})
    rows = {name: rows_named(asked[name], files, made) for name in ROWS if asked.get(name) is not None}
    return {**asked, "loaded": loaded} | beside | rows
