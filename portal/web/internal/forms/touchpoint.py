"""The forms of a touchpoint: what came of it, why it is skipped, to which day it moves."""

from portal.web.conflicts import VersionedForm
from portal.web.internal.forms.base import day, text


class OutcomeForm(VersionedForm):
    """What came of a touchpoint that was held."""

    note = text("What came of it?", most=2000, required="Say in a sentence what came of it.")


class SkipForm(VersionedForm):
    """Why a touchpoint is not held."""

    note = text("Why is it skipped?", most=2000, required="Say why, so that nobody wonders later.")


class MoveForm(VersionedForm):
    """The day a touchpoint moves to."""

    to = day("To which day?")
