"""A textbook queue as an ordinary scenario file, and what is seen of it in one replication.

It is the electronic pattern with everything off but the queue. At the **assisted desk** everybody is assisted and lives
next door, the desk never closes, the one clearance is automated and the permit comes electronically: citizens come as
they need (Poisson), are served once, and `waiting_time` is the wait of the textbook. Behind the desk, or without one
when everybody applies on-line in no time, stand **stations**: clearances with one assessor each, that the file
passes one after another (tandem) or that get copies side by side (fork and join).

Services of ten minutes make rounding to whole seconds a matter of 0.01 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wogsim.language import LANGUAGES, _, using
from wogsim.measures.outcome import Outcome
from wogsim.world.agencies import World

MINUTE = 60
DAY = 24 * 60  # minutes
DESK = "desk"

FILE = """\
title = {{ en = "{name[en]}", id = "{name[id]}" }}
about = {{ en = "One queue, to compare with theory", id = "Satu antrean, untuk dibandingkan dengan teori" }}

[world]
start = 2026-01-05

[world.citizens]
need = "{need} per day"
assisted_share = {assisted}
vulnerable_share = {vulnerable}
vulnerable_first = true
{patience}
[world.agencies.office]
title = {{ en = "Office", id = "Kantor" }}
counters = 100
intake = "{service}"
collection = "0 s"
{stations}
[world.permits.permit]
title = {{ en = "Permit", id = "Izin" }}

[levers]
patterns = ["electronic"]
automated = {automated}

[levers.powers]
side_by_side = "{side_by_side}"

[levers.staff.electronic]
desk = {servers}

[run]
warm_up = "{warm_up} weeks"
cohort = "{weeks} weeks"
run_out = "1 day"
replications = {replications}
"""

STATION = """
[world.clearances.{key}]
title = {{ en = "Station {key}", id = "Tahap {key}" }}
agency = "office"
assessors = 1
assessment = "{service}"
"""


@dataclass(frozen=True)
class Office:
    """What is in the file; times as they stand there."""

    arrivals: float  # citizens a minute
    service: str | None  # at the desk; None where everybody applies on-line
    servers: int = 1  # at the desk
    stations: Sequence[str] = ()  # services of the assessors behind
    side_by_side: bool = False  # whether stations get copies at once
    patience: str | None = None  # at the desk
    vulnerable: float = 0.0  # share of citizens, who are served first
    warm_up: int = 1  # weeks before measuring

    def text(self, title: str, weeks: int, replications: int) -> str:
        """The scenario file, measuring over so many weeks, so many times; its title in both languages."""
        stations = self.stations or ["1 s"]  # one that nobody comes to: the system decides
        return FILE.format(
            name={language: _in(language, title) for language in LANGUAGES},
            need=f"{self.arrivals * DAY:.9g}",
            assisted=int(self.service is not None),
            vulnerable=self.vulnerable,
            patience=f'patience = "{self.patience}"\n' if self.patience else "",
            service=self.service or "0 s",
            stations="".join(STATION.format(key=f"s{i}", service=service) for i, service in enumerate(stations, 1)),
            automated=int(not self.stations),
            side_by_side="always" if self.side_by_side else "never",
            servers=self.servers,
            warm_up=self.warm_up,
            weeks=weeks,
            replications=replications,
        )


def _in(language: str, title: str) -> str:
    with using(language):
        return _(title)


def exponential(minutes: float) -> str:
    """An exponential time as in a file."""
    return f"exponential({minutes:.9g} min)"


def file_name(key: str) -> str:
    """The file of a queue with this key."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in key.lower()).split()) + ".toml"


def observe(world: World, outcome: Outcome) -> dict[str, float]:
    """What is seen in one replication: times in minutes, by name; pools as 'wait desk', 'queue assessors:s1'."""
    cases, values = outcome.per_case, outcome.values
    waiting = cases["waiting_time"] / MINUTE
    first = cases["vulnerable"]
    minutes = world.scenario.run.cohort.seconds / MINUTE
    seen = {
        "arrivals": len(waiting) / minutes,
        "service": values["hands_on_time"],
        "waiting": float(waiting.mean()),
        "waiting first": float(waiting[first].mean()) if first.any() else 0.0,
        "waiting others": float(waiting[~first].mean()),
        "waited": float((waiting > 0).mean()),
        "gave up": values["gave_up"],
        "sojourn": values["sojourn_time"] * DAY,
    }
    for pool in outcome.pools:
        if pool.busy:
            seen[f"wait {pool.name}"] = pool.mean_wait / MINUTE
            seen[f"utilisation {pool.name}"] = pool.utilisation
            seen[f"queue {pool.name}"] = pool.queue
            seen[f"number {pool.name}"] = pool.queue + pool.utilisation * pool.servers
            seen[f"rate x wait {pool.name}"] = seen["arrivals"] * pool.mean_wait / MINUTE
    return seen
