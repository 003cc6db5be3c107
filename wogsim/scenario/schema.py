"""The JSON Schema of scenario files, for editors; `python -m wogsim.scenario.schema` writes it anew."""

import json
from typing import Any

from wogsim.language import LANGUAGES
from wogsim.scenario.completing import FILLED
from wogsim.scenario.described import Agency, Clearance, Permit
from wogsim.scenario.explain import NOT_NUMBERS
from wogsim.scenario.file import Scenario
from wogsim.scenario.shipped import schema_path
from wogsim.scenario.values import OBSERVED
from wogsim.scenario.weeks import DAYS

# What a table may hold that need not stand in it: it goes without saying, or a default of the file says it.
UNSAID = {name for kind in (Agency, Clearance, Permit) for name in kind.model_fields} | set(FILLED)
_SAYING: dict[str, Any] = {"type": "string", "minLength": 1}
SOURCE: dict[str, Any] = {
    "description": "where the number comes from: a text, or one in each language",
    "anyOf": [
        _SAYING,
        {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, _SAYING),
            "additionalProperties": False,
            "minProperties": 1,
        },
    ],
}
DATED = ("holidays", *DAYS)  # no numbers, but they may have a source all the same


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file, in which every number may also be a table of value, source and range."""
    schema = Scenario.model_json_schema(mode="validation")
    for table in (schema, *(part for whole in schema["$defs"].values() for part in (whole, *whole.get("anyOf", ())))):
        if "required" in table:
            table["required"] = [name for name in table["required"] if name not in UNSAID]
        for name, entry in table.get("properties", {}).items():
            numbers = entry.get("unit", "") not in NOT_NUMBERS and not name.startswith("by_")
            if numbers or name in DATED:
                table["properties"][name] = _sourced(entry)
    # A file with a base says only what differs from it.
    schema["$defs"]["World"].pop("required")
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["base"]}]
    schema = _by_name(schema)
    schema["$defs"]["Observed"] = OBSERVED
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "scenario.schema.json", **schema}


def _by_name(part: Any) -> Any:
    """The same, with what stands in many places named."""
    if part == OBSERVED:
        return {"$ref": "#/$defs/Observed"}
    if isinstance(part, dict):
        return {key: _by_name(value) for key, value in part.items()}
    return [_by_name(value) for value in part] if isinstance(part, list) else part


def _sourced(entry: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {key: entry[key] for key in ("title", "description", "default", "unit") if key in entry}
    plain = {key: value for key, value in entry.items() if key not in about}
    table = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "value": plain,
            "source": SOURCE,
            "range": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": plain,
                "description": "the lowest and the highest value that is plausible",
            },
        },
    }
    return {**about, "anyOf": [plain, table]}


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    schema_path().write_text(text(), encoding="utf-8", newline="\n")
