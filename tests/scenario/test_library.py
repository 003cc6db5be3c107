"""The shipped scenarios: what each tells a class to look for is true of the model, with paired intervals."""

import re

import numpy as np
import pytest

import wogsim
from wogsim.cli.lesson import refuse_unknown_evidence
from wogsim.cli.printed import print_scenarios
from wogsim.contract.hours import DAY
from wogsim.contract.log import COLUMNS
from wogsim.engine import choose
from wogsim.measures.summary import summarise
from wogsim.output_analysis import Estimate, estimate
from wogsim.output_analysis.paired import all_pairs
from wogsim.patterns import Route, Signer
from wogsim.replication.everybody import Everybody
from wogsim.replication.prepare import prepare
from wogsim.routing.arranged import arrangements
from wogsim.scenario.reading import Loaded
from wogsim.scenario.shipped import scenario_names
from wogsim.scenario.themes import THEMES
from wogsim.studies.comparison.differences import pairs_of
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.sides import sides

LESSONS = scenario_names()
RARE = {
    "power-plant": "12 weeks",
    "electricity-connection": "12 weeks",
}  # citizens come so rarely that it takes so long to see some
BIG = ("bkpm", "power-plant")  # 142 and 49 clearances: seconds to staff alone


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_names_its_lever_and_says_what_to_look_for(name: str) -> None:
    loaded = wogsim.load(name)
    lesson = loaded.scenario.lesson
    assert lesson
    assert lesson.theme in THEMES
    assert lesson.lever
    for text in (loaded.scenario.title, loaded.scenario.about, lesson.question, lesson.look_for):
        assert {language for language, words in text if words} == {"en", "id"}
    refuse_unknown_evidence(loaded)


def every_row(loaded: Loaded) -> list[str]:
    """The five patterns and the scenario's own rows."""
    return list(loaded.scenario.rows())


def refuse_unlike_logs(loaded: Loaded) -> None:
    """A short time of a scenario under the patterns that it names, by both engines."""
    cohort = RARE.get(loaded.name, "2 days")
    short = {"run.warm_up": "0 days", "run.cohort": cohort, "run.run_out": "0 days"}
    prepared = prepare(loaded.change(short))
    several = Everybody(prepared.world, 1, [0])
    for row, staff in prepared.patterns:
        cases = next(several.routed(row, staff))
        assert cases.cohort.any()
        logs = [choose(engine).run(cases) for engine in ("compiled", "simpy")]
        for column in COLUMNS:
            assert (getattr(logs[0], column) == getattr(logs[1], column)).all(), (row.key, column)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in BIG else []) for name in LESSONS]
)
def test_both_engines_agree(name: str) -> None:
    refuse_unlike_logs(wogsim.load(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_both_engines_agree_on_every_row_and_in_every_variant(name: str) -> None:
    """The five and the scenario's own rows; in a variant's world, what is shown of it."""
    loaded = wogsim.load(name)
    refuse_unlike_logs(loaded.change({"levers.patterns": every_row(loaded)}))
    for key, variant in loaded.scenario.variants.items():
        shown = [one.split("/")[0] for one in loaded.scenario.shown if one.endswith(f"/{key}")]
        refuse_unlike_logs(loaded.change({**variant.set, "levers.patterns": shown or ["one-door"]}))


LEFT_OUT = {"no-coordination": {"centralized"}}  # one counter each: nobody is there for a coordinator's desk
OVERLOADED = {
    "samsat": {"technical-functional"},  # three ways to three police counters: what a joint desk is for
    "population-documents": {  # 11 booths for passports serve 495 a day, 533 come; two booths more are enough
        f"technical-functional{variant}"
        for variant in ("", "/one-letter", "/office-letters", "/no-letters", "/checked", "/counters", "/tickets")
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_every_row_has_its_people_and_none_that_is_shown_too_much_work(name: str) -> None:
    loaded = wogsim.load(name)
    everybody = prepare(loaded.change({"levers.patterns": every_row(loaded)}))
    assert set(everybody.left_out) == LEFT_OUT.get(name, set())
    shown = sides(loaded, None, "auto", None)
    assert not shown.left_out
    assert {row.key for row, staff in shown.staffed() if staff.overloaded} == OVERLOADED.get(name, set())


def surely_less(result: Comparison, measure: str, one: str, other: str, by: float = 0.0) -> bool:
    """Whether the interval of the difference lies on one side: `one` is less than `other`, by more than so much."""
    pairs = pairs_of(result, measure)
    if (one, other) in pairs:
        return pairs[one, other].difference.high < -by
    return pairs[other, one].difference.low > by


def within(result: Comparison, measure: str, one: str, other: str, by: float) -> bool:
    """Whether the interval of the difference lies within so much of nothing."""
    pairs = pairs_of(result, measure)
    found = (pairs[one, other] if (one, other) in pairs else pairs[other, one]).difference
    return -by < found.low and found.high < by


def less_by(result: Comparison, permit: str, one: str, other: str, slowest: float | None = None) -> Estimate:
    """By how many days the sojourn of those with a permit is shorter under `one` than under `other`.

    Of the mean, or of the time that so large a share of them stay within.
    """
    number = list(result.permit_titles).index(permit)
    found = []
    for key in (one, other):
        columns = [outcome.per_case for outcome in result.outcomes[result.keys.index(key)]]
        days = [these["sojourn_time"][these["granted"] & (these["permit"] == number)] / DAY for these in columns]
        found.append(np.array([one.mean() if slowest is None else np.quantile(one, slowest) for one in days]))
    return estimate(found[1] - found[0])


def test_the_team_of_the_city_unit_sits_inside_and_its_agencies_sign() -> None:
    """Four permits are decided there and signed by the unit; four clearances are assessed there and signed outside."""
    plan = prepare(wogsim.load("ptsp-city").change({"levers.patterns": ["technical-team"]}))
    [(row, staff)] = plan.patterns
    people = {post.name: post.servers for post in staff.posts}
    assert people["team"] == 3
    inside: dict[Signer | None, set[str]] = {Signer.UNIT: set(), Signer.AGENCY: set()}
    for clearance, [way] in zip(plan.world.clearances, arrangements(plan.world, row), strict=True):
        if way.route is Route.DECIDE:
            inside[way.signer].add(clearance.key)
            assert people[f"assessors:{clearance.key}"] == 0 < people[f"seconded:{clearance.key}"]
    assert inside == {
        Signer.UNIT: {"contractor", "labour-permit", "tourism-licence", "school"},
        Signer.AGENCY: {"building", "environment", "location", "health-facility"},
    }


def test_what_informing_buys_has_a_range_from_nothing_to_all() -> None:
    loaded = wogsim.load("portal")
    ranges = {path: ends for path, ends in loaded.ranges.items() if path.startswith("variants.informed.set.")}
    assert len(ranges) == len(loaded.scenario.variants["informed"].set) == 20
    for path, (low, high) in ranges.items():
        _world, table, key, name = path.removeprefix("variants.informed.set.").split(".")
        assert (low, high) == (0, getattr(getattr(loaded.scenario.world, table)[key], name))


def test_the_list_goes_by_theme_and_leaves_nobody_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Each stands once, beneath its theme."""
    print_scenarios()
    under = dict[str, list[str]]()
    for line in capsys.readouterr().out.splitlines():
        if not line.startswith(" "):
            under[line.strip()] = []
        elif re.match(r"  [a-z]", line):
            under[list(under)[-1]].append(line.split()[0])
    assert sorted(name for names in under.values() for name in names) == scenario_names()
    assert "three-doors" in under["Authority and doors"]
    assert {"mpp", "samsat"} <= set(under["Halls and counters"])


def of_permit(result: Comparison, permit: str, measure: str) -> dict[str, list[float]]:
    """A measure of those who need a permit, by row and replication."""
    found = {}
    for key, world, outcomes in zip(result.keys, result.worlds, result.outcomes, strict=True):
        number = list(world.scenario.world.permits).index(permit)
        theirs = [{name: of[o.per_case["permit"] == number] for name, of in o.per_case.items()} for o in outcomes]
        found[key] = [summarise(cases)[measure] for cases in theirs]
    return found


def mean_of(result: Comparison, row: str, permit: str) -> float:
    """Days until those who need a permit have it."""
    return float(np.mean(of_permit(result, permit, "sojourn_time")[row]))


def saved(result: Comparison, permit: str, one: str, other: str, of: str = "sojourn_working_days") -> Estimate:
    """By how much `one` is sooner than `other` for those who need a permit, replication by replication."""
    means = of_permit(result, permit, of)
    return all_pairs({key: means[key] for key in (other, one)})[other, one].difference


SHARES = (0.0, 0.1, 0.3, 0.5, 0.6)  # of ten clearances that may be delegated


@pytest.mark.slow
class TestWhatToLookFor:
    def test_restaurant_permit(self) -> None:
        loaded = wogsim.load("restaurant-permit")
        rows = ["technical-functional", "one-roof", "one-door"]
        found = {share: wogsim.compare(loaded.change({"levers.delegated": share}), patterns=rows) for share in SHARES}
        assert not surely_less(found[0.0], "sojourn_time", "one-door", "one-roof")
        assert surely_less(found[0.1], "sojourn_time", "one-door", "one-roof")
        assert surely_less(found[0.3], "sojourn_time", "technical-functional", "one-door")
        assert within(found[0.5], "sojourn_time", "technical-functional", "one-door", 6)
        assert surely_less(found[0.6], "sojourn_time", "one-door", "technical-functional")
        assert {result.estimates["one-door", "counters_visited"].mean for result in found.values()} == {1.0}

    def test_three_doors(self) -> None:
        result = wogsim.compare(wogsim.load("three-doors"))
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        assert not surely_less(result, "sojourn_time", "letter-box", "one-roof")
        assert surely_less(result, "sojourn_time", "real-door", "one-roof", by=30)
        gain = sojourn["letter-box"] - sojourn["real-door"]
        assert 0.25 < (sojourn["letter-box"] - sojourn["signing-door"]) / gain < 0.4
        assert 0.35 < (sojourn["letter-box"] - sojourn["partial-door"]) / gain < 0.5
        assert 0.15 < (sojourn["letter-box"] - sojourn["limited-door"]) / gain < 0.25
        assert surely_less(result, "sojourn_time", "partial-door", "limited-door")

    def test_simplification_of_the_restaurant_permit(self) -> None:
        rows = [f"{row}{of}" for row in ("technical-functional", "one-door") for of in ("", "/merged", "/papers-once")]
        result = wogsim.compare(wogsim.load("restaurant-permit"), patterns=rows)
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        gain = 1 - sojourn["technical-functional/papers-once"] / sojourn["technical-functional"]
        assert 0.28 < gain < 0.38
        assert surely_less(result, "sojourn_time", "one-door/papers-once", "one-door", by=1)
        assert sojourn["one-door"] - sojourn["one-door/papers-once"] < 6
        for row in ("technical-functional", "one-door"):
            assert within(result, "sojourn_time", f"{row}/merged", row, 2.5)

    def test_ptsp_city(self) -> None:
        result = wogsim.compare(wogsim.load("ptsp-city"))
        permits = np.concatenate([outcome.per_case["permit"] for outcome in result.outcomes[0]])
        assert np.isin(permits, (0, 1)).mean() == pytest.approx(0.87, abs=0.02)  # trade and routes
        for permit in ("trading", "vehicle"):
            assert saved(result, permit, "the-many", "today").low > 2
            same = saved(result, permit, "the-many", "technical-functional")
            assert -0.15 < same.low < same.high < 0.15
        assert saved(result, "building", "the-hard-one", "today").low > 4
        nothing = saved(result, "building", "technical-team", "today")
        assert nothing.low < 0.5 < 4 < saved(result, "building", "the-hard-one", "technical-team").low + 1
        assert abs(saved(result, "building", "the-many", "today").mean) < 0.3

    def test_bkpm(self) -> None:
        result = wogsim.compare(wogsim.load("bkpm"))
        saves = saved(result, "investment", "liaison", "letter-box", "sojourn_time")
        assert 0 < saves.low < saves.mean < 3
        assert surely_less(result, "sojourn_time", "technical-functional", "liaison", by=6)
        halved = saved(result, "investment", "one-door", "liaison", "sojourn_time")
        assert 0.4 < halved.mean / mean_of(result, "liaison", "investment") < 0.6
        again = saved(result, "investment", "one-door/signed-there", "one-door", "sojourn_time")
        assert 0.4 < again.mean / mean_of(result, "one-door", "investment") < 0.6
        behind = saved(
            result, "investment", "one-door/signed-there", "technical-functional/signed-there", "sojourn_time"
        )
        assert 0 < behind.low < behind.high < 2
        lane = of_permit(result, "three-hours", "within_standard")
        assert 0.3 < np.mean(lane["one-door/signed-there"]) < 0.6
        assert max(np.mean(lane[key]) for key in ("technical-functional", "letter-box", "liaison", "one-door")) == 0

    def test_power_plant(self) -> None:
        result = wogsim.compare(wogsim.load("power-plant"))
        row = "technical-functional"
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        gain = {key: 1 - sojourn[key] / sojourn[row] for key in result.keys}
        assert 0.28 < gain[f"{row}/half"] < 0.38
        assert 0.6 < gain[f"{row}/merged"] / gain[f"{row}/half"] < 0.8
        assert surely_less(result, "sojourn_time", f"{row}/papers-once", f"{row}/half", by=10)
        assert surely_less(result, "sojourn_time", "one-door", f"{row}/papers-once", by=20)
        assert 0.4 < gain["one-door"] < 0.5
        latency = {key: result.estimates[key, "time_latency"].mean for key in result.keys}
        assert max(latency.values()) - min(latency.values()) < 2 < 50 < min(latency.values())

    def test_one_day_service(self) -> None:
        result = wogsim.compare(wogsim.load("one-day-service"))
        people = {key: staff.head_count for key, staff in zip(result.keys, result.staffing, strict=True)}
        assert people["the-many/more-staff"] - people["the-many"] == 14
        assert people["the-many/signed-there"] == people["the-many"]
        assert within(result, "within_standard", "the-many", "the-many/more-staff", 0.01)
        kept = {key: result.estimates[key, "within_standard"] for key in result.keys}
        assert kept["the-many"].high < 0.2 < 0.85 < kept["the-many/signed-there"].low
        assert within(result, "within_standard", "the-many/signed-there", "the-many/both", 0.01)
        assert within(result, "within_standard", "the-many/signed-there", "technical-functional/signed-there", 0.02)
        assert surely_less(result, "waiting_time", "the-many/both", "the-many/signed-there", by=5)

    def test_samsat(self) -> None:
        loaded = wogsim.load("samsat")
        few = wogsim.compare(loaded)
        kept = {key: few.estimates[key, "within_standard"].mean for key in few.keys}
        assert 0.6 < kept["one-roof"] < 0.75 < 0.8 < kept["joint-desk"]
        assert surely_less(few, "within_standard", "one-roof", "joint-desk", by=0.1)
        assert surely_less(few, "sojourn_time", "joint-desk", "one-door", by=5)
        many = wogsim.compare(loaded.change({"world.agencies.police.counters": 5}), patterns=["one-roof", "joint-desk"])
        assert within(many, "within_standard", "one-roof", "joint-desk", 0.05)

    def test_mpp(self) -> None:
        loaded = wogsim.load("mpp")
        result = wogsim.compare(loaded)
        assert surely_less(result, "trips", "mall", "technical-functional", by=0.5)
        assert within(result, "sojourn_time", "mall", "technical-functional", 0.1)
        assert surely_less(result, "sojourn_time", "technical-functional", "one-roof", by=0.2)
        assert surely_less(result, "waiting_time", "mall/without-information-desk", "mall", by=3)
        more = wogsim.compare(loaded.change({"world.information.staff": 3}))
        assert within(more, "waiting_time", "mall", "mall/without-information-desk", 3)

    def test_population_documents(self) -> None:
        """The first letter costs days, each a trip; counters save minutes, tickets hours of waiting and no day."""
        loaded = wogsim.load("population-documents")
        result = wogsim.compare(loaded)
        row = "technical-functional"
        one, office, none, checked, counters, booths, tickets = (key for key in result.keys if key != row)

        def sooner(permit: str, first: str, second: str, of: str = "sojourn_time") -> Estimate:
            return saved(result, permit, first, second, of)

        assert 0.45 < mean_of(result, none, "identity") / mean_of(result, row, "identity") < 0.55
        assert sooner("identity", office, row).low > 0.9 * sooner("identity", none, row).high
        assert abs(sooner("identity", one, row).mean) < 0.05
        trips = {key: np.mean(of_permit(result, "identity", "trips")[key]) for key in (row, office, one, none)}
        assert list(trips.values()) == pytest.approx([5, 4, 3, 2], abs=0.02)
        assert -0.01 < sooner("identity", counters, row).low < sooner("identity", counters, row).high < 0.01
        assert sooner("identity", counters, row, "waiting_time").low > 5
        assert sooner("identity", counters, row, "waiting_time").high < 20
        assert sooner("identity", none, checked).high < 0.1
        assert sooner("identity", none, checked, "waiting_time").low > 20
        assert sooner("identity", none, checked, "waiting_time").high < 50
        assert sooner("passport", tickets, row, "waiting_time").low > 90
        assert sooner("passport", tickets, row).high < 0.01
        assert sooner("passport", booths, row).low > 0.5
        fewer = loaded.change({"variants.tickets.set": {"world.agencies.immigration.quota": 480}})
        later = saved(wogsim.compare(fewer, patterns=[row, tickets]), "passport", row, tickets, "sojourn_time")
        assert 0.2 < later.low < later.high < 0.5
        by_day = loaded.change({"world.agencies.neighbourhood.hours": "office"})
        assert (
            0.15 < saved(wogsim.compare(by_day, patterns=[row, none]), "identity", none, row, "sojourn_time").low < 0.3
        )

    def test_no_coordination(self) -> None:
        result = wogsim.compare(wogsim.load("no-coordination"))
        for row in ("technical-functional", "one-door"):
            asked, data = f"{row}/asked", f"{row}/asked-by-data"
            assert within(result, "sojourn_time", row, asked, 14)
            assert not surely_less(result, "sojourn_time", row, asked)
            assert not surely_less(result, "sojourn_time", asked, row)
            assert 0.6 < result.estimates[row, "within_standard"].mean < 0.75
            assert result.estimates[asked, "within_standard"].mean > 0.98
            assert surely_less(result, "within_standard", row, asked, by=0.2)
            assert 140 < result.estimates[row, "sojourn_time_p90"].mean < 160
            assert surely_less(result, "sojourn_time_p90", asked, row, by=40)
            assert surely_less(result, "sojourn_time", data, asked, by=30)

    def test_electricity_connection(self) -> None:
        """The works are as long under every pattern; authority saves paper, and one crew more than all of it."""
        loaded = wogsim.load("electricity-connection")
        result = wogsim.compare(loaded)
        old, crew, door, connected, system, both = result.keys
        parts = ("time_works", "time_crew_queue")
        at_site = {key: sum(result.estimates[key, part].mean for part in parts) for key in result.keys}
        assert 60 < result.estimates[old, "sojourn_time"].mean < 70
        assert 40 < at_site[old] < 47
        for key in (door, connected, system):
            assert abs(at_site[key] - at_site[old]) < 1
        for fewer, least in ((door, 1), (connected, 4), (system, 7), (crew, 10)):
            assert surely_less(result, "sojourn_time", fewer, old, by=least)
        for paper, most in ((door, 3), (connected, 6), (system, 9)):
            assert within(result, "sojourn_time", paper, old, most)
            assert surely_less(result, "sojourn_time", crew, paper)
        assert surely_less(result, "sojourn_time", both, system, by=10)
        kept = {key: result.estimates[key, "within_standard"].mean for key in result.keys}
        assert kept[old] < 0.02
        assert 0.25 < kept[both] < 0.35
        quiet = loaded.change({"world.citizens.need": "0.8 per week"})
        assert within(wogsim.compare(quiet, patterns=[old, crew]), "sojourn_time", old, crew, 4.5)

    def test_complaints(self) -> None:
        result = wogsim.compare(wogsim.load("complaints"))
        silent, few, everybody = (f"technical-functional{variant}" for variant in ("", "/any", "/everybody"))
        assert less_by(result, "shop", few, silent).low > 0.02
        assert less_by(result, "shop", few, silent).high < 0.5
        assert less_by(result, "shop", few, silent, slowest=0.9).low > 0
        assert less_by(result, "house", silent, few).low > 0.2
        assert less_by(result, "house", silent, few).high < 1
        assert less_by(result, "shop", everybody, silent).low > 0.2
        assert less_by(result, "shop", everybody, silent).high < 1.2
        assert less_by(result, "shop", everybody, silent, slowest=0.9).low > 1
        assert less_by(result, "house", silent, everybody).low > 1
        assert surely_less(result, "sojourn_time", silent, everybody)
        assert not surely_less(result, "within_standard", silent, few)
        assert not surely_less(result, "within_standard", silent, everybody)

    def test_coordinating_centre(self) -> None:
        result = wogsim.compare(wogsim.load("coordinating-centre"))
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        assert surely_less(result, "sojourn_time", "hall", "one-roof", by=8)
        assert 0.14 < 1 - sojourn["hall"] / sojourn["one-roof"] < 0.22
        assert within(result, "sojourn_time", "hall", "coordinated-roof", 1)
        assert within(result, "sojourn_time", "centralized", "one-roof", 3)
        assert surely_less(result, "trips", "centralized", "one-roof", by=6)
        assert surely_less(result, "sojourn_time", "technical-team", "one-roof", by=15)
        assert 0.28 < 1 - sojourn["technical-team"] / sojourn["one-roof"] < 0.39
        assert 0.4 < sojourn["one-door"] / sojourn["technical-team"] < 0.6

    def test_portal(self) -> None:
        result = wogsim.compare(wogsim.load("portal"))
        old, prints, connected = "technical-functional", "portal", "portal/connected"
        assert surely_less(result, "sojourn_time", f"{old}/informed", old, by=3)
        assert surely_less(result, "trips", f"{old}/informed", old, by=1)
        assert surely_less(result, "sojourn_time", old, prints, by=2)
        assert surely_less(result, "trips", prints, old, by=20)
        assert surely_less(result, "sojourn_time", connected, prints, by=12)
        assert surely_less(result, "sojourn_time", "electronic", prints, by=20)
        assert surely_less(result, "sojourn_time", "electronic/connected", connected, by=14)
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        won = sojourn["electronic"] - sojourn["electronic/connected"]
        assert won / 4 < sojourn["electronic/down"] - sojourn["electronic/connected"] < 3 * won / 4
        assert surely_less(result, "sojourn_time", "electronic/connected", "electronic/down")
        rules = sojourn[connected] - sojourn["electronic/connected"]
        assert 0.4 < (sojourn[connected] - sojourn["electronic/oss"]) / rules < 0.65

    def test_task_force(self) -> None:
        """By week of need: the backlog goes and stays away, lending agencies pay, too few people bring it back."""
        result = wogsim.compare(wogsim.load("task-force"))
        found = result.by_week().set_index(["measure", "pattern", "permit", "week"]).sort_index().loc["sojourn_time"]
        low, high = found["ci_low"], found["ci_high"]
        lent, nobody, short = (f"technical-functional{variant}" for variant in ("", "/nobody", "/short"))
        assert low[nobody, "plant", 1] > 70
        assert low[nobody, "plant", 26] > high[lent, "plant", 26] + 28
        assert high[lent, "plant", 3] < 16
        assert high[lent, "plant"].loc[10:26].max() < 13
        usual = found["mean"][nobody, "workshop", 5]
        assert 2 * usual < low[lent, "workshop", 5] < high[lent, "workshop", 5] < 3.5 * usual
        for week in range(10, 27):
            assert abs(found["mean"][lent, "workshop", week] - found["mean"][nobody, "workshop", week]) < 0.3
        climbs = found["mean"][short, "plant"].loc[7:26]
        assert climbs.iloc[0] > found["mean"][short, "plant", 3] + 2
        assert climbs.is_monotonic_increasing
        assert low[short, "plant", 26] > 30
