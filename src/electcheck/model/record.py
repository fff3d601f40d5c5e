"""What every record read from a file has in common, and the small types they are made of."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

Language = Literal["en", "fr", "ru"]
LANGUAGES: tuple[Language, ...] = ("en", "fr", "ru")


class Record(BaseModel):
    """A frozen record that knows all its keys: an unknown one is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def wrong(message: str) -> PydanticCustomError:
    """Return the error that a validator raises; `message` is what the user reads."""
    return PydanticCustomError("electcheck", "{message}", {"message": message})


def _date(value: Any) -> Any:
    """Read an ISO date; the message says what a date looks like."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise wrong(f"expected a date written YYYY-MM-DD, found {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(f"there is no such date as {value}") from None


def _slug(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", value):
        raise wrong(
            f"expected an id of lower-case letters and digits joined by '-', '_' or '.', "
            f"found {value!r}"
        )
    return value


def _name(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise wrong(
            f"expected a name of lower-case letters, digits and '_', starting with a letter, "
            f"found {value!r}"
        )
    if value in ("and", "or", "not", "in", "true", "false"):
        raise wrong(f"{value!r} is a word of the conditions and cannot be a name")
    return value


def _scalar(value: Any) -> Any:
    if isinstance(value, bool | int | float | str):
        return value
    raise wrong(f"expected one value (true, false, a number, a word or a date), found {value!r}")


Day = Annotated[date, BeforeValidator(_date)]
Slug = Annotated[str, BeforeValidator(_slug)]
Name = Annotated[str, BeforeValidator(_name)]
Bool = Annotated[bool, Strict()]
Int = Annotated[int, Strict()]
Words = Annotated[str, Field(min_length=1)]
Scalar = Annotated[bool | int | float | str, BeforeValidator(_scalar)]


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(f"expected a number, found {value!r}")
    return value


Number = Annotated[int | float, BeforeValidator(_number)]


class Text(Record):
    """Words in English and, where translated, in French and Russian."""

    en: Words
    fr: Words | None = None
    ru: Words | None = None

    def get(self, language: str) -> str:
        """Return the words in `language`, or the English ones where they are missing."""
        return getattr(self, language, None) or self.en

    def __str__(self) -> str:
        return self.en


Wording = Annotated[
    Text,
    BeforeValidator(
        lambda v: {"en": v} if isinstance(v, str) else v, json_schema_input_type=str | Text
    ),
]
"""Words in several languages: a mapping ``{en, fr, ru}``, or a plain string for English alone."""


def one_day_or(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a day, or of what `schema` describes."""
    return {"anyOf": [{"type": "string", "format": "date"}, schema]}


class Period(Record):
    """Days from `from` to `to`, both included; an open end is None.

    >>> str(Period.model_validate("2019-06-09"))
    '2019-06-09'
    >>> str(Period.model_validate({"from": "2017-03-10"}))
    'since 2017-03-10'
    """

    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, value: Any) -> Any:
        return {"from": value, "to": value} if isinstance(value, str | date) else value

    @model_validator(mode="after")
    def _upright(self) -> Period:
        if self.start is None and self.end is None:
            raise wrong("a period needs 'from', 'to' or both")
        if self.start and self.end and self.start > self.end:
            raise wrong(f"the period is upside down: from {self.start} to {self.end}")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell an editor that one day may be written alone."""
        return one_day_or(handler(core))

    def contains(self, other: Period) -> bool:
        """Tell whether every day of `other` is a day of this period."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in this period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        if self.start == self.end:
            return str(self.start)
        if self.end is None:
            return f"since {self.start}"
        if self.start is None:
            return f"until {self.end}"
        return f"{self.start} to {self.end}"
