"""The least that can take in events on PostgreSQL: decode, claim the ids, COPY, and add to one counter for each.

It believes what it is sent, knows everybody by heart, and has no rules: what it costs is what any intake costs into
these tables. A limit beside COPY, which does not even listen.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
from fastapi import FastAPI, Request
from sqlalchemy import make_url

from portal.db.arrays import array_text
from portal.db.event_keys import claim
from portal.db.events import COLUMNS
from portal.web.api.groups import Groups

PEOPLE = "SELECT external_id, account_id, id FROM members"
ADD = """
    INSERT INTO step_counters (account_id, milestone_id, step_id, person_id, events, first_at, last_at)
    SELECT account_id, 'least', name, person_id, events, $5, $5
    FROM unnest($1::text::uuid[], $2::text::text[], $3::text::uuid[], $4::text::integer[])
        AS added (account_id, name, person_id, events)
    ON CONFLICT (account_id, milestone_id, step_id, person_id)
    DO UPDATE SET events = step_counters.events + excluded.events, last_at = excluded.last_at
"""


class Sent(msgspec.Struct):
    """A message, as far as it is looked at."""

    messageId: str  # noqa: N815 - the wire's name
    userId: str  # noqa: N815 - the wire's name
    event: str
    timestamp: datetime
    properties: msgspec.Raw
    context: msgspec.Raw


class Batch(msgspec.Struct):
    """A request."""

    batch: list[Sent]

    def __len__(self) -> int:
        """How many messages there are."""
        return len(self.batch)


class Store:
    """Where the batches go."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._people: dict[str, tuple[UUID, UUID]] = {}

    @asynccontextmanager
    async def open(self, _: FastAPI) -> AsyncIterator[None]:
        """Connect, and learn who there is."""
        async with asyncpg.create_pool(self._url, min_size=2, max_size=2) as self._pool:
            self._people = {name: (account, member) for name, account, member in await self._pool.fetch(PEOPLE)}
            yield

    async def keep(self, batches: Sequence[Batch]) -> list[int]:
        """Store the batches in one transaction; how much each brought."""
        now, batch_id = datetime.now(UTC), uuid4()
        sent = sorted((one for batch in batches for one in batch.batch), key=lambda one: one.messageId)
        async with self._pool.acquire() as connection, connection.transaction():
            ids = await claim(connection, [(1, one.messageId) for one in sent])
            new = [one for one in sent if (1, one.messageId) in ids]
            rows = [self._row(ids[1, one.messageId], one, place, batch_id, now) for place, one in enumerate(new)]
            await connection.copy_records_to_table("events", columns=COLUMNS, records=rows)
            counts = Counter((*self._people[one.userId], one.event) for one in new)
            keys = sorted(counts)
            columns = [
                array_text(column) for column in zip(*((a, e, p, counts[a, p, e]) for a, p, e in keys), strict=True)
            ]
            await connection.execute(ADD, *columns, now)
        return [len(batch) for batch in batches]

    def _row(self, event_id: int, one: Sent, place: int, batch_id: UUID, now: datetime) -> tuple[Any, ...]:
        """The columns of an event, in their order."""
        account, member = self._people[one.userId]
        texts = bytes(one.properties).decode(), bytes(one.context).decode()
        times = one.timestamp, one.timestamp, None, now
        what = one.messageId, batch_id, place, "track", one.event
        return event_id, 1, *what, account, member, *times, False, *texts


def create_app(url: str) -> FastAPI:
    """An application that takes in batches, two groups at a time as the portal does."""
    store, decode = Store(url), msgspec.json.Decoder(Batch).decode
    groups = Groups(store.keep, at_once=2)
    app = FastAPI(docs_url=None, redoc_url=None, lifespan=store.open)

    @app.get("/healthz")
    async def healthy() -> dict[str, bool]:
        return {"success": True}

    @app.post("/v1/batch")
    async def batch(request: Request) -> dict[str, bool]:
        await groups.add(decode(await request.body()))
        return {"success": True}

    return app
