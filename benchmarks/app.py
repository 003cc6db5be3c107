"""How quickly the app answers: python -m benchmarks.app [--pages 40] [--seconds 120] [--apart 3] [--wild] [--browser]

Serves the app on loopback and lets each page move a lever of its own to and fro. A page here speaks the protocol of its
browser without drawing anything; what it waits for is the first picture after a move. With --wild every page moves all
levers, so that nearly every question is new. With --browser one page is Chromium's, and drawing counts.
"""

import argparse
import asyncio
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

SERVE = "from wogsim.cli import main\nif __name__ == '__main__':\n    main()\n"
LEVERS = {  # what a slider is called, where it may stand and where it stands at first
    "Agencies": (list(range(1, 13)), 8),
    "Delegated authority": ([i / 10 for i in range(11)], 1.0),
    "Coordinating authority": ([i / 10 for i in range(11)], 1.0),
    "Automated authority": ([i / 10 for i in range(11)], 1.0),
    "Citizens who apply": ([(5 + i) / 10 for i in range(11)], 1.0),
    "Counters at each agency": (list(range(-2, 4)), 0),
}


@contextmanager
def served(port, folder):
    """The app in a process of its own; its address."""
    script = folder / "serve.py"
    script.write_text(SERVE, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), "app", "--port", str(port), "--lang", "en"], stdout=subprocess.PIPE, text=True
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        process.stdout.readline()
        for _look in range(300):
            with suppress(OSError):
                urllib.request.urlopen(address, timeout=30).read()
                break
            time.sleep(0.2)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


class Page:
    """A page without a browser: its sliders, and how long each move waited for its first picture."""

    def __init__(self, address):
        self.address, self.waited, self.errors = address, [], []
        self.moved = 0.0

    async def open(self):
        import websockets

        text = await asyncio.to_thread(lambda: urllib.request.urlopen(self.address, timeout=60).read().decode())
        self.client = re.search(r"'client_id': '([0-9a-f-]+)'", text)[1]
        found = re.search(r"String\.raw`(.*?)`\)", text, re.DOTALL)[1]
        for sign, plain in (("&lt;", "<"), ("&gt;", ">"), ("&#96;", "`"), ("&#36;", "$"), ("&amp;", "&")):
            found = found.replace(sign, plain)
        self.sliders = {
            element["props"]["aria-label"]: (key, element["events"][0]["listener_id"])
            for key, element in json.loads(found).items()
            if element["tag"] == "q-slider"
        }
        host = self.address.replace("http", "ws")
        path = f"{host}_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        query = f"&client_id={self.client}&next_message_id=0&implicit_handshake=true"
        query += f"&tab_id=t{self.client}&document_id=d{self.client}&old_tab_id="
        self.socket = await websockets.connect(path + query, max_size=None)
        await self.socket.recv()
        await self.socket.send("40")
        self.listening = asyncio.create_task(self._listen())

    async def _listen(self):
        async for message in self.socket:
            if message == "2":
                await self.socket.send("3")
            elif "show" in message and "runMethod" in message and self.moved:
                self.waited.append(time.perf_counter() - self.moved)
                self.moved = 0.0
            elif "not your fault" in message or "too many" in message:
                self.errors.append(message[:300])

    async def move(self, name, value):
        key, listener = self.sliders[name]
        if self.moved:
            self.waited.append(time.perf_counter() - self.moved)  # at least so long: no picture came
        self.moved = time.perf_counter()
        event = {"id": int(key), "client_id": self.client, "listener_id": listener, "args": [json.dumps(value)]}
        await self.socket.send("42" + json.dumps(["event", event]))

    async def close(self):
        self.listening.cancel()
        await self.socket.close()


async def pages_move(address, count, seconds, apart, seed, wild, rest):
    """Let pages move a lever each, or any where they are `wild`; returns the pages."""
    luck = random.Random(seed)
    pages = [Page(address) for _page in range(count)]
    for page in pages:
        await page.open()
    await asyncio.sleep(rest)  # the first answers, and what workers do ahead

    async def going(page, luck):
        await asyncio.sleep(luck.uniform(0, apart))
        end = time.perf_counter() + seconds
        name = luck.choice([name for name in LEVERS if name in page.sliders])
        at = LEVERS[name][1]
        while time.perf_counter() < end:
            if wild:
                name = luck.choice([name for name in LEVERS if name in page.sliders])
            others = [value for value in LEVERS[name][0] if value != at or wild]
            at = luck.choice(others)
            await page.move(name, at)
            await asyncio.sleep(apart)
        await asyncio.sleep(2)
        await page.close()

    await asyncio.gather(*(going(page, random.Random(luck.random())) for page in pages))
    return pages


def browser_moves(address, moves, seed, rest=30):
    """Milliseconds from a key on a slider to the picture, in Chromium: of one lever at a time, then of any.

    One lever at a time goes some positions away from where the scenario has it and comes back; then any lever goes
    either way from wherever all stand, so that nearly every question is new.
    """
    from playwright.sync_api import sync_playwright

    luck, each = random.Random(seed), max(moves // (2 * len(LEVERS)), 1)
    tidy = [(name, step) for name in LEVERS for step in [-1] * each + [1] * each]
    wild = [(luck.choice(list(LEVERS)), luck.choice([-1, 1])) for _move in range(moves)]
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(address)
        page.wait_for_function("document.querySelector('.picture')?.dataset.shown >= 1", timeout=120_000)
        page.wait_for_timeout(1000 * rest)
        found = [[_moved(page, name, step) for name, step in walk] for walk in (tidy, wild)]
        browser.close()
    return [[wait for wait in waits if wait is not None] for waits in found]


def _moved(page, name, step):
    """Milliseconds of one move; None at the end of a slider, where nothing moves."""
    slider = page.get_by_label(name).first
    slider.locator("[tabindex]").focus()
    before = slider.get_attribute("aria-valuenow")
    waited = page.evaluate(
        """async (key) => {
            const picture = document.querySelector('.picture'), before = picture.dataset.shown;
            const from = performance.now();
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { keyCode: key, key, bubbles: true }));
            while (picture.dataset.shown === before && performance.now() - from < 10_000)
                await new Promise((done) => setTimeout(done, 4));
            return performance.now() - from;
        }""",
        37 if step < 0 else 39,
    )
    page.wait_for_timeout(2_500)
    return None if slider.get_attribute("aria-valuenow") == before else waited


def told(name, seconds):
    if len(seconds) < 2:
        return f"{name}: no measurement"
    ordered = sorted(seconds)
    return (
        f"{name}: {len(ordered)} moves, median {1000 * statistics.median(ordered):.0f} ms, 95th percentile "
        f"{1000 * ordered[int(0.95 * (len(ordered) - 1))]:.0f} ms, longest {1000 * ordered[-1]:.0f} ms"
    )


def main():
    import tempfile
    from pathlib import Path

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--apart", type=float, default=3, help="seconds between two moves of a page")
    parser.add_argument("--port", type=int, default=8399)
    parser.add_argument("--rest", type=float, default=60, help="seconds before the first move")
    parser.add_argument("--wild", action="store_true", help="every page moves all levers, which come to stand anywhere")
    parser.add_argument("--browser", action="store_true", help="one page in Chromium too")
    parser.add_argument("--moves", type=int, default=40, help="moves of the page in Chromium")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(given.port, Path(folder)) as (address, pid):
        import psutil

        if given.browser:
            ways = ("one page in Chromium, drawing included, one lever at a time", "the same, any lever anywhere")
            for name, waits in zip(ways, browser_moves(address, given.moves, 1, given.rest), strict=True):
                print(told(name, [wait / 1000 for wait in waits]), flush=True)
        alone = asyncio.run(pages_move(address, 1, 60, given.apart, 2, given.wild, given.rest))
        print(told("one page", alone[0].waited), flush=True)
        if given.pages > 1:
            pages = asyncio.run(pages_move(address, given.pages, given.seconds, given.apart, 3, given.wild, 5))
            print(told(f"{given.pages} pages", [wait for page in pages for wait in page.waited]))
            print(f"errors: {sum(len(page.errors) for page in pages)}")
        process = psutil.Process(pid)
        sizes = [one.memory_info().rss for one in (process, *process.children(recursive=True))]
        print(f"memory of the server and its workers, MB: {', '.join(f'{size / 1e6:.0f}' for size in sizes)}")


if __name__ == "__main__":
    main()
