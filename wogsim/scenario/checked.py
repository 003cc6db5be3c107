"""From a tree of tables to a validated scenario, or to what is wrong with it, said so that a person can mend it."""

import copy
import typing
from collections.abc import Collection, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from wogsim.errors import BadInput, Problem
from wogsim.language import _, mark, ngettext
from wogsim.scenario.completing import Completed, Tree, completed
from wogsim.scenario.consistency import one_of, problems
from wogsim.scenario.file import Scenario
from wogsim.scenario.mending import Place, mend, place, rest_upon
from wogsim.scenario.unique import same_titles

Error = dict[str, Any]  # one of pydantic's
MOST = 50  # problems that are told
ENOUGH = 500  # that are put into words: none but the first of many are read
ROUNDS = 4  # a wrong value is left out, which others may then miss

# What was expected, by the kind of pydantic's error; those not named here are said in its own words.
EXPECTED = {
    **dict.fromkeys(("literal_error", "enum"), mark("expected {expected}")),
    "greater_than_equal": mark("expected at least {limit}"),
    "greater_than": mark("expected more than {limit}"),
    "less_than_equal": mark("expected at most {limit}"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), mark("expected a whole number")),
    **dict.fromkeys(("float_type", "float_parsing"), mark("expected a number")),
    "finite_number": mark("expected a finite number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), mark("expected true or false")),
    "string_type": mark("expected a text in quotes"),
    "string_too_short": mark("expected a text that is not empty"),
    "string_too_long": mark("expected at most {count} characters"),
    **dict.fromkeys(("model_type", "dict_type"), mark("expected a table")),
    "tuple_type": mark("expected a list in square brackets"),
    "too_long": mark("expected at most {count} entries"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing"), mark("expected a date, like 2026-01-05")
    ),
    "date_from_datetime_inexact": mark("expected a date without a time, like 2026-01-05"),
}

# Words of the first edition, by dotted path, * for any key: what says the same now.
FORMER = {
    "levers.grant.order": mark(
        "this is a key of the first edition; say it for each authority: levers.order.delegated, "
        "levers.order.coordinating, levers.order.automated"
    ),
    **dict.fromkeys(
        ("patterns.*.granted", "patterns.*.authority"),
        mark(
            "this is a key of the first edition; say what is granted by which authority in 'grants', like "
            'grants = [{authority = "delegated", route = "decide", signs = "unit"}], or leave it out where nothing is'
        ),
    ),
}


def validated(
    tree: Tree, file: str, changed: Collection[str] = (), wrong: Collection[Problem] = (), *, titled: bool = False
) -> Scenario:
    """The scenario of a tree, or BadInput with a line for each thing wrong.

    `file` stands in messages, but for what is wrong at `changed`: dotted paths of values that are not in the file.
    `wrong` is what is known to be wrong besides. `titled`: people gave the titles, which have to tell things apart.
    """
    whole = completed(tree, file)
    scenario, errors = _read(whole.tree)
    own = [error for error in errors if not _repeats(error, whole)]
    found = [*wrong, *(_problem(error, whole) for error in own[:ENOUGH])]
    if scenario is None:
        found += _beyond(tree, file, errors, titled=titled)
    else:
        rests = rest_upon([tuple(problem.key.split(".")) for problem in wrong])
        found += [problem for problem in _problems(scenario, titled=titled) if not rests(problem)]
    if scenario is not None and not found:
        return scenario
    found = [replace(p, key=whole.origin(p.key)) for p in found]
    told = list({str(p): p if any(map(p.concerns, changed)) else replace(p, file=file) for p in found}.values())
    more = max(len(told) - MOST, 0) + len(own[ENOUGH:])
    rest = [f"{file}: " + _("and {count} more").format(count=more)] if more else []
    raise BadInput(*told[:MOST], *rest)


def _read(tree: Tree) -> tuple[Scenario | None, list[Error]]:
    """The scenario of completed tables; none where errors are found."""
    try:
        return Scenario.model_validate(tree), []
    except ValidationError as error:
        errors: list[Error] = [dict(one) for one in error.errors()]
    # Where an entry is wrong, the list counts as too short besides.
    places: list[Any] = [one["loc"] for one in errors]
    return None, [
        one
        for one in errors
        if one["type"] != "too_short" or sum(at[: len(one["loc"])] == one["loc"] for at in places) == 1
    ]


def _repeats(wrong: Error, whole: Completed) -> bool:
    """Whether a value is one of a default's, of which the same has been said where it stands."""
    path = ".".join(str(part) for part in wrong["loc"])
    return whole.origin(path) != path


def _problems(scenario: Scenario, *, titled: bool) -> list[Problem]:
    return [*problems(scenario), *(Problem(*wrong) for wrong in (same_titles(scenario) if titled else ()))]


def _beyond(tree: Tree, file: str, errors: list[Error], *, titled: bool) -> list[Problem]:
    """What does not fit together besides: as far as it can be judged while some values are wrong by themselves."""
    mended, places, whole = copy.deepcopy(tree), list[Place](), completed(tree, file)
    for _round in range(ROUNDS):
        new = [place(error["loc"], whole) for error in errors]
        for one in new:
            mend(mended, one)
        places += new
        whole = completed(mended, file)
        scenario, errors = _read(whole.tree)
        if scenario is not None:
            rests = rest_upon(places)
            return [p for p in _problems(scenario, titled=titled) if not rests(replace(p, key=whole.origin(p.key)))]
    return []


def _problem(wrong: Error, whole: Completed) -> Problem:
    """One validation error: key path, value, what was expected."""
    keys = [str(part) for part in wrong["loc"] if part != "[key]"]
    while len(keys) > 1 and _is_text(whole.tree, keys[:-1]):  # what a text says stands where the text does
        keys.pop()
    path, siblings = ".".join(keys), fields_at(keys[:-1])
    if wrong["type"] == "missing":
        field = siblings.get(keys[-1])
        if field and field.description:
            return Problem(
                path, None, _("this key is missing; it says: {meaning}").format(meaning=_(field.description))
            )
        return Problem(path, None, _("this key is missing"))
    if wrong["type"] == "extra_forbidden":
        former = next((said for pattern, said in FORMER.items() if fnmatchcase(path, pattern)), None)
        if former is not None:
            return Problem(path, None, _(former))
        return Problem(path, None, _("there is no such key;") + " " + one_of(keys[-1], siblings))
    if wrong["type"] == "tuple_type" and isinstance(wrong["input"], dict):
        said = _("this is a list of tables; expected one beneath [[{path}]] for each, with double brackets")
        return Problem(path, None, said.format(path=path))
    return Problem(path, wrong["input"], expected(wrong))


def _is_text(tree: Tree, keys: list[str]) -> bool:
    """Whether a text stands at a place."""
    value: Any = tree
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return isinstance(value, str)


def expected(wrong: Error) -> str:
    """What was expected, in the language in use."""
    return _expected(wrong["type"], wrong.get("ctx", {})) or str(wrong["msg"])


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind == "too_short":
        count = context["min_length"]
        return ngettext("expected at least {count} entry", "expected at least {count} entries", count).format(
            count=count
        )
    limit = next((context[name] for name in ("ge", "gt", "le") if name in context), None)
    limit = int(limit) if isinstance(limit, float) and limit.is_integer() else limit
    said = {"expected": _either(context.get("expected", "")), "limit": limit, "count": context.get("max_length")}
    return _(EXPECTED[kind]).format(**said) if kind in EXPECTED else ""


def _either(words: str) -> str:
    """What pydantic lists as 'a', 'b' or 'c', in the language in use."""
    others, between, last = words.rpartition(" or ")
    return _("{names} or {last}").format(names=others, last=last) if between else words


def fields_at(keys: list[str]) -> dict[str, FieldInfo]:
    """What the table at a path may hold, by key; empty where there is no table."""
    model: type[BaseModel] = Scenario
    wanted = iter(keys)
    for key in wanted:
        known = {field.alias or name: field for name, field in model.model_fields.items()}
        annotation = known[key].annotation if key in known else None
        parts = (annotation, *typing.get_args(annotation))
        tables = [part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)]
        if not tables:
            return {}
        model = tables[0]
        if typing.get_origin(annotation) is dict:
            next(wanted, None)  # the key of an entry
    return {field.alias or name: field for name, field in model.model_fields.items()}
