"""The forms of the customer's pages."""

from wtforms import Form, StringField
from wtforms.validators import AnyOf

from portal.domain.roles import Role
from portal.domain.wording import phrase
from portal.web.forms import AddressForm

HOME = "home"
OWN = "own"


class TickForm(Form):
    """Says that a step is done; `page` is the page it was said on: the ladder, or the milestone's own."""

    page = StringField(default=HOME, validators=[AnyOf([HOME, OWN])])


class InviteForm(AddressForm):
    """Whom to invite, and in which role."""

    role = StringField(
        default=Role.OPERATOR.value, validators=[AnyOf([role.value for role in Role], phrase("Choose a role."))]
    )
