"""Two people edit the same thing: the second to save sees what the first changed beside each field, and loses nothing.

A form of something versioned extends `VersionedForm`, and is filled by `editing`. Its handler saves with
`form.version.data`; where the service raises `Stale` it answers 409 with the form as `beside` leaves it:

    except Stale as stale:
        return shown(beside(form, stale), status=409)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from wtforms import Field, Form, HiddenField, IntegerField, SelectFieldBase
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from portal.domain.errors import Stale
from portal.domain.wording import day, listed

EMPTY: Final = "nothing"
YES: Final = {True: "yes", False: "no"}


class VersionedForm(Form):
    """A form of something that two people may edit: the version it was filled from, and what was there then."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    seen = HiddenField()


FormType = TypeVar("FormType", bound=VersionedForm)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else made of a field meanwhile; `kept` says that the reader had typed something else there."""

    by: str
    value: str
    kept: bool


def editing(form: FormType, *, version: int, now: Mapping[str, object]) -> FormType:
    """The form, filled with what stands there `now`, by the names of its fields."""
    for field in _fields(form):
        _fill(field, now.get(field.name))
    _note(form, version, now)
    return form


def beside(form: FormType, stale: Stale) -> FormType:
    """The form as its reader submitted it, with what somebody else changed meanwhile noted at each field.

    A field that the reader left as it was takes what the other wrote; one that both changed keeps the reader's text.
    Saving once more then knows of both.
    """
    seen = _seen(form)
    for field in _fields(form):
        if field.name in stale.now:
            _note_theirs(field, seen.get(field.name), stale)
    _note(form, stale.version, stale.now)
    form.version.flags.by = stale.by
    return form


def unplaced(form: VersionedForm, typed: Mapping[str, str]) -> list[str]:
    """What the reader typed into fields that their page had and that are gone since."""
    seen = _seen(form)
    gone = {name: value for name, value in typed.items() if name in seen and name not in form}
    return [value for name, value in gone.items() if value and _plain(value) != seen[name]]


def _note_theirs(field: Field, before: str | None, stale: Stale) -> None:
    theirs, mine = stale.now[field.name], _plain(field.data)
    if _plain(theirs) in {before, mine}:
        return
    if mine == before:
        _fill(field, theirs)
    field.flags.theirs = Theirs(stale.by, _said(field, theirs), kept=mine != before)


def _fields(form: VersionedForm) -> list[Field]:
    return [field for field in form if field.name not in {"version", "seen"}]


def _fill(field: Field, value: object) -> None:
    field.raw_data = None
    field.process(None, "" if value is None and isinstance(field, SelectFieldBase) else value)


def _note(form: VersionedForm, version: int, now: Mapping[str, object]) -> None:
    _fill(form.version, version)
    _fill(form.seen, json.dumps({name: _plain(value) for name, value in now.items()}))


def _seen(form: VersionedForm) -> dict[str, str]:
    """What the reader had before their eyes, by field; nothing where the note did not come back whole."""
    try:
        noted = json.loads(form.seen.data or "{}")
    except ValueError:
        return {}
    return {name: str(value) for name, value in noted.items()} if isinstance(noted, dict) else {}


def _plain(value: object) -> str:
    """A value as the note keeps it: one text for each value, whatever its type, the lines as browsers send them."""
    if isinstance(value, list):
        return "\n".join(sorted(map(str, value)))
    return "" if value is None else "\n".join(str(value).splitlines())


def _said(field: Field, value: object) -> str:
    """A value as its reader knows it: the words of a choice, a day, a text."""
    if isinstance(field, SelectFieldBase):
        chosen = {_plain(one) for one in (value if isinstance(value, list) else [value])}
        labels = [str(label) for key, label, *_ in field.iter_choices() if _plain(key) in chosen]
        return listed(labels) if labels else EMPTY
    match value:
        case bool():
            return YES[value]
        case datetime():
            return f"{day(value)}, {value:%H:%M}"
        case date():
            return f"{day(value)} {value.year}"
        case _:
            return _plain(value) or EMPTY
