"""What rooms are kept in: each deed by itself, none lost that was acknowledged."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from tests.places import ROOT
from wogsim.app.room import people, rooms
from wogsim.app.room.limits import Refused
from wogsim.app.room.people import Sent
from wogsim.app.room.rooms import PREDICT, Setup
from wogsim.app.room.store import Store
from wogsim.errors import BadInput
from wogsim.language import using

WRITER = """
import sys
from pathlib import Path
from wogsim.app.room import people, rooms
from wogsim.app.room.store import Store

store = Store(Path(sys.argv[1]))
room = rooms.open_room(store, "restaurant-permit", rooms.Setup()).result()
number = 0
while True:
    number += 1
    print(people.join(store, room.code, f"P{number}").result().name, flush=True)
"""


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "class.sqlite")
    yield found
    found.close()


@pytest.fixture
def room(store):
    return rooms.open_room(store, "restaurant-permit", Setup()).result()


def test_kill_9_loses_nobody_who_was_told_that_they_are_in(tmp_path):
    file = tmp_path / "class.sqlite"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    told = [writer.stdout.readline().strip() for _line in range(40)]
    os.kill(writer.pid, signal.SIGKILL)
    told += writer.stdout.read().split()
    writer.wait()
    store = Store(file)
    [room] = rooms.all_rooms(store)
    there = [one.name for one in people.participants(store, room.code)]
    store.close()
    assert set(told) <= set(there)


def test_what_to_do_with_a_file_of_something_else_is_what_can_be_done(tmp_path):
    file = tmp_path / "class.sqlite"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE things (name TEXT)")
    with pytest.raises(BadInput, match="move the file away and a new one is made, or start the app in another folder"):
        Store(file)


def test_a_file_of_an_earlier_program_takes_own_scenarios(tmp_path):
    file = tmp_path / "class.sqlite"
    Store(file).close()
    with sqlite3.connect(file) as earlier:
        earlier.execute("DROP TABLE own")
    store = Store(file)
    room = rooms.open_room(store, "", Setup(), ("mine.toml", "text")).result()
    assert rooms.own_file(store, room) == ("mine.toml", "text")
    store.close()


def test_of_many_deeds_at_once_only_the_wrong_one_is_taken_back(store, room):
    names = ["Ani", "Budi", "ANI", "Citra"]
    asked = [people.join(store, room.code, name) for name in names]
    with pytest.raises(Refused, match="already"):
        asked[2].result()
    assert asked[3].result().name == "Citra"
    assert [one.name for one in people.participants(store, room.code)] == ["Ani", "Budi", "Citra"]


def test_a_refusal_speaks_the_language_of_who_asked(store, room):
    with using("id"):
        asked = people.join(store, "NOROOM", "Ani")
    with pytest.raises(Refused) as refused:
        asked.result()
    with using("id"):
        from wogsim.language import _

        assert str(refused.value) == _("There is no room with this code.")


def test_who_goes_away_before_the_answer_stops_nobody(store, room):
    asked = [people.join(store, room.code, f"P{number}") for number in range(50)]
    asked[30].cancel()
    assert people.join(store, room.code, "last").result().name == "last"


def test_an_exercise_keeps_where_it_stands_while_another_is_on(store, room):
    code = room.code
    rooms.move(store, code, rooms.to_phase(PREDICT, 1.0)).result()
    rooms.move(store, code, rooms.to_step(2, 2.0)).result()
    rooms.move(store, code, rooms.to_phase(rooms.GOAL, 3.0)).result()
    back = rooms.move(store, code, rooms.to_phase(PREDICT, 4.0)).result()
    assert (back.state().step, back.state().locked) == (2, 2.0)
    assert rooms.find(store, code).state(rooms.GOAL).locked == 4.0  # left, so closed
    opened = rooms.move(store, code, rooms.lock(False, 5.0)).result()
    assert (opened.state().step, opened.state().locked) == (0, None)


def test_of_predictions_the_last_counts_and_of_tries_each(store, room):
    code, who = room.code, people.join(store, room.code, "Ani").result()
    for exercise, expected in ((PREDICT, [3]), (rooms.CHALLENGE, [1, 2, 3])):
        rooms.move(store, code, rooms.to_phase(exercise, 1.0)).result()
        for number in (1, 2, 3):
            people.answer(store, who, Sent(exercise, f"{exercise}-{number}", {"n": number}, 0), 2.0).result()
        assert [found.given["n"] for found in people.answers(store, code, exercise)] == expected
