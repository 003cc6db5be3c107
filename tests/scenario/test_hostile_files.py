"""Files that were written to harm: they end within seconds, and nothing in them commands a screen."""

import os
import sys
import time
from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.scenario.reading import load, read_setting

GOOD = TWO_AGENCIES
ABOUT = 'about = {en="Mini", id="Mini"}\n'
TITLE = 'title = {en="Mini", id="Mini"}'


def text(old="", new=""):
    whole = Path(GOOD).read_text(encoding="utf-8").replace(ABOUT, "")
    assert old in whole
    return whole.replace(old, new, 1)


def said(file):
    with pytest.raises(BadInput) as refused:
        load(file)
    return str(refused.value)


# Dots that are in no key: they nest nothing.
DOTS = {
    "in a list": ("by_hour = [", "by_hour = [\n  " + "0.5, " * 23 + "0.5]\n# x = ["),
    "in a comment": ("[world]", "# " + "." * 60 + " my city\n[world] # a.b" + ".c" * 60),
    "in a text": (TITLE, f'{TITLE}\nabout = """\n{"1. " * 40}\n= {"x." * 40}"""'),
    "in a quoted text": (TITLE, f"{TITLE}\nabout = '{'a.' * 40}= '"),
}


@pytest.mark.parametrize("where", DOTS)
def test_dots_that_are_in_no_key(where, tmp_path):
    old, new = DOTS[where]
    file = tmp_path / "dots.toml"
    file.write_text(text(old, new), encoding="utf-8")
    assert load(file).scenario.world.agencies


@pytest.mark.parametrize(
    "deep",
    [
        '["="' + ".a" * 400_000 + "]",
        "x = {'=' = {a" + ".a" * 400_000 + " = 1}}",
        'a = """x""" \n"#"' + " . a" * 200_000 + " = 1",
        "x = '''\n'''\n" + '"a".' * 200_000 + "a = 1",
        '"' + '\\"' * 400_000,
    ],
    ids=["a quoted key", "an inline key", "a key with spaces", "quoted keys", "an endless text"],
)
def test_keys_that_no_parser_should_see(deep, tmp_path):
    file, begin = tmp_path / "deep.toml", time.monotonic()
    file.write_text(deep, encoding="utf-8")
    assert "nested more deeply" in said(file) or "not closed" in said(file)
    assert time.monotonic() - begin < 10


def test_numbers_that_no_word_of_a_computer_holds(tmp_path):
    file = tmp_path / "long.toml"
    file.write_text(text("agencies = 2\n", f"agencies = 0x{'f' * 5000}\n"), encoding="utf-8")
    assert f"{file}: levers.agencies: has more digits" in said(file)
    assert run(["check", str(file)]) == 2
    assert run(["check", GOOD, "--set", f"run.seed=0x{'f' * 5000}"]) == 2


def test_more_errors_than_anybody_reads(tmp_path):
    file, begin = tmp_path / "many.toml", time.monotonic()
    file.write_text("".join(f"k{i} = 1\n" for i in range(60_000)), encoding="utf-8")
    told = said(file).splitlines()
    assert len(told) == 51
    assert told[-1] == f"{file}: and 59951 more"  # the world that is missing, too
    assert time.monotonic() - begin < 10


def test_settings_as_deep_as_a_well():
    for setting in ("a" + ".a" * 50_000 + "=1", "run.seed={'=' = {a" + ".a" * 50_000 + " = 1}}"):
        with pytest.raises(BadInput, match="PATH=VALUE"):
            read_setting(setting)


@pytest.mark.parametrize(
    "sign", ["\\u001b[31m", "\\r", "\\u0085", "\\u2028", "\\u2029", "\\u202e", "\\u0007", "\\u007f"]
)
def test_signs_that_are_commands(sign, tmp_path):
    file = tmp_path / "commands.toml"
    for old, new, key in (
        (TITLE, f'title = "Mini{sign}"', "title"),
        (TITLE, f'{TITLE}\nabout.en = "Mini{sign}"', "about.en"),
        (TITLE, f'{TITLE}\n"{sign}" = 1', ""),
        (
            "far_share = 0.2",
            f'far_share = {{value = 0.2, source = "A paper{sign}"}}',
            "world.citizens.far_share.source",
        ),
    ):
        file.write_text(text(old, new), encoding="utf-8")
        message = said(file)
        assert f"{file}: {key}" in message
        assert all(one.isprintable() or one == "\n" for one in message)


@pytest.mark.parametrize("title", ["one\\ntwo", "one\\ttwo", "   "])
def test_titles_that_are_no_line(title, tmp_path):
    file = tmp_path / "lines.toml"
    file.write_text(text(TITLE, f'title = "{title}"'), encoding="utf-8")
    assert f"{file}: title = " in said(file)


def test_a_description_may_have_lines(tmp_path):
    file = tmp_path / "lines.toml"
    file.write_text(text(TITLE, f'{TITLE}\nabout = "one\\ntwo"'), encoding="utf-8")
    assert load(file).scenario.about.en == "one\ntwo"


def test_nothing_that_was_written_elsewhere_commands_a_screen(tmp_path, capfd):
    escape = "\x1b[31m"
    (tmp_path / "raw.toml").write_text(f'x = "{escape}"\n', encoding="utf-8")
    (tmp_path / f"name{escape}.toml").write_text(text(), encoding="utf-8")
    assert "rename the file" in said(tmp_path / f"name{escape}.toml")
    for line in (
        ["check", str(tmp_path / "raw.toml")],
        ["check", str(tmp_path / f"name{escape}.toml")],
        ["check", GOOD, "--lang", escape],
        ["show", GOOD, f"--{escape}"],
        [escape],
        ["compare", GOOD, "--pattern", escape],
        ["compare", GOOD, "--set", f"{escape}.x=1"],
        ["compare", GOOD, "--set", f'levers.patterns="{escape}"'],
        ["new", str(tmp_path / f"x{escape}" / "y")],
    ):
        assert run(line) == 2, line
        heard = capfd.readouterr()
        assert "\x1b" not in heard.err + heard.out, line


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
def test_names_that_are_no_text(tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"name-\xff.toml")
    Path(name).write_text(text(), encoding="utf-8")
    for command in ("check", "report -o r.html", "sweep --agencies 1,2 --out o", "compare --out o", "new n --from"):
        word, *others = command.split()
        line = [word, *others, name] if word == "new" else [word, name, *others]
        assert run(line) == 2
        assert "Error: 'name-\\udcff.toml': the file's name" in capfd.readouterr().err
    assert run(["new", name]) == 2
    assert "is no name for a file" in capfd.readouterr().err
    assert run(["compare", GOOD, "--set", f"title={name}"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == [name]
