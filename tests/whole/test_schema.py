"""The JSON Schema, the page of parameters and the glossary are those of the code; the schema accepts what ships."""

import importlib.util
import json
import tomllib
from datetime import date

import pytest

from tests.places import DATA, DOCS
from tests.scenario.test_unsaid import SMALL
from wogsim.measures.summary import BY_NAME
from wogsim.patterns import PATTERNS
from wogsim.scenario import schema
from wogsim.scenario.shipped import scenario_names, scenario_path, schema_path


def test_schema_is_the_one_of_the_code():
    assert schema_path().read_text(encoding="utf-8") == schema.text(), "run 'make schema'"


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("build", DOCS / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    return build


def test_parameters_are_those_of_the_code(build):
    assert (DOCS / "parameters.md").read_text(encoding="utf-8") == build.text(), "run 'make schema'"


def test_glossary_uses_the_words_of_the_code(build):
    assert (DOCS / "glossary.md").read_text(encoding="utf-8") == build.glossary(), "run 'make schema'"


def test_the_walk_leads_to_lines_that_are_there(build):
    """Every code it names stands where its link leads, and nowhere else in that file."""
    page = (DOCS / "walk.md").read_text(encoding="utf-8")
    assert page.count("#L") == len(build.CODE_LINK.findall(page)) >= 20
    assert page == build.walked(page), "run 'make schema'"


def test_glossary_is_complete_and_says_everything_in_both_languages():
    sections = tomllib.loads((DOCS / "glossary.toml").read_text("utf-8"))["section"]
    rows = [row for section in sections for row in section["words"]]
    assert {*BY_NAME, *PATTERNS} <= {word for word, *_meanings in rows if isinstance(word, str)}
    for word, *meanings in rows:
        assert len(meanings) == len(set(meanings)) == 2, word
        assert all(meaning.endswith(".") and "|" not in meaning for meaning in meanings), word
    english = [word if isinstance(word, str) else word[0] for word, *_meanings in rows]
    assert len(english) == len(set(english))


def test_every_number_may_carry_a_source():
    share = json.loads(schema.text())["$defs"]["Levers"]["properties"]["delegated"]
    plain, table = share["anyOf"]
    assert table["properties"]["value"] == plain
    assert set(table["properties"]) == {"value", "source", "range"}


def as_editors_see(value):
    """What a TOML file says, with dates as the texts that they are written as."""
    if isinstance(value, dict):
        return {key: as_editors_see(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_editors_see(part) for part in value]
    return str(value) if isinstance(value, date) else value


@pytest.mark.parametrize(
    "file",
    [*map(scenario_path, scenario_names()), *sorted(DATA.glob("*.toml"))],
    ids=lambda file: file.stem,
)
def test_editors_accept_what_loads(file):
    jsonschema = pytest.importorskip("jsonschema")
    known = jsonschema.Draft202012Validator(schema.json_schema())
    assert not list(known.iter_errors(as_editors_see(tomllib.loads(file.read_text(encoding="utf-8")))))


def test_editors_accept_a_file_that_says_little_and_refuse_a_wrong_key():
    jsonschema = pytest.importorskip("jsonschema")
    known = jsonschema.Draft202012Validator(schema.json_schema())
    little = as_editors_see(tomllib.loads(SMALL))
    assert not list(known.iter_errors(little))
    little["world"]["default"]["agency"]["intakes"] = "5 min"
    (error,) = known.iter_errors(little)
    assert "intakes" in error.message


def test_every_shipped_file_names_the_schema():
    for name in scenario_names():
        first = scenario_path(name).read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == "#:schema ./scenario.schema.json"


def test_editors_accept_a_file_that_says_only_what_differs_from_its_base():
    jsonschema = pytest.importorskip("jsonschema")
    known = jsonschema.Draft202012Validator(schema.json_schema())
    assert not list(known.iter_errors({"base": "restaurant-permit", "world": {"notice": "0 s"}}))
    assert list(known.iter_errors({"title": "Neither a world nor a base"}))
