"""Signing in at real providers: from the portal's own page to a session the ladder knows."""

from html import unescape

import httpx
import pytest

from portal.web.deps import SESSION_COOKIE
from tests.interop.browser import Browser
from tests.interop.conftest import RunningPortal

# What is stored is tried on both databases in tests/services; here the providers are the point.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def to_the_provider(browser: Browser, portal: RunningPortal, email: str) -> httpx.Response:
    """From the question to the provider's own page, as without JavaScript."""
    question = await browser.get(f"{portal.base_url}/login?next=/milestones/data")
    way_on = await browser.submit(question, email=email)
    address = way_on.text.split('href="/auth/start?', 1)[1].split('"', 1)[0]
    return await browser.get(f"{portal.base_url}/auth/start?{address}")


@pytest.mark.usefixtures("oidc_provider")
@pytest.mark.parametrize("client_secret", ["signs+that%20need: care&"], indirect=True)
async def test_oidc_provider_signs_somebody_in_and_out(portal: RunningPortal, browser: Browser) -> None:
    login = await to_the_provider(browser, portal, "priya@halden.example")
    assert str(login.url).startswith(portal.issuer)
    consent = await browser.submit(login, login="priya", password="any")
    arrived = await browser.submit(consent)
    assert str(arrived.url) == f"{portal.base_url}/milestones/data"
    home = await browser.get(f"{portal.base_url}/")
    assert home.status_code == 200
    assert "Priya Raman" in home.text
    assert "Admin" in home.text
    left = await browser.submit(home, to="/logout")
    assert "You are signed out" in left.text
    way_out = unescape(left.text.split(f'href="{portal.issuer}', 1)[1].split('"', 1)[0])
    back = await browser.submit(await browser.get(portal.issuer + way_out), logout="yes")
    assert str(back.url) == f"{portal.base_url}/login"
    assert str((await browser.get(f"{portal.base_url}/")).url).startswith(f"{portal.base_url}/login")


@pytest.mark.usefixtures("oidc_provider")
async def test_oidc_provider_cannot_vouch_for_another_domain(portal: RunningPortal, browser: Browser) -> None:
    login = await to_the_provider(browser, portal, "priya@halden.example")
    refused = await browser.submit(await browser.submit(login, login="mallory", password="any"))
    assert refused.status_code == 403
    assert "nobody has invited you" in refused.text
    assert SESSION_COOKIE not in browser.cookies(portal.base_url)


@pytest.mark.usefixtures("oidc_provider")
async def test_oidc_provider_is_told_no_and_the_portal_offers_to_start_again(
    portal: RunningPortal, browser: Browser
) -> None:
    login = await to_the_provider(browser, portal, "priya@halden.example")
    cancelled = await browser.get(str(login.url) + "/abort")
    assert cancelled.status_code == 400
    assert "Start again" in cancelled.text
    assert "access_denied" not in cancelled.text


@pytest.mark.usefixtures("nanoidp")
async def test_nanoidp_signs_somebody_in(portal: RunningPortal, browser: Browser) -> None:
    login = await to_the_provider(browser, portal, "mei@halden.example")
    assert str(login.url).startswith(portal.issuer)
    arrived = await browser.submit(login, username="mei", password="climb")
    assert str(arrived.url) == f"{portal.base_url}/milestones/data"
    home = await browser.get(f"{portal.base_url}/")
    assert home.status_code == 200
    assert "mei@halden.example" in home.text
    assert "Operator" in home.text
