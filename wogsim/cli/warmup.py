"""`wogsim warmup`: how long a scenario takes to settle."""

from __future__ import annotations

from typing import Any

from wogsim.cli.options import command, ready
from wogsim.cli.working import progress_bar
from wogsim.language import _, mark


@command(
    mark("How long each pattern takes to settle after its empty start, by MSER-5, against the warm-up."),
    "scenario agencies authority pattern preset replications seed jobs engine settings picture lang",
)
def warmup(asked: dict[str, Any]) -> None:
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
