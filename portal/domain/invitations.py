"""Inviting colleagues: who may invite whom, for how long an invitation holds, and why it does not any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.domain.errors import Forbidden, Gone, TooOften
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.domain.wording import phrase

LASTS: Final = timedelta(days=14)
DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 20
"""So many colleagues can one member invite in 24 hours."""

NOT_THIS_ROLE: Final = phrase(
    "You can invite people to your own role and as operators. An admin can invite to every role."
)
NOT_YOURS: Final = phrase("Only whoever sent an invitation, or an admin, can renew or withdraw it.")
TOO_MANY: Final = phrase("You have invited 20 people in a day, which is the limit. Go on tomorrow, or ask an admin.")
REFUSALS: Final = {
    "accepted": phrase("This invitation was used already. If it was you, just sign in."),
    "withdrawn": phrase("This invitation was withdrawn. Ask whoever sent it for a new one."),
    "expired": phrase("This invitation has expired. Whoever sent it, or an admin at your company, can renew it."),
}


class Standing(StrEnum):
    """Where an invitation stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A colleague asked to join in a role, by whom."""

    id: UUID
    account_id: UUID
    account_name: str
    email: str
    role: Role
    by_id: UUID
    by_name: str
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None

    def standing(self, now: datetime) -> Standing:
        """Where it stands at a moment."""
        if self.accepted_at:
            return Standing.ACCEPTED
        if self.revoked_at:
            return Standing.WITHDRAWN
        return Standing.PENDING if now < self.expires_at else Standing.EXPIRED


def roles_to_give(member: SignedInMember) -> tuple[Role, ...]:
    """The roles a member may invite to, in the order of their power."""
    if member.role is Role.ADMIN:
        return tuple(Role)
    return tuple(role for role in Role if role in {member.role, Role.OPERATOR})


def require_may_invite(member: SignedInMember, role: Role, sent_in_a_day: int) -> None:
    """Raise Forbidden for a role that is not the member's to give, TooOften past the daily limit."""
    if role not in roles_to_give(member):
        raise Forbidden(NOT_THIS_ROLE)
    if sent_in_a_day >= MOST_A_DAY:
        raise TooOften(TOO_MANY)


def may_change(member: SignedInMember, invitation: Invitation) -> bool:
    """Whether a member may renew or withdraw an invitation."""
    return member.role is Role.ADMIN or member.id == invitation.by_id


def require_pending(invitation: Invitation, now: datetime) -> None:
    """Raise Gone unless the invitation can still be accepted."""
    standing = invitation.standing(now)
    if standing is not Standing.PENDING:
        raise Gone(REFUSALS[standing])
