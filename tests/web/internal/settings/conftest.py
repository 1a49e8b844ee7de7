"""Two owners, a lead and a CSM in browsers of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import AuditEntry
from portal.domain.roles import Capability
from tests.catalogues import shipped
from tests.factories import add_staff, browser, running, sign_in

CATALOGUE: Final = shipped(4)
HERE: Final = "/internal/settings"
PEOPLE: Final = {
    "owner": ("Olivia Brandt", Capability.OWNER),
    "other": ("Paul Adeyemi", Capability.OWNER),
    "lead": ("Noor Haddad", Capability.CSM_LEAD),
    "editor": ("Ken Matsuda", Capability.EDITOR),
    "csm": ("Tomás Vidal", Capability.CSM),
}


@dataclass(frozen=True, slots=True)
class Bureau:
    """The people who work here, and the browser of each."""

    database: Database
    ids: dict[str, UUID]
    browsers: dict[str, httpx.AsyncClient]

    @property
    def owner(self) -> httpx.AsyncClient:
        """The browser of Olivia Brandt."""
        return self.browsers["owner"]

    async def acts(self) -> list[AuditEntry]:
        """What the audit holds, the first entry first."""
        async with self.database.read() as session:
            return list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.fixture
async def bureau(database: Database, database_url: str) -> AsyncIterator[Bureau]:
    """A portal with the shipped playbook and everybody signed in."""
    async with running(database_url, CATALOGUE) as app, AsyncExitStack() as open_browsers:
        ids, browsers = {}, {}
        for part, (name, capability) in PEOPLE.items():
            ids[part] = await add_staff(database, name=name, capabilities=(capability,))
            client = browser(app, await sign_in(database, staff_id=ids[part]))
            browsers[part] = await open_browsers.enter_async_context(client)
        yield Bureau(database, ids, browsers)


def typed(page: str) -> dict[str, str]:
    """What the hidden fields of a form hold that two people may edit."""
    found = {}
    for name in ("version", "seen"):
        tag = next(part for part in page.split("<input")[1:] if f'name="{name}"' in part.split(">")[0])
        found[name] = tag.split('value="')[1].split('"')[0].replace("&#34;", '"')
    return found
