"""The words of the installed typer, in Indonesian: a new typer that says something else is noticed here."""

import re
from typing import Annotated, Literal

import pytest
import typer

from wogsim.language import mark, using
from wogsim.language.library_words import speak, usage_error

app = typer.Typer(add_completion=False)


@app.callback()
def top(lang: Annotated[str, typer.Option(help=mark("Show this message and exit."))] = "en"):
    """Stand at the top."""


@app.command()
def compare(
    scenario: Annotated[str, typer.Argument()],
    engine: Annotated[Literal["reference", "compiled"], typer.Option()] = "reference",
    replications: Annotated[int, typer.Option(min=1)] = 20,
    seed: Annotated[int, typer.Option()] = ...,  # type: ignore[assignment]
):
    pass


def said(words):
    """Return what is printed for an error of the command line with these words, in Indonesian."""
    with using("id"):
        command = typer.main.get_command(app)
        speak(command)
        with pytest.raises(Exception) as caught:  # noqa: PT011 - typer's classes are private
            command(words, prog_name="wogsim", standalone_mode=False)
        return usage_error(caught.value)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("compare --seed 1", "Argumen 'scenario' belum diisi."),
        ("compare x", "Opsi '--seed' belum diisi."),
        ("compare x --seed one", "Nilai untuk '--seed' tidak sah: harus bilangan bulat"),
        ("compare x --seed 1 --replications 0", "harus paling sedikit 1"),
        ("compare x --seed 1 --engine slow", "'slow' bukan salah satu dari 'reference', 'compiled'."),
        ("compare x --seed 1 --replicatons 2", "Tidak ada opsi --replicatons (Mungkin maksudnya: --replications)"),
        ("compare x y --seed 1", "Ada kata yang berlebih (y)"),
        ("compare x --seed", "Opsi '--seed' memerlukan nilai."),
        ("compre x", "Tidak ada perintah 'compre'. Maksud Anda 'compare'?"),
        ("fly", "Tidak ada perintah 'fly'."),
    ],
)
def test_errors(words, expected):
    text = said(words.split())
    assert expected in text
    assert text.startswith(("Cara pakai: wogsim ", "Kesalahan: "))  # typer does not always know the command
    for english in ("Usage", "OPTIONS", "Error", "Try"):
        assert english not in text


def shown(capsys):
    """Return what was printed, without colours, frames and line breaks, which depend on the terminal."""
    return " ".join(re.sub(r"\x1b\[[\d;]*m|│", "", capsys.readouterr().out).split())


@pytest.mark.parametrize("words", [["--help"], ["compare", "--help"]])
def test_help(words, capsys):
    with using("id"):
        command = typer.main.get_command(app)
        speak(command)
        command(words, prog_name="wogsim", standalone_mode=False)
    text = shown(capsys)
    for indonesian in ("Cara pakai: ", "[OPSI]", "Opsi", "Tampilkan pesan ini"):
        assert indonesian in text
    for english in ("Usage", "Options", "Arguments", "Commands", "[default", "[required]", "Show this"):
        assert english not in text


def test_back_to_english(capsys):
    command = typer.main.get_command(app)
    speak(command)
    command(["compare", "--help"], prog_name="wogsim", standalone_mode=False)
    text = shown(capsys)
    for english in ("Usage: ", "Options", "Arguments", "[default: 20]", "[required]", "Show this message and exit."):
        assert english in text
