"""Telling other systems: what there is to tell is put into the outbox in the transaction in which it happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import webhooks
from portal.domain.webhooks import ATTEMPTS, MessageState, News, Topic
from portal.logs import request_id


async def announce(session: AsyncSession, news: Sequence[News], *, now: datetime) -> None:
    """Tell everybody who listens. What has the same key is told once, however often it is announced."""
    if not news or not (listeners := await webhooks.listeners(session)):
        return
    wanted = [(one, to) for one in news for to in listeners if one.concerns(to.kind, to.topics, since=to.since)]
    if wanted:
        bodies = await _bodies(session, list({id(one): one for one, _ in wanted}.values()))
        rows = {
            (identity := uuid5(to.id, f"{one.topic}:{one.key}")): row(
                identity, to.id, one.topic, bodies[one.topic, one.key], now=now
            )
            for one, to in wanted
        }
        # Sorted, so that two transactions that tell the same never wait for each other in a ring.
        await webhooks.put_out(session, [rows[identity] for identity in sorted(rows)])


def row(message_id: UUID, endpoint_id: UUID, topic: Topic, body: str, *, now: datetime) -> dict[str, Any]:
    """A message that is due at once; it carries the id of the request in which it came to be."""
    return {
        "id": message_id,
        "endpoint_id": endpoint_id,
        "topic": topic.value,
        "body": body,
        "request_id": request_id(),
        "created_at": now,
        "state": MessageState.WAITING,
        "attempts": 0,
        "most": ATTEMPTS,
        "next_at": now,
    }


def body_of(topic: Topic, at: datetime, data: Mapping[str, Any]) -> str:
    """A message as Standard Webhooks has it."""
    return msgspec.json.encode({"type": topic, "timestamp": at, "data": data}).decode()


async def _bodies(session: AsyncSession, news: Sequence[News]) -> dict[tuple[Topic, str], str]:
    accounts = await webhooks.account_names(session, {one.account_id for one in news})
    members = await webhooks.member_ids(session, {one.member_id for one in news if one.member_id})
    return {(one.topic, one.key): body_of(one.topic, one.at, _data(one, accounts, members)) for one in news}


def _data(news: News, accounts: Mapping[UUID, tuple[str, str]], members: Mapping[UUID, str | None]) -> dict[str, Any]:
    external_id, name = accounts[news.account_id]
    data: dict[str, Any] = {"account": {"id": news.account_id, "external_id": external_id, "name": name}}
    if news.member_id:
        data["member"] = {"id": news.member_id, "external_id": members.get(news.member_id)}
    return data | dict(news.facts)
