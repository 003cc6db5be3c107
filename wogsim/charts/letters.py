"""Letters that charts cannot show: theirs are the same on every machine, and no font has all there are."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from matplotlib.font_manager import FontProperties, findfont, get_font

from wogsim.charts.style import FONT
from wogsim.language import current
from wogsim.scenario.reading import Loaded


def lacking(loaded: Loaded) -> str:
    """The letters of a scenario's titles for which charts have an empty box, each once, in order."""
    known = get_font(findfont(FontProperties(family=FONT)))
    letters = dict.fromkeys(letter for text in _texts(loaded.scenario.model_dump()) for letter in text)
    return "".join(
        letter
        for letter in letters
        if unicodedata.category(letter)[0] not in "ZCM" and not known.get_char_index(ord(letter))
    )


def _texts(value: Any) -> Iterator[str]:
    """Every title, in the language that is spoken."""
    if isinstance(value, dict):
        for part in value.values() if set(value) != {"en", "id"} else [_spoken(value)]:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def _spoken(title: dict[str, str]) -> str:
    return title[current()]
