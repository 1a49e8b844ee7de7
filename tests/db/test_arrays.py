"""What is written as an array's text comes back from PostgreSQL as it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, Text, Uuid, bindparam, select
from sqlalchemy.types import TypeEngine

from portal.db.arrays import array_text, unnested
from portal.db.base import UtcDateTime
from portal.db.engine import Database
from portal.domain.roles import Role

HALF_PAST = timezone(timedelta(hours=5, minutes=30))
ROUND_TRIPS: list[tuple[TypeEngine[Any], list[Any]]] = [
    (
        Text(),
        ["plain", "", "NULL", 'a "quoted" one', "back\\slash", "{curly, comma}", " spaces ", "new\nline", "é🙂", None],
    ),
    (Text(), [Role.ADMIN, None]),
    (Uuid(), [UUID(int=7), None]),
    (BigInteger(), [0, -(2**63), 2**63 - 1, None]),
    (Boolean(), [True, False, None]),
    (Float(), [0.1, -1e300]),
    (Date(), [date(2026, 11, 2), date.max, date.min, None]),
    (UtcDateTime(), [datetime(2026, 11, 2, 9, 0, 0, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC), None]),
    (UtcDateTime(), [datetime(2026, 11, 2, 9, tzinfo=HALF_PAST)]),
]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_values_come_back_as_they_were(database: Database) -> None:
    for kind, values in ROUND_TRIPS:
        async with database.read() as session:
            found = await session.scalars(select(unnested("given", kind)), {"given": array_text(values)})
            assert list(found) == values
            # What the driver writes by itself is the same to the database.
            same = select(unnested("given", kind).is_not_distinct_from(bindparam("value", type_=kind)))
            for value in values:
                assert await session.scalar(same, {"given": array_text([value]), "value": value})
    async with database.read() as session:
        documents = await session.scalars(
            select(unnested("given", JSON())), {"given": array_text(['{"a": "\\"b\\\\"}'])}
        )
        assert list(documents) == [{"a": '"b\\'}]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        array_text([datetime(2026, 11, 2)])  # noqa: DTZ001 - that is what is tried
