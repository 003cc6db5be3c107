"""Numbers as people write them: with a decimal point, or with a comma where that can mean nothing else.

'12,5' and '0,125' are read; '1,500' is fifteen hundred to one reader and one and a half to another, so it is refused,
as is '1.500' of citizens. A factor of a thousand is never seen in a result.
"""

import re
from collections.abc import Callable

from wogsim.language import _

NUMBER = r"([0-9]{1,15}(?:[.,][0-9]{1,15})?)"
MINUS = "-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}"
GROUPED = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
NUMBER_LIKE = re.compile(r"[0-9][0-9.,'\s]*[0-9]")
TOO_LONG = re.compile(r"[0-9]{16}")  # digits that NUMBER does not take
POINTED = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")
COMMA_BETWEEN = re.compile(r"[0-9],[0-9]")


def plain(text: str) -> float:
    """The number that a text which matches NUMBER says.

    Raises
    ------
    ValueError
        Where the comma may stand before decimals or between thousands.
    """
    if GROUPED.fullmatch(text):
        said = _("the comma of {text} may stand before decimals or between thousands; write {one} or {other}")
        whole, decimals = text.split(",")
        short = f"{whole}.{decimals}".rstrip("0").rstrip(".")
        raise ValueError(said.format(text=text, one=short, other=whole + decimals))
    return float(text.replace(",", "."))


def refuse_mistaken(text: str, *, counted: bool = False) -> None:
    """Refuse a text whose numbers have a point and may mean a thousand times as much.

    Parameters
    ----------
    counted : its numbers count something, such as citizens. Then '1.125' may be a thousand; else only '1.120' may,
        since nobody writes a decimal with a zero behind it

    Raises
    ------
    ValueError
        Saying how to write it either way.
    """
    for found in POINTED.finditer(text):
        number, thousands = found[0], found[0].replace(".", "")
        if number.count(".") > 1:
            raise ValueError(
                _("'{number}': thousands have no sign; write '{thousands}'").format(number=number, thousands=thousands)
            )
        if counted or number.endswith("0"):
            expected = _("'{number}' may be a thousand times as much; write '{thousands}', or '{decimal}'")
            decimal = unmistakable(number.rstrip("0").rstrip("."))
            raise ValueError(expected.format(number=number, thousands=thousands, decimal=decimal))


def unmistakable(number: str) -> str:
    """A decimal as `refuse_mistaken` takes it for one, whatever it counts: '1.125' is '1.1250'."""
    return f"{number}0" if POINTED.fullmatch(number) else number


def tidy(text: str) -> str:
    """A text with single spaces and small letters, as which units and names of distributions are known."""
    return " ".join(text.split()).lower()


def not_read(text: str, expected: str) -> ValueError:
    """What is wrong with a text that is to begin with a number: first the sign that cannot stand there, if any."""
    begin = text.strip()[:1]
    if begin and begin in MINUS:
        return ValueError(_("'{sign}' cannot stand before it; {expected}").format(sign=begin, expected=expected))
    found = NUMBER_LIKE.match(text.strip())
    if found and TOO_LONG.search(found[0]):
        return ValueError(_("{text} has more digits than any scenario needs").format(text=found[0]))
    if found and not re.fullmatch(NUMBER, found[0]):
        sign = next(sign for sign in found[0] if not sign.isdigit())
        said = _(
            "'{sign}' cannot stand in {text}, as a number has one decimal point at most and nothing between thousands; "
            "{expected}"
        )
        return ValueError(said.format(sign=sign, text=found[0], expected=expected))
    return ValueError(expected)


def listed(text: str, fits: Callable[[list[str]], bool]) -> list[str]:
    """Entries between commas that stand in no brackets; a comma between two digits may be a decimal one.

    Parameters
    ----------
    fits : whether these may be the entries

    Raises
    ------
    ValueError
        Where it may be either.
    """
    every = _split(text)
    doubtful, fewer = COMMA_BETWEEN.search(text), _split(text, decimal=True)
    if doubtful is None or len(fewer) == len(every) or (fits(every) and not fits(fewer)):
        return every
    if fits(fewer) and not fits(every):
        return fewer
    said = _(
        "the comma of {text} may stand before decimals or between two entries; write a decimal point, or a space after "
        "the comma"
    )
    raise ValueError(said.format(text=doubtful[0]))


def _split(text: str, *, decimal: bool = False) -> list[str]:
    entries, depth = [""], 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0 and not (decimal and place and COMMA_BETWEEN.match(text, place - 1)):
            entries.append("")
        else:
            entries[-1] += letter
    return [entry.strip() for entry in entries]
