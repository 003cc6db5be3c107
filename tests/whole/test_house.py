"""Rooms and their direction: no circle between any two modules, and a study is one folder and one row of a table."""

import re
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter

import grimp

from tests.places import ROOT, TINY

# The one place that looks charts and pages up for results; see its docstring and the contracts in pyproject.toml.
LOOKED_UP = {("wogsim.studies.shown", "wogsim.charts"), ("wogsim.studies.shown", "wogsim.report")}
FILE = re.compile(r"^  `(wogsim/[\w/]+\.py)`\n\n  ```python\n(.*?)^  ```", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^ +(\"busiest\": .*)$", re.MULTILINE)


def test_no_circle_between_any_two_modules():
    """Imports inside functions and for types only count too; a package and its modules are modules as well."""
    graph = grimp.build_graph("wogsim", cache_dir=None)
    imports = {
        module: {other for other in graph.find_modules_directly_imported_by(module) if (module, other) not in LOOKED_UP}
        for module in graph.modules
    }
    assert len(imports) > 100
    tuple(TopologicalSorter(imports).static_order())  # raises CycleError, which names the circle


def test_what_is_excepted_is_there():
    graph = grimp.build_graph("wogsim", cache_dir=None)
    for importer, imported in LOOKED_UP:
        assert graph.direct_import_exists(importer=importer, imported=imported)


def test_a_study_is_one_folder_and_one_row(tmp_path):
    """The smallest one, as CONTRIBUTING shows it, put into a copy of the package: a command within the contracts."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    shutil.copytree(ROOT / "wogsim", tmp_path / "wogsim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    files = FILE.findall(page)
    assert len(files) == 3
    for name, code in files:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(re.sub(r"^  ", "", code, flags=re.MULTILINE), "utf-8")
    (path.parent / "__init__.py").touch()
    table = tmp_path / "wogsim" / "cli" / "studies.py"
    (row,) = ROW.findall(page)
    table.write_text(table.read_text("utf-8").replace("STUDIES = {\n", f"STUDIES = {{\n    {row}\n"), "utf-8")

    def run(*command):
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    done = run(sys.executable, "-c", "import wogsim.cli as c; c.main()", "busiest", str(TINY), "--set", "run.seed=2")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(
        r"The busiest pool has work for so much of its time: One-roof [\d.]+\s% and One-door [\d.]+\s%\.\n", done.stdout
    )
    assert "busiest" in run(sys.executable, "-c", "import wogsim.cli as c; c.main()", "--help").stdout
    kept = run(sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache")
    assert "0 broken" in kept.stdout, kept.stdout + kept.stderr
