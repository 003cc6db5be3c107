"""The worlds between `neutral` and a scenario: some of its assumptions kept, the others switched off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.scenario.consistency import one_of
from wogsim.scenario.presets import ASSUMPTIONS, Assumption, without
from wogsim.scenario.reading import Loaded

KEYS = tuple(assumption.key for assumption in ASSUMPTIONS)
Point = dict[str, Any]  # values at dotted paths; none is the scenario itself


@dataclass(frozen=True)
class Worlds:
    """The worlds between neutral and a scenario.

    ``order`` are all assumptions, as they are switched on; ``off`` the values that switch each off, by its key;
    ``made`` the keys of those that the scenario makes, so that switching them off changes it.
    """

    order: tuple[Assumption, ...]
    off: Mapping[str, Mapping[str, Any]]
    made: frozenset[str]

    def keeping(self, kept: Collection[str]) -> Point:
        """The world in which only these assumptions are kept; the same point whatever their order."""
        gone = [key for key in self.off if key in self.made and key not in kept]
        return {path: value for key in gone for path, value in self.off[key].items()}

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
    for key in named:
        if key not in KEYS:
            text = _("'{word}' is no assumption;").format(word=key)
            raise BadInput(f"--order {','.join(named)}: {text} " + one_of(key, KEYS))
        if named.count(key) > 1:
            raise BadInput(f"--order {','.join(named)}: " + _("'{word}' stands there twice").format(word=key))
    rest = [key for key in KEYS if key not in named]
    off = {assumption.key: without(loaded, assumption) for assumption in ASSUMPTIONS}
    made = frozenset(key for key, values in off.items() if loaded.change(values).fingerprint != loaded.fingerprint)
    return Worlds(tuple(ASSUMPTIONS[KEYS.index(key)] for key in (*named, *rest)), off, made)
