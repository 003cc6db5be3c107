"""How fast wogsim is: python -m benchmarks [--full] [--cpu] [--only PART ...] [--write]

Prints Markdown as it goes: the machine first, then, part by part, figures beside what is to be reached before absolute
rates. On a machine that does other things as well, ratios of runs side by side mean more than seconds.
"""

import argparse
from pathlib import Path

from benchmarks import engines, growth, whole
from benchmarks.common import Options, machine

PARTS = {
    "scenario": engines.scenario,
    "tandem": engines.tandem,
    "single": engines.single,
    "whole": whole.whole,
    "command": whole.command,
    "stages": growth.stages,
    "growth": growth.growth,
    "million": growth.million,
}
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- made by `python -m benchmarks --full --write`, not to be edited -->\n", "<!-- end -->\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="the sizes to be published; takes about 45 minutes")
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs (default 5; fewer of the largest sizes)")
    parser.add_argument("--cpu", action="store_true", help="count processor time, on a machine that is busy otherwise")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="some of the parts")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and its chart too")
    given = parser.parse_args()
    options = Options(given.full, given.runs, given.cpu, given.write)
    pieces = [machine(options)]
    print(pieces[0])
    for part in given.only:
        for piece in PARTS[part](options):
            print(piece, flush=True)
            pieces.append(piece)
    if given.write:
        results = "\n".join(pieces)
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        text = f"{before}{BEGIN}\n{results}\n{END}{rest.split(END)[1]}"
        PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
