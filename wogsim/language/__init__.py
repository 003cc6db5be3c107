"""The language wogsim speaks: English and Bahasa Indonesia; see `wogsim.language.catalogues`."""

from wogsim.language.catalogues import (
    LANGUAGES,
    VARIABLE,
    _,
    chosen,
    current,
    mark,
    ngettext,
    number,
    pick,
    use,
    using,
)
from wogsim.language.formats import digits_for, joined, percent

__all__ = [
    "LANGUAGES",
    "VARIABLE",
    "_",
    "chosen",
    "current",
    "digits_for",
    "joined",
    "mark",
    "ngettext",
    "number",
    "percent",
    "pick",
    "use",
    "using",
]
