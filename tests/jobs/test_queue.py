"""What every queue must show: the embedded one on both databases, PgQueuer on PostgreSQL."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.engine import Database
from portal.db.pgqueuer import JOBS
from portal.db.tables import Account
from portal.domain.jobs import Overview
from portal.jobs import EmbeddedQueue, Job, JobQueue, LeaseLost
from portal.jobs.embedded import LEASE, MAX_ATTEMPTS
from portal.jobs.pgqueuer import PgQueuer

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


QUEUES = (("sqlite", "embedded"), ("postgresql", "embedded"), ("postgresql", "pgqueuer"))
pytestmark = pytest.mark.parametrize(("database_url", "queue"), QUEUES, indirect=True)


class Hurried(PgQueuer):
    """PgQueuer goes by the clock of the database; here its jobs are moved into the past instead."""

    def __init__(self) -> None:
        super().__init__(("count", "long"))
        self.moved_to = NOW

    async def claim(self, session: AsyncSession, *, now: datetime, limit: int) -> list[Job]:
        passed = now - self.moved_to
        if passed > timedelta():
            self.moved_to = now
            moments = ("execute_after", "heartbeat", "updated")
            earlier = {moment: JOBS.c[moment] - passed for moment in moments}
            await session.execute(update(JOBS).values(**earlier))
        return await super().claim(session, now=now, limit=limit)


@pytest.fixture
def queue(request: pytest.FixtureRequest) -> JobQueue:
    return Hurried() if request.param == "pgqueuer" else EmbeddedQueue()


async def enqueue(
    database: Database,
    queue: JobQueue,
    number: int = 1,
    *,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> None:
    async with database.write() as session:
        await queue.enqueue(session, kind="count", payload={"n": number}, now=NOW, run_at=run_at, dedupe_key=dedupe_key)


async def claim(database: Database, queue: JobQueue, now: datetime = NOW, limit: int = 10) -> list[Job]:
    async with database.write() as session:
        return await queue.claim(session, now=now, limit=limit)


async def do(database: Database, queue: JobQueue, job: Job) -> None:
    """An effect that would show if it happened twice."""
    async with database.write() as session:
        session.add(Account(external_id=f"effect-{job.payload['n']}", name="Effect", created_at=NOW))
        await session.flush()
        await queue.ack(session, job)


async def effects(database: Database) -> list[str]:
    async with database.read() as session:
        return sorted(await session.scalars(select(Account.external_id)))


async def waiting(database: Database, queue: JobQueue) -> int:
    seen = await overview(database, queue)
    return seen.waiting_count + len(seen.under_way)


async def test_a_job_promised_in_a_transaction_that_failed_does_not_exist(database: Database, queue: JobQueue) -> None:
    async def promise_and_fail() -> None:
        async with database.write() as session:
            await queue.enqueue(session, kind="count", payload={}, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await promise_and_fail()
    assert await claim(database, queue) == []


async def test_a_job_is_claimed_once_done_once_and_gone(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue)
    async with database.read() as session:
        assert await queue.ready(session, now=NOW)
    [job] = await claim(database, queue)
    assert (job.kind, job.payload, job.attempts) == ("count", {"n": 1}, 1)
    assert await claim(database, queue) == []
    await do(database, queue, job)
    assert await effects(database) == ["effect-1"]
    assert await waiting(database, queue) == 0


async def test_a_job_waits_for_its_time_and_the_oldest_goes_first(database: Database, queue: JobQueue) -> None:
    later = NOW + timedelta(minutes=5)
    await enqueue(database, queue, 1, run_at=later)
    await enqueue(database, queue, 2, run_at=later - timedelta(minutes=1))
    assert await claim(database, queue) == []
    async with database.read() as session:
        assert not await queue.ready(session, now=NOW)
    first = await claim(database, queue, later, limit=1)
    second = await claim(database, queue, later, limit=1)
    assert [job.payload["n"] for job in (*first, *second)] == [2, 1]


async def test_a_dedupe_key_counts_until_the_job_is_begun(database: Database, queue: JobQueue) -> None:
    for number in (1, 2):
        await enqueue(database, queue, number, dedupe_key="same")
    [job] = await claim(database, queue)
    assert job.payload == {"n": 1}
    await enqueue(database, queue, 3, dedupe_key="same")
    assert [job.payload["n"] for job in await claim(database, queue)] == [3]


async def test_many_are_promised_at_once_without_those_that_wait(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue, 1, dedupe_key="a")
    async with database.write() as session:
        await queue.enqueue_each(session, kind="count", payloads={"a": {"n": 8}, "b": {"n": 2}}, now=NOW)
        await queue.enqueue_each(session, kind="count", payloads={}, now=NOW)
    assert sorted(job.payload["n"] for job in await claim(database, queue)) == [1, 2]


async def test_a_lease_that_ends_while_the_job_runs_takes_its_effect_with_it(
    database: Database, queue: JobQueue
) -> None:
    await enqueue(database, queue)
    [slow] = await claim(database, queue)
    [quick] = await claim(database, queue, NOW + LEASE)
    assert (quick.id, quick.attempts) == (slow.id, 2)
    with pytest.raises(LeaseLost):
        await do(database, queue, slow)
    assert await effects(database) == []
    await do(database, queue, quick)
    assert await effects(database) == ["effect-1"]


async def test_who_lost_the_lease_cannot_fail_or_return_the_job(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue)
    [slow] = await claim(database, queue)
    [quick] = await claim(database, queue, NOW + LEASE)
    async with database.write() as session:
        await queue.fail(session, slow, error="late", now=NOW)
        await queue.give_back(session, slow, now=NOW)
    assert await claim(database, queue, NOW + LEASE) == []
    await do(database, queue, quick)


async def test_two_workers_share_the_jobs_and_do_each_once(database: Database, queue: JobQueue) -> None:
    for number in range(40):
        await enqueue(database, queue, number)

    async def work() -> int:
        done = 0
        while jobs := await claim(database, queue, limit=3):
            for job in jobs:
                await do(database, queue, job)
                done += 1
        return done

    assert sum(await asyncio.gather(work(), work(), work())) == 40
    assert len(await effects(database)) == 40
    assert await waiting(database, queue) == 0


async def test_a_failing_job_waits_longer_each_time_and_dies(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue, dedupe_key="poison")
    now = NOW
    waits = []
    for _ in range(MAX_ATTEMPTS):
        [job] = await claim(database, queue, now)
        async with database.write() as session:
            await queue.fail(session, job, error="boom " * 1000, now=now)
        seen = await overview(database, queue, now)
        if seen.waiting:
            waits.append(round((seen.waiting[0].next_at - now).total_seconds()))
            now = seen.waiting[0].next_at + timedelta(seconds=1)
    assert waits[:4] == [2, 4, 8, 16]
    assert (seen.waiting, seen.dead_count, len(seen.dead[0].error or "")) == ((), 1, 2000)
    assert await claim(database, queue, now + timedelta(days=1)) == []
    await enqueue(database, queue, 2, dedupe_key="poison")
    assert len(await claim(database, queue, now)) == 1


async def test_a_job_that_takes_its_workers_with_it_dies_too(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        assert len(await claim(database, queue, now)) == 1
        now += LEASE
    assert await claim(database, queue, now) == []
    assert await waiting(database, queue) == 0


async def test_a_job_given_back_costs_no_attempt(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue)
    [job] = await claim(database, queue)
    async with database.write() as session:
        await queue.give_back(session, job, now=NOW)
    [again] = await claim(database, queue)
    assert again.attempts == 1


async def test_a_transaction_that_failed_leaves_the_job_claimed_until_its_lease_ends(
    database: Database, queue: JobQueue
) -> None:
    await enqueue(database, queue)
    [job] = await claim(database, queue)

    async def finish_and_fail() -> None:
        async with database.write() as session:
            await queue.ack(session, job)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await finish_and_fail()
    assert await claim(database, queue) == []
    assert len(await claim(database, queue, NOW + LEASE)) == 1


async def kill(database: Database, queue: JobQueue, now: datetime = NOW) -> None:
    """Let the job that is due fail until it is dead."""
    for _ in range(MAX_ATTEMPTS):
        [job] = await claim(database, queue, now)
        async with database.write() as session:
            await queue.fail(session, job, error="RuntimeError('boom')", now=now)
        now += timedelta(hours=1)


async def overview(database: Database, queue: JobQueue, now: datetime = NOW) -> Overview:
    async with database.read() as session:
        return await queue.overview(session, now=now)


async def test_whoever_looks_after_it_sees_what_failed_what_is_under_way_and_what_waits(
    database: Database, queue: JobQueue
) -> None:
    await enqueue(database, queue, 1)
    await kill(database, queue)
    await enqueue(database, queue, 2)
    [held] = await claim(database, queue)
    async with database.write() as session:
        await queue.enqueue(session, kind="long", payload={"done": 40, "total": 100}, now=NOW)
    later = NOW + timedelta(minutes=5)
    for number in (3, 4):
        await enqueue(database, queue, number, run_at=later)
    seen = await overview(database, queue)
    assert [(one.payload, one.attempts, one.error) for one in seen.dead] == [
        ({"n": 1}, MAX_ATTEMPTS, "RuntimeError('boom')")
    ]
    assert seen.dead_count == 1
    assert {(one.kind, one.progress) for one in seen.under_way} == {("count", None), ("long", (40, 100))}
    assert held.id in {one.id for one in seen.under_way}
    [waits] = seen.waiting
    assert (waits.kind, waits.count, waits.failing) == ("count", 2, 0)
    assert abs(waits.next_at - later) < timedelta(seconds=30), "PgQueuer tells it by the clock of the database"


async def test_what_failed_for_good_is_tried_again_or_discarded(database: Database, queue: JobQueue) -> None:
    await enqueue(database, queue, 1)
    await kill(database, queue)
    [dead] = (await overview(database, queue)).dead
    async with database.write() as session:
        assert await queue.revive(session, job_id=dead.id, now=NOW) == "count"
        assert await queue.revive(session, job_id=dead.id, now=NOW) is None, "it is dead no more"
        assert await queue.discard(session, job_id=dead.id) is None, "what lives is not discarded"
    await kill(database, queue, NOW + timedelta(days=1))
    async with database.write() as session:
        assert await queue.discard(session, job_id=dead.id) == "count"
    assert (await overview(database, queue)).dead == ()
    assert await claim(database, queue, NOW + timedelta(days=2)) == []
