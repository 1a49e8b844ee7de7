"""Attacks on id tokens and logout tokens; names follow the OpenID Foundation's basic RP plan where it has one."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey

from portal.identity.tokens import (
    LOGOUT_EVENT,
    Audience,
    Rejected,
    UnknownKey,
    import_keys,
    verify_id_token,
    verify_logout_token,
)
from tests.identity.fake_provider import CLIENT_ID, ISSUER, KEY, OTHER_KEY, id_claims, signed

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
AUDIENCE = Audience(ISSUER, CLIENT_ID)
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})


def verify(token: object, *keys: Key) -> dict[str, Any]:
    return dict(verify_id_token(token, keys or [KEY], AUDIENCE, nonce="nonce", now=NOW))


def published(*keys: Key) -> list[Key]:
    return import_keys({"keys": [key.as_dict(private=False) for key in keys]})


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_an_honest_token_gives_its_claims() -> None:
    assert verify(signed(id_claims(NOW)), *published(KEY))["sub"] == "priya"


@pytest.mark.parametrize("alg", ["RS256", "RS512", "PS256", "PS384"])
def test_rsa_signatures_are_accepted(alg: str) -> None:
    assert verify(signed(id_claims(NOW), RSA, alg), *published(RSA))["sub"] == "priya"


def test_edwards_signatures_are_accepted_by_their_old_name() -> None:
    key = OKPKey.generate_key("Ed25519", {"kid": "ed"})
    with pytest.warns(SecurityWarning):
        token = signed(id_claims(NOW), key, "EdDSA")
    assert verify(token, *published(key))["sub"] == "priya"


def test_signature_none_is_refused() -> None:
    token = f"{encoded({'alg': 'none'})}.{encoded(id_claims(NOW))}."
    with pytest.raises(Rejected, match="'none' is not accepted"):
        verify(token)


def test_hmac_with_the_public_key_is_refused() -> None:
    signing_input = f"{encoded({'alg': 'HS256', 'kid': 'rsa'})}.{encoded(id_claims(NOW))}"
    mac = hmac.digest(RSA.as_pem(private=False), signing_input.encode(), "sha256")
    token = f"{signing_input}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    with pytest.raises(Rejected, match="'HS256' is not accepted"):
        verify(token, *published(RSA))


def test_hmac_with_a_published_secret_is_refused() -> None:
    shared = OctKey.generate_key(256, {"kid": "shared"})
    assert import_keys({"keys": [shared.as_dict(private=True)]}) == []


def test_invalid_signature_of_another_key_under_the_same_kid_is_refused() -> None:
    impostor = ECKey.generate_key("P-256", {"kid": "first"})
    with pytest.raises(Rejected, match="does not verify"):
        verify(signed(id_claims(NOW), impostor))


def test_a_changed_payload_is_refused() -> None:
    head, _, tail = signed(id_claims(NOW)).split(".")
    _, body, _ = signed(id_claims(NOW, sub="somebody else"), OTHER_KEY).split(".")
    with pytest.raises(Rejected, match="does not verify"):
        verify(f"{head}.{body}.{tail}")


def test_an_unknown_kid_asks_for_newer_keys() -> None:
    with pytest.raises(UnknownKey):
        verify(signed(id_claims(NOW), OTHER_KEY))


def test_kid_absent_with_a_single_key_is_accepted() -> None:
    assert verify(jwt.encode({"alg": "ES256"}, id_claims(NOW), KEY, ["ES256"]))["sub"] == "priya"


def test_kid_absent_with_multiple_keys_is_refused() -> None:
    token = jwt.encode({"alg": "ES256"}, id_claims(NOW), KEY, ["ES256"])
    with pytest.raises(Rejected, match="2 keys would fit"):
        verify(token, KEY, OTHER_KEY)


def test_a_key_for_another_algorithm_is_not_used() -> None:
    key = RSAKey.import_key({**RSA.as_dict(private=True), "alg": "PS256"})
    token = jwt.encode({"alg": "RS256", "kid": "rsa"}, id_claims(NOW), RSA, ["RS256"])
    with pytest.raises(UnknownKey):
        verify(token, *published(key))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://evil.example"}, "iss is"),
        ({"iss": f"{ISSUER}/"}, "iss is"),
        ({"iss": [ISSUER]}, "iss is"),
        ({"iss": None}, "iss is"),
        ({"aud": "another-client"}, "aud is"),
        ({"aud": []}, "aud is"),
        ({"aud": None}, "aud is"),
        ({"aud": {CLIENT_ID: True}}, "aud is"),
        ({"aud": CLIENT_ID + "x"}, "aud is"),
        ({"aud": [CLIENT_ID, "another-client"]}, "azp is"),
        ({"aud": [CLIENT_ID, "another-client"], "azp": "another-client"}, "azp is"),
        ({"azp": "another-client"}, "azp is"),
        ({"azp": ""}, "azp is"),
        ({"exp": None}, "exp is missing"),
        ({"exp": "tomorrow"}, "exp is missing"),
        ({"exp": True}, "exp is missing"),
        ({"exp": float("nan")}, "exp is missing"),
        ({"exp": 10**400}, "exp is missing"),
        ({"exp": int(NOW.timestamp()) - 61}, "has expired"),
        ({"iat": None}, "iat is missing"),
        ({"iat": int(NOW.timestamp()) + 61}, "iat lies in the future"),
        ({"iat": int(NOW.timestamp()) - 661}, "iat is too long ago"),
        ({"nbf": int(NOW.timestamp()) + 61}, "not valid yet"),
        ({"nonce": None}, "nonce"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": ["nonce"]}, "nonce"),
        ({"sub": None}, "sub is missing"),
        ({"sub": ""}, "sub is missing"),
        ({"sub": " "}, "sub is missing"),
        ({"sub": 7}, "sub is missing"),
        ({"sub": "a\0b"}, "sub is missing"),
        ({"sub": "x" * 256}, "sub is missing"),
    ],
)
def test_an_id_token_with_a_wrong_claim_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        verify(signed(id_claims(NOW, **changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(NOW.timestamp()) - 59},
        {"iat": int(NOW.timestamp()) + 59},
        {"iat": int(NOW.timestamp()) - 650},
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "another-client"], "azp": CLIENT_ID},
    ],
)
def test_an_id_token_at_the_edge_is_accepted(changes: dict[str, Any]) -> None:
    assert verify(signed(id_claims(NOW, **changes)))["sub"] == "priya"


@pytest.mark.parametrize("token", [None, "", "a.b.c", "....", "é.é.é", {"id": 1}, "e30.e30.e30", 7])
def test_what_is_no_token_is_refused(token: object) -> None:
    with pytest.raises(Rejected):
        verify(token)


def test_a_payload_that_is_no_object_is_refused() -> None:
    token = jws.serialize_compact({"alg": "ES256", "kid": "first"}, b'["priya"]', KEY, ["ES256"])
    with pytest.raises(Rejected, match="does not verify"):
        verify(token)


@pytest.mark.parametrize(
    "document",
    [{}, {"keys": None}, {"keys": ["text"]}, {"keys": [{"kty": "EC", "crv": "P-256"}]}, {"keys": [{"kty": "PQ"}]}],
)
def test_keys_that_cannot_be_used_are_left_out(document: dict[str, Any]) -> None:
    assert import_keys(document) == []


def test_keys_for_encryption_and_weak_ones_are_left_out() -> None:
    with pytest.warns(SecurityWarning):
        weak = RSAKey.generate_key(1024)
    for_encryption = {**KEY.as_dict(private=False), "use": "enc"}
    assert import_keys({"keys": [weak.as_dict(private=False), for_encryption]}) == []


def logout_claims(**changes: object) -> dict[str, Any]:
    moment = int(NOW.timestamp())
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "iat": moment,
        "exp": moment + 120,
        "jti": "logout-1",
        "sub": "priya",
        "events": {LOGOUT_EVENT: {}},
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def test_a_logout_token_names_person_and_session() -> None:
    claims = verify_logout_token(signed(logout_claims(sid="browser")), [KEY], AUDIENCE, now=NOW)
    assert (claims.jti, claims.sub, claims.sid) == ("logout-1", "priya", "browser")


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        (id_claims(NOW), "not a logout token"),
        (logout_claims(events=None), "not a logout token"),
        (logout_claims(events=[LOGOUT_EVENT]), "not a logout token"),
        (logout_claims(events={"another": {}}), "not a logout token"),
        (logout_claims(nonce="nonce"), "must not have a nonce"),
        (logout_claims(sub=None), "neither a person nor a session"),
        (logout_claims(jti=None), "jti is missing"),
        (logout_claims(aud="another-client"), "aud is"),
        (logout_claims(iss="https://evil.example"), "iss is"),
        (logout_claims(exp=int((NOW - timedelta(hours=1)).timestamp())), "has expired"),
        (logout_claims(sid=""), "sid is missing"),
    ],
)
def test_a_wrong_logout_token_is_refused(claims: dict[str, Any], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        verify_logout_token(signed(claims), [KEY], AUDIENCE, now=NOW)
