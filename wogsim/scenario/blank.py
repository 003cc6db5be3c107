"""Small scenario files to begin with: a city of so many agencies, or one made from another scenario.

Every line that a newcomer is likely to change has a comment in the reader's language. The files hold nothing that is
not needed, and run as they are.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from wogsim.language import _
from wogsim.scenario.completing import spoken
from wogsim.scenario.reading import Loaded
from wogsim.scenario.shipped import scenario_names

BARE = re.compile(r"[A-Za-z0-9_-]+")  # a key that needs no quotes
Line = tuple[str, str]  # what stands there, and a comment behind it
DOOR = "one-door"  # the row that a variant of the delegated authority changes
AGENCIES = 3  # where nobody says how many
ALL_FOR_ONE = 50  # agencies from which a citizen may need something at once; where there are more, there are permits
OF_A_PERMIT = 6  # clearances of each of them
# What is most often changed in a scenario that is there already, by table.
MOVED = {
    "world": ("standard",),
    "world.citizens": ("need", "patience"),
    "world.papers": ("fix", "detection"),
    "world.files": ("between_buildings", "assignment", "signature", "own_cases_first"),
    "world.front": ("signature", "connected"),
    "levers": ("delegated", "coordinating", "automated", "case_officers"),
    "run": ("replications",),
}


def blank_city(name: str, agencies: int, clearances: int) -> str:
    """The text of a file with so many agencies, which share the clearances between them; every second one waits.

    Parameters
    ----------
    name : the file's name without ending, which becomes its title
    agencies : from 1 to `clearances`
    """
    agency, clearance = (word.replace(" ", "-") for word in (_("agency"), _("clearance")))  # keys
    lines: list[Line] = [
        ("", _("A city to begin with. Change what stands behind the = signs, rename and add lines; then run")),
        (f"# wogsim check {name}.toml, wogsim compare {name}.toml", ""),
        (f"title = {toml(spoken(name))}", ""),
        ("[world]", ""),
        ('standard = "14 working days"', _("what is promised, from need to permit")),
        ("[world.hours]", ""),
        ('office = "mon-thu 08:00-12:00, 13:00-16:00; fri 08:00-11:00"', ""),
        ("[world.citizens]", ""),
        ('need = "4 per working day"', _("so many begin to need the permit")),
        ("[world.travel]", ""),
        ('home = "30 min"', _("from home to an office")),
        ('between_offices = "20 min"', ""),
        ("[world.papers]", ""),
        ('fix = "3 days"', _("to mend papers that were sent back")),
        ("[world.files]", ""),
        ('between_buildings = "1 working day"', _("a courier's way")),
        ('signature = "1 working day"', _("until the head has signed")),
        ("[world.default.agency]", _("for each agency that says nothing else")),
        ("counters = 2", _("people, or 'load 0.7': as few as are busy 70 % of the time at most")),
        ('intake = "lognormal(mean 15 min, cv 0.6)"', _("at the counter, for each citizen")),
        ("[world.default.clearance]", _("for each clearance that says nothing else")),
        ('assessors = "load 0.8"', _("people, or their load")),
        ('assessment = "lognormal(mean 2 hours, cv 0.7)"', _("work on one file")),
        ("incomplete = 0.2", _("share of papers that are brought incomplete")),
        ("[world.agencies]", ""),
        *((f"{agency}-{i} = {{}}", "") for i in range(1, agencies + 1)),
        ("[world.clearances]", _("what the permit needs; after: waits for that decision")),
    ]
    for i in range(clearances):
        after = f', after = "{clearance}-{i}"' if i % 2 else ""
        lines.append((f'{clearance}-{i + 1} = {{ agency = "{agency}-{i * agencies // clearances + 1}"{after} }}', ""))
    lines += _several_permits(agencies, clearance, clearances)
    lines += [
        ("[levers]", ""),
        ("delegated = 0.5", _("share of clearances that a one-door unit decides itself")),
        ("coordinating = 0.5", _("share that a coordinator under one roof directs")),
        ("automated = 0.5", _("share that the system decides on-line")),
    ]
    return _text(lines)


def _several_permits(agencies: int, clearance: str, clearances: int) -> Iterator[Line]:
    """Permits that need some clearances each, where there are too many agencies for one to need all."""
    if agencies <= ALL_FOR_ONE:
        return
    yield "[world.permits]", _("each needs some clearances, as nobody has to do with so many agencies at once")
    permit = _("permit").replace(" ", "-")
    for number, first in enumerate(range(0, clearances, OF_A_PERMIT), 1):
        needed = [f"{clearance}-{i + 1}" for i in range(first, min(first + OF_A_PERMIT, clearances))]
        yield f"{permit}-{number} = {toml({'clearances': needed})}", ""


def made_from(name: str, loaded: Loaded, where: Path) -> str:
    """The text of a file whose base is a scenario, with what is most often changed, as it is there, behind a #.

    Parameters
    ----------
    where : the directory in which it will lie
    """
    lines: list[Line] = [
        ("", _("What is not said here is as in the base. Take away a # to say something else.")),
        (f"# wogsim check {name}.toml, wogsim compare {name}.toml", ""),
        (f"base = {toml(_base(loaded.name, where))}", ""),
        (f"title = {toml(spoken(name))}", ""),
    ]
    values = loaded.scenario.model_dump(mode="json", by_alias=True)
    for table, keys in MOVED.items():
        lines += _commented(loaded, values, table, keys)
    world = loaded.scenario.world
    for agency in list(world.agencies)[:AGENCIES]:
        lines += _commented(loaded, values, f"world.agencies.{agency}", ("counters", "intake"))
    for clearance in list(world.clearances)[:AGENCIES]:
        lines += _commented(loaded, values, f"world.clearances.{clearance}", ("assessors", "assessment"))
    rows = loaded.scenario.levers.patterns
    other = _("Other values")
    share = 0.5 if loaded.scenario.levers.delegated > 0.5 else 1.0
    row = DOOR if DOOR in rows else rows[0]
    lines += [
        ("", _("Two worlds side by side: a variant is the scenario with other values.")),
        ("# [variants.other]", ""),
        (f"# title = {toml(other)}", ""),
        (f'# set = {{ "levers.delegated" = {share} }}', ""),
        ("# [compare]", ""),
        (f'# rows = ["{row}", "{row}/other"]', ""),
    ]
    return _text(lines)


def toml(value: Any) -> str:
    """A value as it stands in a scenario file."""
    if isinstance(value, Mapping):
        named = ((key if BARE.fullmatch(key) else json.dumps(key), part) for key, part in value.items())
        return "{ " + ", ".join(f"{key} = {toml(part)}" for key, part in named) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _commented(loaded: Loaded, values: Mapping[str, Any], table: str, keys: tuple[str, ...]) -> Iterator[Line]:
    """A table with its values behind a #; those that the scenario has not are left out, and a table without any."""
    there: Any = values
    for key in table.split("."):
        there = there[key]
    known = [f"# {key} = {toml(there[key])}" for key in keys if there.get(key) is not None]
    if known:
        yield f"[{table}]", ""
        yield from ((line, "") for line in known)


def _base(name: str, where: Path) -> str:
    """A shipped scenario's name, or the way to a file from where the new one will lie."""
    if name in scenario_names():
        return name
    try:
        way = os.path.relpath(Path(name).resolve(), where.resolve())
    except ValueError:  # on another drive
        way = str(Path(name).resolve())
    return Path(way).as_posix() if os.sep in way else f"./{way}"


def _text(lines: list[Line]) -> str:
    """Lines as they stand; a comment behind each, or by itself."""
    return "".join("  ".join([text] * bool(text) + [f"# {said}"] * bool(said)) + "\n" for text, said in lines)
