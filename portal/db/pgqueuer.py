"""The tables of PgQueuer, which a migration makes on PostgreSQL; the classes of our own tables know nothing of them.

Its clock is that of the database: moments go in and come out as spans from the caller's `now`.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    and_,
    cast,
    delete,
    func,
    literal,
    null,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.driver import connection_of

QUEUE: Final = "pgqueuer"
STATUS: Final = Enum(
    "queued", "picked", "successful", "exception", "canceled", "deleted", "failed", name="pgqueuer_status"
)
OUTSIDE: Final = MetaData()
JOBS: Final = Table(
    QUEUE,
    OUTSIDE,
    Column("id", BigInteger, primary_key=True),
    Column("queue_manager_id", Uuid),
    Column("heartbeat", DateTime(timezone=True)),
    Column("execute_after", DateTime(timezone=True)),
    Column("updated", DateTime(timezone=True)),
    Column("status", STATUS),
    Column("entrypoint", Text),
    Column("dedupe_key", Text),
    Column("payload", LargeBinary),
    Column("headers", JSONB),
    Column("attempts", Integer),
)
LOG: Final = Table("pgqueuer_log", OUTSIDE, Column("job_id", BigInteger))
COL: Final = JOBS.c
DEAD: Final = COL.status == "failed"
LISTED: Final = (COL.id, COL.entrypoint, COL.payload, COL.attempts, COL.headers["error"].astext.label("error"))


async def queries(session: AsyncSession) -> Queries:
    """PgQueuer's own statements, in the transaction of the session."""
    return Queries(AsyncpgDriver(await connection_of(session)))


async def is_due(session: AsyncSession, *, lease: timedelta) -> bool:
    """Whether any job is due."""
    return (await session.execute(select(true()).select_from(JOBS).where(_due(lease)).limit(1))).first() is not None


async def begin(session: AsyncSession, ids: Sequence[int]) -> None:
    """Count the attempt at jobs that were picked, and let others with their dedupe keys wait beside them."""
    await session.execute(update(JOBS).where(COL.id.in_(ids)).values(attempts=COL.attempts + 1, dedupe_key=null()))


async def bury(session: AsyncSession, *, lease: timedelta, most: int) -> None:
    """Give up jobs whose workers vanished `most` times."""
    told = {"error": "Every worker that began this job vanished."}
    vanished = and_(_abandoned(lease), COL.attempts >= most)
    given_up = {"status": "failed", "headers": _headers(told), "updated": func.now()}
    # Workers that bury at the same time leave each other's alone: else each could wait for the other.
    free = select(COL.id).where(vanished).with_for_update(skip_locked=True)
    await session.execute(update(JOBS).where(COL.id.in_(free)).values(**given_up))


async def finish(session: AsyncSession, *, job_id: int, lease: UUID) -> bool:
    """Remove a job that is done, and what was logged of it; False when the lease is somebody else's by now."""
    done = await session.scalar(delete(JOBS).where(*_held(job_id, lease)).returning(COL.id))
    if done is not None:
        await session.execute(delete(LOG).where(LOG.c.job_id == done))
    return done is not None


async def note_failure(session: AsyncSession, *, job_id: int, lease: UUID, error: str, wait: timedelta | None) -> None:
    """Note a failure and let the job be claimed again after a wait, or never without one."""
    values = {"status": "queued" if wait else "failed", "headers": _headers({"error": error})}
    later = {"execute_after": func.now() + (wait or timedelta()), "updated": func.now(), "queue_manager_id": null()}
    await session.execute(update(JOBS).where(*_held(job_id, lease)).values(**values, **later))


async def release(session: AsyncSession, *, job_id: int, lease: UUID) -> None:
    """Let a job be claimed again at once, as if it had not been."""
    values = {"status": "queued", "queue_manager_id": null(), "attempts": COL.attempts - 1}
    await session.execute(update(JOBS).where(*_held(job_id, lease)).values(**values))


async def dead(session: AsyncSession, *, limit: int) -> tuple[Sequence[Any], int]:
    """The jobs that failed for good, the newest first, with how long ago; and how many there are."""
    found = select(*LISTED, (func.now() - COL.updated).label("ago")).where(DEAD)
    rows = (await session.execute(found.order_by(COL.updated.desc(), COL.id).limit(limit))).all()
    return rows, await session.scalar(select(func.count()).select_from(JOBS).where(DEAD)) or 0


async def under_way(session: AsyncSession, *, lease: timedelta, limit: int) -> Iterable[Any]:
    """The jobs somebody holds, and the long ones between their steps."""
    query = select(*LISTED).where(_under_way(lease)).order_by(COL.id).limit(limit)
    return await session.execute(query)


async def waiting(session: AsyncSession, *, lease: timedelta) -> Iterable[Any]:
    """By kind: how many nobody has begun, how many of those failed before, and in what time the next is due."""
    failing = func.count().filter(COL.headers["error"].astext.is_not(None))
    soonest = func.min(COL.execute_after)
    query = (
        select(COL.entrypoint, func.count(), failing, (soonest - func.now()).label("due_in"))
        .where(COL.status.in_(("queued", "picked")), ~_under_way(lease))
        .group_by(COL.entrypoint)
        .order_by(soonest, COL.entrypoint)
    )
    return await session.execute(query)


async def revive(session: AsyncSession, job_id: int) -> str | None:
    """Let a dead job be tried from the beginning; its kind, None where there is no such dead job."""
    values = {"status": "queued", "attempts": 0, "execute_after": func.now(), "headers": COL.headers.op("-")("error")}
    revived = update(JOBS).where(COL.id == job_id, DEAD).values(**values).returning(COL.entrypoint)
    kind: str | None = await session.scalar(revived)
    return kind


async def discard(session: AsyncSession, job_id: int) -> str | None:
    """Remove a dead job and what was logged of it; its kind, None where there is no such dead job."""
    kind: str | None = await session.scalar(delete(JOBS).where(COL.id == job_id, DEAD).returning(COL.entrypoint))
    await session.execute(delete(LOG).where(LOG.c.job_id == job_id))
    return kind


def _headers(more: dict[str, str]) -> ColumnElement[Any]:
    return func.coalesce(COL.headers, cast(literal({}, JSONB), JSONB)).op("||")(literal(more, JSONB))


def _held(job_id: int, lease: UUID) -> tuple[ColumnElement[bool], ...]:
    return COL.id == job_id, COL.queue_manager_id == lease, COL.status == "picked"


def _abandoned(lease: timedelta) -> ColumnElement[bool]:
    return and_(COL.status == "picked", COL.heartbeat < func.now() - lease)


def _due(lease: timedelta) -> ColumnElement[bool]:
    return or_(and_(COL.status == "queued", COL.execute_after < func.now()), _abandoned(lease))


def _under_way(lease: timedelta) -> ColumnElement[bool]:
    held = and_(COL.status == "picked", COL.heartbeat >= func.now() - lease)
    long = and_(COL.status == "queued", func.jsonb_exists(COL.headers, text("'long'")))
    return or_(held, long)
