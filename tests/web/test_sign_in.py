"""The sign-in pages as a browser sees them: answers, cookies, headers, and no word of the provider's."""

from collections.abc import AsyncIterator

import httpx
import pytest
import structlog
from structlog.testing import capture_logs

from portal.app import create_app
from portal.db.engine import Database
from portal.identity.outbound import FetchFailed
from portal.web.deps import SESSION_COOKIE
from tests import factories
from tests.factories import HTMX
from tests.identity.fake_provider import ISSUER, query_of
from tests.services.signing_in import EMAIL
from tests.web.signing_in import Site, cookies_of, open_site

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def site(database: Database, database_url: str) -> AsyncIterator[Site]:
    async with open_site(database, database_url) as site:
        yield site


async def test_the_sign_in_page_asks_one_question(site: Site) -> None:
    page = await site.browser.get("/login?next=/milestones/data")
    assert page.status_code == 200
    assert page.text.count('type="email"') == 1
    assert page.text.split("<main", 1)[1].split("</main>")[0].count("<button") == 1
    assert 'name="next" type="hidden" value="/milestones/data"' in page.text
    assert "/auth/start?staff=1" in page.text


async def test_a_member_signs_in_and_reaches_the_ladder(site: Site) -> None:
    started = await site.start(next_path="/milestones/data")
    assert started.status_code == 303
    assert started.headers["location"].startswith(f"{ISSUER}/authorize?")
    finished = await site.browser.get(site.honest(started))
    assert (finished.status_code, finished.headers["location"]) == (303, "/milestones/data")
    assert (await site.browser.get("/")).status_code == 200


async def test_the_cookies_are_as_strict_as_they_can_be(site: Site) -> None:
    started = await site.start()
    (name, state), *others = cookies_of(started).items()
    assert name.startswith("__Host-login-")
    assert not others
    session = cookies_of(await site.browser.get(site.honest(started)))[SESSION_COOKIE]
    for cookie in (state, session):
        assert cookie["secure"]
        assert cookie["httponly"]
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("lax", "/", "")


async def test_the_sign_ins_own_cookie_goes_when_it_is_done(site: Site) -> None:
    started = await site.start()
    done = cookies_of(await site.browser.get(site.honest(started)))
    (name,) = cookies_of(started)
    assert done[name]["max-age"] == "0"


async def test_session_fixation_gets_a_new_id(site: Site) -> None:
    site.browser.cookies.set(SESSION_COOKIE, "planted", domain="portal.test")
    session = cookies_of(await site.sign_in())[SESSION_COOKIE]
    assert session.value != "planted"
    assert len(session.value) == 43


async def test_without_javascript_the_way_on_is_a_link(site: Site) -> None:
    page = await site.browser.post("/login", data={"email": EMAIL})
    assert page.status_code == 200
    assert 'href="/auth/start?ticket=' in page.text
    assert "<form" not in page.text.split("<main", 1)[1]


@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_a_known_and_an_unknown_domain_get_the_same_answer(site: Site, headers: dict[str, str]) -> None:
    known, unknown = [
        await site.browser.post("/login", data={"email": f"priya@{domain}"}, headers=headers)
        for domain in ("halden.example", "nobody.example")
    ]

    def without_ticket(response: httpx.Response) -> tuple[int, str, set[str]]:
        text = response.text.replace("halden.example", "nobody.example")
        return response.status_code, text.split("ticket=")[0], set(response.headers)

    assert without_ticket(known) == without_ticket(unknown)
    assert len(known.content) == len(unknown.content)


async def test_an_unknown_domain_ends_at_a_page_that_says_whom_to_ask(site: Site) -> None:
    refused = await site.start("priya@nobody.example")
    assert refused.status_code == 403
    assert "Ask the person who leads onboarding" in refused.text
    assert 'href="/login"' in refused.text


@pytest.mark.parametrize("email", ["", "priya", "priya@halden", "a b@halden.example", "x" * 330 + "@a.b", "a\0@b.c"])
async def test_what_is_no_address_is_asked_again(site: Site, email: str) -> None:
    for headers, start in ({}, "<!DOCTYPE html>"), (HTMX, "<form"):
        answer = await site.browser.post("/login", data={"email": email}, headers=headers)
        assert answer.status_code == 422
        assert answer.text.lstrip().startswith(start)
        assert 'aria-invalid="true"' in answer.text


async def test_an_uploaded_file_is_no_address(site: Site) -> None:
    answer = await site.browser.post("/login", files={"email": ("a.txt", b"priya@halden.example")})
    assert answer.status_code in {400, 422}


async def test_markup_in_an_address_is_shown_as_text(site: Site) -> None:
    page = await site.browser.post("/login", data={"email": '"><img/onerror=x>@halden.example'})
    assert "<img/onerror" not in page.text


@pytest.mark.parametrize("path", ["/auth/start", "/auth/start?next=//evil.example"])
async def test_starting_without_a_ticket_leads_to_the_question(site: Site, path: str) -> None:
    answer = await site.browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


async def test_staff_start_without_an_address(site: Site) -> None:
    started = await site.browser.get("/auth/start?staff=1&next=/internal/")
    assert started.headers["location"].startswith(f"{ISSUER}/authorize?")


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"])
async def test_nobody_is_sent_elsewhere_after_signing_in(site: Site, wanted: str) -> None:
    started = await site.start(next_path=wanted)
    assert (await site.browser.get(site.honest(started))).headers["location"] == "/welcome"


@pytest.mark.parametrize("path", ["/auth/start?ticket=forged", "/auth/callback/{id}", "/auth/callback/{id}?state=x"])
async def test_a_broken_sign_in_offers_to_start_again(site: Site, path: str) -> None:
    answer = await site.browser.get(path.format(id=site.world.connection_id))
    assert answer.status_code == 400
    assert "Start again" in answer.text
    assert SESSION_COOKIE not in cookies_of(answer)


async def test_a_state_from_another_browser_opens_no_session(site: Site) -> None:
    way_back = site.honest(await site.start())
    async with factories.browser(site.app) as another:
        answer = await another.get(way_back)
    assert answer.status_code == 400
    assert SESSION_COOKIE not in cookies_of(answer)
    assert (await site.browser.get(way_back)).status_code == 303
    assert (await site.browser.get(way_back)).status_code == 400


async def test_a_forged_token_is_a_generic_page(site: Site) -> None:
    answer = await site.sign_in(aud="another-client")
    assert answer.status_code == 400
    assert "aud" not in answer.text.split("<main", 1)[1]
    assert SESSION_COOKIE not in cookies_of(answer)


async def test_the_providers_words_are_logged_on_one_line_and_not_shown(site: Site) -> None:
    started = await site.start()
    state = query_of(started.headers["location"])["state"]
    evil = "<script>alert(1)</script>\r\nsign_in_finished user=admin"
    callback = {"state": state, "error": "access_denied", "error_description": evil}
    structlog.reset_defaults()
    with capture_logs() as logs:
        answer = await site.browser.get(f"/auth/callback/{site.world.connection_id}", params=callback)
    assert answer.status_code == 400
    assert "alert(1)" not in answer.text
    assert "access_denied" not in answer.text
    (reason,) = [entry["reason"] for entry in logs if entry["event"] == "sign_in_refused"]
    assert "access_denied" in reason
    assert "\n" not in reason
    assert "\r" not in reason


async def test_a_refused_person_is_told_whom_to_ask(site: Site) -> None:
    answer = await site.sign_in(groups=["strangers"])
    assert answer.status_code == 403
    assert "Ask your IT team" in answer.text
    assert SESSION_COOKIE not in cookies_of(answer)


async def test_a_provider_that_is_away_says_so(site: Site) -> None:
    site.world.provider.metadata["jwks_uri"] = f"{ISSUER}/gone"
    answer = await site.sign_in()
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert "Start again" in answer.text


async def test_an_unknown_connection_is_refused(site: Site) -> None:
    assert (await site.browser.get("/auth/callback/not-an-id?state=x&code=y")).status_code == 422
    unknown = "/auth/callback/00000000-0000-4000-8000-000000000000?state=x&code=y"
    assert (await site.browser.get(unknown)).status_code == 400


@pytest.mark.parametrize("path", ["/login", "/auth/start?ticket=forged"])
async def test_the_pages_bring_the_rules_of_the_house(site: Site, path: str) -> None:
    page = await site.browser.get(path)
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert " style=" not in page.text
    assert "<title>" in page.text


async def test_only_a_given_way_out_may_reach_this_machine(database_url: str) -> None:
    portal = create_app(factories.settings(database_url)).state.portal
    with pytest.raises(FetchFailed, match="only https"):
        await portal.outbound.get_json("http://127.0.0.1:9000/.well-known/openid-configuration")
    await portal.outbound.close()
    await portal.database.close()
