"""The scenarios that come with wogsim.

An installed wogsim carries them inside the package, in ``_scenarios``; in a working copy they are the
repository's own ``scenarios/``, which the package is built from.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from wogsim.errors import BadInput
from wogsim.language import _

SUFFIX = ".toml"
SCHEMA = "scenario.schema.json"


def directory() -> Path:
    """Return the directory that holds the shipped scenario files and their JSON Schema."""
    package = Path(__file__).parent.parent
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def scenario_names() -> list[str]:
    """Return the names of the shipped scenarios, in alphabetical order."""
    return sorted(path.stem for path in directory().glob(f"*{SUFFIX}"))


def scenario_path(name: str) -> Path:
    """Return the file of the shipped scenario called `name`.

    Raises
    ------
    BadInput
        When no shipped scenario has that name; the message lists the names.
    """
    names = scenario_names()
    if name in names:
        return directory() / f"{name}{SUFFIX}"
    message = _("There is no shipped scenario {name!r}; there are: {names}.")
    text = message.format(name=name, names=", ".join(names) or "-")
    nearest = get_close_matches(name, names, n=1)
    if nearest:
        text += " " + _("Did you mean {name!r}?").format(name=nearest[0])
    raise BadInput(text)


def schema_path() -> Path:
    """Return the JSON Schema of scenario files."""
    return directory() / SCHEMA
