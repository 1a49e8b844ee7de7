"""A running portal with a provider, and one browser in front of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from typing import Any

import httpx
from fastapi import FastAPI

from portal.db.engine import Database
from tests import factories
from tests.factories import HTMX, NOW
from tests.identity.fake_provider import id_claims, query_of
from tests.services.signing_in import EMAIL, World, create_world


@dataclass
class Site:
    """A running portal with a provider, and one browser in front of it."""

    app: FastAPI
    world: World
    browser: httpx.AsyncClient

    async def start(self, email: str = EMAIL, next_path: str = "/") -> httpx.Response:
        """From the sign-in page to the way to the provider."""
        answer = await self.browser.post("/login", data={"email": email, "next": next_path}, headers=HTMX)
        return await self.browser.get(answer.headers["hx-redirect"])

    def honest(self, started: httpx.Response, **changes: object) -> str:
        """Let the provider answer; answers the callback's address."""
        query = query_of(started.headers["location"])
        self.world.provider.will_sign(id_claims(NOW, **{"nonce": query["nonce"], **changes}))
        return f"/auth/callback/{self.world.connection_id}?code=code&state={query['state']}"

    async def sign_in(self, **changes: object) -> httpx.Response:
        """A whole sign-in."""
        return await self.browser.get(self.honest(await self.start(), **changes))


@asynccontextmanager
async def open_site(database: Database, database_url: str) -> AsyncIterator[Site]:
    """Start a portal on a test's database."""
    async with factories.running(database_url, factories.small_playbook()) as app:
        world = await create_world(database, database_url)
        app.state.portal = replace(app.state.portal, outbound=world.outbound)
        async with factories.browser(app) as browser:
            yield Site(app, world, browser)


def cookies_of(response: httpx.Response) -> dict[str, Any]:
    """The cookies an answer sets."""
    jar = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        jar.load(header)
    return dict(jar)
