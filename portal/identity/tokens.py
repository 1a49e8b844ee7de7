"""Verifying what a provider signed: id tokens and back-channel logout tokens. No I/O, no clock.

OpenID Connect Core 1.0 §3.1.3.7, OpenID Connect Back-Channel Logout 1.0 §2.6. Nothing here believes the token's
own header about which algorithms are fine, or the provider's metadata about it.
"""

import hmac
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import JWKRegistry, Key

KEY_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    **dict.fromkeys(("EdDSA", "Ed25519"), "OKP"),
}
"""The signatures the portal accepts, and the kind of key each needs."""
LEEWAY: Final = timedelta(seconds=60)
OLDEST: Final = timedelta(minutes=10)
"""The oldest a token may be, by its `iat`."""
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_ID: Final = 255
LATEST: Final = 1e12
"""Seconds since 1970 beyond which a number is no time at all."""

Claims = Mapping[str, Any]


class Rejected(Exception):
    """A sign-in or logout that must not go on. `reason` is for the log, not for a visitor."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownKey(Rejected):
    """The token names a key that the given set does not hold; a newer set may."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who has to have issued a token, and to whom."""

    issuer: str
    client_id: str


@dataclass(frozen=True, slots=True)
class LogoutClaims:
    """Which sessions a provider ends: one (`sid`), or all of a person (`sub`)."""

    jti: str
    sub: str | None
    sid: str | None


def import_keys(document: Claims) -> list[Key]:
    """The usable signing keys of a JWKS document; keys of unknown kinds and weak ones are left out."""
    entries = document.get("keys")
    found = [_import(entry) for entry in (entries if isinstance(entries, list) else [])]
    return [key for key in found if key is not None]


def _import(entry: object) -> Key | None:
    if not isinstance(entry, dict) or entry.get("kty") not in KEY_TYPES.values() or entry.get("use", "sig") != "sig":
        return None
    try:
        with warnings.catch_warnings():
            # The library only warns about RSA keys that are too short to trust.
            warnings.simplefilter("error", SecurityWarning)
            return JWKRegistry.import_key(entry)
    except (JoseError, SecurityWarning, ValueError, TypeError, KeyError):
        return None


def verify_id_token(token: object, keys: Sequence[Key], audience: Audience, *, nonce: str, now: datetime) -> Claims:
    """The claims of an id token, each rule checked. Raises Rejected or UnknownKey."""
    claims = _verified(token, keys)
    _check_audience(claims, audience)
    _check_times(claims, now)
    given = claims.get("nonce")
    same = isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "replace"), nonce.encode())
    _require(same, "the nonce is not the one of this sign-in")
    identifier(claims, "sub")
    return claims


def verify_logout_token(token: object, keys: Sequence[Key], audience: Audience, *, now: datetime) -> LogoutClaims:
    """What a back-channel logout token ends. Raises Rejected or UnknownKey."""
    claims = _verified(token, keys)
    _check_audience(claims, audience)
    _check_times(claims, now)
    events = claims.get("events")
    event = events.get(LOGOUT_EVENT) if isinstance(events, dict) else None
    _require(isinstance(event, dict), "this is not a logout token")
    _require("nonce" not in claims, "a logout token must not have a nonce")
    sub, sid = (identifier(claims, name) if name in claims else None for name in ("sub", "sid"))
    _require(bool(sub or sid), "the logout token names neither a person nor a session")
    return LogoutClaims(identifier(claims, "jti"), sub, sid)


def identifier(claims: Claims, name: str) -> str:
    """An identifier among the claims: 1 to 255 printable characters. Raises Rejected."""
    value = claims.get(name)
    if isinstance(value, str) and value.strip() and len(value) <= LONGEST_ID and value.isprintable():
        return value
    message = f"{name} is missing or not a usable identifier"
    raise Rejected(message)


def _verified(token: object, keys: Sequence[Key]) -> Claims:
    """The claims under a valid signature, by an algorithm of our choosing."""
    if not isinstance(token, str):
        message = "there is no token"
        raise Rejected(message)
    try:
        header = jws.extract_compact(token.encode()).headers()
        key = _key_for(header, keys)
        with warnings.catch_warnings():
            # RFC 9864 renames EdDSA; providers still sign with the old name, and the key decides the curve.
            warnings.simplefilter("ignore", SecurityWarning)
            return jwt.decode(token, key, [header["alg"]]).claims
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        message = f"the token does not verify: {error!r}"
        raise Rejected(message) from error


def _key_for(header: Mapping[str, Any], keys: Sequence[Key]) -> Key:
    alg, kid = header.get("alg"), header.get("kid")
    kty = KEY_TYPES.get(alg) if isinstance(alg, str) else None
    if kty is None:
        message = f"the algorithm {alg!r} is not accepted"
        raise Rejected(message)
    fitting = [key for key in keys if key.key_type == kty and key.get("alg", alg) == alg]
    found = [key for key in fitting if key.kid == kid] if kid is not None else fitting
    if kid is not None and not found:
        message = f"no key {kid!r} for {alg}"
        raise UnknownKey(message)
    if len(found) != 1:
        message = f"{len(found)} keys would fit {alg}, and the token does not say which"
        raise Rejected(message)
    return found[0]


def _check_audience(claims: Claims, audience: Audience) -> None:
    iss, aud, azp = claims.get("iss"), claims.get("aud"), claims.get("azp")
    _require(iss == audience.issuer, f"iss is {iss!r}, not {audience.issuer!r}")
    audiences = aud if isinstance(aud, list) else [aud]
    _require(audience.client_id in audiences, f"aud is {aud!r}, which is not this client")
    needed = "azp" in claims or len(audiences) > 1
    _require(not needed or azp == audience.client_id, f"azp is {azp!r}, which is not this client")


def _check_times(claims: Claims, now: datetime) -> None:
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    _require(_seconds(claims, "exp") > moment - leeway, "the token has expired")
    issued = _seconds(claims, "iat")
    _require(issued <= moment + leeway, "iat lies in the future")
    _require(issued >= moment - leeway - OLDEST.total_seconds(), "iat is too long ago")
    _require("nbf" not in claims or _seconds(claims, "nbf") <= moment + leeway, "the token is not valid yet")


def _seconds(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < LATEST:
        return value
    message = f"{name} is missing or not a time"
    raise Rejected(message)


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition, not an option
    if not holds:
        raise Rejected(otherwise)
