"""The language wogsim speaks: English and Bahasa Indonesia; see `wogsim.language.catalogues`."""

from wogsim.language.catalogues import LANGUAGES, VARIABLE, _, chosen, current, mark, ngettext, pick, use, using
from wogsim.language.formats import digits_for, joined, number, percent

__all__ = ["LANGUAGES", "VARIABLE", "_", "chosen", "current", "mark", "ngettext", "pick", "use", "using"]
__all__ += ["digits_for", "joined", "number", "percent"]
