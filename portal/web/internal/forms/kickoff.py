"""The forms of the kickoff: when it is and who comes, and its recap."""

from datetime import UTC, datetime
from typing import Final

from wtforms import DateField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.domain.kickoff import attendees_of
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import stripped, text

SENT: Final = "sent"
NOT_VALID: Final = "only a valid form names a moment"


class KickoffForm(VersionedForm):
    """When the kickoff is, in UTC, and who is invited, one a line."""

    on = DateField("Day", validators=[InputRequired("Choose a day.")])
    at = TimeField("Time (UTC)", validators=[InputRequired("Choose a time.")])
    attendees = text("Who is invited? One person a line", most=2000, required="Name at least one person.")

    @property
    def starts_at(self) -> datetime:
        """The moment it begins, once the form is valid."""
        day, time = self.on.data, self.at.data
        if day is None or time is None:
            raise ValueError(NOT_VALID)
        return datetime.combine(day, time, UTC)

    @property
    def invited(self) -> tuple[str, ...]:
        """Who is invited, once the form is valid."""
        return attendees_of(self.attendees.data or "")


class RecapForm(VersionedForm):
    """The recap as it goes out; `act` says by which button it was saved."""

    recap = TextAreaField(
        "What goes out",
        filters=[stripped],
        validators=[
            DataRequired("Write at least what was agreed."),
            Length(max=5000, message="This is longer than 5,000 characters. Nobody reads that far."),
        ],
    )
    act = StringField(default="")

    @property
    def sent(self) -> bool:
        """Whether it has gone out."""
        return self.act.data == SENT
