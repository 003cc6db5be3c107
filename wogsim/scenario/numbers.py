"""Numbers in texts, as two languages write them: what one reads as a decimal is a thousand to the other.

A number has a decimal point and no sign for thousands. Where a text may have been meant otherwise, it is refused with
both ways to write it, since a factor of a thousand is never seen in a result.
"""

import re

from wogsim.language import _

COMMA = re.compile(r"\d[\d.]*,\d[\d.,]*")
GROUPS = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")


def refuse_mistaken(text: str, *, counted: bool = False) -> None:
    """Refuse a text whose numbers may mean a thousand times as much.

    Parameters
    ----------
    counted : its numbers count something, such as citizens. Then '1.125' may be a thousand; else only '1.120' may,
        since nobody writes a decimal with a zero behind it

    Raises
    ------
    ValueError
        Saying how to write it either way.
    """
    if found := COMMA.search(text):
        expected = _(
            "'{number}': no number has a comma; a decimal has a point, like '1.5', thousands have no sign, like "
            "'1500', and two values have a space between them, like '1, 5'"
        )
        raise ValueError(expected.format(number=found[0]))
    for found in GROUPS.finditer(text):
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
    return f"{number}0" if GROUPS.fullmatch(number) else number
