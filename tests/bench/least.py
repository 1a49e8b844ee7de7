"""The least that can take in events: decode, keep those whose ids are new, and add to one counter for each.

It believes what it is sent, knows everybody by heart, and has no rules: what it costs is what any intake in Python
costs into these tables. A limit beside the writers that do not even listen. What it leaves to a worker is what the
portal leaves.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

import asyncpg
import msgspec
from fastapi import FastAPI, Request
from sqlalchemy import make_url

from portal.db.arrays import array_text
from portal.db.engine import PRAGMAS
from portal.db.event_keys import claim
from portal.db.events import COLUMNS
from portal.web.api.groups import Groups

PEOPLE = "SELECT external_id, account_id, id FROM members"
ONTO = """
    ON CONFLICT (account_id, milestone_id, step_id, person_id)
    DO UPDATE SET events = step_counters.events + excluded.events, last_at = excluded.last_at
"""
COUNTERS = "INSERT INTO step_counters (account_id, milestone_id, step_id, person_id, events, first_at, last_at)"
ADDED = """
    SELECT account_id, 'least', name, person_id, events, $5, $5
    FROM unnest($1::text::uuid[], $2::text::text[], $3::text::uuid[], $4::text::integer[])
        AS added (account_id, name, person_id, events)
"""
ADD = f"{COUNTERS} {ADDED} {ONTO}"
ADD_EACH = f"{COUNTERS} VALUES (?, 'least', ?, ?, ?, ?, ?) {ONTO}"
NAMES, MARKS = ", ".join(COLUMNS[1:]), ", ".join("?" * len(COLUMNS[1:]))
KEEP = f"INSERT INTO events ({NAMES}) VALUES ({MARKS}) ON CONFLICT DO NOTHING"  # noqa: S608 - the names of columns
KEPT = "SELECT message_id FROM events WHERE batch_id = ?"
LATER = "INSERT INTO unrolled_batches (batch_id, events, stored_at) VALUES"


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


class Store(Protocol):
    """Where the batches go, so many groups of them at once."""

    at_once: int

    def open(self, _: FastAPI) -> AbstractAsyncContextManager[None]:
        """Connect, and learn who there is."""

    async def keep(self, batches: Sequence[Batch]) -> list[int]:
        """Store the batches in one transaction; how much each brought."""


class OnPostgresql:
    """Claims the ids, and COPYs the events."""

    at_once = 2

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
        sent = _in_order(batches)
        async with self._pool.acquire() as connection, connection.transaction():
            ids = await claim(connection, [(1, one.messageId) for one in sent])
            new = [one for one in sent if (1, one.messageId) in ids]
            rows = [(ids[1, one.messageId], *self._row(one, place, batch_id, now)) for place, one in enumerate(new)]
            await connection.copy_records_to_table("events", columns=COLUMNS, records=rows)
            counts = [*zip(*_counts(new, self._people), strict=True)]
            await connection.execute(ADD, *map(array_text, counts), now)
            await connection.execute(f"{LATER} ($1, $2, $3)", batch_id, len(new), now)
        return [len(batch) for batch in batches]

    def _row(self, one: Sent, place: int, batch_id: UUID, now: datetime) -> tuple[Any, ...]:
        times = one.timestamp, one.timestamp, None, now
        return _row(one, (batch_id, place), self._people[one.userId], times)


class OnSqlite:
    """Inserts the events one by one, as its only writer, in a thread beside the one that listens."""

    at_once = 1

    def __init__(self, url: str) -> None:
        self._path = str(make_url(url).database)
        self._people: dict[str, tuple[str, str]] = {}

    @asynccontextmanager
    async def open(self, _: FastAPI) -> AsyncIterator[None]:
        """Connect, and learn who there is."""
        opened = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        with closing(opened) as self._connection:
            for pragma in PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
            self._people = {name: (account, member) for name, account, member in self._connection.execute(PEOPLE)}
            yield

    async def keep(self, batches: Sequence[Batch]) -> list[int]:
        """Store the batches in one transaction; how much each brought."""
        await asyncio.to_thread(self._keep, _in_order(batches))
        return [len(batch) for batch in batches]

    def _keep(self, sent: Sequence[Sent]) -> None:
        now, batch_id = _moment(datetime.now(UTC)), uuid4().hex
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(KEEP, [self._row(one, place, batch_id, now) for place, one in enumerate(sent)])
        kept = {message for (message,) in self._connection.execute(KEPT, [batch_id])}
        counts = _counts([one for one in sent if one.messageId in kept], self._people)
        self._connection.executemany(ADD_EACH, [(*count, now, now) for count in counts])
        self._connection.execute(f"{LATER} (?, ?, ?)", [batch_id, len(kept), now])
        self._connection.execute("COMMIT")

    def _row(self, one: Sent, place: int, batch_id: str, now: str) -> tuple[Any, ...]:
        at = _moment(one.timestamp)
        return _row(one, (batch_id, place), self._people[one.userId], (at, at, None, now))


def _in_order(batches: Sequence[Batch]) -> list[Sent]:
    return sorted((one for batch in batches for one in batch.batch), key=lambda one: one.messageId)


def _row(one: Sent, place: tuple[Any, int], who: tuple[Any, Any], times: tuple[Any, ...]) -> tuple[Any, ...]:
    """The columns of an event without its id, in their order."""
    texts = bytes(one.properties).decode(), bytes(one.context).decode()
    return (1, one.messageId, *place, "track", one.event, *who, *times, False, *texts)


def _counts(new: Sequence[Sent], people: dict[str, tuple[Any, Any]]) -> Iterator[tuple[Any, str, Any, int]]:
    """What is added to counters, as (account, event, person, how many), in a fixed order."""
    counts = Counter((*people[one.userId], one.event) for one in new)
    for account, person, event in sorted(counts):
        yield account, event, person, counts[account, person, event]


def _moment(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(" ", "microseconds")


def create_app(url: str) -> FastAPI:
    """An application that takes in batches, as many groups at a time as the portal."""
    store: Store = OnSqlite(url) if url.startswith("sqlite") else OnPostgresql(url)
    decode = msgspec.json.Decoder(Batch).decode
    groups = Groups(store.keep, at_once=store.at_once)
    app = FastAPI(docs_url=None, redoc_url=None, lifespan=store.open)

    @app.get("/healthz")
    async def healthy() -> dict[str, bool]:
        return {"success": True}

    @app.post("/v1/batch")
    async def batch(request: Request) -> dict[str, bool]:
        await groups.add(decode(await request.body()))
        return {"success": True}

    return app
