"""The portal as one provider knows it, and the secrets that belong to it."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from portal.identity.sealing import Sealer, Unsealable
from portal.identity.tokens import Audience, Rejected


class StoredConnection(Protocol):
    """A connection as it is stored; the client secret is sealed."""

    @property
    def id(self) -> UUID:
        """Its id, part of its redirect address."""

    @property
    def issuer(self) -> str:
        """The provider, exactly as it names itself."""

    @property
    def client_id(self) -> str:
        """The portal's name at the provider."""

    @property
    def client_secret(self) -> bytes:
        """The portal's password at the provider, sealed."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the portal needs to sign somebody in with one provider."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str

    @property
    def audience(self) -> Audience:
        """Who must have issued a token, and to whom."""
        return Audience(self.issuer, self.client_id)


def client_secrets(secret_key: str) -> Sealer:
    """Seals and opens the client secrets of connections."""
    return Sealer(secret_key, "client secret")


def registration(stored: StoredConnection, *, secret_key: str, base_url: str) -> Registration:
    """Open a stored connection for use. Raises Rejected where the installation's secret key has changed."""
    try:
        client_secret = client_secrets(secret_key).unseal(stored.client_secret)
    except Unsealable as error:
        message = "the client secret does not open: PORTAL_SECRET_KEY has changed since it was stored"
        raise Rejected(message) from error
    return Registration(
        issuer=stored.issuer,
        client_id=stored.client_id,
        client_secret=client_secret,
        redirect_uri=f"{base_url}/auth/callback/{stored.id}",
    )


def id_tokens(secret_key: str) -> Sealer:
    """Seals and opens the id tokens that sessions keep for their logout."""
    return Sealer(secret_key, "id token")
