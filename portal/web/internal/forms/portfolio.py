"""What staff ask of the portfolio in its address, and the forms on its page."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query
from wtforms import Field, Form, SelectMultipleField, StringField, ValidationError
from wtforms.validators import AnyOf, DataRequired, Length

from portal.domain.portfolio import Asked, Sort, View
from portal.domain.risk import Level
from portal.domain.snoozing import next_week, tomorrow

LONGEST_SEARCH: Final = 100
LONGEST_NAME: Final = 40
START: Final = "/internal/"


async def get_asked(  # noqa: PLR0917 - each is a part of the address
    view: View = View.RISKIEST,
    level: Level | None = None,
    q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "",
    sort: Sort | None = None,
    down: bool = False,  # noqa: FBT001, FBT002 - a part of the address
    after: UUID | None = None,
) -> Asked:
    """The part of the portfolio that an address stands for."""
    return Asked(view, level, q.replace("\0", "").strip(), sort, down, after)


AskedDep = Annotated[Asked, Depends(get_asked)]


def parts(asked: Asked) -> dict[str, str]:
    """What stands in the address of a part of the portfolio: what is not as it always is."""
    usual = Asked()._asdict()
    given = {name: value for name, value in asked._asdict().items() if value != usual[name]}
    return {name: "1" if value is True else str(value) for name, value in given.items()}


def address(asked: Asked, path: str = START) -> str:
    """The address of a part of the portfolio, or of something that is done there."""
    given = parts(asked)
    return f"{path}?{urlencode(given)}" if given else path


class Until(StrEnum):
    """Until when an account is put off."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"

    def day(self, today: date) -> date:
        """The day on which it comes back."""
        return tomorrow(today) if self is Until.TOMORROW else next_week(today)


class SnoozeForm(Form):
    """Until when to put an account off."""

    until = StringField(validators=[AnyOf([until.value for until in Until])])


def _stripped(value: str | None) -> str:
    return (value or "").strip()


class NameForm(Form):
    """The name of a view."""

    name = StringField(
        "Name of this view",
        filters=[_stripped],
        validators=[
            DataRequired("Give the view a name."),
            Length(max=LONGEST_NAME, message="A name has at most 40 characters, so that it fits on a tab."),
        ],
    )


class AssignForm(Form):
    """Which accounts go to which CSM; `name` finds those who are not offered."""

    account = SelectMultipleField("Accounts", validate_choice=False)
    name = StringField("Find a CSM by name", filters=[_stripped], validators=[Length(max=LONGEST_SEARCH)])
    csm = StringField("Give to")

    def validate_account(self, field: Field) -> None:
        """Ask for at least one account."""
        if not self.accounts:
            message = "Tick the accounts you want to give to somebody."
            raise ValidationError(message)
        if len(self.accounts) != len(set(field.data)):
            message = "One of these accounts is not known. Open the page again."
            raise ValidationError(message)

    def validate_csm(self, field: Field) -> None:
        """Ask for somebody."""
        if not _id(field.data or ""):
            message = "Choose who is to have them."
            raise ValidationError(message)

    @property
    def accounts(self) -> dict[UUID, str]:
        """The accounts that were ticked, each with the name of the CSM it was shown with, empty for nobody."""
        parts = (one.partition(" ") for one in self.account.data or ())
        return {found: csm for one, _, csm in parts if (found := _id(one))}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
