"""Break-even authorities: hand-computed worlds, the search by pairs, intervals that cover, what is said and written."""

import itertools
import json
import math

import numpy as np
import pandas as pd
import pytest

from tests.places import TINY
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.output_analysis.crossings import Verdict, judged, read, to_halve
from wogsim.patterns import PATTERNS, Authority
from wogsim.routing.ways import ever_granted, steps
from wogsim.scenario.reading import from_tree, load
from wogsim.studies.break_even import files
from wogsim.studies.break_even.run import NAME, WIDTH, breakeven
from wogsim.studies.break_even.words import sentences, told
from wogsim.studies.comparison.files import write_csv
from wogsim.work import parallel
from wogsim.world.agencies import build

MINUTES = 1440
KEPT = "neutral+hand-off+one-by-one+one-intake"  # all else is off: offices always open, staff unlimited, no travel


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


@pytest.fixture
def _no_charts(monkeypatch):
    monkeypatch.setattr(files, "figures", lambda _result: ())


def office(hand_off="15 min", not_grantable=(), permits=("abcd",), grant=None):
    """Four agencies with a clearance each, all times constant: intake and collection 10 minutes, assessment 1."""
    title = {"en": "X", "id": "X"}
    agency = {"title": title, "counters": 5, "intake": "10 min", "collection": "10 min"}
    return from_tree(
        {
            "title": title,
            "about": title,
            "world": {
                "start": "2026-01-05",
                "citizens": {"need": "6 per day"},
                "front": {"others": 0.0},
                "files": {"between_buildings": hand_off},
                "agencies": dict.fromkeys("abcd", agency),
                "clearances": {
                    f"{key}1": {
                        "title": title,
                        "agency": key,
                        "assessors": 1,
                        "assessment": "1 min",
                        "not_grantable": ["delegated"] if key in not_grantable else [],
                    }
                    for key in "abcd"
                },
                "permits": {
                    f"p{i}": {"title": title, "share": 1 / len(permits), "clearances": [f"{key}1" for key in needed]}
                    for i, needed in enumerate(permits)
                },
            },
            "levers": {"grant": grant or {}},
            "run": {"warm_up": "1 day", "cohort": "2 days", "run_out": "1 day", "replications": 2},
        },
        "office",
    )


def search(scenario, **more):
    return breakeven(scenario, preset=KEPT, engine="simpy", **more)


def one_door(result, point=0):
    return result.at("one-door", point)


@pytest.fixture(scope="module")
def hand_offs():
    """Four hand-off times where one of the four clearances cannot be delegated."""
    times = [f"{minutes} min" for minutes in (0, 15, 21, 31)]
    return search(office(not_grantable="d"), vary={"world.files.between_buildings": times})


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
        assert [verdicts[i].crossings[0].share for i in (1, 2)] == [0.375, 0.625]
        assert verdicts[3].verdict is Verdict.NEVER  # d stays, so two hand-offs stay: 62 minutes
        assert one_door(hand_offs, 3).series[-1].first == 0.625  # three of four: beyond, nothing changes
        assert (one_door(hand_offs).grantable, one_door(hand_offs).clearances) == (3, 4)

    def test_in_neutral_only_collections_separate(self):
        """The one intake is as long as the four; four collections of a second, the shortest there is, against one."""
        collect = {f"world.agencies.{key}.collection": "0 s" for key in "abcd"}
        found = one_door(breakeven(office(), preset="neutral", engine="simpy", settings=collect))
        assert [at.difference.mean * 86_400 for at in found.series] == pytest.approx([-3] * 5)
        assert found.reading.verdict is Verdict.ALWAYS

    def test_by_permit_the_steps_are_permits(self):
        """Two permits of two clearances each: the first granted saves its hand-offs for half of the citizens."""
        world = build(office(permits=("ab", "cd"), grant={"by": "permit"}).scenario)
        assert [(step.begins, step.share) for step in steps(world, Authority.DELEGATED)] == [
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


@pytest.mark.parametrize("by", ["clearance", "permit"])
@pytest.mark.parametrize("not_grantable", ["", "b", "ad", "abcd"])
def test_steps_are_all_that_the_model_grants(by, not_grantable):
    """On a fine grid of shares the model grants what the step says that the share belongs to."""
    scenario = office(not_grantable=not_grantable, permits=("ab", "c", "d"), grant={"by": by, "order": []})
    levels = steps(build(scenario.scenario), Authority.DELEGATED)

    def granted(share):
        world = build(scenario.change({"levers.delegated": share}).scenario)
        return ever_granted(world, PATTERNS["one-door"]).tolist()

    for share in np.linspace(0, 1, 97).tolist() + [level.begins for level in levels]:
        level = [level for level in levels if level.begins <= share + 1e-9][-1]
        assert granted(share) == granted(level.share)
    assert all(granted(a.share) != granted(b.share) for a, b in itertools.pairwise(levels))


def series(*means, noise=0.0, width=0.0):
    """Invented differences at equal steps; `noise` is the half-range of four replications around each mean."""
    luck = [noise, -noise, noise / 2, -noise / 2]
    step = 1 / len(means)
    return [judged(i * step, (i + 1) * step - width, [mean + e for e in luck]) for i, mean in enumerate(means)]


class TestCrossings:
    def test_every_crossing_with_its_direction(self):
        found = read(series(5, -5, 5, -5))
        assert [(turn.share, turn.downwards) for turn in found.crossings] == [(0.25, True), (0.5, False), (0.75, True)]
        assert {turn.verdict for turn in found.crossings} == {Verdict.BREAK_EVEN}

    def test_the_interval_goes_from_the_last_sure_share_to_the_first(self):
        found = read(series(5, 0.1, -0.1, -5, noise=1)).crossings[0]
        assert (found.share, found.low, found.high, found.verdict) == (0.5, 0.25, 0.75, Verdict.BREAK_EVEN)

    def test_open_ends(self):
        low, high = read(series(0.1, -5, noise=1)).crossings[0], read(series(5, -0.1, noise=1)).crossings[0]
        assert math.isnan(low.low)
        assert low.high == 0.5
        assert high.low == 0.5
        assert math.isnan(high.high)
        assert low.verdict is high.verdict is Verdict.UNCERTAIN

    def test_a_dip_that_is_not_sure_is_no_break_even(self):
        found = read(series(5, -0.1, 5, noise=1))
        assert [turn.verdict for turn in found.crossings] == [Verdict.UNCERTAIN] * 2
        assert [(turn.low, turn.high) for turn in found.crossings] == [pytest.approx((1 / 3, 2 / 3))] * 2

    def test_of_crossings_that_nothing_sure_keeps_apart_one_is_the_break_even(self):
        found = read(series(5, -0.1, 0.1, -0.1, -5, noise=1))
        assert [turn.verdict for turn in found.crossings] == [Verdict.UNCERTAIN] * 2 + [Verdict.BREAK_EVEN]

    def test_never_asks_for_certainty_everywhere(self):
        assert read(series(5, 4, 3, noise=1)).verdict is Verdict.NEVER
        assert read(series(-5, -4, -3, noise=1)).verdict is Verdict.ALWAYS
        found = read(series(5, 4, 0.1, noise=1))
        assert (found.verdict, found.low) == (Verdict.NOT_APART, pytest.approx(2 / 3))
        assert math.isnan(found.high)

    def test_zeros_and_nothing(self):
        assert read(series(0, 0)).verdict is Verdict.EQUAL
        assert read([]).verdict is Verdict.UNKNOWN
        (turn,) = read(series(5, 0, -5)).crossings
        assert turn.share == pytest.approx(2 / 3)  # where the new sign begins
        assert judged(0, 1, [math.nan]) is None

    def test_only_gaps_in_which_something_changes_are_halved(self):
        places = [judged(share, share, [mean] * 2) for share, mean in ((0, 3), (0.4, 2), (0.8, -1), (1, -2))]
        assert to_halve(places, 0.1) == pytest.approx([0.6])
        assert to_halve(places, 0.5) == []

    @pytest.mark.parametrize("slope", [0.5, 2.0])
    def test_the_interval_covers_the_true_crossing(self, slope):
        """Lines with a random height and slope cross 0 at 0.5 on average: 95 of 100 intervals hold that."""
        rng = np.random.default_rng(7)
        experiments, covered = 1500, 0
        for _experiment in range(experiments):
            heights, slopes = rng.normal(0, 0.1 * slope, 10), rng.normal(slope, 0.2 * slope, 10)

            def at(share, heights=heights, slopes=slopes):
                return judged(share, share, (heights + slopes * (0.5 - share)).tolist())

            places = {share: at(share) for share in (0.0, 0.5 - 0.17, 0.5 + 0.13, 1.0)}
            while asked := to_halve([places[share] for share in sorted(places)], 0.001):
                places |= {share: at(share) for share in asked}
            (turn,) = read([places[share] for share in sorted(places)]).crossings
            covered += turn.low <= 0.5 <= turn.high
        assert 0.935 <= covered / experiments <= 0.965


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

        def cells(version, prepared, point, seed, replications):
            done.extend((json.dumps(point), prepared.patterns[0][0].key, number) for number in replications)
            return real(version, prepared, point, seed, replications)

        monkeypatch.setattr(evaluation, "_cells", cells)

        def stop(cells, _total, _more):
            if cells == 11:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            breakeven(loaded, **SMALL, out=tmp_path, progress=stop)
        found = breakeven(loaded, **SMALL, out=tmp_path)
        assert len(done) == len(set(done)) == (2 + 2 * 2 * 3) * 3
        assert found.table().equals(alone.table())
        assert (tmp_path / NAME).exists()


class TestCommand:
    OPTIONS = ("--agencies", "1..2", "--replications", "2", "--jobs", "1", "--engine", "simpy")

    def test_everything_is_written_and_said(self, tmp_path, capsys):
        assert run(["breakeven", TINY, *self.OPTIONS, "--out", str(tmp_path)]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "From which delegated authority on is One-door faster than One-roof?" in said
        assert "1 agency: One-door" in said
        table = pd.read_csv(tmp_path / "breakeven.csv")
        assert list(table.columns) == [
            "agencies", "pattern_a", "pattern_b", "authority", "crossing", "direction", "breakeven", "ci_low",
            "ci_high",
            "verdict", "difference_at_0", "difference_at_1", "unit", "grantable", "clearances", "replications",
        ]  # fmt: skip
        assert set(table.agencies) == {1, 2}
        manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
        assert manifest["files"] == [
            "breakeven-by-agencies.png", "breakeven-by-agencies.svg", "breakeven.csv", "breakeven_differences.csv",
        ]  # fmt: skip

    @pytest.mark.usefixtures("_no_charts")
    def test_another_question_is_refused(self, tmp_path, capsys):
        assert run(["breakeven", TINY, *self.OPTIONS, "--quiet", "--out", str(tmp_path)]) == 0
        assert run(["breakeven", TINY, *self.OPTIONS, "--seed", "9", "--out", str(tmp_path)]) == 2
        error = capsys.readouterr().err
        assert "--seed: 1 there, 9 asked for" in error
        assert "--fresh" in error
        assert run(["sweep", TINY, *self.OPTIONS, "--out", str(tmp_path)]) == 2

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
            "granted": "forward",
        }
        with pytest.raises(BadInput, match=r"patterns\.one-door\.authority = 'none'"):
            breakeven(loaded.change({"patterns.one-door": {**row, "authority": "none"}}))

    def test_what_cannot_be_is_left_out_with_its_reason(self, loaded):
        found = breakeven(loaded, agencies="2..3", replications=2, engine="simpy")
        assert set(found.table()["agencies"]) == {2}
        assert "agencies 3" in found.refusals()[0]


class TestWords:
    def test_what_is_repeated_in_class(self):
        result = search(office())
        text = sentences(result, one_door(result))
        assert text == (
            "One-door is faster than One-roof beyond 37.5\N{NO-BREAK SPACE}% delegated authority "
            "(95 % interval 37.5\N{NO-BREAK SPACE}%)."
        )
        with using("id"):
            assert "pelimpahan wewenang" in sentences(result, one_door(result))
            assert "37,5" in sentences(result, one_door(result))

    def test_neighbours_are_told_together(self, hand_offs):
        (axis,) = hand_offs.axes
        text = told(hand_offs, "one-door", list(zip(axis.values, range(4), strict=True)), axis)
        assert "never, not even with all authority (31 min)" in text
        assert "always, even without authority (0 min)" in text
        assert "beyond 37.5–62.5\N{NO-BREAK SPACE}% (15–21 min)" in text

    def test_chart_marks(self, hand_offs):
        """Never stands above, always below, and each break-even has its line and its number."""
        figure = hand_offs.chart()
        panel = figure.axes[0]
        marks = {line.get_gid(): line.get_xydata().tolist() for line in panel.lines if line.get_marker() in ("^", "v")}
        assert {gid: (x, y > 1 or -(y < 0)) for gid, [[x, y]] in marks.items()} == {
            "never": (3, True),
            "always": (0, -1),
        }
        lines = [line for line in panel.lines if line.get_gid() == "break-even"]
        assert [line.get_ydata()[0] for line in lines] == [0.375, 0.625]
        assert [text.get_text() for text in panel.texts] == ["37.5\N{NO-BREAK SPACE}%", "62.5\N{NO-BREAK SPACE}%"]
