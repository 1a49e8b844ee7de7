"""What every table shares: naming, time in UTC, words as enums, JSON."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

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


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment. Stored in UTC; SQLite, which has no zones, gets the UTC wall clock."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they are bugs waiting for a server in another zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"A moment without a time zone cannot be stored: {value!r}"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand back an aware moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
        UUID: Uuid(),
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
