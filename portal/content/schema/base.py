"""What every file's model shares: strictness, and the kinds of text."""

import re
from datetime import date
from typing import Annotated, LiteralString, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Strict(BaseModel):
    """A mapping with exactly the declared keys, each of exactly the declared type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def refuse(message: LiteralString, mend: LiteralString) -> NoReturn:
    """Refuse a value; `message` completes "`key` …"."""
    kind: LiteralString = "refused"
    raise PydanticCustomError(kind, message, {"mend": mend})


def _day(value: object) -> date:
    try:
        if isinstance(value, str) and ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    refuse("is not a day", "write it as 2027-05-31")


def _link(value: object) -> object:
    if isinstance(value, str) and not value.startswith(("/", "https://")):
        mend = "write a path of the product such as /orders, or an address that begins with https://"
        refuse("is not a link the portal may show", mend)
    return value


SLUG = r"^[a-z][a-z0-9_-]*$"
HOME = r"^https://[a-z0-9.-]+$"
LOCALE = r"^[a-z]{2}(-[A-Z]{2})?$"
IN_WORDS = {
    SLUG: "use small letters, digits, `-` and `_`, beginning with a letter",
    LOCALE: "write it as de or pt-BR",
    HOME: "write it as https://app.example.com, with nothing after the name",
}
"""How to mend a text that does not fit a pattern."""

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]
"""An id: it names a folder or file, and stands in addresses."""

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Day = Annotated[date, BeforeValidator(_day)]
Link = Annotated[str, BeforeValidator(_link), StringConstraints(max_length=500)]
