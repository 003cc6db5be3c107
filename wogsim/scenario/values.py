"""Kinds of values that a scenario file can hold, each with its reader and its unit."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from wogsim.chance.distributions import CLOCK, OPENINGS, Distribution
from wogsim.contract.hours import DAY
from wogsim.language import _
from wogsim.scenario import quantities as q
from wogsim.scenario import weeks

# Whoever must be told is told when the working day begins: within the first second in which it is open.
NEXT = Distribution("constant", (1.0,), OPENINGS, "next opening")
MOST = 10_000  # people in one pool
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)  # between them lies whatever is simulated
KEY = re.compile(r"[a-z][a-z0-9-]*")


# Observed times, in a column of a CSV file.
OBSERVED: dict[str, Any] = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("csv", "column", "unit")},
    "required": ["csv", "column", "unit"],
    "additionalProperties": False,
}


def described(unit: str, message: str, default: Any = ..., **rules: Any) -> Any:
    """A field with its unit, which is empty where it has none, and its meaning."""
    return Field(default, description=message, json_schema_extra={"unit": unit} if unit else None, **rules)


def _said(kind: type, reader: Callable[[Any], Any], unit: str, example: str) -> tuple[Any, ...]:
    """What people say in words: how it is read, unless it has been already, how written, what editors know of it."""
    text: dict[str, Any] = {"type": "string", "examples": [example]}
    return (
        BeforeValidator(lambda value: value if isinstance(value, kind) else reader(value)),
        PlainSerializer(str, return_type=str),
        WithJsonSchema(
            {**({"anyOf": [text, OBSERVED]} if kind is Distribution else text), **({"unit": unit} if unit else {})}
        ),
    )


def _running(value: Distribution) -> Distribution:
    if value.clock != CLOCK:
        raise ValueError(_("work and journeys are in running time, like '2 hours', not in working days"))
    return value


def _notice(value: Any) -> Distribution:
    if value == NEXT.text:
        return NEXT
    if not isinstance(value, str):
        raise ValueError(_("expected a time in quotes, like '12 min' or '1 working day', or 'next opening'"))
    if not any(map(str.isdigit, value)):
        raise ValueError(_("expected a time, like '12 min' or '1 working day', or 'next opening'"))
    return q.distribution(value)


def _day(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        raise ValueError(_("expected a date, like 2026-01-05"))
    return value


def _of_our_time(value: date) -> date:
    if value < FIRST_DAY:
        raise ValueError(_("expected at least {limit}").format(limit=FIRST_DAY))
    if value > LAST_DAY:
        raise ValueError(_("expected at most {limit}").format(limit=LAST_DAY))
    return value


@dataclass(frozen=True)
class _Sized:
    """So many people, ``ge`` at least and ``le`` at most, or a load that decides how many."""

    ge: int
    le: int = MOST

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A whole number, which pydantic checks, or a load, which is read here."""

        def read(value: Any, whole: ValidatorFunctionWrapHandler) -> Any:
            if isinstance(value, q.Load):
                return value
            return q.load(value) if isinstance(value, str) else whole(value)

        number = handler.generate_schema(Annotated[int, Field(ge=self.ge, le=self.le, strict=True)])
        return core_schema.no_info_wrap_validator_function(read, number)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """What editors know of it."""
        return {"anyOf": [handler(schema), {"type": "string", "examples": ["load 0.7"]}], "unit": "persons"}


def _people(value: int | q.Load) -> int | str:
    return str(value) if isinstance(value, q.Load) else value


def _by_date(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(_("expected the name of a CSV file in quotes, with columns date and needs"))
    return value


def _weeks(value: q.Duration) -> q.Duration:
    if value.clock != CLOCK or value.seconds < 7 * DAY or value.seconds % (7 * DAY):
        raise ValueError(_("expected whole weeks, like '2 weeks'"))
    return value


class _OrOne:
    """A list of one may be a word."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The list, in which a text is the only entry."""
        return core_schema.no_info_before_validator_function(
            lambda value: [value] if isinstance(value, str) else value, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """What editors know of it."""
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


def _hours_text(parts: weeks.Parts) -> str:
    return ", ".join("-".join(map(_time_text, part)) for part in parts)


def _time_text(second: int) -> str:
    minutes = (second - DAY if second > DAY else second) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _key(value: str) -> str:
    if not KEY.fullmatch(value):
        raise ValueError(_("a key is lower-case letters, digits and hyphens, and begins with a letter"))
    return value


SHARES = [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "examples": ["20 %"]}]
Share = Annotated[float, BeforeValidator(q.share), WithJsonSchema({"anyOf": SHARES, "unit": "share"})]
Persons = Annotated[int, Field(ge=0, le=MOST, strict=True)]
Tickets = Annotated[int, Field(ge=1, le=MOST, strict=True)]
Staff = Annotated[int | q.Load, _Sized(0), PlainSerializer(_people, return_type=int | str)]
SomeStaff = Annotated[int | q.Load, _Sized(1), PlainSerializer(_people, return_type=int | str)]
Weight = Annotated[float, Field(ge=0, le=1e6)]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_of_our_time)]
ByDate = Annotated[
    dict[Day, Weight],
    BeforeValidator(_by_date),
    WithJsonSchema({"anyOf": [{"type": "string", "examples": ["needs-2027.csv"]}, {"type": "object"}]}),
]
Duration = Annotated[q.Duration, *_said(q.Duration, q.duration, "time", "14 working days")]
Rate = Annotated[q.Rate, *_said(q.Rate, q.rate, "rate", "15 per day")]
OwnRate = Annotated[q.Rate, *_said(q.Rate, q.own_rate, "rate", "2 times the need")]
Delay = Annotated[
    Distribution,
    *_said(Distribution, q.distribution, "time", "triangular(1 working day, 2 working days, 5 working days)"),
]
Work = Annotated[
    Distribution,
    *_said(Distribution, q.distribution, "time", "lognormal(mean 12 min, cv 0.5)"),
    AfterValidator(_running),
]
DayHours = Annotated[
    weeks.Parts,
    BeforeValidator(lambda value: value if isinstance(value, tuple) else weeks.day_hours(value)),
    PlainSerializer(_hours_text, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["08:00-12:00, 13:00-16:00"]}),
]
Week = Annotated[weeks.Week, *_said(weeks.Week, weeks.week, "", "mon-thu 08:00-15:00, 16:00-17:00; fri 08:00-11:00")]
Weeks = Annotated[q.Duration, *_said(q.Duration, q.duration, "time", "2 weeks"), AfterValidator(_weeks)]
Span = Annotated[weeks.Span, *_said(weeks.Span, weeks.span, "", "2027-02-08..2027-03-09")]
Notice = Annotated[
    Distribution,
    *_said(Distribution, _notice, "time", "next opening"),
]
Holiday = Annotated[
    date | str,
    PlainValidator(weeks.holiday),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["2027-03-10", "08-17"]}),
]
Key = Annotated[str, AfterValidator(_key)]
OrOne = _OrOne()
Keys = Annotated[tuple[Key, ...], OrOne]
HandOver = Literal["counter", "post", "online", "none"]
Closing = Literal["send home", "serve out"]
MOST_ENTRIES = 10_000  # of a table or list that people write
NOTHING = Distribution("constant", (0.0,), CLOCK, "0 s")


class Part(BaseModel):
    """A table of a scenario file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def or_text(table: JsonSchemaValue, example: str) -> JsonSchemaValue:
    """What editors know of a table in whose place a text may stand; no key of it has to be there."""
    about = {"description": table.pop("description")}
    text = {"type": "string", "minLength": 1, "examples": [example]}
    return {**about, "anyOf": [text, {**table, "required": [], "minProperties": 1}]}


class Title(Part):
    """A name in both languages; a file may give one text for both, or one language, which then stands for both."""

    en: str = Field(min_length=1, max_length=300)
    id: str = Field(min_length=1, max_length=300)

    @model_validator(mode="before")
    @classmethod
    def _in_both(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"en": value, "id": value}
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            expected = _("expected a text in quotes, or a table of both languages, like {example}")
            raise ValueError(expected.format(example='{ en = "Land use", id = "Tata guna lahan" }'))
        one = len(value) == 1 and next(iter(value))
        return {"en": value[one], "id": value[one]} if one in ("en", "id") else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A text, or a table of one language or both."""
        return or_text(handler.resolve_ref_schema(handler(schema)), "Land use")
