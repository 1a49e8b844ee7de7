"""The form that grants or revokes a feature."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from starlette.datastructures import ImmutableMultiDict
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from portal.domain.playbook import Feature
from portal.domain.unlocks import MAX_REASON
from portal.services.unlock_overrides import Wanted
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import id_of, text

GRANT: Final = "grant"
NO_CHOICE: Final = "Say whether it is open or closed to them."
NO_REASON: Final = "Say why, so that colleagues can tell why it is not as the ladder says."


class UnlockForm(VersionedForm):
    """Which feature, for whom, open or closed, and why."""

    feature = SelectField("Feature")
    whom = SelectField("For whom?")
    open = RadioField(
        "What counts?",
        choices=[
            SelectChoice(GRANT, "Open, whatever the ladder says"),
            SelectChoice("revoke", "Closed, whatever the ladder says"),
        ],
        validators=[InputRequired(NO_CHOICE)],
    )
    reason = text("Why?", most=MAX_REASON, required=NO_REASON)

    def __init__(
        self,
        data: ImmutableMultiDict[str, str] | None = None,
        *,
        features: Sequence[Feature],
        people: Mapping[UUID, str],
    ) -> None:
        super().__init__(data, data={"version": 0})
        self.feature.choices = [SelectChoice(one.key, one.name) for one in features]
        self.whom.choices = [
            SelectChoice("", "Everyone in the account"),
            *(SelectChoice(str(one), name) for one, name in people.items()),
        ]

    @property
    def wanted(self) -> Wanted:
        """What the valid form says."""
        return Wanted(self.feature.data or "", id_of(self.whom.data), self.open.data == GRANT, self.reason.data or "")
