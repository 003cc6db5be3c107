"""What the commands about scenarios print, with rich."""

from rich.markup import escape
from rich.table import Table

from wogsim.cli.dates import measured
from wogsim.cli.defaults import print_defaults
from wogsim.cli.lesson import lesson_lines, refuse_unknown_evidence
from wogsim.contract.cases import UNLIMITED
from wogsim.errors import BadInput
from wogsim.language import _, joined, mark, ngettext, number, percent, pick
from wogsim.patterns import Route, Signer
from wogsim.routing.arranged import Arrangement, Seat, arrangements, who_stays
from wogsim.scenario.completing import half_titled
from wogsim.scenario.explain import Fact, facts, titles
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded, load
from wogsim.scenario.shipped import scenario_names
from wogsim.scenario.themes import THEMES
from wogsim.staffing.names import pool_title
from wogsim.staffing.people import Staffing
from wogsim.staffing.pilot import APPLICANTS
from wogsim.staffing.sizes import sizes
from wogsim.staffing.words import idle, left_out, remarks, sized
from wogsim.studies.printing import Screen, table, warn
from wogsim.studies.words import agencies, own_rows
from wogsim.world.agencies import World


def print_scenarios() -> None:
    """Each shipped scenario, by theme: what it is about, and what a class asks of it."""
    screen = Screen()
    known = {name: load(name) for name in scenario_names()}
    width = max(map(len, known))
    for theme, words in THEMES.items():
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
        table.add_column(min_width=width)
        for name, loaded in known.items():
            lesson = loaded.scenario.lesson
            if lesson and lesson.theme == theme:
                asks = [f"[dim]{escape(pick(dict(lesson.question)))}[/]"] if lesson.question else []
                table.add_row(f"[bold]{name}[/]", "\n".join([". ".join(_about(loaded)), *asks]))
        if table.row_count:
            screen.stress(_(words))
            screen.print(table)


def print_check(loaded: Loaded) -> None:
    """What a valid file holds, who would work where, and which numbers rest on assumption."""
    from wogsim.studies.comparison.sides import sides

    refuse_unknown_evidence(loaded)
    found = sides(loaded, None, "auto", None)
    prepared = found.plans[0]
    scenario, screen = loaded.scenario, Screen()
    screen.print(_headline(loaded))
    clearances, permits = len(prepared.world.clearances), len(scenario.world.permits)
    valid = _("{file} is valid: {agencies}, {clearances}, {permits}, patterns {patterns}.")
    screen.say(
        valid.format(
            file=loaded.name,
            agencies=agencies(len(prepared.world.agencies)),
            clearances=ngettext("{count} clearance", "{count} clearances", clearances).format(count=clearances),
            permits=ngettext("{count} permit", "{count} permits", permits).format(count=permits),
            patterns=", ".join(pattern_title(key, scenario) for key in scenario.shown),
        )
    )
    for line in measured(scenario):
        screen.say(line)
    for (row, staff), world in zip(found.staffed(), found.worlds, strict=True):
        _print_staffing(screen, pattern_title(row.key, scenario), staff, world)
    warn(screen, [*own_rows(scenario, scenario.shown), *left_out(found.left_out, scenario)])
    for line in sized(sizes(scenario)):
        screen.say(line)
    print_defaults(screen, loaded)
    _print_origins(screen, loaded)
    for path in half_titled(loaded.tree):
        screen.say(_("{path} is in one language only; it stands for both.").format(path=path))


def _about(loaded: Loaded) -> list[str]:
    """Title, and description if any."""
    texts = (loaded.scenario.title, loaded.scenario.about)
    return [escape(pick(dict(text))) for text in texts if text]


def _headline(loaded: Loaded) -> str:
    title, *about = _about(loaded)
    return ". ".join((f"[bold]{title}[/]", *about))


def _print_staffing(screen: Screen, pattern: str, staff: Staffing, world: World) -> None:
    """One line on head-count and the busiest pool, one on what is more than can be done, one on what might be."""
    limited = [post for post in staff.posts if 0 < post.servers < UNLIMITED and post.load]
    busiest = max(limited, key=lambda post: post.load / post.servers, default=None)
    if busiest:
        said = ngettext(
            "{pattern}: {people} people; busiest is {pool}, offered {load} of {servers} server's work.",
            "{pattern}: {people} people; busiest is {pool}, offered {load} of {servers} servers' work.",
            busiest.servers,
        )
        pool, load = pool_title(busiest, world), number(busiest.load, 2)
        if busiest.error > 0:
            load += f" ± {number(busiest.half, 2)}"
        people, servers = staff.head_count, busiest.servers
        screen.say(said.format(pattern=pattern, people=people, pool=pool, load=load, servers=servers))
    if staff.overloaded:
        pools = ", ".join(pool_title(post, world) for post in staff.overloaded)
        warning = _("Warning: more is brought than people or tickets are there for under {pattern}: {pools}.")
        screen.stress(warning.format(pattern=pattern, pools=pools), "bold yellow")
    if staff.near:
        text = _(
            "Warning: near their limit under {pattern} are {pools}: with other luck than that of the {count} drawn "
            "applicants whom loads are learnt from, more might be brought than people are there for; a run says."
        )
        pools = ", ".join(pool_title(post, world) for post in staff.near)
        screen.stress(text.format(pattern=pattern, pools=pools, count=number(APPLICANTS, 0)), "bold yellow")
    warn(screen, remarks(pattern, staff, world))


def _print_people(screen: Screen, loaded: Loaded) -> None:
    """How many people each load is and, under each pattern, who is where: idle, squeezed, more than usual, missing."""
    from wogsim.replication.prepare import prepare

    try:
        found, prepared = sizes(loaded.scenario), prepare(loaded)
    except BadInput as error:  # a scenario is shown all the same
        screen.print()
        screen.stress(str(error), "yellow")
        return
    screen.print()
    for line in sized(found):
        screen.say(line)
    for row, staff in prepared.patterns:
        title = pattern_title(row.key, loaded.scenario)
        _print_staffing(screen, title, staff, prepared.world)
        for line in idle(title, staff, prepared.world):
            screen.say(line)
    warn(screen, left_out(prepared.left_out, loaded.scenario))


def _print_origins(screen: Screen, loaded: Loaded) -> None:
    """Which numbers rest on assumption, which are defaults, which have a source."""
    known = facts(loaded)
    sourced = [fact for fact in known if fact.source]
    given = [fact for fact in known if fact.assumed and fact.stated]
    rest = sum(fact.assumed and not fact.given for fact in known)
    assumed = ngettext("{count} number rests on assumption:", "{count} numbers rest on assumption:", len(given))
    defaults = ngettext("{count} more is a default;", "{count} more are defaults;", rest).format(count=rest)
    origins = ngettext("{count} number has a source:", "{count} numbers have a source:", len(sourced))
    screen.print()
    screen.say(assumed.format(count=len(given)))
    _print_facts(screen, given)
    screen.say(defaults + " " + _("'wogsim show {name}' prints all with their meaning.").format(name=loaded.name))
    screen.print()
    screen.say(origins.format(count=len(sourced)) if sourced else _("No number has a source."))
    _print_facts(screen, sourced)


def print_scenario(loaded: Loaded) -> None:
    """The whole scenario, table by table, with units and sources; who works where; how each clearance goes."""
    screen, names = Screen(), titles(loaded)
    screen.print(_headline(loaded))
    for line in lesson_lines(loaded.scenario.lesson):
        screen.say(line)
    groups: dict[str, list[Fact]] = {}
    for fact in facts(loaded):
        groups.setdefault(fact.table, []).append(fact)
    for group, members in groups.items():
        heading = f"\\[{group}]" + (f"  {escape(names[group])}" if group in names else "")
        screen.print()
        screen.print(f"[bold]{heading}[/]")
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
        for _column in range(3):
            table.add_column(overflow="fold")
        for fact in members:
            note = "" if not fact.assumed else _("assumption") if fact.given else _("default")
            notes = [fact.source or note, _("from {scenario}").format(scenario=fact.base) if fact.base else ""]
            about = "\n".join(filter(None, (escape(fact.meaning), f"[dim]{escape('; '.join(filter(None, notes)))}[/]")))
            table.add_row(fact.path.rpartition(".")[2], escape(fact.said), about)
        screen.print(table)
    print_defaults(screen, loaded)
    _print_people(screen, loaded)
    _print_arrangements(screen, loaded)


ROUTES = {
    Route.VISIT: mark("visit"),
    Route.FORWARD: mark("forward"),
    Route.DECIDE: mark("decide"),
    Route.AUTOMATE: mark("automate"),
}
SEATS = {
    Seat.BUILDING: mark("at the agency"),
    Seat.COUNTERS: mark("at its counters"),
    Seat.HOME: mark("at home"),
    Seat.INSIDE: mark("in the unit"),
    Seat.SYSTEM: mark("by the system"),
    Seat.PRESENCE: mark("at the counter, in the citizen's presence"),
}
SIGNERS = {
    Signer.AGENCY: mark("the agency's head"),
    Signer.UNIT: mark("the unit's head, with the permit"),
    None: mark("nobody"),
}


def _print_arrangements(screen: Screen, loaded: Loaded) -> None:
    """Under each pattern, clearance by clearance: the route, where it is assessed, who signs, what papers wait for."""
    from wogsim.staffing.sizes import settled
    from wogsim.world.agency_count import build

    try:
        world = build(settled(loaded.scenario))
    except BadInput:  # said before
        return
    rows = loaded.scenario.rows()
    for key in dict.fromkeys((*loaded.scenario.levers.patterns, *loaded.scenario.patterns)):
        screen.print()
        screen.stress(_("{pattern}, clearance by clearance").format(pattern=pattern_title(key, loaded.scenario)))
        found = arrangements(world, rows[key])
        waits = any(way.after for ways in found for way in ways)
        headings = [_("clearance"), _("route"), _("assessed"), _("signed by"), *([_("papers")] if waits else [])]
        made = table(headings, ())
        for clearance, ways in zip(world.clearances, found, strict=True):
            for way in ways:
                name = escape(pick(dict(clearance.described.title))) if way is ways[0] else ""
                cells = [_route(way), _(SEATS[way.seat]), _(SIGNERS[way.signer])]
                made.add_row(name, *cells, *([escape(_papers(way, world))] if waits else []))
        screen.print(made)
        if any(way.seat is Seat.HOME for ways in found for way in ways):
            screen.say(_("At home: in the agency's own building, while its counters stand in the centre."))
        for permit, stays in who_stays(world, rows[key]).items():
            title = escape(pick(dict(loaded.scenario.world.permits[permit].title)))
            said = _("{permit}: the citizen waits there until it is decided.")
            if not stays:
                said = _("{permit}: nobody waits for it there, since something of it leaves the building.")
            screen.say(said.format(permit=title))


def _route(way: Arrangement) -> str:
    said = _(ROUTES[way.route])
    return said if way.share == 1 else _("{route}, in {share} of cases").format(route=said, share=percent(way.share))


def _papers(way: Arrangement, world: World) -> str:
    """When papers are taken in, or sent on from the front."""
    if not way.after:
        return _("at once")
    names = joined([pick(dict(world.clearances[i].described.title)) for i in way.after])
    text = _("wait at the front for {names}") if way.held else _("taken after {names}")
    return text.format(names=names)


def _print_facts(screen: Screen, chosen: list[Fact]) -> None:
    for fact in chosen:
        screen.print(f"  {fact.path} = {escape(fact.said)}", soft_wrap=True)
        if fact.source:
            screen.print(f"    [dim]{escape(fact.source)}[/]", soft_wrap=True)
