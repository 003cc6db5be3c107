"""The studies as commands: each with its own options and one call."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from wogsim.cli.options import LEVERS, command, ready
from wogsim.cli.working import kept, progress_bar
from wogsim.language import _, mark

SHARED = "settings jobs engine cluster fresh quiet lang"


@command(
    mark("Compare the patterns: waiting, counters, trips, chain, sojourn, and where the time goes."),
    f"scenario {LEVERS} pattern preset replications seed precision max_replications jobs engine settings ... lang",
)
def compare(
    asked: dict[str, Any],
    out: Annotated[Path | None, typer.Option(help=mark("Directory for tables and charts."))] = None,
    cases: Annotated[bool, typer.Option("--cases", help=mark("Write cases.csv too, one row a case."))] = False,
    log: Annotated[bool, typer.Option("--log", help=mark("Write log.csv too, one row an attempt."))] = False,
) -> None:
    from wogsim.errors import BadInput
    from wogsim.studies.comparison import files, printed, run
    from wogsim.work.destination import refuse_foreign

    if (cases or log) and out is None:
        raise BadInput(_("--cases and --log write files; say where with --out DIR"))
    if out is not None:
        refuse_foreign(out)
    with progress_bar(_("Replications")) as progress:
        result = run.compare(**ready(asked), keep_log=log, log_to=out if log else None, progress=progress)
    written = files.write(result, out, cases=cases, log=log) if out else None
    printed.print_result(result, written)


@command(
    mark("Follow one citizen under every pattern on one time axis."),
    f"scenario ... {LEVERS} pattern preset seed settings all picture lang",
)
def journey(
    asked: dict[str, Any],
    case: Annotated[int, typer.Option(min=1, help=mark("Which citizen of the measured cohort, counted from 1."))] = 1,
) -> None:
    from wogsim.studies.files import write_figure
    from wogsim.studies.journey import run
    from wogsim.work.destination import picture_stem

    everything, picture = asked.pop("everything"), picture_stem(asked.pop("out"), f"journey-{case}")
    followed = run.journey(case=case, **ready(asked))
    write_figure(followed.figure(), picture)
    print(followed.text(everything=everything))
    if not everything:
        print(_("With --all also what happens to the files."))
    print(_("The picture is in {file}.png and .svg").format(file=picture))


class Kept(NamedTuple):
    """A study that keeps its cells: its room, what it is for, what ``--out`` is for, its options but the last ones."""

    room: str
    help: str
    out: str
    options: str


KEPT = {
    "sweep": Kept(
        "sweep",
        mark("Compare the patterns over a grid: who wins where, and how measures change."),
        mark("Directory for the store, the table and the charts; a sweep there goes on."),
        "numbers authorities delegated_values coordinating_values automated_values vary agencies_mode pattern preset "
        "replications seed",
    ),
    "breakeven": Kept(
        "break_even",
        mark("Find the authority beyond which one-door and centralized are faster than one-roof."),
        mark("Directory for the store, the tables and the chart; a search there goes on."),
        "numbers vary agencies_mode preset replications seed",
    ),
    "explain": Kept(
        "explain",
        mark("Where the difference between two patterns comes from: which assumptions, which numbers."),
        mark("Directory for the store, the tables and the charts; work there goes on."),
        f"between other measure order of share top {LEVERS} replications seed",
    ),
}


def _register(name: str, study: Kept) -> None:
    """A kept study as a command: every one asks, works, is interrupted, gone on with and printed alike."""

    def carry_out(asked: dict[str, Any], out: Path) -> None:
        run, printed = (import_module(f"wogsim.studies.{study.room}.{part}") for part in ("run", "printed"))
        cluster, quiet = asked.pop("cluster"), asked.pop("quiet")
        asked = ready(asked)
        with kept(out, cluster, quiet) as (executor, hear):
            result = getattr(run, name)(**asked, executor=executor, out=out, progress=hear)
        if not quiet:
            printed.print_result(result, out)

    carry_out.__annotations__["out"] = Annotated[Path, typer.Option(help=study.out)]
    command(study.help, f"scenario ... {study.options} {SHARED}", name)(carry_out)


for _name, _study in KEPT.items():
    _register(_name, _study)
