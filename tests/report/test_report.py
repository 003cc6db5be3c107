"""The report: what stands in it, that it stands by itself, that nothing in a scenario becomes markup or a formula."""

import re
import shlex
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.places import DATA, TWO_AGENCIES
from wogsim.cli import run
from wogsim.language import using
from wogsim.report.head import search
from wogsim.report.page import contents, page, pieces
from wogsim.report.reproduce import command
from wogsim.scenario.explain import facts
from wogsim.scenario.reading import load
from wogsim.studies.comparison import files
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.run import compare

EVIL = "<script>alert(1)</script> & \"quoted\" 'x'"
VOID = {"meta", "br", "wbr", "hr", "img", "link", "input"}
LOADS = {"src", "srcset", "poster", "data", "action", "background", "xlink:href"}


class Page(HTMLParser):
    """A page as a parser sees it: elements with their attributes, all texts, and what is not closed."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.open, self.wrong = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def result():
    return compare(load(TWO_AGENCIES), replications=3)


@pytest.fixture(scope="module")
def said(result):
    """What the report says in English."""
    with using("en"):
        return contents(result)


@pytest.fixture(scope="module")
def indonesian(result):
    with using("id"):
        return page(contents(result))


@pytest.fixture(scope="module", params=["en", "id"])
def text(request, said, indonesian):
    with using("en"):
        return page(said) if request.param == "en" else indonesian


class TestPage:
    def test_it_is_small_and_every_element_is_closed(self, text):
        assert len(text.encode()) < 1_000_000
        parsed = Page(text)
        assert not parsed.wrong
        assert not parsed.open

    def test_nothing_comes_from_elsewhere(self, text):
        parsed = Page(text)
        assert not parsed.all("script", "link", "iframe", "object", "embed", "base")
        for tag, attributes in parsed.elements:
            assert not {name for name in attributes if name.startswith("on")}, tag
            for name in LOADS & set(attributes):
                assert attributes[name].startswith("data:"), (tag, name)
            if "href" in attributes and tag != "a":
                assert attributes["href"].startswith(("#", "data:")), tag
        assert all(target.startswith(("#", "data:")) for target in re.findall(r"url\(([^)]*)\)", text))
        assert "@import" not in text
        assert "@font-face" not in text

    def test_ids_are_unique_and_what_refers_to_them_finds_them(self, text):
        parsed = Page(text)
        ids = [attributes["id"] for _tag, attributes in parsed.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        referred = {a["href"][1:] for _tag, a in parsed.elements if a.get("href", "").startswith("#")}
        referred |= {target[1:] for target in re.findall(r"url\((#[^)]*)\)", text)}
        referred |= {i for _tag, a in parsed.elements for i in a.get("aria-labelledby", "").split()}
        assert referred
        assert referred <= set(ids)

    def test_words_break_between_words(self, text):
        """Keys go on after a dot, addresses anywhere, and nothing else in the middle of a word."""
        css = text[text.index("<style>") : text.index("</style>")]
        anywhere = [rule.split("{")[0].strip() for rule in css.split("}") if "overflow-wrap: anywhere" in rule]
        assert anywhere == [".values a"]
        keys = re.findall(r'<th scope="row">[^<]*<code>(.*?)</code>', text)
        assert len(keys) > 20
        assert all("." not in key.replace(".<wbr>", "") for key in keys)

    def test_headings_go_down_step_by_step(self, text):
        levels = [int(tag[1]) for tag, _attributes in Page(text).elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))

    def test_every_chart_is_there_with_its_answer_in_words(self, text):
        pictures = re.findall(r"<svg .*?</svg>", text, re.DOTALL)
        assert len(pictures) == len(files.CHARTS)
        for picture in map(ElementTree.fromstring, pictures):
            assert picture.attrib["role"] == "img"
            assert picture.find("title").text
            assert picture.find("desc").text
            assert picture.attrib["viewBox"]

    def test_every_table_says_what_its_headings_head(self, text):
        parsed = Page(text)
        assert len(parsed.all("table")) >= 9
        assert all(heading.get("scope") in {"col", "row", "rowgroup"} for heading in parsed.all("th"))

    def test_everything_that_is_promised_is_there_in_order(self, text):
        ids = [a["id"] for a in Page(text).all("h2")]
        assert ids == [
            "question",
            "verdict",
            "rests",
            "changes",
            "appendix",
            "charts",
            "tables",
            "warnings",
            "assumptions",
            "method",
            "reproduce",
            "limits",
        ]

    def test_its_language(self, indonesian):
        assert Page(indonesian).all("html") == [{"lang": "id"}]
        assert "Yang tidak dinyatakan" in indonesian
        for english in ("How to read", "minus", "Rests on", "waiting time", "counters visited", "assessors:"):
            assert english not in indonesian

    def test_same_bytes_twice(self, said):
        assert page(contents(compare(load(TWO_AGENCIES), replications=3))) == page(said)


class TestHead:
    """What who decides reads: the answer before anything else, and what would change it."""

    def test_it_answers_without_what_it_rests_on_which_it_says_apart(self, result, said):
        assert " ".join([*said.head.answer, said.head.rests[0]]) == result.verdict()
        assert "95 % intervals" in said.head.rests[2]

    def test_it_names_every_theme_of_assumptions_that_are_made(self, said):
        assert "opening hours" in said.head.rests[1]

    def test_without_assumptions_it_says_so(self):
        neutral = contents(compare(load(TWO_AGENCIES), replications=2, preset="neutral")).head
        assert any(line.startswith("None of the assumptions") for line in neutral.rests)
        assert not any("explain" in line for line in neutral.changes)

    def test_it_tells_the_break_even_where_a_door_stands_beside_one_roof(self, result, said):
        found = search(result, jobs=1)
        told = contents(result, found).head.changes
        assert told[1:] == said.head.changes
        assert "delegated authority" in told[0]
        assert "3 replications" in told[0]

    @pytest.mark.parametrize("asking", [{"patterns": ["one-door", "electronic"]}, {"replications": 1}])
    def test_and_searches_none_where_none_can_be_told(self, asking):
        assert search(compare(load(TWO_AGENCIES), **{"replications": 2} | asking)) is None

    def test_give_ups_and_overload_stand_beside_the_answer_where_there_are_any(self, result, said):
        assert [line.partition(":")[0] for line in said.head.minded] == ["Gave up"]
        busy = compare(load(DATA / "busy.toml"), replications=2)
        minded = contents(busy).head.minded
        overloaded = {key for key in busy.keys if busy.known(key).overloaded}
        assert overloaded
        assert {key for key in busy.keys if any(f"under {busy.title(key)}:" in line for line in minded)} == overloaded


class TestNumbers:
    def test_comparison_has_every_measure_with_unit_and_interval(self, result, said):
        grid = said.grids[0]
        rows = dict(grid.groups[0].rows)
        assert len(rows) == len(result.measures) + 1
        assert all(name.endswith(")") for name in rows)
        found = result.estimates[result.keys[0], "sojourn_time"]
        first = rows["sojourn time (days)"][0]
        assert float(first.text.replace(",", "")) == pytest.approx(found.mean, abs=0.051)
        low, high = (float(limit.replace(",", "")) for limit in first.interval.split(" to "))
        assert low == pytest.approx(found.low, abs=0.051)
        assert high == pytest.approx(found.high, abs=0.051)

    def test_what_cannot_be_negative_has_no_interval_below_zero(self, said):
        negative = {
            grid.key: any(
                cell.interval.startswith("-") for g in grid.groups for _name, cells in g.rows for cell in cells
            )
            for grid in said.grids
        }
        assert negative == {
            "comparison": False,
            "strengths": False,
            "differences": True,
            "quantiles": False,
            "kinds": False,
            "pools": False,
        }

    def test_told_apart_is_the_one_rule(self, result, said):
        table = result.differences().set_index(["measure", "pattern_a", "pattern_b"])["p_holm"]
        grid = said.grids[1]
        words = [cells[2].text for cells in (row[1] for row in grid.groups[0].rows)]
        expected = ["yes" if p < 0.05 else "no" for p in table.loc["waiting_time"]]
        assert [word.replace("equal", "no") for word in words] == expected

    def test_one_replication_has_no_intervals(self):
        alone = contents(compare(load(TWO_AGENCIES), replications=1))
        cells = [
            cell
            for grid in alone.grids
            if grid.key != "quantiles"
            for g in grid.groups
            for r in g.rows
            for cell in r[1]
        ]
        assert not [cell for cell in cells if cell.interval]
        assert any("no interval" in warning for warning in alone.warnings)

    def test_every_value_of_the_scenario_once(self, result, said):
        listed = [value.path for basis in said.bases for value in basis.values]
        assert sorted(listed) == sorted(fact.path for fact in facts(result.loaded))

    def test_grounds(self, said):
        found = {basis.key: basis for basis in said.bases}
        assert not any(value.source for value in found["assumed"].values)
        assert all(value.path.startswith("levers.") for value in found["levers"].values)

    def test_every_chart_says_how_to_read_it_without_the_sample(self, said):
        assert said.sample
        for chart in said.charts:
            assert chart.reading
            assert said.sample not in chart.reading


class TestReproduce:
    @pytest.mark.parametrize(
        "asking",
        [
            {},
            {"preset": "neutral+papers", "settings": {"world.travel.walk": "7 min"}, "seed": 5},
            {"authority": 0.25, "agencies": 2, "patterns": ["one-roof", "one-door"]},
            {"settings": {"world.citizens.by_weekday": [1, 2, 3, 4, 5, 6.5, 0], "levers.unlimited_staff": True}},
        ],
    )
    def test_the_command_asks_for_the_same(self, asking, tmp_path, monkeypatch):
        original, heard = compare(load(TWO_AGENCIES), replications=2, **asking), []
        monkeypatch.setattr(Comparison, "report", lambda result, _path, **_more: heard.append(result))
        words = shlex.split(command(original))
        assert words[:2] == ["wogsim", "report"]
        words[words.index("--out") + 1] = str(tmp_path / "again.html")
        assert run([*words[1:], "--quiet", "--jobs", "1"]) == 0
        again = heard[0]
        assert again.loaded.fingerprint == original.loaded.fingerprint
        assert (again.preset, again.keys) == (original.preset, original.keys)
        assert again.table().equals(original.table())
        assert facts(again.loaded) == facts(original.loaded)
        assert command(again) == command(original)


class TestEscaping:
    def test_titles_and_sources_are_text(self):
        settings = {
            "title": {"en": EVIL, "id": EVIL},
            "about": {"en": EVIL, "id": EVIL},
            "world.agencies.a.title": {"en": EVIL, "id": EVIL},
        }
        bad = compare(load(TWO_AGENCIES).change(settings), patterns=["one-roof", "one-door"], replications=1)
        said = page(contents(bad))
        assert "<script" not in said
        parsed = Page(said)
        assert not parsed.wrong
        assert any(EVIL in part for part in parsed.texts)

    @pytest.mark.parametrize(
        ("text", "links"),
        [
            ("BPS, https://a.example/x?y=1&z=(2), page 3", ["https://a.example/x?y=1&z=(2"]),
            ("see http://a.example.", ["http://a.example"]),
            ("javascript:alert(1) and data:text/html,x and ftp://a.example and //a.example", []),
            ('https://a.example/"onmouseover="x', ["https://a.example/"]),
            ("", []),
        ],
    )
    def test_only_web_addresses_are_links(self, text, links):
        assert [piece.text for piece in pieces(text) if piece.link] == links
        assert "".join(piece.text for piece in pieces(text)) == text


class TestWorkbook:
    @pytest.fixture(scope="class")
    @staticmethod
    def written(tmp_path_factory):
        place = tmp_path_factory.mktemp("workbook")
        titles = dict.fromkeys(("en", "id"), '=HYPERLINK("https://a.example")')
        found = compare(load(TWO_AGENCIES).change({"title": titles}), replications=3)
        for name in ("one.xlsx", "two.xlsx"):
            found.workbook(place / name)
        return found, place

    def test_same_bytes_twice(self, written):
        _found, place = written
        assert (place / "one.xlsx").read_bytes() == (place / "two.xlsx").read_bytes()
        about = openpyxl.load_workbook(place / "one.xlsx").properties
        assert about.created == about.modified == datetime(2000, 1, 1)  # not the second in which it was written

    def test_sheets_hold_the_tables(self, written):
        found, place = written
        book = openpyxl.load_workbook(place / "one.xlsx")
        assert book.sheetnames == ["About", "Comparison", "Differences", "Quantiles", "Kinds", "Permits", "Pools"]
        sheet, table = book["Comparison"], found.table()
        assert sheet.max_row == len(table) + 1
        assert sheet.freeze_panes == "B2"
        assert [cell.value for cell in sheet[1]][:4] == ["pattern", "measure", "unit", "mean"]
        means = [sheet.cell(row, 4).value for row in range(2, sheet.max_row + 1)]
        assert means == pytest.approx(list(table["mean"]), nan_ok=True)
        assert all(sheet.column_dimensions[letter].width >= 10 for letter in "ABCD")

    def test_text_is_never_a_formula(self, written):
        book = openpyxl.load_workbook(written[1] / "one.xlsx")
        assert book["About"]["A1"].value.startswith("=HYPERLINK")
        assert {cell.data_type for sheet in book for row in sheet.rows for cell in row} <= {"s", "n"}

    def test_in_indonesian(self, result, tmp_path):
        with using("id"):
            result.workbook(tmp_path / "id.xlsx")
        book = openpyxl.load_workbook(tmp_path / "id.xlsx")
        assert book.sheetnames[0] == "Tentang"
        assert book["Perbandingan"]["A1"].value == "pola"
        assert book["Perbandingan"]["C2"].value == "menit"
