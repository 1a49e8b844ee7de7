"""The form of one discovery question."""

from starlette.datastructures import ImmutableMultiDict
from wtforms import Field, Form, HiddenField, SelectMultipleField, SubmitField
from wtforms.validators import ValidationError

from portal.domain.profile import Question
from portal.domain.wording import phrase

NOTHING_CHOSEN = phrase("Choose an answer, or say that you don't know it yet.")
ONLY_ONE = phrase("Choose one answer only.")
NOT_OFFERED = phrase("These answers have changed meanwhile. Choose from the ones below.")


class AnswerForm(Form):
    """Options of a question, or the word that they are not known yet.

    `before` are the ids of the milestones that stood on the ladder when the questions began, with dots between.
    """

    chosen = SelectMultipleField(validate_choice=False)
    unknown = SubmitField()
    before = HiddenField()

    def __init__(self, submitted: ImmutableMultiDict[str, str], question: Question) -> None:
        super().__init__(submitted)
        self.question = question

    def validate_chosen(self, field: Field) -> None:
        """Refuse what is no answer to the question."""
        if self.unknown.data:
            return
        if not field.data:
            raise ValidationError(NOTHING_CHOSEN)
        if not self.question.option_ids.issuperset(field.data):
            raise ValidationError(NOT_OFFERED)
        if len(field.data) > 1 and not self.question.many:
            raise ValidationError(ONLY_ONE)

    @property
    def options(self) -> list[str]:
        """The ids of the options chosen; none where they are not known yet."""
        return [] if self.unknown.data else self.chosen.data or []
