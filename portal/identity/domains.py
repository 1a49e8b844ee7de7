"""Proving that an account owns an e-mail domain: by a record only the owner of its DNS can set."""

import hashlib
import hmac
from typing import Final, Protocol
from uuid import UUID

from portal.identity.outbound import FetchFailed, Outbound

PREFIX: Final = "_onboarding-portal"
TEXT: Final = 16
"""The type of a text record in answers of DNS."""


class TextRecords(Protocol):
    """Looks text records up."""

    async def __call__(self, name: str) -> list[str]:
        """The text records of a name, none where it has none. Raises FetchFailed."""


class DnsOverHttps:
    """Asks a resolver that answers in JSON over https, so that the answer cannot be changed on its way."""

    def __init__(self, outbound: Outbound, resolver: str) -> None:
        self._outbound = outbound
        self._resolver = resolver

    async def __call__(self, name: str) -> list[str]:
        """The text records of a name, none where it has none. Raises FetchFailed."""
        answer = await self._outbound.get_json(f"{self._resolver}?name={name}&type=TXT")
        found = answer.get("Answer", [])
        if not isinstance(found, list):
            message = f"{self._resolver} answered without a list of records"
            raise FetchFailed(message)
        return [_unquoted(one) for one in found if isinstance(one, dict) and one.get("type") == TEXT]


def record_name(domain: str) -> str:
    """Where the record of a domain stands."""
    return f"{PREFIX}.{domain}"


def record_value(secret_key: str, account_id: UUID, domain: str) -> str:
    """What the record of a domain says: another text for each account and domain, that nobody else can foresee."""
    message = f"portal:domain:{account_id}:{domain}".encode()
    return f"onboarding-portal={hmac.new(secret_key.encode(), message, hashlib.sha256).hexdigest()[:40]}"


def _unquoted(record: dict[str, object]) -> str:
    """The text of a record; resolvers differ in whether they quote it, and split a long one."""
    return str(record.get("data", "")).replace('" "', "").strip('"')
