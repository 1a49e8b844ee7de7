"""The forms of the start gate: the five sections of the handoff, answers given by hand, a lead's override."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from starlette.datastructures import ImmutableMultiDict
from wtforms import (
    DateField,
    Field,
    FloatField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import URL, DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from portal.db.handoffs import Colleague
from portal.domain.handoff import OWN_METRIC, SEATS, Chapter
from portal.domain.names import is_person
from portal.domain.playbook import Catalogue
from portal.domain.roles import Capacity, Seat
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import line, stripped, text

Data = ImmutableMultiDict[str, str] | None

MOST: Final = 1_000_000_000
NO_GOALS: Final = "Give today's value and a target for 3, 6 and 12 months."
NO_SOURCE: Final = "Say how today's value was measured, or nobody will believe the next one."
NO_OWN_NAME: Final = "Say what your own metric is called."
NOT_A_NAME: Final = "Type a person's name. A role or a team cannot be asked anything."


def address(label: str) -> StringField:
    """An e-mail address that may be left out."""
    whole = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z", message="This needs a whole address, as name@company.com.")
    return StringField(label, filters=[stripped], validators=[Optional(), Length(max=320), whole])


def name(label: str) -> StringField:
    """Somebody's name, which may be left out."""
    longest = Length(max=200, message="This name is longer than 200 characters.")
    return StringField(label, filters=[stripped], validators=[Optional(), longest, _person])


def number(label: str) -> FloatField:
    """A measured number, which may be left out."""
    believable = NumberRange(-MOST, MOST, "Type a number, such as 41 or 4.5.")
    return FloatField(label, validators=[Optional(), believable])


def _person(_form: Form, field: Field) -> None:
    if field.data and not is_person(field.data):
        raise ValidationError(NOT_A_NAME)


def _identity(value: object) -> UUID | None:
    """The id somebody chose; None for nobody. Raises ValueError for anything else."""
    return value if isinstance(value, UUID) else UUID(str(value)) if value else None


def _capacity(value: object) -> Capacity | None:
    return Capacity(str(value)) if value else None


class IntelligenceForm(VersionedForm):
    """Why they bought, who decided, what was promised."""

    sales_name = name("Sales rep")
    sales_email = address("Their e-mail")
    deal_drivers = text("Why did they buy?", most=2000)
    promises = text("What did sales promise?", most=2000)
    technical_requirements = text("What are their technical requirements?", most=2000)


class SetupForm(VersionedForm):
    """Who looks after the account, and where decisions are told."""

    csm_id = SelectField("CSM", coerce=_identity)
    technical_lead_id = SelectField("Our technical lead", coerce=_identity)
    hub_url = StringField(
        "Link to the communication hub",
        filters=[stripped],
        validators=[Optional(), Length(max=500), URL(message="Paste the whole link, with https://.")],
    )
    handoff_meeting_on = DateField("Handoff meeting", validators=[Optional()])


class CustomerForm(VersionedForm):
    """A named person for each duty, and what is known of the project owner."""

    owner_capacity = SelectField(
        "Their time for it",
        coerce=_capacity,
        choices=[SelectChoice("", "Not known yet"), *(SelectChoice(one.value, one.label) for one in Capacity)],
    )
    owner_authority = text("What can they decide themselves?", most=500)
    owner_motivation = text("What is in it for them?", most=500)


class TimelineForm(VersionedForm):
    """When they want to go live."""

    target_go_live_on = DateField("Target go-live", validators=[Optional()])


class CriteriaForm(VersionedForm):
    """The number that will show success, and what would stop a go-live."""

    metric_id = SelectField("Success metric", coerce=str)
    metric_name = line("What is it called?", most=120)
    metric_unit = line("Unit, such as min or %", most=40)
    baseline = number("Today")
    baseline_source = line("How was that measured?", most=200)
    goal_3 = number("After 3 months")
    goal_6 = number("After 6 months")
    goal_12 = number("After 12 months")
    success_metric = line("The same in one sentence, as the customer reads it", most=500)
    go_no_go = text("What must be true on the day of go-live?", most=2000)
    decides_go_live = name("Who decides if it isn't?")

    def validate_metric_id(self, field: Field) -> None:
        """Ask for the numbers that go with a metric."""
        numbers = (self.baseline, self.goal_3, self.goal_6, self.goal_12)
        if field.data and any(number.data is None for number in numbers):
            raise ValidationError(NO_GOALS)
        if field.data and not self.baseline_source.data:
            raise ValidationError(NO_SOURCE)
        if field.data == OWN_METRIC and not self.metric_name.data:
            raise ValidationError(NO_OWN_NAME)


def _seat(form: type[Form], seat: Seat) -> None:
    """Give a form the three fields of a seat."""
    setattr(form, f"{seat}_name", name(seat.label))
    setattr(form, f"{seat}_title", line("Job title", most=120))
    setattr(form, f"{seat}_email", address("E-mail"))


FORMS: Final[dict[Chapter, type[VersionedForm]]] = {
    Chapter.ACCOUNT_INTELLIGENCE: IntelligenceForm,
    Chapter.INTERNAL_SETUP: SetupForm,
    Chapter.CUSTOMER_READINESS: CustomerForm,
    Chapter.TIMELINE_VALIDATION: TimelineForm,
    Chapter.DECISION_CRITERIA: CriteriaForm,
}
for _chapter, _seats in SEATS.items():
    for _one in _seats:
        _seat(FORMS[_chapter], _one)


def form_of(chapter: Chapter, data: Data, *, colleagues: Sequence[Colleague], catalogue: Catalogue) -> VersionedForm:
    """The form of a section, with the choices there are now."""
    form = FORMS[chapter](data)
    if isinstance(form, SetupForm):
        people = [SelectChoice("", "Nobody yet"), *(SelectChoice(one.id, one.name) for one in colleagues)]
        form.csm_id.choices = form.technical_lead_id.choices = people
    if isinstance(form, CriteriaForm):
        measured = [SelectChoice(metric, catalogue.metrics[metric].name) for metric in catalogue.measures]
        own = SelectChoice(OWN_METRIC, "Another one, counted by hand")
        form.metric_id.choices = [SelectChoice("", "None yet"), *measured, own]
    return form


class LeaveForm(Form):
    """Why a kickoff may go ahead in spite of gaps, and for how long."""

    reason = StringField(
        "Why may it go ahead?",
        filters=[stripped],
        validators=[DataRequired("Give the reason: everybody will read it beside the gate."), Length(max=500)],
    )
    days = IntegerField(
        "For how many days?",
        default=14,
        validators=[InputRequired("Give a number of days."), NumberRange(1, 90, "Between 1 and 90 days.")],
    )
