"""What jobs do, by kind. Each works in the transaction in which its job is done."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db import members, pins
from portal.db.expired import purge
from portal.db.partitions import add_month
from portal.db.retention import drop_events
from portal.db.risk import every_account
from portal.domain.playbook import Catalogue
from portal.jobs import JobQueue, kinds
from portal.services import (
    erasing,
    exporting,
    forecast,
    happenings,
    ladder,
    measures,
    milestone_health,
    pressing,
    risk,
    value_reports,
)

DROPPED_AT_ONCE: Final = 5_000
"""So few that nobody else waits for the removal."""


@dataclass(frozen=True, slots=True)
class Task:
    """One job in hand, with what it takes to do it. Without `events_kept` events are kept for good."""

    session: AsyncSession
    queue: JobQueue
    playbook: LivePlaybook
    kind: str
    payload: Mapping[str, Any]
    now: datetime
    events_kept: timedelta | None = None
    attempts: int = 1

    @property
    def catalogue(self) -> Catalogue:
        """The live revision of the playbook."""
        return self.playbook.current

    @property
    def account_id(self) -> UUID:
        """The account it is about."""
        return UUID(self.payload["account_id"])

    async def own(self) -> Catalogue:
        """The revision that the account is on."""
        return await self.playbook.of(self.session, await pins.of_account(self.session, self.account_id))

    async def for_every_account(self, kind: str) -> None:
        """Promise a job of a kind for every account."""
        await self.for_each(kind, await every_account(self.session))

    async def for_each(self, kind: str, accounts: Iterable[UUID]) -> None:
        """Promise a job of a kind for each of these accounts."""
        payloads = {f"{kind}:{account}": {"account_id": str(account)} for account in accounts}
        await self.queue.enqueue_each(self.session, kind=kind, payloads=payloads, now=self.now)


Effect = Callable[[Task], Awaitable[None]]


async def _assess(task: Task) -> None:
    await risk.assess(task.session, catalogue=task.catalogue, account_id=task.account_id, now=task.now)


async def _sweep(task: Task) -> None:
    """Judge some accounts together, and promise the next; where that failed, promise that each is judged alone.

    Those that changed trees lead elsewhere are judged before all others: somebody waits to be told of them.
    """
    session, after = task.session, task.payload.get("after")
    if after is None:
        moved = await risk.moved(session, catalogue=task.catalogue, now=task.now)
        await task.for_each(kinds.ASSESS, [one.account_id for one in moved])
    some = await risk.due(session, catalogue=task.catalogue, now=task.now, after=UUID(after) if after else None)
    if len(some) == risk.AT_ONCE:
        await task.queue.enqueue(session, kind=task.kind, payload={"after": str(some[-1])}, now=task.now)
    if task.attempts > 1:
        await task.for_each(kinds.ASSESS, some)
    else:
        await risk.assess_all(session, catalogue=task.catalogue, now=task.now, accounts=some)


async def _measure(task: Task) -> None:
    week = date.fromisoformat(task.payload["week"])
    await measures.count_week(
        task.session, catalogue=await task.own(), account_id=task.account_id, week=week, now=task.now
    )


async def _take_stock(task: Task) -> None:
    own = await task.own()
    await measures.recount(task.session, catalogue=own, account_id=task.account_id, now=task.now)
    await value_reports.write_due(task.session, catalogue=own, account_id=task.account_id, now=task.now)


async def _take_stock_of_all(task: Task) -> None:
    await task.for_every_account(kinds.TAKE_STOCK)


async def _count_waits(task: Task) -> None:
    await forecast.recount(task.session, catalogue=task.catalogue, now=task.now)


async def _count_health(task: Task) -> None:
    await milestone_health.recount(task.session, catalogue=task.catalogue, now=task.now)


async def _gather(task: Task) -> None:
    after = task.payload.get("after")
    last = await happenings.gather(
        task.session, catalogue=task.catalogue, now=task.now, after=UUID(after) if after else None
    )
    if last:
        await task.queue.enqueue(task.session, kind=task.kind, payload={"after": str(last)}, now=task.now)


async def _press(task: Task) -> None:
    own = await task.own()
    for member in await members.of_account(task.session, account_id=task.account_id):
        view = await ladder.home(task.session, catalogue=own, member=member, now=task.now)
        await pressing.press(task.session, member=member, progress=view.progress, planned=view.planned, now=task.now)


async def _press_all(task: Task) -> None:
    await task.for_every_account(kinds.PRESS)


async def _purge(task: Task) -> None:
    await purge(task.session, now=task.now)


async def _drop_events(task: Task) -> None:
    if task.events_kept is None:
        return
    before = task.now - task.events_kept
    if await drop_events(task.session, before=before, limit=DROPPED_AT_ONCE):
        await task.queue.enqueue(task.session, kind=task.kind, payload={}, now=task.now)


async def _add_months(task: Task) -> None:
    if await add_month(task.session, now=task.now):
        await task.queue.enqueue(task.session, kind=task.kind, payload={}, now=task.now)


async def _export(task: Task) -> None:
    await exporting.make(task.session, request_id=UUID(task.payload["request_id"]), now=task.now)


async def _erase(task: Task) -> None:
    own = await task.own()
    await erasing.step(task.session, catalogue=own, queue=task.queue, payload=task.payload, now=task.now)


EFFECTS: Final[Mapping[str, Effect]] = MappingProxyType(
    {
        kinds.ASSESS: _assess,
        kinds.SWEEP: _sweep,
        kinds.MEASURE: _measure,
        kinds.TAKE_STOCK: _take_stock,
        kinds.TAKE_STOCK_OF_ALL: _take_stock_of_all,
        kinds.COUNT_WAITS: _count_waits,
        kinds.COUNT_HEALTH: _count_health,
        kinds.GATHER: _gather,
        kinds.PRESS: _press,
        kinds.PRESS_ALL: _press_all,
        kinds.PURGE: _purge,
        kinds.DROP_EVENTS: _drop_events,
        kinds.ADD_MONTHS: _add_months,
        kinds.EXPORT: _export,
        kinds.ERASE: _erase,
    }
)


async def _assess_together(tasks: Sequence[Task]) -> None:
    first, accounts = tasks[0], [task.account_id for task in tasks]
    await risk.assess_all(first.session, catalogue=first.catalogue, now=first.now, accounts=accounts)


TOGETHER: Final[Mapping[str, Callable[[Sequence[Task]], Awaitable[None]]]] = MappingProxyType(
    {kinds.ASSESS: _assess_together}
)
"""What several jobs of a kind do in one transaction, and sooner than each in its own."""


async def do(task: Task) -> None:
    """Do what a job asks for. Raises LookupError for a kind that only a newer version knows."""
    effect = EFFECTS.get(task.kind)
    if effect is None:
        message = f"No worker knows how to do “{task.kind}”: a newer version may."
        raise LookupError(message)
    await effect(task)
