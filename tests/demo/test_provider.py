"""The demo's provider, taken by the hand of the portal's own client and by that of somebody hostile."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import httpx2
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from starlette.types import ASGIApp

from portal.demo.provider import Client, Person, create_provider
from portal.identity import oidc
from portal.identity.outbound import Outbound
from portal.identity.person import person_from
from portal.identity.registration import Registration
from tests.identity.fake_provider import public, query_of

ISSUER = "https://login.demo.example"
BACK = "https://portal.test/auth/callback/1"
REGISTRATION = Registration(ISSUER, "halden", "s3cret", BACK)
ATTEMPT = oidc.Attempt(state="state", nonce="nonce", verifier="v" * 43)
ASKED = {
    "response_type": "code",
    "client_id": "halden",
    "redirect_uri": BACK,
    "scope": "openid email profile groups",
    "state": "state",
    "nonce": "nonce",
    "code_challenge": create_s256_code_challenge(ATTEMPT.verifier),
    "code_challenge_method": "S256",
}
PEOPLE = [
    Person("nora", "Nora Lind", "nora@northwind.example", ("dispatch",), "Northwind"),
    Person("priya", "Priya Raman", "priya@halden.example", ("admins",), "Halden Freight"),
    Person("mei", "Mei <Tanaka>", "mei@halden.example", (), "Halden Freight"),
    Person("tomas", "Tomás Vidal", "tomas@marlowe.example", ("portal-csm",), "Marlowe staff"),
]
CLIENTS = [
    Client("halden", "s3cret", (BACK,), ("https://portal.test/login",)),
    Client("staff", "s3cret", (BACK,), account="Marlowe staff"),
]


@pytest.fixture
def provider() -> ASGIApp:
    return create_provider(issuer=ISSUER, clients=CLIENTS, people=PEOPLE)


def browser(provider: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(provider), base_url=ISSUER)


def way_in(**changes: str | None) -> str:
    asked = {name: value for name, value in {**ASKED, **changes}.items() if value is not None}
    return f"/authorize?{urlencode(asked)}"


async def code_for(provider: ASGIApp, person: str = "priya") -> str:
    async with browser(provider) as client:
        answer = await client.post(way_in(), data={"person": person})
    return query_of(answer.headers["location"])["code"]


async def exchange(provider: ASGIApp, good: str, **changes: str) -> httpx.Response:
    asked = {"grant_type": "authorization_code", "code": good, "redirect_uri": BACK, "code_verifier": ATTEMPT.verifier}
    client_secret = changes.pop("client_secret", "s3cret")
    async with browser(provider) as client:
        return await client.post("/token", data=asked | changes, auth=("halden", client_secret))


async def test_the_portals_own_client_accepts_what_the_provider_says(provider: ASGIApp) -> None:
    outbound = Outbound(wire=httpx2.ASGITransport(provider), look_up=public)
    now = datetime.now(UTC)
    url = await oidc.authorization_url(outbound, REGISTRATION, ATTEMPT, login_hint="priya@halden.example", now=now)
    async with browser(provider) as client:
        assert (await client.get(url)).status_code == 200
        answer = await client.post(url, data={"person": "priya"})
    callback = query_of(answer.headers["location"])
    assert (callback["state"], callback["iss"]) == ("state", ISSUER)
    returned = await oidc.come_back(outbound, REGISTRATION, ATTEMPT, callback, now=now)
    person = person_from(returned.claims)
    assert (person.sub, person.name, person.email) == ("priya", "Priya Raman", "priya@halden.example")
    assert person.groups == frozenset({"admins"})


async def test_the_hinted_person_comes_first_and_other_companies_stand_aside(provider: ASGIApp) -> None:
    async with browser(provider) as client:
        page = (await client.get(way_in(login_hint="mei@halden.example"))).text
    first, others = page.split("<details")
    assert first.index("Tanaka") < first.index("Priya")
    assert "Nora" not in first
    assert "Nora" in others


async def test_a_clients_own_people_come_first(provider: ASGIApp) -> None:
    async with browser(provider) as client:
        page = (await client.get(way_in(client_id="staff"))).text
    assert "Tomás" in page.split("<details")[0]
    assert "Priya" not in page.split("<details")[0]


@pytest.mark.parametrize(("search", "found"), [("NORA", 1), ("halden", 2), ("nobody", 0), ("", 4)])
async def test_people_are_found_by_name_and_address(provider: ASGIApp, search: str, found: int) -> None:
    async with browser(provider) as client:
        page = (await client.get(way_in(q=search))).text
    assert page.count('name="person"') == found


async def test_names_are_shown_as_text_and_the_policy_allows_the_way_back(provider: ASGIApp) -> None:
    async with browser(provider) as client:
        page = await client.get(way_in())
    assert "Mei &lt;Tanaka&gt;" in page.text
    assert page.headers["content-security-policy"].endswith("form-action 'self' https://portal.test")
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"client_id": None},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": None},
        {"response_type": "token"},
        {"code_challenge": "short"},
        {"code_challenge_method": "S512"},
    ],
)
async def test_a_request_that_does_not_fit_is_not_sent_on(provider: ASGIApp, changes: dict[str, Any]) -> None:
    async with browser(provider) as client:
        assert (await client.get(way_in(**changes))).status_code == 400
        assert (await client.post(way_in(**changes), data={"person": "priya"})).status_code == 400


async def test_picking_nobody_is_a_refusal(provider: ASGIApp) -> None:
    async with browser(provider) as client:
        answer = await client.post(way_in(), data={"person": "somebody else"})
    assert query_of(answer.headers["location"])["error"] == "access_denied"


async def test_a_code_works_once(provider: ASGIApp) -> None:
    code = await code_for(provider)
    assert (await exchange(provider, code)).status_code == 200
    assert (await exchange(provider, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "made up"}, "invalid_grant"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
async def test_a_code_is_not_exchanged_for_somebody_else(
    provider: ASGIApp, changes: dict[str, str], error: str
) -> None:
    answer = await exchange(provider, await code_for(provider), **changes)
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] == error


async def test_userinfo_knows_its_tokens(provider: ASGIApp) -> None:
    token = (await exchange(provider, await code_for(provider, "mei"))).json()["access_token"]
    async with browser(provider) as client:
        told = await client.get("/userinfo", headers={"Authorization": f"Bearer {token}"})
        assert told.json() == PEOPLE[2].claims()
        assert (await client.get("/userinfo", headers={"Authorization": "Bearer made up"})).status_code == 401
        assert (await client.get("/userinfo")).status_code == 401


async def test_signing_out_leads_back_only_to_known_places(provider: ASGIApp) -> None:
    async with browser(provider) as client:
        home = {"client_id": "halden", "post_logout_redirect_uri": "https://portal.test/login"}
        assert (await client.get("/end_session", params=home)).headers["location"] == "https://portal.test/login"
        for changes in ({"post_logout_redirect_uri": "https://evil.example"}, {"client_id": "unknown"}):
            answer = await client.get("/end_session", params=home | changes)
            assert answer.status_code == 200
            assert "signed out" in answer.text


async def test_the_private_key_stays_inside(provider: ASGIApp) -> None:
    async with browser(provider) as client:
        (key,) = (await client.get("/jwks")).json()["keys"]
        assert "d" not in key
        assert (await client.get("/")).status_code == 200
