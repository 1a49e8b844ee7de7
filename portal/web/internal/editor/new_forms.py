"""The forms that begin something new in the playbook."""

from collections.abc import Mapping
from typing import Any, Final

from wtforms import Field, Form, SelectField
from wtforms.validators import ValidationError

from portal.web.internal.forms.base import line, text

FEWEST_STEPS, MOST_STEPS, LONGEST_STEP = 3, 7, 60
FIRST: Final = ":"
"""Stands behind the ladder's id, before that of the milestone a new one stands behind."""

Places = tuple[tuple[str, str], ...]


class NewMilestoneForm(Form):
    """What a milestone is about, where it stands, and its first steps."""

    title = line("Title", most=60, required="Say what gets done, as “Run the pilot”.")
    place = SelectField("Where does it stand?")
    outcome = line("Outcome", most=60, required="Say what people have then, as “a board your team trusts”.")
    why = text("Why it matters", most=4000, required="Tell customers in a sentence or two what it leads to.")
    steps = text("Steps, one in each line", most=1000, required="Write 3 steps or more, one in each line.")

    def __init__(self, *args: Any, places: Mapping[str, Places], **given: Any) -> None:  # noqa: ANN401 - what forms take
        super().__init__(*args, **given)
        self.place.choices = {ladder: list(own) for ladder, own in places.items()}

    @property
    def lines(self) -> list[str]:
        """The steps."""
        return [one.strip() for one in (self.steps.data or "").splitlines() if one.strip()]

    def validate_steps(self, field: Field) -> None:
        """Refuse too few steps, too many, and one that is too long."""
        del field
        if not FEWEST_STEPS <= len(self.lines) <= MOST_STEPS:
            message = f"Write {FEWEST_STEPS} to {MOST_STEPS} steps, one in each line; there are {len(self.lines)}."
            raise ValidationError(message)
        if long := next((one for one in self.lines if len(one) > LONGEST_STEP), None):
            message = f"Say “{long[:LONGEST_STEP]}…” in at most {LONGEST_STEP} characters."
            raise ValidationError(message)


class NewPlayForm(Form):
    """What a play achieves."""

    title = line("What does it achieve?", most=60, required="Say it in a few words, as “Find who drives this”.")
