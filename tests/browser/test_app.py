"""The app in a browser: a lever, a link, both languages, uploads, and that nothing leaves this machine."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import pytest

from tests.browser.conftest import off_machine
from tests.places import DATA, ROOT

pytest.importorskip("nicegui")

SERVE = "from wogsim.cli import main\nif __name__ == '__main__':\n    main()\n"
SOON = 90_000  # milliseconds, on a machine that does other things as well


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def wait_for(port: int) -> None:
    """Until somebody listens there: the address is said a moment before."""
    for _look in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)


def surroundings() -> dict[str, str]:
    """Variables of a process that does not know that it is tested."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "NICEGUI_"))}
    return kept | {"PYTHONPATH": str(ROOT), "WOGSIM_LANG": "en"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Address of an app that serves a small town as if it had been uploaded, and the process."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "serve.py").write_text(SERVE, encoding="utf-8")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(folder / "serve.py"), "app", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=surroundings(),
        cwd=folder,
    )
    said = process.stdout.readline()
    assert f"http://127.0.0.1:{port}/" in said, said + process.stderr.read()
    wait_for(port)
    yield f"http://127.0.0.1:{port}/", process, folder
    process.send_signal(signal.SIGINT)
    process.wait(30)
    assert process.stderr.read() == ""  # it ends quietly, and nothing went wrong
    assert [path.name for path in folder.iterdir()] == ["serve.py"]  # nothing is written beside it


def first(page) -> str:
    """The verdict, when there is one."""
    page.wait_for_function("document.querySelector('[aria-live]')?.textContent.length > 20", timeout=SOON)
    return page.locator("[aria-live]").inner_text()


def drawn(page) -> int:
    page.wait_for_function("document.querySelector('.picture')?.dataset.shown >= 1", timeout=SOON)
    return int(page.locator(".picture").first.get_attribute("data-shown"))


def press(page, key: str):
    """A key on the lever of delegated authority."""
    page.get_by_label("Delegated authority").first.locator("[tabindex]").press(key)


def upload(page, name: str, content: bytes):
    page.get_by_text(re.compile("Your own file|Berkas Anda")).click()
    with page.expect_file_chooser() as chosen:
        page.locator(".q-uploader__header a, .q-uploader__header input[type=file]").first.click()
    chosen.value.set_files({"name": name, "mimeType": "application/toml", "buffer": content})


@pytest.fixture
def town(app, opened):
    """A page of a small town, which answers quickly."""
    page = opened(app[0])
    page.wait_for_selector(".q-uploader, .q-expansion-item", timeout=SOON)
    upload(page, "small-town.toml", (DATA / "small-town.toml").read_bytes())
    page.wait_for_url("**scenario=upload-*", timeout=SOON)
    first(page)
    return page


def test_a_lever_moves_the_charts_and_the_address_and_undo_brings_them_back(town):
    before, shown = first(town), drawn(town)
    for _key in range(12):
        press(town, "ArrowLeft")
    town.wait_for_function(f"document.querySelector('.picture').dataset.shown > {shown}", timeout=SOON)
    town.wait_for_url("**delegated=0&**", timeout=SOON)
    # The address leads to the same for somebody else, whose page answers at once.
    link = town.url
    town.locator("a[href*='/changed'][href*='delegated=0&']").click(timeout=SOON)
    town.get_by_text("Delegated authority: 0", exact=False).wait_for(timeout=SOON)
    assert link.split("?")[1] == town.url.split("?")[1]
    town.goto(link)
    assert first(town)
    press(town, "ArrowRight")
    town.wait_for_url("**delegated=0.1&**", timeout=SOON)
    town.get_by_role("button", name="Undo").click()
    town.wait_for_url("**delegated=0&**", timeout=SOON)
    assert before
    assert not town.wrong
    assert not off_machine(town.asked)


def test_languages_are_the_pages_own(town, opened):
    english = first(town)
    other = opened(town.url.replace("lang=en", "lang=id"))
    indonesian = first(other)
    assert english != indonesian
    assert other.locator("html").get_attribute("lang") == "id"
    town.get_by_text("Bahasa Indonesia").click()
    town.wait_for_url("**lang=id**", timeout=SOON)
    assert first(town).split(":")[0].split()[0] == indonesian.split()[0]
    assert not off_machine(town.asked + other.asked)


def test_a_broken_upload_is_a_sentence(town):
    upload(town, "broken.toml", b"title = [\n")
    said = town.get_by_role("alert")
    said.wait_for(timeout=SOON)
    assert "broken.toml" in said.inner_text()
    assert "Traceback" not in town.content()
    assert drawn(town)  # what was there is still there


def test_titles_that_look_like_markup_are_text(app, opened):
    page = opened(app[0])
    page.wait_for_selector(".q-expansion-item", timeout=SOON)
    lines = (DATA / "small-town.toml").read_text(encoding="utf-8").splitlines()
    place = [line.startswith("title") for line in lines].index(True)
    lines[place] = "title = \"<img src=x onerror='window.caught=1'><script>window.caught=1</script>\""
    agency = next(i for i, line in enumerate(lines) if line.startswith("[world.agencies."))
    lines[agency + 1] = "title = \"<img src=x onerror='window.caught=1'>\""
    upload(page, "evil.toml", "\n".join(lines).encode())
    page.wait_for_url("**scenario=upload-*", timeout=SOON)
    first(page)
    for path in ("map", "citizen", "changed"):
        page.goto(page.url.split("?")[0].rsplit("/", 1)[0] + f"/{path}?" + page.url.split("?")[1] + "&counters=1")
        page.wait_for_timeout(700)
        assert page.evaluate("window.caught") is None
    assert not page.wrong
    assert not off_machine(page.asked)


def test_one_citizen_plays_steps_and_stops(app, opened, town):
    page = opened(town.url.replace("/?", "/citizen?"))
    clock = page.locator("[data-now]")
    clock.wait_for(timeout=SOON)
    assert clock.get_attribute("data-now") == "0"
    page.get_by_text("Step", exact=True).click()
    page.wait_for_function("document.querySelector('[data-now]').dataset.now > 0", timeout=SOON)
    page.get_by_text("Play", exact=True).click()
    at = int(clock.get_attribute("data-now"))
    page.wait_for_function(f"document.querySelector('[data-now]').dataset.now > {at}", timeout=SOON)
    page.get_by_text("Pause", exact=True).click()
    page.wait_for_timeout(300)
    stopped = clock.get_attribute("data-now")
    page.wait_for_timeout(400)
    assert clock.get_attribute("data-now") == stopped
    assert not page.wrong
    assert not off_machine(page.asked)


def test_the_map_is_walked_with_the_arrow_keys(opened, town):
    page = opened(town.url.replace("/?", "/map?"))
    page.get_by_text("Cell by cell").click()
    page.locator(".cells a").first.wait_for(timeout=SOON)
    page.keyboard.press("Tab")
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    here = page.locator(".cells a:focus")
    assert "authority 10" in page.locator(".cells .said").inner_text()
    assert "authority 10" in here.get_attribute("aria-label")
    assert here.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    assert page.locator('.cells a[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**delegated=0.1**", timeout=SOON)
    assert not page.wrong


def test_a_port_that_is_taken_is_one_sentence(app):
    address, _process, folder = app
    port = address.rsplit(":", 1)[1].strip("/")
    found = subprocess.run(
        [sys.executable, str(folder / "serve.py"), "app", "--port", port],
        capture_output=True,
        text=True,
        env=surroundings(),
        check=False,
    )
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "cannot listen there" in found.stderr


def test_all_that_a_first_visit_loads_comes_from_here_and_is_not_much(app, opened):
    page = opened(app[0])
    first(page)
    sizes = json.loads(
        page.evaluate("JSON.stringify(performance.getEntriesByType('resource').map((one) => one.transferSize))")
    )
    assert sum(sizes) < 2_000_000
    assert not off_machine(page.asked)
    assert urllib.request.urlopen(app[0] + "static/vega.js").headers["Content-Type"].startswith("text/javascript")
