"""Every command that the README and the other guides name exists, and the README says the same in both languages."""

import re

import pytest

from tests.places import ROOT

GUIDES = [ROOT / "README.md", ROOT / "README.id.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


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


BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


def without_blocks(guide):
    return BLOCK.sub("", guide.read_text("utf-8"))


def headings(guide):
    """Return the depth of each heading, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", without_blocks(guide), re.M)]


def code(guide):
    """Return the fenced blocks, without what is said to people: comments, and the source of a number."""
    said = re.compile(r'\s+#.*$|(?<=source = ").*(?=")', re.M)
    return [(language, said.sub("", block)) for language, block in BLOCK.findall(guide.read_text("utf-8"))]


IN_BOTH = [guide.with_name(guide.name.replace(".id.", ".")) for guide in GUIDES if ".id." in guide.name]


def of(guide):
    """Return the same guide in Indonesian."""
    return guide.with_name(f"{guide.stem}.id.md")


@pytest.mark.parametrize("guide", IN_BOTH, ids=lambda guide: guide.name)
@pytest.mark.parametrize("same", [headings, code])
def test_both_languages_have_the_same(same, guide):
    english, indonesian = same(guide), same(of(guide))
    assert english == indonesian
    assert english or same is code


def test_what_a_class_reads_first_is_there_in_both_languages():
    """Whoever begins in Indonesian is not sent to English for the first step or for a chart."""
    assert {guide.name for guide in IN_BOTH} >= {"README.md", "howto.md", "charts.md"}
    first = (ROOT / "README.id.md").read_text("utf-8")
    for guide in IN_BOTH:
        assert f"(docs/{guide.name})" not in first


@pytest.mark.parametrize("guide", IN_BOTH, ids=lambda guide: guide.name)
def test_both_languages_have_the_same_tables_pictures_and_links(guide):
    english, indonesian = (without_blocks(page) for page in (guide, of(guide)))
    assert len(re.findall(r"^\|", english, re.M)) == len(re.findall(r"^\|", indonesian, re.M))
    links = [re.findall(r"\]\(([^)]+)\)", text) for text in (english, indonesian)]
    there = [[link.replace(".id.", ".") for link in found] for found in links]
    assert there[0] == there[1]


@pytest.mark.parametrize(
    "needed", ["make demo", "make test", r".venv\Scripts\wogsim compare restaurant-permit --out demo-output"]
)
def test_readme_says_how_to_begin(needed):
    assert needed in [line for guide, line in LINES if guide == "README.md"]
