"""How what is missing gets into this very installation: libraries that only some commands need."""

import os
import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

# By the extra of pyproject.toml.
LIBRARIES = {
    "fast": ("numba",),
    "cluster": ("distributed",),
    "report": ("jinja2", "xlsxwriter", "python-pptx"),
    "explorer": ("altair", "vl-convert-python", "jinja2"),
    "app": ("nicegui", "segno", "altair", "vl-convert-python", "jinja2", "numba"),
}


def command(extra: str) -> str:
    """What to type for it: it names this Python and the libraries, so that it works wherever wogsim came from."""
    if find_spec("pip") is None and (uv := shutil.which("uv")):
        words = [Path(uv).name, "pip", "install", "--python", _python()]
    else:
        words = [_python(), "-m", "pip", "install"]
    return " ".join(_quoted(word) for word in (*words, "--upgrade", *LIBRARIES[extra]))


def _python() -> str:
    """The Python that runs, as it is called from the working directory."""
    python = Path(sys.executable or "python")
    try:
        return str(python.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(python)


def _quoted(word: str) -> str:
    if os.name != "nt":
        return shlex.quote(word)
    return f'"{word}"' if " " in word else word
