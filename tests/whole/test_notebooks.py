"""The lessons run, were run, and say what they say in both languages."""

import re
import sys
from collections.abc import Iterator

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from notebooks.execute import FOLDED, HERE, YOURS, executed, lessons

LESSONS = lessons()
TRANSLATED = [path for path in LESSONS if path.name.endswith(".id.ipynb")]
LARGEST = 700_000  # bytes
MUTE = ("import ", "from ", "guesses = ")  # cells that begin so may have nothing to show
QUOTED = re.compile(r'f?"[^"\n]*"')
BESIDE_COMMANDS = re.compile(r'#.*|""".*?"""|print\(f?".*?\n|.*wogsim\.language import.*|use\("id"\)')
FRESH = """%reset_selective -f .
import os, sys
from wogsim.language import use
sys.modules.pop("lesson", None)
os.environ["WOGSIM_REPLICATIONS"] = "{replications}"
use("en")"""


def read(path):
    return nbformat.read(path, as_version=4)


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(cell):
    """What a cell printed or returned, without pictures."""
    outputs = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "".join(outputs)


def shows(cell):
    """What a cell showed, kind by kind, whatever the numbers in it."""
    return [sorted(output.get("data", {output.output_type: None})) for output in cell.outputs]


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all lessons, since starting one takes longer than a lesson; each finds it empty and in English."""
    manager = KernelManager(kernel_name="python3")
    yield manager
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def run(path, kernel, replications):
    """The lesson in the common kernel, behind a first cell that makes the kernel as good as new."""
    notebook = read(path)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FRESH.format(replications=replications)))
    executed(notebook, kernel)
    notebook.cells.pop(0)
    return notebook


# The quicker lessons run in every test; the translations' commands are the English ones (below).
QUICK = [p for p in LESSONS if p.name.startswith(("01-five", "05-your")) and p not in TRANSLATED]
RUN = [pytest.param(p, marks=[pytest.mark.slow] * (p not in QUICK), id=p.name) for p in LESSONS]


@pytest.mark.parametrize("path", RUN)
def test_lesson_runs_and_shows_what_the_kept_outputs_show(path, kernel):
    notebook = run(path, kernel, 2)
    for anew, kept in zip(code_of(notebook), code_of(read(path)), strict=True):
        assert shows(anew) == shows(kept), kept.source


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_kept_numbers_are_those_of_the_model(path, kernel):
    notebook = run(path, kernel, 10)
    for anew, kept in zip(code_of(notebook), code_of(read(path)), strict=True):
        assert texts(anew) == texts(kept), kept.source


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_outputs_are_kept(path):
    notebook = read(path)
    cells = code_of(notebook)
    assert path.stat().st_size < LARGEST
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)), "run `make notebooks`"
    for cell in cells:
        kinds = {output.get("name", output.output_type) for output in cell.outputs}
        assert kinds <= {"stdout", "display_data", "execute_result"}
        assert kinds or cell.source.startswith(MUTE), cell.source
        assert not re.search(r"/(home|tmp|root|work|Users)/|0x[0-9a-f]{6}", texts(cell))
        for output in cell.outputs:
            assert "image/png" not in output.get("data", {}) or output.metadata["image/png"]["alt"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_code_is_folded_away_but_where_the_reader_writes(path):
    for cell in code_of(read(path)):
        mine, hidden = YOURS in cell.metadata["tags"], cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert mine != hidden
        assert mine or set(cell.metadata["tags"]) >= set(FOLDED)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_a_slider_redraws_a_chart(path):
    for cell in code_of(read(path)):
        if "what_if(" in cell.source:
            assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.name)
def test_translation_runs_the_same_commands(path):
    def prose(quoted):
        """Whether a text is for people: words with spaces that are no value, or what became of a precision."""
        text = quoted.strip('f"')
        return (" " in text and not text[0].isdigit()) or text in ("reached", "tercapai")

    def commands(notebook):
        for cell in code_of(notebook):
            text = BESIDE_COMMANDS.sub("", f"{cell.source}\n")
            text = QUOTED.sub(lambda found: '"..."' if prose(found[0]) else found[0], text)
            yield re.sub(r"\s+", " ", text).strip()

    english = read(path.with_name(path.name.replace(".id.", ".")))
    assert list(commands(read(path))) == list(commands(english))


class TestSliders:
    @pytest.fixture
    def lesson(self, monkeypatch):
        monkeypatch.syspath_prepend(str(HERE))
        monkeypatch.delenv("WOGSIM_STATIC", raising=False)
        import lesson

        return lesson

    def test_move_what_is_run(self, lesson):
        seen = []
        panel = lesson.what_if(lambda agencies: seen.append(agencies), {"agencies": 6}, agencies=range(2, 13))
        panel.children[0].value = 9
        panel.manual_button.click()
        assert seen == [6, 9]

    def test_example_is_shown_without_ipywidgets(self, lesson, monkeypatch):
        monkeypatch.setitem(sys.modules, "ipywidgets", None)
        seen = []
        assert lesson.what_if(lambda agencies: seen.append(agencies), {"agencies": 6}, agencies=[6, 7]) is None
        assert seen == [6]

    def test_kept_outputs_have_none(self, lesson, monkeypatch):
        monkeypatch.setenv("WOGSIM_STATIC", "1")
        assert lesson.what_if(lambda agencies: None, {"agencies": 6}, agencies=[6, 7]) is None
        assert not [c for path in LESSONS for c in code_of(read(path)) if "widget" in str(c.outputs)]
