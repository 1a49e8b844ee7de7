"""OpenID Connect, the client's side: the way to the provider, and the way back.

authlib speaks on the wire; what comes back is verified in `tokens.py`. Every request leaves through `Outbound`.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus, urlencode

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.jwk import Key

from portal.identity.discovery import Metadata, discover
from portal.identity.outbound import FetchFailed, Outbound
from portal.identity.registration import Registration
from portal.identity.tokens import (
    Claims,
    LogoutClaims,
    Rejected,
    UnknownKey,
    import_keys,
    verify_id_token,
    verify_logout_token,
)

KEYS_AGE: Final = timedelta(hours=1)
FORCED_KEYS_AGE: Final = timedelta(seconds=60)
"""A token with an unknown key makes us look for newer keys, but not more often than this."""
WANTED: Final = ("email", "name", "groups")
"""The claims whose absence from the id token makes us ask the userinfo endpoint."""

Verified = TypeVar("Verified")


@dataclass(frozen=True, slots=True)
class Attempt:
    """The secrets of one sign-in under way."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A verified sign-in: the claims, and the id token for a later logout."""

    claims: Claims
    id_token: str


async def authorization_url(
    outbound: Outbound, registration: Registration, attempt: Attempt, *, login_hint: str | None, now: datetime
) -> str:
    """Where the browser goes to sign in. Raises FetchFailed or Rejected."""
    metadata = await discover(outbound, registration.issuer, now)
    hint = {"login_hint": login_hint} if login_hint else {}
    async with _client(outbound, registration, metadata) as client:
        url, _ = client.create_authorization_url(
            metadata.authorization_endpoint,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            response_mode="query",
            **hint,
        )
    return str(url)


async def come_back(
    outbound: Outbound,
    registration: Registration,
    attempt: Attempt,
    callback: Mapping[str, str],
    *,
    now: datetime,
) -> Returned:
    """Turn the provider's answer into verified claims. Raises FetchFailed or Rejected."""
    metadata = await discover(outbound, registration.issuer, now)
    code = _code(registration, metadata, callback)
    tokens = await _exchange(outbound, registration, metadata, code, attempt.verifier)
    id_token = tokens.get("id_token")
    claims = await _verify_with_keys(
        outbound,
        metadata,
        now,
        lambda keys: verify_id_token(id_token, keys, registration.audience, nonce=attempt.nonce, now=now),
    )
    return Returned(await _completed(outbound, metadata, claims, tokens.get("access_token")), str(id_token))


async def read_logout(outbound: Outbound, registration: Registration, token: str, *, now: datetime) -> LogoutClaims:
    """What a back-channel logout token ends. Raises FetchFailed or Rejected."""
    metadata = await discover(outbound, registration.issuer, now)
    return await _verify_with_keys(
        outbound, metadata, now, lambda keys: verify_logout_token(token, keys, registration.audience, now=now)
    )


async def end_session_url(
    outbound: Outbound, registration: Registration, id_token: str, *, back_to: str, now: datetime
) -> str | None:
    """Where the browser ends its session with the provider, or None where the provider has no such place.

    Raises FetchFailed or Rejected.
    """
    endpoint = (await discover(outbound, registration.issuer, now)).end_session_endpoint
    if endpoint is None:
        return None
    query = {
        "id_token_hint": id_token,
        "client_id": registration.client_id,
        "post_logout_redirect_uri": back_to,
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def _client(outbound: Outbound, registration: Registration, metadata: Metadata) -> AsyncOAuth2Client:
    client = AsyncOAuth2Client(
        registration.client_id,
        registration.client_secret,
        token_endpoint_auth_method=metadata.auth_method,
        redirect_uri=registration.redirect_uri,
        scope=metadata.scope,
        code_challenge_method="S256",
        transport=outbound.transport,
        trust_env=False,
    )
    client.register_client_auth_method(("client_secret_basic", _escaped_basic))
    return client


def _escaped_basic(
    client: AsyncOAuth2Client, _method: str, uri: str, headers: MutableMapping[str, str], body: object
) -> tuple[str, MutableMapping[str, str], object]:
    """RFC 6749 §2.3.1 wants id and secret escaped before they are joined; authlib joins them as they are."""
    joined = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["Authorization"] = f"Basic {b64encode(joined.encode()).decode()}"
    return uri, headers, body


def _code(registration: Registration, metadata: Metadata, callback: Mapping[str, str]) -> str:
    """The authorization code, once the answer is known to come from the right provider (RFC 9207)."""
    iss = callback.get("iss")
    if iss != registration.issuer and (iss is not None or metadata.sends_iss):
        message = f"the callback's iss is {iss!r}, not {registration.issuer!r}"
        raise Rejected(message)
    if error := callback.get("error"):
        message = f"the provider answered {error!r}: {callback.get('error_description')!r}"
        raise Rejected(message)
    if code := callback.get("code"):
        return code
    message = "the callback has no code"
    raise Rejected(message)


async def _exchange(
    outbound: Outbound, registration: Registration, metadata: Metadata, code: str, verifier: str
) -> Mapping[str, Any]:
    """The tokens for a code, as they came: nothing about them is verified yet."""
    async with _client(outbound, registration, metadata) as client:
        try:
            tokens: Mapping[str, Any] = await client.fetch_token(
                metadata.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except httpx2.HTTPError as error:
            message = f"the token endpoint did not answer: {error!r}"
            raise FetchFailed(message) from error
        except (OAuthError, ValueError, TypeError) as error:
            message = f"the token endpoint refused: {error!r}"
            raise Rejected(message) from error
    return tokens


async def _verify_with_keys(
    outbound: Outbound, metadata: Metadata, now: datetime, verify: Callable[[list[Key]], Verified]
) -> Verified:
    """Verify with the provider's keys, and once more with newer ones where the key is unknown."""
    document = await outbound.get_kept_json(metadata.jwks_uri, now=now, max_age=KEYS_AGE)
    try:
        return verify(import_keys(document))
    except UnknownKey:
        newer = await outbound.get_kept_json(metadata.jwks_uri, now=now, max_age=FORCED_KEYS_AGE)
        return verify(import_keys(newer))


async def _completed(outbound: Outbound, metadata: Metadata, claims: Claims, access_token: object) -> Claims:
    """The id token's claims, completed by userinfo where one of the wanted is missing."""
    complete = all(name in claims for name in WANTED)
    if complete or metadata.userinfo_endpoint is None or not isinstance(access_token, str):
        return claims
    told = await outbound.get_json(metadata.userinfo_endpoint, bearer=access_token)
    if told.get("sub") != claims["sub"]:
        message = f"userinfo is about {told.get('sub')!r}, the id token about {claims['sub']!r}"
        raise Rejected(message)
    return {**told, **claims}
