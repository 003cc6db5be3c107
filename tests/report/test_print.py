"""The report on paper: the head for who decides is two pages of A4 at most."""

import os
import re
import shutil
import subprocess

import pytest

from tests.places import TWO_AGENCIES
from wogsim.language import using
from wogsim.report.head import search
from wogsim.report.page import contents, page
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-pdf-header-footer")
OFFLINE = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and os.environ.get("WOGSIM_BROWSER") == "required":
        pytest.fail("there is no browser")
    return found or pytest.skip("there is no browser to print with")


def printed(browser, text, place):
    """How many pages a page takes on paper."""
    (place / "page.html").write_text(text, encoding="utf-8")
    where = f"--print-to-pdf={place / 'page.pdf'}"
    profile = f"--user-data-dir={place / 'profile'}"
    command = [browser, *QUIET, *OFFLINE, profile, where, (place / "page.html").as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return len(re.findall(rb"/Type\s*/Page\b", (place / "page.pdf").read_bytes()))


def pages_of_head(browser, result, found, language, place):
    """How many pages the head takes, printed without what follows it."""
    with using(language):
        text = page(contents(result, found))
    begin, end = text.index('<h2 id="appendix"'), text.index("</main>")
    return printed(browser, text[:begin] + text[end:], place)


def test_the_head_of_a_small_town_is_two_pages_at_most(browser, tmp_path):
    result = compare(load(TWO_AGENCIES), replications=2)
    assert pages_of_head(browser, result, None, "en", tmp_path) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["restaurant-permit", "three-doors", "bkpm"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_so_is_that_of_what_ships(browser, name, language, tmp_path):
    result = compare(load(name), replications=2, jobs=0)
    assert pages_of_head(browser, result, search(result, jobs=0), language, tmp_path) <= 2
