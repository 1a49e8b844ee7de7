"""An account, a source, ways to send, and ways to look."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.db.base import Base
from portal.db.engine import Database
from portal.db.sources import SourceRef, ensure_source
from portal.db.tables import Account
from portal.domain.playbook import Catalogue
from portal.ingest import Receipt, take_in
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


async def account(database: Database, external_id: str = "acme") -> UUID:
    async with database.write() as session:
        found = Account(external_id=external_id, name=external_id.title(), created_at=NOW)
        session.add(found)
        await session.flush()
        return found.id


async def send(
    database: Database,
    *messages: dict[str, Any] | bytes,
    sent_at: datetime | None = None,
    received_at: datetime = NOW,
    source: str = "product",
    catalogue: Catalogue = CATALOGUE,
) -> Receipt:
    bodies = [message if isinstance(message, bytes) else json.dumps(message).encode() for message in messages]
    async with database.write() as session:
        ref: SourceRef = await ensure_source(session, name=source)
        return await take_in(
            session, playbook=Fixed(catalogue), source=ref, messages=bodies, sent_at=sent_at, received_at=received_at
        )


def track(
    event: str, user: str | None = "u1", *, message_id: str | None = None, group: str | None = "acme", **more: object
) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "track", "event": event, "properties": {}, "context": {}, **more}
    if user is not None:
        message["userId"] = user
    if group is not None:
        message["context"] = {"groupId": group}
    if message_id is not None:
        message["messageId"] = message_id
    return message


async def rows(database: Database, table: type[Base], *columns: str) -> Sequence[Any]:
    async with database.read() as session:
        found = (await session.execute(select(*(getattr(table, column) for column in columns)))).all()
    return sorted((tuple(row) for row in found), key=repr)
