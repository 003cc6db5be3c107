"""Rows as people type them: by key, or by name in the language in use."""

from collections.abc import Sequence
from typing import Any

from wogsim.errors import BadInput, Problem
from wogsim.language import current
from wogsim.scenario.consistency import one_of
from wogsim.scenario.file import SLASH, Scenario
from wogsim.scenario.names import row_key, row_names


def rows_named(named: Any, scenarios: Sequence[Scenario], made: bool) -> Any:
    """Keys of rows that were typed, each by its key or by its title in the language in use.

    Parameters
    ----------
    named : a word, or several
    made : whether further rows are made on the command line, so that a word may name one of these

    Raises
    ------
    BadInput
        In a language whose names of rows are not their keys: with the names that there are.
    """
    if not isinstance(named, str):
        return type(named)(rows_named(word, scenarios, made) for word in named)
    keys = [row_key(named, scenario) for scenario in scenarios]
    known = [key for key, scenario in zip(keys, scenarios, strict=True) if key.partition(SLASH)[0] in scenario.rows()]
    if not known and not made and current() != "en":
        raise BadInput(Problem("levers.patterns", named, one_of(named, row_names(scenarios[0]))))
    return [*known, named][0]
