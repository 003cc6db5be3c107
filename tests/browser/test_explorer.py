"""The explorer in a browser, opened as a file: each slider, the language, the address, the pin, a phone, no network."""

import re

import pytest

from tests.browser.conftest import PHONE, off_machine
from tests.explorer.cells import RUNS, made_up
from tests.places import ROOT
from wogsim.explorer import bundle
from wogsim.explorer.page import page as page_of

LEVERS = {"agencies": "1,2", "delegated": "0:1:0.25"}
SHARES = ("gave_up", "within_standard", "within_horizon", "deemed_approved", "overloaded")


def days(key, measure, *, agencies, delegated):
    """One roof takes five days for each agency; one door twelve without authority and four with all of it."""
    if measure == "overloaded":
        return float(key == "one-door" and delegated == 0)
    if measure.endswith("_of") or measure in SHARES:
        return 0.0
    return 5.0 * agencies if key == "one-roof" else 12.0 - 8.0 * delegated


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page of a sweep that is made up; Vega is that of the documents, since it takes seconds to be put together."""
    there = (ROOT / "docs" / "explorer.html").read_text("utf-8")
    vega = re.search(r"</script>\n<script>(.*?)</script>", there, re.DOTALL)[1]
    path = tmp_path_factory.mktemp("explorer") / "page.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "vega", lambda: vega)
        path.write_text(page_of(made_up(days, LEVERS)), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(opened, address):
    return ready(opened(address))


def ready(page, language="en"):
    page.wait_for_selector(f"body[data-ready={language}]")
    return page


def drawn(page, chart="five"):
    """All that is written in a chart."""
    page.evaluate("new Promise(requestAnimationFrame)")
    return page.locator(f"#{chart} svg").text_content()


def test_every_slider_moves_the_charts_and_the_verdict(page):
    assert "12.0 days" in drawn(page)
    assert "One-door: letter-box *" in drawn(page)
    for lever, value, said in ((0, "0", "1 agency"), (1, "4", "100\N{NO-BREAK SPACE}%")):
        before = drawn(page), page.text_content("#verdict")
        page.locator(f"#lever-{lever}").fill(value)
        assert page.text_content(f"#value-{lever}") == said
        assert (drawn(page), page.text_content("#verdict")) != before
    assert "4.0 days" in drawn(page)
    assert page.text_content("#verdict").startswith("Under One-door the permit comes soonest: 1.0 days sooner")
    assert "beyond 87.5\N{NO-BREAK SPACE}% delegated authority" in page.text_content("#break-even")
    assert not page.wrong


def test_a_lever_is_moved_by_the_keyboard_and_read_aloud_with_its_unit(page):
    page.focus("#lever-1")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#lever-1", "aria-valuetext") == "25\N{NO-BREAK SPACE}%"
    assert page.get_attribute("#verdict", "aria-live") == "polite"


def test_a_measure_is_chosen_and_says_who_has_least(page):
    page.get_by_text("Trips", exact=True).click()
    assert "How often a citizen leaves home" in page.text_content("#measure-title")
    assert page.text_content("#told").startswith("Fewest trips: One-roof (10.0). Most: One-door (12.0).")
    assert "show=trips" in page.url


def test_the_language_is_switched_inside_the_file(page):
    page.click("#language")
    ready(page, "id")
    assert page.get_attribute("html", "lang") == "id"
    assert "Satu pintu" in drawn(page)
    assert "12,0" in drawn(page)
    assert page.text_content("#language") == "English"


def test_it_opens_in_the_language_of_the_browser_unless_the_address_says_another(opened, address):
    assert "Satu pintu" in drawn(ready(opened(address, locale="id-ID"), "id"))
    assert "One-door" in drawn(ready(opened(address + "#lang=en", locale="id-ID"), "en"))


def test_the_address_holds_what_is_shown(page, opened):
    page.locator("#lever-0").fill("0")
    page.click("#pin")
    page.locator("#lever-1").fill("3")
    page.get_by_text("Waiting", exact=True).click()
    again = ready(opened(page.url))
    for place in ("#value-0", "#value-1", "#verdict", "#measure-title", "#pinned"):
        assert again.text_content(place) == page.text_content(place)
    assert drawn(again) == drawn(page)


def test_an_address_that_says_nonsense_shows_the_scenario(opened, address):
    page = ready(opened(f"{address}#agencies=99&delegated=x&show=nothing&lang=xx&pin=1~2~3"))
    assert (page.text_content("#value-0"), page.text_content("#value-1")) == ("2 agencies", "0\N{NO-BREAK SPACE}%")
    assert not page.wrong


def test_a_pinned_point_stays_beside_what_is_moved(page):
    page.click("#pin")
    page.locator("#lever-1").fill("4")
    assert "Diamonds: the point that you pinned" in page.text_content("#pinned")
    assert page.locator("#five svg .mark-symbol path[d]").count() == 2
    page.click("#pin")
    assert page.text_content("#pinned") == ""


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_phone_shows_all_of_it_without_moving_sideways(opened, address, language):
    page = ready(opened(f"{address}#lang={language}", PHONE), language)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for chart in ("five", "parts", "curve", "map"):
        assert 0.8 * PHONE["width"] < page.locator(f"#{chart} svg").bounding_box()["width"] <= PHONE["width"]


def test_on_a_phone_the_sliders_stay_in_sight_and_leave_room(opened, address):
    page = ready(opened(address, PHONE))
    page.evaluate("document.getElementById('map-title').scrollIntoView()")
    panel = page.locator("#panel").bounding_box()
    assert panel["y"] == 0
    assert panel["height"] <= 150
    assert page.locator("#map-title").bounding_box()["y"] >= panel["height"]
    assert page.locator("#lever-1").bounding_box()["height"] >= 24  # pixels, for a finger: WCAG 2.2


def test_a_tap_says_what_the_patterns_mean(page):
    meaning = page.get_by_text("the citizen goes to one desk")
    assert not meaning.is_visible()
    page.get_by_text("What the patterns mean").click()
    assert meaning.is_visible()


def test_who_comes_next_and_what_is_equal_is_said(page):
    page.locator("#lever-1").fill("4")
    assert page.text_content("#next").startswith("Next: One-roof, ")


def test_patterns_keep_their_places_in_every_chart_however_sliders_move(page):
    """The order in which they were there first, also where others were the longest meanwhile."""

    def places(chart):
        names = page.locator(f"#{chart} svg text").filter(has_text=re.compile("^(One|Technical)-"))
        found = sorted((each.bounding_box()["y"], each.text_content()) for each in names.all())
        return [name.split(":")[0] for _y, name in found]

    page.locator("#lever-0").fill("0")
    before = {chart: places(chart) for chart in ("five", "parts")}
    for value in ("4", "0", "3", "4"):
        page.locator("#lever-1").fill(value)
        drawn(page)
    assert {chart: places(chart) for chart in before} == before
    assert before["five"] == before["parts"] == ["One-roof", "One-door"]


def test_a_finger_reads_what_it_touches(opened, address):
    page = ready(opened(address, PHONE, has_touch=True))
    told = page.locator("#vg-tooltip-element")
    bar = page.locator("#five svg .mark-rect path").first
    bar.tap()
    assert "One-roof" in told.text_content()
    assert "visible" in told.get_attribute("class")
    box = told.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]
    page.locator("#measure-title").tap()
    assert "visible" not in told.get_attribute("class")


def test_axes_say_what_their_numbers_are(page):
    page.get_by_text("Trips", exact=True).click()
    assert drawn(page).endswith("trips")
    assert "delegated authority" in drawn(page, "curve")
    assert "days" in drawn(page, "curve")


def test_nobody_who_gave_up_is_a_sentence_and_no_chart(page):
    page.get_by_text("Gave up", exact=True).click()
    assert page.text_content("#told") == "Nobody gave up here under any pattern."
    assert not page.locator("#five").is_visible()
    page.get_by_text("Days", exact=True).click()
    assert page.locator("#five").is_visible()
    assert page.locator("#five svg").bounding_box()["width"] > 100


def test_it_asks_the_network_for_nothing(page):
    page.locator("#lever-1").fill("2")
    page.click("#language")
    ready(page, "id")
    assert off_machine(page.asked) == []
    assert [one.partition("#")[0] for one in page.asked] == [page.url.partition("#")[0]]


def test_how_many_runs_there_are_is_said(page):
    assert f"mean of {RUNS} runs" in page.text_content("body")
