"""`wogsim check` names what a file says in vain, and leaves alone what moves something."""

from fnmatch import fnmatchcase

import numpy as np
import pytest

from tests.places import TINY, TWO_AGENCIES
from tests.small_worlds import everywhere
from tests.whole.test_asymmetry import ANOTHER
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.output_analysis import estimate
from wogsim.patterns import PATTERNS
from wogsim.scenario.assumptions import ASSUMPTIONS
from wogsim.scenario.explain import every_key
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.scenario.unsaid import unsaid
from wogsim.scenario.unused import unused
from wogsim.studies.comparison.run import compare


def office(settings: dict[str, object] | None = None) -> Loaded:
    """One agency, open five days from 8 to 16, with two clearances; nothing in it is said in vain."""
    tree = {
        "world": {
            "start": "2026-01-05",
            "hours": {"office": "mon-fri 08:00-16:00"},
            "citizens": {"need": "10 per working day"},
            "agencies": {"desk": {"counters": 4}},
            "clearances": {
                "stamp": {"assessors": 2, "assessment": "20 min"},
                "seal": {"assessors": 2, "assessment": "20 min"},
            },
        },
        "run": {"warm_up": "1 week", "cohort": "2 weeks", "run_out": "1 week"},
    }
    return from_tree(tree, "office").change(settings or {})


def test_an_office_that_says_nothing_in_vain():
    assert not unused(office())


PRESENT = "world.agencies.desk.present"
LENT = {"people": 1, "out_of": "counter:desk", "into": "assessors:stamp"}


@pytest.mark.parametrize(
    ("settings", "path", "why"),
    [
        (
            {"world.hours": {}, "world.working_days": "always", "world.agencies.desk.hours": "always"}
            | {"world.holidays": ["2026-01-12"]},
            "world.holidays",
            "open day and night",
        ),
        ({"world.hours.spare": "sat 08:00-12:00"}, "world.hours.spare", "nobody keeps these hours"),
        ({PRESENT: {"17:00-18:00": 0.5}}, PRESENT, "17:00-18:00 lies outside its hours 'office'"),
        ({"world.front.present": {"06:00-07:00": 0.5}}, "world.front.present", "06:00-07:00 lies outside"),
        (
            {"world.citizens.by_weekday": [1, 1, 1, 1, 1, 1, 0]},
            "world.citizens.by_weekday",
            "on saturday they are closed",
        ),
        (
            {"world.online.form": "1 hour", "levers.patterns": ["one-roof", "one-door"]},
            "world.online.form",
            "no pattern that is compared is on-line",
        ),
        (
            {"levers.case_officers": 2, "levers.patterns": ["one-roof"]},
            "levers.case_officers",
            "no pattern that is compared has a front",
        ),
        ({"world.travel.far_factor": 2}, "world.travel.far_factor", "nobody lives far away"),
        ({"world.citizens.vulnerable_first": True}, "world.citizens.vulnerable_first", "vulnerable_share"),
        ({"world.papers.fix": "1 day"}, "world.papers.fix", "no papers are incomplete"),
        ({"world.counters.triage": "9 min"}, "world.counters.triage", "wrong door"),
        ({"world.online.outage_lasts": "1 hour"}, "world.online.outage_lasts", "no outages"),
        ({"world.online.outage_every": "9 days"}, "world.online.outage_every", "last no time"),
        ({"world.complaints.work": "1 hour"}, "world.complaints.work", "nobody complains"),
        ({"world.inspection.journey": "1 hour"}, "world.inspection.journey", "nobody inspects"),
        ({"world.standard_from": "handing in"}, "world.standard_from", "nothing is promised"),
        ({"world.files.digital": "5 min"}, "world.files.digital", "no two bodies are connected"),
        ({"world.carry.letter": "1 day", "world.carry.by": "at once"}, "world.carry.letter", "carried at once"),
        ({"world.clearances.seal.latency_by": "citizen"}, "world.clearances.seal.latency_by", "no latency"),
        ({"levers.generalist_factor": 2}, "levers.generalist_factor", "nobody becomes a generalist"),
        (
            {"world.permits": {"one": {"clearances": ["stamp"]}}},
            "world.clearances.seal",
            "no permit lists it",
        ),
        (
            {"world.permits": {"one": {}, "two": {"share": 0}}},
            "world.permits.two.share",
            "nobody applies",
        ),
    ],
)
def test_what_is_said_in_vain_is_named(settings, path, why):
    found = {one.path: one.why for one in unused(office(settings))}
    assert list(found) == [path]
    assert why in found[path]


@pytest.mark.parametrize(
    "settings",
    [
        {"world.holidays": ["2026-01-12"]},
        {PRESENT: {"08:00-12:00": 0.5, "12:00-13:00": 0.2}},
        {"world.hours.office": "mon-fri 20:00-04:00", PRESENT: {"02:00-04:00": 0.5}},
        {"world.hours_by_date": {"office": {"2026-01-12": "mon 16:00-18:00"}}, PRESENT: {"17:00-18:00": 0.5}},
        {"world.hours.board": "tue 09:00-10:00", "world.clearances.seal.signed_on": "board"},
        {"world.papers.fix": "1 day", "world.clearances.seal.incomplete": 0.1},
        {"world.citizens.by_weekday": [1, 1, 1, 1, 1, 1, 0], "world.citizens.by_hour": [1] * 24},
        {"world.files.digital": "5 min", "levers.connected": 0.5},
        {"levers.secondments": [{"from": "2026-01-12", "until": "2026-03-06", **LENT}]},
    ],
)
def test_what_moves_something_is_not(settings):
    assert not unused(office(settings))


def test_what_a_variant_needs_is_not_said_in_vain():
    variant = {"title": "Outages", "set": {"world": {"online": {"outage_every": "9 days"}}}}
    tree = office({"world.online.outage_lasts": "1 hour"}).tree | {"variants": {"outages": variant}}
    assert not unused(from_tree(tree, "office"))


def test_needs_of_dates_outside_the_run():
    dates = {"2026-01-06": 5, "2027-01-06": 5}
    [found] = unused(office({"world.citizens.need": None, "world.citizens.need_by_date": dates}))
    assert found.path == "world.citizens.need_by_date"
    assert "from 2026-01-05 to 2026-02-01, and needs of other dates never arise, such as of 2027-01-06" in found.why


def test_a_default_that_moves_nothing_is_not_said_to_hold():
    held = {one.path for one in unsaid(office()).values}
    assert "world.holidays" in held
    assert "world.travel.far_factor" not in held
    assert "world.travel.far_factor" in {one.path for one in unsaid(office({"world.citizens.far_share": 0.2})).values}


@pytest.mark.parametrize("command", ["check", "show"])
def test_is_printed(command, capsys, tmp_path):
    file = tmp_path / "vain.toml"
    file.write_text(TINY_TEXT.replace("[world.citizens]", "[world.travel]\nfar_factor = 2\n[world.citizens]"), "utf-8")
    assert run([command, str(file)]) == 0
    said = capsys.readouterr().out
    assert (
        "What the file says and what has no effect as it stands\n  world.travel.far_factor: nobody lives far away"
        in said
    )
    assert run([command, str(TWO_AGENCIES)]) == 0


@pytest.mark.slow
def test_every_default_that_moves_a_headline_is_said():
    """Another value of what `check` does not name moves neither mean sojourn nor mean wait beyond its interval."""
    tree = office({"levers.patterns": list(PATTERNS), "run.replications": 6}).tree
    tree["world"]["agencies"]["land"] = {"counters": 2}
    tree["world"]["clearances"]["stamp"]["agency"] = "desk"
    tree["world"]["clearances"]["seal"] |= {"agency": "land", "after": ["stamp"]}
    loaded = from_tree(tree, "offices")
    said = {one.path for one in unsaid(loaded).values} | {path for one in ASSUMPTIONS for path, _off in one.off}
    given = [fact.path for fact in every_key(loaded) if fact.given]
    usual, moved = headlines(loaded), set[str]()
    for path, value in ANOTHER.items():
        if path in said or any(fnmatchcase(one, path) for one in given) or "permits" in path:
            continue
        try:
            difference = headlines(everywhere(loaded, {path: value})) - usual
        except BadInput:
            continue  # it has no sense in this world
        found = [estimate(runs.tolist()) for row in difference for runs in row.T]
        moved |= {path for one in found if one.low > 0 or one.high < 0}
    assert not moved


def headlines(loaded: Loaded) -> np.ndarray:
    """Mean sojourn and mean wait, shape (patterns, replications, 2)."""
    outcomes = compare(loaded).outcomes
    return np.array(
        [[[one.values[name] for name in ("sojourn_time", "waiting_time")] for one in row] for row in outcomes]
    )


with open(TINY, encoding="utf-8") as tiny:
    TINY_TEXT = tiny.read()
