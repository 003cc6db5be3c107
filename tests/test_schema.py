"""The JSON Schema and the page of parameters are those of the code, and the schema accepts what ships."""

import importlib.util
import json
from pathlib import Path

from wogsim.scenario import schema
from wogsim.scenario.shipped import scenario_names, scenario_path, schema_path

DOCS = Path(__file__).parent.parent / "docs"


def test_schema_is_the_one_of_the_code():
    assert schema_path().read_text(encoding="utf-8") == schema.text(), "run 'make schema'"


def test_parameters_are_those_of_the_code():
    spec = importlib.util.spec_from_file_location("build", DOCS / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert (DOCS / "parameters.md").read_text(encoding="utf-8") == build.text(), "run 'make schema'"


def test_every_number_may_carry_a_source():
    share = json.loads(schema.text())["$defs"]["Levers"]["properties"]["delegated"]
    plain, table = share["anyOf"]
    assert table["properties"]["value"] == plain
    assert set(table["properties"]) == {"value", "source", "range"}


def test_every_shipped_file_names_the_schema():
    for name in scenario_names():
        first = scenario_path(name).read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == "#:schema ./scenario.schema.json"
