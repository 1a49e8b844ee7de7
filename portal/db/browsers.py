"""Queries on the browsers a member is signed in with."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import BrowserSession, Member


class BrowserRow(NamedTuple):
    """A browser somebody is signed in with, by the name it gave itself."""

    token_hash: str
    agent: str | None
    created_at: datetime
    seen_at: datetime


async def signed_in(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, now: datetime, idle_since: datetime
) -> list[BrowserRow]:
    """A member's browsers whose sessions hold, the one seen last first."""
    query = (
        select(BrowserSession.token_hash, BrowserSession.agent, BrowserSession.created_at, BrowserSession.seen_at)
        .join(Member, Member.id == BrowserSession.member_id)
        .where(
            Member.account_id == account_id,
            Member.id == member_id,
            BrowserSession.expires_at > now,
            BrowserSession.seen_at > idle_since,
        )
        .order_by(BrowserSession.seen_at.desc(), BrowserSession.token_hash)
    )
    return [BrowserRow(*row) for row in await session.execute(query)]


async def sign_out_others(session: AsyncSession, *, member_id: UUID, token_hash: str) -> None:
    """End every session of a member but one."""
    await session.execute(
        delete(BrowserSession).where(BrowserSession.member_id == member_id, BrowserSession.token_hash != token_hash)
    )


async def sign_out(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> None:
    """End every session of a member of an account."""
    theirs = select(Member.id).where(Member.account_id == account_id, Member.id == member_id)
    await session.execute(delete(BrowserSession).where(BrowserSession.member_id.in_(theirs)))
