"""Pieces that the forms of the internal view are made of."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

NO_DAY: Final = "Choose a day."


def stripped(value: str | None) -> str:
    """A text without the blanks around it; none is an empty one."""
    return (value or "").strip()


def line(label: str, *, most: int, required: str = "") -> StringField:
    """One line of text; `required` says what to type where nothing was."""
    return StringField(label, filters=[stripped], validators=_limits(most, required))


def text(label: str, *, most: int, required: str = "") -> TextAreaField:
    """Some lines of text."""
    return TextAreaField(label, filters=[stripped], validators=_limits(most, required))


def day(label: str) -> DateField:
    """A day that has to be given."""
    return DayField(label, validators=[InputRequired(NO_DAY)])


class DayField(DateField):
    """A day; what is none is refused in words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day from what was typed."""
        self.data = None
        if valuelist and valuelist[0]:
            try:
                self.data = date.fromisoformat(valuelist[0])
            except ValueError:
                raise ValueError(NO_DAY) from None


def id_of(given: str | None) -> UUID | None:
    """The id a choice stands for; None for no choice and for what is none."""
    try:
        return UUID(given or "")
    except ValueError:
        return None


def _limits(most: int, required: str) -> list[Any]:
    shorter = Length(max=most, message=f"This is longer than {most} characters. Say it in fewer words.")
    return [DataRequired(required), shorter] if required else [shorter]
