"""Queries that are built once, and on PostgreSQL run by the driver alone, several in one journey.

To build a small query, and to send it through all of SQLAlchemy, costs this process many times what the driver needs.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, Final, NamedTuple

from sqlalchemy import CompoundSelect, Float, Select
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from portal.db.bulk import is_postgresql
from portal.db.driver import on_driver

Query = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Process = Callable[[Any], Any]

DIALECT: Final = asyncpg.dialect()  # type: ignore[no-untyped-call]  # it has no types
AHEAD: Final = "ahead"
"""The key of `session.info` under which the rows stand that were read ahead."""
PARAMETER: Final = re.compile(r"\$(\d+)")


class Asked(NamedTuple):
    """A prepared query with the values of its parameters, as pairs of their names and what they are."""

    query: "Prepared"
    values: tuple[tuple[str, Any], ...]

    async def rows(self, session: AsyncSession) -> Sequence[Any]:
        """The rows of the query, as tuples with the names of its columns."""
        if not is_postgresql(session):
            return (await session.execute(self.query.statement, dict(self.values))).all()
        records = session.info.get(AHEAD, {}).pop(self, None)
        if records is None:
            records = await on_driver(session, self.query.compiled.text, self.arguments())
        return self.query.compiled.read(records)

    def arguments(self) -> list[object]:
        """The values in the order of the query's parameters."""
        return self.query.compiled.arguments(dict(self.values))


class Prepared:
    """A query that is the same each time but for the values of its parameters.

    As a decorator of the function that builds it. A list cannot be a parameter of an `IN`: see `bulk.one_of`.
    """

    def __init__(self, build: Callable[[], Query]) -> None:
        self.build = build

    async def rows(self, session: AsyncSession, **values: object) -> Sequence[Any]:
        """The rows of the query for these values, as tuples with the names of its columns."""
        return await self.asked(**values).rows(session)

    async def row(self, session: AsyncSession, **values: object) -> Any:  # noqa: ANN401 - the columns of the query
        """The one row of the query, or None where there is none."""
        return next(iter(await self.rows(session, **values)), None)

    def asked(self, **values: object) -> Asked:
        """The query with these values."""
        return Asked(self, tuple(values.items()))

    @cached_property
    def statement(self) -> Query:
        """The query as SQLAlchemy has it."""
        return self.build()

    @cached_property
    def compiled(self) -> "Compiled":
        """The query as PostgreSQL's driver takes it."""
        return Compiled(self.statement)


class Compiled:
    """The text of a query, and what makes its values of ours, and ours of its values."""

    def __init__(self, query: Query) -> None:
        compiled = query.compile(dialect=DIALECT)
        kinds = {name: bind.type for name, bind in compiled.binds.items()}
        self.text = compiled.string
        self._constants = compiled.params
        self._places = [(name, _sent(kinds[name])) for name in compiled.positiontup or ()]
        columns = list(query.selected_columns)
        names = [str(column.key) for column in columns]
        self._row: Process = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]  # noqa: PYI024 - its own
        received = ((place, _received(column.type)) for place, column in enumerate(columns))
        self._received = [(place, process) for place, process in received if process]

    def arguments(self, values: dict[str, Any]) -> list[object]:
        """The parameters of the query in their order."""
        given = self._constants | values
        return [process(given[name]) if process else given[name] for name, process in self._places]

    @property
    def count(self) -> int:
        """How many parameters the query has."""
        return len(self._places)

    def read(self, records: Sequence[Sequence[Any]]) -> list[Any]:
        """The driver's rows as ours."""
        return [self._row(self._values(record)) for record in records]

    def after(self, count: int) -> str:
        """The text where so many parameters of other queries come first."""
        return PARAMETER.sub(lambda found: f"${int(found[1]) + count}", self.text)

    def _values(self, record: Sequence[Any]) -> Sequence[Any]:
        values = list(record)
        for place, process in self._received:
            values[place] = process(values[place])
        return values


async def read_ahead(session: AsyncSession, *asked: Asked) -> None:
    """Run several queries in one journey; each finds its rows here when its turn comes, once.

    For what is read at once: a write in between would not be seen. On SQLite there is no journey to spare.
    """
    if not is_postgresql(session):
        return
    held = session.info.setdefault(AHEAD, {})
    missing = [one for one in asked if one not in held]
    if missing:
        text = _together(tuple(one.query for one in missing))
        (found,) = await on_driver(session, text, [value for one in missing for value in one.arguments()])
        held.update(zip(missing, found, strict=True))


@lru_cache
def _together(queries: tuple[Prepared, ...]) -> str:
    """One query whose only row has the rows of each query as an array."""
    before = accumulate((query.compiled.count for query in queries), initial=0)
    texts = [query.compiled.after(count) for query, count in zip(queries, before, strict=False)]
    return "SELECT " + ", ".join(f"ARRAY(SELECT ROW(part.*) FROM ({text}) AS part)" for text in texts)  # noqa: S608 - ours


def _sent(kind: TypeEngine[Any]) -> Process | None:
    return kind.dialect_impl(DIALECT).bind_processor(DIALECT)


def _received(kind: TypeEngine[Any]) -> Process | None:
    # The driver's floats are Python's.
    return None if isinstance(kind, Float) else kind.dialect_impl(DIALECT).result_processor(DIALECT, None)
