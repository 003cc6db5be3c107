"""A class without a model behind it: an answering service that knows its answers, and phones that are clients of it."""

import re
import time
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.testclient import TestClient

from wogsim.app.room.pages import register

WORKING = re.compile("being computed|still working")
TOKEN = "the-instructor"
ROWS = ("technical-functional", "one-roof", "one-door", "centralized", "electronic")
DAYS = {"technical-functional": 58.5, "one-roof": 71.0, "one-door": 23.4, "centralized": 69.7, "electronic": 37.4}


def both(text):
    return {"en": text, "id": f"id: {text}"}


def order():
    """One roof and centralized are not told apart."""
    rows = [
        {
            "key": key,
            "mean": days,
            "low": days - 1.2,
            "high": days + 1.2,
            "said": both(f"{days} days"),
            "overloaded": key == "centralized",
            "gave_up": 0.0,
        }
        for key, days in DAYS.items()
    ]
    apart = [
        [one, other]
        for one in ROWS
        for other in ROWS
        if DAYS[one] < DAYS[other] and {one, other} != {"one-roof", "centralized"}
    ]
    return {
        "rows": rows,
        "apart": apart,
        "unit": both("days"),
        "verdict": both("Under One-door the permit comes soonest."),
        "notes": {"en": ["* Overloaded."], "id": ["* Kelebihan beban."]},
        "busiest": ["building-approval", "hygiene", "zoning"],
    }


def break_even():
    curve = [
        {
            "at": step / 10,
            "to": min(1.0, step / 10 + 0.1),
            "mean": 73.0 - 5 * step,
            "low": 71.5 - 5 * step,
            "high": 74.5 - 5 * step,
            "overloaded": False,
        }
        for step in range(11)
    ]
    return {
        "verdict": "break-even",
        "share": 0.1,
        "low": 0.05,
        "high": 0.2,
        "said": both("One-door is faster than One-roof beyond 10 % delegated authority (95 % interval 5–20 %)."),
        "curve": curve,
        "roof": {"key": "one-roof", "mean": 71.0, "low": 69.6, "high": 72.3},
        "unit": both("days"),
        "notes": {"en": [], "id": []},
    }


def attempt(tried):
    """The more people and data, the better."""
    mean = min(0.95, 0.5 + 0.1 * sum(tried["people"].values()) + 0.3 * tried["data"])
    return {
        "mean": mean,
        "low": mean - 0.05,
        "high": mean + 0.05,
        "said": both("33.0 days"),
        "overloaded": False,
        "gave_up": 0.0,
        "people": 84 + sum(tried["people"].values()),
    }


def game():
    return {
        "own": {"mean": 76.7, "low": 75.0, "high": 78.0},
        "goal": {"mean": 75.6, "low": 74.0, "high": 77.0},
        "said": {lang: {"own": "76.7 days", "goal": "75.6 days"} for lang in ("en", "id")},
        "cost": {"mean": 1.1, "low": 0.4, "high": 1.8},
        "apart": True,
        "cost_said": both("1.1 days (0.4 to 1.8)"),
        "unit": both("days"),
        "title": both("Letter-box"),
        "busy": both("90 %"),
        "notes": {"en": [], "id": []},
    }


class Canned:
    """Answers at once, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    async def do(self, asker, function, *arguments):
        self.asked.append((function.__name__, *arguments))
        if function.__name__ == "read_upload":
            return function(*arguments)
        found = {"order": order, "break_even": break_even, "game": game, "attempt": lambda: attempt(arguments[1])}
        return found[function.__name__]()


@contextmanager
def served(file, answers=None, host="127.0.0.1"):
    """A web app with nothing but class mode."""
    web = Starlette()
    room = register(answers or Canned(), TOKEN, file=file, host=host, to=web)
    try:
        with TestClient(web) as client:  # one event loop for all that is asked
            client.web, client.room = web, room
            yield client
    finally:
        room.close()


class Person:
    """A browser of somebody's own, with its own cookies, on the event loop of the app's client."""

    def __init__(self, client, language="en"):
        self.client, self.cookies, self.language = client, {}, language

    def _asked(self, method, path, **more):
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies.set(name, value)
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        found = self.client.request(method, path, follow_redirects=False, headers=headers, **more)
        for name, value in found.cookies.items():
            self.cookies[name] = value
        if found.status_code == 303:
            return self._asked("GET", found.headers["location"])
        return found

    def get(self, path):
        """What is there, looked at again while it says that it is being worked on."""
        for _look in range(100):
            found = self._asked("GET", path)
            if not WORKING.search(found.text):
                break
            time.sleep(0.01)
        return found

    def post(self, path, **fields):
        headers = {"Accept": "application/json"} if fields.pop("script", False) else {}
        return self._asked("POST", path, data=fields, headers=headers)


def instructor(client, language="en"):
    """Somebody who has opened the address with the token."""
    found = Person(client, language)
    assert found.get(f"/desk?token={TOKEN}").status_code == 200
    return found


def setup(**other):
    """The fields of the form that opens a room."""
    return {
        "scenario": "restaurant-permit",
        "replications": 10,
        "target": 80,
        "standard": 30,
        "authority": 60,
        "people": 3,
        "tries": 3,
        **other,
    }


def opened(desk, **other):
    """The code of a new room."""
    page = desk.post("/desk", **setup(**other))
    assert page.status_code == 200, page.text
    return re.search(r'class="big-code">([A-Z0-9]{6})<', page.text)[1]


def do(desk, code, deed):
    """Press one of the instructor's buttons."""
    page = desk.post(f"/desk/{code}/do", deed=deed)
    assert page.status_code == 200, page.text
    return desk.get(f"/desk/{code}").text


def joined(client, code, name, language="en"):
    """Somebody with a nickname in a room."""
    person = Person(client, language)
    page = person.post(f"/class/{code}/join", nickname=name)
    assert page.status_code == 200, page.text
    person.page = page.text
    return person


def predicted(order, share="20", reason="fewer heads sign", **more):
    """The fields of a prediction; each its own unless `client` says otherwise."""
    places = {f"place-{row}": str(place) for place, row in enumerate(order, 1)}
    predicted.count += 1
    client = f"phone-{predicted.count}"
    return {"exercise": "predict", "client": client, "anew": "0", **places, "share": share, "reason": reason, **more}


predicted.count = 0


def tried(pattern="one-door", share="60", data="", **more):
    """The fields of a try."""
    predicted.count += 1
    fields = {"exercise": "challenge", "client": f"phone-{predicted.count}", "anew": "0", "pattern": pattern}
    return {**fields, "share": share, **({"data": "1"} if data else {}), **more}
