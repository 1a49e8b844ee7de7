"""An account whose verdict asks for a play, and staff who have it open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from portal.db.engine import Database
from portal.domain.roles import Capability
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_staff, browser, running, sign_in
from tests.onboardings import add_actions, ago, hand_over, invite

CATALOGUE = shipped(4)
PLAY = "find_driver"
ACTION = "ask-the-sponsor-to-name-one-person"


@dataclass
class Desk:
    """A running portal, an account in it, and the browser of one of the staff."""

    app: FastAPI
    database: Database
    id: UUID
    staff: httpx.AsyncClient

    @property
    def address(self) -> str:
        return f"/internal/accounts/{self.id}"

    async def page(self, path: str = "") -> str:
        answer = await self.staff.get(f"{self.address}{path}")
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.split())

    async def check(self) -> None:
        async with self.database.write() as session:
            await assess_all(session, catalogue=CATALOGUE, now=NOW)

    async def colleague(self, name: str, *capabilities: Capability) -> httpx.AsyncClient:
        """The browser of another one of the staff."""
        staff_id = await add_staff(self.database, name=name, capabilities=capabilities or (Capability.CSM,))
        return browser(self.app, await sign_in(self.database, staff_id=staff_id))


@asynccontextmanager
async def opened(database: Database, database_url: str, **run: object) -> AsyncIterator[Desk]:
    """An account that answers invites but does little in between, judged, in front of its CSM."""
    about: dict[str, Any] = {"pilot_started_on": ago(10)} | run
    account = await add_account(database, name="Brightwell Clinics", **about)
    await hand_over(database, account, "Sara Nyberg", "", "IT", "Dr. Eva Lund", email="eva@brightwell.example")
    await invite(database, account, "Accepted")
    await add_actions(database, account, (1, True), (2, False), (12, False))
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        desk = Desk(app, database, account, browser(app, cookies))
        await desk.check()
        yield desk
