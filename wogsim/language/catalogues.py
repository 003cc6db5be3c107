"""The language wogsim speaks: English and Bahasa Indonesia.

``from wogsim.language import _`` and write ``_("Head-count {count}").format(count=7)``: the text is
looked up when the line runs, so the language may change while the program does. A text that is
only named now and shown later is wrapped in `mark`, and in `_` where it is shown.

The language is what `use` or `using` said, else the environment variable ``WOGSIM_LANG``, else English.
Importing this module reads no file and no environment.
"""

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from wogsim.errors import BadInput

LANGUAGES = ("en", "id")
VARIABLE = "WOGSIM_LANG"
LOCALE = Path(__file__).parent / "locale"

_everywhere: str | None = None
_here: ContextVar[str | None] = ContextVar("wogsim_language", default=None)


def use(language: str) -> None:
    """Speak `language` in the whole process from now on.

    Raises
    ------
    BadInput
        When `language` is none of `LANGUAGES`.
    """
    global _everywhere
    _everywhere = _known(language, "--lang")


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak `language` inside the ``with`` block, in this thread or task only.

    Raises
    ------
    BadInput
        When `language` is none of `LANGUAGES`.
    """
    token = _here.set(_known(language, "language"))
    try:
        yield
    finally:
        _here.reset(token)


def current() -> str:
    """Return the language in use, ``"en"`` or ``"id"``.

    Raises
    ------
    BadInput
        Once, when ``WOGSIM_LANG`` names a language wogsim does not know; English from then on, so that
        the message itself can be shown.
    """
    global _everywhere
    language = _here.get() or _everywhere
    if language is None:
        _everywhere = "en"
        language = _everywhere = _known(os.environ.get(VARIABLE) or "en", VARIABLE)
    return language


def chosen(arguments: Sequence[str]) -> str:
    """Return the language of a command line: its last ``--lang``, else the language in use.

    The command line needs it before any option is parsed, since help and errors are texts too.

    Parameters
    ----------
    arguments : sequence of str
        The words after the program's name; those after ``--`` are no options.

    Raises
    ------
    BadInput
        When that language is none of `LANGUAGES`.
    """
    wanted = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            break
        if word == "--lang":
            wanted = next(words, wanted)
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return current() if wanted is None else _known(wanted, "--lang")


def _(message: str) -> str:
    """Return `message` in the language in use; as it stands where there is no translation."""
    return _catalogue(current()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form that goes with the number `n`, in the language in use."""
    return _catalogue(current()).ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Return `message` untouched: it is to be translated, but only where it is shown."""
    return message


def pick(titles: Mapping[str, str]) -> str:
    """Return a scenario's own text in the language in use, else in English, else in whichever there is.

    Parameters
    ----------
    titles : mapping of language to text
        For instance ``{"en": "Restaurant permit", "id": "Izin restoran"}``; not empty.
    """
    for language in (current(), *LANGUAGES):
        if language in titles:
            return titles[language]
    return next(iter(titles.values()))


def _known(language: str, where: str) -> str:
    if language in LANGUAGES:
        return language
    message = _("{where}: {value!r} is not a language wogsim speaks; expected {languages}.")
    raise BadInput(message.format(where=where, value=language, languages=" / ".join(LANGUAGES)))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":  # the messages in the source are the English ones
        return gettext.NullTranslations()
    return gettext.translation("wogsim", LOCALE, [language])
