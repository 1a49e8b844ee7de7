"""The forms of a meeting: what it is, what came of it, and what somebody answered to its invite."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from starlette.datastructures import ImmutableMultiDict
from wtforms import DateTimeLocalField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.form import Form
from wtforms.validators import InputRequired, NumberRange

from portal.domain.invites import InviteState
from portal.domain.kickoff import attendees_of
from portal.domain.meetings import Details, MeetingKind
from portal.domain.touchpoints import Touchpoint, key_from
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import line, text

NO_MOMENT: Final = "Choose a day and a time."
LENGTHS: Final = (5, 480)
HOW_LONG: Final = "A meeting lasts between 5 minutes and 8 hours."
USUAL: Final = 30
LATEST: Final = datetime(2100, 1, 1)  # noqa: DTZ001 - what people type has no zone yet
EARLIEST: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - what people type has no zone yet


class MomentField(DateTimeLocalField):
    """A day and a time by the reader's clock; what is none is refused in words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the moment from what was typed."""
        self.data = None
        try:
            moment = datetime.fromisoformat(valuelist[0]) if valuelist else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo or not EARLIEST < moment < LATEST:
            raise ValueError(NO_MOMENT)
        self.data = moment


class MeetingForm(VersionedForm):
    """What people are told of a meeting, with its time in the zone of whoever edits it."""

    title = line("What is it called?", most=200, required="Give it a name, as “Weekly call”.")
    kind = SelectField("What is it for?", choices=[SelectChoice(one.value, one.label) for one in MeetingKind])
    starts_at = MomentField("When does it begin?", format=["%Y-%m-%dT%H:%M"])
    minutes = IntegerField("Minutes", validators=[InputRequired(HOW_LONG), NumberRange(*LENGTHS, message=HOW_LONG)])
    attendees = text("Who is invited? One person a line", most=2000, required="Name at least one person.")
    place = line("Where?", most=500)
    touchpoint = SelectField("For which touchpoint?")
    note = text("What is it about?", most=2000)

    def __init__(
        self,
        data: ImmutableMultiDict[str, str] | None = None,
        *,
        touchpoints: Sequence[Touchpoint] = (),
        given: Mapping[str, object] | None = None,
    ) -> None:
        blank = {"version": 0, "kind": MeetingKind.WEEKLY.value, "minutes": USUAL, "touchpoint": ""}
        super().__init__(data, data=blank | dict(given or {}))
        named = [SelectChoice(str(one.key), f"{one.name}, week {one.station.week}") for one in touchpoints]
        self.touchpoint.choices = [SelectChoice("", "None"), *named]

    def details(self, zone: tzinfo) -> Details:
        """The meeting as it is wanted, once the form is valid."""
        given: dict[str, Any] = self.data
        return Details(
            title=given["title"],
            kind=MeetingKind(given["kind"]),
            starts_at=given["starts_at"].replace(tzinfo=zone).astimezone(UTC),
            minutes=given["minutes"],
            attendees=attendees_of(given["attendees"]),
            place=given["place"],
            note="\n".join(given["note"].splitlines()),
            touchpoint=key_from(given["touchpoint"]),
        )


class HeldForm(VersionedForm):
    """What came of a meeting."""

    outcome = text("What came of it?", most=2000, required="Say in a sentence what came of it.")


class AnswerForm(Form):
    """What somebody answered to an invite."""

    guest = StringField(validators=[InputRequired()])
    answer = SelectField(choices=[SelectChoice(one.value, one.value) for one in InviteState if one != InviteState.OPEN])


def local(now: Mapping[str, object], zone: tzinfo) -> dict[str, object]:
    """What stands there now, with its moments as the reader's clock shows them."""
    return {name: _local(value, zone) for name, value in now.items()}


def _local(value: object, zone: tzinfo) -> object:
    return value.astimezone(zone).replace(tzinfo=None) if isinstance(value, datetime) else value
