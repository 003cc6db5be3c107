"""What a file leaves unsaid although it moves a result, and what value therefore holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from wogsim.language import _
from wogsim.scenario.assumptions import ASSUMPTIONS
from wogsim.scenario.explain import Fact, as_shown, every_key
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unused import moot

# Keys that move a headline and that no assumption owns, each with the assumption without which it means nothing.
OTHERS = (
    ("world.holidays", ""),
    ("world.working_days", ""),
    ("world.standard", ""),
    ("world.citizens.by_hour", ""),
    ("world.citizens.by_weekday", ""),
    ("world.citizens.arrival_spread", ""),
    ("world.citizens.far_share", "travel"),
    ("world.citizens.assisted_share", ""),
    ("world.travel.far_factor", ""),
    ("world.online.form", ""),
    ("world.permits.*.share", ""),
    ("world.inspection.journey", ""),
    ("world.online.outage_lasts", "outages"),
    ("levers.generalist_factor", "cross-training"),
    ("world.agencies.*.counters", ""),
    ("world.agencies.*.intake", ""),
    ("world.agencies.*.collection", ""),
    ("world.agencies.*.collection_counters", ""),
    ("world.front.collection_counters", ""),
    ("world.clearances.*.needed", ""),
    ("world.clearances.*.latency", ""),
    ("world.clearances.*.own_cases", ""),
    ("world.counters.triage", "wrong-door"),
    ("world.papers.bringings", "papers"),
    ("world.papers.detection", "papers"),
    ("world.papers.fix", "papers"),
    ("world.papers.reintake", "papers"),
    ("world.papers.reassessment", "papers"),
    ("levers.delegated", ""),
    ("levers.coordinating", ""),
    ("levers.case_officers", ""),
    ("levers.redeploy", ""),
    ("run.warm_up", ""),
    ("run.cohort", ""),
    ("run.run_out", ""),
)
PATTERNS_OWN = "levers.powers."  # absent: as the pattern says, which is no default of the file


@dataclass(frozen=True)
class Unsaid:
    """A default in force: its dotted path, * for every name, its value, its meaning.

    ``of`` are the names that it holds for, where there are others for which it does not.
    """

    path: str
    value: str
    meaning: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Defaults:
    """What a file leaves unsaid: values that hold, and the names of assumptions that are not made."""

    values: tuple[Unsaid, ...]
    off: tuple[str, ...]


def unsaid(loaded: Loaded) -> Defaults:
    """Every default in force that moves a headline number."""
    shelf, vain = _Shelf(every_key(loaded)), moot(loaded)
    gone = {fact.path for path in vain for fact in shelf.at(path)}
    telling = _Shelf([fact for fact in shelf.keys if fact.path not in gone])
    values, off, made = list[Unsaid](), list[str](), set[str]()
    for one in ASSUMPTIONS:
        found = [(fact, as_shown(without)) for path, without in one.off for fact in shelf.at(path)]
        own = [(fact, without) for fact, without in found if not fact.path.startswith(PATTERNS_OWN)]
        if any(fact.value != without for fact, without in found):
            made.add(one.key)
            patterns = [path for path, _without in one.off]
            chosen = [fact for fact, without in own if not fact.given and fact.value != without]
            values += _grouped([fact for fact in chosen if fact.path not in gone], patterns, telling)
        elif own and not any(fact.given for fact, _without in own):
            off.append(_(one.name))
    for path, rests_on in OTHERS:
        if not rests_on or rests_on in made:
            values += _grouped([fact for fact in telling.at(path) if not fact.given], [path], telling)
    order = {fact.path: place for place, fact in enumerate(shelf.keys)}
    values.sort(key=lambda one: min(order[fact.path] for fact in shelf.at(one.path)))
    return Defaults(tuple(values), tuple(off))


def _at(keys: Sequence[Fact], path: str) -> list[Fact]:
    return [fact for fact in keys if fact.path.count(".") == path.count(".") and fnmatchcase(fact.path, path)]


class _Shelf:
    """Keys by what their paths end in, so that those of a path are found without a look at all."""

    def __init__(self, keys: Sequence[Fact]) -> None:
        self.keys, self._by_path, self._by_end = keys, dict[str, Fact](), dict[str, list[Fact]]()
        for fact in keys:
            self._by_path[fact.path] = fact
            self._by_end.setdefault(fact.path.rpartition(".")[2], []).append(fact)

    def at(self, path: str) -> list[Fact]:
        """Those of a path, in which * stands for every name."""
        if "*" not in path:
            return [self._by_path[path]] if path in self._by_path else []
        end = path.rpartition(".")[2]
        return _at(self.keys if "*" in end else self._by_end.get(end, []), path)


def _grouped(chosen: Sequence[Fact], paths: Sequence[str], keys: _Shelf) -> Iterator[Unsaid]:
    """One line for all names that have the same value."""
    for path in paths:
        place = path.split(".").index("*") if "*" in path else None
        there = keys.at(path)
        for value in dict.fromkeys(fact.value for fact in _at(chosen, path)):
            same = [fact for fact in _at(chosen, path) if fact.value == value]
            names = [fact.path.split(".")[place] for fact in same] if place is not None else []
            yield Unsaid(path, value, same[0].meaning, tuple(names) if len(same) < len(there) else ())
