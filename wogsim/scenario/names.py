"""Names of patterns as people read them, in the language in use."""

import re
from collections.abc import Mapping

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


def typed_name(title: str) -> str:
    """A title as it is typed where a key stands: small letters and digits, hyphens between words."""
    return "-".join(re.findall(r"[^\W_]+", title.lower()))


def row_key(word: str, scenario: Scenario) -> str:
    """The key of a row, or 'row/variant', that a person names by its key or by its title in the language in use.

    'satu-pintu' is 'one-door' where the language is Indonesian. A key counts before a title, and a title that two rows
    have counts for none; a word that names nothing comes back as it is.
    """
    row, slash, variant = word.partition(SLASH)
    row = _key(row, {key: pattern_title(key, scenario) for key in scenario.rows()})
    variant = _key(variant, {key: pick(dict(of.title)) for key, of in scenario.variants.items()})
    return f"{row}{slash}{variant}"


def _key(word: str, titles: Mapping[str, str]) -> str:
    named = [key for key, title in titles.items() if typed_name(title) == typed_name(word)]
    return named[0] if word not in titles and len(named) == 1 else word


def row_names(scenario: Scenario) -> list[str]:
    """What rows may be called when typed, in the language in use."""
    return [typed_name(pattern_title(key, scenario)) for key in scenario.rows()]
