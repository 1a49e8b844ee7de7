"""One of the staff in a browser, beside one account."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest

from portal.db.engine import Database
from portal.domain.roles import Capability
from tests.catalogues import shipped
from tests.factories import HTMX, add_account, add_staff, browser, running, sign_in

CATALOGUE = shipped(4)


@dataclass(frozen=True, slots=True)
class Office:
    """A CSM and a colleague who may not change accounts, each in a browser, and the account they look at."""

    database: Database
    account_id: UUID
    csm_id: UUID
    client: httpx.AsyncClient
    outsider: httpx.AsyncClient

    def path(self, rest: str) -> str:
        """An address below the account's own."""
        return f"/internal/accounts/{self.account_id}/{rest}"

    async def send(self, rest: str, **typed: str) -> httpx.Response:
        """Submit a form as htmx does."""
        return await self.client.post(self.path(rest), data=typed, headers=HTMX)


@pytest.fixture
async def office(database: Database, database_url: str) -> AsyncIterator[Office]:
    """The office of Tomás Vidal, who guides Halden Freight."""
    csm = await add_staff(database)
    editor = await add_staff(database, name="Ida Berg", capabilities=(Capability.EDITOR,))
    account = await add_account(database, csm_id=csm)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=csm)
        others = await sign_in(database, staff_id=editor)
        async with browser(app, cookies) as client, browser(app, others) as outsider:
            yield Office(database, account, csm, client, outsider)
