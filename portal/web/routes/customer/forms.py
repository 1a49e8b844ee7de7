"""The forms of the customer's pages."""

from wtforms import Form, StringField
from wtforms.validators import AnyOf

HOME = "home"
OWN = "own"


class TickForm(Form):
    """Says that a step is done; `page` is the page it was said on: the ladder, or the milestone's own."""

    page = StringField(default=HOME, validators=[AnyOf([HOME, OWN])])
