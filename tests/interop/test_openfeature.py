"""A product with the OpenFeature SDK and its OFREP provider, of which nothing was written here."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from portal.domain.playbook import Feature, Scope
from portal.domain.rules import EventRule
from portal.services import keys
from tests import npm
from tests.factories import Fixed, milestone, small_playbook, step
from tests.interop.conftest import listening
from tests.web.event_app import NOW, EventApp, batch, event_app

GATED = milestone(
    "first_order",
    scope=Scope.ACCOUNT,
    steps=(step("send", rule=EventRule("Order Dispatched")),),
    unlocks=(Feature("automations", "Automations", "Build your first in 3 minutes."),),
)


class Product:
    """The product's process, and the portal it asks."""

    def __init__(self, portal: EventApp, process: asyncio.subprocess.Process) -> None:
        self.portal = portal
        self._process = process

    async def told(self, targeting_key: str) -> dict[str, Any]:
        """What the SDK says of the feature for somebody."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{targeting_key}\n".encode())
        line = await asyncio.wait_for(self._process.stdout.readline(), 30)
        return dict(json.loads(line))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm packages, installed by their lock file."""
    return npm.install(Path(__file__).parent / "openfeature", tmp_path_factory.mktemp("openfeature"))


@pytest.fixture
async def product(database_url: str, folder: Path) -> AsyncIterator[Product]:
    async with event_app(database_url) as portal:
        portal.app.state.portal = replace(portal.app.state.portal, playbook=Fixed(small_playbook(GATED)))
        async with portal.database.write() as session:
            key = await keys.create(session, label="Product", source=None, scopes=[keys.UNLOCKS_READ], now=NOW)
        listener = listening()
        server = uvicorn.Server(uvicorn.Config(portal.app, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        told = {"baseUrl": f"http://127.0.0.1:{listener.getsockname()[1]}", "key": key, "feature": "automations"}
        process = await asyncio.create_subprocess_exec(
            npm.NODE,
            "product.mjs",
            cwd=folder,
            env={**os.environ, "PRODUCT": json.dumps(told)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        yield Product(portal, process)
        process.terminate()
        await process.communicate()
        server.should_exit = True
        await serving


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_feature_opens_when_the_milestone_is_done(product: Product) -> None:
    closed = {"value": False, "reason": "DEFAULT", "variant": "closed"}
    for target in ("u1", "account:acme"):
        assert await product.told(target) == closed
    order = {"type": "track", "event": "Order Dispatched", "userId": "u1", "context": {"groupId": "acme"}}
    assert (await product.portal.post("/v1/batch", batch(order))).status_code == 200
    for target in ("u1", "account:acme"):
        assert await product.told(target) == {"value": True, "reason": "TARGETING_MATCH", "variant": "open"}
    assert await product.told("somebody-else") == closed
