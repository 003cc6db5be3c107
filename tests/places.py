"""Where the repository's files are: the one place that knows how deep a test lies in its folder."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DATA = ROOT / "tests" / "data"
# As on a command line.
TINY = str(DATA / "tiny.toml")
TWO_AGENCIES = str(DATA / "two-agencies.toml")
SMALL_TOWN = str(DATA / "small-town.toml")
