"""What the commands about scenarios print of a file's defaults."""

import re

from wogsim.language import _, joined
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unsaid import Unsaid, unsaid
from wogsim.scenario.unused import unused
from wogsim.studies.printing import Screen

FEW = 5  # so many names are spelt out; more are counted
ABSENT = re.compile(r"; [^:;]+: ([^:;]+)$")  # 'how long a citizen waits; absent: for ever', in either language


def print_defaults(screen: Screen, loaded: Loaded) -> None:
    """What the file says in vain; what it leaves unsaid although it moves a result: values that hold, what is off."""
    _print_unused(screen, loaded)
    found = unsaid(loaded)
    if not (found.values or found.off):
        return
    screen.print()
    screen.stress(_("What the file does not say, and what therefore holds"))
    for one in found.values:
        screen.print(f"  {_line(one)}", markup=False, soft_wrap=True)
    if found.off:
        screen.say(_("Off, since the file does not say them: {names}.").format(names=joined(found.off)))


def _print_unused(screen: Screen, loaded: Loaded) -> None:
    """What the file says in vain, and why."""
    found = unused(loaded)
    if found:
        screen.print()
        screen.stress(_("What the file says and what has no effect as it stands"))
        for one in found:
            screen.print(f"  {one.path}: {one.why}", markup=False, soft_wrap=True)


def _line(one: Unsaid) -> str:
    """'world.agencies.*.counters = 1', of which agencies where not of all, and in words where it is absent."""
    of = f" ({', '.join(one.of) if len(one.of) <= FEW else len(one.of)})" if one.of else ""
    if not one.value:
        said = ABSENT.search(one.meaning)
        held = said[1] if said else _("none")
        return f"{one.path}{of}: {held}"
    parts = one.value.split(", ")
    value = _("{value} each").format(value=parts[0]) if len(parts) > 1 and len(set(parts)) == 1 else one.value
    return f"{one.path}{of} = {value}"
