"""Queries that are built once, and run by the driver alone.

To build a small query, and to send it through all of SQLAlchemy, costs this process many times what the driver needs.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import CompoundSelect, Dialect, Float, Select
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from portal.db.bulk import POSITIONAL, is_postgresql
from portal.db.driver import on_driver

Query = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Process = Callable[[Any], Any]

ON_POSTGRESQL: Final = asyncpg.dialect()  # type: ignore[no-untyped-call]  # it has no types
ON_SQLITE: Final = POSITIONAL


class Prepared:
    """A query that is the same each time but for the values of its parameters.

    As a decorator of the function that builds it. A list cannot be a parameter of an `IN`: see `bulk.one_of`.
    """

    def __init__(self, build: Callable[[], Query]) -> None:
        self.build = build

    async def rows(self, session: AsyncSession, **values: object) -> Sequence[Any]:
        """The rows of the query, as tuples with the names of its columns."""
        compiled = self._on_postgresql if is_postgresql(session) else self._on_sqlite
        return compiled.read(await on_driver(session, compiled.text, compiled.arguments(values)))

    async def row(self, session: AsyncSession, **values: object) -> Any:  # noqa: ANN401 - the columns of the query
        """The one row of the query, or None where there is none."""
        return next(iter(await self.rows(session, **values)), None)

    @cached_property
    def _on_postgresql(self) -> "_Compiled":
        return _Compiled(self.build(), ON_POSTGRESQL)

    @cached_property
    def _on_sqlite(self) -> "_Compiled":
        return _Compiled(self.build(), ON_SQLITE)


class _Compiled:
    """A query as a driver takes it, and what makes its values of ours, and ours of its values."""

    def __init__(self, query: Query, dialect: Dialect) -> None:
        compiled = query.compile(dialect=dialect)
        kinds = {name: bind.type for name, bind in compiled.binds.items()}
        self.text = compiled.string
        self._constants = compiled.params
        self._places = [(name, _sent(kinds[name], dialect)) for name in compiled.positiontup or ()]
        columns = list(query.selected_columns)
        names = [str(column.key) for column in columns]
        self._row: Process = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]  # noqa: PYI024 - its own
        received = ((place, _received(column.type, dialect)) for place, column in enumerate(columns))
        self._received = [(place, process) for place, process in received if process]

    def arguments(self, values: dict[str, object]) -> list[object]:
        """The parameters of the query in their order."""
        given = self._constants | values
        return [process(given[name]) if process else given[name] for name, process in self._places]

    def read(self, records: Sequence[Sequence[Any]]) -> list[Any]:
        """The driver's rows as ours."""
        return [self._row(self._values(record)) for record in records]

    def _values(self, record: Sequence[Any]) -> Sequence[Any]:
        values = list(record)
        for place, process in self._received:
            values[place] = process(values[place])
        return values


def _sent(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _received(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    # The driver's floats are Python's.
    return None if isinstance(kind, Float) else kind.dialect_impl(dialect).result_processor(dialect, None)
