"""The kinds of values the API takes, each with its limits."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from portal.domain.records import (
    LONGEST_EMAIL,
    LONGEST_INDUSTRY,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_URL,
)

ONE_LINE: Final = r"^[^\x00-\x1f\x7f]*$"
SEVERAL_LINES: Final = r"^[^\x00]*$"
ADDRESS: Final = r"^[^\s@\x00]+@[^\s@\x00]+\.[^\s@\x00.]+$"
LINK: Final = r"^https?://[^\s\x00]+$"
DAY: Final = r"^\d{4}-\d{2}-\d{2}$"


def _written(value: object) -> object:
    if not isinstance(value, (str, date)):
        message = "Write a day as 2026-11-02"
        raise ValueError(message)  # noqa: TRY004 - pydantic tells ValueErrors to the sender
    return value


def _spoken(value: str) -> str:
    if not value.strip():
        message = "This is empty: send at least one letter"
        raise ValueError(message)
    return value.strip()


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=ONE_LINE), AfterValidator(_spoken)]
Title = Annotated[str, Field(max_length=LONGEST_TITLE, pattern=ONE_LINE)]
Industry = Annotated[str, Field(max_length=LONGEST_INDUSTRY, pattern=ONE_LINE)]
Line = Annotated[str, Field(max_length=LONGEST_LINE, pattern=ONE_LINE)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT, pattern=SEVERAL_LINES)]
Said = Annotated[Line, Field(min_length=1), AfterValidator(_spoken)]
Reason = Annotated[Text, Field(min_length=1), AfterValidator(_spoken)]
Address = Annotated[str, Field(max_length=LONGEST_EMAIL, pattern=ADDRESS)]
Link = Annotated[str, Field(max_length=LONGEST_URL, pattern=LINK)]
Day = Annotated[date, BeforeValidator(_written)]
Moment = AwareDatetime
Known = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=ONE_LINE)]
ExternalId = Annotated[
    str,
    Path(min_length=1, max_length=LONGEST_NAME, pattern=ONE_LINE, description="The id in your own system."),
]
AccountId = Annotated[
    str,
    Path(min_length=1, max_length=LONGEST_NAME, pattern=ONE_LINE, description="The account's id in your own system."),
]


class Given(BaseModel):
    """What a program sends. A field it leaves out stays as it is; one it does not know is refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class Shown(BaseModel):
    """What a program reads."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


def optional(description: str | None = None) -> Any:  # noqa: ANN401 - what pydantic itself declares a field to be
    """A field that a change may leave out but not clear."""
    return Field(default="", description=description, json_schema_extra=lambda schema: schema.pop("default", None))
