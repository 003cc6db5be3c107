"""Small pictures for the wall, as SVG inside the page: plain shapes and texts, with every text escaped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from markupsafe import Markup

from wogsim.charts.style import colour_in
from wogsim.language import _, number, percent
from wogsim.scenario.reading import Loaded
from wogsim.studies.beside import SIGN

WIDE = 1180  # pixels of the wall's page
LEFT, RIGHT = 230, 360  # beside the bars: names and values
ROW = 62
SIGNS, LINE = 19, 23  # of a name in one line, and how high that is
HIGH, FOOT, HEAD = 430, 64, 96  # of the curve: the picture, and below and above its axes


def bars(
    loaded: Loaded,
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    language: str,
    guessed: Mapping[str, str] | None = None,
) -> Markup:
    """Means as bars with their 95 % intervals, in the order given.

    Parameters
    ----------
    rows : with key, mean, low, high, said, overloaded
    names : what each is called
    guessed : where the class put each on average
    """
    most = max((row["high"] or row["mean"] or 0.0 for row in rows), default=0.0) or 1.0
    scale = (WIDE - LEFT - RIGHT) / most
    parts = []
    for place, row in enumerate(rows):
        middle = place * ROW + ROW / 2
        sign = f" {SIGN}" if row["overloaded"] else ""
        parts += _name(names[row["key"]] + sign, LEFT - 12, middle + 7)
        if guessed:
            place_said = '<text x="{x}" y="{y}" class="value" text-anchor="end">{said}</text>'
            said = _("class: place {place}").format(place=guessed[row["key"]])
            parts.append(Markup(place_said).format(x=WIDE, y=middle + 7, said=said))
        if row["mean"] is None:
            parts.append(Markup('<text x="{x}" y="{y}">–</text>').format(x=LEFT, y=middle + 7))
            continue
        end = LEFT + row["mean"] * scale
        parts.append(
            Markup('<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="#1a1a1a"/>').format(
                x=LEFT, y=middle - 19, w=_short(end - LEFT), h=38, fill=colour_in(loaded, row["key"])
            )
        )
        low, high = (row[end] if row[end] is not None else row["mean"] for end in ("low", "high"))
        parts.append(_whisker(LEFT + low * scale, LEFT + high * scale, middle))
        parts.append(
            Markup('<text x="{x}" y="{y}" class="value">{said}</text>').format(
                x=_short(LEFT + high * scale + 10), y=middle + 7, said=row["said"][language]
            )
        )
    return _svg(WIDE, len(rows) * ROW, parts, _("Bars with 95 % intervals"))


def _name(name: str, x: float, y: float) -> list[Markup]:
    """A name that ends at a place, in two lines where it is long."""
    lines = wrap(name, SIGNS, max_lines=2, placeholder=" …")
    line = '<text x="{x}" y="{y}" class="name" text-anchor="end">{name}</text>'
    top = y - LINE * (len(lines) - 1) / 2
    return [Markup(line).format(x=x, y=_short(top + LINE * i), name=text) for i, text in enumerate(lines)]


def _whisker(low: float, high: float, y: float) -> Markup:
    return Markup(
        '<path d="M{low} {y}H{high}M{low} {up}v14M{high} {up}v14" stroke="#1a1a1a" stroke-width="3"/>'
    ).format(low=_short(low), high=_short(high), y=_short(y), up=_short(y - 7))


def curve(loaded: Loaded, found: Mapping[str, Any], guesses: Mapping[float | None, int], language: str) -> Markup:
    """One door by its authority beside one roof, the break-even, and the guesses as dots above.

    Guesses of never stand to the right of all authority.
    """
    points, roof = found["curve"], found["roof"]
    means = [end for at in [*points, roof] for end in (at["mean"], at["high"]) if end is not None]
    most = (max(means, default=0.0) or 1.0) * 1.08
    left, right, top, bottom = 90.0, WIDE - 150.0, float(HEAD), float(HIGH - FOOT)

    def x(share: float) -> float:
        return _short(left + share * (right - left))

    def y(value: float) -> float:
        return _short(bottom - value / most * (bottom - top))

    parts = [*_axes(x, y, most, found["unit"][language])]
    named = {}
    if roof["mean"] is not None:
        parts.append(_band(x, y, [(0.0, 1.0, roof)], colour_in(loaded, roof["key"])))
        named[_("One-roof")] = y(roof["mean"])
    spans = [(at["at"], max(at["to"], at["at"]), at) for at in points if at["mean"] is not None]
    if spans:
        parts.append(_band(x, y, spans, colour_in(loaded, "one-door")))
        named[_("One-door")] = y(spans[-1][2]["mean"])
    for name, height in _apart(named).items():
        parts.append(
            Markup('<text x="{x}" y="{y}" class="name">{name}</text>').format(x=x(1) + 8, y=height + 6, name=name)
        )
    if found["share"] is not None:
        low = 0.0 if found["low"] is None else found["low"]
        high = 1.0 if found["high"] is None else found["high"]
        parts.append(
            Markup('<rect x="{x}" y="{top}" width="{w}" height="{h}" fill="#1a1a1a" opacity=".12"/>').format(
                x=x(low), top=top, w=max(2.0, _short(x(high) - x(low))), h=bottom - top
            )
        )
        dashed = '<path d="M{x} {top}V{bottom}" stroke="#1a1a1a" stroke-width="3" stroke-dasharray="9 6"/>'
        parts.append(Markup(dashed).format(x=x(found["share"]), top=top, bottom=bottom))
    parts += _dots(x, guesses)
    return _svg(WIDE, HIGH, parts, _("Guesses above, the simulated curve below"))


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Where names of lines stand: at their ends, but not one over the other."""
    found: dict[str, float] = {}
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        found[name] = max([height, *(other + LINE for other in found.values())])
    between = sum(found[name] - heights[name] for name in found) / max(1, len(found))
    return {name: _short(height - between) for name, height in found.items()}


def _axes(x: Any, y: Any, most: float, unit: str) -> list[Markup]:
    parts = []
    for step in range(0, 101, 10):
        line = '<path d="M{x} {a}V{b}" stroke="#ddd"/><text x="{x}" y="{t}" text-anchor="middle">{said}</text>'
        parts.append(Markup(line).format(x=x(step / 100), a=y(most), b=y(0), t=y(0) + 22, said=percent(step / 100)))
    apart = 10.0 ** math.floor(math.log10(most))
    apart = apart / 2 if most / apart < 3 else apart
    for count in range(int(most / apart) + 1):
        line = '<path d="M{a} {y}H{b}" stroke="#ddd"/><text x="{t}" y="{ty}" text-anchor="end">{said}</text>'
        at = y(count * apart)
        parts.append(
            Markup(line).format(
                a=x(0), b=x(1), y=at, t=x(0) - 8, ty=at + 6, said=number(count * apart, 0 if apart >= 1 else 1)
            )
        )
    label = '<text x="{x}" y="{y}" text-anchor="middle">{said}</text>'
    parts.append(Markup(label).format(x=x(0.5), y=y(0) + 48, said=_("delegated authority")))
    parts.append(Markup('<text x="4" y="{y}">{said}</text>').format(y=y(most) - 8, said=unit))
    return parts


def _band(x: Any, y: Any, spans: Sequence[tuple[float, float, Mapping[str, Any]]], colour: str) -> Markup:
    """A mean, level between two shares, with its interval."""
    line = "M" + "L".join(f"{x(a)} {y(at['mean'])}L{x(b)} {y(at['mean'])}" for a, b, at in spans)
    lows = [f"{x(end)} {y(at['low'] if at['low'] is not None else at['mean'])}" for a, b, at in spans for end in (a, b)]
    highs = [
        f"{x(end)} {y(at['high'] if at['high'] is not None else at['mean'])}" for a, b, at in spans for end in (a, b)
    ]
    area = "M" + "L".join([*lows, *reversed(highs)]) + "Z"
    shape = '<path d="{area}" fill="{c}" opacity=".3"/><path d="{line}" fill="none" stroke="{c}" stroke-width="4"/>'
    return Markup(shape).format(area=area, line=line, c=colour)


def _dots(x: Any, guesses: Mapping[float | None, int]) -> list[Markup]:
    """One circle for all who guessed the same, the larger the more they are, with their number inside."""
    parts = []
    for share, times in sorted(guesses.items(), key=lambda item: 2.0 if item[0] is None else item[0]):
        at = WIDE - 60 if share is None else x(share)
        radius = _short(min(32.0, 13.0 + 2.2 * math.sqrt(times)))
        circle = '<circle cx="{x}" cy="44" r="{r}" fill="#fff" stroke="#1a1a1a" stroke-width="2"/>'
        inside = '<text x="{x}" y="50" text-anchor="middle">{n}</text>'
        parts.append(Markup(circle + inside).format(x=at, r=radius, n=times))
        if share is None:
            never = '<text x="{x}" y="{y}" text-anchor="middle">{said}</text>'
            parts.append(Markup(never).format(x=at, y=92, said=_("never")))
    return parts


def _svg(wide: float, high: float, parts: Sequence[Markup], title: str) -> Markup:
    head = '<svg viewBox="0 0 {w} {h}" role="img" aria-label="{title}" class="drawn">{inside}</svg>'
    return Markup(head).format(w=wide, h=high, title=title, inside=Markup("").join(parts))


def _short(value: float) -> float:
    return round(value, 1)
