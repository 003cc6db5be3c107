"""Presets: `neutral` has none of the assumptions, `neutral+travel+papers` has these as the scenario has them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.scenario.assumptions import ASSUMPTIONS, BY_KEY
from wogsim.scenario.completing import completed
from wogsim.scenario.consistency import one_of
from wogsim.scenario.reading import Loaded

NEUTRAL = "neutral"
Point = dict[str, Any]  # values at dotted paths; none is the scenario itself


def apply(loaded: Loaded, preset: str) -> Loaded:
    """The scenario under a preset; raises what `switched_off` does."""
    return loaded.change(switched_off(loaded, preset))


def switched_off(loaded: Loaded, preset: str) -> Point:
    """The values of a preset by dotted path.

    Parameters
    ----------
    preset : 'neutral', or 'neutral+NAME+...' with some assumptions as the scenario has them

    Raises
    ------
    BadInput
        When the preset or an assumption is not known.
    """
    name, *kept = preset.split("+")
    if name != NEUTRAL:
        raise BadInput(f"--preset {preset}: " + one_of(name.lower(), [NEUTRAL]))
    for key in kept:
        if key not in BY_KEY:
            unknown = _("'{word}' is no assumption;").format(word=key)
            raise BadInput(f"--preset {preset}: {unknown} " + one_of(key, BY_KEY))
    return keeping(all_off(loaded), kept)


def all_off(loaded: Loaded) -> dict[str, Point]:
    """The values, by dotted path, that switch each assumption off in a scenario, by its key."""
    return {
        assumption.key: {path: value for pattern, value in assumption.off for path in _paths(loaded, pattern)}
        for assumption in ASSUMPTIONS
    }


def _paths(loaded: Loaded, pattern: str) -> Iterator[str]:
    head, star, tail = pattern.partition(".*.")
    if not star:
        yield pattern
        return
    table: Any = completed(loaded.tree, loaded.name).tree
    for key in head.split("."):
        table = table[key]
    yield from (f"{head}.{key}.{tail}" for key in table)


def keeping(off: Mapping[str, Point], kept: Collection[str]) -> Point:
    """The world in which only these assumptions are kept, of those that can be switched off."""
    return {path: value for key, gone in off.items() if key not in kept for path, value in gone.items()}
