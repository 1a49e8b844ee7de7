"""The worker: what it makes of the jobs that events leave behind, and how it stops."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.db.tables import AccountSignals, ActivityDay, Connection, Job, LoginState, Member, VerdictRecord
from portal.domain.playbook import Catalogue
from portal.effects import Task, do
from portal.jobs import the_queue
from portal.jobs.kinds import ASSESS, PURGE, SWEEP
from portal.worker import Worker, run_worker
from tests.catalogues import shipped
from tests.ingest.world import NOW, account, rows, send, track

BADLY_FORMED = "ValueError('badly formed hexadecimal UUID string')"


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class ShippedPlaybook(LivePlaybook):
    """The shipped playbook, without the publishing."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue

    @property
    def current(self) -> Catalogue:
        return self.catalogue


@pytest.fixture(scope="module")
def playbook() -> LivePlaybook:
    return ShippedPlaybook(shipped())


async def work(database: Database, playbook: LivePlaybook, clock: Clock) -> None:
    worker = Worker(database, playbook, clock)
    while await worker.step():
        pass
    clock.now += timedelta(seconds=5)
    while await worker.step():
        pass


async def test_events_become_days_of_use_once_and_the_account_gets_a_verdict(
    database: Database, playbook: LivePlaybook
) -> None:
    acme = await account(database)
    late = track("Order Dispatched", "u1", timestamp="2026-10-31T23:59:00Z", message_id="late")
    await send(database, track("Order Dispatched"), track("Order Dispatched", "u2"), track("Signed In"), late)
    await send(database, track("Report Viewed"), track("Order Dispatched", None), late)
    clock = Clock()
    await work(database, playbook, clock)
    members = dict(await rows(database, Member, "external_id", "id"))
    assert set(await rows(database, ActivityDay, "account_id", "member_id", "day", "events")) == {
        (acme, members["u1"], date(2026, 10, 31), 1),
        (acme, members["u1"], date(2026, 11, 2), 2),
        (acme, members["u2"], date(2026, 11, 2), 1),
    }
    assert len(await rows(database, VerdictRecord, "account_id")) == 1
    assert [row for row in await rows(database, Job, "run_at", "kind") if row[0] <= clock.now] == []


async def test_two_workers_add_each_batch_once(database: Database, playbook: LivePlaybook) -> None:
    await account(database)
    for _ in range(12):
        await send(database, track("Order Dispatched"))
    await asyncio.gather(*(work(database, playbook, Clock()) for _ in range(2)))
    assert [count for (count,) in await rows(database, ActivityDay, "events")] == [12]


async def test_a_job_that_fails_is_tried_again_and_holds_up_nobody(database: Database, playbook: LivePlaybook) -> None:
    await account(database)
    async with database.write() as session:
        await the_queue().enqueue(
            session, kind=ASSESS, payload={"account_id": "nonsense"}, now=NOW - timedelta(hours=1)
        )
        await the_queue().enqueue(session, kind="of the future", payload={}, now=NOW - timedelta(hours=1))
    await send(database, track("Order Dispatched"))
    await Worker(database, playbook, Clock()).step()
    assert len(await rows(database, ActivityDay, "events")) == 1
    failed = [row for row in await rows(database, Job, "kind", "attempts", "error") if row[2]]
    assert [(kind, attempts) for kind, attempts, _ in failed] == [(ASSESS, 1), ("of the future", 1)]


async def test_accounts_are_assessed_together_and_alone_where_that_fails(
    database: Database, playbook: LivePlaybook
) -> None:
    accounts = [await account(database, name) for name in ("acme", "globex")]
    clock = Clock()
    for wrong in (None, "nonsense"):
        async with database.write() as session:
            payloads = {str(one): {"account_id": one} for one in (*map(str, accounts), *filter(None, [wrong]))}
            await the_queue().enqueue_each(session, kind=ASSESS, payloads=payloads, now=clock.now)
        worker = Worker(database, playbook, clock, scheduled_at=clock.now)
        await worker.step()
        assert {checked for (checked,) in await rows(database, VerdictRecord, "checked_at")} == {clock.now}
        clock.now += timedelta(hours=2)
    assert [job for job in await rows(database, Job, "attempts", "error") if job[1]] == [(1, BADLY_FORMED)]
    counted = worker.tally.text().decode()
    for outcome, jobs in (("done", 2.0), ("failed", 1.0)):
        assert f'portal_job_seconds_count{{kind="{ASSESS}",outcome="{outcome}"}} {jobs}' in counted
    assert len(await rows(database, Job, "id")) == 1


async def test_a_sweep_goes_on_behind_an_account_and_leaves_those_that_failed_together_to_jobs_of_their_own(
    database: Database, playbook: LivePlaybook
) -> None:
    first, second, third = sorted([await account(database, name) for name in ("acme", "globex", "initech")])
    for attempts, now in ((1, NOW), (2, NOW + timedelta(days=1))):
        async with database.write() as session:
            swept = Task(session, the_queue(), playbook, SWEEP, {"after": str(first)}, now, attempts=attempts)
            await do(swept)
        assert {one for (one,) in await rows(database, VerdictRecord, "account_id")} == {second, third}
    keys = {f"{ASSESS}:{one}" for one in (second, third)}
    assert {key for (key,) in await rows(database, Job, "dedupe_key")} == keys


async def test_whom_changed_trees_lead_elsewhere_a_sweep_has_judged_before_all_others(
    database: Database, playbook: LivePlaybook
) -> None:
    moved, _ = [await account(database, name) for name in ("acme", "globex")]
    for kept in (None, "elsewhere"):
        async with database.write() as session:
            await session.execute(update(AccountSignals).where(AccountSignals.account_id == moved).values(leaf=kept))
            await do(Task(session, the_queue(), playbook, SWEEP, {}, NOW))
    assert await rows(database, Job, "dedupe_key") == [(f"{ASSESS}:{moved}",)]


async def test_what_has_ended_is_removed(database: Database, playbook: LivePlaybook) -> None:
    async with database.write() as session:
        provider = Connection(
            issuer="https://login.test", client_id="portal", client_secret=b"", groups={}, created_at=NOW
        )
        session.add(provider)
        await session.flush()
        for name, expires_at in (("old", NOW - timedelta(minutes=1)), ("live", NOW + timedelta(minutes=9))):
            session.add(
                LoginState(
                    state_hash=name,
                    browser_hash="b",
                    connection_id=provider.id,
                    nonce="n",
                    verifier="v",
                    next="/",
                    expires_at=expires_at,
                )
            )
        await the_queue().enqueue(session, kind=PURGE, payload={}, now=NOW)
    await work(database, playbook, Clock())
    assert await rows(database, LoginState, "state_hash") == [("live",)]


async def test_a_worker_stops_when_told_and_leaves_nothing_claimed(database: Database, playbook: LivePlaybook) -> None:
    await account(database)
    await send(database, track("Order Dispatched"))
    stop, assessed = asyncio.Event(), asyncio.Event()
    database.on_change = lambda _accounts: assessed.set()
    running = asyncio.create_task(run_worker(Worker(database, playbook, lambda: datetime.now(UTC), stop=stop)))
    async with asyncio.timeout(60):
        await assessed.wait()
        stop.set()
        await running
    assert [lease for (lease,) in await rows(database, Job, "leased_until") if lease] == []


async def test_a_worker_that_stops_gives_back_what_it_has_not_begun(database: Database, playbook: LivePlaybook) -> None:
    await account(database)
    await send(database, track("Order Dispatched"))
    stop = asyncio.Event()
    stop.set()
    await Worker(database, playbook, Clock(), stop=stop).step()
    assert await rows(database, ActivityDay, "events") == []
    await work(database, playbook, Clock())
    assert len(await rows(database, ActivityDay, "events")) == 1
