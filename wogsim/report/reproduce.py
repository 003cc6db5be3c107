"""The command line that makes the same report again, worked out from what was run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wogsim.language import _, current
from wogsim.scenario.blank import toml
from wogsim.scenario.presets import switched_off
from wogsim.scenario.settings import OPTIONS

if TYPE_CHECKING:
    from wogsim.studies.comparison.result import Comparison


def command(result: Comparison) -> str:
    """The command, for a shell.

    What does not change the result is left out: processes, engine, where files go. An asked precision is given as the
    number of replications that it took.
    """
    loaded = result.loaded
    words = ["wogsim", "report", loaded.name, *([result.beside.name] if result.beside else [])]
    if result.preset:
        words += ["--preset", result.preset]
    words += _settings(loaded.settings, switched_off(loaded, result.preset) if result.preset else {})
    return shlex.join([*words, "--lang", current(), "--out", _("report.html")])


def _settings(settings: Mapping[str, Any], preset: Mapping[str, Any]) -> Iterator[str]:
    """What was changed beyond the preset; options come last, as they do where they are read."""
    changed = {path: value for path, value in settings.items() if path not in preset or preset[path] != value}
    for path, value in changed.items():
        if path not in OPTIONS:
            yield from ("--set", f"{path}={toml(value)}")
    for path, option in OPTIONS.items():
        if path in changed:
            values = changed[path] if isinstance(changed[path], list) else [changed[path]]
            yield from (word for value in values for word in (option, str(value)))
