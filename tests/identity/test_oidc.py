"""The way to the provider and back, against one that lies."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

import httpx2
import pytest

from portal.identity import oidc
from portal.identity.discovery import discover
from portal.identity.outbound import FetchFailed, Outbound
from portal.identity.registration import Registration
from portal.identity.tokens import Rejected, UnknownKey
from tests.identity.fake_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    ISSUER,
    OTHER_KEY,
    FakeProvider,
    id_claims,
    public,
    query_of,
    signed,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
REGISTRATION = Registration(ISSUER, CLIENT_ID, CLIENT_SECRET, "https://portal.test/auth/callback/1")
ATTEMPT = oidc.Attempt(state="state", nonce="nonce", verifier="v" * 43)


@pytest.fixture
def provider() -> FakeProvider:
    provider = FakeProvider()
    provider.will_sign(id_claims(NOW))
    return provider


async def come_back(
    provider: FakeProvider, outbound: Outbound | None = None, *, now: datetime = NOW, **callback: str
) -> oidc.Returned:
    answer = {"code": "code", "state": "state"} | callback
    return await oidc.come_back(outbound or provider.outbound(), REGISTRATION, ATTEMPT, answer, now=now)


async def test_the_way_there_always_carries_pkce_nonce_and_state(provider: FakeProvider) -> None:
    url = await oidc.authorization_url(
        provider.outbound(), REGISTRATION, ATTEMPT, login_hint="priya@halden.example", now=NOW
    )
    query = query_of(url)
    assert url.startswith(f"{ISSUER}/authorize?")
    assert query["code_challenge_method"] == "S256"
    assert len(query["code_challenge"]) == 43
    assert (query["state"], query["nonce"], query["response_mode"]) == ("state", "nonce", "query")
    assert (query["response_type"], query["redirect_uri"]) == ("code", REGISTRATION.redirect_uri)
    assert (query["scope"], query["login_hint"]) == ("openid email profile", "priya@halden.example")


async def test_groups_are_asked_for_where_the_provider_knows_them(provider: FakeProvider) -> None:
    provider.metadata["scopes_supported"] = ["openid", "groups"]
    url = await oidc.authorization_url(provider.outbound(), REGISTRATION, ATTEMPT, login_hint=None, now=NOW)
    assert query_of(url)["scope"] == "openid email profile groups"
    assert "login_hint" not in query_of(url)


async def test_an_honest_answer_gives_the_claims(provider: FakeProvider) -> None:
    returned = await come_back(provider)
    assert returned.claims["email"] == "priya@halden.example"
    assert provider.token_request["code_verifier"] == ATTEMPT.verifier
    assert provider.token_request["redirect_uri"] == REGISTRATION.redirect_uri
    basic = base64.b64encode(f"{CLIENT_ID}:{quote_plus(CLIENT_SECRET)}".encode()).decode()
    assert provider.token_authorization == f"Basic {basic}"


async def test_the_secret_goes_in_the_body_where_the_provider_takes_it_only_there(provider: FakeProvider) -> None:
    provider.metadata["token_endpoint_auth_methods_supported"] = ["private_key_jwt", "client_secret_post"]
    await come_back(provider)
    assert provider.token_authorization is None
    assert provider.token_request["client_secret"] == CLIENT_SECRET


@pytest.mark.parametrize("named", ["https://evil.example", f"{ISSUER}/", None, [ISSUER]])
async def test_issuer_mismatch_in_the_metadata_is_refused(provider: FakeProvider, named: object) -> None:
    provider.metadata["issuer"] = named
    with pytest.raises(Rejected, match="names the issuer"):
        await discover(provider.outbound(), ISSUER, NOW)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
async def test_metadata_without_a_needed_address_is_refused(provider: FakeProvider, name: str) -> None:
    del provider.metadata[name]
    with pytest.raises(Rejected, match=f"lacks {name}"):
        await discover(provider.outbound(), ISSUER, NOW)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://login.halden.example/", "https://a.example:8443/"])
@pytest.mark.parametrize(
    "name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint"]
)
async def test_metadata_with_an_unsafe_address_is_refused(provider: FakeProvider, name: str, address: str) -> None:
    provider.metadata[name] = address
    with pytest.raises(FetchFailed, match=r"only https|without a host"):
        await discover(provider.outbound(), ISSUER, NOW)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000", "https://localhost:9000", "http://169.254.169.254"])
async def test_an_issuer_inside_is_refused(issuer: str) -> None:
    with pytest.raises(FetchFailed, match="only https"):
        await discover(Outbound(look_up=public), issuer, NOW)


async def test_an_issuer_that_resolves_to_the_cloud_metadata_address_is_refused() -> None:
    async def inside(host: str, port: int) -> list[str]:
        del host, port
        return ["169.254.169.254"]

    with pytest.raises(FetchFailed, match="may not go"):
        await discover(Outbound(look_up=inside), ISSUER, NOW)


async def test_an_issuer_that_redirects_inside_is_refused() -> None:
    def redirect(request: httpx2.Request) -> httpx2.Response:
        del request
        return httpx2.Response(302, headers={"location": "http://169.254.169.254/latest/meta-data"})

    with pytest.raises(FetchFailed, match="redirects"):
        await discover(Outbound(wire=httpx2.MockTransport(redirect), look_up=public), ISSUER, NOW)


async def test_metadata_is_kept_for_an_hour(provider: FakeProvider) -> None:
    outbound = provider.outbound()
    for minutes in (0, 59, 60):
        await discover(outbound, ISSUER, NOW + timedelta(minutes=minutes))
    assert provider.asked["/.well-known/openid-configuration"] == 2


@pytest.mark.parametrize("iss", ["https://evil.example", f"{ISSUER}/", ""])
async def test_a_wrong_iss_in_the_callback_is_refused(provider: FakeProvider, iss: str) -> None:
    with pytest.raises(Rejected, match="callback's iss"):
        await come_back(provider, iss=iss)


async def test_a_dropped_iss_is_refused_where_it_was_advertised(provider: FakeProvider) -> None:
    provider.metadata["authorization_response_iss_parameter_supported"] = True
    with pytest.raises(Rejected, match="callback's iss is None"):
        await come_back(provider)
    assert (await come_back(provider, iss=ISSUER)).claims["sub"] == "priya"
    assert provider.asked["/token"] == 1


async def test_an_error_in_the_callback_is_refused(provider: FakeProvider) -> None:
    with pytest.raises(Rejected, match="access_denied"):
        await come_back(provider, error="access_denied", error_description="<img onerror=alert(1)>")
    assert provider.asked["/token"] == 0


async def test_a_callback_without_a_code_is_refused(provider: FakeProvider) -> None:
    with pytest.raises(Rejected, match="no code"):
        await come_back(provider, code="")


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(400, json={"error": "invalid_grant", "error_description": "used"}),
        httpx2.Response(401, json={"error": "invalid_client"}),
        httpx2.Response(200, json=["a list"]),
        httpx2.Response(200, text="hello"),
    ],
)
async def test_a_token_endpoint_that_refuses_is_refused(provider: FakeProvider, answer: httpx2.Response) -> None:
    provider.token_answer = answer
    with pytest.raises(Rejected, match="token endpoint refused"):
        await come_back(provider)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_token_endpoint_that_is_away_is_told_apart(provider: FakeProvider, status: int) -> None:
    provider.token_answer = httpx2.Response(status)
    with pytest.raises(FetchFailed, match="did not answer"):
        await come_back(provider)


@pytest.mark.parametrize("body", [{}, {"access_token": "a"}, {"access_token": "a", "id_token": {"sub": "priya"}}])
async def test_an_answer_without_an_id_token_is_refused(provider: FakeProvider, body: dict[str, Any]) -> None:
    provider.token_answer = httpx2.Response(200, json=body)
    with pytest.raises(Rejected, match="there is no token"):
        await come_back(provider)


async def test_rotated_keys_are_fetched_when_an_unknown_kid_arrives(provider: FakeProvider) -> None:
    outbound = provider.outbound()
    await come_back(provider, outbound)
    provider.keys = [OTHER_KEY]
    later = NOW + timedelta(minutes=2)
    provider.will_sign(id_claims(later), OTHER_KEY)
    assert (await come_back(provider, outbound, now=later)).claims["sub"] == "priya"
    assert provider.asked["/jwks"] == 2


async def test_a_flood_of_unknown_kids_fetches_keys_once_a_minute(provider: FakeProvider) -> None:
    outbound = provider.outbound()
    for second in range(120):
        moment = NOW + timedelta(seconds=second)
        provider.will_sign(id_claims(moment), OTHER_KEY)
        with pytest.raises(UnknownKey):
            await come_back(provider, outbound, now=moment)
    assert provider.asked["/jwks"] == 2


async def test_a_forged_token_is_refused_whatever_the_metadata_allows(provider: FakeProvider) -> None:
    provider.metadata["id_token_signing_alg_values_supported"] = ["none"]
    provider.will_issue("eyJhbGciOiJub25lIn0.e30.")
    with pytest.raises(Rejected, match="'none' is not accepted"):
        await come_back(provider)


@pytest.mark.parametrize("missing", ["email", "name", "groups"])
async def test_userinfo_completes_missing_claims(provider: FakeProvider, missing: str) -> None:
    provider.will_sign(id_claims(NOW, **{missing: None}))
    provider.userinfo = {"sub": "priya", "email": "p@halden.example", "name": "P. Raman", "groups": ["ops"]}
    claims = (await come_back(provider)).claims
    assert claims[missing] == provider.userinfo[missing]
    assert provider.asked["/userinfo"] == 1


async def test_userinfo_is_not_asked_when_nothing_is_missing(provider: FakeProvider) -> None:
    await come_back(provider)
    assert provider.asked["/userinfo"] == 0


async def test_userinfo_about_somebody_else_is_refused(provider: FakeProvider) -> None:
    provider.will_sign(id_claims(NOW, groups=None))
    provider.userinfo = {"sub": "mallory", "groups": ["admins"]}
    with pytest.raises(Rejected, match="userinfo is about"):
        await come_back(provider)


async def test_userinfo_cannot_override_what_was_signed(provider: FakeProvider) -> None:
    provider.will_sign(id_claims(NOW, name=None))
    provider.userinfo = {"sub": "priya", "name": "P. Raman", "email": "boss@halden.example"}
    assert (await come_back(provider)).claims["email"] == "priya@halden.example"


async def test_the_way_out_names_the_session_to_end(provider: FakeProvider) -> None:
    token = signed(id_claims(NOW))
    url = await oidc.end_session_url(
        provider.outbound(), REGISTRATION, token, back_to="https://portal.test/login", now=NOW
    )
    assert url is not None
    assert url.startswith(f"{ISSUER}/logout?")
    assert query_of(url)["id_token_hint"] == token
    assert query_of(url)["post_logout_redirect_uri"] == "https://portal.test/login"


async def test_a_provider_without_a_way_out_is_left_alone(provider: FakeProvider) -> None:
    del provider.metadata["end_session_endpoint"]
    assert await oidc.end_session_url(provider.outbound(), REGISTRATION, "t", back_to="x", now=NOW) is None
