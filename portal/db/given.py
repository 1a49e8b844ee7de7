"""Rows of values that a query is joined with: one statement, prepared once, for any number of rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Dialect, Select, Subquery, Text, bindparam, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from portal.db.arrays import array_text, unnested

VALUES = "given"


class Given:
    """A table of values that are handed over with the query: arrays on PostgreSQL, a JSON document on SQLite.

    `Given(member_id=Uuid(), name=String())` has these two columns.
    """

    def __init__(self, **columns: TypeEngine[Any]) -> None:
        self._columns = columns
        self._on_postgresql = self._arrays().subquery(VALUES)
        self._on_sqlite = self._document().subquery(VALUES)

    def table(self, dialect: str) -> Subquery:
        """What a query on a database of that dialect joins with."""
        return self._on_postgresql if dialect == "postgresql" else self._on_sqlite

    def values(self, session: AsyncSession, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
        """The parameters that hand over these rows; each has a value, or None, for every column in its order."""
        dialect = session.get_bind().dialect
        columns = list(zip(*rows, strict=True)) or [()] * len(self._columns)
        if dialect.name == "postgresql":
            return dict(zip(self._columns, map(array_text, columns), strict=True))
        stored = [
            as_stored(kind, values, dialect) for kind, values in zip(self._columns.values(), columns, strict=True)
        ]
        return {VALUES: msgspec.json.encode(list(zip(*stored, strict=True))).decode()}

    def _arrays(self) -> Select[*tuple[Any, ...]]:
        return select(*(unnested(name, kind).label(name) for name, kind in self._columns.items()))

    def _document(self) -> Select[*tuple[Any, ...]]:
        rows = func.json_each(bindparam(VALUES, type_=Text())).table_valued("value")
        return select(
            *(
                type_coerce(func.json_extract(rows.c.value, f"$[{place}]"), kind).label(name)
                for place, (name, kind) in enumerate(self._columns.items())
            )
        )


def as_stored(kind: TypeEngine[Any], values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
    """Values as the database keeps them, so that they compare with what is in its columns.

    Each is made ready once: of many rows, most share their times and whom they are about.
    """
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    return list(map(cache(process), values)) if process else values
