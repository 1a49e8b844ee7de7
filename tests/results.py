"""A playbook that measures one number, and an account that agreed on it."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from portal.db.engine import Database
from portal.db.tables import Account, Handoff, SuccessTarget
from portal.domain.measures import Better, How, Measure
from portal.domain.playbook import Catalogue, Metric
from portal.services import measures
from tests.factories import NOW, small_playbook
from tests.ingest.world import send, track

MONDAY = date(2026, 11, 16)
"""The week of NOW began on it."""

MINUTES = Measure(
    "Order Dispatched", How.MEDIAN, "to dispatch an order", "min", "orders", Better.LOWER, "minutes", fewest=2
)


def measuring(rule: Measure = MINUTES, catalogue: Catalogue | None = None) -> Catalogue:
    """A playbook with the metric `dispatch_minutes`."""
    base = catalogue or small_playbook()
    metric = Metric("dispatch_minutes", "Time to dispatch an order", "The median of minutes.", frozenset(), rule)
    return replace(base, metrics=MappingProxyType({**base.metrics, metric.id: metric}))


async def agree(database: Database, account_id: UUID, **given: Any) -> None:  # noqa: ANN401 - any column
    """A target: 41 at the start, 15 after a year."""
    values = {"baseline": 41.0, "baseline_source": "60 orders, timed", "goal_3": 25.0, "goal_6": 20.0, "goal_12": 15.0}
    async with database.write() as session:
        session.add(
            SuccessTarget(
                account_id=account_id,
                metric_id="dispatch_minutes",
                agreed_on=MONDAY - timedelta(weeks=8),
                **values | given,
            )
        )


async def agree_in_words(database: Database, account_id: UUID, words: str | None) -> None:
    """A handoff that names what success is, or not."""
    async with database.write() as session:
        session.add(Handoff(account_id=account_id, received_at=NOW, deal_drivers="Why", success_metric=words))


async def dispatch(
    database: Database, account_id: UUID, *minutes: float, week: date = MONDAY, user: str | None = "u1"
) -> None:
    """Orders that took so long, an hour apart from Monday 6 a.m. on, taken in and counted."""
    group = await external_id(database, account_id)
    messages = [
        track(
            "Order Dispatched",
            user,
            group=group,
            properties={"minutes": one},
            timestamp=f"{week}T{6 + place:02}:00:00Z",
        )
        for place, one in enumerate(minutes)
    ]
    await send(database, *messages, received_at=NOW, catalogue=measuring())
    await count(database, account_id)


async def count(database: Database, account_id: UUID) -> None:
    """Count an account's weeks, as the worker would."""
    async with database.write() as session:
        await measures.recount(session, catalogue=measuring(), account_id=account_id, now=NOW)


async def external_id(database: Database, account_id: UUID) -> str:
    """The account's id in the product."""
    async with database.read() as session:
        return (await session.get_one(Account, account_id)).external_id
