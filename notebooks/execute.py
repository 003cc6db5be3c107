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


def main() -> None:
    """Execute the named lessons, or all of them, in place."""
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else lessons():
        print(path.name, flush=True)
        nbformat.write(executed(nbformat.read(path, as_version=4)), path)


if __name__ == "__main__":
    main()
