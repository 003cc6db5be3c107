"""Assumptions that separate the patterns, each as a row: its name, what it says, and the values that switch it off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wogsim.language import mark

# What assumptions are about, in the order in which their themes are switched on.
THEMES: Mapping[str, str] = {
    "people": mark("people and hours"),
    "ways": mark("ways of citizens"),
    "counters": mark("counters"),
    "papers": mark("papers"),
    "carriage": mark("carriage"),
    "heads-desk": mark("head's desk"),
    "back-offices": mark("back offices"),
    "order": mark("order of work"),
}


@dataclass(frozen=True)
class Assumption:
    """Something that separates the patterns; ``off`` are values at dotted paths, * for every key.

    ``title`` says what is assumed, ``name`` what that is called in a word or two, ``theme`` is a key of `THEMES`.
    """

    key: str
    theme: str
    name: str
    title: str
    off: tuple[tuple[str, Any], ...]


def _none(table: str, *names: str) -> tuple[tuple[str, str], ...]:
    """No time at all for these keys of a table."""
    return tuple((f"{table}.{name}", "0 s") for name in names)


def _of_all(name: str) -> tuple[tuple[str, None], ...]:
    """No body has a value of its own."""
    return tuple((f"world.{table}.{name}", None) for table in ("agencies.*", "clearances.*", "front"))


# In the order in which they are switched on, theme by theme.
ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "hours",
        "people",
        mark("opening hours"),
        mark("offices keep opening hours"),
        (
            ("world.agencies.*.hours", "always"),
            ("world.agencies.*.present", {}),
            ("world.front.hours", "always"),
            ("world.front.present", {}),
            ("world.closing", "send home"),
            ("world.agencies.*.closing", None),
            ("world.front.closing", None),
        ),
    ),
    Assumption(
        "quota",
        "people",
        mark("tickets"),
        mark("there are so many tickets a day"),
        (("world.agencies.*.quota", None), ("world.front.quota", None)),
    ),
    Assumption(
        "staff", "people", mark("limited staff"), mark("staff are limited"), (("levers.unlimited_staff", True),)
    ),
    Assumption(
        "pace",
        "people",
        mark("unequal capacity"),
        mark("some agencies' people take longer for the same work"),
        (("world.agencies.*.pace", None),),
    ),
    Assumption(
        "settling-in",
        "people",
        mark("settling in"),
        mark("after a reform people take longer at first"),
        (("world.reform.dip", 0.0),),
    ),
    Assumption(
        "own-cases-follow",
        "people",
        mark("own cases that follow"),
        mark("applicants of one agency go where the pattern says"),
        (("levers.own_cases_go", "to their agency"),),
    ),
    Assumption(
        "cross-training",
        "people",
        mark("cross-training"),
        mark("specialists become generalists"),
        (("levers.cross_training", 0.0),),
    ),
    Assumption(
        "automation", "people", mark("automation"), mark("decisions are automated"), (("levers.automated", 0.0),)
    ),
    Assumption(
        "outages", "people", mark("outages"), mark("the portal has outages"), (("world.online.outage_every", None),)
    ),
    Assumption(
        "travel",
        "ways",
        mark("travel and walks"),
        mark("citizens travel and walk"),
        _none("world.travel", "home_to_office", "home_to_centre", "between_offices", "walk"),
    ),
    Assumption(
        "wrong-door",
        "ways",
        mark("wrong doors"),
        mark("citizens go to a wrong door"),
        (("world.agencies.*.wrong_door", 0.0), ("world.agencies.*.wrong_counter", 0.0), ("world.information.staff", 0)),
    ),
    Assumption(
        "collection",
        "ways",
        mark("collection by post or on-line"),
        mark("what is decided comes to hand by post or on-line, or need not be collected"),
        (
            ("world.agencies.*.collection_by", None),
            ("world.front.collection_by", None),
            ("world.permits.*.collection_by", None),
        ),
    ),
    Assumption(
        "one-intake",
        "counters",
        mark("one intake instead of many"),
        mark("one intake is shorter than the agencies' intakes together"),
        (("world.front.others", 1.0), ("world.front.registration", "0 s")),
    ),
    Assumption(
        "giving-up", "counters", mark("giving up"), mark("citizens give up"), (("world.citizens.patience", None),)
    ),
    Assumption(
        "papers",
        "papers",
        mark("incomplete papers"),
        mark("papers are incomplete"),
        (("world.clearances.*.incomplete", 0.0),),
    ),
    Assumption(
        "same-papers",
        "papers",
        mark("papers asked for twice"),
        mark("several clearances ask for the same paper"),
        (("world.clearances.*.same_paper", None),),
    ),
    Assumption(
        "what-a-front-sees",
        "papers",
        mark("what a front sees"),
        mark("a front without authority, or a form, notices other defects than an agency's counter"),
        (("world.papers.detection_without_authority", None), ("world.papers.detection_online", None)),
    ),
    Assumption(
        "carry",
        "carriage",
        mark("decisions are carried"),
        mark("a decision is brought to whoever needs it, by data, the citizen or a letter"),
        (("world.carry.by", "at once"), ("world.counters.glance", "0 s")),
    ),
    Assumption(
        "papers-in",
        "carriage",
        mark("papers after decisions"),
        mark("papers are taken in only after the decisions that they need"),
        (("world.clearances.*.papers_in", "at once"),),
    ),
    Assumption(
        "one-application",
        "carriage",
        mark("one application"),
        mark("a front takes one application for all that it decides"),
        (("world.front.one_application", False),),
    ),
    Assumption(
        "hand-off",
        "carriage",
        mark("hand-off times"),
        mark("couriers and data take time"),
        (*_none("world.files", "between_buildings", "within_building", "digital"), ("world.carry.letter", None)),
    ),
    Assumption(
        "connected",
        "carriage",
        mark("connected bodies"),
        mark("some bodies exchange files as data"),
        (
            ("world.agencies.*.connected", False),
            ("world.clearances.*.connected", None),
            ("levers.connected", None),
            ("world.front.connected", False),
        ),
    ),
    Assumption(
        "consultation",
        "carriage",
        mark("consultation"),
        mark("another body is asked before a decision, or objects to it later"),
        (("world.clearances.*.consult.agency", None),),
    ),
    Assumption(
        "forwarding",
        "carriage",
        mark("forwarding work"),
        mark("forwarding costs work at the front"),
        _none("world.front", "send", "chase", "assemble"),
    ),
    Assumption(
        "assignment",
        "heads-desk",
        mark("assignment"),
        mark("papers that come to a body pass its register and its head's desk"),
        (
            ("world.files.assignment", "0 s"),
            ("world.agencies.*.assignment", None),
            ("world.front.assignment", None),
        ),
    ),
    Assumption(
        "signature",
        "heads-desk",
        mark("signature"),
        mark("what a body decides is signed by its head"),
        (("world.files.signature", "0 s"), *_of_all("signature"), *_of_all("signed_on")),
    ),
    Assumption(
        "notice",
        "heads-desk",
        mark("notice"),
        mark("the citizen learns of a decision or a return only after a while"),
        (("world.notice", "0 s"),),
    ),
    Assumption(
        "back-offices",
        "back-offices",
        mark("back offices at home"),
        mark("assessors sit at home while their counters stand elsewhere"),
        (("world.agencies.*.back_office", "with the counters"),),
    ),
    Assumption(
        "own-cases-first",
        "order",
        mark("own cases first"),
        mark("own cases come first"),
        (("world.files.own_cases_first", False),),
    ),
    Assumption(
        "one-by-one",
        "order",
        mark("one file from agency to agency"),
        mark("one file goes from agency to agency"),
        (("levers.powers.side_by_side", "always"),),
    ),
    Assumption(
        "joint-inspection",
        "order",
        mark("joint inspection"),
        mark("inspections are joint"),
        (("levers.powers.joint_inspection", "never"),),
    ),
    Assumption(
        "complaints",
        "order",
        mark("complaints"),
        mark("some citizens complain, and go first from then on"),
        (("world.complaints.share", 0.0),),
    ),
    Assumption(
        "bribes",
        "order",
        mark("bribes"),
        mark("some applicants pay so as to go first"),
        (("world.citizens.bribe_share", 0.0),),
    ),
    Assumption("deadlines", "order", mark("deadlines"), mark("deadlines bind"), (("levers.powers.deadline", "never"),)),
)
BY_KEY = {assumption.key: assumption for assumption in ASSUMPTIONS}
