"""Write the explorers of the documents anew: `make pictures`, or this file alone (about ten minutes on two cores)."""

from __future__ import annotations

from pathlib import Path

import wogsim
from wogsim.explorer import write
from wogsim.explorer.run import explore

HERE = Path(__file__).parent
FEW = 5  # replications of what has many points

if __name__ == "__main__":
    write(explore(wogsim.load("restaurant-permit"), replications=FEW, jobs=0), HERE / "explorer.html")
    print("explorer.html", flush=True)
    doors = wogsim.load("three-doors")
    rows = [*doors.scenario.levers.patterns, "one-door"]  # a door whose authority is moved, beside those of the file
    found = explore(doors, patterns=rows, quick=True, replications=FEW, jobs=0)
    write(found, HERE / "explorer-three-doors.html")
    print("explorer-three-doors.html")
