"""One citizen for a page: who walks where and which files move when, as plain as JSON."""

from __future__ import annotations

from typing import Any

from wogsim.charts import style
from wogsim.language import using
from wogsim.scenario.reading import Loaded
from wogsim.studies.journey.deeds import CITIZEN
from wogsim.studies.journey.result import Trail
from wogsim.studies.journey.run import journey
from wogsim.studies.journey.steps import Step
from wogsim.studies.journey.words import sentence

HOME = "closed", "held"  # phases in which the citizen waits at home


def followed(loaded: Loaded, language: str) -> dict[str, Any]:
    """The same ordinary citizen under every pattern; times are seconds from the need.

    Raises
    ------
    WogsimError
        As `wogsim.studies.journey.run.journey` does.
    """
    with using(language):
        found = journey(loaded)
        hours = found.open_hours
        end = max(trail.end for trail in found.trails) - found.need
        opens = [
            (int(a) - found.need, int(b) - found.need)
            for a, b in zip(hours.opens.tolist(), hours.closes.tolist(), strict=True)
            if b > found.need and a < found.need + end
        ]
        return {
            "heading": found.heading(),
            "beside": found.beside(),
            "end": end,
            "open": opens,
            "trails": [_trail(trail, loaded, found.need) for trail in found.trails],
            "left_out": dict(found.left_out),
        }


def _trail(trail: Trail, loaded: Loaded, need: int) -> dict[str, Any]:
    return {
        "key": trail.pattern,
        "title": trail.title,
        "outcome": trail.outcome,
        "colour": style.colour_in(loaded, trail.pattern),
        "end": trail.end - need,
        "steps": [_step(step, need) for step in trail.steps if step.start < trail.end],
    }


def _step(step: Step, need: int) -> dict[str, Any]:
    person = step.lane == CITIZEN
    return {
        "from": step.start - need,
        "to": step.end - need,
        "who": "citizen" if person else "files",
        "away": person and step.phase not in HOME and step.part not in ("form", "fixing", "notice", "latency"),
        "colour": style.PART_COLOURS[step.part][0],
        "text": sentence(step),
    }
