"""The forms of a hold."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from starlette.datastructures import ImmutableMultiDict

from portal.domain.errors import Invalid
from portal.domain.holds import NO_TIME, TOO_LONG
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import day, text

USUAL: Final = timedelta(days=14)


class HoldForm(VersionedForm):
    """Why an account rests, and until when somebody expects it to; `hold_id` is None for a new hold."""

    reason = text("Why does the work rest?", most=500, required="Say why, so that nobody has to ask.")
    expected_end_on = day("When do you expect it to go on?")

    def __init__(
        self,
        data: ImmutableMultiDict[str, str] | None = None,
        *,
        today: date,
        hold_id: UUID | None = None,
    ) -> None:
        super().__init__(data, data={"version": 0, "started_on": today, "expected_end_on": today + USUAL})
        self.hold_id = hold_id

    def refuse(self, error: Invalid) -> None:
        """Put why the days will not do beside the field that is wrong."""
        self.expected_end_on.errors = [error.message]


class NewHoldForm(HoldForm):
    """A hold that begins on a day."""

    started_on = day("From which day on?")

    def refuse(self, error: Invalid) -> None:
        """Put why the days will not do beside the field that is wrong."""
        field = self.expected_end_on if error.sentence in {NO_TIME, TOO_LONG} else self.started_on
        field.errors = [error.message]
