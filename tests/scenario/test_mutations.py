"""Scenario files that were changed at random: each is read, or refused in sentences that say where and what."""

import re
import signal
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.mutations import mutated, toml, written
from tests.places import DATA, TINY, TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput, Problem
from wogsim.language import using
from wogsim.scenario.reading import load
from wogsim.scenario.shipped import scenario_names, scenario_path

FEW, MANY = range(40), range(40, 2000)  # in every run of the tests, and on demand
SHIPPED = [scenario_path(name) for name in scenario_names()]
OTHERS = sorted(DATA.glob("*.toml"))
LONGEST = 20  # seconds for one file
# What Python, pydantic and its like say where nobody has said it in our words.
LIBRARY = re.compile(
    r"Input should|Value error|unable to parse|pydantic|validation error|NoneType|object has no|Extra inputs"
    r"|Field required|unexpected keyword|0x[0-9a-f]{6}|Errno|codec|invalid literal|<class|not supported between"
    r"|datetime\.|Traceback",
    re.IGNORECASE,
)


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """End what takes longer, where the system can."""

    def end(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"not ready after {seconds} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refused(file: Path) -> BadInput | None:
    """How a file is refused, if it is; whatever else happens ends the test."""
    with within(LONGEST), warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            load(file)
        except BadInput as error:
            return error
    return None


def badly_said(error: BadInput, file: Path) -> list[str]:
    """Lines of a refusal that do not name the file and the key, command a screen, or are not in our words."""
    text = str(error)
    bad = [line for line in map(str, error.args) if str(file) not in line]
    bad += [str(part) for part in error.args if isinstance(part, Problem) and not (part.key and part.expected)]
    bad += [line for line in text.splitlines() if not line.replace("\t", "").isprintable() or not line.strip()]
    return bad + [line for line in text.splitlines() if LIBRARY.search(line)]


def tried(path: Path, numbers: range, directory: Path) -> Iterator[Path]:
    """Mutations of a file that are not refused; those that are, are refused well, and nothing is left beside them."""
    text, file = path.read_bytes(), directory / "mutated.toml"
    for number in numbers:
        seed = f"{path.name} {number}"
        file.write_bytes(mutated(text, seed))
        with using("id" if number % 4 == 0 else "en"):
            error = refused(file)
        assert error is None or not badly_said(error, file), seed
        if error is None:
            yield file
    assert list(directory.iterdir()) == [file]


@pytest.mark.parametrize("numbers", [FEW, pytest.param(MANY, marks=pytest.mark.slow)], ids=["few", "many"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_mutated_file_is_read_or_refused_in_sentences(path, numbers, tmp_path):
    read = sum(1 for _file in tried(path, numbers, tmp_path))
    assert 0 < read < len(numbers)  # the mutations are neither nothing nor noise


@pytest.mark.slow
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_so_are_the_files_of_tests(path, tmp_path):
    assert any(tried(path, range(1000), tmp_path))


@pytest.mark.usefixtures("loosely_known")
@pytest.mark.parametrize("numbers", [range(25), pytest.param(MANY, marks=pytest.mark.slow)], ids=["few", "many"])
@pytest.mark.parametrize("path", [TINY, TWO_AGENCIES], ids=["tiny", "two-agencies"])
def test_what_is_read_can_be_checked_or_is_refused_in_sentences(path, numbers, tmp_path, capsys):
    """Where people work and what will be run is found out before any run."""
    for number, file in enumerate(tried(Path(path), numbers, tmp_path)):
        with within(6 * LONGEST):
            code = run(["show" if number % 3 == 0 else "check", str(file)])
        said = capsys.readouterr()
        assert code in (0, 2), file.read_text("utf-8")
        assert bool(code) == said.err.startswith("Error: ")
        assert not LIBRARY.search(said.err)


def test_the_writer_of_mutations_writes_what_it_is_given(tmp_path):
    """Else all mutations would be refused for one reason."""
    for path in (*SHIPPED, *OTHERS):
        tree = tomllib.loads(path.read_text("utf-8"))
        assert tomllib.loads(written(tree)) == tree
        file = tmp_path / path.name
        file.write_text(written(tree), "utf-8")
    assert toml({"a b": [1, True, float("nan"), "\x7f"]}) == '{"a b" = [1, true, nan, "\\u007f"]}'


LONG = "9223372036854775808"
# What mutations have found: values, and what is said of them now.
FOUND = [
    ({"world.travel.walk": f"{LONG} min"}, f"walk = '{LONG} min': {LONG} has more digits than any scenario needs"),
    ({"world.travel.walk": "0.12345678901234567 min"}, "0.12345678901234567 has more digits than any scenario needs"),
    ({"world.agencies": "a", "world.clearances.a1.agency": 5}, "world.agencies = 'a': expected a table"),
    ({"world.travel.\nwalk": "1 min"}, "world.travel.\\nwalk: there is no such key"),
    ({"world.hours.office.friday": "08:00-1\n6:00"}, "'1\\n6:00' is not a time of day"),
    ({"world.start": date(1, 1, 1)}, "world.start = 0001-01-01: expected at least 1900-01-01"),
    ({"world.start": [datetime(2026, 1, 5, 8)]}, "world.start = [2026-01-05 08:00:00]: expected a date"),
    ({"world.agencies.a.counters": True}, "counters = true: expected a whole number"),
    ({"world.citizens.by_hour": [2e6] * 24}, "world.citizens.by_hour.0 = 2000000.0: expected at most 1000000"),
]


@pytest.mark.parametrize(("settings", "expected"), FOUND)
def test_what_mutations_have_found(settings, expected):
    with pytest.raises(BadInput) as error:
        load(TWO_AGENCIES).change(settings)
    assert expected in str(error.value).splitlines()[0]


def test_a_range_beside_a_column_that_is_not_there(tmp_path):
    column = '{ csv = "nowhere.csv", column = "x", unit = "min" }'
    file = tmp_path / "town.toml"
    text = Path(TWO_AGENCIES).read_text("utf-8")
    file.write_text(text.replace('"2 min"', f'{{ value = {column}, range = ["1 min", "3 min"] }}', 1), "utf-8")
    error = refused(file)
    assert error is not None
    assert f"{file}: world.travel.walk" in str(error)
    assert "nowhere.csv" in str(error)
