"""What a file says of the time after a reform: who works in a new way is slower at first."""

from wogsim.language import mark
from wogsim.scenario.values import Duration, Part, Share, described


class Reform(Part):
    """A reform that begins with the first day, under every pattern that is one."""

    dip: Share = described(
        "share",
        mark("by how much longer assessments take for cases of the first day, under a pattern that is a reform"),
        0.0,
    )
    half_life: Duration | None = described(
        "time", mark("after this time half of that is left; absent: all of it stays"), None
    )
