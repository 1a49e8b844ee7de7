"""The real application over a given database, with a small playbook and one write key."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from portal.app import create_app
from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.db.tables import Account
from portal.domain.playbook import Catalogue
from portal.services import keys
from portal.settings import Settings
from tests.ingest.playbook import CATALOGUE

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


OK = (200, {"success": True})


class SmallPlaybook(LivePlaybook):
    """A published playbook, without the publishing."""

    @property
    def current(self) -> Catalogue:
        return CATALOGUE


@dataclass(frozen=True)
class EventApp:
    """An application to send events to."""

    app: FastAPI
    client: httpx.AsyncClient
    database: Database
    key: str

    async def post(
        self, path: str, body: object, *, key: str | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        auth = httpx.BasicAuth(self.key if key is None else key, "")
        return await self.client.post(path, content=content, headers=headers, auth=auth)


@asynccontextmanager
async def event_app(database_url: str) -> AsyncIterator[EventApp]:
    app = create_app(settings(database_url), clock=lambda: NOW)
    app.state.portal = replace(app.state.portal, playbook=SmallPlaybook())
    database: Database = app.state.portal.database
    async with database.write() as session:
        session.add(Account(external_id="acme", name="Acme", created_at=NOW))
        key = await keys.create(session, label="Test", source="product", scopes=["events:write"], now=NOW)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://portal.test") as client:
        yield EventApp(app, client, database, key)
    await app.state.portal.outbound.close()
    await database.close()


def settings(database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key=SecretStr("a" * 40),
        base_url="https://portal.test",
        staff_issuer="https://login.test",
        staff_client_id="portal",
        staff_client_secret=SecretStr("secret"),
    )


def said(response: httpx.Response) -> tuple[int, object]:
    return response.status_code, response.json()


def batch(*messages: object) -> dict[str, object]:
    return {"batch": list(messages), "sentAt": NOW.isoformat()}


async def refused(response: httpx.Response, status: int, code: str) -> str:
    assert response.status_code == status, response.text
    body = response.json()
    assert set(body) == {"code", "message"}
    assert body["code"] == code
    return str(body["message"])
