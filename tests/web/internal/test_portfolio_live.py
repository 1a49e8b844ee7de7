"""An open portfolio hears that an account has moved, from its own process and from others, and of nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from fastapi import FastAPI

from portal.db.engine import Database
from portal.db.portfolio import mark
from portal.services.risk import assess
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_staff, running, sign_in
from tests.onboardings import invite
from tests.web.test_live import Listener

CATALOGUE = shipped()


@asynccontextmanager
async def listening(
    database: Database, database_url: str, *, missed: bool = False
) -> AsyncIterator[tuple[FastAPI, Listener, UUID]]:
    """An open portfolio with one account, which is about to be found silent."""
    account = await add_account(database)
    await invite(database, account)
    async with database.read() as session:
        seen = 0 if missed else await mark(session)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        listener = Listener(app, f"/internal/live?mark={seen}", cookies, {})
        try:
            assert await listener.started() == 200
            yield app, listener, account
        finally:
            await listener.leave()
        assert app.state.portal.hub._watchers == {}  # noqa: SLF001 - a watcher left behind would leak


async def judge(database: Database, account: UUID) -> int:
    """Assess the account a minute later; the portfolio's mark then."""
    async with database.write() as session:
        await assess(session, catalogue=CATALOGUE, account_id=account, now=NOW + timedelta(minutes=1))
    async with database.read() as session:
        return await mark(session)


async def test_it_hears_of_a_verdict_that_moves(database: Database, database_url: str) -> None:
    async with listening(database, database_url) as (app, listener, account):
        latest = await judge(app.state.portal.database, account)
        assert await listener.heard() == f"event: moved\ndata: \nid: {latest}\n\n"


async def test_it_hears_of_one_that_another_process_judged(database: Database, database_url: str) -> None:
    async with listening(database, database_url) as (_, listener, account):
        latest = await judge(database, account)
        assert f"id: {latest}" in await listener.heard()


async def test_it_hears_at_once_of_what_it_missed(database: Database, database_url: str) -> None:
    async with listening(database, database_url, missed=True) as (_, listener, _):
        assert "event: moved" in await listener.heard()
