"""Two members of one account and their guide, on a ladder with a shared milestone and one of each their own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest

from portal.db.engine import Database
from portal.db.tables import Member
from portal.domain.playbook import Scope
from tests.factories import HTMX, add_account, add_staff, milestone, running, small_playbook, step
from tests.ingest.world import rows
from tests.web.conftest import enter

STEPS = (step("one"), step("two"))
PLAYBOOK = small_playbook(
    milestone("shared", steps=STEPS),
    milestone("own", scope=Scope.MEMBER, steps=STEPS),
    milestone("later", requires=("shared",)),
)


@dataclass
class Team:
    """Priya and Jonas, each at a browser."""

    database: Database
    account_id: UUID
    jonas_id: UUID
    priya: httpx.AsyncClient
    jonas: httpx.AsyncClient

    async def do(self, act: str, milestone_id: str = "shared", **fields: str) -> httpx.Response:
        """What Priya does with a milestone on its own page, by htmx."""
        return await self.priya.post(f"/milestones/{milestone_id}/{act}", data={"page": "own", **fields}, headers=HTMX)

    async def see(self, address: str = "/milestones/shared") -> str:
        """What Priya sees at an address."""
        return (await self.priya.get(address)).text


@pytest.fixture
async def team(database: Database, database_url: str) -> AsyncIterator[Team]:
    guide = await add_staff(database, name="Tomás Vidal", email="tomas@vendor.test")
    account_id = await add_account(database, csm_id=guide)
    async with running(database_url, PLAYBOOK) as app:
        priya = await enter(app, database, account_id)
        jonas = await enter(app, database, account_id, name="Jonas Weber")
        ids = dict(await rows(database, Member, "name", "id"))
        yield Team(database, account_id, ids["Jonas Weber"], priya, jonas)
