"""What a file says of how files, questions and decisions move from body to body, and of register and head's desk."""

from typing import Literal

from wogsim.language import mark
from wogsim.scenario.values import NOTHING, Delay, Key, Part, Share, described


class Files(Part):
    """How files move between agencies."""

    between_buildings: Delay = described("time", mark("one hand-off of a paper file to another building"), NOTHING)
    within_building: Delay = described("time", mark("one hand-off of a paper file under one roof"), NOTHING)
    digital: Delay = described("time", mark("one exchange of data between two connected bodies"), NOTHING)
    assignment: Delay = described(
        "time",
        mark("register and head's desk: from the arrival of papers at a body until an assessor has them"),
        NOTHING,
    )
    signature: Delay = described("time", mark("time until the head of a body has signed what it has decided"), NOTHING)
    own_cases_first: bool = described(
        "switch", mark("sectoral ego: forwarded files wait behind an agency's own cases"), False
    )


class Carry(Part):
    """Who brings a decision to another body that needs it."""

    by: Literal["usual", "letter", "at once"] = described(
        "",
        mark(
            "usual: as data between connected bodies, else by the citizen where both are visited, else by letter; "
            "letter: never by the citizen; at once: by nobody, in no time"
        ),
        "usual",
    )
    letter: Delay | None = described(
        "time", mark("one letter to another building; absent: as one hand-off of a paper file"), None
    )


class Consult(Part):
    """Another body that is to be asked before a clearance is decided, and may object later where it was not."""

    agency: Key | None = described(
        "", mark("the agency that is to be asked before it is decided, if it is another; absent: nobody is"), None
    )
    time: Delay | None = described(
        "time", mark("from when papers are past its head's desk until it has answered; absent: no time"), None
    )
    objects: Share | None = described(
        "share", mark("decisions made without asking to which that agency objects later; absent: none"), None
    )
    objects_after: Delay | None = described(
        "time",
        mark("from such a decision until the agency, which hears of it by itself, objects; absent: no time"),
        None,
    )
