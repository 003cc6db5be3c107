"""A file made from another, a * in a path, a run by its kind, and what a class asks."""

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.cli.lesson import _words
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.validation.evidence import rows

MINE = """
base = "{base}"
title = {{ en = "Mine", id = "Punyaku" }}
[world.agencies.a]
counters = 7
[world.travel]
walk = {{ value = "9 min", source = "counted" }}
[patterns.mine]
title = {{ en = "My row", id = "Barisku" }}
from = "one-door"
"""


def written(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


class TestBase:
    def test_tables_are_merged_and_values_replaced(self, tmp_path):
        base, mine = load(TWO_AGENCIES), load(written(tmp_path, "mine.toml", MINE.format(base=TWO_AGENCIES)))
        agency = mine.scenario.world.agencies["a"]
        assert agency.counters == 7
        assert agency.intake == base.scenario.world.agencies["a"].intake
        assert mine.scenario.world.clearances == base.scenario.world.clearances
        assert mine.scenario.title.en == "Mine"
        assert mine.sources["world.travel.walk"] == "counted"
        assert "mine" in mine.scenario.rows()

    def test_says_from_where(self, tmp_path):
        mine = load(written(tmp_path, "mine.toml", MINE.format(base=TWO_AGENCIES)))
        assert mine.inherited["world.agencies.a.intake"] == TWO_AGENCIES
        assert "world.agencies.a.counters" not in mine.inherited
        assert "world.travel.walk" not in mine.inherited

    def test_what_is_set_since_is_of_no_file(self, tmp_path):
        mine = load(written(tmp_path, "mine.toml", MINE.format(base=TWO_AGENCIES)))
        changed = mine.change({"world.agencies.a.intake": "5 min"})
        assert "world.agencies.a.intake" not in changed.inherited
        assert "world.agencies.a.collection" in changed.inherited

    def test_a_report_says_so(self, tmp_path):
        mine = written(tmp_path, "mine.toml", MINE.format(base=TWO_AGENCIES))
        page = tmp_path / "page.html"
        asked = ["--pattern", "one-roof", "--replications", "1", "--jobs", "1", "--quiet", "-o", str(page)]
        assert run(["report", str(mine), *asked]) == 0
        said = page.read_text("utf-8").replace("<wbr>", "")  # where a line may break
        assert f"<code>world.agencies.a.intake</code> from {TWO_AGENCIES}" in said
        assert "<code>world.agencies.a.counters</code></th>" in said

    def test_show_says_so_too(self, tmp_path, capsys, monkeypatch):
        monkeypatch.setenv("COLUMNS", "300")
        mine = written(
            tmp_path, "mine.toml", MINE.format(base="restaurant-permit").replace("agencies.a", "agencies.fire")
        )
        assert run(["show", str(mine)]) == 0
        assert "from restaurant-permit" in capsys.readouterr().out

    def test_a_list_is_replaced(self, tmp_path):
        text = f'base = "{TWO_AGENCIES}"\n[levers]\npatterns = ["one-roof"]\n'
        assert load(written(tmp_path, "mine.toml", text)).scenario.levers.patterns == ("one-roof",)

    def test_a_chain_from_where_each_file_lies(self, tmp_path):
        (tmp_path / "below").mkdir()
        written(tmp_path, "first.toml", MINE.format(base=TWO_AGENCIES))
        second = written(tmp_path, "below/second.toml", 'base = "../first.toml"\n[world.agencies.b]\ncounters = 3\n')
        found = load(second)
        counters = [agency.counters for agency in found.scenario.world.agencies.values()]
        assert counters == [7, 3]
        assert found.inherited["world.agencies.a.counters"] == "../first.toml"

    def test_the_same_as_the_base_where_nothing_is_said(self, tmp_path):
        assert load(written(tmp_path, "same.toml", f'base = "{TWO_AGENCIES}"')).scenario == load(TWO_AGENCIES).scenario

    def test_a_csv_file_lies_beside_the_file_that_names_it(self, tmp_path):
        (tmp_path / "below").mkdir()
        written(tmp_path, "needs.csv", "date,needs\n2026-01-12,5\n")
        base = f'base = "{TWO_AGENCIES}"\n[world.citizens]\nneed_by_date = "needs.csv"\n'
        written(tmp_path, "first.toml", base)
        second = written(tmp_path, "below/second.toml", 'base = "../first.toml"\n')
        assert load(second).scenario.world == load(tmp_path / "first.toml").scenario.world

    def test_a_circle(self, tmp_path):
        one = written(tmp_path, "one.toml", 'base = "two.toml"')
        written(tmp_path, "two.toml", 'base = "one.toml"')
        with pytest.raises(BadInput, match=r"two\.toml: base = 'one\.toml'.*circle"):
            load(one)

    @pytest.mark.parametrize(
        ("base", "said"),
        [('"restaurant-permt"', "Did you mean 'restaurant-permit'"), ("7", "name, or the path"), ('""', "name, or")],
    )
    def test_none_there_is(self, base, said, tmp_path):
        file = written(tmp_path, "mine.toml", f"base = {base}")
        with pytest.raises(BadInput, match=said) as caught:
            load(file)
        assert str(file) in str(caught.value)

    def test_is_no_setting(self):
        with pytest.raises(BadInput, match="said in its file"):
            load(TWO_AGENCIES).change({"base": "restaurant-permit"})


class TestAny:
    def test_sets_all_that_match(self):
        changed = load(TWO_AGENCIES).change({"world.agencies.*.counters": 5})
        assert {agency.counters for agency in changed.scenario.world.agencies.values()} == {5}
        assert set(changed.settings) == {"world.agencies.a.counters", "world.agencies.b.counters"}

    def test_a_later_one_counts(self):
        paths = {"world.agencies.a.counters": 9, "world.agencies.*.counters": 5, "world.agencies.b.counters": 2}
        changed = load(TWO_AGENCIES).change(paths)
        assert [agency.counters for agency in changed.scenario.world.agencies.values()] == [5, 2]

    def test_part_of_a_name(self):
        changed = load(TWO_AGENCIES).change({"world.clearances.a*.incomplete": 0.5})
        assert [c.incomplete == 0.5 for c in changed.scenario.world.clearances.values()] == [True, True, False]

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("world.agncies.*.counters", "nothing matches 'agncies'.*Did you mean 'agencies'"),
            ("world.agencies.z*.counters", r"nothing matches 'z\*'.*expected one of a, b"),
            ("world.agencies.*", "end with a key"),
        ],
    )
    def test_nothing_matches(self, path, said):
        with pytest.raises(BadInput, match=said):
            load(TWO_AGENCIES).change({path: 5})

    def test_wrong_everywhere_is_said_once(self, capsys):
        assert run(["check", TWO_AGENCIES]) == 0
        assert run(["compare", TWO_AGENCIES, "--set", "world.agencies.*.counters=-1"]) == 2
        assert capsys.readouterr().err.count("at least 0") == 1


class TestRun:
    def test_daily(self, tmp_path):
        file = written(tmp_path, "daily.toml", f'base = "{TWO_AGENCIES}"')
        found = load(file).change({"run": {"preset": "daily", "cohort": "1 week"}}).scenario.run
        assert (found.warm_up.text, found.cohort.text, found.run_out.text) == ("0 days", "1 week", "1 day")

    def test_weeks_is_what_the_shipped_city_needs(self):
        shipped = load("restaurant-permit")
        usual = shipped.change({"run": {}}).scenario.run
        assert (usual.warm_up, usual.cohort, usual.run_out) == (
            shipped.scenario.run.warm_up,
            shipped.scenario.run.cohort,
            shipped.scenario.run.run_out,
        )

    def test_no_such_kind(self):
        with pytest.raises(BadInput, match=r"run\.preset.*'weeks'"):
            load(TWO_AGENCIES).change({"run.preset": "monthly"})


CLASS = """
base = "{base}"
[class]
question = {{ en = "Which is faster?", id = "Mana lebih cepat?" }}
lever = "{lever}"
look_for = {{ en = "The queue", id = "Antrean" }}
evidence = ["{evidence}"]
"""


class TestClass:
    def file(self, tmp_path, lever="levers.delegated", evidence="Barru"):
        return str(written(tmp_path, "class.toml", CLASS.format(base=TWO_AGENCIES, lever=lever, evidence=evidence)))

    def test_show_prints_it(self, tmp_path, capsys):
        assert run(["show", self.file(tmp_path), "--lang", "id"]) == 0
        said = capsys.readouterr().out
        for part in ("Mana lebih cepat?", "levers.delegated", "Antrean", "Barru"):
            assert part in said

    def test_a_lever_that_is_none(self, tmp_path):
        with pytest.raises(BadInput, match=r"class\.lever = 'delegatd'.*Did you mean 'delegated'"):
            load(self.file(tmp_path, lever="levers.delegatd"))

    def test_a_key_that_is_none(self, tmp_path):
        file = written(tmp_path, "class.toml", f'base = "{TWO_AGENCIES}"\n[class]\nevidenc = ["Barru"]\n')
        with pytest.raises(BadInput, match=r"class\.evidenc.*Did you mean 'evidence'"):
            load(file)

    def test_a_lever_of_every_agency(self, tmp_path):
        assert load(self.file(tmp_path, lever="world.agencies.*.counters"))

    def test_evidence_that_is_none(self, tmp_path, capsys):
        assert run(["check", self.file(tmp_path, evidence="Baru")]) == 2
        said = capsys.readouterr().err
        assert "class.evidence" in said
        assert "'Barru'" in said

    def test_evidence_by_part_of_its_place(self, tmp_path, capsys):
        assert run(["check", self.file(tmp_path, evidence="Metro")]) == 2
        assert "Metro (Lampung), the same unit" in capsys.readouterr().err

    @pytest.mark.parametrize("place", ["Metro (Lampung) IMB", "Metro (Lampung) SIUP and HO", "parepare"])
    def test_evidence_but_for_commas_and_capitals(self, tmp_path, place):
        assert run(["check", self.file(tmp_path, evidence=place)]) == 0

    def test_no_two_places_differ_by_these_alone(self):
        for tongue in ("en", "id"):
            places = {row.place[tongue] for row in rows()}
            assert len({_words(place) for place in places}) == len(places)

    def test_evidence_that_is_there(self, tmp_path):
        assert run(["check", self.file(tmp_path)]) == 0
