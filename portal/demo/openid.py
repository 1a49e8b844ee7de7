"""The demo's OpenID provider: authlib's own server classes, kept in memory. Anybody may be anybody here."""

import secrets
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from authlib.oauth2.rfc6749 import (
    AuthorizationCodeMixin,
    AuthorizationServer,
    ClientMixin,
    OAuth2Payload,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode
from joserfc.jwk import ECKey
from starlette.responses import JSONResponse, Response

SCOPES = ("openid", "email", "profile", "groups")
ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one can sign in as. `account` is the heading they stand under."""

    sub: str
    name: str
    email: str
    groups: tuple[str, ...]
    account: str
    email_verified: bool = True

    def claims(self) -> dict[str, Any]:
        """What the provider says about them."""
        return {
            "sub": self.sub,
            "name": self.name,
            "email": self.email,
            "email_verified": self.email_verified,
            "groups": list(self.groups),
        }


@dataclass(frozen=True, slots=True)
class Client(ClientMixin):  # type: ignore[misc] # authlib ships no types
    """An application that may send people here. Its people are those of `account`, where it names one."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    account: str | None = None
    id_token_signed_response_alg: str = ALGORITHM

    def get_client_id(self) -> str:
        """The client's public name."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """There is none: the client must say where it wants the answer."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """The asked scopes the provider knows."""
        return " ".join(word for word in (scope or "").split() if word in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether answers may go there."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether this is the client's secret."""
        return secrets.compare_digest(self.client_secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whether the client may identify itself this way."""
        del endpoint
        return method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        """Only codes are handed out."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Only codes are taken."""
        return grant_type == "authorization_code"


@dataclass(frozen=True, slots=True)
class Code(AuthorizationCodeMixin):  # type: ignore[misc] # authlib ships no types
    """A code on its way from the browser to the client."""

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    person: Person
    issued_at: float

    def get_redirect_uri(self) -> str:
        """Where the code was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """What was asked for."""
        return self.scope

    def get_nonce(self) -> str | None:
        """The client's nonce."""
        return self.nonce

    def get_auth_time(self) -> int:
        """When the person was picked."""
        return int(self.issued_at)

    def get_acr(self) -> None:
        """Nothing was authenticated, so there is no class of it."""

    def get_amr(self) -> None:
        """Nor a method."""


class Payload(OAuth2Payload):  # type: ignore[misc] # authlib ships no types
    """Query or form parameters."""

    def __init__(self, encoded: str) -> None:
        self._lists = defaultdict(list, parse_qs(encoded))

    @property
    def data(self) -> dict[str, str]:
        """The last value of each parameter."""
        return {name: values[-1] for name, values in self._lists.items()}

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        """Every value of each parameter."""
        return self._lists


class ProviderRequest(OAuth2Request):  # type: ignore[misc] # authlib ships no types
    """A request as authlib reads it: parameters of the query for a browser, of the body for a client."""

    def __init__(self, method: str, uri: str, headers: Mapping[str, str], encoded: str) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = Payload(encoded)

    @property
    def args(self) -> dict[str, str]:
        """The parameters."""
        return self.payload.data

    @property
    def form(self) -> dict[str, str]:
        """The parameters."""
        return self.payload.data


class Answer(Response):
    """A response whose `Location` authlib's extensions can read and change."""

    @property
    def location(self) -> str | None:
        """Where the browser is sent."""
        return self.headers.get("location")

    @location.setter
    def location(self, url: str) -> None:
        self.headers["location"] = url


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc] # authlib ships no types
    """Codes: single use, one minute."""

    LIFETIME = 60

    def save_authorization_code(self, code: str, request: ProviderRequest) -> None:
        """Keep a code until it is used."""
        asked = request.payload.data
        self.server.codes[code] = Code(
            code,
            request.client.client_id,
            asked["redirect_uri"],
            request.scope,
            asked.get("nonce"),
            asked.get("code_challenge"),
            asked.get("code_challenge_method"),
            request.user,
            time.time(),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """A client's own code that is still good."""
        found: Code | None = self.server.codes.get(code)
        good = found and found.client_id == client.client_id and time.time() - found.issued_at < self.LIFETIME
        return found if good else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """A code works once."""
        self.server.codes.pop(authorization_code.code, None)

    def authenticate_user(self, authorization_code: Code) -> Person:
        """The person who was picked."""
        return authorization_code.person


class OpenId(OpenIDCode):  # type: ignore[misc] # authlib ships no types
    """Adds the id token to a code's answer."""

    def __init__(self, issuer: str, key: ECKey) -> None:
        super().__init__(require_nonce=False)
        self._issuer = issuer
        self._key = key

    def exists_nonce(self, nonce: str, request: ProviderRequest) -> bool:
        """The client checks its nonces itself."""
        del nonce, request
        return False

    def resolve_client_private_key(self, client: Client) -> ECKey:
        """The one key, for every client."""
        del client
        return self._key

    def get_encode_header(self, client: Client) -> dict[str, str]:
        """The header that names the key."""
        del client
        return {"alg": ALGORITHM, "kid": str(self._key.kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """Who issues."""
        return {"iss": self._issuer, "aud": [client.client_id]}

    def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
        """Everything the demo knows, whatever was asked."""
        del scope
        return user.claims()


class Issuer(IssuerParameter):  # type: ignore[misc] # authlib ships no types
    """Puts `iss` into every answer to the browser (RFC 9207)."""

    def __init__(self, server: "Server") -> None:
        self._issuer = server.issuer
        super().__call__(server)

    def get_issuer(self) -> str:
        """The provider's name."""
        return self._issuer


class Server(AuthorizationServer):  # type: ignore[misc] # authlib ships no types
    """authlib's server over plain lists."""

    def __init__(self, issuer: str, clients: Sequence[Client]) -> None:
        super().__init__()
        self.issuer = issuer
        self.clients = clients
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Person] = {}
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig", "alg": ALGORITHM})
        self.register_grant(CodeGrant, [CodeChallenge(required=True), OpenId(issuer, self.key)])
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: secrets.token_urlsafe(32)))
        self.register_extension(Issuer)

    def query_client(self, client_id: str) -> Client | None:
        """A client by its id."""
        return next((client for client in self.clients if client.client_id == client_id), None)

    def save_token(self, token: Mapping[str, Any], request: ProviderRequest) -> None:
        """Remember whose access token it is, for userinfo."""
        self.tokens[token["access_token"]] = request.user

    def create_oauth2_request(self, request: ProviderRequest) -> ProviderRequest:
        """Requests come ready-made."""
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Response:  # noqa: ANN401 - text or JSON
        """An answer of authlib as an answer of Starlette."""
        if isinstance(body, Mapping):
            return JSONResponse(dict(body), status, dict(headers))
        return Answer(body, status, dict(headers))

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""
