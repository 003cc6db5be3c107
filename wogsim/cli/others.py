"""The other commands: a page, slides or a moving picture of a comparison, how long a warm-up takes, a validation."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wogsim.cli.options import LEVERS, command, ready
from wogsim.cli.working import progress_bar
from wogsim.language import _, mark


@command(
    mark("Compare the patterns and write a report: one HTML page, and a workbook with the tables."),
    f"scenario beside page xlsx {LEVERS} pattern preset replications seed precision max_replications "
    "jobs engine settings silent lang",
)
def report(asked: dict[str, Any]) -> None:
    """Compare, then write the page, the workbook or both, and print the verdict."""
    from wogsim.errors import BadInput
    from wogsim.report import PAGE, WORKBOOK
    from wogsim.studies.comparison.run import compare
    from wogsim.work.destination import refuse_missing, refuse_unwritable

    out, xlsx, quiet = (asked.pop(word) for word in ("out", "xlsx", "quiet"))
    if out is None and xlsx is None:
        raise BadInput(_("there is nothing to write; say where with -o report.html, --xlsx tables.xlsx, or both"))
    if out is not None and xlsx is not None and out.resolve() == xlsx.resolve():
        raise BadInput(_("-o and --xlsx name the same file; expected two"))
    for path, library, endings in ((out, "jinja2", PAGE), (xlsx, "xlsxwriter", WORKBOOK)):
        if path is not None:
            refuse_missing(library)
            refuse_unwritable(path, endings)
    with progress_bar(_("Replications"), quiet) as progress:
        result = compare(**ready(asked), progress=progress)
    said = [result.verdict(), ""]
    if out is not None:
        from wogsim.report.head import search

        with progress_bar(_("Cells"), quiet) as progress:
            found = search(result, engine=asked["engine"], jobs=asked["jobs"], progress=progress)
        result.report(out, break_even=found)
        said.append(_("The report is in {file}").format(file=out))
    if xlsx is not None:
        result.workbook(xlsx)
        said.append(_("The tables are in {file}").format(file=xlsx))
    if not quiet:
        print("\n".join(said))


@command(
    mark("Write one page with sliders that answers what-ifs without a server: for phones, projectors, a chat message."),
    "scenario explorer_page store numbers authorities delegated_values coordinating_values automated_values vary "
    "agencies_mode pattern preset coarse replications seed settings jobs engine cluster fresh hushed lang",
)
def explorer(asked: dict[str, Any]) -> None:
    """Work out every point that the sliders can reach, as a sweep does, then write the page."""
    from wogsim.cli.working import kept
    from wogsim.explorer import ready as writable
    from wogsim.explorer import write
    from wogsim.explorer.run import explore
    from wogsim.studies.words import points, warning

    page, cluster, quiet = (asked.pop(word) for word in ("page", "cluster", "quiet"))
    writable(page)
    asked["out"] = asked["out"] or page.with_name(f"{page.stem}-cells")
    with _store(asked["out"]), kept(asked["out"], cluster, quiet) as (executor, hear):
        result = explore(**ready(asked), executor=executor, progress=hear)
    write(result, page)
    if not quiet:
        for line in result.refusals():
            print(warning(line))
        print(
            _("The page is in {file}, with {points}; its cells are kept in {directory}").format(
                file=page, points=points(len(result.points)), directory=asked["out"]
            )
        )


@contextmanager
def _store(directory: Path) -> Iterator[None]:
    """Studies call their directory --out, which is the page here; what is wrong with it names --store."""
    from wogsim.errors import WogsimError

    try:
        yield
    except WogsimError as error:
        studies, here = (f"{option} {directory}:" for option in ("--out", "--store"))
        parts = (part.replace(studies, here, 1) if isinstance(part, str) else part for part in error.args)
        raise type(error)(*parts) from error


@command(
    mark("Show the busiest hour as a moving picture: people at counters, files between agencies."),
    f"scenario pattern day marked whole gif {LEVERS} preset seed settings hushed lang",
)
def animate(asked: dict[str, Any]) -> None:
    """Follow an hour or a morning under each pattern asked for, or two of them, and write its film."""
    from wogsim.animation.film import ENDINGS, film
    from wogsim.animation.morning import TWO, morning
    from wogsim.staffing.words import left_out
    from wogsim.studies.printing import unshown
    from wogsim.studies.words import warning
    from wogsim.work.destination import refuse_unwritable

    out, quiet = asked.pop("out"), asked.pop("quiet")
    refuse_unwritable(out, ENDINGS)
    asked = ready(asked)
    shown = morning(**asked | {"patterns": asked["patterns"] or TWO})
    with progress_bar(_("Pictures"), quiet) as progress:
        film(shown, out, progress)
    if not quiet:
        for line in (*left_out(shown.left_out, shown.loaded.scenario), *unshown(shown.loaded)):
            print(warning(line))
        print(_("The animation is in {file}").format(file=out))


@command(
    mark("How long each pattern takes to settle after its empty start, by MSER-5, against the warm-up."),
    "scenario agencies authority pattern preset replications seed jobs engine settings picture lang",
)
def warmup(asked: dict[str, Any]) -> None:
    """Compare, draw how each pattern settles, and print after how long."""
    from wogsim.studies.comparison.printed import print_settling
    from wogsim.studies.comparison.run import compare
    from wogsim.studies.files import write_figure
    from wogsim.work.destination import picture_stem

    picture = picture_stem(asked.pop("out"), "warmup")
    with progress_bar(_("Replications")) as progress:
        result = compare(**ready(asked), progress=progress)
    write_figure(result.warm_up(), picture)
    print_settling(result)
    print(_("The picture is in {file}.png and .svg").format(file=picture))


@command(
    mark("Compare the model with queueing theory and with published figures of offices."),
    "seed_of_validation jobs engine quick terse validation_out csv_style lang",
)
def validate(asked: dict[str, Any]) -> int:
    """Validate, write the tables where asked for, and print what was found; 1 where anything is missed, else 0."""
    from wogsim import validation
    from wogsim.cli.validated import print_validation
    from wogsim.validation import tables
    from wogsim.work import writing

    out, quiet = asked.pop("out"), asked.pop("quiet")
    if out is not None:
        writing.ready(out)
    with progress_bar(_("Replications"), quiet) as progress:
        found = validation.validate(**asked, progress=progress)
    written = tables.write(found, out) if out else None
    print_validation(found, written, quiet=quiet)
    return int(bool(found.missed))


@command(
    mark("Make slides of a lesson from the charts, with what to say in the notes."),
    f"scenario lesson case {LEVERS} pattern preset replications seed jobs engine settings silent lang",
)
def slides(asked: dict[str, Any]) -> None:
    """Compare, follow one citizen, search the break-even, and write the slides."""
    from wogsim.report import slides as room
    from wogsim.report.head import search
    from wogsim.studies.comparison.run import compare
    from wogsim.studies.journey.run import journey
    from wogsim.work.destination import refuse_missing, refuse_unwritable

    out, quiet, case = (asked.pop(word) for word in ("out", "quiet", "case"))
    refuse_missing(room.LIBRARY)
    refuse_unwritable(out, room.LESSON)
    asked = ready(asked)
    work = {word: asked[word] for word in ("jobs", "engine")}
    followed = journey(
        case=case, **{word: value for word, value in asked.items() if word not in (*work, "replications")}
    )
    with progress_bar(_("Replications"), quiet) as progress:
        result = compare(**asked, progress=progress)
    with progress_bar(_("Cells"), quiet) as progress:
        found = search(result, **work, progress=progress)
    room.write(result, followed, out, found)
    if not quiet:
        print(_("The slides are in {file}").format(file=out))
