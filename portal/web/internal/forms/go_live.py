"""The forms of the success plan and of the go-live."""

from wtforms import DateField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from portal.domain.readiness import Ticked
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import day, line, text


class PlanForm(VersionedForm):
    """What of the success plan is written by hand."""

    goal = text("Goal", most=500, required="Write the goal in the sponsor's words, in one sentence.")
    use_cases = text("Use cases, the highest value first", most=2000)
    risks = text("Risks we know", most=2000)


class ReplyForm(VersionedForm):
    """What somebody answers to a check."""

    answer = RadioField(
        "Answer",
        choices=[SelectChoice(one.value, one.label) for one in Ticked],
        validators=[InputRequired("Choose one of the three.")],
    )
    note = line("Note", most=500)


class DeclareForm(VersionedForm):
    """On which day an account went live, and why in spite of gaps, or what was wrong before."""

    on: DateField = day("It went live on")
    reason = line("Reason", most=500)
