"""One citizen's way under every pattern, as it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wogsim.contract.hours import Hours
from wogsim.language import _, ngettext
from wogsim.scenario.reading import Loaded
from wogsim.staffing.words import left_out
from wogsim.studies.beside import Known, overload, sign
from wogsim.studies.journey.deeds import CITIZEN, Name, spell
from wogsim.studies.journey.steps import Step
from wogsim.studies.journey.words import clock, duration, sentence
from wogsim.studies.result import Result
from wogsim.studies.shown import chart, sheets
from wogsim.studies.words import heading as title
from wogsim.world.agencies import World


@dataclass(frozen=True)
class Trail:
    """The citizen's way under one pattern.

    ``end`` is the second at which the permit was in hand or, where not ``granted``, the citizen gave up. Work in hand
    may go on after somebody gave up, so steps can end later. Steps and names are told in the language in use.
    """

    pattern: str
    name: Name
    steps: tuple[Step, ...]
    need: int
    end: int
    granted: bool
    overloaded: bool = False

    @property
    def title(self) -> str:
        """The pattern's name, in the language in use, with the sign of what must be said beside its times."""
        return spell(self.name) + sign(Known(self.overloaded))

    @property
    def sojourn(self) -> int:
        """Seconds from the need to the end."""
        return self.end - self.need

    @property
    def outcome(self) -> str:
        """How it ended, in the language in use."""
        text = _("permit in hand after {time}") if self.granted else _("gave up after {time}")
        return text.format(time=duration(max(self.sojourn, 1)))


@dataclass(frozen=True, eq=False)
class Journey(Result):
    """One measured citizen under several patterns; made by `journey`.

    ``case`` counts the ``of`` measured citizens of this replication in order of need, from 1; ``ordinary``: nobody
    asked for a certain one, and this is the most ordinary.
    """

    loaded: Loaded
    world: World
    case: int
    of: int
    far: bool
    vulnerable: bool
    assisted: bool
    replication: int
    trails: tuple[Trail, ...]
    pays: bool = False
    ordinary: bool = False
    preset: str | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)  # why there is no way under a pattern, by key

    figure = chart("swim_lanes", "Swim lanes on one time axis.")
    figures = sheets("swim_lane_sheets", "The same on sheets for a projector.")

    @property
    def need(self) -> int:
        """Second at which the need arose."""
        return self.trails[0].need

    @cached_property
    def open_hours(self) -> Hours:
        """When any office is open at all; outside is night."""
        names = {name for agency in self.world.agencies for name in agency.hours} | {self.world.front_hours}
        spans = [self.world.hours(name) for name in sorted(names)]
        return Hours.of([pair for s in spans for pair in zip(s.opens.tolist(), s.closes.tolist(), strict=True)])

    def clock(self, second: int) -> str:
        """A second as people write it: 'Mon 19 Jan 08:40'."""
        return clock(self.world.scenario.world.start, second)

    def heading(self) -> str:
        """Who it is, in a sentence."""
        kinds = (
            (self.far, _("lives far away")),
            (self.vulnerable, _("is served first")),
            (self.assisted, _("needs help on-line")),
            (self.pays, _("pays to go first")),
        )
        traits = ", ".join(words for holds, words in kinds if holds)
        said = _(
            "{scenario}: citizen {case} of {of}, seed {seed}, replication {replication}; needs a permit from {when}"
        ).format(
            scenario=title(self.scenario),
            case=self.case,
            of=self.of,
            seed=self.seed,
            replication=self.replication + 1,
            when=self.clock(self.need),
        )
        chosen = _(
            "an ordinary one: who lives near, queues where people do, and has the permit after about the usual time"
        )
        return "; ".join(filter(None, (said, traits, chosen if self.ordinary else "")))

    def lines(self, *, everything: bool = False) -> list[str]:
        """The journey as lines of text: a heading, then a table for each pattern.

        Parameters
        ----------
        everything : tell also what happens to the files, not only what the citizen does
        """
        said = [self.heading()]
        for trail in self.trails:
            said += ["", f"{trail.title}: {trail.outcome}"]
            told = [step for step in trail.steps if everything or step.lane == CITIZEN]
            rows = [(self.clock(s.start), duration(s.end - s.start), sentence(s)) for s in told]
            if len(told) < len(trail.steps):
                count = len(trail.steps) - len(told)
                text = ngettext(
                    "{count} step of offices and files besides", "{count} steps of offices and files besides", count
                )
                rows.append(("", "", text.format(count=count)))
            rows.append((self.clock(trail.end), "", trail.outcome))
            widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
            said += [f"  {when:<{widths[0]}}  {long:>{widths[1]}}  {what}" for when, long, what in rows]
        besides = [*filter(None, [self.beside()]), *left_out(self.left_out, self.scenario)]
        return [*said, "", *besides] if besides else said

    def beside(self) -> str:
        """What must be said beside the times; nothing where all is well."""
        return overload(Known(trail.overloaded) for trail in self.trails)

    def text(self, *, everything: bool = False) -> str:
        """The lines, put together."""
        return "\n".join(self.lines(everything=everything)) + "\n"
