"""Draw the pictures of the documents anew, in minutes: `make pictures`. Growth comes from `python -m benchmarks`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import wogsim
from wogsim.animation.film import film
from wogsim.animation.morning import TWO, morning
from wogsim.charts.style import DPI
from wogsim.language import using

if TYPE_CHECKING:
    from matplotlib.figure import Figure

IMAGES = Path(__file__).parent / "images"
SCENARIO = "restaurant-permit"
PICTURES = (  # file, language, chart of a comparison
    ("time_anatomy.png", "en", "time_anatomy"),
    ("time_anatomy.id.png", "id", "time_anatomy"),
    ("permits_in_hand.png", "en", "permits_in_hand"),
    ("busy_hours.png", "en", "busy_hours"),
)
CURVES = (("authority_curve.png", "en"), ("authority_curve.id.png", "id"))
AGENCIES, FEW = "1..12", 5  # replications of what has many points


def kept(figure: Figure, name: str) -> None:
    """Write a picture, the same bytes for the same picture."""
    figure.savefig(IMAGES / name, dpi=DPI, metadata={"Software": None})
    print(name, flush=True)


if __name__ == "__main__":
    loaded = wogsim.load(SCENARIO)
    result = wogsim.compare(loaded)
    for name, language, chart in PICTURES:
        with using(language):
            kept(getattr(result, chart)(), name)
    found = wogsim.breakeven(loaded, patterns=["one-door"], jobs=0)
    for name, language in CURVES:
        with using(language):
            kept(found.curve(), name)
    kept(
        wogsim.breakeven(loaded, patterns=["one-door"], agencies=AGENCIES, replications=FEW, jobs=0).chart(),
        "break_even.png",
    )
    three = ["technical-functional", "one-roof", "one-door"]
    grid = wogsim.sweep(loaded, agencies=AGENCIES, delegated="0:1:0.25", patterns=three, replications=FEW, jobs=0)
    kept(grid.winners_map(), "winners.png")
    kept(grid.lines("sojourn_time", "agencies"), "agencies.png")
    kept(wogsim.continuum(loaded, replications=10, jobs=0).steps_bought(), "continuum.png")
    kept(wogsim.continuum(loaded, ways=True, replications=10, jobs=0).steps_bought(), "ways.png")
    film(morning(loaded, patterns=TWO), IMAGES / "queue.gif")
    print("queue.gif")
