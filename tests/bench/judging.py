"""The ways to judge every account by its tree that are measured, each for a process of its own."""

import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import structlog
import uvloop
import zen
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.content.loader import load_catalogue
from portal.db import account_signals
from portal.db.bulk import is_postgresql
from portal.db.engine import Database, open_database
from portal.jobs import the_queue
from portal.jobs.kinds import SWEEP
from portal.resources import PLAYBOOK
from portal.services import risk
from portal.worker import Worker
from tests.bench import expressions
from tests.bench.server import SERVER_CORE

SIGNALS = account_signals.TABLE
CATALOGUE = load_catalogue(PLAYBOOK)


class Judged(NamedTuple):
    """How many accounts came out, how long it took, and how much of it on this process's processor."""

    accounts: int
    seconds: float
    cpu: float


class Known(NamedTuple):
    """What is kept of an account's last check: its tree, the leaf it was led to, and the numbers."""

    account_id: Any
    tree: str
    leaf: str
    numbers: dict[str, float | None]


Way: TypeAlias = Callable[[Database], Awaitable[Judged]]


def judged(url: str, way: Way) -> Judged:
    """Judge the accounts of a database one way, on the servers' core."""
    os.sched_setaffinity(0, {SERVER_CORE})
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return uvloop.run(_with_database(url, way))


async def _with_database(url: str, way: Way) -> Judged:
    database = open_database(url)
    try:
        return await way(database)
    finally:
        await database.close()


async def _timed(work: Awaitable[int]) -> Judged:
    start, busy = time.perf_counter(), time.process_time()
    accounts = await work
    return Judged(accounts, time.perf_counter() - start, time.process_time() - busy)


async def moved(database: Database) -> Judged:
    """Who stands elsewhere than their last check found, and where: what the portal asks after a change of its trees."""

    async def work() -> int:
        return len(await risk.moved(session, catalogue=CATALOGUE, now=datetime.now(UTC)))

    async with database.read() as session:
        await work()  # so that it is connected and has its statement, as whoever asks every day
        return await _timed(work())


async def tallied(database: Database) -> Judged:
    """How many accounts stand at each leaf."""

    async def work() -> int:
        return (await risk.tally(session, catalogue=CATALOGUE, now=datetime.now(UTC))).total()

    async with database.read() as session:
        await work()
        return await _timed(work())


async def swept(database: Database) -> Judged:
    """The worker's sweep on another day: all numbers are counted afresh and judged, and what is new is kept."""
    async with database.read() as session:
        last: datetime = (await session.execute(select(func.max(SIGNALS.c.as_of)))).scalar_one()
    now, playbook = last + timedelta(days=1), LivePlaybook()
    worker = Worker(database, playbook, lambda: now, scheduled_at=now)
    async with database.write() as session:
        await playbook.refresh(session)
        await the_queue().enqueue(session, kind=SWEEP, payload={}, now=now)

    async def work() -> int:
        while await worker.step():
            pass
        async with database.read() as session:
            counted = select(func.count()).where(SIGNALS.c.as_of == now)
            return int((await session.execute(counted)).scalar_one())

    return await _timed(work())


async def by_zen(database: Database) -> Judged:
    """The engine's compiled expressions say who moved: from the rows of the database to those accounts, as `moved`."""
    made = _compiled()

    async def work() -> int:
        return len(_moved(made, await _numbers(session)))

    async with database.read() as session:
        await session.connection()
        return await _timed(work())


async def by_zen_in_memory(database: Database) -> Judged:
    """The same; the numbers are read before the clock starts."""
    made = _compiled()
    async with database.read() as session:
        known = [*await _numbers(session)]

    async def work() -> int:
        return len(_moved(made, known))

    return await _timed(work())


def _compiled() -> "dict[str, zen.Expression]":
    return {tree.id: zen.compile_expression(expressions.leaf_of(tree)) for tree in CATALOGUE.trees.values()}


def _moved(made: "Mapping[str, zen.Expression]", known: Iterable[Known]) -> list[tuple[Any, str]]:
    """Who the engine leads elsewhere than the leaf that is kept, and where."""
    stand = ((one, made[one.tree].evaluate(one.numbers)) for one in known)
    return [(one.account_id, leaf) for one, leaf in stand if leaf != one.leaf]


async def _numbers(session: AsyncSession) -> Iterator[Known]:
    """Every account with its tree, the leaf that is kept, and its row of numbers, read by the driver itself."""
    names = [*account_signals.NUMBERS.values()]
    query = f"SELECT account_id, tree, leaf, {', '.join(names)} FROM account_signals"  # noqa: S608 - our own columns
    driver: Any = (await (await session.connection()).get_raw_connection()).driver_connection
    found = await (driver.fetch(query) if is_postgresql(session) else driver.execute_fetchall(query))
    return (Known(one, tree, leaf, dict(zip(names, row, strict=True))) for one, tree, leaf, *row in found)


async def compared(database: Database) -> Judged:
    """How many accounts moved. Raises RuntimeError unless the engine and the portal name the same, and each leaf."""
    async with database.read() as session:
        told = await risk.moved(session, catalogue=CATALOGUE, now=datetime.now(UTC))
        known = await _numbers(session)
    by_engine = {UUID(str(account)): leaf for account, leaf in _moved(_compiled(), known)}
    if {one.account_id: one.leaf for one in told} != by_engine:
        message = "The engine and the portal do not judge alike."
        raise RuntimeError(message)
    return Judged(len(told), 0.0, 0.0)
