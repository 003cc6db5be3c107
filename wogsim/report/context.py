"""What the report says, as pure data: no markup but the charts' pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wogsim import charts
from wogsim.charts.inline import Inline, inline
from wogsim.contract.hours import DAY
from wogsim.language import _, current, mark, number, pick
from wogsim.report.grids import Grid, grids
from wogsim.report.reproduce import command
from wogsim.scenario.explain import Fact, facts, titles
from wogsim.studies.comparison import files, precise, words
from wogsim.studies.comparison.verdict import sentences

if TYPE_CHECKING:
    from wogsim.scenario.reading import Loaded
    from wogsim.studies.comparison.result import Comparison

MEANINGS, OPENING = {"agency": mark("agency that decides")}, mark("opening hours")  # of keys that say it themselves
ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'])", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it is a web address."""

    text: str
    link: bool


@dataclass(frozen=True)
class Assumption:
    """One value of the scenario: what it means, the value with its unit, its key, where it comes from."""

    meaning: str
    value: str
    path: str
    source: tuple[Piece, ...]


@dataclass(frozen=True)
class Basis:
    """Values of the scenario that rest on the same ground; ``sourced``: some of them have a source."""

    key: str
    title: str
    note: str
    values: tuple[Assumption, ...]

    @property
    def sourced(self) -> bool:
        """Whether any value has a source."""
        return any(value.source for value in self.values)


@dataclass(frozen=True)
class Chart:
    """A chart, and how to read it."""

    key: str
    picture: Inline
    reading: str


@dataclass(frozen=True)
class Contents:
    """Everything that the report says, in one language."""

    language: str
    title: str
    about: str
    question: str
    sample: str
    verdict: tuple[str, ...]  # the sentence to repeat, and what it rests on
    charts: tuple[Chart, ...]
    grids: tuple[Grid, ...]
    warnings: tuple[str, ...]
    bases: tuple[Basis, ...]
    method: str
    command: str
    fingerprint: str
    versions: str


def contents(result: Comparison) -> Contents:
    """Everything that the report says of a comparison, in the language in use."""
    scenario = result.loaded.scenario
    sample = f"{words.sample(result)}; {words.levers(result)}"
    return Contents(
        language=current(),
        title=pick(dict(scenario.title)),
        about=pick(dict(scenario.about)),
        question=_question(result),
        sample=sample,
        verdict=tuple(sentences(result)),
        charts=tuple(_chart(result, name, sample) for name in files.CHARTS),
        grids=grids(result),
        warnings=tuple(_warnings(result)),
        bases=tuple(_bases(result.loaded)),
        method=_method(result),
        command=command(result),
        fingerprint=result.loaded.fingerprint,
        versions=", ".join(f"{name} {version}" for name, version in files.versions().items()),
    )


def _question(result: Comparison) -> str:
    text = _(
        "The same citizens need the same permit. How long do they wait for it, how many counters do they stand at, and "
        "where does the time go, if the service is {patterns}?"
    )
    return text.format(patterns=", ".join(map(result.title, result.keys)))


def _chart(result: Comparison, name: str, sample: str) -> Chart:
    """A chart with its small print, less the sample, which is the same for all."""
    picture = inline(getattr(charts, name)(result), name.replace("_", "-"))
    return Chart(name, picture, picture.foot.removesuffix(sample).strip())


def _warnings(result: Comparison) -> list[str]:
    said = result.warnings()
    if result.replications == 1:
        said.append(_("One replication has no interval; use --replications 10 or more."))
    if result.precision:
        said.append(precise.sentence(result, result.precision))
    return said


def _bases(loaded: Loaded) -> list[Basis]:
    """Every value of the scenario once: levers first, then by the ground it rests on."""
    names, known = titles(loaded), facts(loaded)
    world = [fact for fact in known if not fact.path.startswith("levers.")]
    grounds: tuple[tuple[str, str, str, list[Fact]], ...] = (
        (
            "levers",
            _("Levers, as run"),
            _("What a policy maker moves."),
            [fact for fact in known if fact.path.startswith("levers.")],
        ),
        (
            "assumed",
            _("Rests on assumption"),
            _("Numbers without a source: whoever doubts one should change it and run again."),
            [fact for fact in world if fact.assumed and fact.given],
        ),
        (
            "sourced",
            _("Has a source"),
            _("What stands behind a value, and how far it goes."),
            [fact for fact in world if fact.source],
        ),
        (
            "defaults",
            _("Default"),
            _("Numbers that the scenario leaves out."),
            [fact for fact in world if fact.assumed and not fact.given],
        ),
        (
            "settings",
            _("How it is organised"),
            _("Switches, calendars and names, which are no numbers and have no source."),
            [fact for fact in world if not fact.assumed and not fact.source],
        ),
    )
    return [
        Basis(key, title, note, tuple(_assumption(fact, names) for fact in chosen))
        for key, title, note, chosen in grounds
        if chosen
    ]


def _assumption(fact: Fact, names: dict[str, str]) -> Assumption:
    whose = names.get(fact.table)
    meaning = fact.meaning or _(MEANINGS.get(fact.path.rpartition(".")[2], OPENING))
    return Assumption(f"{whose}: {meaning}" if whose else meaning, fact.said, fact.path, pieces(fact.source))


def pieces(text: str) -> tuple[Piece, ...]:
    """A text cut at its web addresses, http and https only."""
    return tuple(Piece(part, i % 2 == 1) for i, part in enumerate(ADDRESS.split(text)) if part)


def _method(result: Comparison) -> str:
    run = result.world.scenario.run
    text = _(
        "A discrete-event simulation follows every citizen from the need to the permit in hand, through travel, "
        "queues, opening hours, assessment and files moving between agencies. After a warm-up of {warm_up} days it "
        "measures the citizens whose need arises within {cohort} days, and follows each to the end; later arrivals "
        "keep up the load for {run_out} days more. This is run {replications} times, independently, from the seed "
        "{seed}. In each replication every pattern meets the same citizens with the same luck, so patterns are "
        "compared replication by replication (paired t). Means have Student's 95 % intervals over replications. Two "
        "patterns are told apart when p, after Holm's correction for all pairs of a measure, is below {limit}. The "
        "time anatomy walks back from the permit along what each step really waited for, so that its parts add up "
        "to the sojourn time."
    )
    return text.format(
        warm_up=number(run.warm_up.seconds / DAY, 0),
        cohort=number(run.cohort.seconds / DAY, 0),
        run_out=number(run.run_out.seconds / DAY, 0),
        replications=result.replications,
        seed=result.seed,
        limit=number(0.05, 2),
    )
