"""What a file says of works: what is done for a clearance at the citizen's own site, and by how many crews."""

from wogsim.language import mark
from wogsim.scenario.values import NOTHING, Part, Staff, Work, described


class Works(Part):
    """Work at the citizen's own site, such as a cable or a meter, once the clearance has been decided."""

    crews: Staff = described(
        "persons",
        mark(
            "crews of its agency that do it, whoever decides, each counted as one person, or the load they are to "
            "have; 0: no works"
        ),
        0,
    )
    time: Work = described("time", mark("a crew's work at one site, with the way there and back"), NOTHING)
