from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from portal.db import sqlite
from portal.db.sqlite import AHEAD, Connection

NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) SELECT n FROM numbers"
)
MANY = 2 * AHEAD + 1


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Any]:
    opened = await sqlite.connect(str(tmp_path / "numbers.db"), check_same_thread=False)
    yield opened
    await opened.close()


async def count_to(connection: Any, last: int) -> Any:  # noqa: ANN401 - the driver is without types
    return await (await connection.cursor()).execute(NUMBERS, (last,))


@pytest.mark.parametrize(("last", "expected"), [(1, 1), (AHEAD - 1, 1), (AHEAD, 2), (MANY, 2)])
async def test_a_statement_takes_one_visit_and_a_second_for_many_rows(
    connection: Any,  # noqa: ANN401 - likewise
    monkeypatch: pytest.MonkeyPatch,
    last: int,
    expected: int,
) -> None:
    visits = []
    visit: Any = Connection._execute  # noqa: SLF001 - the way to the thread, which nothing else shows

    async def counted(self: Connection, *given: object) -> object:
        visits.append(given)
        return await visit(self, *given)

    monkeypatch.setattr(Connection, "_execute", counted)
    cursor = await count_to(connection, last)
    assert await cursor.fetchall() == [(n,) for n in range(1, last + 1)]
    await cursor.close()
    assert len(visits) == expected


async def test_rows_come_in_order_however_they_are_fetched(connection: Any) -> None:  # noqa: ANN401 - likewise
    cursor = await count_to(connection, MANY)
    rows = [await cursor.fetchone(), *await cursor.fetchmany(AHEAD), *await cursor.fetchmany(3)]
    rows += await cursor.fetchall()
    assert rows == [(n,) for n in range(1, MANY + 1)]
    assert (await cursor.fetchone(), await cursor.fetchmany(9), await cursor.fetchall()) == (None, [], [])


async def test_a_table_can_go_once_nobody_reads_it_any_more(connection: Any) -> None:  # noqa: ANN401 - likewise
    await (await connection.cursor()).execute("CREATE TABLE kept AS " + NUMBERS, (MANY,))
    cursor = await (await connection.cursor()).execute("SELECT n FROM kept")
    await cursor.close()
    await (await connection.cursor()).execute("DROP TABLE kept")
