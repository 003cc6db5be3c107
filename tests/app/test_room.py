"""A class on a web app of its own: people join, predict, try and decide; an instructor moves on and reveals."""

import asyncio
import csv
import io
import re
import sqlite3
import time
from pathlib import Path

import pytest
from starlette.requests import Request

from tests.app.canned import (
    ROWS,
    TOKEN,
    Canned,
    Person,
    do,
    instructor,
    joined,
    opened,
    predicted,
    served,
    setup,
    tried,
)
from wogsim.app import library
from wogsim.app.room import export, limits, people, phones, requests, rooms, scene
from wogsim.app.room.limits import CODE_SIGNS, Pace
from wogsim.errors import BadInput
from wogsim.scenario.reading import load


@pytest.fixture(autouse=True)
def _one_scenario(monkeypatch):
    """The library is long, and one of it is enough here."""
    monkeypatch.setattr(library, "scenario_names", lambda: ["restaurant-permit"])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "class.sqlite"


@pytest.fixture
def client(file):
    with served(file) as found:
        yield found


@pytest.fixture
def desk(client):
    return instructor(client)


@pytest.fixture
def code(desk):
    return opened(desk)


def answer(person, code, fields):
    return person.post(f"/class/{code}/answer", script=True, **fields)


def text_of(page):
    """What a page says, without its marks."""
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def test_a_code_is_easy_to_type_and_not_to_guess(desk):
    codes = {opened(desk) for _room in range(5)}
    assert len(codes) == 5
    assert all(len(code) == 6 and set(code) <= set(CODE_SIGNS) for code in codes)
    assert not set(CODE_SIGNS) & set("01OIL")
    assert len(CODE_SIGNS) ** 6 / limits.ROOMS > 10_000_000  # wrong codes for each right one


def test_a_code_may_be_typed_in_small_letters_and_with_spaces(client, code):
    person = Person(client)
    page = person.post("/class", code=f" {code[:3].lower()} {code[3:].lower()}", nickname="Ani")
    assert "You are in" in page.text


def test_three_people_predict_and_the_wall_reveals_step_by_step(client, desk, code):
    people = [joined(client, code, name) for name in ("Ani", "Budi", "Citra")]
    assert "3 have joined" in desk.get(f"/desk/{code}").text
    do(desk, code, "phase:predict")
    by_days = ("one-door", "electronic", "technical-functional", "one-roof", "centralized")  # a tie the wrong way round
    orders = (by_days, ROWS, ROWS[::-1])
    for person, order, share in zip(people, orders, ("10", "50", "never"), strict=True):
        assert answer(person, code, predicted(order, share)).json() == {"kept": True}
    wall = do(desk, code, "step:0")
    assert "3 of 3 answered" in wall
    assert "23.4 days" not in wall  # not revealed
    assert "23.4 days" not in people[0].get(f"/class/{code}").text
    assert "3 predictions" in do(desk, code, "step:1")
    wall = text_of(do(desk, code, "step:2"))
    assert "Not told apart, so either order is right: Centralized and One-roof." in wall
    assert "most pairs right: Ani (9 of 9)" in wall
    assert "Centralized *" in wall  # overload is said where its number is shown
    assert "9 of 9 pairs right" in people[0].get(f"/class/{code}").text
    assert "beyond 10 %" not in wall
    wall = text_of(do(desk, code, "step:3"))
    assert "beyond 10 %" in wall
    assert "the middle one is 50" in wall
    assert "beyond 10 %" in people[2].get(f"/class/{code}").text
    assert "fewer heads sign" in do(desk, code, "step:4")


def test_a_prediction_may_be_changed_until_it_is_locked(client, desk, code):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    answer(person, code, predicted(ROWS, "20"))
    answer(person, code, predicted(ROWS, "40"))
    assert "1 of 1 answered" in desk.get(f"/desk/{code}").text
    assert "One door faster from: 40" in person.get(f"/class/{code}").text
    do(desk, code, "lock")
    refused = answer(person, code, predicted(ROWS, "60"))
    assert refused.status_code == 409
    assert refused.json() == {"said": "No more answers are taken here."}
    do(desk, code, "unlock")
    assert answer(person, code, predicted(ROWS, "60")).status_code == 200


def test_the_same_answer_sent_twice_is_one(client, desk, code):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:challenge")
    fields = tried(**{"people-hygiene": "1"})
    assert answer(person, code, fields).status_code == 200
    assert answer(person, code, fields).status_code == 200
    assert "You have 2 tries" in person.get(f"/class/{code}").text


def test_an_answer_that_waited_for_a_network_counts_if_it_was_given_before_the_lock(client, desk, code, monkeypatch):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    do(desk, code, "phase:challenge")
    now = time.time()
    monkeypatch.setattr(phones.time, "time", lambda: now + 60)
    assert answer(person, code, predicted(ROWS, waited="10")).status_code == 409  # given fifty seconds after the lock
    assert answer(person, code, predicted(ROWS, waited="61")).status_code == 200
    [row] = csv.DictReader(io.StringIO(desk.get(f"/desk/{code}/predict.csv").text))
    assert row["late"] == "1"


def test_begun_anew_the_answers_are_gone_and_old_ones_do_not_come_back(client, desk, code):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    answer(person, code, predicted(ROWS))
    do(desk, code, "reset")
    assert "0 of 1 answered" in desk.get(f"/desk/{code}").text
    assert "begun anew" in answer(person, code, predicted(ROWS, waited="30")).text
    assert answer(person, code, predicted(ROWS, anew="1")).status_code == 200


def test_the_challenge_has_a_board_on_which_equals_are_equal(client, desk, code):
    ani, budi, citra = (joined(client, code, name) for name in ("Ani", "Budi", "Citra"))
    do(desk, code, "phase:challenge")
    places = {"people-building-approval": "2"}
    answer(ani, code, tried(data="1", **places, **{"people-hygiene": "1"}))  # 95 %, three people
    answer(budi, code, tried(data="1", **{"people-hygiene": "1"}))  # 90 %, one
    answer(citra, code, tried(data="1"))  # 80 %, none; its interval begins below
    answer(citra, code, tried(**places))  # 70 %
    wall = text_of(desk.get(f"/desk/{code}").text)
    assert re.findall(r"(Ani|Budi|Citra) \d", wall) == ["Budi", "Ani", "Citra", "Citra"]
    assert wall.count(" met") - wall.count("not met") == 2
    assert wall.count("perhaps ") >= 1
    assert "in time 90" in text_of(budi.get(f"/class/{code}").text)


def test_a_try_that_costs_too_much_or_is_one_too_many_is_refused_in_a_sentence(client, desk):
    code = opened(desk, tries=1, people=2)
    person = joined(client, code, "Ani")
    do(desk, code, "phase:challenge")
    person.get(f"/class/{code}")
    too_dear = answer(person, code, tried(**{"people-hygiene": "2", "people-zoning": "1"}))
    assert "takes 3 people more, and the budget has 2" in too_dear.json()["said"]
    assert "whole number from 0 to 60" in answer(person, code, tried(share="70")).json()["said"]
    assert "choose a pattern" in answer(person, code, tried(pattern="two-doors")).json()["said"]
    assert answer(person, code, tried()).status_code == 200
    assert answer(person, code, tried()).json()["said"] == "You have no try left."


def test_what_a_row_has_of_authority_by_itself_is_no_way_round_the_limit():
    assert scene.scene("restaurant-permit").tried == ROWS
    doors = scene.scene("three-doors")
    assert "real-door" in doors.rows
    assert doors.tried == ROWS


def test_a_try_opens_as_a_scenario(client, desk, code, tmp_path):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:challenge")
    answer(person, code, tried("electronic", "40", "1", **{"people-hygiene": "1"}))
    page = desk.get(f"/desk/{code}").text
    [where] = set(re.findall(r'href="(/class/[^"]*\.toml)"', page))
    file = tmp_path / "try.toml"
    file.write_text(person.get(where).text, "utf-8")
    scenario = load(file).scenario
    assert scenario.levers.patterns == ("electronic",)
    assert scenario.levers.automated == 0.4
    hygiene = load("restaurant-permit").scenario.world.clearances["hygiene"].assessors
    assert scenario.world.clearances["hygiene"].assessors == hygiene + 1
    assert all(agency.connected for agency in scenario.world.agencies.values())
    assert str(scenario.world.standard) == "30 working days"
    assert "Ani" in dict(scenario.title)["en"]
    assert Person(client).get(where).status_code == 403


def test_the_shared_goal_shows_what_own_files_first_costs(client, desk, code):
    ani, budi = (joined(client, code, name) for name in ("Ani", "Budi"))
    do(desk, code, "phase:goal")
    assert "You are: Land Office" in text_of(ani.get(f"/class/{code}").text)
    assert "You are: Public Works" in text_of(budi.get(f"/class/{code}").text)
    for person, choice in ((ani, "own"), (budi, "goal")):
        fields = {"exercise": "goal", "client": choice, "anew": "0", "choice": choice}
        assert answer(person, code, fields).status_code == 200
    wall = text_of(do(desk, code, "step:1"))
    assert "Land Office (national) 1 –" in wall
    assert "all 1 1" in wall
    assert "costs each citizen who needs several agencies 1.1 days (0.4 to 1.8)" in wall
    assert "1.1 days" in ani.get(f"/class/{code}").text


TOWN = 'base = "restaurant-permit"\ntitle = { en = "Our own town", id = "Kota kami" }\n'


def own_room(desk, text, name="mine.toml"):
    """A room that plays the instructor's own file."""
    return desk._asked("POST", "/desk", data=setup(), files={"file": (name, text.encode())})


def test_a_room_plays_the_instructors_own_file_and_still_does_after_a_restart(file, tmp_path):
    text = f"{TOWN}levers.delegated = 0.5\n"
    with served(file) as client:
        desk = instructor(client)
        page = own_room(desk, text, "../../mine.toml").text
        code = re.search(r'class="big-code">([A-Z0-9]{6})<', page)[1]
        assert "Our own town" in page
    assert not [there for there in tmp_path.iterdir() if not there.name.startswith(file.name)]
    answers = Canned()
    with served(file, answers) as client:
        desk.client = client
        assert "delegated authority 50" in do(desk, code, "phase:predict")
        person = joined(client, code, "Ani")
        do(desk, code, "phase:challenge")
        assert answer(person, code, tried()).status_code == 200
        assert [asked[1] for asked in answers.asked if asked[0] == "attempt"] == [("mine.toml", text)]
        desk.get(f"/desk/{code}")
        file_of_try = person.get(f"/class/{code}/try/1.toml").text
        again = library.read_upload(file_of_try.encode(), "try.toml", "en").scenario
        assert "base" not in file_of_try  # nobody else has the instructor's file
        assert (again.levers.delegated, again.levers.patterns) == (0.6, ("one-door",))
        do(desk, opened(desk), "phase:predict")
        desk.post(f"/desk/{code}/do", deed="close")
        assert client.room.store.read("SELECT * FROM own") == []


def test_a_room_whose_scenario_is_gone_says_so_and_can_be_closed(client, desk):
    code = re.search(r'class="big-code">([A-Z0-9]{6})<', own_room(desk, TOWN).text)[1]
    client.room.store.write(lambda database: database.execute("UPDATE own SET text = 'title = 1'")).result()
    scene.scene.cache_clear()  # as after another version was installed
    assert f"{code} own-" in text_of(desk.get("/desk").text)
    assert "cannot be played any more" in desk.get("/desk").text
    assert desk.get(f"/desk/{code}").status_code == 400
    desk.post(f"/desk/{code}/do", deed="close")
    assert code not in desk.get("/desk").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TOWN}levers.delegated = 1.5\n", "mine.toml: levers.delegated = 1.5"),
        ('base = "../secret.toml"\ntitle = "A"\n', "of the library only"),
        (f'{TOWN}levers.patterns = ["one-door"]\n', "there is nothing to rank"),
        ("#" * (library.LARGEST + 1), "larger than the app takes"),
        ("#" * (library.LARGEST + 20_000), "more than any form here sends"),
    ],
)
def test_a_file_that_cannot_be_played_is_told_in_words(desk, text, said):
    page = own_room(desk, text)
    assert page.status_code in (400, 413)
    assert said in text_of(page.text)
    assert 'href="/desk"' in page.text


def test_a_broken_file_of_the_library_stops_no_list(desk, monkeypatch, capsys):
    real = library.load

    def broken(name):
        if name == "broken":
            raise BadInput("broken.toml: is no scenario")
        return real(name)

    monkeypatch.setattr(library, "scenario_names", lambda: ["broken", "restaurant-permit"])
    monkeypatch.setattr(library, "load", broken)
    library._loaded.cache_clear()
    for _look in range(2):
        assert list(library.titles()) == ["restaurant-permit"]
        assert "Open the room" in desk.get("/desk").text
    assert capsys.readouterr().err == "broken is left out of the list of scenarios: broken.toml: is no scenario\n"
    library._loaded.cache_clear()


def test_a_defect_of_ours_is_told_and_not_asked_again_for_ever(file, capsys):
    class Broken(Canned):
        async def do(self, asker, function, *arguments):
            await super().do(asker, function, *arguments)
            raise ZeroDivisionError("a defect")

    answers = Broken()
    with served(file, answers) as client:
        desk = instructor(client)
        code = opened(desk)
        do(desk, code, "phase:predict")
        do(desk, code, "step:1")
        walls = [do(desk, code, "step:2"), *(desk.get(f"/desk/{code}").text for _look in range(3))]
        assert all("it is not your fault" in wall for wall in walls)
        assert [asked[0] for asked in answers.asked] == ["order", "break_even"]
        do(desk, code, "reset")
        desk.get(f"/desk/{code}")
        assert len(answers.asked) == 4  # once more, as it says
    assert "a defect" in capsys.readouterr().err


def test_back_leads_to_a_page_that_is_there(client, desk, code):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    refused = [
        person.get("/class/NOROOM"),
        person.post("/class/NOROOM/join", nickname="Ani"),
        person.get(f"/class/{code}/try/9.toml"),
        person.post(f"/class/{code}/answer", exercise="predict", client="a"),
        desk.get("/desk/NOROOM"),
        desk.post(f"/desk/{code}/do", deed="fly"),
        person.get(f"/desk/{code}"),
        person.post(f"/desk/{code}/do", deed="close"),
    ]
    back = [re.search(r'class="button" href="([^"]*)"', page.text)[1] for page in refused]
    phones, own, walls = "/class", f"/class/{code}", "/desk"
    assert back == [phones, phones, phones, own, walls, f"/desk/{code}", walls, walls]


def test_how_far_the_computer_is_stands_on_the_wall(file):
    class Slow(Canned):
        async def do(self, asker, function, *arguments):
            if function.__name__ in ("order", "break_even"):
                Path(arguments[-1]).write_text("7 50")
                await asyncio.sleep(60)
            return await super().do(asker, function, *arguments)

    with served(file, Slow()) as client:
        desk = instructor(client)
        code = opened(desk)
        joining = text_of(desk._asked("GET", f"/desk/{code}").text)  # the first look begins it
        joining = text_of(desk._asked("GET", f"/desk/{code}").text)
        assert "Ranking of the patterns: 7 of about 50 runs" in joining
        for deed in ("phase:predict", "step:2"):
            desk._asked("POST", f"/desk/{code}/do", data={"deed": deed})
        wall = text_of(desk._asked("GET", f"/desk/{code}").text)
        assert "still working on it" in wall
        assert "Search for the break-even: 7 of about 50 runs" in wall


def test_what_came_of_a_try_stands_above_the_next_one(client, desk, code):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:challenge")
    for number in range(2):
        answer(person, code, tried(**{"people-hygiene": str(number)}))
    page = person.get(f"/class/{code}").text
    places = [page.index(text) for text in ("Try 2", "Try 1", 'id="form"', "<h2>Board")]
    assert places == sorted(places)
    live, below = person.get(f"/class/{code}/live").text.split("<!--below-->")
    assert "Try 2" in live
    assert "<h2>Board" in below


def test_what_is_revealed_later_is_worked_out_while_people_join(file):
    answers = Canned()
    with served(file, answers) as client:
        desk = instructor(client)
        desk.get(f"/desk/{opened(desk)}")
        assert [asked[0] for asked in answers.asked] == ["order", "break_even"]


def test_all_of_it_is_there_after_a_restart(file):
    with served(file) as client:
        desk = instructor(client)
        code = opened(desk)
        person = joined(client, code, "Ani")
        do(desk, code, "phase:challenge")
        answer(person, code, tried(data="1"))
        while "80 %" not in text_of(desk.get(f"/desk/{code}").text):  # what is on the wall is in the file
            time.sleep(0.02)
    answers = Canned()
    with served(file, answers) as client:
        person.client = desk.client = client
        assert "You have 2 tries" in person.get(f"/class/{code}").text
        wall = text_of(desk.get(f"/desk/{code}").text)
        assert "Ani" in wall
        assert "80 %" in wall
        assert not [asked for asked in answers.asked if asked[0] == "attempt"]  # what was found is kept too


def test_what_was_acknowledged_is_in_the_file_at_once(client, desk, code, file):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    answer(person, code, predicted(ROWS, reason="kept"))
    other = sqlite3.connect(f"file:{file}?mode=ro", uri=True)  # as somebody sees it after a kill -9
    [[given]] = other.execute("SELECT given FROM answers").fetchall()
    other.close()
    assert '"reason": "kept"' in given


def fill(client):
    """As if the disk had no room left for the file."""

    def deed(database):
        [pages] = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")

    client.room.store.write(deed).result()


def test_a_full_disk_is_said(client, code):
    fill(client)
    for number in range(100):
        page = Person(client).post(f"/class/{code}/join", nickname=f"{number:020}")
    assert page.status_code == 503
    assert "disk is full" in page.text


def test_what_the_model_found_is_shown_where_it_cannot_be_written_down(file):
    answers = Canned()
    with served(file, answers) as client:
        desk = instructor(client)
        code = opened(desk)
        do(desk, code, "phase:predict")
        client.room.store.write(lambda database: database.execute("PRAGMA query_only = ON")).result()
        client.room.asking._found.clear()
        client.room.store.read("DELETE FROM found")
        answers.asked.clear()
        looks = [desk.get(f"/desk/{code}").status_code for _look in range(5)]
        assert looks == [200] * 5
        asked = [function for function, *_arguments in answers.asked]
        assert asked.count("order") == 1  # not worked out at every look


def test_nothing_personal_is_kept_but_the_nickname(client, desk, code, file):
    client.headers["User-Agent"] = "a-very-special-phone"
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    answer(person, code, predicted(ROWS))
    database = sqlite3.connect(file)
    columns = {row[1] for row in database.execute("PRAGMA table_info(participants)")}
    dump = "\n".join(database.iterdump())
    database.close()
    assert columns == {"id", "code", "name", "folded", "secret"}
    assert "a-very-special-phone" not in dump
    assert "testclient" not in dump  # its address


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "<b onclick=x>", '"><img src=x>', "{{ 7 * 7919 }}"])
def test_a_nickname_is_a_text_and_never_markup(client, desk, code, name):
    name = name[: limits.NICKNAME]
    person = joined(client, code, name)
    do(desk, code, "phase:predict")
    answer(person, code, predicted(ROWS, reason=name))
    pages = [person.get(f"/class/{code}").text, do(desk, code, "step:4"), do(desk, code, "phase:join")]
    assert not any(name in page for page in pages if "{" not in name)
    assert all("55433" not in page for page in pages if "{" in name)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u200d \u0301", "x" * 25, "a\u202eb", "a\x07b"])
def test_a_nickname_that_cannot_be_shown_is_refused_in_a_sentence(client, code, name):
    page = Person(client).post(f"/class/{code}/join", nickname=name)
    assert page.status_code == 400
    assert "nickname" in page.text


@pytest.mark.parametrize("other", [" ANI ", "A\u200bni", "Ａｎｉ"])
def test_two_people_do_not_have_the_same_nickname(client, code, other):
    joined(client, code, "Ani")
    page = Person(client).post(f"/class/{code}/join", nickname=other)
    assert page.status_code == 409
    assert "Somebody here has that nickname already" in page.text


def test_a_spreadsheet_takes_no_text_for_a_formula(client, desk, code):
    person = joined(client, code, "=1+1")
    do(desk, code, "phase:predict")
    answer(person, code, predicted(ROWS, "never", reason="@SUM(A1)"))
    [row] = csv.DictReader(io.StringIO(desk.get(f"/desk/{code}/predict.csv").text))
    assert (row["nickname"], row["reason"]) == ("'=1+1", "'@SUM(A1)")
    assert (row["place_one-roof"], row["break_even"]) == ("2", "never")
    assert (row["pairs_right"], row["pairs"]) == ("4", "9")
    desk.language = "id"
    indonesian = desk.get(f"/desk/{code}/predict.csv").content.decode("utf-8-sig")
    assert indonesian.startswith("nickname;place_technical-functional;")


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹢−")
def test_a_sign_of_another_width_is_a_formula_too(sign):
    for text in (f"{sign}1+1", f" {sign}1+1", f"\N{ZERO WIDTH SPACE}{sign}1+1"):
        assert export._cell(text, ".") == f"'{text}"
    assert export._cell(f"a{sign}", ".") == f"a{sign}"


@pytest.mark.parametrize(
    ("path", "method"),
    [("", "GET"), ("/{code}", "GET"), ("/{code}/live", "GET"), ("/{code}/predict.csv", "GET"), ("/{code}/do", "POST")],
)
def test_only_the_instructor_is_at_the_desk(client, code, path, method):
    person = joined(client, code, "Ani")
    path = f"/desk{path.format(code=code)}"
    page = person.get(path) if method == "GET" else person.post(path, deed="close")
    assert page.status_code == 403
    assert joined(client, code, "Budi")  # nothing was closed


def test_a_wrong_token_lets_nobody_in_and_cannot_be_guessed_for_long(client):
    person = Person(client)
    pages = [person.get(f"/desk?token={TOKEN[:-1]}{number}") for number in range(12)]
    assert {page.status_code for page in pages[:10]} == {403}
    assert pages[-1].status_code == 429
    assert person.get("/desk").status_code == 403


def test_codes_cannot_be_guessed_for_long_and_those_inside_do_not_suffer(client, code):
    person = joined(client, code, "Ani")
    stranger = Person(client)
    statuses = [stranger.get(f"/class/AAAA{i // 10}{i % 10}").status_code for i in range(70)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert stranger.get(f"/class/{code}").status_code == 429
    assert person.get(f"/class/{code}").status_code == 200


def test_a_room_is_full_at_some_point(client, code, monkeypatch):
    monkeypatch.setattr(people, "PARTICIPANTS", 2)
    joined(client, code, "Ani")
    joined(client, code, "Budi")
    page = Person(client).post(f"/class/{code}/join", nickname="Citra")
    assert "This room is full: 2 have joined." in page.text


def test_the_oldest_room_gives_way(client, desk, monkeypatch):
    monkeypatch.setattr(rooms, "ROOMS", 2)
    first, second, third = (opened(desk) for _room in range(3))
    found = [Person(client).get(f"/class/{code}").status_code for code in (first, second, third)]
    assert found == [404, 200, 200]


def test_somebody_may_be_made_to_leave(client, desk, code):
    person = joined(client, code, "Rude")
    [button] = re.findall(r'value="(remove:\d+)"', desk.get(f"/desk/{code}").text)
    assert "Rude" not in do(desk, code, button)
    assert "nickname" in person.get(f"/class/{code}").text  # may join again
    assert answer(person, code, predicted(ROWS)).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"exercise": "predict"},
        {"exercise": "predict", "client": "x"},
        {"exercise": "nothing", "client": "x"},
        {"exercise": "predict", "client": "x" * 65},
        predicted(ROWS, "33"),
        predicted(ROWS, "20", "x" * 141),
        predicted(ROWS, **{"place-one-roof": "1"}),
        {**predicted(ROWS), "client": ""},
    ],
)
def test_bad_input_is_refused_in_a_sentence(client, desk, code, fields):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    found = answer(person, code, fields)
    assert found.status_code in (400, 404)
    assert len(found.json()["said"]) > 10


def test_strange_bodies_are_refused(client, desk, code):
    person = joined(client, code, "Ani")
    for body in (b"a=" + b"x" * 9000, b"a=%ff", b"\xff", b"&".join(b"a=1" for _field in range(100))):
        found = person._asked("POST", f"/class/{code}/answer", content=body, headers={"Accept": "application/json"})
        assert found.status_code in (400, 413)
        assert found.json()["said"]


def test_a_form_of_another_site_is_refused(client, desk, code):
    found = desk._asked("POST", f"/desk/{code}/do", data={"deed": "close"}, headers={"Origin": "http://elsewhere"})
    assert found.status_code == 403


@pytest.mark.parametrize("origin", ["null", "http://[::1", "//"])
def test_half_an_address_is_another_site(client, desk, code, origin):
    found = desk._asked("POST", f"/desk/{code}/do", data={"deed": "close"}, headers={"Origin": origin})
    assert found.status_code == 403
    assert joined(client, code, "Ani")  # nothing was closed


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/class/a/b/c", 404),
        ("GET", "/class/files/..%2f..%2fpages.py", 404),
        ("GET", "/class/AAAAAA/try/x.toml", 404),
        ("GET", "/desk/AAAAAA/do", 405),
        ("PUT", "/class", 405),
        ("DELETE", "/desk", 405),
    ],
)
def test_where_no_page_is_a_sentence_says_so(client, method, path, status):
    found = Person(client, language="id")._asked(method, path)
    assert found.status_code == status
    assert "Tidak ada halaman seperti itu." in found.text
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_who_goes_in_the_middle_of_sending_is_no_defect():
    async def gone():
        return {"type": "http.disconnect"}

    with pytest.raises(limits.Refused):
        asyncio.run(requests.fields(Request({"type": "http", "method": "POST", "headers": []}, gone)))


def test_pages_speak_both_languages(client, desk, code):
    person = joined(client, code, "Ani", language="id")
    assert 'lang="id"' in person.get(f"/class/{code}").text
    assert 'lang="en"' in person.get(f"/class/{code}?lang=en").text
    assert '<html lang="en">' in person.get(f"/class/{code}").text  # as chosen


def test_a_phone_gets_little_and_everything_from_here(client, desk, code):
    person = joined(client, code, "Ani")
    do(desk, code, "phase:predict")
    page = person.get(f"/class/{code}").text
    files = re.findall(r'(?:href|src)="(/class/files/[^"]*)"', page)
    assert len(files) == 2
    assert len(page) + sum(len(person.get(file).content) for file in files) < 100_000
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'self'" in person.get(f"/class/{code}").headers["Content-Security-Policy"]


def test_the_script_of_phones_is_for_old_browsers_too(client):
    script = Person(client).get("/class/files/phone.js").text
    newer = r"=>|`|\b(?:let|const|async|await)\b|fetch\(|Promise|\.includes\(|serviceWorker|WebSocket"
    assert not re.findall(newer, script)


def test_what_cannot_be_run_is_said_on_the_wall(file):
    class Unwilling(Canned):
        async def do(self, asker, function, *arguments):
            return {"refused": {"en": "too few people", "id": "orangnya kurang"}}

    with served(file, Unwilling()) as client:
        desk = instructor(client)
        code = opened(desk)
        for deed in ("phase:predict", "step:2", "step:3", "phase:goal", "step:1"):
            page = do(desk, code, deed)
        assert "too few people" in page
        person = joined(client, code, "Ani")
        assert "too few people" in person.get(f"/class/{code}").text


def test_only_this_computer_or_everybody_is_said(file, tmp_path):
    with served(file) as client:
        assert "only this computer can come in" in instructor(client).get("/desk").text
    with served(tmp_path / "other.sqlite", host="192.168.1.5") as client:
        desk = instructor(client)
        assert "everybody in the same network can come in" in desk.get("/desk").text
        assert "http://192.168.1.5:8080/class" in desk.get(f"/desk/{opened(desk)}").text


def test_a_store_of_something_else_is_refused(file):
    from wogsim.errors import BadInput

    sqlite3.connect(file).execute("CREATE TABLE mine (x)").connection.close()
    with pytest.raises(BadInput, match=r"class\.sqlite"), served(file):
        pass
    file.write_bytes(b"no database at all, but long enough to look at" * 50)
    with pytest.raises(BadInput, match=r"class\.sqlite"), served(file):
        pass


def test_a_pace_forgets():
    now = [0.0]
    pace = Pace(2, 10, lambda: now[0])
    pace.count("a")
    pace.count("a")
    assert pace.too_often("a")
    assert not pace.too_often("b")
    now[0] = 10.0
    assert not pace.too_often("a")
