"""Names of patterns as people read them, in the language in use."""

from wogsim.language import _, mark, pick
from wogsim.scenario.file import Scenario

PATTERN_TITLES = {
    "technical-functional": mark("Technical-functional"),
    "one-roof": mark("One-roof"),
    "one-door": mark("One-door"),
    "centralized": mark("Centralized"),
    "electronic": mark("Electronic"),
}


def pattern_title(key: str, scenario: Scenario | None = None) -> str:
    """Name of a pattern: the scenario's own, where it has one."""
    own = scenario.patterns.get(key) if scenario else None
    return pick(dict(own.title)) if own else _(PATTERN_TITLES[key])
