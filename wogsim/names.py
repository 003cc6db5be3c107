"""Names of things as people read them, in the language in use."""

from __future__ import annotations

from wogsim.language import _, mark

PATTERN_TITLES = {
    "technical-functional": mark("Technical-functional"),
    "one-roof": mark("One-roof"),
    "one-door": mark("One-door"),
    "centralized": mark("Centralized"),
    "electronic": mark("Electronic"),
}


def pattern_title(key: str) -> str:
    """Name of one of the five patterns; a key that is not one of them stays as it is."""
    return _(PATTERN_TITLES[key]) if key in PATTERN_TITLES else key
