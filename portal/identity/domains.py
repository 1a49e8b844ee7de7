"""Proving that an account owns an e-mail domain: by a record only the owner of its DNS can set."""

import hashlib
import hmac
from typing import Final, Protocol
from uuid import UUID

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoResolverConfiguration

from portal.identity.outbound import FetchFailed

PREFIX: Final = "_onboarding-portal"
SECONDS: Final = 4.0
"""So long may a look-up take in all."""


class TextRecords(Protocol):
    """Looks text records up."""

    async def __call__(self, name: str) -> list[str]:
        """The text records of a name, none where it has none. Raises FetchFailed."""


class Dns:
    """Asks the resolver the machine itself uses, or the one given."""

    def __init__(self, resolver: Resolver | None = None) -> None:
        self._resolver = resolver

    async def __call__(self, name: str) -> list[str]:
        """The text records of a name, none where it has none. Raises FetchFailed."""
        try:
            resolver = self._resolver or Resolver()
            answer = await resolver.resolve(name, "TXT", lifetime=SECONDS, raise_on_no_answer=False)
        except NXDOMAIN:
            return []
        except (DNSException, NoResolverConfiguration, OSError) as error:
            message = f"looking up {name} failed: {error}"
            raise FetchFailed(message) from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def record_name(domain: str) -> str:
    """Where the record of a domain stands."""
    return f"{PREFIX}.{domain}"


def record_value(secret_key: str, account_id: UUID, domain: str) -> str:
    """What the record of a domain says: another text for each account and domain, that nobody else can foresee."""
    message = f"portal:domain:{account_id}:{domain}".encode()
    return f"onboarding-portal={hmac.new(secret_key.encode(), message, hashlib.sha256).hexdigest()[:40]}"
