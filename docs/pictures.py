"""Draw the pictures of the documents anew: `make pictures`. That of growth comes from `python -m benchmarks`."""

from __future__ import annotations

from pathlib import Path

import wogsim
from wogsim.animation.film import film
from wogsim.animation.morning import TWO, morning
from wogsim.charts.style import DPI
from wogsim.language import using

IMAGES = Path(__file__).parent / "images"
SCENARIO = "restaurant-permit"
PICTURES = (  # file, language, chart of a comparison
    ("time_anatomy.png", "en", "time_anatomy"),
    ("time_anatomy.id.png", "id", "time_anatomy"),
    ("permits_in_hand.png", "en", "permits_in_hand"),
    ("busy_hours.png", "en", "busy_hours"),
)

if __name__ == "__main__":
    loaded = wogsim.load(SCENARIO)
    result = wogsim.compare(loaded)
    for name, language, chart in PICTURES:
        with using(language):
            getattr(result, chart)().savefig(IMAGES / name, dpi=DPI, metadata={"Software": None})
        print(name)
    film(morning(loaded, patterns=TWO), IMAGES / "queue.gif")
    print("queue.gif")
