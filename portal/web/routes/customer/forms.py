"""The forms of the customer's pages."""

from wtforms import Form, SelectField

HOME = "home"
OWN = "own"


class TickForm(Form):
    """Says that a step is done; `page` is the page it was said on."""

    page = SelectField(choices=[(HOME, "Your ladder"), (OWN, "The milestone's page")], default=HOME)
