"""How long phones of a class wait: python -m benchmarks.classroom [--phones 100] [--rounds 10]

Serves the app with class mode on loopback, in a folder of its own. So many phones join a room, look for news every two
and a half seconds as their pages do, and in each round all of them send a prediction in the same instant; what counts
is how long each waits until it is told that its answer is on the disk.
"""

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import psutil

from benchmarks.common import Options, machine

SERVE = "from wogsim.cli import main\nif __name__ == '__main__':\n    main()\n"
ROWS = ("technical-functional", "one-roof", "one-door", "centralized", "electronic")
LOOK, BETWEEN = 2.5, 4.0  # seconds


@contextmanager
def served(port, folder):
    """The app in a process of its own: the instructor's token, and the process."""
    script = f"{folder}/serve.py"
    with open(script, "w", encoding="utf-8") as file:
        file.write(SERVE)
    words = [sys.executable, script, "app", "--class", "--port", str(port), "--lang", "en"]
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        told = (re.search(r"token=(\S+)", line) for line in process.stdout)
        yield next(filter(None, told))[1], psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


class Phone:
    """Somebody's browser: one connection that stays open, and cookies."""

    def __init__(self, port):
        self.port, self.cookies, self.reader, self.writer = port, {}, None, None

    async def ask(self, method, path, fields=None):
        """Status, location and text of an answer."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(fields or {}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json", f"Cookie: {cookies}"]
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        self.writer.write("\r\n".join([*head, "", ""]).encode() + (body if method == "POST" else b""))
        status = int((await self.reader.readline()).split()[1])
        length, location = 0, ""
        while line := (await self.reader.readline()).decode().strip():
            name, _colon, value = line.partition(": ")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "location":
                location = value
            elif name.lower() == "set-cookie":
                cookie, _equals, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return status, location, (await self.reader.readexactly(length)).decode()


async def ready(port):
    for _look in range(600):
        try:
            return await Phone(port).ask("GET", "/class")
        except (OSError, IndexError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.2)
    raise TimeoutError


async def room(port, token):
    """The instructor, in a new room in which predictions are taken, and its code."""
    await ready(port)
    desk = Phone(port)
    await desk.ask("GET", f"/desk?token={token}")
    setup = {"replications": 10, "target": 80, "standard": 30, "authority": 60, "people": 3, "tries": 3}
    _status, where, _text = await desk.ask("POST", "/desk", {"scenario": "restaurant-permit", **setup})
    code = where.rpartition("/")[2]
    await desk.ask("POST", f"/desk/{code}/do", {"deed": "phase:challenge"})
    while "still working" in (await desk.ask("GET", f"/desk/{code}"))[2]:  # compiling and the first comparison, once
        await asyncio.sleep(0.5)
    await desk.ask("POST", f"/desk/{code}/do", {"deed": "phase:predict"})
    return desk, code


async def looking(phone, code, waited):
    """What a page does by itself."""
    await asyncio.sleep(random.random() * LOOK)
    while True:
        begun = time.perf_counter()
        status, _where, _text = await phone.ask("GET", f"/class/{code}/look")
        assert status == 200
        waited.append(time.perf_counter() - begun)
        await asyncio.sleep(LOOK)


async def predict(phone, code, number, waited):
    order = random.sample(ROWS, len(ROWS))
    fields = {f"place-{row}": place for place, row in enumerate(order, 1)}
    fields |= {"exercise": "predict", "client": f"round-{number}", "anew": 0, "share": 5 * random.randrange(21)}
    begun = time.perf_counter()
    status, _where, text = await phone.ask("POST", f"/class/{code}/answer", {**fields, "reason": "fewer heads sign"})
    waited.append(time.perf_counter() - begun)
    assert (status, text) == (200, '{"kept":true}'), text


def busy(process):
    """Seconds that the server has worked; its workers have processes of their own."""
    return sum(process.cpu_times()[:2])


async def measured(port, token, process, phones, rounds):
    desk, code = await room(port, token)
    people = [Phone(port) for _phone in range(phones)]
    joins, pages, looks, answers = [], [], [], []

    async def come(number, person):
        begun = time.perf_counter()
        status, _where, text = await person.ask("POST", f"/class/{code}/join", {"nickname": f"Phone {number}"})
        joins.append(time.perf_counter() - begun)
        assert status == 303, text
        begun = time.perf_counter()
        await person.ask("GET", f"/class/{code}")
        pages.append(time.perf_counter() - begun)

    await asyncio.gather(*(come(number, person) for number, person in enumerate(people)))
    eyes = [Phone(port) for _phone in people]
    for eye, person in zip(eyes, people, strict=True):
        eye.cookies = person.cookies
    watching = [asyncio.create_task(looking(eye, code, looks)) for eye in eyes]
    worked = 0.0
    for number in range(rounds):
        await asyncio.sleep(BETWEEN)
        worked -= busy(process)
        await asyncio.gather(*(predict(person, code, number, answers) for person in people))
        worked += busy(process)
    for task in watching:
        task.cancel()
    desk.writer = None  # the server closes what is silent for long
    _status, _where, wall = await desk.ask("GET", f"/desk/{code}")
    assert f"{phones} of {phones} answered" in wall
    print(f"Processor time of the server for each prediction: {1000 * worked / rounds / phones:.1f} ms\n")
    return {
        f"{phones} joining at once": joins,
        f"{phones} opening the page at once": pages,
        f"{phones} predicting at once, {rounds} rounds": answers,
        "looking for news meanwhile": looks,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--port", type=int, default=8979)
    given = parser.parse_args()
    print(machine(Options(False, 1, False, False)))
    with tempfile.TemporaryDirectory() as folder, served(given.port, folder) as (token, process):
        found = asyncio.run(measured(given.port, token, process, given.phones, given.rounds))
    print("| milliseconds | median | 95th percentile | longest |\n|---|---|---|---|")
    for name, seconds in found.items():
        percentile = statistics.quantiles(seconds, n=20)[-1]
        figures = (statistics.median(seconds), percentile, max(seconds))
        print(f"| {name} | {' | '.join(f'{1000 * value:.0f}' for value in figures)} |")


if __name__ == "__main__":
    main()
