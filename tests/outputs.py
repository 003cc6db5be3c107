"""Everything the command line writes and prints for small worlds and the shipped scenario, to compare two versions.

    python -m tests.outputs before --wogsim ../old/.venv/bin/wogsim
    python -m tests.outputs after
    python -m tests.outputs before after

The first two write a directory each, the third says where they differ. For changes that must change nothing: every
table, picture, page, moving picture, store and message is compared byte for byte.
"""

import argparse
import filecmp
import os
import shlex
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DATA = Path(__file__).parent / "data"
SMALL = ("tiny", "two-agencies", "own-rows", "busy", "always-open")
SHIPPED = "restaurant-permit"

# {world} is a file's name or a shipped scenario's; every directory and file is named after its command.
COMMANDS = {
    "check": "check {world}",
    "show": "show {world}",
    "compare": "compare {world} --out compare --charts all --cases --log --replications 3 --jobs 1",
    "precise": "compare {world} --precision 0.2 --max-replications 12 --authority 0.5 --seed 2 --out precise",
    "one": "compare {world} --replications 1 --preset neutral+travel",
    "journey": "journey {world} --out journey --all",
    "journey-2": "journey {world} --case 2 --out journey-2 --preset neutral",
    "sweep": "sweep {world} --out sweep --agencies 1..2 --authority 0,0.5,1 --replications 2",
    "sweep-path": "sweep {world} --out sweep-path --vary world.citizens.need='4:8:4 per day'"
    " --replications 3 --engine simpy",
    "breakeven": "breakeven {world} --out breakeven --agencies 1,2 --replications 3",
    "explain": "explain {world} --out explain --replications 2 --order ways,papers --top 5",
    "explain-of": "explain {world} --out explain --replications 2 --order ways,papers --of one-roof --measure trips",
    "report": "report {world} -o report.html --xlsx tables.xlsx --replications 3",
    "animate": "animate {world} -o queue.gif --pattern one-roof",
    "explorer": "explorer {world} -o explorer.html --store explorer --agencies 1,2 --delegated 0,1 --replications 2",
    "warmup": "warmup {world} --out warmup --replications 3",
}
BROKEN = (
    "compare nowhere",
    "compare tiny --pattern one-rof",
    "compare tiny --cases",
    "compare tiny --precision 2",
    "compare tiny --max-replications 3",
    "compare {world} --out .",
    "compare {world} --delegated much",
    "journey {world} --case 10000",
    "sweep {world} --out sweep",
    "sweep {world} --out nothing",
    "sweep {world} --out other --agencies 0..3",
    "breakeven {world} --out nothing --vary levers.delegated=0:1:0.5",
    "breakeven {world} --out nothing --replications 1",
    "explain {world} --out nothing --between one-roof --and one-roof",
    "explain {world} --out nothing --measure beauty",
    "report {world}",
    "report {world} -o report.pdf",
    "animate {world} -o queue.png",
    "animate {world} --day 99",
    "warmup {world} --out nowhere/picture",
    "check {world} --set world.start=soon",
    "validate --jobs -1",
    "compute {world}",
)
HELPED = (
    *("", "scenarios", "check", "show", "compare", "journey", "sweep", "breakeven", "explain", "report"),
    *("animate", "explorer", "warmup", "validate"),
)
ONCE = {
    "scenarios": "scenarios",
    "version": "--version",
    "validate": "validate --quick --out validate --jobs 1",
    **{f"help-{command or 'all'}": f"{command} --help".strip() for command in HELPED},
}


def tasks():
    """Where each task runs, its language, and its commands, of which later ones meet the files of earlier ones."""
    for language in ("en", "id"):
        yield f"{language}/once", language, ONCE
        broken = {f"broken-{i:02d}": line.format(world="tiny.toml") for i, line in enumerate(BROKEN)}
        yield f"{language}/broken", language, {"sweep": COMMANDS["sweep"].format(world="tiny.toml"), **broken}
        for world in (*SMALL, SHIPPED) if language == "en" else ("two-agencies", SHIPPED):
            name = world if world == SHIPPED else f"{world}.toml"
            yield f"{language}/{world}", language, {key: line.format(world=name) for key, line in COMMANDS.items()}


def run(program, root, task):
    """The commands of a task in a directory of its own, what they print beside what they write."""
    where, language, commands = task
    directory = root / where
    directory.mkdir(parents=True)
    for world in SMALL:
        (directory / f"{world}.toml").write_bytes((DATA / f"{world}.toml").read_bytes())
    surroundings = os.environ | {"WOGSIM_LANG": language, "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    for key, line in commands.items():
        done = subprocess.run(
            [program, *shlex.split(line)], cwd=directory, env=surroundings, capture_output=True, check=False
        )
        said = done.stdout + b"--- errors\n" + done.stderr + f"--- exit {done.returncode}\n".encode()
        (directory / f"{key}.said").write_bytes(said)
    for lock in directory.rglob("*.lock"):  # it says which process held it
        lock.unlink()
    for store in directory.rglob("*.sqlite"):
        with sqlite3.connect(store) as database:
            store.with_suffix(".sql").write_text("\n".join(database.iterdump()), encoding="utf-8")
        store.unlink()
    return where


def write(program, root):
    """Every task's outputs into `root`, two tasks at a time."""
    with ThreadPoolExecutor(2) as pool:
        for where in pool.map(lambda task: run(program, root, task), tasks()):
            print(where, flush=True)


def differences(one, other):
    """Files that are not the same bytes in both directories, or only in one of them."""
    files = [{path.relative_to(root) for path in root.rglob("*") if path.is_file()} for root in (one, other)]
    yield from (f"only in one: {path}" for path in sorted(files[0] ^ files[1]))
    both = sorted(files[0] & files[1])
    yield from (f"differs: {path}" for path in both if not filecmp.cmp(one / path, other / path, shallow=False))
    print(f"{len(both)} files compared")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIRECTORY", help="one to write, two to compare")
    parser.add_argument("--wogsim", type=Path, default=Path(sys.executable).parent / "wogsim", help="the program")
    given = parser.parse_args()
    if len(given.directories) == 1:
        write(given.wogsim.absolute(), given.directories[0])
        return
    found = list(differences(*given.directories))
    print("\n".join(found) or "all the same")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
