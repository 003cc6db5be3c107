"""Names of patterns as people read them, in the language in use."""

from wogsim.language import _, mark, pick
from wogsim.scenario.file import SLASH, Scenario

PATTERN_TITLES = {
    "technical-functional": mark("Technical-functional"),
    "one-roof": mark("One-roof"),
    "one-door": mark("One-door"),
    "centralized": mark("Centralized"),
    "electronic": mark("Electronic"),
}


def pattern_title(key: str, scenario: Scenario | None = None) -> str:
    """Name of a pattern: the scenario's own, where it has one; of one in a variant, 'One-door / 25 permits'."""
    row, slash, variant = key.partition(SLASH)
    if slash and scenario:
        of = scenario.variants.get(variant)
        return f"{pattern_title(row, scenario)} {SLASH} {pick(dict(of.title)) if of else variant}"
    own = scenario.patterns.get(key) if scenario else None
    return pick(dict(own.title)) if own else _(PATTERN_TITLES.get(key, key.replace("-", " ")))
