"""What `wogsim.explain` returns: numbers, and at hand all that is made from them."""

from wogsim.studies.explain import tables, words
from wogsim.studies.explain.numbers import Numbers
from wogsim.studies.shown import chart


class Explanation(Numbers):
    """Where the difference between two patterns comes from; numbers first, then tables, words and figures."""

    contributions = tables.waterfall_table
    sensitivities = tables.tornado_table
    text = words.text
    waterfall = chart(
        "waterfall", "What each theme of assumptions adds, from neutral to the scenario; or what one theme holds."
    )
    tornado = chart("tornado", "Which uncertain numbers move the difference most.")
