"""What the ingest rows do to the database directly: empty it, count, and write as fast as it can take rows."""

import asyncio
import io
import json
import os
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import uvloop
from sqlalchemy import func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.engine import open_database
from portal.db.tables import StepCompletion
from tests.bench.server import SERVER_CORE
from tests.bench.world import BATCH, EVENTS, Person

FILLED_BY_EVENTS = (
    "jobs",
    "unlocks",
    "milestone_completions",
    "step_completions",
    "step_counters",
    "rule_progress",
    "unrolled_batches",
    "activity_days",
    "member_weeks",
    "first_touches",
    "event_names",
    "quarantine",
    "events",
)
"""Not the versions of accounts, which only rise: processes that watch them remember where they stood."""
COLUMNS = (
    *("source_id", "message_id", "batch_id", "ordinal", "type", "name", "account_id", "member_id"),
    *("at", "original_at", "sent_at", "received_at", "clamped", "properties", "context"),
)
Values = tuple[object, ...]


@asynccontextmanager
async def _session(url: str) -> AsyncIterator[AsyncSession]:
    database = open_database(url)
    try:
        async with database.write() as session:
            yield session
    finally:
        await database.close()


async def forget_events(url: str) -> None:
    """Empty every table that events fill, so that each run starts from the same."""
    async with _session(url) as session:
        if url.startswith("sqlite"):
            for table in FILLED_BY_EVENTS:
                await session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the names above
        else:
            await session.execute(text(f"TRUNCATE event_keys, {', '.join(FILLED_BY_EVENTS)}"))


async def count(url: str, table: str) -> int:
    """How many rows a table has."""
    async with _session(url) as session:
        return int((await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())  # noqa: S608 - our own


async def count_ticks(url: str, people: Sequence[Person]) -> int:
    """How many steps of these people are done."""
    theirs = StepCompletion.subject_id.in_([person.member_id for person in people])
    async with _session(url) as session:
        return int((await session.execute(select(func.count()).select_from(StepCompletion).where(theirs))).scalar_one())


def batches(count: int, source_id: int, people: Sequence[Person]) -> Iterator[list[Values]]:
    """Rows of the events table, a hundred at a time: what the portal would store, of random people."""
    chance = random.Random()
    for _ in range(count):
        now, batch = datetime.now(UTC).isoformat(), UUID(int=chance.getrandbits(128)).hex
        yield [_row(chance, people, (source_id, batch, ordinal), now) for ordinal in range(BATCH)]


def _row(chance: random.Random, people: Sequence[Person], place: tuple[int, str, int], now: str) -> Values:
    person = chance.choice(people)
    source_id, batch, ordinal = place
    properties = json.dumps({"orders": chance.randrange(100), "region": "north", "carrier": "Swift & Sons"})
    context = json.dumps({"groupId": person.account, "library": {"name": "bench", "version": "1"}})
    ids = (source_id, str(UUID(int=chance.getrandbits(128))), batch, ordinal)
    who = (person.account_id.hex, person.member_id.hex)
    return (*ids, "track", chance.choice(EVENTS), *who, now, now, now, now, False, properties, context)


def copy(url: str, made: Sequence[Sequence[Values]], connections: int) -> float:
    """COPY every batch into the events table, one commit each. Seconds; the text is made before the clock starts."""
    os.sched_setaffinity(0, {SERVER_CORE})
    return uvloop.run(_copy(url, [_as_text(batch) for batch in made], connections))


def _as_text(batch: Sequence[Values]) -> bytes:
    return "".join("\t".join(map(str, values)) + "\n" for values in batch).encode()


async def _copy(url: str, payloads: Sequence[bytes], connections: int) -> float:
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    opened = [await asyncpg.connect(dsn) for _ in range(connections)]
    waiting = iter(payloads)

    async def work(connection: asyncpg.Connection) -> None:
        for payload in waiting:
            await connection.copy_to_table("events", source=io.BytesIO(payload), columns=COLUMNS, format="text")

    start = time.perf_counter()
    await asyncio.gather(*(work(connection) for connection in opened))
    seconds = time.perf_counter() - start
    for connection in opened:
        await connection.close()
    return seconds


def execute_many(url: str, made: Sequence[Sequence[Values]]) -> float:
    """Insert every batch with the driver's executemany, one commit each, as safely as the portal does. Seconds."""
    os.sched_setaffinity(0, {SERVER_CORE})
    marks = ", ".join("?" * len(COLUMNS))
    statement = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608 - the names above
    with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        start = time.perf_counter()
        for batch in made:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, batch)
            connection.execute("COMMIT")
        return time.perf_counter() - start
