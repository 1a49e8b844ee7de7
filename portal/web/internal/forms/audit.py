"""What somebody looks for in the audit: the filter above its entries, kept in the address."""

from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.datastructures import ImmutableMultiDict, QueryParams
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Length, Optional, ValidationError

from portal.domain.audit import Sought
from portal.web.internal.audit_words import NOUNS
from portal.web.internal.forms.base import DayField, stripped

CHOICES: Final = (SelectChoice("", "Anything"), *(SelectChoice(noun, label) for noun, (label, _) in NOUNS.items()))
LONGEST: Final = 100
TOO_LONG: Final = f"No name is longer than {LONGEST} characters here. Type a part of it."
TURNED: Final = "This day lies before the first one. Choose a later one."
DAY: Final = timedelta(days=1)
FIRST_DAY: Final = date.min + DAY
LAST_DAY: Final = date.max - 2 * DAY
"""Days beyond these have no midnight in every time zone."""


class FilterForm(Form):
    """Who did what, to which account, and when."""

    who = StringField("Who", filters=[stripped], validators=[Length(max=LONGEST, message=TOO_LONG)])
    what = SelectField("What", choices=CHOICES, default="")
    account = StringField("Account", filters=[stripped], validators=[Length(max=LONGEST, message=TOO_LONG)])
    since = DayField("From", validators=[Optional()])
    until = DayField("To", validators=[Optional()])

    def validate_until(self, field: DayField) -> None:
        """Refuse a span that ends before it begins."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(TURNED)

    def sought(self, zone: str) -> Sought:
        """What the valid form asks for, its days as they are in a time zone."""
        since, until = self.since.data, self.until.data
        return Sought(
            who=self.who.data or "",
            noun=self.what.data or "",
            account=self.account.data or "",
            since=_midnight(max(since, FIRST_DAY), zone) if since else None,
            until=_midnight(min(until, LAST_DAY) + DAY, zone) if until else None,
        )

    @property
    def query(self) -> str:
        """The filter as a part of an address; empty where nothing is asked for."""
        return urlencode({name: str(value) for name, value in self.data.items() if value})


def asked(query: QueryParams) -> FilterForm:
    """The filter an address holds."""
    return FilterForm(ImmutableMultiDict([(name, value.replace("\0", "")) for name, value in query.multi_items()]))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
