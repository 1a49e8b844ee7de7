"""Inviting colleagues: send, renew, withdraw; each leaves a line in the account's activity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, team
from portal.db import invitations as invitation_rows
from portal.domain.audit import Act, Actor
from portal.domain.errors import Conflict, Forbidden, Gone, NotFound
from portal.domain.invitations import (
    DAY,
    LASTS,
    NOT_YOURS,
    REFUSALS,
    Invitation,
    Standing,
    may_change,
    require_may_invite,
    require_pending,
)
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.domain.wording import phrase
from portal.identity.opaque import hash_token, new_token

NO_SUCH: Final = phrase("There is no such invitation. Your team page lists those that are open.")
ON_THE_TEAM: Final = phrase("This person is on your team already.")
WAS_SWITCHED_OFF: Final = phrase(
    "This person's access was switched off. An admin can switch it on again in the account settings."
)
INVITED_ALREADY: Final = phrase("This person has an open invitation already. Renew it to get a fresh link.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A new invitation, and the token of its link, which is not kept anywhere."""

    invitation: Invitation
    token: str


async def invite(
    session: AsyncSession, *, member: SignedInMember, email: str, role: Role, actor: Actor, now: datetime
) -> Sent:
    """Invite somebody to an account in a role.

    Raises Forbidden for a role that is not the member's to give, TooOften past the daily limit, and Conflict for
    somebody who is on the team, was switched off, or has an open invitation.
    """
    await accounts.take_turn(session, member.account_id)
    await _require_allowance(session, member, role, now)
    there = await team.by_email(session, account_id=member.account_id, email=email.lower())
    if there:
        raise Conflict(WAS_SWITCHED_OFF if there.disabled else ON_THE_TEAM)
    if await invitation_rows.is_waiting(session, account_id=member.account_id, email=email.lower(), now=now):
        raise Conflict(INVITED_ALREADY)
    return await _send(session, member, email, role, actor=actor, now=now)


async def renew(
    session: AsyncSession, *, member: SignedInMember, invitation_id: UUID, actor: Actor, now: datetime
) -> Sent:
    """Replace an open or expired invitation by one with a fresh link and time; the old link ends.

    Raises NotFound, Forbidden, TooOften, and Gone where it was accepted or withdrawn.
    """
    await accounts.take_turn(session, member.account_id)
    invitation = await _theirs(session, member, invitation_id)
    await _require_allowance(session, member, invitation.role, now)
    if not await invitation_rows.withdraw(session, account_id=member.account_id, invitation_id=invitation.id, now=now):
        raise Gone(REFUSALS[invitation.standing(now)])
    return await _send(session, member, invitation.email, invitation.role, actor=actor, now=now)


async def withdraw(
    session: AsyncSession, *, member: SignedInMember, invitation_id: UUID, actor: Actor, now: datetime
) -> None:
    """Take an invitation back; its link ends. Raises NotFound, Forbidden, and Gone where it was used before."""
    invitation = await _theirs(session, member, invitation_id)
    if not await invitation_rows.withdraw(session, account_id=member.account_id, invitation_id=invitation.id, now=now):
        raise Gone(REFUSALS[invitation.standing(now)])
    act = Act("invitation.withdrawn", invitation.email, before={"role": invitation.role})
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)
    await accounts.touch(session, [member.account_id])


async def followed(session: AsyncSession, *, token: str, now: datetime) -> Invitation:
    """The invitation somebody follows. Raises Gone where it does not hold, or there never was such a one."""
    invitation = await invitation_rows.by_token(session, hash_token(token))
    if invitation is None:
        raise Gone(REFUSALS[Standing.WITHDRAWN])
    require_pending(invitation, now)
    return invitation


async def _theirs(session: AsyncSession, member: SignedInMember, invitation_id: UUID) -> Invitation:
    found = await invitation_rows.find(session, account_id=member.account_id, invitation_id=invitation_id)
    if found is None:
        raise NotFound(NO_SUCH)
    if not may_change(member, found):
        raise Forbidden(NOT_YOURS)
    return found


async def _require_allowance(session: AsyncSession, member: SignedInMember, role: Role, now: datetime) -> None:
    sent = await invitation_rows.sent_since(session, account_id=member.account_id, member_id=member.id, since=now - DAY)
    require_may_invite(member, role, sent)


async def _send(
    session: AsyncSession, member: SignedInMember, email: str, role: Role, *, actor: Actor, now: datetime
) -> Sent:
    token = new_token()
    invitation = Invitation(
        id=uuid4(),
        account_id=member.account_id,
        account_name=member.account_name,
        email=email,
        role=role,
        by_id=member.id,
        by_name=member.name,
        created_at=now,
        expires_at=now + LASTS,
        accepted_at=None,
        revoked_at=None,
    )
    await invitation_rows.add(session, invitation, hash_token(token))
    act = Act("invitation.sent", email, after={"role": role})
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)
    await accounts.touch(session, [member.account_id])
    return Sent(invitation, token)
