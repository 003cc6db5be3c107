"""The words of the page that no study says: headings, buttons, what a letter-box is, how to read a chart."""

from __future__ import annotations

from itertools import pairwise

from wogsim.explorer import curves
from wogsim.language import _, current, mark, percent
from wogsim.measures.summary import OF_ALL, SOJOURN
from wogsim.patterns import MEANINGS, Authority
from wogsim.scenario.file import SLASH, Scenario
from wogsim.scenario.names import pattern_title
from wogsim.studies.beside import SIGN
from wogsim.studies.break_even.result import AGAINST
from wogsim.studies.ranking import why
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import AXES, axis_name, foot, held
from wogsim.studies.words import heading

OTHER = {"en": "Bahasa Indonesia", "id": "English"}  # to which language the button leads, in that language
MEASURES = {  # by name: what its button says, what is shown
    SOJOURN: (mark("Days"), mark("Time from need to permit in hand, nights and weekends included")),
    OF_ALL: (mark("Days"), mark("Time to permit of all who began; who gave up counts as the whole horizon")),
    "waiting_time": (mark("Waiting"), mark("Waiting in person at counters, all queues of a citizen added up")),
    "counters_visited": (mark("Counters"), mark("Different counters at which a citizen stands")),
    "trips": (mark("Trips"), mark("How often a citizen leaves home for it, or changes the building")),
    "within_standard": (mark("In time"), mark("Citizens with the permit within the service standard")),
    "gave_up": (mark("Gave up"), mark("Citizens who gave up before they had the permit")),
}


def measure(name: str) -> dict[str, str]:
    """A measure's button and heading."""
    button, title = MEASURES[name]
    return {"name": _(button), "title": _(title)}


def meaning(scenario: Scenario, key: str) -> str:
    """What happens under a pattern, in a few words; of a row of the scenario's own how it differs."""
    key, slash, _variant = key.partition(SLASH)
    own = scenario.patterns.get(key)
    if not own:
        return _(MEANINGS[key])
    if not own.made_from:
        return _("a pattern of this scenario's own")
    names = {"pattern": pattern_title(own.made_from, scenario)}
    shares = {name: share for name in Authority if (share := getattr(own, name.value)) is not None}
    if len(shares) == 1 and own.model_fields_set == {"title", "made_from", next(iter(shares)).value} and not slash:
        ((name, share),) = shares.items()
        text = _("as {pattern}, with {share} {authority} wherever the slider stands")
        return text.format(**names, share=percent(share), authority=_(AXES[name.value]))
    return _("as {pattern}, but arranged differently by this scenario").format(**names)


def page(result: Sweep, *, along: Axis | None) -> dict[str, str]:
    """Every other text by the name that the template and the script have for it."""
    found = {
        "title": heading(result.scenario),
        "question": _(
            "The same citizens need the same permit, served in {count} different ways. Move a slider and see what that "
            "does to them."
        ).format(count=len(result.keys)),
        "meanings": _("What the patterns mean"),
        "levers": _("What would you change?"),
        "reset": _("Back to the start"),
        "verdict": _("What happens then?"),
        "grounds": _("How sure is that, and what is behind it?"),
        "measures": _("Show"),
        "pin": _("Pin this point"),
        "unpin": _("Remove the pin"),
        "pinned": _("Diamonds: the point that you pinned ({point})."),
        "bars": _(
            "Bar: mean of {count} runs; whisker: its 95 % interval. Bars may overlap and still differ, as patterns "
            "are compared run by run, with the same citizens."
        ).format(count=result.replications),
        "overload": _(
            "{sign} and a dashed edge: overloaded. More arrives than can be done, queues go on growing, and the number "
            "depends on how long is simulated."
        ).format(sign=SIGN),
        "nothing": _("no number"),
        "parts": _("Where does the time go?"),
        "partsHow": _(
            "The parts add up to the time from need to permit of those who were granted it. Touch a part to read it."
        ),
        "curve": _("How much authority does it take to be faster than {against}?").format(
            against=result.title(AGAINST)
        ),
        "map": _("Who is fastest where?"),
        "mapHow": _(
            "A cell for each number of agencies and each share of authority, in the colour of the pattern with the "
            "lowest mean, the other sliders as they stand. Hatched: not told apart. Dark corner: some pattern is "
            "overloaded. Frame: here."
        ),
        "mapEqual": _("Equals sign: the first of several that are equal in every run.") if _equal(result) else "",
        "foot": f"{foot(result, held(result, result.axes))}.",
        "claim": _("A computed example, not a finding: it holds as far as the assumptions of its scenario hold."),
        "apart": _(
            "“Told apart”: luck alone hardly explains the difference (certainty at least 95 % for all pairs of a point "
            "together). “Not told apart”: it may be luck, and nobody is ranked."
        ),
        "language": OTHER[current()],
        "script": _("This page needs JavaScript, and nothing else: no network and no installation."),
        "ranked": why(result.ranked_by, result.run),
        "made": _("Made with wogsim, from grids computed beforehand: {count} points.").format(count=len(result.points)),
    }
    return found | (_of_authority(result, along) if along else {})


def _of_authority(result: Sweep, along: Axis) -> dict[str, str]:
    return {
        "stands": _stands(result, along),
        "letterbox": _(
            "What is a letter-box? One door without authority: citizens hand everything in at one desk, but each "
            "agency still decides by itself. They see one door, and wait for all the others behind it. The more is "
            "delegated, the more the desk decides by itself."
        )
        + (f" {_seen(along)}" if 0 in along.values else ""),
        "boxed": _("{pattern}: letter-box"),
        "curveHow": _(
            "Days over {authority}, from none to all that can be granted. Thick: the patterns that it moves, with the "
            "95 % interval; thin: the others. Upright line: the break-even; light band: where that is not sure; narrow "
            "dark band: here."
        ).format(authority=axis_name(along)),
    }


def _seen(along: Axis) -> str:
    """Where a letter-box is to be seen."""
    return _("Move “{lever}” to {none} and you have one.").format(lever=axis_name(along), none=percent(0))


def _equal(result: Sweep) -> bool:
    """Whether several patterns that are equal are the fastest somewhere."""
    return any(len(fastest) > 1 and curves.single(result, n) for n, fastest in enumerate(result.winners))


def _stands(result: Sweep, along: Axis) -> str:
    """What a break-even on the curve stands on."""
    steps = {round(high - low, 6) for low, high in pairwise(sorted(along.values))}
    if len(steps) == 1:
        text = _(
            "Worked out for “{title}” in steps of {step}: the break-even is the middle of the step in which the order "
            "turns, and the true one may lie anywhere in the interval."
        )
        return text.format(title=heading(result.scenario), step=percent(steps.pop()))
    text = _(
        "Worked out for “{title}” at {count} shares: the break-even is the middle between the two where the order "
        "turns, and the true one may lie anywhere in the interval."
    )
    return text.format(title=heading(result.scenario), count=len(along.values))
