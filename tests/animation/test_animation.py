"""One morning as a moving picture: who is where when, where that is on the picture, and the file."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.places import SMALL_TOWN
from wogsim.animation import draw, film, layout
from wogsim.animation.morning import Morning, morning, mornings, typical
from wogsim.animation.scene import (
    COMING,
    FILE,
    FRONT,
    PERSON,
    STREET,
    Here,
    Move,
    Scene,
    Stay,
    _first_counters,
    at,
    counts,
    walks,
)
from wogsim.contract.cases import BACK_OFFICE, IN_PERSON, Role
from wogsim.contract.hours import DAY, HOUR
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import load
from wogsim.studies.journey.deeds import CITIZEN
from wogsim.studies.journey.run import journey
from wogsim.world.agency_count import build
from wogsim.world.population import population

MONDAY = 7 * DAY  # the cohort is the second week


@pytest.fixture(scope="module")
def shown() -> Morning:
    return morning(load(SMALL_TOWN), whole=True, patterns=["technical-functional", "one-door"])


HAND_MADE = Scene(
    pattern="one-door",
    counters=(2, 1, -1),
    staffed=(True, True, True),
    stays=(
        Stay(PERSON, 1, True, 0, 100, 200, 300, 1),
        Stay(PERSON, 2, True, 0, 150, None, 400, -1),
        Stay(PERSON, 3, False, 0, 120, 320, 500, 1),
        Stay(FILE, 9, True, 1, 0, 50, 600, -1),
        Stay(FILE, 8, True, 1, 10, None, 600, -1),
    ),
    moves=(Move(PERSON, 4, True, STREET, 0, 100, 200), Move(FILE, 7, True, 0, 1, 100, 500)),
    permits=(150, 450),
    start=0,
    end=600,
)


class TestWhoIsWhereWhen:
    def test_queue_counter_and_gone(self):
        people = {one.who: one for one in at(HAND_MADE, 160) if one.kind == PERSON and one.target is None}
        assert people == {
            1: Here(PERSON, 1, True, 0, False, 0),
            3: Here(PERSON, 3, False, 0, False, 1),
            2: Here(PERSON, 2, True, 0, False, 2),
        }
        later = {one.who: one for one in at(HAND_MADE, 320) if one.kind == PERSON and one.target is None}
        assert later == {3: Here(PERSON, 3, False, 0, True, 1), 2: Here(PERSON, 2, True, 0, False, 0)}

    def test_on_the_way(self):
        moving = {one.who: one for one in at(HAND_MADE, 150) if one.target is not None}
        assert moving[4].share == 0.5
        assert moving[7].share == 0.125
        assert (moving[4].office, moving[7].office, moving[7].target) == (STREET, 0, 1)

    def test_counts(self):
        found = counts(HAND_MADE, 160)
        assert (found.queueing, found.served, found.files_waiting, found.files_moving, found.permits) == (3, 0, 1, 1, 1)
        assert counts(HAND_MADE, 599).permits == 2

    def test_the_scene_is_the_logs(self, shown):
        prepared = prepare(shown.loaded)
        for (row, staff), scene in zip(prepared.patterns, shown.scenes, strict=True):
            cases, log = one_pattern(shown.world, row, staff, 1, 0)
            for second in range(scene.start, scene.end, 17 * 60):
                there = (log.enabled <= second) & (second < log.completed)
                visible = np.array([pool.role in IN_PERSON for pool in cases.pools] + [False])[log.pool] & there
                begun = (log.started != -1) & (log.started <= second)
                found = counts(scene, second)
                assert (found.queueing, found.served) == ((visible & ~begun).sum(), (visible & begun).sum())
                back = np.array([pool.role in BACK_OFFICE for pool in cases.pools] + [False])
                assert found.files_waiting == (back[log.pool] & there & ~begun).sum()

    def test_nobody_is_at_two_places(self, shown):
        for scene in shown.scenes:
            for second in range(scene.start, scene.end, 60):
                people = [one.who for one in at(scene, second) if one.kind == PERSON]
                assert len(people) == len(set(people))

    def test_people_walk_from_where_they_were_to_where_they_will_be(self, shown):
        for scene in shown.scenes:
            stays = {(stay.who, stay.begin): stay.office for stay in scene.stays if stay.kind == PERSON}
            left = {(stay.who, stay.end): stay.office for stay in scene.stays if stay.kind == PERSON}
            for move in scene.moves:
                if move.kind == PERSON and move.target != STREET and (move.who, move.end) in stays:
                    assert stays[move.who, move.end] == move.target
                if move.kind == PERSON and move.origin != STREET and (move.who, move.begin) in left:
                    assert left[move.who, move.begin] == move.origin
                if STREET in (move.origin, move.target):
                    assert move.end - move.begin == COMING

    def test_walks_of_one_person(self):
        # A short way to the next office; home over noon; in a queue at once again.
        stays = [
            Stay(PERSON, 1, True, 2, 20_000, None, 21_000, -1),
            Stay(PERSON, 1, True, 1, 1_000, 1_100, 1_200, 0),
            Stay(PERSON, 1, True, 2, 2_000, 2_100, 2_300, 0),
            Stay(PERSON, 1, True, 1, 21_000, 22_000, 23_000, 0),
        ]
        found = [(move.origin, move.target, move.begin, move.end) for move in walks(stays)]
        assert found == [
            (STREET, 1, 1_000 - COMING, 1_000),
            (1, 2, 1_200, 2_000),
            (2, STREET, 2_300, 2_300 + COMING),
            (STREET, 2, 20_000 - COMING, 20_000),
            (1, STREET, 23_000, 23_000 + COMING),
        ]

    def test_without_authority_the_file_goes_from_agency_to_agency(self):
        serial = {"levers.powers.side_by_side": "never"}
        unit = morning(load(SMALL_TOWN), whole=True, patterns=["one-door"], authority=0.0, settings=serial).scenes[0]
        ways = {(move.origin, move.target) for move in unit.moves if move.kind == FILE}
        assert ways <= {(FRONT, 1), (1, 2), (2, FRONT), (1, FRONT), (FRONT, 2)}
        assert (1, 2) in ways

    def test_files_travel_only_where_files_are_forwarded(self, shown):
        by_pattern = {scene.pattern: [m for m in scene.moves if m.kind == FILE] for scene in shown.scenes}
        assert not by_pattern["technical-functional"]
        assert by_pattern["one-door"]
        assert all(FRONT in (move.origin, move.target) for move in by_pattern["one-door"])

    def test_what_the_unit_decides_it_decides_itself(self):
        unit = morning(load(SMALL_TOWN), whole=True, patterns=["one-door"], authority=1.0).scenes[0]
        assert {stay.office for stay in unit.stays if stay.citizen} == {FRONT}
        assert {stay.office for stay in unit.stays if not stay.citizen} <= {1, 2}


@pytest.fixture(scope="module")
def city() -> Morning:
    return morning(load("restaurant-permit"), whole=True, patterns=["technical-functional", "one-roof", "centralized"])


class TestTheShippedCity:
    def test_assessors_at_home_have_rooms_of_their_own(self, city):
        agencies = set(range(1, len(city.world.agencies) + 1))
        assert [set(scene.apart) for scene in city.scenes] == [set(), agencies, agencies]
        for scene, panel in zip(city.scenes, layout.panels(city.scenes), strict=True):
            for office in panel.rows:
                x, _y = layout.spot(panel, Here(FILE, 1, True, office, True, 0))
                assert x > panel.back(office)
                assert (panel.back(office) > panel.wall) == (office in scene.apart)

    def test_papers_go_from_a_counter_to_its_own_assessors_and_back(self, city):
        """Under one roof nobody sends a file to another agency, and nothing passes a front that is not there."""
        visited, fronted = city.scenes[1], city.scenes[2]
        files = [move for move in visited.moves if move.kind == FILE]
        assert files
        assert {move.origin == move.target for move in files} == {True}
        assert {move.back for move in files} == {True, False}
        assert {move.target for move in fronted.moves if move.kind == FILE and FRONT in (move.origin, move.target)}
        panel = layout.panels(city.scenes)[1]
        there, back = (
            [layout.spot(panel, Here(FILE, 1, True, 1, False, 0, 1, share, back)) for share in (0.0, 1.0)]
            for back in (False, True)
        )
        assert there == back[::-1]
        assert there[0][0] == panel.wall < there[1][0]

    def test_what_lies_with_the_head_is_in_an_office(self, city):
        """Register, head's desk and signature take most of the time: the papers are seen there."""
        prepared = prepare(city.loaded)
        for (row, staff), scene in zip(prepared.patterns, city.scenes, strict=True):
            cases, log = one_pattern(city.world, row, staff, 1, 0)
            kinds = np.array([slot.kind for slot in cases.slots])[cases.slot[log.activity]]
            second = scene.start + 3600
            there = (log.enabled <= second) & (second < log.completed)
            lying = {int(a) for a in log.activity[there & np.isin(kinds, ["assign", "sign"])]}
            seen = {stay.who for stay in scene.stays if stay.kind == FILE and stay.begin <= second < stay.end}
            assert lying <= seen
            assert len(lying) > 20

    def test_nothing_is_at_an_office_that_is_not_shown(self, city):
        for scene, panel in zip(city.scenes, layout.panels(city.scenes), strict=True):
            assert scene.offices <= set(panel.rows)
            assert all(scene.staffed[office] for office in scene.offices)

    def test_a_pattern_that_cannot_be_staffed_is_said(self, monkeypatch):
        from wogsim.staffing.people import staffing
        from wogsim.staffing.roster import Unstaffed

        def without(world, row, pilot):
            if row.key == "one-door":
                raise Unstaffed("officers are missing")
            return staffing(world, row, pilot)

        monkeypatch.setattr("wogsim.replication.prepare.staffing", without)
        found = morning(load(SMALL_TOWN), patterns=["one-roof", "one-door"])
        assert found.left_out == {"one-door": "officers are missing"}
        assert len(found.scenes) == 1
        assert "there are not the people: One-door" in draw._foot(found, layout.panels(found.scenes)[0])


class TestWhichMorning:
    def test_from_opening_to_break_on_working_days(self):
        found = mornings(build(load(SMALL_TOWN).scenario))
        assert found == [
            (MONDAY + day * DAY + 8 * HOUR, MONDAY + day * DAY + (12 * HOUR if day < 4 else 41_400)) for day in range(5)
        ]

    def test_offices_that_never_close(self):
        found = mornings(
            build(
                load(SMALL_TOWN)
                .change({"world.agencies.a.hours": "always", "world.agencies.b.hours": "always"})
                .scenario
            )
        )
        assert found[0] == (MONDAY + 8 * HOUR, MONDAY + 12 * HOUR)
        assert len(found) == 7

    def test_the_hour_is_the_one_at_which_counters_are_busiest(self):
        """By the same numbers as the chart of busy hours, on the day with the median number of people at that hour."""
        found = morning(load(SMALL_TOWN), patterns=["technical-functional"])
        (row, staff), *_others = prepare(found.loaded).patterns
        cases, log = one_pattern(found.world, row, staff, 1, 0)
        person = np.array([pool.role in IN_PERSON for pool in cases.pools] + [False])[log.pool] & (
            log.started >= MONDAY
        )
        person &= log.started < MONDAY + 5 * DAY
        seconds = np.zeros(24)
        for begin, end in zip(log.started[person].tolist(), log.completed[person].tolist(), strict=True):
            for hour in range(24):
                opens = begin // DAY * DAY + hour * HOUR
                seconds[hour] += max(min(end, opens + HOUR) - max(begin, opens), 0)
        assert found.hour == seconds.argmax()
        scene = found.scenes[0]
        assert (scene.start % DAY, scene.end - scene.start) == (found.hour * HOUR, HOUR)
        opened = [MONDAY + day * DAY + found.hour * HOUR for day in range(5)]
        came = np.array([pool.role in IN_PERSON for pool in cases.pools] + [False])[log.pool]
        people = [int((came & (log.enabled >= a) & (log.enabled < a + HOUR)).sum()) for a in opened]
        assert people[found.day - 1] == sorted(people)[2]

    def test_a_day_that_is_named_is_not_called_usual(self):
        found = morning(load(SMALL_TOWN), 2, patterns=["one-roof"])
        assert (found.day, found.usual) == (2, False)
        assert found.scenes[0].start // DAY == MONDAY // DAY + 1

    def test_typical_is_the_median_the_earliest_of_several(self, shown):
        (row, staff), *_others = prepare(shown.loaded).patterns
        cases, log = one_pattern(shown.world, row, staff, 1, 0)
        windows = mornings(shown.world)
        person = np.array([pool.role in IN_PERSON for pool in cases.pools] + [False])[log.pool]
        came = [int((person & (log.enabled >= a) & (log.enabled < b)).sum()) for a, b in windows]
        number = typical(cases, log, windows)
        assert came[number - 1] == sorted(came)[2]
        assert came[number - 1] not in came[: number - 1]
        assert shown.day == number

    @pytest.mark.parametrize("day", [0, 6])
    def test_no_such_day(self, day):
        with pytest.raises(BadInput, match=f"--day {day}: the cohort has 5 working days; expected 1 to 5"):
            morning(load(SMALL_TOWN), day, patterns=["one-roof"])

    def test_too_many_patterns(self):
        with pytest.raises(BadInput, match="5 patterns are too many"):
            morning(load(SMALL_TOWN))


PAIR = ("technical-functional", "one-door")


@pytest.fixture(scope="module")
def followed() -> Morning:
    return morning(load(SMALL_TOWN), case=3, patterns=list(PAIR))


class TestFollowed:
    def test_the_citizen_is_the_journeys(self, followed):
        told = journey(load(SMALL_TOWN), 3, patterns=list(PAIR))
        citizen = int(np.flatnonzero(population(followed.world, followed.loaded.scenario.run.seed, 0)[0].cohort)[2])
        for scene, trail in zip(followed.scenes, told.trails, strict=True):
            assert {who for kind, who in scene.followed if kind == PERSON} == {citizen}
            stays = {(s.begin, s.end) for s in scene.stays if (s.kind, s.who) in scene.followed and s.kind == PERSON}
            steps = [s for s in trail.steps if s.lane == CITIZEN and s.part in ("counter_queue", "at_counter")]
            inside = [s for s in steps if scene.start <= s.start and s.end <= scene.end]
            assert inside or scene is not followed.scenes[0]
            assert all(any(begin <= s.start and s.end <= end for begin, end in stays) for s in inside)

    def test_it_is_the_first_morning_with_the_citizen_at_a_counter(self, followed):
        windows = mornings(followed.world)
        (row, staff), *_others = prepare(followed.loaded).patterns
        cases, log = one_pattern(followed.world, row, staff, followed.loaded.scenario.run.seed, 0)
        (citizen,) = (who for kind, who in followed.scenes[0].followed if kind == PERSON)
        mine = np.array([pool.role in IN_PERSON for pool in cases.pools] + [False])[log.pool] & (log.case == citizen)
        came = [bool((mine & (log.enabled < until) & (log.completed > opens)).any()) for opens, until in windows]
        assert came.index(True) + 1 == followed.day

    def test_files_are_the_citizens(self, followed):
        (row, staff) = prepare(followed.loaded).patterns[1]
        cases, _log = one_pattern(followed.world, row, staff, followed.loaded.scenario.run.seed, 0)
        followed_here = followed.scenes[1].followed
        (citizen,) = (who for kind, who in followed_here if kind == PERSON)
        assert {who for kind, who in followed_here if kind == FILE} == set(np.flatnonzero(cases.case == citizen))

    def test_who_comes_on_no_morning_is_said(self):
        loaded = load(SMALL_TOWN).change({"world.citizens.assisted_share": 0.0})
        with pytest.raises(BadInput, match=r"--case 1: this citizen is at no counter on a morning .* electronic"):
            morning(loaded, case=1, patterns=["electronic", "one-roof"])
        with pytest.raises(BadInput, match="--case 10000: there are"):
            morning(loaded, case=10_000, patterns=["one-roof"])

    def test_the_mark_is_where_the_citizen_is(self, followed, shown):
        """Nobody is marked where nobody is followed; of the followed, somebody stands at a counter at some time."""
        ring = np.array([int(draw.MARK[i : i + 2], 16) for i in (1, 3, 5)])

        def marked(picture):
            return int((np.asarray(picture) == ring).all(axis=2)[layout.TOP - 20 :].sum())

        assert not any(map(marked, islice(draw.pictures(shown), 5)))
        seen = {marked(picture) > 0 for picture in draw.pictures(followed)}
        assert True in seen


class TestManyAgencies:
    MANY = Scene(
        pattern="one-door",
        counters=(1,) * 21,
        staffed=(True,) * 21,
        stays=tuple(Stay(PERSON, i, True, i, 0, None, 600, -1) for i in range(14)),
        moves=(Move(FILE, 99, True, 0, 20, 100, 500),),
        permits=(),
        start=0,
        end=600,
    )

    def test_those_to_which_nothing_comes_are_left_out(self):
        assert layout.shown([self.MANY]) == [*range(14), 20]
        assert layout.shown([HAND_MADE]) == [0, 1, 2]
        assert len(layout.staffed([self.MANY])) == 21

    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_low_rows_have_their_names_beside_them(self, count):
        found = layout.panels([self.MANY] * count)
        assert all(panel.compact for panel in found)
        assert found[0].left - layout.MARGIN == layout.GUTTER[count]
        assert found[-1].right == pytest.approx(layout.WIDTH - layout.MARGIN)
        assert layout.panels([HAND_MADE] * count)[0].left == layout.MARGIN
        for panel in found:
            x, _y = layout.spot(panel, Here(PERSON, 1, True, 0, False, 99))
            assert x > panel.inside[0]


class TestLongNames:
    """However short names are cut, no two offices of a picture read alike."""

    OFFICE = "Office of Investment, Licences and Public Works of the Regency of Banyuwangi, division of {}"

    @pytest.mark.parametrize("agencies", [4, 20])
    def test_no_two_offices_read_alike(self, shown, monkeypatch, agencies):
        divisions = ("roads", "bridges", "buildings", "water", "waste")
        monkeypatch.setattr(
            draw,
            "_name",
            lambda _morning, office, _front: self.OFFICE.format(divisions[office % 5] + " and parks" * office),
        )
        scene = replace(
            TestManyCounters.FORTY, counters=(1,) * (agencies + 1), staffed=(True,) * (agencies + 1), stays=(), moves=()
        )
        panel = layout.panels([scene] * 3)[0]
        written = []
        monkeypatch.setattr(draw, "write", lambda _pen, _place, text, *_how, **_more: written.append(text))
        pen = SimpleNamespace(
            rectangle=lambda *_a, **_k: None,
            line=lambda *_a, **_k: None,
            text=lambda _place, text, *_how, **_more: written.append(text),
        )
        draw._offices(pen, shown, shown.rows[0], scene, panel, "#000000")
        if panel.compact:
            draw._names(pen, shown, panel)
        assert len(written) == len(set(written)) == len(panel.rows)
        assert panel.compact == (agencies == 20)


class TestManyCounters:
    """Forty counters, all busy, and fewer places: every person at a counter can be seen, or is counted."""

    FORTY = Scene(
        pattern="one-roof",
        counters=(0, 40),
        staffed=(False, True),
        stays=tuple(Stay(PERSON, i, True, 1, 0, 0, 600, i) for i in range(40)),
        moves=(),
        permits=(),
        start=0,
        end=600,
    )

    def test_how_many_more_stays_within_the_walls(self, monkeypatch):
        """Also '+812' at a wall."""
        (panel,) = layout.panels([self.FORTY])
        begin, end = panel.inside
        written = []
        monkeypatch.setattr(draw, "write", lambda _pen, place, text, size, **_more: written.append((place, text, size)))
        for x in (begin, end):
            draw._more(None, panel, (x, 0), 812)
        for (x, _y), text, size in written:
            half = draw.font(size).getlength(text) / 2
            assert begin < x - half
            assert x + half < end

    def test_files_lie_on_piles_of_five_each_to_be_seen(self):
        (panel,) = layout.panels([self.FORTY])
        spots = [layout.spot(panel, Here(FILE, i, True, 1, False, i)) for i in range(2 * layout.PILE)]
        assert len(set(spots)) == len(spots)
        xs, ys = zip(*spots, strict=True)
        assert len(set(xs)) == 2
        assert all(above < below for below, above in pairwise(ys[: layout.PILE]))
        assert min(ys) - layout.SHEET_HIGH / 2 >= panel.rows[1]

    def test_who_is_not_seen_is_counted(self, shown, monkeypatch):
        (panel,) = layout.panels([self.FORTY])
        here = at(self.FORTY, 300)
        hidden = [one for one in here if panel.hides(one)]
        spots = {layout.spot(panel, one) for one in here if one not in hidden}
        assert (len(here), len(spots), len(hidden)) == (40, 16, 24)
        written = []
        monkeypatch.setattr(draw, "write", lambda _pen, place, text, *_how, **_more: written.append((place, text)))
        draw._at_other_counters(None, panel, hidden)
        ((x, _y), text), *more = written
        assert text == "+24"
        assert not more
        assert x == min(x for x, _y in spots)

    def test_how_many_of_them_are_drawn_is_said(self, shown, monkeypatch):
        image, image_draw = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.ImageDraw")
        (panel,) = layout.panels([self.FORTY])
        written = []
        monkeypatch.setattr(draw, "write", lambda _pen, _place, text, *_how, **_more: written.append(text))
        pen = image_draw.Draw(image.new("RGB", (layout.WIDTH, layout.HEIGHT)))
        draw._offices(pen, shown, shown.rows[0], self.FORTY, panel, "#000000")
        assert "16 of 40 counters" in written
        few = replace(self.FORTY, counters=(0, 5))
        (panel,) = layout.panels([few])
        written.clear()
        draw._offices(pen, shown, shown.rows[0], few, panel, "#000000")
        assert not any("counters" in text for text in written)

    def test_who_is_followed_is_seen_wherever_they_stand(self):
        (panel,) = layout.panels([self.FORTY])
        everybody = {layout.spot(panel, one) for one in at(self.FORTY, 300) if not panel.hides(one)}
        (followed,) = (one for one in at(self.FORTY, 300) if one.who == 30)
        assert layout.spot(panel, followed) not in everybody

    def test_where_counters_have_no_limit_nobody_stands_on_another(self):
        """Four who were given no counter beside one at counter 1."""
        stays = [Stay(PERSON, i, True, 1, 0, 0, 600, 1 if i == 2 else -1) for i in range(5)]
        places = [one.place for one in at(replace(self.FORTY, stays=tuple(stays)), 300)]
        assert sorted(places) == [0, 1, 2, 3, 4]

    def test_counters_of_an_office_are_numbered_through(self):
        """Three that take papers in, then two that hand permits out, whose own first is the office's fourth."""
        pools = [
            SimpleNamespace(role=role, agency=0, servers=servers, step_servers=np.array([servers]))
            for role, servers in ((Role.COUNTER, 3), (Role.ASSESSORS, 9), (Role.HANDOUT, 2))
        ]
        counters, _assessors, handing_out = _first_counters(SimpleNamespace(pools=pools))
        assert (counters, handing_out) == (0, 3)


class TestWhereOnThePicture:
    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_panels_stand_beside_each_other_inside(self, shown, count):
        panels = layout.panels([shown.scenes[0]] * count)
        assert all(a.right < b.left for a, b in pairwise(panels))
        assert panels[0].left >= layout.MARGIN
        assert panels[-1].right <= layout.WIDTH - layout.MARGIN

    def test_everything_is_on_the_picture_and_queues_do_not_overlap(self, shown):
        for scene, panel in zip(shown.scenes, layout.panels(shown.scenes), strict=True):
            for second in range(scene.start, scene.end, 300):
                here = at(scene, second)
                spots = [layout.spot(panel, one) for one in here]
                assert all(
                    panel.left - layout.ROAD <= x <= panel.right and layout.TOP <= y <= layout.HEIGHT for x, y in spots
                )
                standing = [s for s, one in zip(spots, here, strict=True) if one.target is None and one.place < 3]
                assert len(standing) == len(set(standing))

    def test_a_way_begins_and_ends_at_its_offices(self, shown):
        panel = layout.panels(shown.scenes)[1]
        ends = [layout.spot(panel, Here(FILE, 1, True, 0, False, 0, 2, share)) for share in (0.0, 1.0)]
        assert [y for _x, y in ends] == [panel.lane(0), panel.lane(2)]

    def test_glide_nears_its_goal(self):
        assert layout.glide(None, (5.0, 6.0)) == (5.0, 6.0)
        x, y = layout.glide((0.0, 10.0), (10.0, 0.0))
        assert 5 < x < 10
        assert x + y == 10


class TestFile:
    def test_pictures_move_and_speak_both_languages(self, shown):
        made = []
        for language in ("en", "id"):
            with using(language):
                made.append(next(iter(draw.pictures(shown))))
        assert (np.asarray(made[0]) != np.asarray(made[1])).any()
        first, *_between, last = draw.pictures(shown)
        assert (np.asarray(first) != np.asarray(last)).any()

    def test_each_picture_is_told(self, shown, tmp_path):
        heard: list[tuple[int, int]] = []
        film.film(shown, Path(tmp_path / "x.gif"), lambda done, whole: heard.append((done, whole)))
        assert heard == [(i + 1, draw.PICTURES) for i in range(draw.PICTURES)]
