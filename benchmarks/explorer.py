"""How light and how quick an explorer is in headless Chromium: python -m benchmarks.explorer [PAGE ...] [--write]

Prints Markdown: the size of the page, the time from opening it to all pictures drawn, and from a move of a slider to
the next picture on the screen, each slider at every value. ``--write`` puts it into docs/benchmarks.md.
"""

import argparse
import shutil
import statistics
import zlib
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- made by `python -m benchmarks.explorer --write` -->\n", "<!-- end of the explorer -->\n"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
RUNS = 7
MOVES = """async () => {
  const taken = [];
  for (const lever of document.querySelectorAll("input[type=range]")) {
    for (let value = Number(lever.min); value <= Number(lever.max); value++) {
      await new Promise(requestAnimationFrame);
      const begun = performance.now();
      lever.value = value;
      lever.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      taken.push(performance.now() - begun);
    }
  }
  return taken;
}"""


def measured(browser, path):
    """Rows of one page: what, measured, to reach."""
    held = path.read_bytes()
    first, moves = [], []
    for _run in range(RUNS):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(path.resolve().as_uri())
        page.wait_for_selector("body[data-ready]")
        first.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime"))
        moves += page.evaluate(MOVES)
        points = page.evaluate("data.fastest.length")
        page.close()
    middle, slow = statistics.median(moves), statistics.quantiles(moves, n=20)[-1]
    rows = (
        ("size, MB", f"{len(held) / 1e6:.2f}", "under 3 at 1,500 points", len(held) < 3e6),
        ("zipped, as a chat sends it, MB", f"{len(zlib.compress(held, 9)) / 1e6:.2f}", "", True),
        (
            "opened to all pictures, ms, median",
            f"{statistics.median(first):.0f}",
            "under 1,500",
            statistics.median(first) < 1500,
        ),
        ("slider to picture, ms, median", f"{middle:.0f}", "under 100", middle < 100),
        ("slider to picture, ms, 95th percentile", f"{slow:.0f}", "under 100", slow < 100),
    )
    for what, value, goal, reached in rows:
        verdict = ("reached" if reached else "**missed**") if goal else ""
        yield f"| {path.name}, {points} points: {what} | {value} | {goal} | {verdict} |"


def main():
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", nargs="*", type=Path, default=sorted((ROOT / "docs").glob("explorer*.html")))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    lines = ["| figure | measured | to reach |  |", "| --- | --- | --- | --- |"]
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for page in given.pages:
            lines += measured(browser, page)
        browser.close()
    text = "\n".join(lines) + "\n"
    print(text)
    if given.write:
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
