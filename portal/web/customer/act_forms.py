"""The forms of what a member does with a milestone besides its steps."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from starlette.datastructures import ImmutableMultiDict
from wtforms import Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from portal.domain.acts import Thumb
from portal.domain.snoozing import last_day, next_week, tomorrow
from portal.domain.wording import phrase
from portal.services.acts import TOO_FAR, Whom

HOME: Final = "home"
OWN: Final = "own"
LONGEST: Final = 500
TOO_LONG: Final = phrase("This is longer than 500 characters. Say it in fewer words.")
NO_COLLEAGUE: Final = phrase("Choose a colleague.")
SOMEBODY_ELSE: Final = "else"
"""The choice that says that whoever a milestone waits on is named in words."""


def _stripped(value: str | None) -> str:
    return (value or "").strip()


class NoteField(TextAreaField):
    """A few words; none are an empty text."""

    @property
    def text(self) -> str:
        """What was written, once the form is valid."""
        return self.data or ""


def _note(label: str, *more: Callable[[Form, Field], None]) -> NoteField:
    return NoteField(label, filters=[_stripped], validators=[*more, Length(max=LONGEST, message=TOO_LONG)])


class ActForm(Form):
    """`page` is the page the form stands on: the ladder, or the milestone's own."""

    page = StringField(default=OWN, validators=[AnyOf([HOME, OWN])])


class ToColleagueForm(ActForm):
    """To whom, and a note for them."""

    to = StringField(phrase("To whom?"), validators=[InputRequired(NO_COLLEAGUE)])
    note = _note(phrase("A note for them (optional)"))

    def validate_to(self, field: Field) -> None:
        """Refuse what is not the id of anybody."""
        if _id(field.data) is None:
            raise ValidationError(NO_COLLEAGUE)

    @property
    def colleague(self) -> UUID:
        """The id of the chosen colleague, once the form is valid."""
        return UUID(self.to.data)


class SnoozeForm(ActForm):
    """Until when to put a milestone off."""

    until = StringField(
        phrase("Until when?"),
        default="tomorrow",
        validators=[AnyOf(["tomorrow", "week", "day"], phrase("Choose one of the three."))],
    )
    day = StringField()

    def __init__(self, data: ImmutableMultiDict[str, str] | None = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def validate_day(self, _field: Field) -> None:
        """Refuse days that are not within the next 30."""
        if not (self.on and self.today < self.on <= last_day(self.today)):
            raise ValidationError(TOO_FAR)

    @property
    def on(self) -> date | None:
        """The day on which the milestone comes back; None where what was typed is none."""
        match self.until.data:
            case "tomorrow":
                return tomorrow(self.today)
            case "week":
                return next_week(self.today)
            case _:
                return _day(self.day.data or "")


class BlockForm(ActForm):
    """Who has to act first, and what they have to do."""

    whom = StringField(
        phrase("Who are you waiting on?"), validators=[InputRequired(phrase("Choose who you are waiting on."))]
    )
    name = StringField(
        phrase("Name, if it is somebody else"),
        filters=[_stripped],
        validators=[Length(max=200, message=phrase("This name is too long."))],
    )
    why = _note(
        phrase("What do you need from them?"), DataRequired(phrase("Say what you need, so that they can do it."))
    )

    def validate_name(self, field: Field) -> None:
        """Ask for a name where none was chosen."""
        if self.whom.data == SOMEBODY_ELSE and not field.data:
            raise ValidationError(phrase("Type the name of whoever you are waiting on."))

    def validate_whom(self, field: Field) -> None:
        """Refuse what is neither one of the people nor somebody else."""
        kind, _, identity = field.data.partition(":")
        if field.data != SOMEBODY_ELSE and (kind not in {"member", "stakeholder"} or _id(identity) is None):
            raise ValidationError(phrase("Choose who you are waiting on."))

    @property
    def waited_on(self) -> Whom:
        """Who that is, once the form is valid."""
        kind, _, identity = (self.whom.data or "").partition(":")
        match kind:
            case "member":
                return Whom(member_id=UUID(identity))
            case "stakeholder":
                return Whom(stakeholder_id=UUID(identity))
            case _:
                return Whom(name=self.name.data or "")


class FeedbackForm(ActForm):
    """Whether a milestone was worth it, and why."""

    thumb = StringField(validators=[AnyOf([thumb.value for thumb in Thumb], phrase("Choose one of the two."))])
    comment = _note(phrase("What should we know? (optional)"))

    @property
    def judgement(self) -> Thumb:
        """The thumb, once the form is valid."""
        return Thumb(self.thumb.data or "")


class NewsForm(Form):
    """A word for the whole team about a milestone that was reached."""

    note = _note(phrase("A word to your team"))


class SessionForm(ActForm):
    """When to meet the guide."""

    at = StringField(phrase("Choose a time"), validators=[InputRequired(phrase("Choose a time."))])

    def validate_at(self, field: Field) -> None:
        """Refuse what is no moment with a time zone."""
        if _moment(field.data) is None:
            raise ValidationError(phrase("Choose a time."))

    @property
    def moment(self) -> datetime:
        """The chosen moment in UTC, once the form is valid."""
        return datetime.fromisoformat(self.at.data or "").astimezone(UTC)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
