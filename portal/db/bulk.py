"""Many rows in one statement: unnested arrays on PostgreSQL, an executemany on SQLite."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, Final, cast

from sqlalchemy import (
    JSON,
    ClauseElement,
    Column,
    ColumnElement,
    CursorResult,
    Executable,
    Table,
    Text,
    any_,
    bindparam,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler

from portal.db.arrays import array_text, unnested
from portal.db.given import as_stored
from portal.db.upsert import Insert

Clause = Callable[[Insert], Executable]
"""Says what happens on a conflict; a module's own function, so that its statement is built only once."""

POSITIONAL: Final = sqlite.dialect(paramstyle="qmark")


def is_postgresql(session: AsyncSession) -> bool:
    """Whether the session talks to PostgreSQL rather than to SQLite."""
    return session.get_bind().dialect.name == "postgresql"


def one_of(session: AsyncSession, column: InstrumentedAttribute[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """`column IN values`; on PostgreSQL as one array, so that the statement is the same for any number."""
    if is_postgresql(session):
        return column == any_(literal(list(values), postgresql.ARRAY(column.type, dimensions=1)))
    return column.in_(list(values))


async def insert_many(
    session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]], clause: Clause
) -> list[Any]:
    """Insert rows that all have the same columns; a JSON column takes its value as JSON text.

    Returns what the clause asks to be returned on PostgreSQL, nothing on SQLite.
    """
    if not rows:
        return []
    names = tuple(rows[0])
    return await insert_columns(session, table, {name: [row[name] for row in rows] for name in names}, clause)


async def insert_columns(
    session: AsyncSession, table: Table, columns: Mapping[str, Sequence[Any]], clause: Clause
) -> list[Any]:
    """The same for rows that are given column by column, of which there is at least one."""
    if not is_postgresql(session):
        await _execute_many(session, table, columns, clause)
        return []
    texts = {name: array_text(values) for name, values in columns.items()}
    result = await session.execute(_unnested(table, tuple(columns), clause), texts)
    return list(result.all()) if isinstance(result, CursorResult) and result.returns_rows else []


async def _execute_many(
    session: AsyncSession, table: Table, columns: Mapping[str, Sequence[Any]], clause: Clause
) -> None:
    """Hand the driver the rows, made ready column by column: that is quicker than one by one."""
    dialect = session.get_bind().dialect
    statement = _values(table, tuple(columns), clause)
    ready = [
        as_stored(statement.binds[name].type, columns[name], dialect)
        if name in columns
        else repeat(statement.params[name])
        for name in statement.positiontup or ()
    ]
    await (await session.connection()).exec_driver_sql(statement.string, list(zip(*ready)))  # noqa: B905 - some repeat


def or_ignore(insert: Insert) -> Executable:
    """Leave the rows that are there already as they are."""
    return insert.on_conflict_do_nothing()


@lru_cache
def _unnested(table: Table, names: tuple[str, ...], clause: Clause) -> Executable:
    rows = select(*(unnested(name, table.c[name].type) for name in names))
    return clause(postgresql.insert(table).from_select(names, rows, include_defaults=False))


@lru_cache
def _values(table: Table, names: tuple[str, ...], clause: Clause) -> SQLCompiler:
    statement = clause(sqlite.insert(table).values({name: _bind(table.c[name]) for name in names}))
    return POSITIONAL.statement_compiler(POSITIONAL, cast("ClauseElement", statement))


def _bind(column: Column[Any]) -> ColumnElement[Any]:
    return bindparam(column.name, type_=Text() if isinstance(column.type, JSON) else column.type)
