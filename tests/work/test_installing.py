"""What an advice names is there, and works in this installation."""

import subprocess
import sys
import tomllib

import pytest

from tests.places import ROOT
from wogsim.work import installing

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize("extra", installing.LIBRARIES)
def test_an_advice_names_the_libraries_of_the_extra(extra):
    assert list(installing.LIBRARIES[extra]) == list(libraries_of(extra))


def libraries_of(extra):
    """Its libraries, those of the extras that it brings along included."""
    for wanted in EXTRAS[extra]:
        name, _, others = wanted.partition("[")
        if name == "wogsim":
            for other in others.rstrip("]").split(","):
                yield from libraries_of(other)
        else:
            yield wanted.partition(">")[0]


def test_an_advice_names_this_python(tmp_path, monkeypatch):
    command = installing.command("report")
    assert command.endswith(" -m pip install --upgrade jinja2 xlsxwriter python-pptx")
    python = command.partition(" -m ")[0]
    said = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == sys.prefix
    python = tmp_path / "a place" / "bin" / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    assert str(python) in installing.command("report")
    monkeypatch.chdir(tmp_path)
    assert installing.command("report").startswith("'a place/bin/python' -m pip")


def test_without_pip_it_is_uv_where_there_is_one(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(installing, "find_spec", lambda _name: None)
    monkeypatch.setattr(installing.shutil, "which", lambda _name: "/usr/bin/uv")
    assert installing.command("fast") == f"uv pip install --python {sys.executable} --upgrade numba"


def test_what_the_first_page_uses_is_what_make_demo_installs():
    """Everything that README tells to type after `make demo` works without anything more."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    installed = makefile.partition("$(VENV)/installed:")[2].partition("\n\n")[0]
    assert "--editable '.[fast,report]'" in installed
    for name in ("README.md", "README.id.md"):
        assert "[report]" not in (ROOT / name).read_text("utf-8")


def test_no_advice_names_a_distribution_that_no_index_has():
    """Wogsim is installed from its repository: `pip install wogsim` finds nothing, or somebody else's."""
    pages = [ROOT / "README.md", ROOT / "README.id.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "wogsim").rglob("*.py")]
    for page in pages:
        text = page.read_text("utf-8")
        assert "install wogsim" not in text, page
        assert "wogsim[" not in text, page
