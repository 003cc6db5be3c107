"""Broken scenario files and settings: every one gets a sentence that names place, value and expectation."""

import os
import pickle
import re
from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.reading import load, read_setting

GOOD = Path(TWO_AGENCIES)

# what is replaced, by what, what the message must name: key path, value, what was expected
BROKEN = {
    "not TOML": ("[world]", "[world", ["not valid TOML", "line"]),
    "unknown key": ("detection = 0.9", "detektion = 0.9", ["world.papers.detektion", "Did you mean 'detection'?"]),
    "unknown table": ("[world.papers]", "[world.paper]", ["world.paper", "Did you mean 'papers'?"]),
    "missing key": ("assessors = 2\n", "", ["world.clearances.a2.assessors", "missing"]),
    "missing table": ("[world.citizens]", "[world.citizen]", ["world.citizens", "missing", "Did you mean 'citizens'?"]),
    "missing unit": ('walk = "2 min"', 'walk = "2"', ["world.travel.walk", "'2'", "unit", "2 min"]),
    "unknown unit": ('walk = "2 min"', 'walk = "2 moons"', ["world.travel.walk", "moons", "min"]),
    "number for a time": ('walk = "2 min"', "walk = 2", ["world.travel.walk", "2", "in quotes"]),
    "working days for a walk": ('walk = "2 min"', 'walk = "2 working days"', ["world.travel.walk", "running time"]),
    "a source in no language": (
        'walk = "2 min"',
        'walk = {value = "2 min", source = {nl = "geteld"}}',
        ["world.travel.walk.source", "where the number comes from"],
    ),
    "a source that says nothing": (
        'walk = "2 min"',
        'walk = {value = "2 min", source = {en = "counted", id = " "}}',
        ["world.travel.walk.source", "where the number comes from"],
    ),
    "one table for a list of them": (
        "[world.papers]",
        "[levers.secondments]\npeople = 1\n[world.papers]",
        ["levers.secondments", "[[levers.secondments]]"],
    ),
    "negative": ("assessors = 2", "assessors = -2", ["world.clearances.a2.assessors", "-2", "at least 1"]),
    "decided at the counter by assessors": (
        "assessors = 2",
        'at_counter = "5 min"\nassessors = 2',
        ["world.clearances.a2.assessors", "at_counter", "either"],
    ),
    "nobody assesses": ("assessors = 2", "assessors = 0", ["world.clearances.a2.assessors", "at least 1"]),
    "half a person": ("assessors = 2", "assessors = 2.5", ["world.clearances.a2.assessors", "2.5", "whole number"]),
    "a word for a number": ("assessors = 2", 'assessors = "two"', ["world.clearances.a2.assessors", "whole number"]),
    "share above 1": ("detection = 0.9", "detection = 90", ["world.papers.detection", "90", "from 0 to 1"]),
    "share above 100 %": ("detection = 0.9", 'detection = "120 %"', ["world.papers.detection", "120 %", "from 0 to 1"]),
    "not a number": ("far_factor = 3", "far_factor = nan", ["world.travel.far_factor"]),
    "infinite": ("far_factor = 3", "far_factor = inf", ["world.travel.far_factor"]),
    "yes for true": ("connected = true", 'connected = "maybe"', ["world.agencies.a.connected", "true or false"]),
    "rate without per": ('need = "4 per working day"', 'need = "4"', ["world.citizens.need", "15 per day"]),
    "nobody comes": ('need = "4 per working day"', 'need = "0 per day"', ["world.citizens.need", "nobody"]),
    "negative rate": ('need = "4 per working day"', 'need = "-4 per day"', ["world.citizens.need", "15 per day"]),
    "unknown distribution": ("exponential(10 min)", "exponentail(10 min)", ["world.agencies.a.intake", "exponentail"]),
    "too few parameters": ("lognormal(40 min, 0.5)", "lognormal(40 min)", ["world.online.form", "mean, cv"]),
    "high below low": ("triangular(10 min, 25 min, 60 min)", "triangular(60 min, 25 min, 10 min)", ["home_to_office"]),
    "endless brackets": ("exponential(10 min)", "exponential(10 min", ["world.agencies.a.intake"]),
    "unknown agency": ('agency = "b"', 'agency = "bb"', ["world.clearances.b1.agency", "'bb'", "Did you mean 'b'?"]),
    "unknown hours": ('hours = "office"\nothers', 'hours = "offices"\nothers', ["world.front.hours", "'office'"]),
    "unknown clearance": ('after = ["a1"]', 'after = ["a3"]', ["world.clearances.b1.after", "a3", "a1"]),
    "circle": ('assessment = "exponential(30 min)"', 'assessment = "30 min"\nafter = ["a2"]', ["circle", "->"]),
    "waits for itself": ('after = ["a1"]', 'after = ["b1"]', ["world.clearances.b1.after", "circle"]),
    "weights of nothing": (
        'title = {en="P", id="P"}',
        'title = {en="P", id="P"}\nshare = 0',
        ["world.permits.*.share", "at least one weight above 0"],
    ),
    "a negative weight": (
        'title = {en="P", id="P"}',
        'title = {en="P", id="P"}\nshare = -1',
        ["world.permits.p.share"],
    ),
    "nobody says the need": ('need = "4 per working day"\n', "", ["world.citizens.need", "nobody says how many"]),
    "the need twice": (
        'title = {en="P", id="P"}',
        'title = {en="P", id="P"}\nneed = "1 per day"',
        ["world.citizens.need", "every permit says its own need"],
    ),
    "need and share": (
        'title = {en="P", id="P"}',
        'title = {en="P", id="P"}\nneed = "1 per day"\nshare = 0.5',
        ["world.permits.p.share", "either 'need' or 'share'"],
    ),
    "need and dates": (
        "far_share = 0.2",
        'far_share = 0.2\nneed_by_date = {"2026-01-05" = 3}',
        ["world.citizens.need_by_date", "either 'need' or 'need_by_date'"],
    ),
    "no rate of own cases": (
        'own_cases = "3 per working day"',
        'own_cases = "3 times"',
        ["own_cases", "times the need"],
    ),
    "agency without clearance": ('agency = "b"', 'agency = "a"', ["world.agencies.b", "no clearance"]),
    "no counter staff": ("counters = 2", "counters = 0", ["world.agencies.b.counters", "at least 1"]),
    "inspection without inspectors": ("inspectors = 2\n", "", ["world.clearances.b1.inspectors", "go together"]),
    "crews without work": (
        "inspectors = 2\n",
        "inspectors = 2\nworks.crews = 2\n",
        ["b1.works.crews", "nothing to do"],
    ),
    "works without a crew": (
        "inspectors = 2\n",
        'inspectors = 2\nworks = { crews = 0, time = "2 hours" }\n',
        ["world.clearances.b1.works.crews = 0", "never end", "also time = '0 min'"],
    ),
    "works in working days": (
        "inspectors = 2\n",
        'inspectors = 2\nworks = { crews = 2, time = "2 working days" }\n',
        ["world.clearances.b1.works.time", "running time"],
    ),
    "works of what is decided at the counter": (
        "assessors = 2",
        'at_counter = "5 min"\nworks = { crews = 1, time = "2 hours" }',
        ["world.clearances.a2.works.crews", "of their own, after this one"],
    ),
    "hours backwards": ("08:00-11:30", "11:30-08:00", ["world.hours.office.friday", "11:30-08:00", "forward in time"]),
    "no such hour": ("08:00-11:30", "08:00-25:30", ["world.hours.office.friday", "25:30", "24:00"]),
    "overlapping hours": ("08:00-11:30", "08:00-14:30", ["world.hours.office.friday", "overlap"]),
    "hours without a dash": ("08:00-11:30", "08:00", ["world.hours.office.friday", "08:00-12:00"]),
    "no such date": ("2026-01-05", '"2026-02-30"', ["world.start", "2026-02-30", "date"]),
    "deadline in hours": ('"3 working days"', '"3 hours"', ["world.clearances.a2.deadline", "working days"]),
    "cohort of nothing": ('cohort = "2 weeks"', 'cohort = "0 s"', ["run.cohort", "more than 0"]),
    "cohort in working days": ('cohort = "2 weeks"', 'cohort = "2 working days"', ["run.cohort", "calendar time"]),
    "longer than a life": ('cohort = "2 weeks"', 'cohort = "99999 weeks"', ["run.cohort", "100 years"]),
    "unknown pattern": ("[levers]", '[levers]\npatterns = ["one-rof"]', ["levers.patterns", "one-rof", "'one-roof'"]),
    "no pattern": ("[levers]", "[levers]\npatterns = []", ["levers.patterns", "at least 1"]),
    "the same pattern twice": (
        "[levers]",
        '[levers]\npatterns = ["one-roof", "one-roof"]',
        ["levers.patterns", "twice"],
    ),
    "no agencies": ("agencies = 2\n", "agencies = 0\n", ["levers.agencies", "at least 1"]),
    "team without donors": ('team_donors = ["b1"]', "", ["world.inspection.team", "go together"]),
    "donor without inspectors": ('team_donors = ["b1"]', 'team_donors = ["a1"]', ["team_donors", "no inspectors"]),
    "donor that is an agency": (
        'team_donors = ["b1"]',
        'team_donors = ["a", "b"]',
        ["'a': this is an agency, none of whose clearances has inspectors", "'b': this is an agency", "its own b1"],
    ),
    "donor that nobody knows": ('team_donors = ["b1"]', 'team_donors = ["b2"]', ["no such clearance", "some of b1"]),
    "number for a title": ('title = {en="Mini", id="Mini"}', "title = 5", ["title = 5", "a text in quotes"]),
    "number for hours": (
        "[world.citizens]",
        "[world.hours]\nnight = 5\n[world.citizens]",
        ["night = 5", "'mon-thu 08"],
    ),
    "a number of needs": ("far_share = 0.2", "far_share = 0.2\nneed_by_date = 5", ["need_by_date = 5", "a CSV file"]),
    "a third language": (
        'title = {en="Mini", id="Mini"}',
        'title = {en="Mini", nl="Mini"}',
        ["title.id", "missing", "title.nl", "no such key"],
    ),
    "written twice": (
        "[world.papers]",
        "[world.front]\nothers = 0.2\n[world.papers]",
        ["world.front is written in two places, line 29 and line 38"],
    ),
    "a key twice": ("detection = 0.9", "detection = 0.9\ndetection = 0.8", ["world.papers.detection is written"]),
    "a value and a table": (
        "detection = 0.9",
        "detection = 0.9\n[world.papers.detection]",
        ["world.papers.detection is"],
    ),
    "a text that does not end": ('walk = "2 min"', 'walk = "2 min', ["line 28", "walk = ", "a text is not closed"]),
    "a time without quotes": ('walk = "2 min"', "walk = 2 min", ["line 28", "texts stand in quotes"]),
    "empty title": ('title = {en="Mini", id="Mini"}', 'title = {en="", id="Mini"}', ["title.en", "not empty"]),
    "key with capitals": ("[world.permits.p]", "[world.permits.P]", ["world.permits.P", "lower-case"]),
    "25 hours": ("by_hour = [1, ", "by_hour = [1, 1, ", ["world.citizens.by_hour", "at most 24"]),
    "source that is no text": ("far_share = 0.2", "far_share = {value=0.2, source=7}", ["far_share.source", "text"]),
    "range of one": ("far_share = 0.2", "far_share = {value=0.2, range=[1]}", ["far_share.range", "two values"]),
    "a million people": ("counters = 2", "counters = 1000000", ["world.agencies.b.counters", "at most 10000"]),
    "a longest journey": ("far_factor = 3", "far_factor = 1e308", ["world.travel.far_factor", "at most 100"]),
    "an outage a second": ("exponential(10 days)", "1 s", ["world.online.outage_every", "at least 1 hour"]),
    "a glance of a century": (
        "[world.papers]",
        '[world.counters]\nglance = "36500 days"\n[world.papers]',
        ["world.counters.glance", "at most 1 week"],
    ),
    "a registration of a century": (
        "others = 0.3",
        'others = 0.3\nregistration = "36500 days"',
        ["world.front.registration", "at most 1 week"],
    ),
    "the order of the first edition": (
        "[levers]",
        '[levers]\ngrant = {order = ["a1"]}',
        ["levers.grant.order", "first edition", "levers.order.delegated"],
    ),
    "a visit of a century": ("exponential(10 min)", "36500 days", ["world.agencies.a.intake", "at most 1 week"]),
    "digits of another script": ('need = "4 per', 'need = "٣ per', ["world.citizens.need", "15 per day"]),
    "seconds since 1970": ("start = 2026-01-05", "start = 1767571200", ["world.start", "2026-01-05"]),
    "the last year": ("start = 2026-01-05", "start = 9999-12-31", ["world.start", "2200"]),
    "true for one": ("agencies = 2\n", "agencies = true\n", ["levers.agencies", "whole number"]),
    "a number without end": ("agencies = 2\n", f"agencies = {'9' * 5000}\n", ["not valid TOML", "digits"]),
    "the model's own name": ("[world.agencies.b]", "[world.agencies.front]", ["world.agencies.front", "model's own"]),
    "empty clearances": ('title = {en="P", id="P"}', 'title = {en="P", id="P"}\nclearances = []', ["world.permits.p"]),
}


def message(path):
    with pytest.raises(BadInput) as caught:
        load(path)
    return str(caught.value)


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file(case, tmp_path):
    old, new, expected = BROKEN[case]
    text = GOOD.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "broken.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = message(file)
    assert str(file) in said
    for part in expected:
        assert part in said


MANY = [
    ("a unit that is none", 'walk = "2 min"', 'walk = "2 moons"', "world.travel.walk = '2 moons'"),
    ("a key that is none", "detection = 0.9", "detektion = 0.9", "world.papers.detektion: there is no such key"),
    ("too few", "assessors = 2\n", "assessors = 0\n", "world.clearances.a2.assessors = 0: expected at least 1"),
    ("no number", "far_factor = 3", "far_factor = nan", "world.travel.far_factor = nan: expected a finite number"),
    ("a source", "far_share = 0.2", "far_share = {value=0.2, source=7}", "world.citizens.far_share.source: expected a"),
    ("an unknown name", 'hours = "office"\nothers', 'hours = "offices"\nothers', "world.front.hours = 'offices'"),
    ("a circle", 'assessment = "exponential(30 min)"', 'assessment = "30 min"\nafter = ["a2"]', "a1.after = 'a"),
    ("nobody serves", "counters = 2", "counters = 0", "world.agencies.b.counters = 0: a counter without staff"),
    ("no time", 'cohort = "2 weeks"', 'cohort = "0 s"', "run.cohort = '0 s': expected more than 0"),
    ("an empty title", 'title = {en="Mini", id="Mini"}', 'title = ""', "title = '': expected a text"),
    ("an unknown row", "[levers]", '[levers]\npatterns = ["one-rof"]', "levers.patterns = 'one-rof'"),
]


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    text = GOOD.read_text(encoding="utf-8")
    for _name, old, new, _said in MANY:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    said = message(file).splitlines()
    for name, _old, _new, expected in MANY:
        assert [line for line in said if expected in line], name
    assert len(said) == len(MANY)


def test_what_rests_on_something_wrong_is_not_said():
    """An agency whose clearance cannot be placed, inspectors whose work cannot be read, names of what has no name."""
    with pytest.raises(BadInput) as caught:
        load(GOOD).change({"world.clearances.b1.agency": 5, "world.clearances.b1.inspection": "1 moon"})
    said = str(caught.value).splitlines()
    assert [line.partition(" = ")[0] for line in said] == [
        "world.clearances.b1.agency",
        "world.clearances.b1.inspection",
    ]


def test_a_wrong_number_of_an_agency_hides_no_unknown_hours():
    with pytest.raises(BadInput) as caught:
        load(GOOD).change({"world.agencies.b.wrong_door": 7, "world.front.hours": "offices"})
    said = str(caught.value).splitlines()
    assert [line.partition(" = ")[0] for line in said] == ["world.agencies.b.wrong_door", "world.front.hours"]


def test_settings_that_take_each_other_away():
    for first in ("world", "world.agencies"):
        with pytest.raises(BadInput, match="is a value, not a table"):
            load(GOOD).change({first: 5, "world.agencies.a.counters": 2})
    with pytest.raises(BadInput, match=r"run\.seed"):
        load(GOOD).change({"run.seed": 16**5000})


def test_lists_that_nobody_wrote():
    for path in ("world.clearances.a2.after", "levers.order.delegated", "levers.patterns"):
        with pytest.raises(BadInput, match="at most 10000 entries"):
            load(GOOD).change({path: ["b1"] * 90_000})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs Posix")
def test_files_that_never_end(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    assert "regular file" in message(tmp_path / "pipe.toml")
    assert "regular file" in message("/dev/zero")


def test_names_that_are_none(tmp_path):
    assert "no such file" in message("x" * 3000)
    for nothing in ("", "  ", None, 123):
        assert "name or path" in message(nothing)
    deep = tmp_path / "deep.toml"
    deep.write_text("a." * 50_000 + "a = 1")
    assert "nested" in message(deep)


def test_files_that_are_none(tmp_path):
    assert "no such file" in message(tmp_path / "nowhere.toml")
    assert "directory" in message(tmp_path)
    binary = tmp_path / "picture.toml"
    binary.write_bytes(b"\x89PNG\xff\xfe")
    assert "UTF-8" in message(binary)
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    assert "world" in message(empty)
    nested = tmp_path / "nested.toml"
    nested.write_text("a = " + "[" * 5000)
    assert "nested more deeply" in message(nested)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    file = tmp_path / "notepad.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes().replace(b"\n", b"\r\n"))
    assert load(file).scenario == load(GOOD).scenario


DECIDES = '{authority="delegated", route="decide", signs="unit"}'
PATTERNS = {
    "nobody in front": ('place="shared", desk="none", without="forward"', "desk"),
    "nobody to grant it to": (f'place="shared", desk="none", without="visit", grants=[{DECIDES}]', "desk"),
    "portal on the street": ('place="online", desk="unit", without="forward"', "portal"),
    "unit that automates": (
        'place="single", desk="unit", without="forward", grants=[{authority="automated", route="automate"}]',
        "portal",
    ),
    "visits on-line": ('place="online", desk="portal", without="visit"', "on-line"),
    "decides without authority": ('place="single", desk="unit", without="decide"', "authority"),
    "coordinating that signs what it decides": (
        'from="one-door", grants=[{authority="coordinating", route="decide", signs="unit"}]',
        "who only coordinates signs nothing",
    ),
    "coordinating that automates": (
        'from="electronic", grants=[{authority="coordinating", route="automate"}]',
        "with coordinating authority the route is 'visit', 'forward' or 'decide'",
    ),
    "granted twice": (f'place="single", desk="unit", without="forward", grants=[{DECIDES}, {DECIDES}]', "twice"),
    "coordinator at a single place": ('place="single", desk="coordinator", without="visit"', "unit"),
    "coordinator who signs": (
        'from="centralized", grants=[{authority="coordinating", route="forward", signs="unit"}]',
        "coordinator",
    ),
    "powers over nothing": ('from="one-door", grants=[]', "granted"),
    "powers over nothing coordinated": ('from="one-door", powers={deadline="coordinated"}', "coordinated"),
    "powers of nobody": ('from="one-roof", powers={deadline="always"}', "desk"),
    "a share of nothing": ('from="one-roof", delegated=0.5', "share"),
    "an order of nothing": ('from="one-roof", order={automated=["a1"]}', "order"),
    "a fixed route that automates": ('from="one-door", routes={a1="automate"}', "portal"),
    "two who stand in front": ('place="shared", desks=["unit", "coordinator"], without="visit"', "portal"),
    "a desk and desks": ('place="shared", desk="unit", desks=["unit", "portal"], without="visit"', "alone"),
    "an unknown clearance": ('from="one-door", routes={zoning="visit"}', "zoning"),
    "from nothing": ('from="two-doors"', "Did you mean"),
    "from itself": ('from="mine"', "mine"),
    "half a row": ('place="single"', "without"),
    "what the first edition granted": ('from="one-door", granted="decide"', "say what is granted"),
    "the authority of the first edition": ('from="one-door", authority="delegated"', "say what is granted"),
}


@pytest.mark.parametrize("case", PATTERNS)
def test_rows_that_make_no_sense(case, tmp_path):
    row, reason = PATTERNS[case]
    file = tmp_path / "row.toml"
    text = GOOD.read_text(encoding="utf-8")
    file.write_text(text + f'\n[patterns]\nmine = {{title={{en="M", id="M"}}, {row}}}\n', encoding="utf-8")
    said = message(file)
    assert "patterns.mine" in said
    assert reason in said


def test_a_shipped_name_says_what_it_is_made_from(tmp_path):
    file, text = tmp_path / "row.toml", GOOD.read_text(encoding="utf-8")
    row = 'title={en="M", id="M"}, place="single", desk="unit", without="forward"'
    file.write_text(f"{text}\n[patterns]\none-door = {{{row}}}\n", encoding="utf-8")
    assert "from = 'one-door'" in message(file)
    file.write_text(f'{text}\n[patterns]\none-door = {{{row}, from="one-door"}}\n', encoding="utf-8")
    assert load(file).scenario.rows()["one-door"].desk == "unit"


def test_rows_are_not_made_from_each_other(tmp_path):
    file, text = tmp_path / "row.toml", GOOD.read_text(encoding="utf-8")
    rows = 'one = {title={en="M", id="M"}, from="two"}\ntwo = {title={en="M", id="M"}, from="one"}'
    file.write_text(f"{text}\n[patterns]\n{rows}\n", encoding="utf-8")
    assert "in a circle" in message(file)
    shipped = (
        'one-door = {title={en="M", id="M"}, from="one-roof"}\none-roof = {title={en="M", id="M"}, from="one-door"}'
    )
    file.write_text(f"{text}\n[patterns]\n{shipped}\n", encoding="utf-8")
    assert "patterns.one-door.from = 'one-roof': rows are made from each other in a circle" in message(file)


def test_a_row_that_would_be_every_pattern(tmp_path):
    file, text = tmp_path / "row.toml", GOOD.read_text(encoding="utf-8")
    file.write_text(f'{text}\n[patterns.all]\ntitle = {{en="M", id="M"}}\nfrom = "one-door"\n', encoding="utf-8")
    said = message(file)
    assert "patterns.all" in said
    assert "levers.staff" in said


def test_more_rows_than_anybody_compares(tmp_path):
    file, text = tmp_path / "row.toml", GOOD.read_text(encoding="utf-8")
    rows = [f'p{i} = {{from="one-door"}}' for i in range(10_001)]
    file.write_text("\n".join([text, "[patterns]", *rows]), encoding="utf-8")
    assert "expected at most 10000 entries" in message(file)
    file.write_text("\n".join([text, "[patterns]", *rows[1:]]), encoding="utf-8")
    assert len(load(file).scenario.rows()) == 10_005


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("world.front.signed_on", "mondays", "office"),
        ("world.clearances.a1.signed_on", "mondays", "office"),
        ("world.clearances.a1.papers_in", "later", "after decisions"),
        ("world.agencies.a.back_office", "elsewhere", "at home"),
        ("world.carry.by", "pigeon", "letter"),
        ("world.notice", "tomorrow", "'next opening'"),
        ("world.notice", "Next opening", "'next opening'"),
        ("world.notice", 1, "'next opening'"),
        ("world.notice", "1 moon", "unit of time"),
        ("patterns.mine.desk", "unit", "no row 'mine'"),
        ("levers.order.delegated", ["a1", "a1"], "twice"),
        ("levers.order.delegated", ["zoning"], "zoning"),
        ("levers.powers.deadline", "sometimes", "granted"),
        ("levers.own_cases_go", "away", "agency"),
    ],
)
def test_words_of_the_second_edition(path, value, reason):
    with pytest.raises(BadInput, match=re.escape(path)) as refused:
        load(GOOD).change({path: value})
    assert reason in str(refused.value)


def test_choices_are_listed_in_the_language_in_use():
    with using("id"), pytest.raises(BadInput, match="'usual', 'letter' atau 'at once'"):
        load(GOOD).change({"world.carry.by": "pigeon"})


def test_settings():
    loaded = load(GOOD)
    assert read_setting("world.travel.walk=5 min") == ("world.travel.walk", "5 min")
    assert read_setting("world.travel.walk='5 min'") == ("world.travel.walk", "5 min")
    assert read_setting("levers.delegated = 0.5") == ("levers.delegated", 0.5)
    assert read_setting("levers.delegated=50 %") == ("levers.delegated", "50 %")
    for text in ("levers.delegated", "=3", "levers.delegated=", ""):
        with pytest.raises(BadInput, match="PATH=VALUE"):
            read_setting(text)
    with pytest.raises(BadInput, match="Did you mean 'delegated'"):
        loaded.change({"levers.delegatd": 0.5})
    with pytest.raises(BadInput, match=re.escape("world.agencies.c")):
        loaded.change({"world.agencies.c.counters": 2})
    with pytest.raises(BadInput, match="no keys of its own"):
        loaded.change({"world.travel.walk.far": "2 min"})
    assert loaded.change({"world.agencies.a.counters": 5}).scenario.world.agencies["a"].counters == 5


def test_errors_come_back_whole_from_another_process():
    with pytest.raises(BadInput) as caught:
        load(GOOD).change({"levers.patterns": ["nope"], "run.cohort": "0 s"})
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.args == caught.value.args
    assert str(again) == str(caught.value)
    assert len(again.args) == 2
