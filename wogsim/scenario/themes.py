"""What the scenarios of a library are about, in short."""

from typing import Literal

from wogsim.language import mark

Theme = Literal["authority", "halls", "digital", "reform", "promises", "state"]

THEMES: dict[Theme, str] = {  # in the order in which they are listed
    "authority": mark("Authority and doors"),
    "halls": mark("Halls and counters"),
    "digital": mark("Digital services"),
    "reform": mark("Coordination and reform"),
    "promises": mark("Staff and promises"),
    "state": mark("Permits of the State"),
}
