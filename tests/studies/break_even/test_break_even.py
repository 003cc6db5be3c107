"""Break-even authorities: hand-computed worlds, the search by pairs, intervals that cover, what is said and written."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from tests.drawn import by_gid, said
from tests.offices import KEPT, office
from tests.places import TINY
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.crossings import Crossing, Verdict, judged
from wogsim.patterns import PATTERNS, Authority
from wogsim.routing.ways import steps
from wogsim.scenario.reading import load
from wogsim.studies.beside import Known
from wogsim.studies.break_even.printed import print_result
from wogsim.studies.break_even.result import BESIDE, BreakEven, Search
from wogsim.studies.break_even.run import STORE, WIDTH, breakeven
from wogsim.studies.break_even.words import besides, interval, sentences, told
from wogsim.studies.comparison.run import compare
from wogsim.studies.explain.run import explain
from wogsim.studies.sweep.grid import grid
from wogsim.work import parallel
from wogsim.work.writing import write_csv
from wogsim.world.agency_count import build

MINUTES = 1440


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


pytestmark = pytest.mark.usefixtures("loosely_known")


def search(scenario, **more):
    """One-door against one roof."""
    return breakeven(scenario, preset=KEPT, engine="simpy", patterns=["one-door"], **more)


def one_door(result, point=0):
    return result.at("one-door", point)


class TestByHand:
    """One roof: four intakes, one assessment beside, four collections. One door: one of each, and the file's way.

    With m clearances not delegated the file makes m + 1 hand-offs and is assessed m times in a row. So the difference
    is (m + 1) h + m - 1 - 60 minutes, and -60 when nothing leaves the unit.
    """

    def test_break_even_at_the_step_computed_by_hand(self):
        found = one_door(search(office()))
        assert [at.difference.mean * MINUTES for at in found.series] == pytest.approx([18, 2, -14, -30, -60])
        assert [(at.first, at.last) for at in found.series] == [
            (0, 0.125), (0.125, 0.375), (0.375, 0.625), (0.625, 0.875), (0.875, 1),
        ]  # fmt: skip
        (turn,) = found.reading.crossings
        assert (turn.share, turn.low, turn.high, turn.downwards) == (0.375, 0.375, 0.375, True)
        assert turn.verdict is Verdict.BREAK_EVEN

    def test_longer_hand_offs_ask_for_more_authority_until_always_becomes_never(self, hand_offs):
        """The least k with (5 - k) h + (3 - k) < 60; half an hour of hand-off: only when nothing is sent."""
        verdicts = [one_door(hand_offs, point).reading for point in range(4)]
        assert verdicts[0].verdict is Verdict.ALWAYS
        assert [verdicts[i].crossings[0].share for i in (1, 2)] == pytest.approx([1.5 / 3, 2.5 / 3])
        assert verdicts[3].verdict is Verdict.NEVER  # d stays, so two hand-offs stay: 62 minutes
        assert one_door(hand_offs, 3).series[-1].first == pytest.approx(2.5 / 3)  # of what may be delegated at all
        assert (one_door(hand_offs).grantable, one_door(hand_offs).clearances) == (3, 4)

    def test_in_neutral_nothing_separates(self):
        """The one intake is as long as the four, and what is handed over in no time is no step anywhere."""
        collect = {f"world.agencies.{key}.collection": "0 s" for key in "abcd"}
        found = one_door(breakeven(office(), preset="neutral", engine="simpy", settings=collect))
        assert [at.difference.mean * 86_400 for at in found.series] == [0] * 5
        assert found.reading.verdict is Verdict.EQUAL

    def test_by_permit_the_steps_are_permits(self):
        """Two permits of two clearances each: the first granted saves its hand-offs for half of the citizens."""
        world = build(office(permits=("ab", "cd"), grant={"by": "permit"}).scenario)
        assert [(step.begins, step.share) for step in steps(world, PATTERNS["one-door"], Authority.DELEGATED)] == [
            (0, 0), (0.25, 0.5), (0.75, 1),
        ]  # fmt: skip
        found = one_door(search(office(permits=("ab", "cd"), grant={"by": "permit"})))
        assert [at.last for at in found.series] == [0.25, 0.75, 1]

    def test_by_case_the_break_even_is_searched(self):
        """Each clearance is decided at the front with chance a: the mean crosses between what counts at steps say."""
        result = search(office(grant={"by": "case"}), replications=3)
        found = one_door(result)
        (turn,) = [turn for turn in found.reading.crossings if turn.downwards][-1:]
        assert 0.1 < turn.share < 0.5
        pair = next((a, b) for a, b in itertools.pairwise(found.series) if a.last < turn.share < b.first)
        assert pair[0].sign != pair[1].sign
        assert pair[1].first - pair[0].last <= WIDTH
        assert turn.low <= turn.share <= turn.high
        assert len(found.series) < 60  # not a fine grid everywhere


SMALL = {"agencies": "1..2", "engine": "simpy"}


@pytest.fixture(scope="module")
def alone(loaded):
    return breakeven(loaded, **SMALL)


class TestSame:
    @pytest.mark.usefixtures("_no_charts")
    @pytest.mark.parametrize("how", ["processes", "compiled", "more"])
    def test_whoever_does_the_work(self, loaded, alone, how, tmp_path):
        """Two processes, the other engine, and a store that began with fewer replications: the same bytes."""
        if how == "processes":
            with parallel.processes(2) as executor:
                found = breakeven(loaded, **SMALL, executor=executor)
        elif how == "compiled":
            found = breakeven(loaded, **{**SMALL, "engine": "auto"})
        else:
            for replications in (2, 3):
                found = breakeven(loaded, **SMALL, replications=replications, out=tmp_path / "kept")
        for name, result in (("a", found), ("b", alone)):
            write_csv(result.table(), tmp_path / f"{name}.csv")
            write_csv(result.differences(), tmp_path / f"{name}-d.csv")
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
        assert (tmp_path / "a-d.csv").read_bytes() == (tmp_path / "b-d.csv").read_bytes()

    def test_differences_are_those_of_a_comparison(self, loaded, alone):
        from wogsim.studies.comparison.run import compare

        found = compare(loaded, agencies=2, delegated=0.6, engine="simpy")
        door, roof = (np.array(found.values(key, "sojourn_time")) for key in ("one-door", "one-roof"))
        (at,) = [at for at in alone.at("one-door", 1).series if at.first <= 0.6 < at.last]
        assert at.difference.mean == pytest.approx((door - roof).mean(), rel=1e-12)

    @pytest.mark.usefixtures("_no_charts")
    def test_nothing_is_lost_and_no_point_runs_twice(self, loaded, alone, tmp_path, monkeypatch):
        """Ended in the middle, the same command goes on: each cell is worked on once."""
        from wogsim.studies.sweep import evaluation

        done, real = [], evaluation._cells

        def cells(version, prepared, ground, point, seed, replications):
            done.extend((json.dumps(point), prepared.patterns[0][0].key, number) for number in replications)
            return real(version, prepared, ground, point, seed, replications)

        monkeypatch.setattr(evaluation, "_cells", cells)

        def stop(cells, _total, _more):
            if cells == 11:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            breakeven(loaded, **SMALL, out=tmp_path, progress=stop)
        found = breakeven(loaded, **SMALL, out=tmp_path)
        assert len(done) == len(set(done)) == (2 + 2 * 2 * 3) * 3
        assert found.table().equals(alone.table())
        assert (tmp_path / STORE).exists()


NO_POWERS = {"side_by_side": "never", "joint_inspection": "never"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("asking", "expected"),
        [
            ({"vary": {"levers.delegated": "0,1"}}, ["levers.delegated", "searched for"]),
            ({"vary": {"levers": [{}]}}, ["searched for"]),
            ({"replications": 1}, ["at least 2"]),
            ({"agencies": "3..4"}, ["no more than 2 can be made"]),
            ({"agencies": "none"}, ["whole numbers"]),
            ({"agencies": "1..2", "replications": 99_000}, ["1,000,000"]),
            ({"vary": {"world.files.digital": "1:2:1 moons"}}, ["moons"]),
            ({"preset": "netral"}, ["netral", "neutral"]),
        ],
    )
    def test_sentences(self, loaded, asking, expected):
        with pytest.raises(BadInput) as caught:
            breakeven(loaded, **asking)
        for part in expected:
            assert part in str(caught.value)

    def test_a_row_of_ones_own_without_authority_is_refused(self, loaded):
        row = {
            "title": {"en": "X", "id": "X"},
            "place": "single",
            "desk": "unit",
            "without": "forward",
            "from": "one-door",
        }
        with pytest.raises(BadInput, match=r"patterns\.one-door\.grants: expected a grant of delegated authority"):
            breakeven(loaded.change({"patterns.one-door": {**row, "grants": [], "powers": NO_POWERS}}))

    def test_a_row_with_a_share_of_its_own_is_refused(self, loaded):
        row = {"title": {"en": "X", "id": "X"}, "from": "one-door", "delegated": 0.5}
        with pytest.raises(BadInput, match=r"patterns\.one-door\.delegated: this row has its own share"):
            breakeven(loaded.change({"patterns.one-door": row}))

    def test_a_row_whose_share_is_varied_is_refused(self, loaded):
        row = {"title": {"en": "X", "id": "X"}, "from": "one-door"}
        with pytest.raises(BadInput, match="this is what is searched for"):
            breakeven(loaded.change({"patterns.one-door": row}), vary={"patterns.one-door.delegated": "0,1"})

    def test_only_the_rows_that_are_searched_need_to_be_searchable(self, loaded):
        row = {"title": {"en": "X", "id": "X"}, "from": "centralized", "coordinating": 0.5}
        found = breakeven(
            loaded.change({"patterns.centralized": row}), patterns=["one-door"], replications=2, engine="simpy"
        )
        assert found.searched == ("one-door",)

    def test_a_pattern_that_cannot_be_run_at_all_is_said_and_has_no_chart(self, loaded, tmp_path):
        crowd = loaded.change({"levers.case_officers": 9_999})
        found = breakeven(crowd, replications=2, engine="simpy")
        where = found.at("one-door", 0)
        assert [at.first for at in where.series] == [0.75]  # all in the unit: nobody sends anything
        crowd = crowd.change({"world.clearances.b1.not_grantable": ["delegated"]})
        found = breakeven(crowd, replications=2, engine="simpy", out=tmp_path / "none")
        assert "cannot be run whatever the delegated authority" in sentences(found, found.at("one-door", 0))
        assert any("cannot be run with any authority" in said for said in found.refusals())
        assert not list((tmp_path / "none").glob("authority-curve-one-door*"))

    def test_what_cannot_be_is_left_out_with_its_reason(self, loaded):
        found = breakeven(loaded, agencies="2..3", replications=2, engine="simpy")
        assert set(found.table()["agencies"]) == {2}
        assert "agencies 3" in found.refusals()[0]


def humped(*means):
    """A search with one-door's days minus one-roof's at equal steps of authority, the same in two replications."""
    step = 1 / len(means)
    series = tuple(judged(i * step, (i + 1) * step, [mean, mean]) for i, mean in enumerate(means))
    days = [Estimate(10 + mean, 10 + mean, 10 + mean, 2) for mean in means]
    curves = dict.fromkeys(("sojourn_time", *BESIDE), days)
    levels = dict.fromkeys(("sojourn_time", *BESIDE), Estimate(10, 10, 10, 2))
    return Search("one-door", 0, series, {}, 4, 4, (Known(),) * len(means), Known(), curves, levels)


def made(loaded, *searches):
    return BreakEven(loaded, grid({}, {"world.citizens.need": ["1 per day"]}), searches, {}, "sojourn_time")


class TestOneBreakEvenForOnePoint:
    """The least share from which on the pattern is faster at every higher one, though there may be a hump before."""

    @pytest.mark.parametrize(
        ("means", "share", "besides_it"),
        [
            ((5, -5, -5, -5), 0.25, []),
            ((5, -5, 5, -5), 0.75, ["25–50 %"]),
            ((-5, 5, 5, -5), 0.75, ["0–25 %"]),
            ((5, -5, -5, 5), None, ["25–75 %"]),  # with all authority it is slower again
            ((-5, -5, 5, 5), None, ["0–50 %"]),
            ((0, -5, 5, 5), None, ["25–50 %"]),  # alike without authority, which is not faster
            ((5, 5, 5, 5), None, []),
        ],
    )
    def test_what_holds_from_there_on(self, loaded, capsys, means, share, besides_it):
        search = humped(*means)
        assert (search.breakeven and search.breakeven.share) == share
        assert [span.replace("\N{NO-BREAK SPACE}", " ") for span in besides(search)] == besides_it
        print_result(made(loaded, search), Path("there"))
        table = capsys.readouterr().out.split("\n\n")[1]
        rows = [line for line in table.splitlines() if "1 per day" in line]
        assert len(rows) == 1
        assert ("75 %" in rows[0].replace("\N{NO-BREAK SPACE}", " ")) == (share == 0.75 or "25–75 %" in besides_it)

    def test_only_it_is_drawn_and_numbered_as_one(self, loaded):
        """Three crossings at one point: the break-even thick with its number, the others thin along shares only."""
        result = made(loaded, humped(5, -5, 5, -5))
        for figure, thin, number in ((result.chart(), 0, "outcome"), (result.curve("one-door"), 2, "share")):
            assert len(by_gid(figure, "crossing")) == thin
            assert len(by_gid(figure, "break-even")) == 1
            assert said(figure, number) == ["75\N{NO-BREAK SPACE}%"]

    def test_faster_at_some_shares_only_is_in_part(self, loaded):
        """Slower again with all authority: no share from which on it is faster, and the colours say where it is."""
        figure = made(loaded, humped(5, -5, 5, 5)).chart()
        assert said(figure, "outcome") == ["in part"]
        assert by_gid(figure, "faster")

    def test_in_words(self, loaded):
        def told_of(*means):
            return sentences(made(loaded), humped(*means)).replace("\N{NO-BREAK SPACE}", " ")

        assert told_of(5, -5, 5, -5) == (
            "One-door is faster than One-roof beyond 75 % delegated authority (just below that it is slower, just "
            "above it faster; chance explains neither). Below it is faster at 25–50 % too, but not in between."
        )
        assert (
            told_of(5, -5, -5, 5) == "One-door is faster than One-roof at 25–75 % delegated authority, but not at more."
        )

    def test_an_interval_has_the_digits_to_be_one(self):
        def between(low, high):
            return interval(Crossing(low, low, high, True, Verdict.BREAK_EVEN)).replace("\N{NO-BREAK SPACE}", " ")

        assert between(0.0831, 0.0834) == "8.31–8.34 %"
        assert between(0.42, 0.58) == "42–58 %"
        assert between(0.083, 0.083) == "a step"


def test_one_convention_in_all_studies(monkeypatch, capsys):
    """One-roof takes 81 minutes, a door with all authority 21: plus 60 is one-roof minus one-door, everywhere."""
    monkeypatch.setattr("wogsim.studies.explain.run.uncertain", lambda _loaded, _share: [])  # nothing is asked of them
    full = office().change({"levers.delegated": 1.0, "levers.patterns": ["one-roof", "one-door"]})
    found = search(full)
    assert one_door(found).difference(1) * MINUTES == pytest.approx(60)
    rows = found.differences()
    assert set(rows["pattern_a"]) == {"one-roof"}
    last = rows[rows["pattern_b"] == "one-door"].iloc[-1]
    assert last["mean_difference"] * MINUTES == pytest.approx(60)
    assert last["ci_low"] <= last["mean_difference"] <= last["ci_high"]
    assert explain(full, replications=2).whole.mean * MINUTES > 0
    compared = compare(full, preset=KEPT, engine="simpy")
    rows = compared.differences()
    (gap,) = rows[rows["measure"] == "sojourn_time"].itertuples()
    assert (gap.pattern_a, gap.pattern_b) == ("one-roof", "one-door")
    assert gap.mean_difference * MINUTES == pytest.approx(60)
    print_result(found, Path("there"))
    assert "Differences are One-roof minus One-door: plus is more under One-roof." in " ".join(
        capsys.readouterr().out.split()
    )


class TestWords:
    def test_what_is_repeated_in_class(self):
        result = search(office())
        text = sentences(result, one_door(result))
        assert text == (
            "One-door is faster than One-roof beyond 37.5\N{NO-BREAK SPACE}% delegated authority "
            "(just below that it is slower, just above it faster; chance explains neither)."
        )
        with using("id"):
            assert "pelimpahan wewenang" in sentences(result, one_door(result))
            assert "37,5" in sentences(result, one_door(result))

    def test_neighbours_are_told_together(self, hand_offs):
        (axis,) = hand_offs.axes
        text = told(hand_offs, "one-door", list(zip(axis.values, range(4), strict=True)), axis)
        assert "never, not even with all authority (31 min)" in text
        assert "always, even without authority (0 min)" in text
        assert "beyond 50–83.3\N{NO-BREAK SPACE}% (15–21 min)" in text
