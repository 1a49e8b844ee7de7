"""Who did something that has to be remembered, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.people import SignedIn, SignedInMember


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


def actor_of(who: SignedIn, request_id: str | None = None) -> Actor:
    """Somebody signed in as an actor."""
    kind = ActorKind.MEMBER if isinstance(who, SignedInMember) else ActorKind.STAFF
    return Actor(kind, who.id, who.name, request_id)
