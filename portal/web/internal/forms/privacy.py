"""The form that asks for something about one person."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import ImmutableMultiDict
from wtforms import Form, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.db.privacy import Person
from portal.domain.privacy import Wish
from portal.services.privacy import Asked
from portal.web.internal.forms.base import id_of, line, stripped

NOBODY: Final = "Choose the person it is about."
NO_WISH: Final = "Choose what is asked for."
OTHER_NAME: Final = "This is not their name. Type it as it stands above: there is no way back."


class PrivacyForm(Form):
    """What is asked about which of an account's people; a deletion wants their name typed too."""

    member = SelectField("Who is it about?", validate_choice=False)
    wish = RadioField(
        "What is asked for?", choices=[SelectChoice(one.value, one.label) for one in Wish], validate_choice=False
    )
    reason = line("Who asked, and how?", most=500, required="Say who asked, so that it can be told later.")
    name = StringField("Their name, to be sure", filters=[stripped])

    def __init__(self, data: ImmutableMultiDict[str, str] | None = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.names = {str(person.id): person.name for person in people}
        self.member.choices = [
            SelectChoice(value, name) for value, name in (("", "Choose a person"), *self.names.items())
        ]

    def validate_member(self, field: SelectField) -> None:
        """Refuse nobody."""
        if field.data not in self.names:
            raise ValidationError(NOBODY)

    def validate_wish(self, field: RadioField) -> None:
        """Refuse no wish."""
        if field.data not in set(Wish):
            raise ValidationError(NO_WISH)

    def validate_name(self, field: StringField) -> None:
        """Refuse to delete anybody whose name was not typed."""
        if self.wish.data == Wish.DELETE and field.data != self.names.get(self.member.data, "").strip():
            raise ValidationError(OTHER_NAME)

    @property
    def asked(self) -> Asked | None:
        """What was asked, once the form is valid."""
        member_id = id_of(self.member.data)
        return Asked(member_id, Wish(self.wish.data), self.reason.data or "") if member_id else None
