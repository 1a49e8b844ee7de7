"""What happened becomes news for whoever may be told, once for each person however often one looks."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.db.deliveries import COLUMNS, read
from portal.db.engine import Database
from portal.db.tables import (
    Blocker,
    Delivery,
    MilestoneCompletion,
    Task,
    TeamNote,
    ValueReport,
    VerdictRecord,
)
from portal.domain.deliveries import Reason, State, Topic
from portal.domain.notes import NoteKind
from portal.domain.risk import Level
from portal.jobs import the_queue
from portal.jobs.kinds import GATHER
from portal.services import happenings
from portal.services.happenings import gather
from portal.services.post import take
from portal.services.risk import assess_all
from portal.worker import Worker
from tests.catalogues import shipped
from tests.factories import NOW, Fixed, add_account, add_member, add_staff, small_playbook

CATALOGUE = shipped(1)
HOUR = timedelta(hours=1)
MONDAY = NOW - timedelta(days=1)


async def told(database: Database) -> Counter[tuple[Topic, UUID | None]]:
    async with database.read() as session:
        rows = await session.execute(select(Delivery.topic, Delivery.member_id, Delivery.staff_id))
        return Counter((row.topic, row.member_id or row.staff_id) for row in rows)


async def test_each_person_hears_of_what_concerns_them_once(database: Database) -> None:
    csm = await add_staff(database)
    account = await add_account(database, csm_id=csm, went_live_on=MONDAY.date() - timedelta(days=7))
    priya, jonas = await add_member(database, account), await add_member(database, account, name="Jonas")
    await add_member(database, account, name="Gone", disabled_at=NOW)
    first = uuid4()
    async with database.write() as session:
        session.add_all([
            _note(account, priya, jonas, NoteKind.HELP),
            _note(account, priya, None, NoteKind.NEWS, "sign_on"),
            Blocker(account_id=account, subject_id=account, milestone_id="data", waits_on="Elif", by_id=priya,
                    since=MONDAY - HOUR, ended_at=MONDAY),
            MilestoneCompletion(account_id=account, subject_id=account, milestone_id="sign_on", at=MONDAY),
            ValueReport(account_id=account, number=1, period_from=date(2026, 11, 1), period_to=date(2026, 11, 8),
                        content={}, at=MONDAY),
            _verdict(account, Level.ON_TRACK, MONDAY - 9 * HOUR, MONDAY),
            _verdict(account, Level.AT_RISK, MONDAY, None),
            Task(id=first, account_id=account, title="Open the port", due_on=NOW.date(), member_id=jonas),
        ])  # fmt: skip
        await session.flush()
        waiting = {"account_id": account, "title": "Send it", "due_on": NOW.date(), "member_id": priya}
        session.add(Task(**waiting, first_id=first))
    for moment in (MONDAY, MONDAY + HOUR):
        async with database.write() as session:
            await gather(session, catalogue=small_playbook(), now=moment)
    assert await told(database) == Counter({
        (Topic.NOTE, jonas): 1, (Topic.MILESTONE, jonas): 1, (Topic.TASK, jonas): 1, (Topic.REPORT, jonas): 1,
        (Topic.UNBLOCKED, priya): 1, (Topic.MILESTONE, priya): 1, (Topic.REPORT, priya): 1,
        (Topic.VERDICT, csm): 1, (Topic.DIGEST, csm): 1,
    })  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_touchpoint_nobody_told_in_time_is_in_the_ledger_with_the_days_it_was_past(database: Database) -> None:
    csm = await add_staff(database)
    weeks = timedelta(weeks=CATALOGUE.lifecycle.schedule[0].weeks)
    for days in (8, 29):
        await add_account(database, csm_id=csm, went_live_on=NOW.date() - weeks - timedelta(days=days))
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)
        await gather(session, catalogue=CATALOGUE, now=NOW)
        await take(session, now=NOW)
    async with database.read() as session:
        found = [read(row) for row in await session.execute(select(*COLUMNS))]
    # The account that went live earlier had others since; its first is not worth holding any more.
    assert {one.days_past: (one.state, one.reason) for one in found} == {
        1: (State.SENDING, None),
        8: (State.NOT_SENT, Reason.LONG_PAST),
        15: (State.NOT_SENT, Reason.LONG_PAST),
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_however_many_wait_everyones_touchpoint_of_today_is_in_the_ledger(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(happenings, "AT_ONCE", 2)
    csm = await add_staff(database)
    first = NOW.date() - timedelta(weeks=CATALOGUE.lifecycle.schedule[0].weeks)
    late = [await add_account(database, csm_id=csm, went_live_on=first - timedelta(days=days)) for days in (3, 2, 1)]
    due = await add_account(database, csm_id=csm, went_live_on=first)
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)
        await the_queue().enqueue(session, kind=GATHER, payload={}, now=NOW)
    worker = Worker(database, Fixed(CATALOGUE), lambda: NOW)
    while await worker.step():
        pass
    async with database.read() as session:
        accounts = await session.scalars(select(Delivery.account_id).where(Delivery.topic == Topic.TOUCHPOINT))
        assert Counter(accounts) == Counter([*late, due])


def _note(account: UUID, by: UUID, to: UUID | None, kind: NoteKind, at: str = "data") -> TeamNote:
    return TeamNote(account_id=account, milestone_id=at, kind=kind, from_id=by, to_member_id=to, note="Look", at=MONDAY)


def _verdict(account: UUID, level: Level, since: object, until: object) -> VerdictRecord:
    values = {"account_id": account, "tree": "adoption", "revision": 1, "leaf": level.value, "level": level}
    return VerdictRecord(**values, as_of=since, checked_at=MONDAY, superseded_at=until, path=[])
