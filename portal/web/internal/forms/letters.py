"""Which letters one of the staff wants, and when none are sent to them."""

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.preferences import TO_STAFF, Channel, Preferences
from portal.web.conflicts import VersionedForm
from portal.web.preferences import STAFF_OCCASIONS, QuietHours


class LettersForm(VersionedForm, QuietHours):
    """The letters somebody wants, and their quiet hours."""

    letters = SelectMultipleField(
        "By e-mail", choices=[SelectChoice(one.value, name) for one, (name, _) in STAFF_OCCASIONS.items()]
    )

    @property
    def preferences(self) -> Preferences:
        """What the valid form says."""
        chosen = set(self.letters.data or ())
        channels = {one: frozenset({Channel.EMAIL}) if one in chosen else frozenset() for one in TO_STAFF}
        return Preferences(quiet_from=self.quiet_from.data, quiet_to=self.quiet_to.data, channels=channels)
