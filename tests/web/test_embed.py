"""A ladder inside the vendor's product: its tokens, its frame, and what neither of them opens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from portal.app import create_app
from portal.db.engine import Database
from portal.db.tables import Account
from portal.domain.roles import Role
from portal.identity import embedding
from portal.identity.embedding import EmbedToken
from portal.services import keys
from tests.factories import NOW, Fixed, add_account, add_member, browser, settings, small_playbook

# What is stored is tried on both databases in tests/services; here the answers are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SITE = "https://app.vendor.test"
KEY = "a secret of at least thirty-two characters"
TOKENS = "/api/v1/embed/tokens"
PICK = "/embed/milestones/sign_on/steps/pick"


@dataclass
class Product:
    """The vendor's product: it has a key, and knows the members by its own ids."""

    app: FastAPI
    database: Database
    backend: httpx.AsyncClient
    account_id: UUID

    async def token(self, **wanted: object) -> httpx.Response:
        """Ask for a token."""
        return await self.backend.post(TOKENS, json={"account": "halden", "member": "priya"} | wanted)

    async def frame(self, token: str, **query: str) -> httpx.Response:
        """What a browser without a cookie gets."""
        return await browser(self.app).get("/embed/ladder", params={"token": token, "host": SITE} | query)


@asynccontextmanager
async def product(
    database: Database,
    database_url: str,
    **given: Any,  # noqa: ANN401 - any setting
) -> AsyncIterator[Product]:
    account_id = await add_account(database)
    async with database.write() as session:
        await session.execute(update(Account).where(Account.id == account_id).values(external_id="halden"))
    await add_member(database, account_id, external_id="priya")
    await add_member(database, account_id, external_id="gone", disabled_at=NOW)
    app = create_app(settings(database_url, **({"embed_origins": (SITE,)} | given)), clock=lambda: NOW)
    app.state.portal = replace(app.state.portal, playbook=Fixed(small_playbook()))
    async with database.write() as session:
        key = await keys.create(session, label="Embed", source=None, scopes=[keys.EMBED], now=NOW)
    async with app.router.lifespan_context(app):
        yield Product(app, database, browser(app, Authorization=f"Bearer {key}"), account_id)


@pytest.fixture
async def marlowe(database: Database, database_url: str) -> AsyncIterator[Product]:
    """A product whose site may show ladders."""
    async with product(database, database_url) as found:
        yield found


async def test_a_token_opens_the_current_milestone_without_a_cookie(marlowe: Product) -> None:
    issued = await marlowe.token()
    assert issued.status_code == 201
    assert issued.json()["expires_at"] == "2026-11-17T09:05:00Z"
    frame = await marlowe.frame(issued.json()["token"])
    assert frame.status_code == 200
    assert "Turn on single sign-on" in frame.text
    assert f'data-host="{SITE}"' in frame.text
    assert f"frame-ancestors {SITE}" in frame.headers["content-security-policy"]
    assert frame.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in frame.headers


async def test_a_step_is_ticked_inside_the_frame_and_a_milestone_reached(marlowe: Product) -> None:
    form = {"token": (await marlowe.token()).json()["token"], "host": SITE, "theme": "dark"}
    ticked = await browser(marlowe.app).post(PICK, data=form, headers={"Origin": "null"})
    assert ticked.status_code == 303
    way = urlsplit(ticked.headers["location"])
    assert (way.path, parse_qs(way.query)) == ("/embed/ladder", {name: [value] for name, value in form.items()})
    assert "data-done" in (await browser(marlowe.app).get(ticked.headers["location"])).text
    data = await browser(marlowe.app).post("/embed/milestones/data/steps/only", data=form)
    frame = await browser(marlowe.app).get(data.headers["location"])
    assert "You reached “Reach data”." in frame.text
    assert "/milestones/data/celebration" in frame.text


@pytest.mark.parametrize("wanted", [{"member": "gone"}, {"member": "nobody"}, {"account": "elsewhere"}])
async def test_there_is_no_token_for_whom_the_account_does_not_have(marlowe: Product, wanted: dict[str, str]) -> None:
    refused = await marlowe.token(**wanted)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("wanted", [{"theme": "neon"}, {"role": "admin"}, {"member": ""}, {"member": 7}])
async def test_a_request_that_is_not_understood_is_refused(marlowe: Product, wanted: dict[str, object]) -> None:
    assert (await marlowe.token(**wanted)).status_code == 422


async def test_only_a_key_with_the_scope_gets_tokens(marlowe: Product) -> None:
    async with marlowe.database.write() as session:
        other = await keys.create(session, label="Events", source="app", scopes=[keys.EVENTS_WRITE], now=NOW)
    body = {"account": "halden", "member": "priya"}
    for authorization, status in (("", 401), ("Bearer portal.x", 401), (f"Bearer {other}", 403)):
        answer = await browser(marlowe.app).post(TOKENS, json=body, headers={"Authorization": authorization})
        assert answer.status_code == status


async def test_a_token_opens_the_frame_and_nothing_else(marlowe: Product) -> None:
    token = (await marlowe.token()).json()["token"]
    for path in ("/", "/profile", "/profile/copy", "/team"):
        as_bearer = await browser(marlowe.app).get(path, headers={"Authorization": f"Bearer {token}"})
        assert as_bearer.headers["location"].startswith("/login")
        assert (await browser(marlowe.app).get(path, params={"token": token})).status_code == 303
    events = await browser(marlowe.app).post("/v1/track", json={}, headers={"Authorization": f"Bearer {token}"})
    assert events.status_code == 401


async def test_what_is_no_token_says_kindly_that_the_view_has_ended(marlowe: Product) -> None:
    token = (await marlowe.token()).json()["token"]
    for wrong in ("", "x", token[:-2] + "AA", "."):
        frame = await marlowe.frame(wrong)
        assert frame.status_code == 401
        assert "This view has rested too long." in frame.text
        assert f"frame-ancestors {SITE}" in frame.headers["content-security-policy"]
    assert (await browser(marlowe.app).post(PICK, data={"token": "x"})).status_code == 401


async def test_the_frame_speaks_to_no_site_that_is_not_named(marlowe: Product) -> None:
    token = (await marlowe.token()).json()["token"]
    frame = await marlowe.frame(token, host="https://evil.test")
    assert "evil.test" not in frame.text
    assert 'data-host=""' in frame.text


async def test_whoever_left_is_shown_nothing_more(marlowe: Product) -> None:
    member_id = await add_member(marlowe.database, marlowe.account_id, disabled_at=NOW)
    token = embedding.sign(KEY, EmbedToken(marlowe.account_id, member_id), NOW)
    assert (await marlowe.frame(token)).status_code == 401


async def test_a_member_is_not_let_into_another_account(marlowe: Product) -> None:
    stranger = await add_member(marlowe.database, await add_account(marlowe.database), role=Role.OPERATOR)
    token = embedding.sign(KEY, EmbedToken(marlowe.account_id, stranger), NOW)
    assert (await marlowe.frame(token)).status_code == 401


async def test_the_script_is_small_and_for_everybody(marlowe: Product) -> None:
    script = await browser(marlowe.app).get("/embed/ladder.js")
    assert script.status_code == 200
    assert script.headers["content-type"].startswith("text/javascript")
    assert len(script.content) < 6_000


async def test_without_sites_there_is_nothing(database: Database, database_url: str) -> None:
    async with product(database, database_url, embed_origins=()) as found:
        assert (await found.token()).status_code == 404
        token = embedding.sign(KEY, EmbedToken(found.account_id, found.account_id), NOW)
        for path in ("/embed/ladder.js", f"/embed/ladder?token={token}"):
            assert (await browser(found.app).get(path)).status_code == 404
