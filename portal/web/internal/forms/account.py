"""The forms of an account's page: a word against a verdict, a draft in one's own words, and names."""

from datetime import date, datetime, timedelta
from typing import Final

from starlette.datastructures import ImmutableMultiDict
from wtforms import DateField, EmailField, Field, Form, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from portal.domain.names import is_person
from portal.domain.risk import Level
from portal.services.overrides import MAX_DAYS, MAX_REASON
from portal.web.conflicts import VersionedForm

USUAL_DAYS: Final = 14
LONGEST_DRAFT: Final = 6000
NOT_A_NAME: Final = "This is a role or a team. Type the name of the person."


def _stripped(value: str | None) -> str:
    return (value or "").strip()


class OverrideForm(Form):
    """Where an account stands, until when, and why."""

    level = SelectField(
        "It stands at",
        choices=[SelectChoice(level.value, level.label) for level in Level if level is not Level.UNKNOWN],
        default=Level.WATCH.value,
    )
    until = DateField("Until, 90 days at most", validators=[InputRequired("Give the day on which to look again.")])
    reason = TextAreaField(
        "What does the verdict not know?",
        filters=[_stripped],
        validators=[
            DataRequired("Say what the verdict does not know."),
            Length(
                max=MAX_REASON, message=f"The reason is longer than {MAX_REASON} characters. Say it in fewer words."
            ),
        ],
    )

    def __init__(self, data: ImmutableMultiDict[str, str] | None = None, *, now: datetime) -> None:
        self.today = now.date()
        super().__init__(data, until=self.today + timedelta(days=USUAL_DAYS))

    def validate_until(self, _field: Field) -> None:
        """Refuse days that are over, or farther away than anybody can see."""
        if not 1 <= self.days <= MAX_DAYS:
            latest: date = self.today + timedelta(days=MAX_DAYS)
            message = f"Choose a day from tomorrow on, and not after {latest:%-d %B}."
            raise ValidationError(message)

    @property
    def days(self) -> int:
        """How many days it lasts, once there is a day."""
        return (self.until.data - self.today).days if self.until.data else 0


class TickForm(Form):
    """Whether an action is done: `1` where it is, nothing where it is not any more."""

    done = StringField(default="")


class DraftForm(VersionedForm):
    """A draft in the words of whoever sends it."""

    text = TextAreaField(
        "Your words",
        filters=[_stripped],
        validators=[
            DataRequired("Write at least a line, or go back to the playbook's words."),
            Length(
                max=LONGEST_DRAFT, message=f"This is longer than {LONGEST_DRAFT} characters. Nobody reads that far."
            ),
        ],
    )


class NameForm(VersionedForm):
    """Somebody's name; empty where nobody is named any more."""

    name = StringField(
        "Name", filters=[_stripped], validators=[Length(max=200, message="This name is longer than 200 characters.")]
    )

    def validate_name(self, field: Field) -> None:
        """Refuse a role, a team, or words that say that nobody is known."""
        if field.data and not is_person(field.data):
            raise ValidationError(NOT_A_NAME)


class DutyForm(NameForm):
    """Who has a duty: their name, what they are, and where to write to them."""

    title = StringField(
        "Title", filters=[_stripped], validators=[Length(max=120, message="This title is longer than 120 characters.")]
    )
    email = EmailField(
        "E-mail",
        filters=[_stripped],
        validators=[
            Optional(),
            Length(max=320, message="This address is too long."),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z", message="This needs a whole address, as name@company.com."),
        ],
    )
