"""The form of an account's own identity provider."""

from typing import Final

from wtforms import PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length

from portal.domain.connections import Provider
from portal.domain.roles import Role
from portal.domain.wording import phrase
from portal.web.conflicts import VersionedForm

TOO_LONG: Final = phrase("This is too long. Check what you pasted.")
NOBODY: Final = ""


def _stripped(value: str | None) -> str:
    return (value or "").strip()


class ConnectionForm(VersionedForm):
    """What the provider shows, and which of its groups give which role. A group a line."""

    issuer = StringField(
        phrase("Issuer"),
        filters=[_stripped],
        validators=[InputRequired(phrase("Paste the issuer your provider shows.")), Length(max=500, message=TOO_LONG)],
    )
    client_id = StringField(
        phrase("Client id"),
        filters=[_stripped],
        validators=[InputRequired(phrase("Paste the client id.")), Length(max=255, message=TOO_LONG)],
    )
    client_secret = PasswordField(
        phrase("Client secret"), filters=[_stripped], validators=[Length(max=1000, message=TOO_LONG)]
    )
    admin = TextAreaField(phrase("Admin"), validators=[Length(max=4000, message=TOO_LONG)])
    power_user = TextAreaField(phrase("Power user"), validators=[Length(max=4000, message=TOO_LONG)])
    operator = TextAreaField(phrase("Operator"), validators=[Length(max=4000, message=TOO_LONG)])
    default_role = SelectField(
        phrase("Everybody else"),
        choices=[
            SelectChoice(NOBODY, phrase("Stays out")),
            *(SelectChoice(role.value, role.label) for role in reversed(Role)),
        ],
    )

    @property
    def provider(self) -> Provider:
        """What the valid form says; a group that stands under two roles gives the higher one."""
        groups = {group: role.value for role in reversed(Role) for group in _lines(self[role.value].data)}
        return Provider(self.issuer.data or "", self.client_id.data or "", groups, self.default_role.data or None)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
