"""What people type into pages, checked before anything is done with it."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Form as FormField
from fastapi import Request
from starlette.datastructures import ImmutableMultiDict
from wtforms import EmailField, Field, Form, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import TextArea, TextInput

from portal.domain.branding import parse_colour
from portal.domain.errors import Invalid
from portal.domain.wording import phrase

FormType = TypeVar("FormType", bound=Form)
SeenVersion = Annotated[int, FormField(alias="version", ge=0)]
"""The version of something that somebody had before their eyes when they pressed a button about it."""


async def submitted(
    request: Request, kind: Callable[[ImmutableMultiDict[str, str]], FormType], *, most: int = 100
) -> FormType:
    """The form of a kind with the text the request submitted, in at most so many fields, without uploads and NUL.

    What was written by hand is noted with the request, so that a refusal can give it back.
    """
    async with request.form(max_files=0, max_fields=most) as data:
        pairs = [(name, value) for name, value in data.multi_items() if isinstance(value, str) and "\0" not in value]
    form = kind(ImmutableMultiDict(pairs))
    request.state.written = [(str(one.label.text), one.data) for one in form if _is_written(one) and one.data]
    return form


def _is_written(field: Field) -> bool:
    return isinstance(field, StringField) and isinstance(field.widget, (TextInput, TextArea))


def placed(form: FormType, place: str) -> FormType:
    """The form with ids that begin with where it stands, for pages that hold several."""
    for field in form:
        field.id = f"{place}-{field.name}"
    return form


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


def is_colour(_form: Form, field: StringField) -> None:
    """Refuse what is no colour."""
    try:
        field.data = parse_colour(field.data) if field.data else ""
    except Invalid as refusal:
        raise ValidationError(refusal.sentence) from None


class AddressForm(Form):
    """Asks for an e-mail address."""

    email = EmailField(
        phrase("Work e-mail"),
        filters=[_stripped],
        validators=[
            InputRequired(phrase("Type the e-mail address you use at work.")),
            Length(max=320, message=phrase("This address is too long. Check it and try again.")),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z", message=phrase("This needs a whole address, as name@company.com.")),
        ],
    )


class EmailForm(AddressForm):
    """The one question of the sign-in page."""

    next = HiddenField()
