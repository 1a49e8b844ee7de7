"""An OpenID provider that answers in memory, honest until a test makes it lie."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey, Key

from portal.identity.outbound import Outbound

ISSUER = "https://login.halden.example"
CLIENT_ID = "portal-at-halden"
CLIENT_SECRET = "s3cret+with%20signs:&"
PUBLIC = "93.184.216.34"

KEY = ECKey.generate_key("P-256", {"kid": "first", "use": "sig", "alg": "ES256"})
OTHER_KEY = ECKey.generate_key("P-256", {"kid": "second", "use": "sig", "alg": "ES256"})


async def public(host: str, port: int) -> list[str]:
    """Every name is at one public address."""
    del host, port
    return [PUBLIC]


def id_claims(now: datetime, **changes: object) -> dict[str, Any]:
    """The claims of an honest id token, with changes; a claim that is changed to None is left out."""
    moment = int(now.timestamp())
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "sub": "priya",
        "exp": moment + 3600,
        "iat": moment,
        "nonce": "nonce",
        "email": "priya@halden.example",
        "email_verified": True,
        "name": "Priya Raman",
        "groups": ["admins"],
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def signed(claims: dict[str, Any], key: Key = KEY, alg: str = "ES256", **header: object) -> str:
    """A token over claims."""
    return jwt.encode({"alg": alg, "kid": key.kid, **header}, claims, key, [alg])


class FakeProvider:
    """Answers metadata, keys, token and userinfo; counts how often each was asked."""

    def __init__(self) -> None:
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "userinfo_endpoint": f"{ISSUER}/userinfo",
            "end_session_endpoint": f"{ISSUER}/logout",
            "jwks_uri": f"{ISSUER}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        self.keys: list[Key] = [KEY]
        self.token_answer: httpx2.Response | None = None
        self.userinfo: dict[str, Any] = {"sub": "priya"}
        self.asked: Counter[str] = Counter()
        self.token_request: dict[str, str] = {}
        self.token_authorization: str | None = None
        self.by_code: dict[str, str] = {}
        self._issue: Callable[[], str] = lambda: "not a token"

    def outbound(self) -> Outbound:
        """The portal's way to this provider."""
        return Outbound(wire=httpx2.MockTransport(self._answer), look_up=public)

    def will_sign(self, claims: dict[str, Any], key: Key = KEY, alg: str = "ES256") -> None:
        """Let the next code be exchanged for an id token over these claims."""
        self._issue = lambda: signed(claims, key, alg)

    def will_issue(self, token: str) -> None:
        """Let the next code be exchanged for this id token, whatever it is."""
        self._issue = lambda: token

    def _issued(self) -> str:
        return self.by_code.get(self.token_request.get("code", "")) or self._issue()

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.asked[path] += 1
        match path:
            case "/.well-known/openid-configuration":
                return httpx2.Response(200, json=self.metadata)
            case "/jwks":
                return httpx2.Response(200, json={"keys": [key.as_dict(private=False) for key in self.keys]})
            case "/token":
                self.token_request = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
                self.token_authorization = request.headers.get("authorization")
                body = {"access_token": "access", "token_type": "Bearer", "id_token": self._issued()}
                return self.token_answer or httpx2.Response(200, json=body)
            case "/userinfo":
                return httpx2.Response(200, json=self.userinfo)
            case _:
                return httpx2.Response(404)


def query_of(url: str) -> dict[str, str]:
    """The query parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
