"""The studies as commands: a row each, with its options in the order of the help and how it is carried out."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

from wogsim.cli.options import LEVERS, command, ready
from wogsim.cli.working import kept, progress_bar
from wogsim.language import _, mark

Asked = dict[str, Any]


class Study(NamedTuple):
    """A row: its room in `wogsim.studies`, what it is for, its options, and one of the functions below."""

    room: str
    help: str
    options: str
    form: Callable[[str, str, Asked], None]


def _part(room: str, name: str) -> Any:
    return import_module(f"wogsim.studies.{room}.{name}")


def told(name: str, room: str, asked: Asked) -> None:
    """Work it out and say what came of it."""
    print(_part(room, "words").text(getattr(_part(room, "run"), name)(**ready(asked))))


def compared(name: str, room: str, asked: Asked) -> None:
    """Run every replication, write tables and charts where asked for, print the table."""
    from wogsim.errors import BadInput
    from wogsim.work import writing

    out, charts, cases, log = (asked.pop(word) for word in ("out", "charts", "cases", "log"))
    shown = {word: asked.pop(word) for word in ("brief", "strengths")}
    if (cases or log) and out is None:
        raise BadInput(_("--cases and --log write files; say where with --out DIR"))
    if charts == "all" and out is None:
        raise BadInput(_("--charts writes files; say where with --out DIR"))
    if out is not None:
        writing.ready(out)
    with progress_bar(_("Replications")) as progress:
        compare = getattr(_part(room, "run"), name)
        result = compare(**ready(asked), keep_log=log, log_to=out if log else None, progress=progress)
    written = _part(room, "files").write(result, out, charts=charts, cases=cases, log=log) if out else None
    _part(room, "printed").print_result(result, written, **shown)


def followed(name: str, room: str, asked: Asked) -> None:
    """Follow one citizen: a picture, and the steps in print."""
    from wogsim.studies.printing import unshown
    from wogsim.studies.words import warning
    from wogsim.work.destination import picture_stem

    everything = asked.pop("everything")
    picture = picture_stem(asked.pop("out"), name if asked["case"] is None else f"{name}-{asked['case']}")
    result = getattr(_part(room, "run"), name)(**ready(asked))
    sheets = _part(room, "files").write(result, picture)
    print(result.text(everything=everything))
    for line in unshown(result.loaded):
        print(warning(line))
    if not everything:
        print(_("With --all also what happens to the files."))
    for sheet in sheets:
        print(_("The picture is in {file}.png and .svg").format(file=sheet))


def kept_on_disk(name: str, room: str, asked: Asked) -> None:
    """Evaluate points and keep their cells: every such study is worked on, interrupted, gone on with and told alike."""
    cluster, quiet, out = (asked.pop(word) for word in ("cluster", "quiet", "out"))
    asked = ready(asked)
    with kept(out, cluster, quiet) as (executor, hear):
        result = getattr(_part(room, "run"), name)(**asked, executor=executor, out=out, progress=hear)
    if not quiet:
        _part(room, "printed").print_result(result, out)


EVERY_STUDY = "lang"  # options that each of them has, last in its help
KEPT = "replications seed settings jobs engine cluster fresh csv_style quiet"
STUDIES = {
    "compare": Study(
        "comparison",
        mark("Compare the patterns: waiting, counters, trips, chain, sojourn, and where the time goes."),
        f"scenario beside {LEVERS} pattern preset replications seed precision max_replications jobs engine settings "
        "tables charts csv_style cases log strengths brief",
        compared,
    ),
    "journey": Study(
        "journey",
        mark("Follow one citizen under every pattern on one time axis."),
        f"scenario case {LEVERS} pattern preset seed settings all picture",
        followed,
    ),
    "sweep": Study(
        "sweep",
        mark("Compare the patterns over a grid: who wins where, and how measures change."),
        "scenario sweep_out numbers authorities delegated_values coordinating_values automated_values vary "
        f"agencies_mode pattern preset {KEPT}",
        kept_on_disk,
    ),
    "breakeven": Study(
        "break_even",
        mark("Find the authority beyond which one-door and centralized are faster than one-roof."),
        f"scenario breakeven_out numbers vary agencies_mode pattern preset {KEPT}",
        kept_on_disk,
    ),
    "continuum": Study(
        "continuum",
        mark("What each degree of working together buys, or each way of whole-of-government."),
        f"scenario continuum_out ways agencies agencies_mode preset {KEPT}",
        kept_on_disk,
    ),
    "explain": Study(
        "explain",
        mark("Where the difference between two patterns comes from: which assumptions, which numbers."),
        f"scenario explain_out between other measure theme order of share top most {LEVERS} {KEPT}",
        kept_on_disk,
    ),
}

for _name, _study in STUDIES.items():
    command(_study.help, f"{_study.options} {EVERY_STUDY}", _name)(partial(_study.form, _name, _study.room))
