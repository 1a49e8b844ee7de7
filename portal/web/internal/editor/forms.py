"""The forms of the playbook's editor."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from starlette.datastructures import ImmutableMultiDict
from wtforms import Field, Form, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import TextInput

from portal.content.kinds import MEDIA_KINDS, kind_of
from portal.content.yaml import MAX_CHARACTERS
from portal.web.conflicts import VersionedForm
from portal.web.internal.editor.parts import Asks, Part
from portal.web.internal.editor.sheet import Sheet
from portal.web.internal.forms.base import line, stripped, text

LONGEST: Final = 4000
NO_NUMBER: Final = "Write a number, such as 14 or 0.5."
EMPTY: Final = "Write at least one word here."
NO_FILE: Final = "The playbook has no place for this file. Write it as milestones/core_team/article.de.md."

Data = ImmutableMultiDict[str, str]


class StartForm(Form):
    """What a new draft is called."""

    name = line("What is it about?", most=80, required="Name the draft, as “Shorter first week”.")


class TextForm(VersionedForm):
    """A file's whole text."""

    text = TextAreaField("Text", validators=[Length(max=MAX_CHARACTERS, message="This is more than a file may hold.")])


class NoteForm(VersionedForm):
    """What is new in a revision, for whoever reads the history."""

    note = text(
        "What is new, and why?", most=1000, required="Say in a sentence what is new, for whoever reads it later."
    )


class FileForm(Form):
    """The path of a file to add."""

    path = line("Path", most=200, required="Write where the file belongs, as milestones/core_team/article.de.md.")

    def validate_path(self, field: Field) -> None:
        """Refuse a path the playbook has no place for."""
        kind = kind_of(field.data)
        if kind is None or kind in MEDIA_KINDS:
            raise ValidationError(NO_FILE)


class NumberField(Field):
    """A number as a file holds it: whole where it is written so."""

    widget = TextInput()

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else f"{self.data:g}" if isinstance(self.data, int | float) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number from what was typed."""
        self.data: int | float | None = None
        typed = valuelist[0].strip().replace(",", ".") if valuelist else ""
        try:
            self.data = self._read(typed)
        except ValueError:
            raise ValueError(NO_NUMBER) from None

    def _read(self, typed: str) -> int | float | None:
        return int(typed) if typed.lstrip("-").isdecimal() else float(typed)


class SpareNumberField(NumberField):
    """A number that may be left out."""

    def _read(self, typed: str) -> int | float | None:
        return super()._read(typed) if typed else None


class PartsForm(VersionedForm):
    """A file's values; `act` is the button that was pressed instead of saving only."""

    act = StringField(validators=[Length(max=LONGEST)])

    @property
    def readable(self) -> bool:
        """Whether everything typed can be kept, finished or not."""
        return not any(field.process_errors for field in self)

    def said(self, name: str) -> str:
        """What was written or chosen in a field, if there is such a one."""
        return (self[name].data or "") if name in self else ""


def parts_form(sheet: Sheet) -> type[PartsForm]:
    """The form that asks for a file's values, and for the words of new items."""
    new = {grows.name: StringField(grows.asked, filters=[stripped]) for grows in sheet.grows}
    return type("PartsForm", (PartsForm,), new | {part.name: FIELDS[part.asks](part) for part in sheet.parts})


def settling_form(paths: Iterable[str]) -> type[VersionedForm]:
    """The form that asks for the text of each file that a draft and the live playbook both changed."""
    return type("SettlingForm", (VersionedForm,), {path: TextAreaField("The text that stays") for path in paths})


def filled_up(data: Data, now: Mapping[str, object]) -> Data:
    """What was typed; a part that the reader's page did not have yet is taken as it stands."""
    missing = [(name, one) for name, value in now.items() if name not in data for one in _pairs(value)]
    return ImmutableMultiDict([*data.multi_items(), *missing])


def _pairs(value: object) -> list[str]:
    """A value as a browser sends it, piece by piece."""
    if isinstance(value, list):
        return [str(one) for one in value] or [""]
    return ["" if value is None else str(value)]


def _line(part: Part) -> StringField:
    return StringField(part.label, filters=[stripped], validators=[InputRequired(EMPTY), Length(max=LONGEST)])


def _text(part: Part) -> TextAreaField:
    return TextAreaField(part.label, filters=[_paragraphs], validators=[InputRequired(EMPTY), Length(max=LONGEST)])


def _spare_line(part: Part) -> StringField:
    return StringField(part.label, filters=[stripped], validators=[Length(max=LONGEST)])


def _spare_text(part: Part) -> TextAreaField:
    return TextAreaField(part.label, filters=[_paragraphs], validators=[Length(max=LONGEST)])


def _paragraphs(value: str | None) -> str:
    """A text without blanks around it, its lines as files end them."""
    return "\n".join(line.rstrip() for line in stripped(value).splitlines())


def _choice(part: Part) -> SelectField:
    choices = [SelectChoice(value, label) for value, label in part.choices]
    return SelectField(part.label, choices=choices, coerce=str, validate_choice=False)


def _many(part: Part) -> SelectMultipleField:
    choices = [SelectChoice(value, label) for value, label in part.choices]
    return SelectMultipleField(part.label, choices=choices, filters=[_ticked], validate_choice=False)


def _ticked(chosen: list[str] | None) -> list[str]:
    """What was ticked; a page says also that nothing was."""
    return [one for one in chosen or [] if one]


FIELDS: Final[Mapping[Asks, Callable[[Part], Any]]] = {
    Asks.LINE: _line,
    Asks.TEXT: _text,
    Asks.LINES: _text,
    Asks.NUMBERS: _line,
    Asks.NUMBER: lambda part: NumberField(part.label),
    Asks.CHOICE: _choice,
    Asks.YES: _choice,
    Asks.MANY: _many,
    Asks.SPARE_LINE: _spare_line,
    Asks.SPARE_TEXT: _spare_text,
    Asks.SPARE_NUMBER: lambda part: SpareNumberField(part.label),
}
"""How each kind of part is asked for."""
