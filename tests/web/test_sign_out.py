"""Signing out: here, at the provider, and by word of the provider; and nobody else's doing."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from portal.db.engine import Database
from portal.identity.tokens import LOGOUT_EVENT
from portal.web.deps import SESSION_COOKIE
from tests import factories
from tests.factories import NOW, ORIGIN
from tests.identity.fake_provider import ISSUER, id_claims, signed
from tests.web.signing_in import Site, cookies_of, open_site

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def site(database: Database, database_url: str) -> AsyncIterator[Site]:
    async with open_site(database, database_url) as site:
        yield site


async def test_signing_out_ends_the_session_here_and_offers_the_providers(site: Site) -> None:
    await site.sign_in()
    left = await site.browser.post("/logout")
    assert left.status_code == 200
    assert f'href="{ISSUER}/logout?id_token_hint=' in left.text
    assert cookies_of(left)[SESSION_COOKIE]["max-age"] == "0"
    assert (await site.browser.get("/")).headers["location"] == "/login?next=/"
    assert (await site.browser.get("/logout")).status_code == 405


async def test_signing_out_twice_is_fine(site: Site) -> None:
    assert (await site.browser.post("/logout")).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": ORIGIN}, 200),
    ],
)
async def test_another_site_cannot_sign_anybody_out(site: Site, headers: dict[str, str], status: int) -> None:
    await site.sign_in()
    assert (await site.browser.post("/logout", headers=headers)).status_code == status
    assert (await site.browser.get("/")).status_code == (200 if status == 403 else 303)


def logout_token(now: datetime = NOW, **changes: object) -> str:
    base: dict[str, object] = {"nonce": None, "jti": "logout-1", "events": {LOGOUT_EVENT: {}}}
    return signed(id_claims(now, **{**base, **changes}))


async def test_the_provider_ends_a_session_by_the_back_channel(site: Site) -> None:
    await site.sign_in()
    address = f"/auth/backchannel/{site.world.connection_id}"
    async with factories.browser(site.app, Origin="https://login.halden.example") as provider:
        answer = await provider.post(address, data={"logout_token": logout_token()})
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        replayed = await provider.post(address, data={"logout_token": logout_token()})
        assert (replayed.status_code, replayed.headers["cache-control"]) == (400, "no-store")
    assert (await site.browser.get("/")).status_code == 303


@pytest.mark.parametrize("token", ["", "forged", signed(id_claims(NOW))])
async def test_what_is_no_logout_token_ends_nothing(site: Site, token: str) -> None:
    await site.sign_in()
    address = f"/auth/backchannel/{site.world.connection_id}"
    async with factories.browser(site.app) as provider:
        assert (await provider.post(address, data={"logout_token": token})).status_code == 400
        assert (await provider.post(address)).status_code == 400
        assert (await provider.get(address)).status_code == 405
    assert (await site.browser.get("/")).status_code == 200
