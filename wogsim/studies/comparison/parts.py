"""Where the time went, in words: the parts of the time anatomy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wogsim.language import _, number
from wogsim.measures.anatomy import PARTS
from wogsim.measures.summary import BY_NAME

if TYPE_CHECKING:
    from wogsim.studies.comparison.result import Comparison


def part_title(part: str) -> str:
    """A part of the anatomy as people read it."""
    return _(BY_NAME[f"time_{part}"].title)


def parts_of(result: Comparison, key: str) -> dict[str, float]:
    """Mean days in each part that takes any time; their sum is the mean sojourn time."""
    means = {part: result.estimates[key, f"time_{part}"].mean for part in PARTS}
    return {part: mean for part, mean in means.items() if mean > 0}


def largest(parts: Mapping[str, Mapping[str, float]]) -> str:
    """Which part is the largest, where it is the same part under every pattern; nothing where it is not.

    Parameters
    ----------
    parts : what `parts_of` returned, by pattern
    """
    ends = {max(cut, key=cut.__getitem__) for cut in parts.values() if cut}
    if len(ends) != 1:
        return ""
    part = ends.pop()
    shares = [cut[part] / sum(cut.values()) for cut in parts.values() if cut]
    low, high = number(min(shares) * 100, 0), number(max(shares) * 100, 0)
    share = f"{low} %" if low == high else f"{low}–{high} %"
    if len(shares) == 1:
        return _("Largest part: {part} ({share}).").format(part=part_title(part), share=share)
    return _("Largest part everywhere: {part} ({share}).").format(part=part_title(part), share=share)
