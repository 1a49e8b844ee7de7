"""The form of a pilot group."""

from collections.abc import Iterable
from uuid import UUID

from starlette.datastructures import ImmutableMultiDict
from wtforms import DateField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Optional

from portal.domain.pilot import Candidate
from portal.web.conflicts import VersionedForm


class PilotForm(VersionedForm):
    """When the pilot starts, and who is in it."""

    starts_on = DateField("It starts on", validators=[Optional()])
    members = SelectMultipleField("Who is in it?")

    def __init__(self, data: ImmutableMultiDict[str, str] | None = None, *, people: Iterable[Candidate] = ()) -> None:
        super().__init__(data)
        self.members.choices = [SelectChoice(str(one.id), one.name) for one in people]

    @property
    def group(self) -> tuple[UUID, ...]:
        """Who is in it, once the form is valid."""
        return tuple(UUID(chosen) for chosen in self.members.data or ())
