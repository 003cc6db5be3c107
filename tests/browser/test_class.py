"""Class mode in real browsers: three phones and a wall; a network that fails, and a computer that is started again."""

import re
import threading
import time
from contextlib import contextmanager

import pytest

from tests.browser.conftest import PHONE, off_machine

pytest.importorskip("uvicorn")

LONG = 15_000  # milliseconds that a page may take on a machine that is busy


@pytest.fixture(autouse=True)
def _one_scenario(monkeypatch):
    from wogsim.app import library

    monkeypatch.setattr(library, "scenario_names", lambda: ["restaurant-permit"])


@contextmanager
def serving(file, port=0):
    """The class on this machine; yields its address."""
    import uvicorn
    from starlette.applications import Starlette

    from tests.app.canned import TOKEN, Canned
    from wogsim.app.room.pages import register

    web = Starlette()
    room = register(Canned(), TOKEN, file=file, to=web, every=0.4)
    server = uvicorn.Server(uvicorn.Config(web, "127.0.0.1", port, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        room.close()


def press(desk, deed):
    desk.click(f'button[value="{deed}"]')
    desk.wait_for_load_state()


def room_opened(opened, address):
    from tests.app.canned import TOKEN

    desk = opened(f"{address}/desk?token={TOKEN}")
    desk.click("button.main")
    return desk, desk.wait_for_selector(".big-code", timeout=LONG).inner_text()


def joining(opened, address, code, name):
    phone = opened(f"{address}/class/{code}", PHONE)
    phone.fill("#nickname", name)
    phone.click("button[type=submit]")
    phone.wait_for_selector("#live", timeout=LONG)
    return phone


def predicting(phone, taps):
    """Tap the patterns in order, guess, and send."""
    phone.wait_for_selector(".tap", timeout=LONG)  # it goes on by itself
    for place in taps:
        phone.locator(".tap").nth(place).click()
    phone.select_option("#share", "35")
    phone.fill("#reason", "fewer heads sign")
    phone.click("button[type=submit]")


def sending_too_early(phone):
    """Send without a ranking: what is missing is said where the button is, not above what was scrolled away."""
    phone.wait_for_selector(".tap", timeout=LONG)
    phone.select_option("#share", "35")
    phone.click("button[type=submit]")
    phone.wait_for_selector("text=Please give each pattern another place", timeout=LONG)
    box = phone.locator("#state").bounding_box()
    assert phone.evaluate("scrollY") > 0
    assert 0 <= box["y"] <= PHONE["height"] - box["height"]


def test_three_phones_predict_one_of_them_without_network_and_all_see_the_answer(opened, tmp_path):
    with serving(tmp_path / "class.sqlite") as address:
        desk, code = room_opened(opened, address)
        phones = [joining(opened, address, code, name) for name in ("Ani", "Budi", "Citra")]
        desk.wait_for_selector("text=3 have joined", timeout=LONG)
        press(desk, "phase:predict")
        sending_too_early(phones[0])
        alone = phones[2]
        alone.wait_for_selector(".tap", timeout=LONG)
        alone.context.set_offline(True)
        for phone in phones:
            predicting(phone, (2, 4, 0, 1, 3))
        alone.wait_for_selector("text=No network", timeout=LONG)
        for phone in phones[:2]:
            phone.wait_for_selector("text=Your prediction is in", timeout=LONG)
        press(desk, "step:1")
        desk.wait_for_selector("text=2 predictions", timeout=LONG)
        alone.context.set_offline(False)
        desk.wait_for_selector("text=3 predictions", timeout=LONG)  # none is lost, though it was locked meanwhile
        press(desk, "step:2")
        assert "most pairs right: Ani, Budi, Citra (9 of 9)" in desk.inner_text("main")
        for phone in phones:
            phone.wait_for_selector("text=9 of 9 pairs right", timeout=LONG)
            assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert desk.evaluate("document.documentElement.scrollHeight") <= 720
        for page in (desk, *phones):
            assert off_machine(page.asked) == []
            assert page.wrong == []


@pytest.mark.slow
def test_a_challenge_goes_on_when_the_computer_was_started_again(opened, tmp_path):
    file = tmp_path / "class.sqlite"
    with serving(file) as address:
        port = int(address.rpartition(":")[2])
        desk, code = room_opened(opened, address)
        phone = joining(opened, address, code, "Ani")
        press(desk, "phase:challenge")
        phone.wait_for_selector("#pattern", timeout=LONG)
        phone.select_option("#pattern", "electronic")
        phone.click("button[type=submit]")
        phone.wait_for_selector("text=You have 2 tries", timeout=LONG)
        phone.check("input[name=data]")
        phone.select_option("select[name=people-hygiene]", "1")
    phone.click("button[type=submit]")
    phone.wait_for_selector("text=No network", timeout=LONG)
    with serving(file, port):
        phone.wait_for_selector("text=You have 1 try", timeout=LONG)
        desk.wait_for_selector("text=90 %", timeout=LONG)
        desk.reload()
        rows = desk.locator("table.board tbody tr").all_inner_texts()
        assert [re.sub(r"\s+", " ", row).split(" ")[0] for row in rows] == ["Ani", "Ani"]
        assert "90" in rows[0]  # the better one stands first
        with desk.expect_download() as download:
            desk.click("table.board a")
        assert 'base = "restaurant-permit"' in download.value.path().read_text("utf-8")
        assert off_machine([*desk.asked, *phone.asked]) == []


@pytest.mark.slow
def test_a_phone_without_scripts_predicts_too(opened, tmp_path):
    with serving(tmp_path / "class.sqlite") as address:
        desk, code = room_opened(opened, address)
        press(desk, "phase:predict")
        phone = opened(f"{address}/class/{code}", PHONE, java_script_enabled=False)
        phone.fill("#nickname", "Old phone")
        phone.click("button[type=submit]")
        for place, select in enumerate(phone.locator(".rank select").all(), 1):
            select.select_option(str(place))
        phone.select_option("#share", "never")
        phone.click("button[type=submit]")
        assert "Your prediction is in" in phone.content()
