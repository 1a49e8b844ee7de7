"""Queries on how the installation keeps up."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db.tables import (
    AccountSignals,
    Delivery,
    Quarantined,
    UnrolledBatch,
    WebhookEndpoint,
    WebhookMessage,
)
from portal.domain.deliveries import State
from portal.domain.preferences import Channel


class Sent(NamedTuple):
    """How many deliveries of a channel are in a state."""

    channel: Channel
    state: State
    number: int


class Line(NamedTuple):
    """What waits: how many, and when the first is due, or was."""

    number: int
    first_at: datetime | None


async def deliveries(session: AsyncSession, *, since: datetime) -> tuple[Sent, ...]:
    """The deliveries that came into the ledger since a moment."""
    query = (
        select(Delivery.channel, Delivery.state, func.count())
        .where(Delivery.created_at >= since)
        .group_by(Delivery.channel, Delivery.state)
        .order_by(Delivery.channel, Delivery.state)
    )
    return tuple(Sent(*row) for row in await session.execute(query))


async def letters(session: AsyncSession) -> Line:
    """The deliveries that wait."""
    return await _line(session, Delivery.next_at, Delivery.state == State.WAITING)


async def webhooks(session: AsyncSession) -> Line:
    """The webhooks that wait, and the messages to chat rooms."""
    return await _line(session, WebhookMessage.next_at, WebhookMessage.next_at.is_not(None))


async def batches(session: AsyncSession) -> Line:
    """The batches of events that are not rolled up yet."""
    return await _line(session, UnrolledBatch.stored_at, true())


async def silenced(session: AsyncSession) -> int:
    """How many addresses were switched off, by staff or because they no longer answered."""
    query = select(func.count()).select_from(WebhookEndpoint).where(WebhookEndpoint.disabled_at.is_not(None))
    return await session.scalar(query) or 0


async def checked_since(session: AsyncSession) -> datetime | None:
    """The moment since which every account was judged again; None before the first was."""
    return await session.scalar(select(func.min(AccountSignals.as_of)))


async def quarantined(session: AsyncSession) -> int:
    """How many messages are set aside."""
    return await session.scalar(select(func.count()).select_from(Quarantined)) or 0


async def _line(session: AsyncSession, due: InstrumentedAttribute[Any], waits: ColumnElement[bool]) -> Line:
    return Line(*(await session.execute(select(func.count(), func.min(due)).where(waits))).one())
