"""Texts of a file that no screen, page or picture can show as they are."""

from collections.abc import Iterator
from typing import Any

from wogsim.errors import Problem, commands
from wogsim.language import _

ONE_LINE = "title"  # stands in tables, on axes and in names of columns


def unshowable(value: Any, path: str = "") -> Iterator[Problem]:
    """What is wrong with the texts of some tables: signs that are commands to a screen, titles of several lines.

    Parameters
    ----------
    value : what stands at `path`: a text, or a table or list in which there are some
    path : dotted
    """
    if isinstance(value, dict):
        for key, part in value.items():
            yield from unshowable(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from unshowable(part, path)
    elif isinstance(value, str) and (found := commands(value)):
        text = _("no text holds the sign {sign}, which is a command to a screen; take it out")
        yield Problem(path, value, text.format(sign=ascii(found[0])))
    elif isinstance(value, str) and ONE_LINE in path.split(".")[-2:]:
        if "\n" in value or "\t" in value:
            yield Problem(path, value, _("a title is one line, without tabs"))
        elif value and not value.strip():
            yield Problem(path, value, _("expected a text that is not empty"))
