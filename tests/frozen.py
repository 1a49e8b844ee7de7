"""The portal with its demo data on a real port, at a moment that stands still until a test moves it."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select

from portal.app import create_app
from portal.db.engine import Database
from portal.db.tables import Member, Staff
from portal.demo.generate import Recipe, generate
from portal.identity.outbound import Outbound
from portal.resources import PLAYBOOK
from portal.web.deps import SESSION_COOKIE
from portal.web.server import Server
from tests import factories

PATIENCE = 120
"""Seconds that anything asked of the portal's thread may take."""
T = TypeVar("T")


@dataclass
class Clock:
    """A clock that stands still."""

    now: datetime = factories.NOW

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.now

    def advance(self, **span: float) -> None:
        """Move it on, by the fields of a timedelta."""
        self.now += timedelta(**span)


@dataclass
class FrozenPortal:
    """A portal that listens at `base_url`, and answers by `clock`."""

    base_url: str
    app: FastAPI
    loop: asyncio.AbstractEventLoop
    clock: Clock = field(default_factory=Clock)

    @property
    def database(self) -> Database:
        """The portal's own database; use it by `do`."""
        database: Database = self.app.state.portal.database
        return database

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine where the portal runs, and give its result."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def cookies(self, email: str, now: datetime | None = None) -> list[dict[str, Any]]:
        """The cookies of a browser in which the member or the one of the staff with this address is signed in.

        They sign in at this moment, or else at once.
        """
        given = self.do(self._sign_in(email, now or self.clock.now))
        return [
            {"name": SESSION_COOKIE, "value": given[SESSION_COOKIE], "domain": "127.0.0.1", "path": "/", "secure": True}
        ]

    async def _sign_in(self, email: str, now: datetime) -> dict[str, str]:
        async with self.database.read() as session:
            member = (await session.execute(select(Member.id, Member.account_id).where(Member.email == email))).first()
            staff_id = await session.scalar(select(Staff.id).where(Staff.email == email))
        if member:
            return await factories.sign_in(self.database, member_id=member.id, account_id=member.account_id, now=now)
        assert staff_id, f"Nobody here has the address {email}."
        return await factories.sign_in(self.database, staff_id=staff_id, now=now)


@contextmanager
def frozen_portal(database_url: str, *, accounts: int, now: datetime = factories.NOW) -> Iterator[FrozenPortal]:
    """A portal on an empty, migrated database that it fills with the demo's accounts, until the block ends.

    Its clock stands at `now`.
    """
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # Whoever connects before the server runs simply waits.
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    clock = Clock(now)
    settings = factories.settings(
        database_url, base_url=base_url, secret_key=SecretStr("a secret for pages that stand still in time")
    )
    app = create_app(settings, outbound=Outbound(allow_loopback=True), clock=clock)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    server = Server(uvicorn.Config(app, log_config=None, ws="none"), app.state.portal.hub.close)

    async def serve() -> None:
        await generate(app.state.portal.database, Recipe(accounts, PLAYBOOK, settings, clock.now))
        ready.set()
        await server.serve(sockets=[listener])

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        assert ready.wait(PATIENCE), "The portal did not start."
        yield FrozenPortal(base_url, app, loop, clock)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        loop.close()
