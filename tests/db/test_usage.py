"""How many people were active within spans of days."""

from datetime import date, timedelta
from uuid import uuid4

from portal.db.engine import Database
from portal.db.tables import ActivityDay
from portal.db.usage import people_in
from tests.factories import add_account, add_member

MONDAY = date(2026, 11, 2)
WEEK = tuple(MONDAY + timedelta(days=day) for day in range(7))


async def test_people_count_once_in_each_span_of_their_own_account(database: Database) -> None:
    account, other = await add_account(database), await add_account(database)
    ana, bo = [await add_member(database, account, external_id=name) for name in ("ana", "bo")]
    eve = await add_member(database, other, external_id="eve")
    seen = [(account, ana, 0), (account, ana, 3), (account, bo, 3), (other, eve, 0), (account, bo, 7)]
    async with database.write() as session:
        for account_id, member, day in seen:
            row = {"account_id": account_id, "member_id": member, "day": MONDAY + timedelta(days=day)}
            session.add(ActivityDay(**row, events=1))
    without_thursday = (*WEEK[:3], *WEEK[4:])
    async with database.read() as session:
        spans = {account: (WEEK, without_thursday, (), (MONDAY + timedelta(days=7),)), other: (WEEK,)}
        assert await people_in(session, spans) == {account: (2, 1, 0, 1), other: (1,)}


async def test_nobody_is_asked_about(database: Database) -> None:
    nobody = uuid4()
    async with database.read() as session:
        assert await people_in(session, {}) == {}
        assert await people_in(session, {nobody: ((), WEEK)}) == {nobody: (0, 0)}
