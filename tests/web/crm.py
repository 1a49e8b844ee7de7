"""Another system, with a key for everything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from portal.db.engine import Database
from portal.services import keys
from tests.factories import NOW, browser, running, small_playbook

ACCOUNT = "/api/v1/accounts/acme"
MERGE = {"Content-Type": "application/merge-patch+json"}


@dataclass
class Crm:
    """A system with a key for everything."""

    database: Database
    http: httpx.AsyncClient

    async def put(self, path: str, expected: int = 201, headers: dict[str, str] | None = None, **body: Any) -> Any:  # noqa: ANN401 - JSON
        response = await self.http.put(path, json=body, headers=headers)
        assert response.status_code == expected, response.text
        return response.json()

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=headers)

    async def patch(self, path: str, expected: int = 200, **body: Any) -> Any:  # noqa: ANN401 - JSON
        """Change what was just read."""
        tag = (await self.get(path)).headers["ETag"]
        response = await self.http.patch(path, json=body, headers=MERGE | {"If-Match": tag})
        assert response.status_code == expected, response.text
        return response.json()


@asynccontextmanager
async def connected(database: Database, database_url: str) -> AsyncIterator[Crm]:
    """A CRM beside a running portal."""
    async with database.write() as session:
        key = await keys.create(session, label="CRM", source=None, scopes=keys.API_SCOPES, now=NOW)
    async with running(database_url, small_playbook()) as app:
        yield Crm(database, browser(app, Authorization=f"Bearer {key}"))
