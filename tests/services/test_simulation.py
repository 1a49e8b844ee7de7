"""A simulation looks at accounts as they were, stores nothing, and says how far it has come."""

from datetime import date, timedelta

from sqlalchemy import func, select

from portal.db.engine import Database
from portal.db.tables import AccountSignals, VerdictRecord
from portal.services.simulation import moments, simulate
from tests.catalogues import shipped
from tests.factories import NOW, add_account

TREES = shipped().trees


def test_moments_are_weekly_and_end_now() -> None:
    at = moments(date(2026, 11, 1), NOW)
    assert at == [NOW - timedelta(weeks=2), NOW - timedelta(weeks=1), NOW]
    assert moments(NOW.date(), NOW) == [NOW]


async def test_an_account_is_judged_from_its_beginning_on_and_nothing_is_stored(database: Database) -> None:
    await add_account(database, created_at=NOW - timedelta(days=10))
    await add_account(database, created_at=NOW + timedelta(days=1))
    passed: list[None] = []
    async with database.read() as session:
        at = moments(date(2026, 11, 1), NOW)
        found = await simulate(session, live=TREES, tried=TREES, at=at, passed=lambda: passed.append(None))
        assert await session.scalar(select(func.count()).select_from(VerdictRecord)) == 0
        assert await session.scalar(select(func.count()).select_from(AccountSignals)) == 0
    assert (found.accounts, found.judged, len(passed)) == (1, 2, 3)
