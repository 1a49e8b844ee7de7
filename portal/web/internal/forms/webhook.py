"""What an owner enters about an address that hears of things."""

from collections.abc import Mapping
from typing import Final

from wtforms import Form, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from portal.domain.webhooks import TOPICS, Kind
from portal.services.webhooks import Given
from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import line

LONGEST_LABEL: Final = 120
LONGEST_URL: Final = 2000
NO_LABEL: Final = "Say who hears of it, so that the address can be told from others."
NO_URL: Final = "Give the whole address, as https://example.com/hooks."
NO_TOPIC: Final = "Choose at least one thing to tell."


def _topics(kind: Kind) -> SelectMultipleField:
    choices = [SelectChoice(topic.value, topic.label) for topic in TOPICS[kind]]
    every = [topic.value for topic in TOPICS[kind]]
    required = [InputRequired(NO_TOPIC)]
    return SelectMultipleField("What is it told?", choices=choices, validators=required, default=every)


class WebhookForm(Form):
    """A system that takes webhooks."""

    label = line("Who hears of it?", most=LONGEST_LABEL, required=NO_LABEL)
    url = line("Address", most=LONGEST_URL, required=NO_URL)
    topics = _topics(Kind.WEBHOOK)

    @property
    def given(self) -> Given:
        """What the valid form says."""
        return Given(self.label.data or "", self.url.data or "", tuple(self.topics.data or ()))


class SlackForm(WebhookForm):
    """A channel of Slack."""

    label = line("Which channel?", most=LONGEST_LABEL, required=NO_LABEL)
    topics = _topics(Kind.SLACK)


class EditWebhookForm(VersionedForm, WebhookForm):
    """The same about a webhook that is there."""


class EditSlackForm(EditWebhookForm):
    """The same about a channel that is there; its address is only entered to change it."""

    label = line("Which channel?", most=LONGEST_LABEL, required=NO_LABEL)
    topics = _topics(Kind.SLACK)
    url = line("New address", most=LONGEST_URL)


NEW: Final[Mapping[Kind, type[WebhookForm]]] = {Kind.WEBHOOK: WebhookForm, Kind.SLACK: SlackForm}
EDITED: Final[Mapping[Kind, type[EditWebhookForm]]] = {
    Kind.WEBHOOK: EditWebhookForm,
    Kind.SLACK: EditSlackForm,
}
"""The form for each kind of address."""
