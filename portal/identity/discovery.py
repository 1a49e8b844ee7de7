"""What a provider says about itself (OpenID Connect Discovery 1.0), believed only where it is safe to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.identity.outbound import Outbound
from portal.identity.tokens import Claims, Rejected

METADATA_AGE: Final = timedelta(hours=1)
SCOPES: Final = ("openid", "email", "profile")


class OtherIssuer(Rejected):
    """The metadata at an issuer's address is another issuer's."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """A provider's addresses and abilities, as far as the portal uses them."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    auth_method: str
    scope: str
    sends_iss: bool


async def discover(outbound: Outbound, issuer: str, now: datetime) -> Metadata:
    """A provider's metadata, at most an hour old.

    Raises FetchFailed, or Rejected where the metadata is another issuer's or lacks something.
    """
    url = issuer.rstrip("/") + "/.well-known/openid-configuration"
    document = await outbound.get_kept_json(url, now=now, max_age=METADATA_AGE)
    if document.get("issuer") != issuer:
        message = f"the metadata of {issuer!r} names the issuer {document.get('issuer')!r}"
        raise OtherIssuer(message)
    return Metadata(
        authorization_endpoint=_needed(outbound, document, "authorization_endpoint"),
        token_endpoint=_needed(outbound, document, "token_endpoint"),
        jwks_uri=_needed(outbound, document, "jwks_uri"),
        userinfo_endpoint=_address(outbound, document, "userinfo_endpoint"),
        end_session_endpoint=_address(outbound, document, "end_session_endpoint"),
        auth_method=_auth_method(document),
        # Some providers tell groups only when asked, others refuse to be asked for what they do not know.
        scope=" ".join((*SCOPES, "groups") if _lists(document, "scopes_supported", "groups") else SCOPES),
        sends_iss=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _needed(outbound: Outbound, document: Claims, name: str) -> str:
    if address := _address(outbound, document, name):
        return address
    message = f"the metadata of {document['issuer']!r} lacks {name}"
    raise Rejected(message)


def _address(outbound: Outbound, document: Claims, name: str) -> str | None:
    value = document.get(name)
    if not isinstance(value, str):
        return None
    outbound.check(value)
    return value


def _auth_method(document: Claims) -> str:
    """The header, as the standard's default, unless the provider takes the secret in the body only."""
    name = "token_endpoint_auth_methods_supported"
    in_header = name not in document or _lists(document, name, "client_secret_basic")
    return "client_secret_basic" if in_header else "client_secret_post"


def _lists(document: Claims, name: str, wanted: str) -> bool:
    listed = document.get(name)
    return isinstance(listed, list) and wanted in listed
