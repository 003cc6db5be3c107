"""Files and command lines that no person would write: drawn at random, and the same on every machine.

A mutation of a file changes its tables (keys away, twice, renamed; values swapped, of another size, sign, unit or kind;
lists empty or too long; signs that are commands) or its bytes (cut off, turned round, lines away or twice).
"""

import copy
import datetime
import json
import math
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

Table = dict[str, Any] | list[Any]
Place = tuple[Table, Any]  # a table or list, and the key or number at which something stands in it

UNITS = ("s", "min", "hours", "days", "working days", "weeks", "years", "moons", "%", "")
RATES = ("per day", "per working day", "per open hour", "per week", "per year", "per moon", "times the need", "")
NUMBERS = (0, 1, -1, 2, 7, 0.5, -0.0, 1e-300, 1e308, math.nan, math.inf, -math.inf, 10_001, 2**31, 2**63, -(2**64))
SIGNS = (
    "\x1b[31m",
    "\r",
    "\n",
    "\t",
    "\x00",
    "\x7f",
    "\u0085",
    "\u2028",
    "\u202e",
    "é",
    "小さな町",
    "🏥",
    "{0}",
    "%s",
    "[b]",
)
TEXTS = (
    "", " ", "0", "-1", "1,5", "1.000", "1e9 days", "nan min", "office", "always", "next opening", "load 0", "load 0.7",
    "load 1", "0 s", "1 s", "-1 min", "36500 days", "1 working day", "2 times the need", "0 per day", "99999 per day",
    "exponential(0 s)", "lognormal(mean 1 s, cv 900)", "lognormal(40 min)", "triangular(5 min, 5 min, 5 min)",
    "gamma(mean 1 min, cv 0)", "empirical()", "empirical(1, 2, 5 min)", "mixture()", "mixture(1: 0 min)",
    "mon-thu 08:00-15:00", "mon 22:00-06:00", "mon 08:00-08:00", "00:00-24:00", "2027-02-30", "2027-01-01..2026-01-01",
    "*", "..", "a.b", "a/b", "nowhere.csv", "restaurant-permit", "x" * 5000, "(" * 300, "one-door/none", "'", '"', "\\",
)  # fmt: skip
KINDS: tuple[Any, ...] = (
    True, False, [], [[]], [1, 2], ["a", "a"], {}, {"value": 1}, {"value": "1 min", "source": 5},
    {"value": "1 min", "range": ["2 min", "1 min"]}, {"value": 1, "range": [0]}, {"en": "a"}, {"en": "", "id": "b"},
    {"csv": "nowhere.csv", "column": "x", "unit": "min"}, {"every": "2 weeks", "on": "wed 09:00-16:00"},
    datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.time(8), datetime.datetime(2026, 1, 5, 8),
)  # fmt: skip
BARE = re.compile(r"[A-Za-z0-9_-]+")


def places(part: Any) -> Iterator[Place]:
    """Every place at which something stands, however deep."""
    for key, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        yield part, key
        if isinstance(value, dict | list):
            yield from places(value)


def _put(place: Place, value: Any) -> None:
    place[0][place[1]] = value


def _away(tree: Table, at: Place, luck: random.Random) -> None:
    del at[0][at[1]]


def _twice(tree: Table, at: Place, luck: random.Random) -> None:
    there, key = at
    value = copy.deepcopy(there[key])
    if isinstance(there, list):
        there.insert(key, value)
    else:
        there[luck.choice((f"{key}-2", f"{key} again", key.upper()))] = value


def _renamed(tree: Table, at: Place, luck: random.Random) -> None:
    there, key = at
    if isinstance(there, dict):
        others = [other for table, other in places(tree) if isinstance(table, dict)]
        there[luck.choice((luck.choice(others), key[1:], f"{key}s", luck.choice(SIGNS), f"{key}.{key}"))] = there.pop(
            key
        )


def _swapped(tree: Table, at: Place, luck: random.Random) -> None:
    there, key = luck.choice(list(places(tree)))
    mine, other = copy.deepcopy(at[0][at[1]]), copy.deepcopy(there[key])
    there[key], at[0][at[1]] = mine, other


def _elsewhere(tree: Table, at: Place, luck: random.Random) -> None:
    there, key = luck.choice(list(places(tree)))
    _put(at, copy.deepcopy(there[key]))


def _number(tree: Table, at: Place, luck: random.Random) -> None:
    value, number = at[0][at[1]], luck.choice(NUMBERS)
    _put(at, re.sub(r"\d+(\.\d+)?", repr(number), value, count=1) if isinstance(value, str) else number)


def _unit(tree: Table, at: Place, luck: random.Random) -> None:
    value = at[0][at[1]]
    number = re.search(r"\d+(\.\d+)?", str(value))
    _put(at, f"{number[0] if number else 3} {luck.choice(UNITS + RATES)}".strip())


def _text(tree: Table, at: Place, luck: random.Random) -> None:
    _put(at, luck.choice(TEXTS))


def _kind(tree: Table, at: Place, luck: random.Random) -> None:
    _put(at, copy.deepcopy(luck.choice(KINDS)))


def _sign(tree: Table, at: Place, luck: random.Random) -> None:
    value = at[0][at[1]]
    text = value if isinstance(value, str) else ""
    where = luck.randint(0, len(text))
    _put(at, text[:where] + luck.choice(SIGNS) + text[where:])


def _length(tree: Table, at: Place, luck: random.Random) -> None:
    value = at[0][at[1]]
    if isinstance(value, list):
        _put(at, luck.choice(([], value[:1], value * 2, value * 700)))
    elif isinstance(value, dict):
        _put(at, luck.choice(({}, {f"k{i}": part for i, part in enumerate(list(value.values())[:1] * 1001)})))
    else:
        _put(at, [value] * luck.choice((1, 2, 1001)))


OF_TABLES: tuple[Callable[[Table, Place, random.Random], None], ...] = (
    _away, _twice, _renamed, _swapped, _elsewhere, _number, _number, _unit, _text, _text, _kind, _sign, _length,
)  # fmt: skip


def toml(value: Any) -> str:
    """A value as TOML writes it, tables in braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\u007f")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).lower()


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else json.dumps(key).replace("\x7f", "\\u007f")


def written(tree: dict[str, Any]) -> str:
    """A file of these tables, a line for each key of the outermost three."""
    lines = []
    for key, part in tree.items():
        if isinstance(part, dict) and part:
            for name, value in part.items():
                inner = value.items() if isinstance(value, dict) and value else ()
                lines += [f"{_key(key)}.{_key(name)}.{_key(last)} = {toml(within)}" for last, within in inner]
                lines += [] if inner else [f"{_key(key)}.{_key(name)} = {toml(value)}"]
        else:
            lines.append(f"{_key(key)} = {toml(part)}")
    return "\n".join(lines) + "\n"


def _cut(text: bytes, luck: random.Random) -> bytes:
    return text[: luck.randrange(len(text))]


def _turned(text: bytes, luck: random.Random) -> bytes:
    whole = bytearray(text)
    for _flip in range(luck.choice((1, 1, 5))):
        whole[luck.randrange(len(whole))] ^= 1 << luck.randrange(8)
    return bytes(whole)


def _lines(text: bytes, luck: random.Random) -> bytes:
    lines = text.splitlines(keepends=True)
    one, other = luck.randrange(len(lines)), luck.randrange(len(lines))
    match luck.randrange(3):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _put_in(text: bytes, luck: random.Random) -> bytes:
    where, what = (
        luck.randrange(len(text)),
        luck.choice((b"\xff", b"\x00", b'"', b"'''", b"[", b"{", b"=", b"\\", b"#", b".")),
    )
    return text[:where] + what * luck.choice((1, 1, 30)) + text[where:]


OF_BYTES = (_cut, _turned, _lines, _put_in)


def mutated(text: bytes, seed: str) -> bytes:
    """A scenario file, changed in one to three ways that the seed decides; the same seed, the same file."""
    luck = random.Random(seed)
    if luck.random() < 0.3:
        return luck.choice(OF_BYTES)(text, luck)
    tree = tomllib.loads(text.decode("utf-8"))
    for _change in range(luck.choice((1, 1, 2, 3))):
        if found := list(places(tree)):
            luck.choice(OF_TABLES)(tree, luck.choice(found), luck)
    return written(tree).encode("utf-8", "backslashreplace")
