"""Run the lessons anew and keep what they show: `make notebooks`; or name some after `python notebooks/execute.py`.

What is kept depends on nothing but the lesson, wogsim and the seed: no times, no widgets' state, no machine's paths.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

HERE = Path(__file__).parent
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
FOLDED, YOURS = ("hide-input", "remove_input"), "yours"  # tags of cells to be read only, and to be written in
PATIENCE = 1200  # seconds for one cell


def lessons() -> list[Path]:
    """Return the notebooks, in the order of the lessons."""
    return sorted(HERE.glob("*.ipynb"))


def executed(notebook: NotebookNode, kernel: KernelManager | None = None) -> NotebookNode:
    """Return the notebook with the outputs of a run, in a kernel of its own or in a given one that stays alive.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        Where a cell fails; with the cell and its error.
    """
    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=PATIENCE,
        kernel_name=KERNEL["name"],
        resources={"metadata": {"path": str(HERE)}},
        record_timing=False,
        coalesce_streams=True,
    )
    client.execute(env={**os.environ, "WOGSIM_STATIC": "1"})
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    return notebook


def folded(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with its code folded away, in editors and in pages made of it, but where the reader writes.

    Editors fold by ``source_hidden``, pages of nbconvert and Jupyter Book leave out what has one of the tags.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and YOURS not in cell.metadata.get("tags", []):
            cell.metadata = nbformat.from_dict({"jupyter": {"source_hidden": True}, "tags": list(FOLDED)})
    return notebook


def main() -> None:
    """Execute the named lessons, or all of them, in place."""
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else lessons():
        print(path.name, flush=True)
        nbformat.write(folded(executed(nbformat.read(path, as_version=4))), path)


if __name__ == "__main__":
    main()
