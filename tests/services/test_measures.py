from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from portal.db.accounts import versions
from portal.db.engine import Database
from portal.db.tables import Job, MetricWeek
from portal.domain.measures import Better, How, Measure
from portal.domain.playbook import Catalogue, Metric
from portal.jobs.kinds import MEASURE
from portal.services import measures
from portal.worker import Worker
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track

MONDAY = date(2026, 11, 2)
LAST = MONDAY - timedelta(weeks=1)


def playbook(*, how: How = How.MEDIAN) -> Catalogue:
    """The ingest tests' playbook with a metric that is measured."""
    rule = Measure("Order Dispatched", how, "to dispatch", "min", "orders", Better.LOWER, "minutes")
    metric = Metric("dispatch_minutes", "Time to dispatch", "The median.", frozenset(), rule)
    return replaced(CATALOGUE, metric)


def replaced(catalogue: Catalogue, metric: Metric) -> Catalogue:
    given = {field: getattr(catalogue, field) for field in catalogue.__dataclass_fields__}
    return Catalogue(**given | {"metrics": MappingProxyType({**catalogue.metrics, metric.id: metric})})


def order(minutes: object, at: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a message
    return track("Order Dispatched", properties={"minutes": minutes}, timestamp=at, **more)


async def work(database: Database, catalogue: Catalogue, now: datetime = NOW) -> None:
    """Do what is due, and what becomes due in the seconds after it."""
    for moment in (now, now + timedelta(seconds=5)):
        worker = Worker(database, Fixed(catalogue), partial(_at, moment))
        while await worker.step():
            pass


def _at(moment: datetime) -> datetime:
    return moment


async def numbers(database: Database) -> dict[tuple[UUID, date], tuple[float, int]]:
    found = await rows(database, MetricWeek, "account_id", "week", "value", "sample")
    return {(account_id, week): (value, sample) for account_id, week, value, sample in found}


async def test_each_account_and_week_has_its_own_number(database: Database) -> None:
    acme, other = await account(database), await account(database, "other")
    await send(
        database,
        order(40, "2026-10-26T00:00:00Z"),
        order(20, "2026-11-01T23:59:59Z", user="u2"),
        order(10, "2026-11-02T00:00:00Z"),
        order("41", "2026-11-02T07:00:00Z"),
        order(99, "2026-11-02T08:00:00Z", group="other"),
        catalogue=playbook(),
    )
    await work(database, playbook())
    assert await numbers(database) == {(acme, LAST): (30.0, 2), (acme, MONDAY): (10.0, 1), (other, MONDAY): (99.0, 1)}


async def test_a_late_event_has_its_own_week_counted_again(database: Database) -> None:
    acme = await account(database)
    await send(database, order(40, "2026-10-27T09:00:00Z"), order(10, "2026-11-02T08:00:00Z"), catalogue=playbook())
    await work(database, playbook())
    seen = await version(database, acme)
    await send(database, order(20, "2026-10-28T09:00:00Z"), catalogue=playbook())
    await work(database, playbook())
    assert await numbers(database) == {(acme, LAST): (30.0, 2), (acme, MONDAY): (10.0, 1)}
    assert await version(database, acme) > seen


async def version(database: Database, account_id: UUID) -> int:
    async with database.read() as session:
        return (await versions(session, [account_id])).get(account_id, 0)


async def test_counting_again_changes_nothing_and_tells_nobody(database: Database) -> None:
    acme = await account(database)
    await send(database, order(40, "2026-10-27T09:00:00Z"), catalogue=playbook())
    await work(database, playbook())
    before = await rows(database, MetricWeek, "account_id", "metric_id", "week", "value", "computed_at")
    async with database.write() as session:
        changed = await measures.count_week(
            session, catalogue=playbook(), account_id=acme, week=LAST, now=NOW + timedelta(days=1)
        )
    assert not changed
    assert await rows(database, MetricWeek, "account_id", "metric_id", "week", "value", "computed_at") == before


async def test_another_rule_has_the_whole_history_counted_again(database: Database) -> None:
    acme = await account(database)
    for n, minutes in enumerate((10, 11, 60)):
        await send(database, order(minutes, f"2026-08-0{n + 3}T09:00:00Z"), catalogue=playbook())
    await work(database, playbook())
    august = date(2026, 8, 3)
    assert (await numbers(database))[acme, august] == (11.0, 3)
    async with database.write() as session:
        await measures.recount(session, catalogue=playbook(how=How.MEAN), account_id=acme, now=NOW)
    assert (await numbers(database))[acme, august] == (27.0, 3)


async def test_a_number_goes_when_nothing_counts_any_more(database: Database) -> None:
    acme = await account(database)
    await send(database, order(40, "2026-11-02T08:00:00Z"), catalogue=playbook())
    await work(database, playbook())
    narrow = replaced(
        CATALOGUE,
        Metric("dispatch_minutes", "x", "x", frozenset(), Measure("Nothing", How.COUNT, "x", "", "x", Better.LOWER)),
    )
    async with database.write() as session:
        await measures.recount(session, catalogue=narrow, account_id=acme, now=NOW)
    assert await numbers(database) == {}


async def test_a_burst_of_batches_asks_for_one_counting_of_a_week(database: Database) -> None:
    await account(database)
    for n in range(4):
        await send(database, order(n, "2026-11-02T08:00:00Z"), order(n, "2026-10-28T08:00:00Z"), catalogue=playbook())
    worker = Worker(database, Fixed(playbook()), lambda: NOW)
    while await worker.step():
        pass
    waiting = [kind for (kind,) in await rows(database, Job, "kind")]
    assert waiting.count(MEASURE) == 2


async def test_a_playbook_that_measures_nothing_asks_for_nothing(database: Database) -> None:
    await account(database)
    await send(database, order(10, "2026-11-02T08:00:00Z"))
    await work(database, CATALOGUE)
    assert await numbers(database) == {}


@pytest.mark.parametrize("how", How)
async def test_both_databases_give_what_the_events_say(database: Database, how: How) -> None:
    """Each runs on its own database; both are held to the same numbers."""
    acme = await account(database)
    values = [41, 28.5, 7, 7, 33, 0.1, 0.2]
    people = ["u1", "u2", "u1", "u3", "u3", "u1", "u2"]
    sent = [order(v, "2026-11-02T08:00:00Z", user=who) for v, who in zip(values, people, strict=True)]
    await send(database, *sent, catalogue=playbook())
    async with database.write() as session:
        await measures.recount(session, catalogue=measured_by(how), account_id=acme, now=NOW)
    wanted = {
        How.COUNT: 7.0,
        How.DISTINCT_MEMBERS: 3.0,
        How.MEDIAN: median(values),
        How.MEAN: sum(sorted(values)) / 7,
        How.SUM: 116.8,
        How.SHARE: 100.0,
    }
    value, sample = (await numbers(database))[acme, MONDAY]
    assert value == pytest.approx(wanted[how])
    assert sample == 7


def measured_by(how: How) -> Catalogue:
    numeric = "minutes" if how in {How.MEDIAN, How.MEAN, How.SUM} else None
    rule = Measure("Order Dispatched", how, "x", "", "orders", Better.LOWER, numeric)
    return replaced(CATALOGUE, Metric("dispatch_minutes", "x", "x", frozenset(), rule))
