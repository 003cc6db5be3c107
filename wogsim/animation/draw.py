"""The pictures of a morning: offices as they stand, people and files on top, the clock and the counts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache

from PIL import Image, ImageDraw

from wogsim.animation.layout import HEIGHT, MARGIN, PILE, ROAD, STEP, WIDTH, Panel, Point, glide, panels, spot, staffed
from wogsim.animation.letters import Pen, fitting, font, write
from wogsim.animation.morning import Morning
from wogsim.animation.scene import FILE, FRONT, PERSON, Here, Scene, at, counts
from wogsim.charts import style
from wogsim.contract.hours import DAY, HOUR
from wogsim.language import _, joined, mark, ngettext, number, pick
from wogsim.patterns import Desk, Pattern, Place
from wogsim.scenario.names import pattern_title
from wogsim.studies.beside import SIGN, Known, overloaded_word, sign
from wogsim.studies.journey.words import MONTHS, WEEKDAYS

PICTURES = 220
# Citizens, whose permits this is about, in full colour; sector-only applicants pale.
MOVING = {  # colour and what the legend says, by kind and whether it is a citizen's
    (PERSON, True): ("#B14600", mark("citizen")),
    (PERSON, False): ("#E9C3A6", mark("sector-only applicant")),
    (FILE, True): ("#00507D", mark("citizen's file")),
    (FILE, False): ("#A9CBE0", mark("other file")),
}
FLOOR, LINE, MARK = "#F6F6F6", "#9A9A9A", "#C2006B"
DOT, SHEET, RING = 16, 13, 27  # pixels
CLOCK = 190.0  # pixels of the clock
MORE = 8.5  # points of how many more there are
NAME = 10.5  # points of an office beside its row
SHARP = 4  # sprites are drawn so many times as large and made smaller
FRONTS = {  # what the front unit is called, by the pattern's desk
    Desk.NONE: mark("technical team"),
    Desk.UNIT: mark("the one-door unit"),
    Desk.COORDINATOR: mark("the coordinator's desk"),
    Desk.PORTAL: mark("the assisted desk"),
}

Picture = Image.Image


def pictures(morning: Morning) -> Iterator[Picture]:
    """The morning in `PICTURES` steps, each 1280 x 720."""
    places = panels(morning.scenes)
    start, end = morning.scenes[0].start, morning.scenes[0].end
    citizen = _("citizen {case}").format(case=morning.case)
    ground = _ground(morning, places, citizen)
    seen: dict[tuple[int, str, int], Point] = {}  # where who was in which panel one picture ago
    for step in range(PICTURES):
        second = start + (end - start) * step // (PICTURES - 1)
        picture = ground.copy()
        pen = ImageDraw.Draw(picture)
        clock = f"{second % DAY // HOUR:02d}:{second % HOUR // 60:02d}"
        write(pen, (WIDTH - MARGIN, 8), clock, 38, bold=True, anchor="ra")
        now: dict[tuple[int, str, int], Point] = {}
        for i, (scene, panel) in enumerate(zip(morning.scenes, places, strict=True)):
            _counts(pen, scene, panel, second)
            here = at(scene, second)
            hidden = [one for one in here if panel.hides(one) and (one.kind, one.who) not in scene.followed]
            here = [one for one in here if one not in hidden]
            for one in sorted(here, key=lambda one: (_level(one), one.citizen, one.kind, one.who)):
                who = (i, one.kind, one.who)
                now[who] = glide(seen.get(who), spot(panel, one))
                _paste(picture, _sprite(one.kind, one.citizen), now[who])
            _beyond(pen, panel, here)
            _at_other_counters(pen, panel, hidden)
            for one in here:
                if (one.kind, one.who) in scene.followed:
                    _mark(picture, pen, now[i, one.kind, one.who], citizen if one.kind == PERSON else "")
        seen = now
        yield picture


def _level(one: Here) -> int:
    """How high a file lies on its pile: what lies higher hides what lies lower."""
    return one.place % PILE if one.kind == FILE and one.target is None else 0


def colours_of(picture: Picture) -> Picture:
    """A picture with every colour of a film: the given one, and what moves on it, large enough to count."""
    whole = Image.new("RGB", (WIDTH, HEIGHT * 2), FLOOR)
    whole.paste(picture, (0, 0))
    sprites = [*(_sprite(kind, citizen) for kind, citizen in MOVING), _ring()]
    width = WIDTH // len(sprites)
    for i, sprite in enumerate(sprites):
        large = sprite.resize((width, HEIGHT), Image.Resampling.NEAREST)
        whole.paste(large, (i * width, HEIGHT), large)
    return whole


@cache
def _sprite(kind: str, citizen: bool) -> Picture:
    """A dot or a sheet with a rim, smooth at the edge."""
    size = (DOT if kind == PERSON else SHEET) * SHARP
    sprite = Image.new("RGBA", (size + SHARP, size + SHARP))
    pen = ImageDraw.Draw(sprite)
    box = (SHARP // 2, SHARP // 2, size, size)
    draw = pen.ellipse if kind == PERSON else pen.rectangle
    draw(box, fill=MOVING[kind, citizen][0], outline=style.INK if citizen else LINE, width=SHARP)
    return sprite.resize((size // SHARP + 1, size // SHARP + 1), Image.Resampling.BOX)


@cache
def _ring() -> Picture:
    """What goes around the citizen who is followed, and around their files."""
    sprite = Image.new("RGBA", (RING * SHARP, RING * SHARP))
    edge = SHARP // 2
    ImageDraw.Draw(sprite).ellipse((edge, edge, *[RING * SHARP - edge] * 2), outline=MARK, width=4 * SHARP)
    return sprite.resize((RING, RING), Image.Resampling.BOX)


def _paste(picture: Picture, sprite: Picture, place: Point) -> None:
    """Put a sprite with its middle at a place."""
    x, y = (round(coordinate - sprite.width / 2) for coordinate in place)
    picture.paste(sprite, (x, y), sprite)


def _mark(picture: Picture, pen: Pen, place: Point, text: str) -> None:
    x, y = place
    _paste(picture, _ring(), place)
    corner = (max(x - RING, 4), y - RING / 2 - 2)  # on the roads left of the offices there is room on the right only
    pen.text(corner, text, MARK, font(NAME, True), "ls", stroke_width=3, stroke_fill=style.PAPER)


def _ground(morning: Morning, places: list[Panel], citizen: str) -> Picture:
    """What stands still; the name of the citizen who is followed, if any, beside the date."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), style.PAPER)
    pen = ImageDraw.Draw(picture)
    title = _("One morning at the offices") if morning.hour is None else _("One busy hour at the offices")
    write(pen, (MARGIN, 14), title, style.TITLE, bold=True)
    day = morning.world.scenario.world.start + timedelta(days=morning.scenes[0].start // DAY)
    text = _("{weekday} {day} {month} {year}; working day {number} of the {count} of the cohort")
    named = {"weekday": _(WEEKDAYS[day.weekday()]), "day": day.day, "month": _(MONTHS[day.month - 1]), "year": day.year}
    if morning.hour is not None:
        text = _(
            "{weekday} {day} {month} {year}, {begin}:00 to {end}:00: when counters are busiest, on working "
            "day {number} of {count}"
        )
        named |= {"begin": f"{morning.hour:02d}", "end": f"{morning.hour + 1:02d}"}
    said = text.format(**named, number=morning.day, count=morning.of)
    if morning.usual:
        said += _(", to which the usual number of people come")
    beside = CLOCK if morning.case is None else 0.0  # who is followed stands beside a short line
    size = fitting(said, style.AXIS, WIDTH - 2 * MARGIN - beside)
    write(pen, (MARGIN, 54), said, size, style.PALE)
    if morning.case is not None:
        x = MARGIN + font(size).getlength(said) + 34
        picture.paste(_ring(), (round(x), 50), _ring())
        text = _("{citizen} and their files").format(citizen=citizen)
        write(pen, (x + RING + 6, 54), text, style.AXIS, MARK, bold=True)
    own = list(morning.loaded.scenario.patterns)
    for row, scene, panel in zip(morning.rows, morning.scenes, places, strict=True):
        colour = style.colour_of(row.key, own)
        pen.rectangle((panel.left, 86, panel.left + 10, 110), fill=colour)
        write(
            pen,
            (panel.left + 18, 98),
            pattern_title(row.key, morning.loaded.scenario) + sign(Known(scene.overloaded)),
            style.NAME,
            bold=True,
            anchor="lm",
        )
        _offices(pen, morning, row, scene, panel, colour)
    if places[0].compact:
        _names(pen, morning, places[0])
    _legend(picture, pen, apart=any(scene.apart for scene in morning.scenes))
    foot = _foot(morning, places[0])
    size = fitting(foot, style.FOOT, WIDTH - 2 * MARGIN)
    write(pen, (MARGIN, HEIGHT - 10), foot, size, style.PALE, anchor="ls")
    return picture


def _foot(morning: Morning, panel: Panel) -> str:
    """Which world this is, and what is not seen of it."""
    agencies, hidden = len(morning.world.agencies), len(staffed(morning.scenes)) - len(panel.rows)
    untold = [pattern_title(key, morning.loaded.scenario) for key in morning.left_out]
    left_out = ngettext(
        "{count} agency to which nobody and nothing comes is not shown",
        "{count} agencies to which nobody and nothing comes are not shown",
        hidden,
    )
    rest = "; ".join(
        (
            "",
            ngettext("{count} agency", "{count} agencies", agencies).format(count=agencies),
            *([left_out.format(count=hidden)] if hidden else []),
            *([_("left out, as there are not the people: {names}").format(names=joined(untold))] if untold else []),
            _("seed {seed}, replication {replication}").format(seed=morning.loaded.scenario.run.seed, replication=1),
            _("one morning is an example, not an average")
            if morning.hour is None
            else _("one hour is an example, not an average"),
            *([f"{SIGN} {overloaded_word()}"] if any(scene.overloaded for scene in morning.scenes) else []),
        )
    )
    title = pick(dict(morning.loaded.scenario.title))
    room = WIDTH - 2 * MARGIN - style.width_of(rest, style.FOOT)
    return style.shortened(title, style.FOOT, room) + rest  # a long title gives way to what is said of the picture


def _offices(pen: Pen, morning: Morning, row: Pattern, scene: Scene, panel: Panel, colour: str) -> None:
    """Boxes with names and counters; under one roof they share their walls."""
    begin, end = panel.inside
    shared = row.place is Place.SHARED
    kept = [office for office in panel.rows if scene.staffed[office]]
    size, room = style.FOOT - 0.5, panel.wall + 4 - begin
    full = [_name(morning, office, _(FRONTS[row.desk])) for office in kept]
    names = dict(zip(kept, style.distinct(full, lambda name: style.shortened(name, size, room * 0.95)), strict=True))
    for office in kept:
        top = panel.rows[office]
        space, hall = 0 if shared else 3, end
        edge, thick = (colour, 3) if office == FRONT else (LINE, 1)
        if office in scene.apart:  # the back rooms stand by themselves
            hall = panel.wall + 4
            pen.rectangle((panel.back(office), top + 3, end, top + panel.high - 3), FLOOR, LINE)
        pen.rectangle((begin, top + space, hall, top + panel.high - space), FLOOR, edge, thick)
        if not panel.compact:
            write(pen, (begin + 7, top + space + 3), names[office], size)
        for counter in range(panel.shown(office)):
            x, y = panel.wall - STEP * (counter + 1), panel.lane(office)
            pen.rectangle((x, y - STEP / 2, x + STEP, y + STEP / 2), fill=style.PAPER, outline=LINE)
        if not panel.compact and panel.shown(office) < panel.counters[office]:
            text = _("{shown} of {all} counters").format(shown=panel.shown(office), all=panel.counters[office])
            write(pen, (panel.wall - 3, panel.lane(office) - STEP / 2 - 2), text, 8.5, style.PALE, anchor="rs")
        pen.line((panel.wall, panel.lane(office) - 10, panel.wall, panel.lane(office) + 10), fill=style.INK, width=3)
    if shared and kept:
        roof = panel.wall + 4 if scene.apart else end
        top, bottom = panel.rows[kept[0]], panel.rows[kept[-1]] + panel.high
        pen.rectangle((begin - 2, top - 2, roof + 2, bottom + 2), outline=colour, width=4)
    for road in panel.roads:
        top, bottom = min(panel.rows.values()), max(panel.rows.values()) + panel.high
        pen.line((road, top, road, bottom), fill=style.GRID, width=2)


def _name(morning: Morning, office: int, front: str) -> str:
    return front if office == FRONT else pick(morning.world.agencies[office - 1].title)


def _names(pen: Pen, morning: Morning, panel: Panel) -> None:
    """Names of low rows, once for all panels, which have the same offices at the same height."""
    lines = max(min(int(panel.high / style.line_height(NAME)), 2), 1)
    full, room = [_name(morning, office, _("front unit")) for office in panel.rows], panel.left - MARGIN - ROAD
    names = style.distinct(full, lambda name: style.fitted(name, NAME, room, lines))
    for office, text in zip(panel.rows, names, strict=True):
        pen.text((MARGIN, panel.lane(office)), text, style.INK, font(NAME), anchor="lm", spacing=1)


def _counts(pen: Pen, scene: Scene, panel: Panel, second: int) -> None:
    """The running counts: people in one line, files and permits in another."""
    found = counts(scene, second)
    people = ((_("queueing {count}"), found.queueing), (_("at counters {count}"), found.served))
    files = (
        (_("files waiting {count}"), found.files_waiting),
        (_("files on the way {count}"), found.files_moving),
        (_("permits {count}"), found.permits),
    )
    # One size for the whole film: as if all counts had two digits.
    widest = max(font(style.AXIS).getlength(_row([(text, 99) for text, _n in line])) for line in (people, files))
    size = min(style.AXIS, style.AXIS * 0.97 * (panel.right - panel.left) / widest)
    for i, line in enumerate((people, files)):
        write(pen, (panel.left, 111 + 19 * i), _row(line), size)


def _row(line: Sequence[tuple[str, int]]) -> str:
    return "   ".join(text.format(count=number(count, 0)) for text, count in line)


def _beyond(pen: Pen, panel: Panel, here: list[Here]) -> None:
    """How many more stand where a queue has no more room."""
    standing = (one for one in here if one.target is None and not (one.kind == PERSON and one.served))
    last = {(one.kind, one.office, one.served): one.place for one in standing}  # they come in the order of queues
    for (kind, office, served), place in last.items():
        more = place - panel.room(kind, office)
        if more > 0:
            x, y = spot(panel, Here(kind, 0, True, office, served, place))
            _more(pen, panel, (x, y + 7), more)


def _at_other_counters(pen: Pen, panel: Panel, hidden: list[Here]) -> None:
    """How many more are served at counters that are not drawn, beneath the farthest of those that are."""
    for office, more in Counter(one.office for one in hidden).items():
        last = max(panel.shown(office) - 1, 0)
        x, y = spot(panel, Here(PERSON, 0, True, office, served=True, place=last))
        _more(pen, panel, (x, y + STEP / 2 + 1), more)


def _more(pen: Pen, panel: Panel, place: Point, more: int) -> None:
    """'+812' beneath a place, within the walls of the office however long it is."""
    text = f"+{number(more, 0)}"
    half = font(MORE).getlength(text) / 2 + 4
    begin, end = panel.inside
    write(pen, (min(max(place[0], begin + half), end - half), place[1]), text, MORE, anchor="mt")


def _legend(picture: Picture, pen: Pen, apart: bool) -> None:
    """What moves, and what is where; `apart`: whether somebody's back rooms are in another building."""
    x, y = float(MARGIN), HEIGHT - 42
    for (kind, citizen), (_colour, title) in MOVING.items():
        sprite, text = _sprite(kind, citizen), _(title)
        picture.paste(sprite, (round(x), y - sprite.height // 2), sprite)
        write(pen, (x + 22, y), text, style.NOTE, anchor="lm")
        x += 22 + font(style.NOTE).getlength(text) + 26
    text = _("left of the wall: queue and counters; right: files in work and waiting, {pile} to a pile")
    if apart:
        text = _("left of the wall: counters; right: files, {pile} to a pile, beyond a gap where assessors sit at home")
    text = text.format(pile=PILE)
    size = fitting(text, style.NOTE, WIDTH - MARGIN - x - 8)
    write(pen, (x + 8, y), text, size, style.PALE, anchor="lm")
