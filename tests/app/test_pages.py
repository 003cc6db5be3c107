"""The pages, as a simulated visitor sees them: levers, languages, errors, titles that look like markup."""

import asyncio
from types import SimpleNamespace

import pytest

from tests.places import DATA
from wogsim.app import changed
from wogsim.app.library import from_upload
from wogsim.language import using
from wogsim.scenario.explain import every_key
from wogsim.scenario.reading import from_tree, load
from wogsim.scenario.toml import tables
from wogsim.studies.comparison.run import compare

MANY = 100  # looks, a tenth of a second apart


def visit(visiting, visits):
    """Open the app and let a visit go on."""

    async def going():
        async with visiting() as (user, desk, town):
            await visits(user, desk, town)

    asyncio.run(going())


def text(user, marker: str) -> str:
    return next(iter(user.find(marker=marker).elements)).text


async def until(user, marker: str, wanted) -> str:
    for _look in range(MANY):
        if wanted(text(user, marker)):
            return text(user, marker)
        await asyncio.sleep(0.1)
    raise AssertionError(f"{marker}: {text(user, marker)!r}")


def one(user, marker: str):
    return next(iter(user.find(marker=marker).elements))


def test_levers_answer_with_the_verdict_of_the_command_line(visiting):
    async def visits(user, desk, town):
        await user.open(f"/?scenario={town}")
        await until(user, "status", lambda said: said.startswith("4 replications") and "sharper" not in said)
        first = text(user, "claim")
        one(user, "delegated").set_value(0.0)
        loaded = desk.uploads.find(town).loaded
        plain = compare(loaded, replications=4, delegated=0.0).verdict()
        await until(user, "grounds", plain.endswith)
        assert f"{text(user, 'claim')} {text(user, 'grounds')}" == plain
        user.find(marker="_undo").click()
        await until(user, "claim", lambda said: said == first)
        assert one(user, "delegated").value == loaded.scenario.levers.delegated

    visit(visiting, visits)


def test_a_move_ends_what_was_worked_out_ahead(visiting):
    going_on = []

    async def for_ever(*asked):
        going_on.append(asked)
        try:
            await asyncio.sleep(3600)
        finally:
            going_on.remove(asked)

    async def visits(user, desk, town):
        desk.answers.ahead = for_ever
        await user.open(f"/?scenario={town}")
        for share in (0.5, 0.4, 0.3):
            await until(user, "status", lambda said: said.startswith("4 replications") and "sharper" not in said)
            one(user, "delegated").set_value(share)
            await asyncio.sleep(0.5)
        assert len(going_on) <= 1

    visit(visiting, visits)


def test_two_visitors_have_two_languages_at_once(visiting):
    async def visits(user, _desk, town):
        from nicegui.testing import User

        other = User(user.http_client)
        await user.open(f"/?scenario={town}&lang=en")
        await other.open(f"/?scenario={town}&lang=id")
        english = await until(user, "claim", bool)
        indonesian = await until(other, "claim", bool)
        assert english != indonesian
        assert "izin" in indonesian.lower()
        one(user, "measure").set_value("trips")
        one(other, "measure").set_value("trips")
        await asyncio.sleep(0.2)
        assert "permit" in text(user, "claim")
        assert "izin" in text(other, "claim").lower()

    visit(visiting, visits)


def test_the_browsers_language_is_taken_where_the_address_says_none(visiting):
    async def visits(user, _desk, town):
        user.http_client.headers["accept-language"] = "fr, id-ID;q=0.8"
        await user.open(f"/?scenario={town}")
        assert "izin" in (await until(user, "claim", bool)).lower()

    visit(visiting, visits)


def test_titles_are_text_and_no_markup(visiting):
    evil = "<script>alert(1)</script><b>bold</b>"
    content = (DATA / "small-town.toml").read_text(encoding="utf-8").splitlines()
    content[[line.startswith("title") for line in content].index(True)] = f'title = "{evil}"'

    async def visits(user, desk, _town):
        raw = "\n".join(content).encode()
        name = desk.uploads.keep(raw, from_upload(raw, "evil.toml", "en"))
        for path in ("/", "/map", "/citizen", "/changed"):
            response = await user.http_client.get(f"{path}?scenario={name}")
            assert "<script>alert(1)" not in response.text, path
            assert "<b>bold</b>" not in response.text, path
        await user.open(f"/changed?scenario={name}")
        await user.should_see(evil)

    visit(visiting, visits)


@pytest.mark.parametrize("path", ["/", "/map", "/citizen", "/changed"])
def test_a_scenario_that_is_not_there_is_a_sentence(visiting, path):
    async def visits(user, _desk, _town):
        await user.open(f"{path}?scenario=upload-forgotten")
        await user.should_see("upload its file again")
        await user.open(f"{path}?scenario=%3Cscript%3E")
        await user.should_see("no such scenario in the library")

    visit(visiting, visits)


@pytest.mark.slow
def test_a_broken_upload_is_told_and_a_good_one_is_shown(visiting):
    async def visits(user, _desk, town):
        await user.open(f"/?scenario={town}")
        await until(user, "claim", bool)
        upload = one(user, "upload")

        async def sent(name: str, content: bytes):
            async def read():
                return content

            for handler in upload._upload_handlers:
                result = handler(SimpleNamespace(file=SimpleNamespace(name=name, read=read)))
                if result is not None:
                    await result

        with user:
            await sent("broken.toml", b"title = [")
        await user.should_see("broken.toml")

    visit(visiting, visits)


def test_a_defect_of_ours_is_a_sentence_and_no_traceback(visiting, monkeypatch, capsys):
    from wogsim.app import frames

    def broken(*_arguments):
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(frames, "patterns", broken)

    async def visits(user, _desk, town):
        await user.open(f"/?scenario={town}")
        await user.should_see("Something went wrong here", retries=MANY)
        await user.should_not_see("ZeroDivisionError")

    visit(visiting, visits)
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_what_changed_names_levers_assumptions_and_numbers(visiting):
    async def visits(user, desk, town):
        await user.open(f"/changed?scenario={town}")
        await user.should_see(marker="nothing")
        await user.open(f"/changed?scenario={town}&delegated=0&off=travel&counters=1")
        for said in (
            "0\N{NO-BREAK SPACE}% instead of 50\N{NO-BREAK SPACE}%",
            "1 counter more instead of as today",
            "citizens travel and walk",
        ):
            await user.should_see(said)
        await user.should_see("levers.delegated")
        assert desk.answers.computed == 0  # all of that before anything runs

    visit(visiting, visits)


def test_every_part_of_a_file_has_a_name_on_the_page_of_changes():
    parts = {fact.path.partition(".")[0] for fact in every_key(load(DATA / "small-town.toml")) if "." in fact.path}
    assert {"levers", "world", "run"} <= parts <= set(changed.PARTS)


def test_the_saved_scenario_is_the_one_shown(visiting):
    async def visits(user, desk, town):
        await user.open(f"/?scenario={town}&delegated=0.6&counters=1")
        await until(user, "claim", bool)
        user.find(marker="toml").click()
        response = await user.download.next(timeout=5)
        again = from_tree(tables(response.text, "x"), "x", titled=True)
        assert again.scenario.levers.delegated == 0.6
        there = desk.uploads.find(town).loaded.scenario.world.agencies
        assert all(again.scenario.world.agencies[key].counters == agency.counters + 1 for key, agency in there.items())

    visit(visiting, visits)


def test_the_map_fills_in_and_says_the_break_even(visiting, monkeypatch):
    from wogsim.app import winners

    monkeypatch.setattr(winners, "counts", lambda loaded: (len(loaded.scenario.world.agencies),))

    async def visits(user, _desk, town):
        await user.open(f"/map?scenario={town}")
        await until(user, "status", lambda said: said.startswith("All cells are there"))
        await user.should_see("One-roof")
        turns = one(user, "turns")
        assert any("One-door" in label.text for label in turns.default_slot.children)
        table = one(user, "cells")._props
        [line] = table["lines"]
        assert len(line["cells"]) == len(table["across"]) == 11
        last = line["cells"][-1]
        assert last["said"].replace("\N{NO-BREAK SPACE}", " ").startswith(f"{line['name']} agencies, authority 100 %: ")
        assert "not worked out" not in last["said"]
        assert "delegated=1" in last["link"]  # as a click in the picture does

    visit(visiting, visits)


def test_one_citizen_is_followed_in_the_visitors_language(visiting):
    async def visits(user, _desk, town):
        await user.open(f"/citizen?scenario={town}&lang=id")
        heading = await until(user, "heading", lambda said: "seed" in said.lower() or "benih" in said.lower())
        story = one(user, "story")._props["story"]
        with using("id"):
            assert story["heading"] == heading
        assert len(story["trails"]) == 5
        for trail in story["trails"]:
            assert all(0 <= step["from"] <= step["to"] for step in trail["steps"])

    visit(visiting, visits)
