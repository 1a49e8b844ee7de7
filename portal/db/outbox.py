"""The outbox as whoever sends sees it: what is due, taken by one process at a time, and what became of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import WebhookAttempt, WebhookEndpoint, WebhookMessage
from portal.domain.webhooks import Answer, Kind, MessageState


class Due(NamedTuple):
    """A message that is to be sent now, with all it takes to send it; `left` attempts follow this one."""

    id: UUID
    endpoint_id: UUID
    kind: Kind
    url: str
    secret: bytes
    earlier_secret: bytes | None
    earlier_until: datetime | None
    body: str
    request_id: str | None
    number: int
    left: int


async def ready(session: AsyncSession, *, now: datetime, busy: Collection[UUID]) -> list[UUID]:
    """The message that is due first at each address that may be written to now; none of the `busy` addresses."""
    of = WebhookEndpoint
    first = (
        select(WebhookMessage.id)
        .where(WebhookMessage.endpoint_id == of.id, WebhookMessage.next_at <= now)
        .order_by(WebhookMessage.next_at, WebhookMessage.id)
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    query = select(first).where(
        of.disabled_at.is_(None), or_(of.resting_until.is_(None), of.resting_until <= now), of.id.not_in(list(busy))
    )
    return [found for found in await session.scalars(query) if found is not None]


async def take(session: AsyncSession, message_id: UUID, *, now: datetime, lease: timedelta) -> Due | None:
    """Take a message to send it; None where somebody else has it. Whoever takes longer than the lease is gone."""
    of = WebhookMessage
    statement = (
        update(of)
        .where(of.id == message_id, of.next_at <= now)
        .values(next_at=now + lease, attempts=of.attempts + 1)
        .returning(of.endpoint_id, of.body, of.request_id, of.attempts, of.most)
        .execution_options(synchronize_session=False)
    )
    taken = (await session.execute(statement)).one_or_none()
    if taken is None:
        return None
    to = WebhookEndpoint
    endpoint = (
        await session.execute(
            select(to.kind, to.url, to.secret, to.earlier_secret, to.earlier_until).where(to.id == taken.endpoint_id)
        )
    ).one()
    left = taken.most - taken.attempts
    return Due(message_id, taken.endpoint_id, *endpoint, taken.body, taken.request_id, taken.attempts, left)


async def note(
    session: AsyncSession,
    due: Due,
    answer: Answer,
    *,
    at: datetime,
    state: MessageState,
    next_at: datetime | None,
) -> None:
    """Keep what came of an attempt, and when the next one follows."""
    values = {"at": at, "status": answer.status, "milliseconds": answer.milliseconds, "said": answer.said}
    await session.execute(insert(WebhookAttempt).values(message_id=due.id, number=due.number, **values))
    of = WebhookMessage
    statement = update(of).where(of.id == due.id, of.attempts == due.number).values(state=state, next_at=next_at)
    await session.execute(statement.execution_options(synchronize_session=False))


async def give_up(session: AsyncSession, endpoint_id: UUID) -> None:
    """End every message that waits for an address."""
    of = WebhookMessage
    statement = update(of).where(of.endpoint_id == endpoint_id, of.next_at.is_not(None))
    values = {"state": MessageState.GIVEN_UP, "next_at": None}
    await session.execute(statement.values(values).execution_options(synchronize_session=False))


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Remove what was told before a moment, and every attempt to."""
    of = WebhookMessage
    old = select(of.id).where(of.created_at < before, of.next_at.is_(None))
    await session.execute(delete(WebhookAttempt).where(WebhookAttempt.message_id.in_(old)))
    statement = delete(of).where(of.created_at < before, of.next_at.is_(None))
    await session.execute(statement.execution_options(synchronize_session=False))
