"""The form that makes an API key, and what its scopes mean in words."""

from typing import Final

from wtforms import Field, Form, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, ValidationError

from portal.domain.errors import Invalid
from portal.domain.origins import parse_origins
from portal.ingest import PORTAL_SOURCE
from portal.services.keys import (
    EMBED,
    EVENTS_WRITE,
    LONGEST_LABEL,
    LONGEST_SOURCE,
    METRICS_READ,
    READ_ONLY,
    RESOURCES,
    UNLOCKS_READ,
    WRITE_ONLY,
)
from portal.web.internal.forms.base import line

PRODUCT: Final = {
    EVENTS_WRITE: "Send events",
    EMBED: "Show ladders inside your product",
    UNLOCKS_READ: "Ask which features are unlocked",
    METRICS_READ: "Watch over the portal itself",
}
VERBS: Final = {"read": "Read", "write": "Change"}
API: Final = {f"{noun}:{verb}": f"{word} {noun}" for noun in RESOURCES for verb, word in VERBS.items()}
WORDS: Final = (
    PRODUCT
    | API
    | {f"{noun}:read": f"Read {noun}" for noun in READ_ONLY}
    | {f"{noun}:write": f"Report {noun}" for noun in WRITE_ONLY}
)
"""What a key with a scope may do."""
NO_SCOPE: Final = "Choose at least one thing the key may do."
NO_LABEL: Final = "Say what the key is for, so that it can be told from others."
NO_SOURCE: Final = "Name the system that sends the events, so that its messages can be told from those of others."
OURS: Final = f"“{PORTAL_SOURCE}” is the portal itself. Name the system that sends the events."
LONGEST_SITES: Final = 1000
ONLY_SENDS: Final = "A key in a web page is public: let it send events and nothing else."


class KeyForm(Form):
    """What a key is for, what it may do, and whose events it sends."""

    label = line("What is it for?", most=LONGEST_LABEL, required=NO_LABEL)
    scopes = SelectMultipleField(
        "What may it do?",
        choices=[SelectChoice(scope, words) for scope, words in WORDS.items()],
        validators=[InputRequired(NO_SCOPE)],
    )
    source = line("Source", most=LONGEST_SOURCE)
    origins = line("Sites whose pages hold the key", most=LONGEST_SITES)

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites, as browsers name them. Raises Invalid."""
        return parse_origins(self.origins.data or "")

    def validate_origins(self, field: Field) -> None:
        """Refuse what is no site, and a public key that does more than send events."""
        try:
            sites = parse_origins(field.data or "")
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None
        if sites and self.scopes.data != [EVENTS_WRITE]:
            raise ValidationError(ONLY_SENDS)

    def validate_source(self, field: Field) -> None:
        """Refuse a key that sends events for nobody, or for the portal."""
        if EVENTS_WRITE in (self.scopes.data or []) and not field.data:
            raise ValidationError(NO_SOURCE)
        if field.data == PORTAL_SOURCE:
            raise ValidationError(OURS)
