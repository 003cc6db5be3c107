"""From text to tables, or to what is wrong with a line of it, said without a parser's words."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from wogsim.errors import BadInput, Problem
from wogsim.language import _, mark

Names = tuple[str, ...]
DEEPEST = 20  # dots of a key
# Texts and comments, closed or not: what stands in them is no key.
BESIDE = re.compile(
    r""""{3}(?:[^"\\]|\\.|"(?!""))*(?:"{3,5})?|'{3}(?:[^']|'(?!''))*(?:'{3,5})?"""
    r"""|"(?:[^"\\\n]|\\[^\n])*"?|'[^'\n]*'?|\#[^\n]*""",
    re.DOTALL,
)
SPACES = re.compile(r"[ \t]+")
DOTTED = re.compile(r"[\w.\"-]+")
AT = re.compile(r"\(at line (\d+), column \d+\)$")
HEADER = re.compile(r"\s*\[+([^\[\]=]+)\]+\s*(#.*)?$")
ENTRY = re.compile(r"""\s*((?:[\w.-]|"[^"]*"|'[^']*'|\s)+?)\s*=""")
WORD = re.compile(r""""[^"]*"|'[^']*'|[\w-]+""")
TWICE = (
    "Cannot declare",
    "Cannot overwrite a value",
    "Cannot mutate immutable namespace",
    "Duplicate inline table key",
)
# By what the parser says: what to look for.
HINTS = {
    "Invalid value": mark("texts stand in quotes, numbers have a decimal point, dates are like 2026-01-05"),
    "Invalid date": mark("there is no such date or time; dates are like 2026-01-05"),
    "Expected '='": mark("expected KEY = VALUE; a key has no spaces"),
    "Unclosed array": mark("a list is not closed; expected ']', and a comma between two entries"),
    "Unclosed inline table": mark(
        "a table in braces is not closed; expected a brace at its end, and a comma between two entries"
    ),
    "Expected ']": mark("the name of a table is not closed; expected ']'"),
    "Unterminated string": mark("a text is not closed; expected a quote at its end"),
    "Illegal character": mark("a text is not closed on its line; expected a quote at its end"),
    "Expected newline": mark("expected nothing more on this line; texts stand in quotes"),
    "Unescaped": mark("a backslash in a text is written twice, or the text stands in single quotes"),
}
OTHERWISE = mark("expected KEY = VALUE or [TABLE]")


def tables(text: str, file: str) -> dict[str, Any]:
    """What a TOML text says; `file` stands in messages.

    Raises
    ------
    BadInput
        Naming the line that cannot be read, or the two that say the same; or the key whose number is too long.
    """
    if too_deep(text):  # the parser would take hours over it
        raise BadInput(_("{file}: is nested more deeply than any scenario").format(file=file))
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file}: {_wrong(text.splitlines(), str(error))}") from error
    except RecursionError as error:
        raise BadInput(_("{file}: is nested more deeply than any scenario").format(file=file)) from error
    except ValueError as error:  # numbers of thousands of digits
        said = _("{file}: is not valid TOML: a number has more digits than any scenario needs")
        raise BadInput(said.format(file=file)) from error
    if long := [Problem(path, None, _("has more digits than any scenario needs"), file) for path in _long(read)]:
        raise BadInput(*long)
    return read


def too_deep(text: str) -> bool:
    """Whether a key of a TOML text has more dots than any scenario's; in time proportional to its length."""
    keys = SPACES.sub("", BESIDE.sub(lambda found: "" if found[0].startswith("#") else '""', text))
    return any(found[0].count(".") > DEEPEST for found in DOTTED.finditer(keys))


def _long(value: Any, path: str = "") -> Iterator[str]:
    """Where numbers stand that no computer's word holds, as hexadecimal ones may be without Python's saying so."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _long(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for part in value:
            yield from _long(part, path)
    elif isinstance(value, int) and value.bit_length() > 64:
        yield path


def _wrong(lines: list[str], said: str) -> str:
    at = AT.search(said)
    number = min(int(at[1]) if at else len(lines), len(lines)) or 1
    if said.startswith(TWICE) and (twice := _twice(lines, number)):
        return twice
    hint = next((hint for begin, hint in HINTS.items() if said.startswith(begin)), OTHERWISE)
    text = _("line {number} is not valid TOML: {line}: {hint}")
    line = lines[number - 1].strip() if lines else ""
    return text.format(number=number, line=line if len(line) <= 80 else line[:77] + "...", hint=_(hint))


def _twice(lines: list[str], last: int) -> str:
    """Which key is written in two places, the second of them line `last`; empty where that cannot be told."""
    written = list(_written(lines[:last]))
    if not written:
        return ""
    again, names = written[-1]
    first = next((number for number, other in written[:-1] if other == names), None)
    if first is None:  # a table of it, or a value above it
        near = (
            number for number, other in written[:-1] if other[: len(names)] == names or names[: len(other)] == other
        )
        first = next(near, None)
    if first is None:
        return _("'{key}' is written twice on line {line}; keep one of them").format(key=".".join(names), line=again)
    text = _("{key} is written in two places, line {first} and line {second}; keep one of them, with all that both say")
    return text.format(key=".".join(names), first=first, second=again)


def _written(lines: list[str]) -> Iterator[tuple[int, Names]]:
    """Tables and keys that lines begin with, and on which line."""
    table: Names = ()
    for number, line in enumerate(lines, 1):
        if header := HEADER.match(line):
            table = _names(header[1])
            yield number, table
        elif entry := ENTRY.match(line):
            yield number, (*table, *_names(entry[1]))


def _names(text: str) -> Names:
    return tuple(word.strip("\"'") for word in WORD.findall(text))
