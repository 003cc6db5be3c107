"""The scenarios that come with wogsim.

An installed wogsim carries them inside the package, in ``_scenarios``; in a working copy they are the
repository's own ``scenarios/``, which the package is built from.
"""

from pathlib import Path

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
    """Return the file of the shipped scenario called `name`, one of `scenario_names`."""
    return directory() / f"{name}{SUFFIX}"


def schema_path() -> Path:
    """Return the JSON Schema of scenario files."""
    return directory() / SCHEMA
