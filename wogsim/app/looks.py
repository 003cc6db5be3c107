"""What the what-if page shows of a comparison: numbers for its charts, and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wogsim.app import frames
from wogsim.app.answers import STAGES
from wogsim.app.picture import Rows, rows
from wogsim.language import _, percent
from wogsim.studies.beside import overload
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.verdict import sentences
from wogsim.studies.words import replications


@dataclass(frozen=True)
class Look:
    """What a page shows of a comparison, in one language; equal pages share it."""

    title: str
    bars: Rows
    parts: Rows
    there: Mapping[str, str]
    claim: str
    grounds: str
    notes: str


def look(found: Comparison, measure: str, pinned: Comparison | None) -> Look:
    """What is shown of a measure, beside what is pinned."""
    cut = frames.anatomy(found)
    ordered = cut.sort_values("order")
    claim, *grounds = sentences(found)
    return Look(
        title=frames.title(found, measure),
        bars=rows(frames.patterns(found, measure, pinned)),
        parts=rows(cut),
        there=dict(zip(ordered["part"].tolist(), ordered["part_label"].tolist(), strict=True)),
        claim=claim,
        grounds=" ".join(grounds),
        notes=" ".join(_beside(found, pinned)),
    )


def about(found: Numbers, *, done: bool) -> str:
    """How sharp it is, and whether it gets sharper."""
    count = replications(found.replications)
    if done:
        return _ended(found, count)
    if found.replications <= STAGES[0]:
        return _("A first look: {count} of each pattern; it is getting sharper ...").format(count=count)
    return _("{count} of each pattern; it is getting sharper ...").format(count=count)


def _ended(found: Numbers, count: str) -> str:
    """Why it does not get sharper."""
    if found.precision is None:
        return _("{count} of each pattern.").format(count=count)
    if found.precision.reached:
        text = _("{count} of each pattern: the intervals are narrow enough, ±{precision}.")
    elif found.replications >= found.precision.most:
        text = _("{count} of each pattern, the most that run here; not all intervals are within ±{precision}.")
    else:
        text = _("{count} of each pattern; more would take too long here. Not all intervals are within ±{precision}.")
    return text.format(count=count, precision=percent(found.precision.asked))


def _beside(found: Numbers, pinned: Numbers | None) -> list[str]:
    """What must be said beside the charts."""
    said = [overload(found.known(key) for key in found.keys)]
    if pinned is not None:
        said.append(_("Diamonds: what is pinned."))
    said += [f"{found.title(key)}: {why}" for key, why in found.left_out.items()]
    return [text for text in said if text]
