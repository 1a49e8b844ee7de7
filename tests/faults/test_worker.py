"""Workers that end in the middle of a job."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.faults.conftest import Load
from tests.faults.place import JUDGED, ROLLED_UP, Place
from tests.faults.report import Shown
from tests.faults.waiting import until

Note = Callable[[Shown], None]
PAST = datetime(2000, 1, 1, tzinfo=UTC)
LEASES_END = "UPDATE jobs SET leased_until = :past WHERE leased_until IS NOT NULL"


async def kill_workers(place: Place, load: Load, note: Note) -> None:
    """What a product sends is rolled up by workers that are killed meanwhile, and the last one that is not."""
    group, kills = "rolled", max(1, load.kills // 4)
    # What others sent would have to be done first.
    await place.tell("DELETE FROM jobs")
    await place.tell("DELETE FROM unrolled_batches")
    async with place.product(group) as product:
        for number in range(kills):
            before = await place.ask(ROLLED_UP, group)
            worker = place.work()
            async with product.sending():
                await product.reach(load.events * (number + 1) // kills)
                await rolled_up(place, group, before + 1)
                await worker.kill()
    killed_at = time.monotonic()
    worker = place.work()
    if not load.long:
        # The minute after which jobs of the dead are taken up passes at once.
        await place.tell(LEASES_END, past=PAST)
    await rolled_up(place, group, product.sent)
    seconds = time.monotonic() - killed_at
    await judged(place, group)
    await worker.stop()
    shown = await place.shown("worker killed", product, seconds, kills)
    assert await place.ask(ROLLED_UP, group) == shown.stored
    note(shown)


async def judged(place: Place, group: str) -> None:
    """Wait until the jobs that followed are done, too: their effect is one verdict that stands."""

    async def once() -> bool:
        return await place.ask(JUDGED, group) == 1

    await until(once)


async def rolled_up(place: Place, group: str, count: int) -> None:
    """Wait until so many events are."""

    async def enough() -> bool:
        return await place.ask(ROLLED_UP, group) >= count

    await until(enough)


async def test_workers_that_are_killed_count_everything_once(on_postgres: Place, load: Load, note_shown: Note) -> None:
    await kill_workers(on_postgres, load, note_shown)


@pytest.mark.thorough
async def test_workers_on_sqlite_that_are_killed_count_everything_once(
    on_sqlite: Place, load: Load, note_shown: Note
) -> None:
    await kill_workers(on_sqlite, load, note_shown)
