"""What results of several studies say in the same words."""

from collections.abc import Sequence

from wogsim.language import _, ngettext, percent, pick
from wogsim.scenario.explain import grounds
from wogsim.scenario.file import SLASH, Scenario
from wogsim.scenario.levers import Levers
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unique import replaced
from wogsim.world.agencies import World


def heading(scenario: Scenario) -> str:
    """The scenario's title."""
    return pick(dict(scenario.title))


def rests(loaded: Loaded) -> str:
    """On what the scenario's numbers rest; stands beside every verdict and beneath every chart, without a full stop."""
    found = grounds(loaded)
    text = _(
        "of {stated} numbers that the scenario states about its world, {assumed} rest on assumption ({ranged} of them "
        "with a range) and {sourced} on a source"
    )
    counts = {"stated": found.stated, "assumed": found.assumed, "ranged": found.ranged}
    return text.format(**counts, sourced=found.stated - found.assumed)


def permit_titles(scenario: Scenario) -> dict[str, str]:
    """The permits' titles by key."""
    return {key: pick(dict(permit.title)) for key, permit in scenario.world.permits.items()}


def agencies(count: int) -> str:
    """'5 agencies'."""
    return ngettext("{count} agency", "{count} agencies", count).format(count=count)


def points(count: int) -> str:
    """'12 points'."""
    return ngettext("{count} point", "{count} points", count).format(count=count)


def replications(count: int) -> str:
    """'20 replications'."""
    return ngettext("{count} replication", "{count} replications", count).format(count=count)


def seed(scenario: Scenario) -> str:
    """'seed 1'."""
    return _("seed {seed}").format(seed=scenario.run.seed)


def preset(name: str | None) -> list[str]:
    """'preset neutral', where there is one."""
    return [_("preset {name}").format(name=name)] if name else []


def each_authority(levers: Levers) -> str:
    """The three authorities, each with its share."""
    text = _("delegated authority {delegated}, coordinating {coordinating}, automated {automated}")
    return text.format(
        delegated=percent(levers.delegated),
        coordinating=percent(levers.coordinating),
        automated=percent(levers.automated),
    )


def levers(world: World, name: str | None) -> str:
    """Agencies, authorities and the preset's name, if any."""
    moved = world.scenario.levers
    said = each_authority(moved)
    if moved.delegated == moved.coordinating == moved.automated:
        text = _("authority {share} in all three: delegated, coordinating, automated")
        said = text.format(share=percent(moved.delegated))
    return "; ".join((agencies(len(world.agencies)), said, *preset(name)))


def convention(one: str, other: str) -> str:
    """Which way round every difference between two patterns is taken, in all studies: the first minus the second."""
    return _("Differences are {one} minus {other}: plus is more under {one}.").format(one=one, other=other)


def warning(text: str) -> str:
    """'Warning: ...'."""
    return _("Warning: {text}").format(text=text)


def own_rows(scenario: Scenario, shown: Sequence[str]) -> list[str]:
    """That a row of the file stands where a shipped pattern is expected: a sentence for each that is shown."""
    text = _("{pattern} is this file's own row patterns.{key}, not the shipped pattern of that name")
    rows = {name.partition(SLASH)[0] for name in shown}
    return [text.format(pattern=pattern_title(key, scenario), key=key) for key in replaced(scenario) if key in rows]
