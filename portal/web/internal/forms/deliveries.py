"""What somebody looks for among the deliveries: the filter above them, kept in the address."""

from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict, QueryParams
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Length

from portal.domain.deliveries import Reason, Sought, State, Topic
from portal.domain.preferences import Channel
from portal.web.internal.forms.base import stripped
from portal.web.preferences import CHANNELS

LONGEST: Final = 100
TOO_LONG: Final = f"No name is longer than {LONGEST} characters here. Type a part of it."
ANY: Final = SelectChoice("", "Anything")
ANY_WAY: Final = SelectChoice("", "Any way")


class FilterForm(Form):
    """To whom, at which account, which way, about what, how far it came, and why not."""

    who = StringField("To", filters=[stripped], validators=[Length(max=LONGEST, message=TOO_LONG)])
    account = StringField("Account", filters=[stripped], validators=[Length(max=LONGEST, message=TOO_LONG)])
    channel = SelectField(
        "Way", choices=[ANY_WAY, *(SelectChoice(one.value, label) for one, label in CHANNELS.items())], default=""
    )
    topic = SelectField("About", choices=[ANY, *(SelectChoice(one.value, one.label) for one in Topic)], default="")
    state = SelectField("State", choices=[ANY, *(SelectChoice(one.value, one.label) for one in State)], default="")
    reason = SelectField("Why", choices=[ANY, *(SelectChoice(one.value, one.sentence) for one in Reason)], default="")

    @property
    def sought(self) -> Sought:
        """What the valid form asks for."""
        return Sought(
            who=self.who.data or "",
            account=self.account.data or "",
            channel=Channel(self.channel.data) if self.channel.data else None,
            topic=Topic(self.topic.data) if self.topic.data else None,
            state=State(self.state.data) if self.state.data else None,
            reason=Reason(self.reason.data) if self.reason.data else None,
        )

    @property
    def query(self) -> str:
        """The filter as a part of an address; empty where nothing is asked for."""
        return urlencode({name: str(value) for name, value in self.data.items() if value})


class AddressForm(Form):
    """The address that letters are to go to again."""

    email = StringField(filters=[stripped])


def asked(query: QueryParams) -> FilterForm:
    """The filter an address holds."""
    return FilterForm(ImmutableMultiDict([(name, value.replace("\0", "")) for name, value in query.multi_items()]))
