"""What an owner enters about a source of events."""

from wtforms import Field
from wtforms.validators import ValidationError

from portal.domain.errors import Invalid
from portal.domain.origins import parse_origins
from portal.ingest import PORTAL_SOURCE
from portal.services.keys import LONGEST_SOURCE
from portal.services.sources import Named
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import line
from portal.web.internal.forms.key import LONGEST_SITES, NO_SOURCE, OURS


class SourceForm(VersionedForm):
    """What a system is called that sends events from its servers."""

    name = line("Name", most=LONGEST_SOURCE, required=NO_SOURCE)

    @property
    def named(self) -> Named:
        """What the valid form says."""
        return Named(self.name.data or "")

    def validate_name(self, field: Field) -> None:
        """Refuse the portal's own name."""
        if field.data == PORTAL_SOURCE:
            raise ValidationError(OURS)


class BrowserSourceForm(SourceForm):
    """The same of one that sends them from web pages, and the sites whose pages may."""

    origins = line("Sites whose pages hold its key", most=LONGEST_SITES)

    @property
    def named(self) -> Named:
        """What the valid form says. Raises Invalid."""
        return Named(self.name.data or "", parse_origins(self.origins.data or ""))

    def validate_origins(self, field: Field) -> None:
        """Refuse what is no site."""
        try:
            parse_origins(field.data or "")
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None
