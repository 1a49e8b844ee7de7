"""Which accounts move to which revision of the playbook."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import BooleanField, Field, Form, IntegerField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from portal.services.moves import Chosen
from portal.services.revisions import Listed
from portal.web.internal.forms.base import id_of

NOBODY: Final = "Tick the accounts you want to move, or all of them."
NOWHERE: Final = "Choose the revision they are to be on."


class MoveForm(Form):
    """Accounts on a revision, ticked or all of them, and the revision they go to."""

    revision = IntegerField(validators=[InputRequired()])
    account = SelectMultipleField("Accounts", validate_choice=False)
    every = BooleanField("All of them")
    to = SelectField("Move them to")

    def offer(self, listed: Sequence[Listed]) -> None:
        """Offer every other revision."""
        others = [one for one in listed if one.number != self.revision.data]
        told = [SelectChoice(str(one.number), f"Revision {one.number}{', live' * one.live}") for one in others]
        self.to.choices = told

    def validate_account(self, field: Field) -> None:
        """Ask for at least one account."""
        if not self.every.data and not any(map(id_of, field.data or ())):
            raise ValidationError(NOBODY)

    def validate_to(self, field: Field) -> None:
        """Ask for another revision."""
        if not field.data:
            raise ValidationError(NOWHERE)

    @property
    def chosen(self) -> Chosen:
        """What was asked for."""
        ids: set[UUID] = {found for one in self.account.data or () if (found := id_of(one))}
        return Chosen(self.revision.data or 0, int(self.to.data), () if self.every.data else sorted(ids))
