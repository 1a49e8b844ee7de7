"""An account's own identity provider: what is asked of it, and what keeps an admin from locking everybody out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from portal.domain.errors import Conflict, Invalid
from portal.domain.roles import Capability, Role
from portal.domain.versions import fingerprint
from portal.domain.wording import phrase

NOT_AN_ISSUER: Final = phrase(
    "%(issuer)s is not an issuer: paste the address your provider shows, as https://login.example.com."
)
UNKNOWN_WORDS: Final = phrase("Groups cannot give %(unknown)s: choose among %(words)s.")
NO_ADMIN_GROUP: Final = phrase("Name at least one group that makes an admin, so that you can come back to this page.")
NO_SECRET: Final = phrase("Paste the client secret that goes with this client id.")
NO_DRAFT: Final = phrase("There is no prepared sign-in. Fill in the form and save it first.")
NOT_TRIED: Final = phrase(
    "Try the prepared sign-in first. The one in force stays until the new one has worked for you."
)
NO_PROVED_DOMAIN: Final = phrase("Prove a domain first: people find their sign-in by the domain of their address.")
NOT_A_DOMAIN: Final = phrase("%(domain)s is not a domain. Write it as in your addresses: company.com.")
DOMAIN_TAKEN: Final = phrase("This domain is proved by another account. Ask your guide if you think that is wrong.")
DOMAIN_LISTED: Final = phrase("This domain is on your list already.")
DOMAIN_IN_USE: Final = phrase("This is the last domain your people find their sign-in by. Prove another one first.")
NO_SUCH_DOMAIN: Final = phrase("This domain is not on your list.")
NO_RECORD: Final = phrase("The record is not there yet. A new record can take an hour to be seen; check again later.")
TOO_MANY_DOMAINS: Final = phrase("An account can claim 50 domains. Remove one that you do not use.")
MOST_DOMAINS: Final = 50
LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN: Final = re.compile(rf"(?=.{{1,253}}\Z)({LABEL}\.)+(?!\d+\Z){LABEL}")


class Outcome(StrEnum):
    """How an admin's trial of a prepared connection went."""

    WORKED = "worked"
    FAILED = "failed"
    OTHER_PERSON = "other_person"
    NO_ADMIN = "no_admin"


@dataclass(frozen=True, slots=True)
class Provider:
    """What an admin says about their provider. `groups` maps its groups to roles."""

    issuer: str
    client_id: str
    groups: Mapping[str, str]
    default_role: str | None

    @property
    def fields(self) -> dict[str, object]:
        """The same by the names of a form's fields; a group stands on a line of the role it gives."""
        roles = {role.value: "\n".join(sorted(g for g, gives in self.groups.items() if gives == role)) for role in Role}
        about = {"issuer": self.issuer, "client_id": self.client_id, "default_role": self.default_role or ""}
        return {**about, **roles}


@dataclass(frozen=True, slots=True)
class Trial:
    """A sign-in that an admin tried and that worked: when, whose it was, and their id at the provider."""

    at: datetime
    by_id: UUID
    subject: str


@dataclass(frozen=True, slots=True)
class OwnConnection:
    """A connection of an account, saved last at a moment: in force since another, or only prepared."""

    id: UUID
    provider: Provider
    saved_at: datetime
    enforced_at: datetime | None
    trial: Trial | None

    @property
    def version(self) -> int:
        """A number for what was saved: another one as soon as anybody saves again, be it only another secret."""
        return fingerprint({**self.provider.fields, "saved_at": self.saved_at})

    @property
    def host(self) -> str:
        """The host of the provider, as people recognise it."""
        return urlsplit(self.provider.issuer).hostname or self.provider.issuer

    def same_people(self, other: Provider) -> bool:
        """Whether both know the same people by the same ids: those hold for one issuer and one client."""
        return (self.provider.issuer, self.provider.client_id) == (other.issuer, other.client_id)


@dataclass(frozen=True, slots=True)
class Domain:
    """An e-mail domain an account claims, proved since a moment, or not yet."""

    name: str
    verified_at: datetime | None


def draft_id(account_id: UUID, enforced: int) -> UUID:
    """The id of the connection an account prepares after `enforced` others.

    It is known before anything is saved, because the provider asks for the redirect address, which holds it, before
    it gives a client id.
    """
    return uuid5(account_id, f"connection {enforced}")


def check_provider(issuer: str, groups: Mapping[str, str], default_role: str | None, *, for_staff: bool) -> None:
    """Raise Invalid for what is no issuer, and for words that are no roles (no capabilities, for staff)."""
    if not _is_address(issuer):
        raise Invalid(NOT_AN_ISSUER, issuer=repr(issuer))
    words = {word.value for word in (Capability if for_staff else Role)}
    unknown = sorted({str(word) for word in groups.values()} - words)
    if default_role is not None and (for_staff or default_role not in words):
        unknown.append(default_role)
    if unknown:
        raise Invalid(UNKNOWN_WORDS, unknown=", ".join(unknown), words=", ".join(sorted(words)))


def check_own_provider(provider: Provider) -> None:
    """Raise Invalid for a provider that could not be used, or that would leave an account without an admin."""
    check_provider(provider.issuer, provider.groups, provider.default_role, for_staff=False)
    if Role.ADMIN not in provider.groups.values() and provider.default_role != Role.ADMIN:
        raise Invalid(NO_ADMIN_GROUP)


def require_ready(draft: OwnConnection | None, domains: list[Domain]) -> tuple[OwnConnection, Trial]:
    """The prepared connection and its trial. Raises Conflict unless it was tried and a domain leads to it."""
    if draft is None:
        raise Conflict(NO_DRAFT)
    if draft.trial is None:
        raise Conflict(NOT_TRIED)
    if not any(domain.verified_at for domain in domains):
        raise Conflict(NO_PROVED_DOMAIN)
    return draft, draft.trial


def clean_domain(text: str) -> str:
    """A domain as it is compared: lower case, ASCII. Raises Invalid."""
    given = text.strip().rpartition("@")[2].rstrip(".").lower()
    try:
        domain = given.encode("idna").decode() if given else ""
    except UnicodeError:
        domain = ""
    if not DOMAIN.fullmatch(domain):
        raise Invalid(NOT_A_DOMAIN, domain=f"“{given[:100]}”")
    return domain


def _is_address(issuer: str) -> bool:
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and not parts.query and not parts.fragment
