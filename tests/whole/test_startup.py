"""Starting stays quick: what is slow to import is imported by who needs it, when it is needed."""

import os
import subprocess
import sys

import pytest

import wogsim

SLOW = {"pydantic", "pandas", "scipy.stats", "matplotlib.pyplot", "numba"}
HELP = """
import sys
sys.argv = ["wogsim", "--help"]
from wogsim.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


@pytest.mark.parametrize("start", ["import wogsim", HELP], ids=["import wogsim", "wogsim --help"])
def test_nothing_slow_is_imported(start):
    probe = f"import sys\n{start}\nprint('MODULES', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules = set(done.stdout.rpartition("MODULES")[2].split())
    assert "wogsim" in modules
    assert not modules & SLOW


# A copy of a process that has imported nothing else, for each name.
NAMES = """
import os, wogsim
for name in wogsim.__all__:
    child = os.fork()
    if not child:
        getattr(wogsim, name)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, name
"""


def test_every_name_is_there_as_soon_as_wogsim_is():
    """Each in a process of its own, where nothing else has been imported before."""
    each = [NAMES] if hasattr(os, "fork") else [f"import wogsim; wogsim.{name}" for name in wogsim.__all__]
    for program in each:
        subprocess.run([sys.executable, "-c", program], check=True)
