"""Opening hours of a week: a table of the file, or one line of it."""

from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from wogsim.contract.hours import DAY
from wogsim.language import mark
from wogsim.scenario import weeks
from wogsim.scenario.values import Day, DayHours, Part, Week, Weeks, described, or_text
from wogsim.scenario.weeks import DAYS, Parts


class WeekHours(Part):
    """Opening hours of a week, day by day or in one line; a day that is left out is closed. Some come more rarely."""

    monday: DayHours = ()
    tuesday: DayHours = ()
    wednesday: DayHours = ()
    thursday: DayHours = ()
    friday: DayHours = ()
    saturday: DayHours = ()
    sunday: DayHours = ()
    on: Week | None = described(
        "", mark("the hours in one line; a file may say them in place of the whole table"), None
    )
    every: Weeks | None = described("", mark("it opens so rarely, counted from 'from'; absent: every week"), None)
    since: Day | None = described(
        "", mark("the first day on which it may open, where it does not open every week"), None, alias="from"
    )

    @model_validator(mode="before")
    @classmethod
    def _in_one_line(cls, value: Any) -> Any:
        if isinstance(value, dict | cls):
            return value
        return {"on": weeks.week(value)}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A line, or a table."""
        return or_text(handler.resolve_ref_schema(handler(schema)), "mon-thu 08:00-15:00; fri 08:00-11:00")

    @property
    def days(self) -> tuple[Parts, ...]:
        """Hours from Monday to Sunday, in seconds of the day; some may be after midnight."""
        return self.on.days if self.on else tuple(getattr(self, day) for day in DAYS)

    @property
    def weeks(self) -> int:
        """It opens one week of so many."""
        return self.every.seconds // (7 * DAY) if self.every else 1
