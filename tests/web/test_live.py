"""Telling open pages, over both databases, without a real network: the server's side of an event stream."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from portal.db.accounts import touch, versions
from portal.db.engine import Database
from portal.web.live import Hub
from portal.web.moves import seconds_left
from tests.factories import NOW, ORIGIN, add_account, add_member, running, sign_in, small_playbook

PATIENCE = 20


class Listener:
    """One open `/live` request, fed straight to the application."""

    def __init__(self, app: FastAPI, path: str, cookies: dict[str, str], headers: dict[str, str]) -> None:
        self.sent: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self.gone = asyncio.Event()
        path, _, query = path.partition("?")
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        given = {"host": ORIGIN.removeprefix("https://"), "cookie": cookie} | headers
        self.scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        self.task = asyncio.create_task(app(self.scope, self._receive, self.sent.put))

    async def _receive(self) -> dict[str, Any]:
        if "asked" not in self.scope:
            self.scope["asked"] = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def started(self) -> int:
        message = await asyncio.wait_for(self.sent.get(), PATIENCE)
        return int(message["status"])

    async def heard(self) -> str:
        """The next event; comments only keep the connection."""
        while True:
            message = await asyncio.wait_for(self.sent.get(), PATIENCE)
            text = bytes(message["body"]).decode()
            if not text.startswith(":"):
                return text

    async def leave(self) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, PATIENCE)


@asynccontextmanager
async def listening(
    database: Database,
    database_url: str,
    version: int = 0,
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    **headers: str,
) -> AsyncIterator[tuple[FastAPI, Listener, Any]]:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id)
    cookies = await sign_in(database, account_id=account_id, member_id=member_id)
    async with running(database_url, small_playbook()) as app:
        app.state.portal = replace(app.state.portal, clock=clock)
        async with app.state.portal.database.write() as session:
            await touch(session, [account_id])
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        listener = Listener(app, f"/live?version={version}", cookies, named)
        try:
            assert await listener.started() == 200
            yield app, listener, account_id
        finally:
            await listener.leave()
        # What is left behind would leak.
        assert (app.state.portal.hub._watchers, app.state.portal.hub._seen) == ({}, {})  # noqa: SLF001 - nobody else may know


async def move(app: FastAPI, account_id: Any) -> int:  # noqa: ANN401 - an id
    async with app.state.portal.database.write() as session:
        await touch(session, [account_id])
        return (await versions(session, [account_id]))[account_id]


async def test_a_page_that_missed_a_change_hears_of_it_at_once(database: Database, database_url: str) -> None:
    async with listening(database, database_url, version=0) as (_, listener, _):
        assert await listener.heard() == "event: moved\ndata: \nid: 1\n\n"


async def test_a_page_hears_of_each_change(database: Database, database_url: str) -> None:
    async with listening(database, database_url, version=1) as (app, listener, account_id):
        assert await move(app, account_id) == 2
        assert "id: 2" in await listener.heard()
        await move(app, account_id)
        assert "id: 3" in await listener.heard()


async def test_a_browser_that_comes_back_hears_what_it_missed(database: Database, database_url: str) -> None:
    async with listening(database, database_url, version=1, last_event_id="0") as (_, listener, _):
        assert "id: 1" in await listener.heard()


async def test_a_change_made_by_another_process_is_heard(database: Database, database_url: str) -> None:
    async with listening(database, database_url, version=1) as (_, listener, account_id):
        async with database.write() as session:
            await touch(session, [account_id])
        assert "id: 2" in await listener.heard()


async def test_another_account_is_not_heard(database: Database, database_url: str) -> None:
    async with listening(database, database_url, version=1) as (app, listener, account_id):
        await move(app, await add_account(database, name="Another Firm"))
        await move(app, account_id)
        assert "id: 2" in await listener.heard()


async def test_a_new_day_is_told_although_nothing_changed(database: Database, database_url: str) -> None:
    moments = [NOW]
    async with listening(database, database_url, version=1, clock=lambda: moments[-1]) as (app, listener, account_id):
        app.state.portal.hub.publish([account_id])
        moments.append(NOW + timedelta(days=1))
        app.state.portal.hub.publish([account_id])
        assert await listener.heard() == "event: moved\ndata: \nid: 1\n\n"


def test_the_stream_wakes_when_the_day_ends() -> None:
    assert seconds_left(NOW) == 15 * 3600
    assert seconds_left(NOW.replace(hour=23, minute=59, second=59)) == 1


async def test_the_stream_ends_when_the_portal_stops(database: Database, database_url: str) -> None:
    async with listening(database, database_url, version=1) as (app, listener, _):
        app.state.portal.hub.close()
        await asyncio.wait_for(listener.task, PATIENCE)
        assert listener.sent.get_nowait() == {"type": "http.response.body", "body": b"", "more_body": False}


async def test_an_account_nobody_watches_any_more_is_forgotten_while_it_is_looked_at(database: Database) -> None:
    hub, account_id = Hub(), await add_account(database)
    async with hub.watch(account_id):
        look = asyncio.create_task(hub._look(database, [account_id]))  # noqa: SLF001 - `follow` waits for a clock
        await asyncio.sleep(0)
    await look
    assert hub._seen == {}  # noqa: SLF001 - nobody else may know


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_that_is_closed_while_it_looks_leaves_nothing_pending(
    database: Database, database_url: str
) -> None:
    wrong: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, about: wrong.append(about))
    for turns in range(3):
        async with listening(database, database_url):
            for _ in range(turns):
                await asyncio.sleep(0)
    gc.collect()
    assert wrong == []
