"""Who did something that has to be remembered, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.domain.errors import Forbidden
from portal.domain.people import SignedIn, SignedInMember, SignedInStaff
from portal.domain.roles import Capability

AUDITORS: Final = (Capability.CSM_LEAD, Capability.OWNER)
TOLD_TO_CUSTOMERS: Final = frozenset(
    {
        "invitation.sent",
        "invitation.withdrawn",
        "invitation.accepted",
        "member.role_changed",
        "member.switched_off",
        "member.switched_on",
        "connection.saved",
        "connection.tested",
        "connection.enforced",
        "connection.discarded",
        "domain.added",
        "domain.proved",
        "domain.removed",
        "branding.changed",
        "language.changed",
    }
)
"""The acts an account's own admins read of. The rest is about how the vendor sees them, and only staff read it."""
ONLY_AUDITORS: Final = "The audit log is for CSM leads and owners. Ask one of them what you want to know."


class ActorKind(StrEnum):
    """What kind of somebody acted."""

    MEMBER = "member"
    STAFF = "staff"
    KEY = "key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, and by which request."""

    kind: ActorKind
    id: UUID | None
    name: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to whom or what; `before` and `after` hold only what changed, and never a secret."""

    name: str
    subject: str
    before: Mapping[str, str | None] = field(default_factory=dict)
    after: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One remembered act."""

    id: int
    at: datetime
    actor: Actor
    act: Act


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the account it is about, None where it concerns the whole installation."""

    entry: Entry
    account_id: UUID | None
    account: str | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for: parts of the actor's and the account's name, the noun of the act, a span of time.

    `until` is the first moment after the span. What is empty is not asked for.
    """

    who: str = ""
    noun: str = ""
    account: str = ""
    since: datetime | None = None
    until: datetime | None = None


def require_auditor(staff: SignedInStaff) -> None:
    """Raise Forbidden for whoever may not read the audit of every account."""
    if not staff.has(*AUDITORS):
        raise Forbidden(ONLY_AUDITORS)


def actor_of(who: SignedIn, request_id: str | None = None) -> Actor:
    """Somebody signed in as an actor."""
    kind = ActorKind.MEMBER if isinstance(who, SignedInMember) else ActorKind.STAFF
    return Actor(kind, who.id, who.name, request_id)
