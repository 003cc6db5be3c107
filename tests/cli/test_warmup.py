"""`wogsim warmup`: what it prints and draws."""

from tests.places import TWO_AGENCIES
from wogsim.cli import run


class TestCommand:
    def test_prints_and_draws(self, tmp_path, capsys):
        asked = ["warmup", TWO_AGENCIES, "--replications", "4", "--pattern", "one-roof", "--pattern", "one-door"]
        assert run([*asked, "--set", "run.warm_up=1 week", "--out", str(tmp_path / "w.png")]) == 0
        out = " ".join(capsys.readouterr().out.split())
        assert "the warm-up of 7 days" in out
        assert {path.name for path in tmp_path.iterdir()} == {"w.png", "w.svg"}
