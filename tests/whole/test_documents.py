"""The code in README and docs runs: Python, shell lines that call wogsim, pieces of scenario files.

Each document is read from top to bottom in a directory of its own that holds what its reader has: the shipped scenario
and a copy of it, `my-city.toml`. So that this stays quick, every run takes two replications of one week on one process,
without own cases, with a tenth of the pilot applicants and calendars of one year. A sweep or an explorer takes the
first two values of two axes, and all points of a sweep, a search or an explanation are one world. `wogsim validate` is
called but finds nothing to do, `--precision` is read but not pursued, a cluster is a thread, pictures are made but not
painted, and what draws in a browser is left out of a page.
`make` and `pip` are for `.ci/run`.
"""

import re
import shlex
import shutil
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from matplotlib.figure import Figure
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import wogsim
from tests.places import ROOT
from wogsim import validation
from wogsim.app import serve
from wogsim.cli import run
from wogsim.explorer import bundle
from wogsim.explorer import run as explorer
from wogsim.scenario import reading
from wogsim.scenario.assumptions import ASSUMPTIONS, THEMES
from wogsim.scenario.reading import Loaded
from wogsim.scenario.shipped import scenario_path
from wogsim.staffing import pilot
from wogsim.studies.comparison import run as experiment
from wogsim.studies.sweep import evaluation
from wogsim.studies.sweep import run as sweeps
from wogsim.studies.sweep.grid import Grid
from wogsim.work import parallel
from wogsim.world import opening

PAGES = [ROOT / "README.md", ROOT / "README.id.md", *sorted((ROOT / "docs").glob("*.md"))]
TRANSLATED = [page for page in PAGES if page.name.endswith(".id.md")]  # with the same code, says test_readme.py
DOCUMENTS = [page for page in PAGES if page not in TRANSLATED]
QUICK = {"run.replications": 2, "run.warm_up": "1 day", "run.cohort": "1 week", "run.run_out": "1 day"}
CALL = re.compile(r"(?:\S*/)?wogsim\s+(.*)")
MADE_BY_HAND = "my-city.toml"


def commands(example):
    """Each line that calls wogsim ends well; other programs are not called."""
    for number, line in enumerate(example.parsed.splitlines(), example.line + 1):
        call = CALL.fullmatch(line.removeprefix("$ ").strip())
        if call:
            code = run(shlex.split(call[1], comments=True))
            assert code == 0, f"{example.path}:{number}: '{line}' ended with {code}"


def leaves(tree, path=""):
    for key, value in tree.items():
        row = path == "patterns."  # one that the file has not can only be set as a whole
        if isinstance(value, dict) and not row and not {"value", *value} <= {"value", "source", "range"}:
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def piece_of_scenario(example):
    """A piece of a scenario file fits into the restaurant permit; new tables are added to the reader's own file.

    What has a title and agencies is a whole file.
    """
    own, said = Path(MADE_BY_HAND), tomllib.loads(example.parsed)
    if "title" in said and "agencies" in said.get("world", {}):
        reading.from_tree(said, f"{example.path}:{example.line}")
        return
    wogsim.load("restaurant-permit").change(dict(leaves(said)))
    together = own.read_text("utf-8") + "\n" + example.parsed
    try:
        tomllib.loads(together)
    except tomllib.TOMLDecodeError:
        return  # a table that is there already: another value for it
    own.write_text(together, "utf-8")


SYBIL = Sybil(
    [
        PythonCodeBlockParser(),
        *(CodeBlockParser(language, commands) for language in ("sh", "console")),
        CodeBlockParser("toml", piece_of_scenario),
    ]
)


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """A small world, whatever is asked for, in a directory with the files that a reader has."""
    load, change, checked, grid = reading.load, Loaded.change, experiment.checked, sweeps.grid
    paint, prepared, cells = Figure.savefig, evaluation._prepared, evaluation._cells
    plans, known = {}, {}

    def one_world(version, loaded, engine, whole, point):
        """All points of a search or a sweep are the same world."""
        key = loaded.scenario.levers.patterns
        if key not in plans:
            plans[key] = prepared(version, loaded, engine, whole, point)
        return plans[key]

    def few_cells(version, plan, ground, point, seed, replications):
        key = tuple(row.key for row, _staff in plan.patterns), tuple(replications)
        if key not in known:
            known[key] = cells(version, plan, ground, point, seed, replications)
        return known[key]

    def small(loaded, settings):
        alone = {f"world.clearances.{key}.own_cases": None for key in loaded.scenario.world.clearances}
        return change(loaded, {**settings, **QUICK, **alone})

    def few_values(cut):
        few = (2, 2, *(1 for _axis in cut.axes))
        return Grid(tuple(replace(axis, values=axis.values[:n]) for axis, n in zip(cut.axes, few, strict=False)))

    def saved(figure, target, **how):
        paint(figure, target, **how) if hasattr(target, "write") else Path(target).touch()

    for module in (reading, wogsim):
        monkeypatch.setattr(module, "load", lambda source: load(source).change({}))
    monkeypatch.setattr(Loaded, "change", small)
    monkeypatch.setattr(pilot, "APPLICANTS", 200)
    monkeypatch.setattr(opening, "YEARS_BEYOND", 1)
    monkeypatch.setattr(sweeps, "grid", lambda *asking: few_values(grid(*asking)))
    monkeypatch.setattr(experiment, "checked", lambda *asking: checked(*asking) and None)  # read, and not waited for
    monkeypatch.setattr(evaluation, "_prepared", one_world)
    monkeypatch.setattr(evaluation, "_cells", few_cells)
    monkeypatch.setattr(parallel, "process_count", lambda jobs, tasks: 1)
    monkeypatch.setattr(parallel, "cluster", lambda address: ThreadPoolExecutor(1))
    usual = explorer.asked_or_usual
    monkeypatch.setattr(explorer, "asked_or_usual", lambda *asking, **how: few_values(usual(*asking, **how)))
    monkeypatch.setattr(bundle, "vega", str)  # what draws in a browser
    nothing = validation.Validation((), (), {}, level=0.99, seed=1, engine="simpy")
    monkeypatch.setattr(validation, "validate", create_autospec(validation.validate, return_value=nothing))
    monkeypatch.setattr(serve, "serve", create_autospec(serve.serve))
    monkeypatch.setattr(Figure, "savefig", saved)
    monkeypatch.chdir(tmp_path)
    shipped = scenario_path("restaurant-permit")
    Path("scenarios").mkdir()
    for copy in (Path("scenarios") / shipped.name, Path(MADE_BY_HAND)):
        shutil.copy(shipped, copy)


def run_all(document):
    for example in SYBIL.parse(document).examples():
        example.evaluate()


# Each of these plays the shipped city through many worlds.
LONG = ("breakeven.md", "explain.md", "report.md")
TRIED = [pytest.param(path, marks=[pytest.mark.slow] * (path.name in LONG), id=path.name) for path in DOCUMENTS]


@pytest.mark.parametrize("document", TRIED)
def test_its_code_runs(document, quick):
    run_all(document)


def test_every_assumption_has_a_row_under_its_theme():
    """Names, what they say, keys and neutral values are those of the program, in its order."""
    page, rows = (ROOT / "docs" / "assumptions.md").read_text("utf-8"), []
    for theme in re.split(r"^## ", page, flags=re.M)[1:]:
        title, key = re.match(r"(.*): `(.*)`$", theme.splitlines()[0]).groups()
        assert title.lower() == THEMES[key].lower()
        rows += [(key, *row) for row in re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", theme, re.M)]
    assert [row[:3] for row in rows] == [(one.theme, one.key, one.title) for one in ASSUMPTIONS]
    for (_theme, _key, _title, keys, neutral), assumption in zip(rows, ASSUMPTIONS, strict=True):
        assert re.findall(r"`([^`]+)`", keys) == [path for path, _value in assumption.off]
        assert {in_a_cell(value) for _path, value in assumption.off} == set(re.split(", ", neutral))


def in_a_cell(value):
    """A value as the page shows it."""
    if value is None or value == {}:
        return "absent" if value is None else "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def languages(document):
    """Return the language of every fenced block."""
    return re.findall(r"^```(\w*)$\n(?:(?!^```$).*\n)*^```$", document.read_text("utf-8"), re.M)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_block_says_in_which_language_it_is(document):
    known = {"sh", "console", "python", "toml", "powershell", "text", "bibtex"}
    assert set(languages(document)) <= known
    assert not re.search(r"^ {4}(wogsim|import|pip|make) ", document.read_text("utf-8"), re.M), "code that nobody runs"


@pytest.mark.parametrize(
    "wrong",
    [
        "```sh\nwogsim compare restaurant-permit --agencys 3\n```",
        "```sh\nwogsim fly restaurant-permit\n```",
        "```console\n$ wogsim compare nowhere.toml\n```",
        "```sh\nwogsim compare restaurant-permit --set world.travel.walk=5\n```",
        "```python\nimport wogsim\n\nwogsim.compare(wogsim.load('restaurant-permit'), agencys=3)\n```",
        "```toml\n[world.travel]\nwalk = 5\n```",
        "```toml\n[world.travel]\nwolk = '5 min'\n```",
    ],
)
def test_a_wrong_block_fails(wrong, tmp_path, quick):
    page = tmp_path / "page.md"
    page.write_text(wrong + "\n", "utf-8")
    with pytest.raises((AssertionError, TypeError, wogsim.BadInput)):
        run_all(page)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    missing = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert not missing
