"""`wogsim show`: how each clearance goes under each pattern."""

import re
from pathlib import Path

import pytest

from tests.places import SMALL_TOWN, TINY
from wogsim.cli import run


@pytest.fixture
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.usefixtures("_wide")
class TestClearanceByClearance:
    def test_a_table_for_each_pattern(self, capsys):
        assert run(["show", "restaurant-permit"]) == 0
        said = capsys.readouterr().out
        tables = said.split(", clearance by clearance")
        assert len(tables) == 10  # five patterns and the four rows of the file
        assert re.search(r"PBG\) +visit +at the agency +the agency's head +taken after Environmental", tables[1])
        assert re.search(r"PBG\) +visit +at home +the agency's head", tables[2])
        assert re.search(r"PBG\) +decide +in the unit +the unit's head, with the permit", tables[3])
        assert "papers" not in tables[3]
        assert re.search(r"PBG\) +forward +at home +the agency's head +wait at the front for Environmental", tables[4])
        assert re.search(r"SLHS\) +automate, in 90.% of cases +by the system +nobody", tables[5])
        assert re.search(r"\n +forward, in 10.% of cases +at the agency +the agency's head", tables[5])
        assert "while its counters stand in the centre" in tables[2]

    def test_in_indonesian(self, capsys):
        assert run(["show", TINY, "--lang", "id"]) == 0
        said = capsys.readouterr().out
        assert "per persetujuan teknis" in said
        assert "pimpinan instansi" in said
        assert "clearance by clearance" not in said

    def test_in_some_cases(self, capsys, tmp_path):
        text = Path(SMALL_TOWN).read_text("utf-8")
        file = tmp_path / "cases.toml"
        file.write_text(
            text.replace("[levers]\ndelegated = 0.5", "[levers]\ndelegated = 0.25\ngrant.by = 'case'"), "utf-8"
        )
        assert run(["show", str(file)]) == 0
        said = capsys.readouterr().out
        assert re.search("decide, in 25.% of cases", said)
        assert re.search("forward, in 75.% of cases", said)
