"""Assumptions switched on step by step: the worlds between `neutral`, which has none of them, and a scenario."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.scenario.assumptions import ASSUMPTIONS, BY_KEY, THEMES
from wogsim.scenario.consistency import one_of
from wogsim.scenario.presets import Point, all_off, keeping
from wogsim.scenario.reading import Loaded


@dataclass(frozen=True)
class Switch:
    """What is switched on in one step: all assumptions of a theme, or one of a theme that is opened.

    ``key`` is the theme's or the assumption's, ``keys`` are those of the assumptions; ``name`` is in a word or two.
    """

    key: str
    theme: str
    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Worlds:
    """The worlds between neutral and a scenario, or those within one theme.

    ``switches`` are switched on one after the other, on top of the assumptions ``before``; where a ``theme`` is opened,
    these are of the themes before it. ``off`` are the values that switch off each assumption that the scenario makes,
    by its key.
    """

    switches: tuple[Switch, ...]
    off: Mapping[str, Point]
    theme: str | None = None
    before: tuple[str, ...] = ()

    @property
    def made(self) -> frozenset[str]:
        """Keys of the assumptions that the scenario makes, so that switching them off changes it."""
        return frozenset(self.off)

    def keeping(self, kept: Collection[str]) -> Point:
        """The world in which only these assumptions are kept; the same point whatever their order."""
        return keeping(self.off, kept)

    @property
    def neutral(self) -> Point:
        """The world without any."""
        return self.keeping(())

    @property
    def from_neutral(self) -> bool:
        """Whether nothing is on before the first step."""
        return not self.made.intersection(self.before)

    @property
    def to_scenario(self) -> bool:
        """Whether the scenario is reached with the last step."""
        return not self.steps()[-1]

    def steps(self) -> list[Point]:
        """The world before the first step, then after each, in order."""
        found, kept = [self.keeping(self.before)], list(self.before)
        for switch in self.switches:
            kept += switch.keys
            found.append(self.keeping(kept))
        return found

    def alone(self, switch: Switch) -> Point:
        """Neutral with what is switched on in one step."""
        return self.keeping(switch.keys)

    def but(self, switch: Switch) -> Point:
        """The scenario without it."""
        return self.keeping(self.made.difference(switch.keys))

    def points(self) -> Iterator[Point]:
        """All of them, some more than once; the scenario itself comes first."""
        yield {}
        yield self.neutral
        yield from self.steps()
        for switch in self.switches:
            yield self.alone(switch)
            yield self.but(switch)


def worlds(loaded: Loaded, order: Sequence[str] | None = None, theme: str | None = None) -> Worlds:
    """The worlds between neutral and a scenario, theme by theme; or those of one theme, assumption by assumption.

    Parameters
    ----------
    order : keys of themes in the order in which they are switched on, and, where one is opened, of its assumptions;
        those left out follow in their usual order
    theme : key of the theme that is opened

    Raises
    ------
    BadInput
        When one is not known, stands there twice or belongs to a theme that is not opened.
    """
    if theme is not None and theme not in THEMES:
        raise BadInput(f"--theme {theme}: " + one_of(theme, THEMES))
    named = list(order or ())
    for key in named:
        _refuse_unordered(key, theme, named)
    themes = list(dict.fromkeys((*(key for key in named if key in THEMES), *THEMES)))
    members = {key: tuple(one.key for one in ASSUMPTIONS if one.theme == key) for key in themes}
    made = {key: off for key, off in all_off(loaded).items() if loaded.change(off).fingerprint != loaded.fingerprint}
    if theme is None:
        return Worlds(tuple(Switch(key, key, THEMES[key], members[key]) for key in themes), made)
    own = dict.fromkeys((*(key for key in named if key in members[theme]), *members[theme]))
    before = tuple(key for earlier in themes[: themes.index(theme)] for key in members[earlier])
    return Worlds(tuple(Switch(key, theme, BY_KEY[key].name, (key,)) for key in own), made, theme, before)


def _refuse_unordered(key: str, theme: str | None, named: Sequence[str]) -> None:
    """Refuse what is neither a theme nor an assumption of the theme that is opened, or is named twice."""
    asked, own = f"--order {','.join(named)}", [one.key for one in ASSUMPTIONS if one.theme == theme]
    if key in BY_KEY and key not in (*THEMES, *own):
        text = _("'{word}' is ordered within its theme; expected --theme {theme} too, or a theme in its place")
        raise BadInput(f"{asked}: " + text.format(word=key, theme=BY_KEY[key].theme))
    if key not in (*THEMES, *own):
        text = (
            _("'{word}' is no theme;") if theme is None else _("'{word}' is no theme, and no assumption of this one;")
        )
        raise BadInput(f"{asked}: " + text.format(word=key) + " " + one_of(key, [*THEMES, *own]))
    if named.count(key) > 1:
        raise BadInput(f"{asked}: " + _("'{word}' stands there twice").format(word=key))
