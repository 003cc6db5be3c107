"""What a user asks for on top of a file: preset, levers, other values. One meaning for every command."""

from collections.abc import Mapping, Sequence
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, mark
from wogsim.scenario.file import SLASH
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded

ROWS, COMPARED = "levers.patterns", "compare.rows"
AUTHORITIES = ("delegated", "coordinating", "automated")
LEVERS = ("agencies", "agencies_mode", *AUTHORITIES)
OPTIONS: Mapping[str, str] = {  # keys of a file that have an option of their own on the command line
    ROWS: "--pattern",
    COMPARED: "--pattern",
    **{f"levers.{name}": f"--{name.replace('_', '-')}" for name in LEVERS},
    "run.replications": "--replications",
    "run.seed": "--seed",
}

NO_VARIANTS = mark(
    "{value}: variants stand side by side in 'wogsim compare' and 'wogsim report'; elsewhere give their values with "
    "--set"
)


def refuse_unloaded(loaded: Any) -> None:
    """Refuse what is no scenario, such as a name.

    Raises
    ------
    BadInput
        With what was expected.
    """
    if not isinstance(loaded, Loaded):
        raise BadInput(_("expected what wogsim.load returned, not {value!r}").format(value=loaded))


def _in_variant(patterns: Any) -> str:
    """The first row that is asked for in a variant, if any."""
    return next((row for row in patterns or () if isinstance(row, str) and SLASH in row), "")


def asked(
    loaded: Loaded,
    *,
    authority: float | None = None,
    patterns: Sequence[str] | None = None,
    patterns_at: str = ROWS,
    preset: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    settings: Mapping[str, Any] | None = None,
    **levers: Any,
) -> Loaded:
    """The scenario as asked for: first the preset, then `settings`, then everything that has an option of its own.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    authority : share from 0 to 1; sets the delegated, the coordinating and the automated authority at once
    patterns : keys of patterns; default: the scenario's
    patterns_at : path of the value that they are
    preset : name of a preset, such as 'neutral'
    replications, seed : default: the scenario's
    settings : other values at dotted paths, as in the file
    **levers : agencies, agencies_mode, delegated, coordinating, automated

    Raises
    ------
    BadInput
        Naming the path and what was expected there.
    TypeError
        For an argument there is not.
    """
    unknown = set(levers) - set(LEVERS)
    if unknown:
        raise TypeError(f"unexpected keyword argument {sorted(unknown)[0]!r}; levers are {', '.join(LEVERS)}")
    refuse_unloaded(loaded)
    given: Any = settings
    by_path = given is None or (isinstance(given, Mapping) and all(isinstance(key, str) for key in given))
    name: Any = preset
    for refused, value, said in (
        (not by_path, settings, _("settings = {value!r}: expected a dictionary of dotted paths")),
        (not isinstance(name, str | None), preset, _("preset = {value!r}: expected a name")),
        (isinstance(patterns, str), patterns, _("patterns = {value!r}: expected a list, like ['{value}']")),
        (patterns_at == ROWS and _in_variant(patterns), _in_variant(patterns), _(NO_VARIANTS)),
    ):
        if refused:
            raise BadInput(said.format(value=value))
    changes: dict[str, Any] = dict(settings or {})
    if authority is not None:
        changes |= {f"levers.{name}": authority for name in AUTHORITIES}
    own = {f"levers.{lever}": levers.get(lever) for lever in LEVERS}
    own |= {"run.replications": replications, "run.seed": seed}
    own[patterns_at] = None if patterns is None else list(patterns)
    changes |= {path: value for path, value in own.items() if value is not None}
    changed = apply(loaded, preset) if preset is not None else loaded
    return changed.change(changes) if changes else changed
