"""Queries on invitations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Member
from portal.db.tables import Invitation as InvitationRow
from portal.domain.invitations import Invitation


async def add(session: AsyncSession, invitation: Invitation, token_hash: str) -> None:
    """Store a new invitation; of its link only the token's hash."""
    values = {
        "id": invitation.id,
        "account_id": invitation.account_id,
        "token_hash": token_hash,
        "email": invitation.email,
        "role": invitation.role,
        "by_id": invitation.by_id,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
    }
    await session.execute(insert(InvitationRow).values(values))


async def open_in(session: AsyncSession, *, account_id: UUID, limit: int) -> list[Invitation]:
    """An account's invitations that were neither accepted nor withdrawn, the newest first; expired ones too."""
    query = _invitations().where(
        InvitationRow.account_id == account_id,
        InvitationRow.accepted_at.is_(None),
        InvitationRow.revoked_at.is_(None),
    )
    found = await session.execute(query.order_by(InvitationRow.created_at.desc(), InvitationRow.id).limit(limit))
    return [_invitation(row) for row in found]


async def find(session: AsyncSession, *, account_id: UUID, invitation_id: UUID) -> Invitation | None:
    """One of an account's invitations."""
    query = _invitations().where(InvitationRow.account_id == account_id, InvitationRow.id == invitation_id)
    return _one((await session.execute(query)).one_or_none())


async def by_token(session: AsyncSession, token_hash: str) -> Invitation | None:
    """The invitation whose link holds this token."""
    query = _invitations().where(InvitationRow.token_hash == token_hash)
    return _one((await session.execute(query)).one_or_none())


async def by_id(session: AsyncSession, invitation_id: UUID) -> Invitation | None:
    """An invitation that a sign-in under way was begun with."""
    query = _invitations().where(InvitationRow.id == invitation_id)
    return _one((await session.execute(query)).one_or_none())


async def is_waiting(session: AsyncSession, *, account_id: UUID, email: str, now: datetime) -> bool:
    """Whether an invitation to this address (lower case) can still be accepted."""
    query = select(InvitationRow.id).where(
        InvitationRow.account_id == account_id, func.lower(InvitationRow.email) == email, *_pending(now)
    )
    return (await session.scalar(query.limit(1))) is not None


async def sent_since(session: AsyncSession, *, account_id: UUID, member_id: UUID, since: datetime) -> int:
    """How many invitations a member has sent since a moment, whatever became of them."""
    query = select(func.count()).where(
        InvitationRow.account_id == account_id,
        InvitationRow.by_id == member_id,
        InvitationRow.created_at > since,
    )
    return (await session.scalar(query)) or 0


async def withdraw(session: AsyncSession, *, account_id: UUID, invitation_id: UUID, now: datetime) -> bool:
    """Take an invitation back. False where it was accepted or withdrawn before."""
    statement = update(InvitationRow).where(
        InvitationRow.account_id == account_id,
        InvitationRow.id == invitation_id,
        InvitationRow.accepted_at.is_(None),
        InvitationRow.revoked_at.is_(None),
    )
    return await _changed(session, statement.values(revoked_at=now))


async def accept(
    session: AsyncSession, *, account_id: UUID, invitation_id: UUID, member_id: UUID, now: datetime
) -> bool:
    """Use an invitation up. False where somebody did before, or it can no longer be accepted."""
    statement = update(InvitationRow).where(
        InvitationRow.account_id == account_id, InvitationRow.id == invitation_id, *_pending(now)
    )
    return await _changed(session, statement.values(accepted_at=now, accepted_by_id=member_id))


def _pending(now: datetime) -> tuple[Any, ...]:
    return (
        InvitationRow.accepted_at.is_(None),
        InvitationRow.revoked_at.is_(None),
        InvitationRow.expires_at > now,
    )


async def _changed(session: AsyncSession, statement: Any) -> bool:  # noqa: ANN401 - an update of this module
    returned = statement.returning(InvitationRow.id).execution_options(synchronize_session=False)
    return (await session.scalar(returned)) is not None


def _invitations() -> Select[*tuple[Any, ...]]:
    same = (Member.account_id == InvitationRow.account_id) & (Member.id == InvitationRow.by_id)
    return (
        select(
            InvitationRow.id,
            InvitationRow.account_id,
            Account.name.label("account_name"),
            InvitationRow.email,
            InvitationRow.role,
            InvitationRow.by_id,
            Member.name.label("by_name"),
            InvitationRow.created_at,
            InvitationRow.expires_at,
            InvitationRow.accepted_at,
            InvitationRow.revoked_at,
        )
        .join(Account, Account.id == InvitationRow.account_id)
        .join(Member, same)
    )


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:
    return Invitation(*row)


def _one(row: Row[*tuple[Any, ...]] | None) -> Invitation | None:
    return _invitation(row) if row else None
