"""Every command that the README and the other guides name exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(guide):
    """Return the command lines in a guide's fenced blocks for a shell, without prompts and comments."""
    blocks = re.findall(
        r"^```(?:sh|bash|shell|console|powershell|pwsh)\n(.*?)^```", guide.read_text("utf-8"), re.M | re.S
    )
    lines = [line.strip().removeprefix("$ ").removeprefix("PS> ") for block in blocks for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if line and not line.startswith("#")]


LINES = [(guide.name, line) for guide in GUIDES for line in commands(guide)]


def first_words(program):
    """Return (guide, first word after the program that is no option) for every line that calls it."""
    call = re.compile(rf"^(?:\S*[/\\])?{program}(?:\.exe)?((?:\s+\S+)*)$")
    found = []
    for guide, line in LINES:
        match = call.match(re.sub(r" --lang \w+", "", line))
        words = [word for word in match[1].split() if not word.startswith("-") and "=" not in word] if match else []
        if words:
            found.append((guide, words[0]))
    return sorted(set(found))


@pytest.mark.parametrize(("guide", "target"), first_words("make"))
def test_make_target_exists(guide, target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize(("guide", "name"), first_words("wogsim"))
def test_subcommand_exists(guide, name):
    import typer

    from wogsim.cli import application

    assert name in typer.main.get_command(application()).commands


@pytest.mark.parametrize(
    "needed", ["make demo", "make test", r".venv\Scripts\wogsim compare restaurant-permit --out demo-output"]
)
def test_readme_says_how_to_begin(needed):
    assert needed in [line for guide, line in LINES if guide == "README.md"]
