"""Uploads are validated as on the command line, are alone, and leave no trace; a saved file says what was shown."""

import pytest

from tests.places import DATA
from wogsim.app.library import LARGEST, Uploads, from_upload, text_of
from wogsim.errors import BadInput
from wogsim.scenario.reading import from_tree, load
from wogsim.scenario.shipped import scenario_names
from wogsim.scenario.toml import tables

TOWN = (DATA / "small-town.toml").read_text(encoding="utf-8")


def upload(text: str):
    return from_upload(text.encode(), "mine.toml", "en").loaded


def test_a_good_file_is_the_scenario_that_the_command_line_reads():
    assert upload(TOWN).fingerprint == load(DATA / "small-town.toml").fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = [", "mine.toml"),
        (TOWN.replace("[world.agencies", "[world.agenciez", 1), "agenciez"),
        ('base = "../secret.toml"\ntitle = "A"\n', "of the library only"),
        ('base = "/etc/passwd"\ntitle = "A"\n', "of the library only"),
        (
            'base = "restaurant-permit"\ntitle = "A"\n[world.citizens]\nneed_by_date = "/etc/passwd"\n',
            "columns of a CSV file beside it are not there",
        ),
        (
            'base = "restaurant-permit"\ntitle = "A"\n[variants.x]\ntitle = "B"\n'
            'set = { "world.citizens.need_by_date" = "passwd" }\n',
            "columns of a CSV file beside it are not there",
        ),
        (
            'base = "restaurant-permit"\ntitle = "A"\n[world.clearances.x]\nassessment = { csv = "a", column = "b", '
            'unit = "min" }\n',
            "columns of a CSV file beside it are not there",
        ),
        ("#" * (LARGEST + 1), "larger than the app takes"),
    ],
)
def test_what_cannot_be_used_is_told_in_words(text, said):
    with pytest.raises(BadInput, match=said):
        upload(text)


def test_bytes_that_are_no_text_are_told_in_words():
    with pytest.raises(BadInput, match="not text in UTF-8"):
        from_upload(b"\xff\xfe\x00", "mine.toml", "en")


def test_uploads_are_forgotten_one_day_and_that_is_said():
    uploads = Uploads()
    first = uploads.keep(b"0", from_upload(TOWN.encode(), "mine.toml", "en"))
    assert uploads.find(first).loaded.name == "mine.toml"
    for number in range(1, 50):
        uploads.keep(str(number).encode(), uploads.find(first) if number < 2 else next(iter(uploads._known.values())))
    with pytest.raises(BadInput, match="upload its file again"):
        uploads.find(first)
    with pytest.raises(BadInput, match="no such scenario"):
        uploads.find("../../etc/passwd")


@pytest.mark.parametrize("name", ["restaurant-permit", "samsat"])
def test_a_saved_file_is_the_scenario_that_was_shown(name):
    changed = load(name).change({"levers.agencies": 2, "world.travel.walk": "7 min"})
    again = from_tree(tables(text_of(changed), "saved.toml"), "saved.toml", titled=True)
    assert again.fingerprint == changed.fingerprint


@pytest.mark.slow
@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_of_the_library_can_be_saved(name):
    loaded = load(name)
    assert from_tree(tables(text_of(loaded), "x.toml"), "x.toml", titled=True).fingerprint == loaded.fingerprint
