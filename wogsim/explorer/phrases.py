"""Many sentences in little room: those that differ in their numbers alone are one template and the numbers.

A page has a verdict for every point in two languages, said by the studies in full. Here they are cut so that each
template stands there once; the page puts the numbers back. It knows no grammar, so it can say nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

GAP = "\N{CURRENCY SIGN}"  # where a number stood
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Phrases:
    """Templates in the order in which they were met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def templates(self) -> list[str]:
        """All so far."""
        return list(self._numbers)

    def packed(self, sentences: Sequence[str]) -> str:
        """Sentences as '12 58.3 60.1;7 4': of each the number of its template, and its own numbers."""
        return ";".join(map(self._packed, sentences))

    def _packed(self, sentence: str) -> str:
        # A text of the scenario's might hold the sign itself; it is read as any other where nothing is put in.
        template = NUMBER.sub(GAP, sentence.replace(GAP, "¢"))
        number = self._numbers.setdefault(template, len(self._numbers))
        return " ".join([str(number), *NUMBER.findall(sentence)])
