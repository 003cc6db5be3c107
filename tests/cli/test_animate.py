"""`wogsim animate`: what it writes and refuses."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.places import SMALL_TOWN
from wogsim.cli import run


class TestCommand:
    def test_command_writes_a_bounded_gif_again_the_same(self, tmp_path, capsys):
        paths = [tmp_path / name for name in ("one.gif", "two.gif")]
        asked = ["animate", SMALL_TOWN, "--pattern", "one-roof", "--pattern", "one-door", "-o"]
        assert run([*asked, str(paths[0])]) == 0
        assert "one.gif" in capsys.readouterr().out
        assert run([*asked, str(paths[1]), "--quiet"]) == 0
        assert capsys.readouterr().out == ""
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert paths[0].stat().st_size < 5_000_000
        assert sorted(tmp_path.iterdir()) == paths
        with Image.open(paths[0]) as picture:
            assert picture.size == (1280, 720)
            assert picture.n_frames > 100
            length = 0
            for number in range(picture.n_frames):
                picture.seek(number)
                length += picture.info["duration"]
        assert length < 30_000

    @pytest.mark.parametrize(
        ("out", "message"),
        [
            ("a.png", "expected a name that ends in .gif"),
            ("none/a.gif", "a.gif: there is no directory"),
            ("d.gif", "d.gif: is a directory"),
        ],
    )
    def test_where_it_cannot_go(self, tmp_path, capsys, out, message):
        (tmp_path / "d.gif").mkdir()
        assert run(["animate", SMALL_TOWN, "-o", str(tmp_path / out)]) == 2
        said = capsys.readouterr().err
        assert message in said
        assert "-o " in said

    def test_a_morning_without_a_citizen(self, tmp_path, capsys):
        out = str(tmp_path / "a.gif")
        assert run(["animate", SMALL_TOWN, "-o", out, "--set", "world.citizens.need=0.0001 per week"]) == 2
        assert "run.cohort = '1 week': nobody's need arises in this window" in capsys.readouterr().err
        assert not list(tmp_path.iterdir())
