"""The command that writes a small scenario file to begin with."""

from pathlib import Path
from shlex import quote
from typing import Any

from wogsim.cli.options import command
from wogsim.language import _, mark, ngettext


@command(mark("Write a small scenario file to begin with, which runs at once."), "file base agencies clearances lang")
def new(asked: dict[str, Any]) -> None:
    """Write the file, blank or made from a base, and say which commands come next."""
    from wogsim.errors import BadInput
    from wogsim.scenario.blank import AGENCIES, blank_city, made_from
    from wogsim.scenario.reading import load
    from wogsim.scenario.values import MOST_ENTRIES

    path = _place(asked["file"])
    agencies, clearances = asked["agencies"], asked["clearances"]
    if asked["base"] is not None:
        if agencies is not None or clearances is not None:
            raise BadInput(_("--from takes agencies and clearances from its scenario; leave out their numbers"))
        text = made_from(path.stem, load(asked["base"]), path.parent)
    else:
        agencies = agencies or min(AGENCIES, clearances or AGENCIES)
        clearances = clearances or agencies
        if clearances > MOST_ENTRIES or agencies > MOST_ENTRIES:
            text = _("--agencies {agencies} --clearances {clearances}: expected at most {most} of each")
            raise BadInput(text.format(agencies=agencies, clearances=clearances, most=MOST_ENTRIES))
        if clearances < agencies:
            text = _(
                "--agencies {agencies} --clearances {clearances}: each agency has at least one clearance; expected as "
                "many clearances as agencies, or more"
            )
            raise BadInput(text.format(agencies=agencies, clearances=clearances))
        text = blank_city(path.stem, agencies, clearances)
    _write(path, text)
    lines = text.count("\n")
    said = ngettext("{file} is written, {count} line. Next:", "{file} is written, {count} lines. Next:", lines)
    print(said.format(file=path, count=lines))
    for next_one in ("check", "compare"):
        print(f"  wogsim {next_one} {quote(str(path))}")


def _place(name: str) -> Path:
    """Where the file goes, which is free.

    Raises
    ------
    BadInput
        When something is there already, or nothing can be put there.
    """
    from wogsim.errors import BadInput, shows

    path = Path(name if name.endswith(".toml") else f"{name}.toml")
    if not path.stem.strip(". ") or path.stem == ".toml" or path.name.startswith("-") or not shows(name):
        raise BadInput(_("{name!r} is no name for a file; expected one like my-city").format(name=name))
    try:
        there, home = path.exists() or path.is_symlink(), path.parent.is_dir()
    except (OSError, ValueError):
        raise BadInput(_("{name!r} is no name for a file; expected one like my-city").format(name=name)) from None
    if there:
        raise BadInput(_("{file} is there already and is left as it is; choose another name").format(file=path))
    if not home:
        raise BadInput(_("{file}: there is no directory {directory}").format(file=path, directory=path.parent))
    return path


def _write(path: Path, text: str) -> None:
    """Write a file that is not there yet; nothing is left of one that cannot be finished."""
    from wogsim.errors import BadInput

    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BadInput(_("{file}: cannot be written: {reason}").format(file=path, reason=error.strerror)) from error
