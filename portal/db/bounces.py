"""Queries on letters that came back, and on the addresses to which nothing is sent any more."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Delivery, SuppressedAddress
from portal.domain.deliveries import Reason, State


class Silenced(NamedTuple):
    """An address to which nothing is sent, why, in whose words, and since when."""

    email: str
    reason: Reason
    said: str
    at: datetime


async def address_of(session: AsyncSession, letter: UUID) -> str | None:
    """Where a letter went; None where none of that id did."""
    return await session.scalar(select(Delivery.email).where(Delivery.letter == letter).limit(1))


async def latest_letter(session: AsyncSession, email: str, *, since: datetime) -> UUID | None:
    """The latest letter that went to an address since a moment."""
    of = Delivery
    gone = (of.letter.is_not(None), of.sent_at > since, func.lower(of.email) == email.lower())
    return await session.scalar(select(of.letter).where(*gone).order_by(of.sent_at.desc(), of.letter).limit(1))


async def came_back(session: AsyncSession, letter: UUID, reason: Reason) -> int:
    """Note that a letter came back; how many things it told."""
    statement = update(Delivery).where(Delivery.letter == letter).values(state=State.RETURNED, reason=reason)
    changed = await session.execute(statement.returning(Delivery.id).execution_options(synchronize_session=False))
    return len(changed.all())


async def silenced(session: AsyncSession, *, limit: int) -> list[Silenced]:
    """The addresses to which nothing is sent, the latest first."""
    of = SuppressedAddress
    query = select(of.email, of.reason, of.said, of.at).order_by(of.at.desc(), of.email).limit(limit)
    return [Silenced(*row) for row in await session.execute(query)]


async def free(session: AsyncSession, email: str) -> bool:
    """Send to an address again; whether nothing was sent to it."""
    of = SuppressedAddress
    statement = delete(of).where(of.email == email.lower()).returning(of.email)
    return (await session.execute(statement)).first() is not None
