"""Queries on how the installation keeps up."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import AccountSignals, Delivery, Quarantined
from portal.domain.deliveries import State
from portal.domain.preferences import Channel


class Sent(NamedTuple):
    """How many deliveries of a channel are in a state."""

    channel: Channel
    state: State
    number: int


async def deliveries(session: AsyncSession, *, since: datetime) -> tuple[Sent, ...]:
    """The deliveries that came into the ledger since a moment."""
    query = (
        select(Delivery.channel, Delivery.state, func.count())
        .where(Delivery.created_at >= since)
        .group_by(Delivery.channel, Delivery.state)
        .order_by(Delivery.channel, Delivery.state)
    )
    return tuple(Sent(*row) for row in await session.execute(query))


async def first_delivery(session: AsyncSession) -> datetime | None:
    """When the delivery that waits first is due, or was."""
    return await session.scalar(select(func.min(Delivery.next_at)).where(Delivery.state == State.WAITING))


async def checked_since(session: AsyncSession) -> datetime | None:
    """The moment since which every account was judged again; None before the first was."""
    return await session.scalar(select(func.min(AccountSignals.as_of)))


async def quarantined(session: AsyncSession) -> int:
    """How many messages are set aside."""
    return await session.scalar(select(func.count()).select_from(Quarantined)) or 0
