"""Write the explorers of the documents anew: `make pictures`, or this file alone (about ten minutes on two cores).

`python docs/explorer.py DIRECTORY` keeps cells there, so that other words or looks are on the pages within a minute.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import wogsim
from wogsim.explorer import write
from wogsim.explorer.run import explore

HERE = Path(__file__).parent
FEW = 5  # replications of what has many points

if __name__ == "__main__":
    kept = Path(sys.argv[1]) if sys.argv[1:] else None

    def made(name: str, scenario: Any, **asking: Any) -> None:
        """Write one page."""
        store = {"out": kept / name} if kept else {}
        write(explore(scenario, replications=FEW, jobs=0, **asking, **store), HERE / f"{name}.html")
        print(f"{name}.html", flush=True)

    made("explorer", wogsim.load("restaurant-permit"))
    doors = wogsim.load("three-doors")
    rows = [*doors.scenario.levers.patterns, "one-door"]  # a door whose authority is moved, beside those of the file
    made("explorer-three-doors", doors, patterns=rows, quick=True)
