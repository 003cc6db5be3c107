"""Assumptions that separate the patterns, and the worlds between `neutral`, which has none of them, and a scenario.

Each assumption is a row: its name, what it says, and the values that switch it off. The preset
`neutral+travel+papers` is neutral with these assumptions as the scenario has them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, mark
from wogsim.scenario.completing import completed
from wogsim.scenario.consistency import one_of
from wogsim.scenario.reading import Loaded

NEUTRAL = "neutral"
Point = dict[str, Any]  # values at dotted paths; none is the scenario itself


# What assumptions are about, in the order in which their themes are switched on.
THEMES: Mapping[str, str] = {
    "people": mark("people and hours"),
    "ways": mark("ways of citizens"),
    "counters": mark("counters"),
    "papers": mark("papers"),
    "carriage": mark("carriage"),
    "heads-desk": mark("head's desk"),
    "back-offices": mark("back offices"),
    "order": mark("order of work"),
}


@dataclass(frozen=True)
class Assumption:
    """Something that separates the patterns; ``off`` are values at dotted paths, * for every key.

    ``title`` says what is assumed, ``name`` what that is called in a word or two, ``theme`` is a key of `THEMES`.
    """

    key: str
    theme: str
    name: str
    title: str
    off: tuple[tuple[str, Any], ...]


def _none(table: str, *names: str) -> tuple[tuple[str, str], ...]:
    """No time at all for these keys of a table."""
    return tuple((f"{table}.{name}", "0 s") for name in names)


def _of_all(name: str) -> tuple[tuple[str, None], ...]:
    """No body has a value of its own."""
    return tuple((f"world.{table}.{name}", None) for table in ("agencies.*", "clearances.*", "front"))


# In the order in which they are switched on, theme by theme.
ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "hours",
        "people",
        mark("opening hours"),
        mark("offices keep opening hours"),
        (
            ("world.agencies.*.hours", "always"),
            ("world.agencies.*.present", {}),
            ("world.front.hours", "always"),
            ("world.front.present", {}),
            ("world.closing", "send home"),
            ("world.agencies.*.closing", None),
            ("world.front.closing", None),
        ),
    ),
    Assumption(
        "quota",
        "people",
        mark("tickets"),
        mark("there are so many tickets a day"),
        (("world.agencies.*.quota", None), ("world.front.quota", None)),
    ),
    Assumption(
        "staff", "people", mark("limited staff"), mark("staff are limited"), (("levers.unlimited_staff", True),)
    ),
    Assumption(
        "own-cases-follow",
        "people",
        mark("own cases that follow"),
        mark("applicants of one agency go where the pattern says"),
        (("levers.own_cases_go", "to their agency"),),
    ),
    Assumption(
        "cross-training",
        "people",
        mark("cross-training"),
        mark("specialists become generalists"),
        (("levers.cross_training", 0.0),),
    ),
    Assumption(
        "automation", "people", mark("automation"), mark("decisions are automated"), (("levers.automated", 0.0),)
    ),
    Assumption(
        "outages", "people", mark("outages"), mark("the portal has outages"), (("world.online.outage_every", None),)
    ),
    Assumption(
        "travel",
        "ways",
        mark("travel and walks"),
        mark("citizens travel and walk"),
        _none("world.travel", "home_to_office", "home_to_centre", "between_offices", "walk"),
    ),
    Assumption(
        "wrong-door",
        "ways",
        mark("wrong doors"),
        mark("citizens go to a wrong door"),
        (("world.agencies.*.wrong_door", 0.0), ("world.agencies.*.wrong_counter", 0.0), ("world.information.staff", 0)),
    ),
    Assumption(
        "collection",
        "ways",
        mark("collection by post or on-line"),
        mark("what is decided comes to hand by post or on-line, or need not be collected"),
        (
            ("world.agencies.*.collection_by", None),
            ("world.front.collection_by", None),
            ("world.permits.*.collection_by", None),
        ),
    ),
    Assumption(
        "one-intake",
        "counters",
        mark("one intake instead of many"),
        mark("one intake is shorter than the agencies' intakes together"),
        (("world.front.others", 1.0), ("world.front.registration", "0 s")),
    ),
    Assumption(
        "giving-up", "counters", mark("giving up"), mark("citizens give up"), (("world.citizens.patience", None),)
    ),
    Assumption(
        "papers",
        "papers",
        mark("incomplete papers"),
        mark("papers are incomplete"),
        (("world.clearances.*.incomplete", 0.0),),
    ),
    Assumption(
        "what-a-front-sees",
        "papers",
        mark("what a front sees"),
        mark("a front without authority, or a form, notices other defects than an agency's counter"),
        (("world.papers.detection_without_authority", None), ("world.papers.detection_online", None)),
    ),
    Assumption(
        "carry",
        "carriage",
        mark("decisions are carried"),
        mark("a decision is brought to whoever needs it, by data, the citizen or a letter"),
        (("world.carry.by", "at once"), ("world.counters.glance", "0 s")),
    ),
    Assumption(
        "papers-in",
        "carriage",
        mark("papers after decisions"),
        mark("papers are taken in only after the decisions that they need"),
        (("world.clearances.*.papers_in", "at once"),),
    ),
    Assumption(
        "one-application",
        "carriage",
        mark("one application"),
        mark("a front takes one application for all that it decides"),
        (("world.front.one_application", False),),
    ),
    Assumption(
        "hand-off",
        "carriage",
        mark("hand-off times"),
        mark("couriers and data take time"),
        (*_none("world.files", "between_buildings", "within_building", "digital"), ("world.carry.letter", None)),
    ),
    Assumption(
        "connected",
        "carriage",
        mark("connected bodies"),
        mark("some bodies exchange files as data"),
        (
            ("world.agencies.*.connected", False),
            ("world.clearances.*.connected", None),
            ("levers.connected", None),
            ("world.front.connected", False),
        ),
    ),
    Assumption(
        "forwarding",
        "carriage",
        mark("forwarding work"),
        mark("forwarding costs work at the front"),
        _none("world.front", "send", "chase", "assemble"),
    ),
    Assumption(
        "assignment",
        "heads-desk",
        mark("assignment"),
        mark("papers that come to a body pass its register and its head's desk"),
        (
            ("world.files.assignment", "0 s"),
            ("world.agencies.*.assignment", None),
            ("world.front.assignment", None),
        ),
    ),
    Assumption(
        "signature",
        "heads-desk",
        mark("signature"),
        mark("what a body decides is signed by its head"),
        (("world.files.signature", "0 s"), *_of_all("signature"), *_of_all("signed_on")),
    ),
    Assumption(
        "notice",
        "heads-desk",
        mark("notice"),
        mark("the citizen learns of a decision or a return only after a while"),
        (("world.notice", "0 s"),),
    ),
    Assumption(
        "back-offices",
        "back-offices",
        mark("back offices at home"),
        mark("assessors sit at home while their counters stand elsewhere"),
        (("world.agencies.*.back_office", "with the counters"),),
    ),
    Assumption(
        "own-cases-first",
        "order",
        mark("own cases first"),
        mark("own cases come first"),
        (("world.files.own_cases_first", False),),
    ),
    Assumption(
        "one-by-one",
        "order",
        mark("one file from agency to agency"),
        mark("one file goes from agency to agency"),
        (("levers.powers.side_by_side", "always"),),
    ),
    Assumption(
        "joint-inspection",
        "order",
        mark("joint inspection"),
        mark("inspections are joint"),
        (("levers.powers.joint_inspection", "never"),),
    ),
    Assumption(
        "complaints",
        "order",
        mark("complaints"),
        mark("some citizens complain, and go first from then on"),
        (("world.complaints.share", 0.0),),
    ),
    Assumption("deadlines", "order", mark("deadlines"), mark("deadlines bind"), (("levers.powers.deadline", "never"),)),
)
BY_KEY = {assumption.key: assumption for assumption in ASSUMPTIONS}


def _off(loaded: Loaded) -> dict[str, Point]:
    """The values, by dotted path, that switch each assumption off in a scenario, by its key."""
    return {
        assumption.key: {path: value for pattern, value in assumption.off for path in _paths(loaded, pattern)}
        for assumption in ASSUMPTIONS
    }


def _paths(loaded: Loaded, pattern: str) -> Iterator[str]:
    head, star, tail = pattern.partition(".*.")
    if not star:
        yield pattern
        return
    table: Any = completed(loaded.tree, loaded.name).tree
    for key in head.split("."):
        table = table[key]
    yield from (f"{head}.{key}.{tail}" for key in table)


def apply(loaded: Loaded, preset: str) -> Loaded:
    """The scenario under a preset; raises what `switched_off` does."""
    return loaded.change(switched_off(loaded, preset))


def switched_off(loaded: Loaded, preset: str) -> Point:
    """The values of a preset by dotted path.

    Parameters
    ----------
    preset : 'neutral', or 'neutral+NAME+...' with some assumptions as the scenario has them

    Raises
    ------
    BadInput
        When the preset or an assumption is not known.
    """
    name, *kept = preset.split("+")
    if name != NEUTRAL:
        raise BadInput(f"--preset {preset}: " + one_of(name.lower(), [NEUTRAL]))
    for key in kept:
        _refuse_unknown(key, f"--preset {preset}")
    return _keeping(_off(loaded), kept)


def _keeping(off: Mapping[str, Point], kept: Collection[str]) -> Point:
    return {path: value for key, gone in off.items() if key not in kept for path, value in gone.items()}


def _refuse_unknown(key: str, asked: str) -> None:
    """Refuse what is the key of no assumption; `asked` is the option that names it."""
    if key not in BY_KEY:
        raise BadInput(f"{asked}: " + _("'{word}' is no assumption;").format(word=key) + " " + one_of(key, BY_KEY))


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
        return _keeping(self.off, kept)

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
    made = {key: off for key, off in _off(loaded).items() if loaded.change(off).fingerprint != loaded.fingerprint}
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
