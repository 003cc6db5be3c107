"""What stands on the slides of a lesson, and what the instructor says to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from wogsim import charts
from wogsim.charts.inline import Spoken, spoken
from wogsim.language import _, mark, pick
from wogsim.report.head import break_even_told, head
from wogsim.scenario.names import pattern_title
from wogsim.studies.comparison import words
from wogsim.studies.comparison.verdict import sentences
from wogsim.studies.words import heading

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.comparison.result import Comparison
    from wogsim.studies.journey.result import Journey

DEFINITIONS = {  # after Lembaga Administrasi Negara (2017), Whole of Government, chapter III.D
    "technical-functional": mark("Each agency serves by itself, in its own building, by its own task and authority."),
    "one-roof": mark(
        "Agencies serve in one building, each with its own authority: the permit chain is as long as before."
    ),
    "one-door": mark("One unit serves, on authority that agencies have delegated to it: the chain is cut."),
    "centralized": mark("One agency coordinates the others' services, as far as it has authority to direct them."),
    "electronic": mark("Information technology takes the application; what may be automated is decided at once."),
}
DISCUSSION = (
    mark("Which of these numbers would you check first in your own office, and how?"),
    mark("Who loses something when authority is delegated, and what would make them agree?"),
    mark("Is a door without authority worth building, if citizens at least stand at one counter?"),
    mark("What would a shorter chain of heads who sign put at risk, and who would watch over that?"),
    mark("Which assumption, were it wrong, would turn the ranking round?"),
)


class Slide(NamedTuple):
    """A slide: its title, a sentence beneath it, then lines, rows of two columns or a picture; what to say."""

    title: str
    answer: str
    notes: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    picture: Spoken | None = None
    foot: str = ""


def slides(result: Comparison, journey: Journey, found: BreakEven | None = None) -> list[Slide]:
    """The slides of a lesson, in the language in use."""
    return list(_slides(result, journey, found))


def _slides(result: Comparison, journey: Journey, found: BreakEven | None) -> Iterator[Slide]:
    said = head(result)
    yield _question(result, said.asked)
    yield _definitions(result)
    yield _verdict(result)
    yield _chart(
        charts.waiting_times(result),
        _("Ask first: where would you rather queue? Then show that waiting at counters is hours, the permit is days."),
    )
    yield _chart(
        charts.time_anatomy(result),
        _(
            "Ask who waits in each part of a bar: the citizen or the file? Read out the largest part. Let the class "
            "say which part each reform would shorten."
        ),
    )
    yield _chart(
        charts.counters_visited(result),
        _(
            "Counters follow nearly from the definition of a pattern. Compare with the chart before: fewer counters "
            "need not mean fewer days."
        ),
    )
    if found:
        yield _chart(
            found.curve(),
            _(
                "Let everybody sketch the curve on the handout before it is shown. Where does it cross the level of "
                "one roof? Say how sure that is: {told}"
            ).format(told=break_even_told(found)),
        )
    for figure in journey.figures():
        yield _chart(
            figure,
            _(
                "One citizen is an example, not an average. Follow the black line to the permit; ask what the citizen "
                "does meanwhile, and who else is at work."
            ),
        )
    yield Slide(
        _("What it rests on"),
        _("Whoever doubts a number changes it and looks again."),
        _("Say it before anybody asks. Let the class name the assumption it believes least, and change it together."),
        (*said.rests, *said.minded),
    )
    yield Slide(
        _("Questions for discussion"),
        _("In pairs, then together."),
        _(
            "There is no right answer. Ask for the part of the bar, the share of authority or the number that it rests "
            "on."
        ),
        tuple(f"{number}. {_(text)}" for number, text in enumerate(DISCUSSION, 1)),
    )


def _question(result: Comparison, asked: str) -> Slide:
    scenario = result.loaded.scenario
    about = pick(dict(scenario.about)) if scenario.about else ""
    titles = [result.title(key) for key in result.keys]
    return Slide(
        asked or _("Which way of organising the service brings the permit soonest?"),
        heading(scenario),
        _(
            "Nobody has seen a number yet. Let everybody write down which pattern is fastest and by how many days; by "
            "hands or by phone, keep the count on the board."
        ),
        tuple(filter(None, [about, _("Predict: which is fastest, which is slowest, and by how many days?"), *titles])),
    )


def _definitions(result: Comparison) -> Slide:
    known = {key.partition("/")[0] for key in result.keys} & set(DEFINITIONS) or set(DEFINITIONS)
    rows = tuple((pattern_title(key), _(text)) for key, text in DEFINITIONS.items() if key in known)
    return Slide(
        _("What the patterns mean"),
        _("The same permit, the same decisions, the same staff: only the organisation differs."),
        _(
            "Definitions after the training module Whole of Government (Lembaga Administrasi Negara, 2017). Ask for an "
            "office that the class knows for each. A door without authority is called a letter-box."
        ),
        rows=rows,
    )


def _verdict(result: Comparison) -> Slide:
    first, *more = sentences(result)
    return Slide(
        _("The verdict"),
        first,
        _(
            "Compare with the guesses on the board. Patterns that are not told apart are not ranked: say so, and do "
            "not rank them either."
        ),
        tuple(more[:-1]),
        foot=words.sample(result),
    )


def _chart(figure: Figure, notes: str) -> Slide:
    shown = spoken(figure)
    return Slide(shown.question, shown.answer, f"{notes}\n\n{shown.foot}", picture=shown, foot=shown.foot)
