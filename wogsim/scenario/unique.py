"""Titles that two things of a kind share: tables, charts and sentences could not tell them apart."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from wogsim.language import LANGUAGES, _, using
from wogsim.scenario.demand import Wrong
from wogsim.scenario.file import Scenario
from wogsim.scenario.names import PATTERN_TITLES
from wogsim.scenario.values import Title


def same_titles(scenario: Scenario) -> Wrong:
    """Every title that another of its kind has already, in either language; capitals and spaces make no other."""
    world = scenario.world
    kinds: dict[str, Mapping[str, Any]] = {
        "world.agencies": world.agencies,
        "world.clearances": world.clearances,
        "world.permits": world.permits,
        "patterns": scenario.patterns,
        "variants": scenario.variants,
    }
    expected = _("'{key}' has this title too, and titles are all that tables and charts show; expected another")
    for path, things in kinds.items():
        titles = {key: thing.title for key, thing in things.items()}
        if path == "patterns":
            titles = {key: title for key, title in _shipped().items() if key not in titles} | titles
        for key, other, title in _repeated(titles):
            yield f"{path}.{key}.title", title, expected.format(key=other)


def unlike(title: Title, others: Iterable[Title], key: str) -> Title:
    """The title, with the key behind it in a language in which one of the others is the same."""
    taken = {(language, _as_heard(text)) for other in others for language, text in other}
    return Title(
        **{language: f"{text} ({key})" if (language, _as_heard(text)) in taken else text for language, text in title}
    )


def replaced(scenario: Scenario) -> list[str]:
    """Keys of the shipped patterns in whose place the file has rows of its own."""
    return [key for key in PATTERN_TITLES if key in scenario.patterns]


@cache
def _shipped() -> dict[str, Title]:
    """The five as they are called in both languages."""
    said: dict[str, dict[str, str]] = {key: {} for key in PATTERN_TITLES}
    for language in LANGUAGES:
        with using(language):
            for key, title in PATTERN_TITLES.items():
                said[key][language] = _(title)
    return {key: Title(**titles) for key, titles in said.items()}


def _repeated(titles: Mapping[str, Title]) -> Iterator[tuple[str, str, str]]:
    """Who has a title that another has before them, who that is, and the title; each once."""
    before: dict[tuple[str, str], str] = {}
    for key, title in titles.items():
        same = [(language, text) for language, text in title if (language, _as_heard(text)) in before]
        if same:
            language, text = same[0]
            yield key, before[language, _as_heard(text)], text
        before |= {(language, _as_heard(text)): key for language, text in title if (language, text) not in same}


def _as_heard(title: str) -> str:
    return " ".join(title.casefold().split())
