"""Charts as tests see them: texts and bars by what they are, colours by how light they are."""

from itertools import pairwise

FIVE = ["technical-functional", "one-roof", "one-door", "centralized", "electronic"]
# A pattern of a scenario's own, but for its title.
ROW = {"place": "single", "desk": "unit", "without": "forward"}


def said(figure, gid):
    """Texts of a figure by what they are, from the top."""
    everywhere = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return [text.get_text().replace("\n", " ") for text in everywhere if text.get_gid() == gid]


def by_gid(figure, gid):
    """Everything of a figure by what it is."""
    return [thing for thing in figure.findobj() if thing.get_gid() == gid]


def lines(figure, gid):
    """Lines of a figure by what they are, in order."""
    return [line for axes in figure.axes for line in axes.lines if line.get_gid() == gid]


def patches(figure, gid):
    """Areas of a figure by what they are, in order."""
    return [patch for axes in figure.axes for patch in (*axes.patches, *axes.collections) if patch.get_gid() == gid]


def bars(figure, gid):
    """Lengths of bars by what they are, from the top."""
    return [
        patch.get_width() for container in figure.axes[0].containers for patch in container if patch.get_gid() == gid
    ]


def assert_inside(figure, *, names_beneath=True):
    """No text leaves the picture, and names stand one beneath the other."""
    renderer = figure.canvas.get_renderer()
    whole = figure.bbox
    figure.draw(renderer)
    everywhere = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    for text in everywhere:
        if not text.get_text():
            continue
        box = text.get_window_extent(renderer)
        assert box.x0 >= -1, text
        assert box.x1 <= whole.x1 + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= whole.y1 + 1, text
    names = [text.get_window_extent(renderer) for text in everywhere if text.get_gid() == "name"]
    assert not names_beneath or all(above.y0 > below.y0 for above, below in pairwise(names))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(colour):
    """CIE L*, which is what a grey print keeps."""
    return 116 * luminance(colour) ** (1 / 3) - 16


def contrast(one, other):
    a, b = sorted((luminance(one), luminance(other)))
    return (b + 0.05) / (a + 0.05)
