"""The chart of growth: time per activity by stage, and memory, against citizens' cases and agencies."""

from pathlib import Path
from statistics import median

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from benchmarks.replications import STAGES, bytes_each, each
from wogsim.charts.style import DPI, GRID, HEIGHT, INK, PAPER, WIDTH, words

CHART = Path(__file__).parent.parent / "docs" / "images" / "growth.png"
LINES = {
    "all": (STAGES, {"color": INK, "marker": "D", "linewidth": 2.5}),
    "population and routing": (STAGES[:2], {"color": "#E69F00", "marker": "^", "linewidth": 1.6}),
    "compiled engine": (STAGES[2:3], {"color": "#00507D", "marker": "s", "linewidth": 1.6}),
    "measures": (STAGES[3:], {"color": "#009E73", "marker": "o", "linewidth": 1.6}),
}
TIMES, BYTES = (0.05, 0.1, 0.2, 0.5, 1, 2), (50, 100, 200, 500)  # marks of the upright axes


def draw(usual, more, chain, merge):
    """Three panels, each with the first series of its pair solid and the second dashed. Returns the file."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    panels = figure.subplots(1, 3, gridspec_kw={"left": 0.055, "right": 0.985, "top": 0.76, "bottom": 0.11})
    by_cases, by_agencies, memory = panels
    _times(by_cases, usual, more, "citizens")
    _times(by_agencies, chain, merge, "agencies")
    for found, style in ((usual, "-"), (more, "--")):
        _line(memory, found, "citizens", bytes_each, style, LINES["all"][1])
    _dress(by_cases, "µs an activity, by citizens' cases\ndashed: demand and staff x 100", TIMES)
    _dress(by_agencies, "µs an activity, by agencies\nsolid: chain, dashed: merge", TIMES)
    _dress(memory, "Bytes an activity, by citizens' cases\ndashed: demand and staff x 100", BYTES)
    by_agencies.xaxis.set_major_formatter("{x:.0f}")
    by_agencies.set_xticks([size.agencies for size in chain])
    figure.text(0.02, 0.94, "How do time and memory grow?", **words(25, weight="bold"))
    figure.legend(
        [Line2D([], [], **look) for _stages, look in LINES.values()],
        LINES,
        loc="upper left",
        bbox_to_anchor=(0.015, 0.91),
        ncols=len(LINES),
        frameon=False,
        fontsize=14,
    )
    FigureCanvasAgg(figure).print_png(CHART, metadata={"Software": None})
    return CHART


def _times(axes, solid, dashed, across):
    for found, style in ((solid, "-"), (dashed, "--")):
        for stages, look in LINES.values():
            _line(axes, found, across, lambda taken, stages=stages: each(taken, *stages), style, look)


def _line(axes, found, across, value, style, look):
    middles = [median(map(value, taken)) for taken in found.values()]
    axes.plot([getattr(size, across) for size in found], middles, linestyle=style, markersize=6, **look)


def _dress(axes, title, marks):
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(marks[0], marks[-1])
    axes.set_yticks(marks)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_title(title, loc="left", **words(13))
    axes.grid(color=GRID)
    axes.tick_params(labelsize=12)
    axes.spines[["top", "right"]].set_visible(False)
