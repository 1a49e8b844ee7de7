"""Events go once they were kept for as long as the settings say, a batch at a time; what they brought stays."""

from datetime import timedelta

import pytest

from portal import effects
from portal.db.engine import Database
from portal.db.tables import Event, StepCounter
from portal.jobs.kinds import DROP_EVENTS
from portal.worker import Worker
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track


async def test_events_are_kept_for_so_many_days_and_no_longer(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "DROPPED_AT_ONCE", 2)
    await account(database)
    for day in (0, 0, 0, 0, 0, 9):
        await send(database, track("Order Dispatched"), received_at=NOW + timedelta(days=day))
    counted = await rows(database, StepCounter, "events")
    moment = NOW + timedelta(days=100)

    async def work(kept: timedelta | None) -> int:
        worker = Worker(database, Fixed(CATALOGUE), lambda: moment, events_kept=kept)
        async with database.write() as session:
            await worker.queue.enqueue(session, kind=DROP_EVENTS, payload={}, now=moment)
        while await worker.step():
            pass
        return len(await rows(database, Event, "id"))

    assert await work(None) == 6, "for good, unless the settings say otherwise"
    assert await work(timedelta(days=95)) == 1
    assert await rows(database, StepCounter, "events") == counted
