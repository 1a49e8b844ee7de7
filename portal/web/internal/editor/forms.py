"""The forms of the playbook's editor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from starlette.datastructures import ImmutableMultiDict
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import TextInput

from portal.content.kinds import MEDIA_KINDS, kind_of
from portal.content.yaml import MAX_CHARACTERS
from portal.web.internal.conflicts import VersionedForm
from portal.web.internal.editor.parts import Asks, Part
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
        return self.raw_data[0] if self.raw_data else "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number from what was typed."""
        self.data: int | float | None = None
        typed = valuelist[0].strip().replace(",", ".") if valuelist else ""
        try:
            self.data = int(typed) if typed.lstrip("-").isdecimal() else float(typed)
        except ValueError:
            raise ValueError(NO_NUMBER) from None


def parts_form(parts: Sequence[Part]) -> type[VersionedForm]:
    """The form that asks for these parts of a file."""
    return type("PartsForm", (VersionedForm,), {part.name: FIELDS[part.asks](part.label) for part in parts})


def settling_form(paths: Iterable[str]) -> type[VersionedForm]:
    """The form that asks for the text of each file that a draft and the live playbook both changed."""
    return type("SettlingForm", (VersionedForm,), {path: TextAreaField("The text that stays") for path in paths})


def filled_up(data: Data, now: Mapping[str, object]) -> Data:
    """What was typed; a part that the reader's page did not have yet is taken as it stands."""
    missing = [(name, str(value)) for name, value in now.items() if name not in data]
    return ImmutableMultiDict([*data.multi_items(), *missing])


def _line(label: str) -> StringField:
    return StringField(label, filters=[stripped], validators=[InputRequired(EMPTY), Length(max=LONGEST)])


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, filters=[_paragraphs], validators=[InputRequired(EMPTY), Length(max=LONGEST)])


def _paragraphs(value: str | None) -> str:
    """A text without blanks around it, its lines as files end them."""
    return "\n".join(line.rstrip() for line in stripped(value).splitlines())


def _number(label: str) -> NumberField:
    return NumberField(label)


FIELDS: Final[Mapping[Asks, Any]] = {Asks.LINE: _line, Asks.TEXT: _text, Asks.NUMBER: _number}
"""How each kind of part is asked for."""
