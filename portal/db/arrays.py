"""Columns of values for PostgreSQL, each as one parameter: the text of an array, which no driver looks into."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Any, Final
from uuid import UUID

from asyncpg.pgproto import pgproto
from sqlalchemy import JSON, ColumnElement, Text, bindparam, cast, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

ENDS: Final[Mapping[date, str]] = {
    date.max: "infinity",
    date.min: "-infinity",
    datetime.max: "infinity",  # noqa: DTZ901 - compared by the wall clock of UTC
    datetime.min: "-infinity",  # noqa: DTZ901 - likewise
}
"""How the driver writes the last and the first of Python's days and moments; what is written here is to equal that."""


def unnested(name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """A row for each value of the parameter of this name, which is given as `array_text` writes it."""
    of = postgresql.JSONB() if isinstance(kind, JSON) else kind
    return func.unnest(cast(bindparam(name, type_=Text()), postgresql.ARRAY(of, dimensions=1)), type_=kind)


def array_text(values: Iterable[Any]) -> str:
    """Values as PostgreSQL writes an array of them: text, words, ids, numbers, days, and moments with a zone."""
    values = list(values)
    kinds = set(map(type, values))
    if kinds == {str}:
        return _texts(values)
    if len(kinds) == 1:
        return "{" + ",".join(map(WRITTEN.get(kinds.pop(), _written), values)) + "}"
    return "{" + ",".join([WRITTEN.get(type(value), _written)(value) for value in values]) + "}"


def _texts(texts: Sequence[str]) -> str:
    # Hardly any text has a mark in it that needs a backslash: one look at all of them costs less than a look at each.
    written = '{"' + '","'.join(texts) + '"}'
    plain = "\\" not in written and written.count('"') == 2 * len(texts)
    return written if plain else "{" + ",".join(map(_quoted, texts)) + "}"


def _written(value: object) -> str:
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        message = f"A moment without a time zone cannot be stored: {value!r}"
        raise ValueError(message)
    return value.isoformat() if MINYEAR < value.year < MAXYEAR else _end(value)


def _end(value: datetime) -> str:
    return ENDS.get(value.replace(tzinfo=None)) or value.isoformat()


def _day(value: date) -> str:
    return ENDS.get(value) or value.isoformat()


def _null(_: None) -> str:
    return "NULL"


WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    str: _quoted,
    int: int.__repr__,
    UUID: str,
    pgproto.UUID: str,
    datetime: _moment,
    date: _day,
    type(None): _null,
}
"""How the common kinds of values are written; the others as `_written` does it."""
