"""Write docs/parameters.md and docs/glossary.md from what the program says, and the results in docs/validation.md.

`make schema` writes the first two and finds the lines that docs/walk.md links to, `make validation` writes the last.
"""

from __future__ import annotations

import re
import sys
import tomllib
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from wogsim.language import _, using
from wogsim.measures.summary import BY_NAME
from wogsim.scenario.completing import FILLED
from wogsim.scenario.file import Scenario
from wogsim.scenario.names import PATTERN_TITLES
from wogsim.validation import Validation, validate
from wogsim.validation.beside import RATIO_DIGITS, summary, world_title
from wogsim.validation.evidence import Published, not_held, said

HERE = Path(__file__).parent
CODE_LINK = re.compile(r"\[`(?P<code>[^`]+)`\]\((?P<path>\.\./wogsim/[\w/.]+)#L\d+\)")
HEAD = """# Parameters

Every key of a scenario file: its unit, its default, its meaning. Made from the code by `make schema`; not to be edited.

A time is written as people say it: `"12 min"`, `"1.5 hours"`, `"3 working days"`, `"2 years"` (of 365 days), or as a
distribution: `"exponential(12 min)"`, `"lognormal(mean 12 min, cv 0.5)"`, `"gamma(mean 12 min, cv 0.5)"`,
`"triangular(5 min, 10 min, 30 min)"`, `"uniform(5 min, 10 min)"`, `"normal(mean 12 min, sd 4 min)"` (cut at zero,
which makes its mean a little longer), `"mixture(0.3: 0 min, 0.7: exponential(20 min))"` (three in ten take no time),
`"empirical(5, 8, 21 min)"` (observed times, each as likely as the others), or a column of such times:
`{ csv = "times.csv", column = "minutes", unit = "min" }`. Parameters are kept as written; only draws become whole
seconds. A rate: `"15 per day"`, `"4 per working day"`, or per open hour, hour, week, month or year. A share: `0.2` or
`"20 %"`. Hours of a day: `"08:00-12:00, 13:00-16:00"`; of a week: `"mon-thu 08:00-15:00; fri 08:00-11:00"`. A list
of one may be a word. Any number may carry its source and a plausible range:

```toml
[world.travel]
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
        parts = [part for part in _models(field.annotation) if part.__name__ not in ("Title", "WeekHours", "Default")]
        if parts:
            origin, key = typing.get_origin(field.annotation), field.alias or name
            where = f"{path}.{key}".lstrip(".") + (".KEY" if origin is dict else "")
            inner.append((parts[0], f"[{where}]" if origin is tuple else where))
            continue
        extra: Any = field.json_schema_extra or {}
        default = "" if name in FILLED else _default(field.default)
        row = f"`{field.alias or name}`", extra.get("unit", ""), default, field.description or ""
        lines.append(f"| {' | '.join(row)} |")
    if lines:
        yield path, lines
    for part, where in inner:
        yield from _rows(part, where)


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None or value in ((), {}) or isinstance(value, BaseModel):
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


GLOSSARY_HEAD = """# Glossary / Glosarium

One word for one thing. Made by `make schema` from `glossary.toml` and from what the program calls its measures and
patterns; not to be edited.

Satu kata untuk satu hal. Dibuat oleh `make schema` dari `glossary.toml` dan dari nama ukuran dan pola di dalam program;
jangan diubah di sini.
"""


def _in_both(word: str | list[str]) -> list[str]:
    """A word in English and Indonesian: as written, or as the program names it."""
    if isinstance(word, list):
        return word
    known = BY_NAME[word].title if word in BY_NAME else PATTERN_TITLES.get(word, word)
    with using("id"):
        indonesian = _(known)
    if indonesian == known:
        raise KeyError(f"glossary.toml: the program has no '{word}'; write a pair")
    return [known.lower(), indonesian.lower()]


def glossary() -> str:
    """The glossary as it stands in the file."""
    parts = [GLOSSARY_HEAD]
    for section in tomllib.loads((HERE / "glossary.toml").read_text("utf-8"))["section"]:
        rows = [[*_in_both(word), *meanings] for word, *meanings in section["words"]]
        parts.append(f"## {' / '.join(section['title'])}\n\n{_table('| English | Indonesia | meaning | arti |', rows)}")
    return "\n".join(parts)


MARKS = "<!-- made by `make validation`, not to be edited -->\n", "<!-- end -->\n"


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    lines = [head, "|---" * head.count(" | ") + "|---|", *("| " + " | ".join(row) + " |" for row in rows)]
    return "\n".join(lines) + "\n"


def results(found: Validation) -> str:
    """All tables of a validation."""
    compared = (
        (
            row.title,
            f"{row.quantity}, {row.unit}",
            *(f"{value:.4f}" for value in (row.expected, row.simulated, row.low, row.high)),
            row.verdict,
            row.source,
        )
        for row in found.rows
    )
    published = (
        (
            f"{figure.fact.office} {figure.fact.period}".strip(),
            f"{figure.fact.metric}, {figure.fact.unit}",
            figure.fact.text,
            f"{figure.value * figure.fact.parts:.4f}",
            figure.by,
            " to ".join(f"{value * figure.fact.parts:.4g}" for value in (figure.simulated.low, figure.simulated.high))
            if figure.simulated
            else "",
            figure.verdict,
        )
        for figure in found.figures
    )
    head = "| queue | what | expected | simulated | from | to | verdict | source |"
    second = "| office | figure | published | formula | worked out by | simulated | verdict |"
    return f"{_table(head, compared)}\n{_table(second, published)}\n{evidence(found)}"


def evidence(found: Validation) -> str:
    """Published changes beside the model's, what each miss means, and what cannot be compared."""
    head = (
        "| office | what changed | published | ratio | worlds | model | ratio | from | to | direction | size | source |"
    )
    compared = (
        (
            _office(one.row),
            f"{one.row.changed['en']} ({one.row.kind})",
            f"{said(one.row.before)} → {said(one.row.after)} {one.row.unit}",
            said(one.row.ratio, RATIO_DIGITS),
            " → ".join(map(world_title, one.worlds)),
            f"{one.before.mean:.1f} → {one.after.mean:.1f}",
            *(f"{value:.2f}" for value in one.ratio[:3]),
            one.direction or "–",
            one.size or "–",
            one.row.source,
        )
        for one in found.evidence
    )
    missed = "".join(
        f"- {_office(one.row)}, {' → '.join(map(world_title, one.worlds))}: {one.what_it_means}\n"
        for one in found.evidence
        if one.missed
    )
    left = ((_office(row), f"{row.changed['en']} ({row.kind})", row.not_held["en"], row.source) for row in not_held())
    table = _table("| office | what was published | why it is not compared | source |", left)
    return f"{_table(head, compared)}\n{summary(found.evidence)}\n\nWhat the misses mean:\n\n{missed}\n{table}"


def _office(row: Published) -> str:
    return ", ".join(filter(None, (row.place["en"], row.year)))


def with_results(page: str, tables: str) -> str:
    """The page with other results between its marks."""
    before, rest = page.split(MARKS[0])
    return f"{before}{MARKS[0]}\n{tables}\n{MARKS[1]}{rest.split(MARKS[1])[1]}"


def walked(page: str) -> str:
    """The page with every link to a line of code leading to where that code stands.

    Raises
    ------
    ValueError
        When it stands nowhere in its file, or more than once.
    """

    def found(link: re.Match[str]) -> str:
        code, path = link["code"], link["path"]
        lines = [n for n, line in enumerate((HERE / path).read_text("utf-8").splitlines(), 1) if code in line]
        if len(lines) != 1:
            raise ValueError(f"{path}: {code!r} stands in {len(lines)} lines; expected 1")
        return f"[`{code}`]({path}#L{lines[0]})"

    return CODE_LINK.sub(found, page)


if __name__ == "__main__":
    if sys.argv[1:] == ["validation"]:
        page = HERE / "validation.md"
        page.write_text(with_results(page.read_text("utf-8"), results(validate())), encoding="utf-8", newline="\n")
    else:
        walk = walked((HERE / "walk.md").read_text("utf-8"))
        for name, made in (("parameters.md", text()), ("glossary.md", glossary()), ("walk.md", walk)):
            (HERE / name).write_text(made, encoding="utf-8", newline="\n")
