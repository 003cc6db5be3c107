"""What an explorer's page holds: the studies' numbers and sentences, none of its own; and what is refused."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.cells import made_up, unpacked
from tests.places import ROOT, TINY
from wogsim.cli import run
from wogsim.explorer import bundle, levers, points, texts
from wogsim.explorer.contents import contents
from wogsim.explorer.page import page
from wogsim.explorer.phrases import Phrases
from wogsim.explorer.run import explore
from wogsim.language import LANGUAGES, using
from wogsim.patterns import MEANINGS, PATTERNS
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.verdict import runner_up
from wogsim.studies.sweep import evaluation, kept
from wogsim.studies.sweep.cells import NAMES

LEVERS = {"agencies": "1,2", "delegated": "0,1"}
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def explored(loosely_known):
    return explore(load(TINY), **LEVERS)


@pytest.fixture(scope="module")
def held(explored):
    return contents(explored)


def test_the_verdict_at_a_point_is_that_of_a_comparison_there(explored, held):
    compared = []
    for number, (agencies, delegated) in enumerate(explored.points):
        there = compare(load(TINY), agencies=agencies, delegated=delegated)
        if there.reads["sojourn_time"] != explored.reads["sojourn_time"]:
            continue  # the page reads all points in one unit: days, where this one by itself is said in hours
        compared.append(number)
        for language in LANGUAGES:
            with using(language):
                said, next_one = there.verdict(), runner_up(there)
            words = held["words"][language]
            shown = [one for part in ("verdict", "grounds", "beside") for one in unpacked(words, words[part][number])]
            assert said.startswith(" ".join(shown))
            assert unpacked(words, words["behind"][number]) == ([next_one] if next_one else [])
    assert len(compared) > 1


def test_numbers_are_those_of_the_sweep_rounded_to_what_is_shown(explored, held):
    for measure, columns in zip(held["measures"], held["columns"], strict=True):
        for end, column in enumerate(columns):
            found = [at.estimates[key, measure["name"]][end] for at in explored.at for key in explored.keys]
            scale = 10 ** measure["digits"] * (100 if measure["name"] in ("gave_up", "within_standard") else 1)
            assert column == [pytest.approx(value * scale, abs=0.5000001) for value in found]


def test_parts_add_up_to_the_days(held):
    for place, total in enumerate(held["total"]):
        assert sum(part["means"][place] for part in held["parts"]) == pytest.approx(total, abs=len(held["parts"]) / 2)


def test_it_is_said_in_both_languages(held):
    english, indonesian = (held["words"][language] for language in LANGUAGES)
    assert (english["patterns"], indonesian["patterns"]) == (["One-roof", "One-door"], ["Satu atap", "Satu pintu"])
    assert english.keys() == indonesian.keys()
    for words in (english, indonesian):
        assert len(words["verdict"]) == 4
        assert words["axes"][1]["values"] == ["0\N{NO-BREAK SPACE}%", "100\N{NO-BREAK SPACE}%"]


def test_whoever_does_the_work_the_page_is_the_same(explored, held):
    with ThreadPoolExecutor(2) as executor:
        assert json.dumps(contents(explore(load(TINY), executor=executor, **LEVERS))) == json.dumps(held)


def faster_with_authority(key, measure, *, delegated, **_point):
    """One roof takes ten days; one door twelve without authority and six with all of it."""
    if measure == "sojourn_time":
        return 10.0 if key == "one-roof" else 12.0 - 6.0 * delegated
    return 0.0


def test_the_break_even_is_that_of_the_study():
    held = contents(made_up(faster_with_authority, {"delegated": "0:1:0.25"}))
    assert held["turns"] == [[{"kind": "break-even", "share": 0.375, "low": 0.25, "high": 0.5}]]
    (said,) = unpacked(held["words"]["en"], held["words"]["en"]["breakEven"][0])
    assert said.startswith("One-door is faster than One-roof beyond 37.5\N{NO-BREAK SPACE}% delegated authority")


def test_one_door_without_authority_is_called_a_letter_box():
    held = contents(made_up(faster_with_authority, {"delegated": "0,1"}))
    assert held["letterbox"] == 1
    assert "letter-box" in held["words"]["en"]["page"]["letterbox"]
    assert contents(made_up(faster_with_authority, {"delegated": "0.5,1"}))["letterbox"] is None


def test_equal_patterns_are_not_ranked():
    held = contents(made_up(lambda _key, measure, **_point: 10.0 * (measure == "sojourn_time"), {"delegated": "0,1"}))
    assert held["fastest"] == ["11", "11"]
    assert unpacked(held["words"]["en"], held["words"]["en"]["verdict"][0]) == [
        "All patterns are equal: 10.0 days on average."
    ]


def half_give_up(key, measure, **_point):
    """Under one door half give up, and the others are quick; of all who began they wait longer."""
    one_door = key == "one-door"
    return {"gave_up": 0.5, "gave_up_of": 100.0, "overloaded": 1.0}.get(measure, 0.0) * one_door + {
        "sojourn_time": 5.0 if one_door else 10.0,
        "restricted_time": 30.0 if one_door else 10.0,
    }.get(measure, 0.0)


THREE = {"levers.patterns": ["technical-functional", "one-roof", "one-door"]}


def door_like_a_roof(key, measure, *, delegated, **_point):
    """One door with all authority takes as long as one roof; nobody is faster than the two."""
    days = {"technical-functional": 15.0, "one-roof": 8.0, "one-door": 12.0 - 4.0 * delegated}
    return days[key] * (measure == "sojourn_time")


def test_patterns_that_are_equal_everywhere_are_one_and_not_silently_none():
    held = contents(made_up(door_like_a_roof, {"agencies": "1,2", "delegated": "0,1"}, **THREE))
    words = held["words"]["en"]
    assert held["single"] == "1111"
    assert held["fastest"] == ["010", "011"] * 2
    assert unpacked(words, words["behind"][0]) == [
        "Next: One-door, 4.0 days later (3.9–4.1), told apart from One-roof."
    ]
    assert unpacked(words, words["behind"][1]) == [
        "Next: Technical-functional, 7.0 days later (6.9–7.2), told apart from One-roof and One-door.",
        "One-roof = One-door: equal in every run here.",
    ]
    (_turn, where) = unpacked(words, words["breakEven"][0])
    assert where == "Against all others: One-door = One-roof is told apart as the fastest at 100 %."


def test_who_is_not_told_apart_from_the_fastest_is_no_runner_up():
    def days(key, measure, **_point):
        return {"technical-functional": 10.0, "one-roof": 8.0, "one-door": 8.0}[key] * (measure == "sojourn_time")

    explored = made_up(days, {"delegated": "1"}, **THREE)
    explored.values[:, :, 2, NAMES.index("sojourn_time")] += [[0.3, -0.3, 0.2, -0.1]]  # other luck
    with using("en"):
        (said,) = points.behind(points.point(explored, 0))
    tied, next_one = said.split(". ")
    assert tied == "Not told apart from One-roof: One-door"
    assert next_one.startswith("Next that is told apart from One-roof: Technical-functional, 2.0 days later")


def test_where_nobody_gives_up_the_page_says_so_instead_of_showing_zeros():
    nobody, half = (
        points.point(made_up(days, {"delegated": "0,1"}), 0) for days in (faster_with_authority, half_give_up)
    )
    with using("en"):
        assert points.told(nobody, "gave_up") == "Nobody gave up here under any pattern."
        assert points.told(half, "gave_up").startswith("Fewest give up: One-roof")
    assert points.nobody_gave_up(nobody)
    assert not points.nobody_gave_up(half)


@pytest.mark.parametrize(
    ("shares", "said"), [("0:1:0.25", "in steps of 25\N{NO-BREAK SPACE}%"), ("0,0.1,1", "at 3 shares")]
)
def test_a_break_even_says_on_which_steps_it_stands(shares, said):
    explored = made_up(faster_with_authority, {"delegated": shares})
    with using("en"):
        assert said in texts.page(explored, along=explored.axes[0])["stands"]


def test_what_a_pattern_means_is_said_of_the_five_and_of_the_rows_of_a_file():
    scenario = load("three-doors").scenario
    assert {texts.meaning(scenario, key) for key in PATTERNS} == set(MEANINGS.values())
    assert texts.meaning(scenario, "limited-door") == (
        "as One-door, with 31 % delegated authority wherever the slider stands"
    )
    assert texts.meaning(scenario, "signing-door") == "as One-door, but arranged differently by this scenario"


def test_nobody_is_ranked_by_survivors_and_overload_is_said():
    held = contents(made_up(half_give_up, {"delegated": "0,1"}))
    assert held["measures"][0]["name"] == "restricted_time"
    assert held["fastest"] == ["10", "10"]
    assert held["overloaded"] == "0101"
    said = unpacked(held["words"]["en"], held["words"]["en"]["beside"][0])
    assert said == [
        "Gave up: 0\N{NO-BREAK SPACE}% under One-roof and 50\N{NO-BREAK SPACE}% under One-door. With the permit within "
        "the horizon: 0\N{NO-BREAK SPACE}% under One-roof and 0\N{NO-BREAK SPACE}% under One-door.",
        "Overloaded under One-door: times there depend on how long the world is run.",
    ]


def test_where_there_is_no_world_the_page_says_why():
    held = contents(made_up(faster_with_authority, {"delegated": "0,1"}, refused={0: "no such world"}))
    assert held["words"]["en"]["verdict"][0] == ""
    assert unpacked(held["words"]["en"], held["words"]["en"]["beside"][0]) == ["no such world"]


@given(st.lists(st.text("aB 0123456789.,%¤", min_size=1), max_size=5))
def test_phrases_can_be_put_together_again(sentences):
    phrases = Phrases()
    packed = phrases.packed(sentences)
    assert unpacked({"texts": phrases.templates}, packed) == [sentence.replace("¤", "¢") for sentence in sentences]


def test_the_usual_levers_move_what_there_is_and_begin_where_the_scenario_stands():
    scenario = load("restaurant-permit").scenario
    cut = levers.asked_or_usual(load("restaurant-permit"), {}, None, quick=False)
    assert [axis.name for axis in cut.axes] == ["agencies", "delegated", "demand", "counters"]
    assert len(cut.points) <= levers.MOST_POINTS
    settings = cut.settings([axis.values[levers.start(scenario, axis)] for axis in cut.axes])
    changed = load("restaurant-permit").change(settings).scenario
    assert changed.world.citizens.need.number == scenario.world.citizens.need.number
    assert changed.world.agencies == scenario.world.agencies
    assert (changed.levers.agencies, changed.levers.delegated) == (8, scenario.levers.delegated)


def test_more_demand_is_more_citizens_and_one_counter_more_is_one_more_everywhere():
    loaded = load("restaurant-permit")
    own = {axis.name: axis for axis in levers.asked_or_usual(loaded, {}, None, quick=False).axes}
    busier = loaded.change(own["demand"].settings(1.25) | own["counters"].settings(1)).scenario.world
    world = loaded.scenario.world
    assert busier.citizens.need.number == 1.25 * world.citizens.need.number
    assert all(busier.agencies[key].counters == agency.counters + 1 for key, agency in world.agencies.items())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--vary", "world.nothing=1,2"], "world.nothing"),
        (["--vary", "world.travel.walk=1:2000:1 min"], "this page would hold 2,000 points; expected at most 1,500"),
        (["-o", "nowhere/page.html"], "there is no directory nowhere; make it first"),
        (["-o", "page.txt"], "expected a name that ends in .html"),
        (["--quick", "--vary", "levers.patterns=one-door"], "set it with --pattern"),
    ],
)
def test_what_cannot_be_is_refused_before_the_work(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["explorer", TINY, *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_with_the_store_names_the_option_of_the_store(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text("mine")
    assert run(["explorer", TINY, "--delegated", "0;1", "--store", "mine"]) == 2
    assert "--store mine: is a file; expected a directory" in capsys.readouterr().err


def test_the_identity_of_a_store_names_no_option_that_there_is_not():
    axes = levers.asked_or_usual(load(TINY), {}, None, quick=True).axes
    named = {name for name in kept.identity(load(TINY), axes) if name.startswith("--")}
    assert named == {"--seed", "--pattern", "--agencies", "--delegated"}


def test_the_command_writes_the_page_and_goes_on_with_what_it_kept(loosely_known, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bundle, "vega", str)  # what draws in a browser takes seconds to be put together
    place, store = tmp_path / "page.html", tmp_path / "page-cells"
    line = ["explorer", TINY, "-o", str(place), "--agencies", "2", "--delegated", "0;1", "--jobs", "1"]
    assert run([*line, "--replications", "2", "--lang", "id"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert str(place) in said
    assert (store / "sweep.sqlite").is_file()
    first = place.read_bytes()
    assert b'<html lang="id">' in first
    monkeypatch.setattr(evaluation, "_cells", None)  # nothing is left to be worked out
    assert run([*line, "--replications", "2", "--lang", "id", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert place.read_bytes() == first


@pytest.mark.parametrize("name", ["explorer.html", "explorer-three-doors.html"])
def test_the_pages_of_the_documents_are_light(name):
    written = (ROOT / "docs" / name).read_bytes()
    assert len(written) < MOST_BYTES
    assert b"<script src" not in written


@pytest.mark.slow
def test_a_page_of_as_many_points_as_there_may_be_is_light_enough_for_a_phone():
    def anything(key, measure, *, agencies, delegated, coordinating, automated):
        at_all = not measure.endswith("_of") and measure not in ("overloaded", "gave_up")
        return at_all * (len(key) + len(measure) + 7.3 * agencies - 3.1 * delegated - coordinating * automated / 3)

    many = {"agencies": "1,2", "delegated": "0:1:0.1", "coordinating": "0:1:0.125", "automated": "0:1:0.15"}
    five = {"levers.patterns": list(PATTERNS)}
    explored = made_up(anything, many, **five)
    assert 1300 < len(explored.points) <= levers.MOST_POINTS
    assert len(page(explored).encode()) < MOST_BYTES
