"""The worlds between `neutral` and a scenario: some of its assumptions kept, the others switched off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.scenario.presets import ASSUMPTIONS, BY_KEY, Assumption, refuse_unknown, without
from wogsim.scenario.reading import Loaded

Point = dict[str, Any]  # values at dotted paths; none is the scenario itself


@dataclass(frozen=True)
class Worlds:
    """The worlds between neutral and a scenario.

    ``order`` are all assumptions, as they are switched on; ``off`` the values that switch off each that the scenario
    makes, by its key.
    """

    order: tuple[Assumption, ...]
    off: Mapping[str, Mapping[str, Any]]

    @property
    def made(self) -> frozenset[str]:
        """Keys of the assumptions that the scenario makes, so that switching them off changes it."""
        return frozenset(self.off)

    def keeping(self, kept: Collection[str]) -> Point:
        """The world in which only these assumptions are kept; the same point whatever their order."""
        return {path: value for key, gone in self.off.items() if key not in kept for path, value in gone.items()}

    @property
    def neutral(self) -> Point:
        """The world without any."""
        return self.keeping(())

    def steps(self) -> list[Point]:
        """Neutral, then with each assumption more, in order."""
        keys = [assumption.key for assumption in self.order]
        return [self.keeping(keys[:count]) for count in range(len(keys) + 1)]

    def alone(self, key: str) -> Point:
        """Neutral with one assumption."""
        return self.keeping((key,))

    def but(self, key: str) -> Point:
        """The scenario without one assumption."""
        return self.keeping(self.made - {key})

    def points(self) -> Iterator[Point]:
        """All of them, some more than once; the scenario itself comes first."""
        yield {}
        yield from self.steps()
        for assumption in self.order:
            yield self.alone(assumption.key)
            yield self.but(assumption.key)


def worlds(loaded: Loaded, order: Sequence[str] | None = None) -> Worlds:
    """The worlds between neutral and a scenario.

    Parameters
    ----------
    order : keys of assumptions in the order in which they are switched on; those left out follow in their usual order

    Raises
    ------
    BadInput
        When one is not known or stands there twice.
    """
    named = list(order or ())
    asked = f"--order {','.join(named)}"
    for key in named:
        refuse_unknown(key, asked)
        if named.count(key) > 1:
            raise BadInput(f"{asked}: " + _("'{word}' stands there twice").format(word=key))
    off = {assumption.key: without(loaded, assumption) for assumption in ASSUMPTIONS}
    made = {key: values for key, values in off.items() if loaded.change(values).fingerprint != loaded.fingerprint}
    return Worlds(tuple(BY_KEY[key] for key in dict.fromkeys((*named, *BY_KEY))), made)
