"""What an owner enters about one of the staff."""

from typing import Final
from urllib.parse import urlsplit

from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from portal.domain.colleagues import FEWEST, MOST, Details
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import line

NUMBER: Final = f"Type how many open onboardings they can carry: a whole number from {FEWEST} to {MOST}."
NO_ADDRESS: Final = "This needs a whole address that begins with https://."


class StaffForm(VersionedForm):
    """What somebody is called at the vendor, how much they can carry, and where customers pick a time with them."""

    title = line("Title", most=120)
    onboarding_limit = IntegerField(
        "Onboardings at once", validators=[InputRequired(NUMBER), NumberRange(FEWEST, MOST, NUMBER)]
    )
    booking_url = line("Booking page", most=500)

    def validate_onboarding_limit(self, field: IntegerField) -> None:
        """Say what is wanted where no number was typed."""
        if field.data is None:
            field.errors = []
            raise ValidationError(NUMBER)

    def validate_booking_url(self, field: StringField) -> None:
        """Refuse what is no web address."""
        if field.data and not _is_web_address(field.data):
            raise ValidationError(NO_ADDRESS)

    @property
    def details(self) -> Details:
        """What the valid form says."""
        return Details(self.title.data or "", self.onboarding_limit.data or 0, self.booking_url.data or "")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(one.isspace() for one in text)
