"""What every table shares: naming, time in UTC, words as enums, JSON."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from asyncpg.pgproto import pgproto
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, Table, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


WALL_CLOCK: Final = len("2026-11-02 09:30:00.000000")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment. Stored in UTC; SQLite, which has no zones, gets the text of the UTC wall clock.

    What SQLAlchemy would do by itself step by step is done at once: a page reads hundreds of moments.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse naive moments: they are bugs waiting for a server in another zone."""
        return _as_text if dialect.name == "sqlite" else _aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Hand back an aware moment in UTC."""
        del coltype
        return _from_text if dialect.name == "sqlite" else _in_utc


def _aware(moment: datetime | None) -> datetime | None:
    if moment and moment.tzinfo is None:
        message = f"A moment without a time zone cannot be stored: {moment!r}"
        raise ValueError(message)
    return moment


def _as_text(moment: datetime | None) -> str | None:
    known = _aware(moment)
    if known and known.tzinfo is not UTC:
        known = known.astimezone(UTC)
    return known.isoformat(" ", "microseconds")[:WALL_CLOCK] if known else None


def _in_utc(moment: datetime | None) -> datetime | None:
    # PostgreSQL's driver does so by itself, but for the end of time.
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Id(Uuid[UUID]):
    """An id. On SQLite, which keeps its text, one of the kind that PostgreSQL's driver makes: that is made quicker."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None]:
        """Hand back an id."""
        del dialect, coltype
        return _id


def _id(text: str | None) -> UUID | None:
    return pgproto.UUID(text) if text else None


Json = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document; binary on PostgreSQL."""


def word(kind: type[StrEnum]) -> Enum:
    """A column that holds one word of an enum, checked by the database."""
    return Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        datetime: UtcDateTime(),
        UUID: Id(),
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Versioned:
    """The columns of a row that people edit: how often it was saved, and the name of whoever saved it last.

    `portal/db/versions.py` changes such rows, so that of two people who edit one at once neither loses anything.
    """

    version: Mapped[int] = mapped_column(default=1)
    edited_by: Mapped[str | None] = mapped_column(String(200))


def table_of(mapped: type[Base]) -> Table:
    """The table of a mapped class, for statements that need no objects."""
    return Base.metadata.tables[mapped.__tablename__]
