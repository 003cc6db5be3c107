"""Write docs/parameters.md from the scenario's own description; `make schema` runs it."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from wogsim.scenario import Scenario

HERE = Path(__file__).parent
HEAD = """# Parameters

Every key of a scenario file: its unit, its default, its meaning. Made from the code by `make schema`; not to be edited.

A time is written as people say it: `"12 min"`, `"1.5 hours"`, `"3 working days"`, or as a distribution:
`"exponential(12 min)"`, `"lognormal(mean 12 min, cv 0.5)"`, `"gamma(mean 12 min, cv 0.5)"`,
`"triangular(5 min, 10 min, 30 min)"`, `"uniform(5 min, 10 min)"`. A rate: `"15 per day"`,
`"4 per working day"`. A share: `0.2` or `"20 %"`. Hours: `"08:00-12:00, 13:00-16:00"`.
Any number may carry its source and a plausible range:

```toml
walk = { value = "5 min", source = "measured in the hall on 3 March", range = ["2 min", "10 min"] }
```

`wogsim check FILE` lists the numbers that rest on assumption. On the command line, `--set world.travel.walk="5 min"`
replaces one.
"""


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models(part)


def _rows(model: type[BaseModel], path: str) -> Iterator[tuple[str, list[str]]]:
    """Tables of the file in order, each with a line per key."""
    lines, inner = [], []
    for name, field in model.model_fields.items():
        parts = [part for part in _models(field.annotation) if part.__name__ not in ("Title", "WeekHours")]
        if parts:
            every = ".KEY" if typing.get_origin(field.annotation) is dict else ""
            inner.append((parts[0], f"{path}.{name}{every}" if path else f"{name}{every}"))
            continue
        extra: Any = field.json_schema_extra or {}
        lines.append(f"| `{name}` | {extra.get('unit', '')} | {_default(field.default)} | {field.description or ''} |")
    if lines:
        yield path, lines
    for part, where in inner:
        yield from _rows(part, where)


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "all equal" if len(set(value)) == 1 else ", ".join(f"`{entry}`" for entry in value)
    return f"`{value}`"


def text() -> str:
    """The page as it stands in the file."""
    parts = [HEAD]
    for path, lines in _rows(Scenario, ""):
        heading = f"`[{path}]`" if path else "Top of the file"
        parts.append(f"\n## {heading}\n\n| key | unit | default | meaning |\n|---|---|---|---|")
        parts.extend(lines)
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (HERE / "parameters.md").write_text(text(), encoding="utf-8", newline="\n")
