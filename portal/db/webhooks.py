"""Queries on addresses that hear of things, and on the outbox of what they are told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.base import table_of
from portal.db.bulk import insert_many, one_of, or_ignore
from portal.db.tables import Account, Member, WebhookAttempt, WebhookEndpoint, WebhookMessage
from portal.domain.webhooks import Kind, MessageState

MESSAGES: Final = table_of(WebhookMessage)


class Listener(NamedTuple):
    """An address that hears of things, of which, and since when."""

    id: UUID
    kind: Kind
    topics: list[str]
    since: datetime


class Endpoint(NamedTuple):
    """An address as an owner sees it; `waiting` messages have not arrived yet, the last one did at `arrived_at`."""

    id: UUID
    kind: Kind
    label: str
    url: str
    topics: list[str]
    secret: bytes
    earlier_until: datetime | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None
    version: int
    edited_by: str | None
    waiting: int
    arrived_at: datetime | None


class Message(NamedTuple):
    """A message as the log shows it."""

    id: UUID
    topic: str
    body: str
    request_id: str | None
    created_at: datetime
    state: MessageState
    attempts: int
    next_at: datetime | None


class Attempt(NamedTuple):
    """One attempt to deliver a message."""

    number: int
    at: datetime
    status: int | None
    milliseconds: int
    said: str


async def listeners(session: AsyncSession) -> list[Listener]:
    """Every address that hears of things now."""
    query = select(WebhookEndpoint.id, WebhookEndpoint.kind, WebhookEndpoint.topics, WebhookEndpoint.created_at)
    return [Listener(*row) for row in await session.execute(query.where(WebhookEndpoint.disabled_at.is_(None)))]


async def account_names(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The external id and the name of each of these accounts."""
    query = select(Account.id, Account.external_id, Account.name).where(one_of(session, Account.id, accounts))
    return {row.id: (row.external_id, row.name) for row in await session.execute(query)}


async def member_ids(session: AsyncSession, members: Collection[UUID]) -> dict[UUID, str | None]:
    """The external id of each of these members."""
    query = select(Member.id, Member.external_id).where(one_of(session, Member.id, members))
    return {row.id: row.external_id for row in await session.execute(query)}


async def put_out(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put messages into the outbox; one that was told before is left as it is."""
    await insert_many(session, MESSAGES, rows, or_ignore)


async def every(session: AsyncSession) -> list[Endpoint]:
    """Every address, those that hear of things first, by label."""
    order = (WebhookEndpoint.disabled_at.is_not(None), func.lower(WebhookEndpoint.label), WebhookEndpoint.id)
    return [Endpoint(*row) for row in await session.execute(_endpoints().order_by(*order))]


async def find(session: AsyncSession, endpoint_id: UUID) -> Endpoint | None:
    """One address."""
    row = (await session.execute(_endpoints().where(WebhookEndpoint.id == endpoint_id))).one_or_none()
    return Endpoint(*row) if row else None


async def add(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Keep a new address."""
    await session.execute(insert(WebhookEndpoint).values(**values))


async def change(session: AsyncSession, endpoint_id: UUID, *, version: int, values: Mapping[str, Any], by: str) -> bool:
    """Change what is entered about an address, unless somebody did since it had that version; whether it held."""
    return await versions.change(session, WebhookEndpoint, {"id": endpoint_id}, version=version, values=values, by=by)


async def mark(session: AsyncSession, endpoint_id: UUID, **values: Any) -> None:  # noqa: ANN401 - any column
    """Note something about an address that is not edited by people."""
    statement = update(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id).values(**values)
    await session.execute(statement.execution_options(synchronize_session=False))


async def rotate(session: AsyncSession, endpoint_id: UUID, *, secret: bytes, until: datetime) -> None:
    """Let a new secret sign, and until then the one before it too."""
    await mark(
        session,
        endpoint_id,
        earlier_secret=WebhookEndpoint.secret,
        earlier_until=until,
        secret=secret,
    )


async def log(session: AsyncSession, endpoint_id: UUID, *, limit: int) -> list[Message]:
    """What an address was told, the latest first."""
    query = _messages().where(WebhookMessage.endpoint_id == endpoint_id)
    order = (WebhookMessage.created_at.desc(), WebhookMessage.id)
    return [Message(*row) for row in await session.execute(query.order_by(*order).limit(limit))]


async def message(session: AsyncSession, endpoint_id: UUID, message_id: UUID) -> Message | None:
    """One message to an address."""
    query = _messages().where(WebhookMessage.endpoint_id == endpoint_id, WebhookMessage.id == message_id)
    row = (await session.execute(query)).one_or_none()
    return Message(*row) if row else None


async def attempts(session: AsyncSession, messages: Collection[UUID]) -> dict[UUID, list[Attempt]]:
    """The attempts to deliver each of these messages, the first one first."""
    of = WebhookAttempt
    query = select(of.message_id, of.number, of.at, of.status, of.milliseconds, of.said)
    rows = await session.execute(query.where(one_of(session, of.message_id, messages)).order_by(of.number))
    found: dict[UUID, list[Attempt]] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(Attempt(*row[1:]))
    return found


async def try_again(session: AsyncSession, message_id: UUID, *, more: int, now: datetime) -> None:
    """Let a message be sent once more, at once, and so many times until it is given up."""
    values = {"state": MessageState.WAITING, "next_at": now, "most": WebhookMessage.attempts + more}
    statement = update(WebhookMessage).where(WebhookMessage.id == message_id).values(values)
    await session.execute(statement.execution_options(synchronize_session=False))


def _endpoints() -> Select[*tuple[Any, ...]]:
    of = WebhookEndpoint
    told = select(WebhookMessage).where(WebhookMessage.endpoint_id == of.id).correlate(of)
    waiting = told.with_only_columns(func.count()).where(WebhookMessage.next_at.is_not(None)).scalar_subquery()
    arrived = (
        select(func.max(WebhookAttempt.at))
        .join(WebhookMessage, WebhookMessage.id == WebhookAttempt.message_id)
        .where(WebhookMessage.endpoint_id == of.id, WebhookMessage.state == MessageState.DELIVERED)
        .correlate(of)
        .scalar_subquery()
    )
    return select(
        of.id,
        of.kind,
        of.label,
        of.url,
        of.topics,
        of.secret,
        of.earlier_until,
        of.created_at,
        of.disabled_at,
        of.disabled_reason,
        of.version,
        of.edited_by,
        waiting,
        arrived,
    )


def _messages() -> Select[*tuple[Any, ...]]:
    of = WebhookMessage
    return select(of.id, of.topic, of.body, of.request_id, of.created_at, of.state, of.attempts, of.next_at)
