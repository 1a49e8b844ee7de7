"""The ways to judge every account by its tree that are measured, each for a process of its own."""

import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias
from uuid import UUID

import structlog
import uvloop
import zen
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.content.loader import load_catalogue
from portal.db import account_signals
from portal.db.engine import Database, open_database
from portal.jobs import QUEUE
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

    account_id: UUID
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
    """The worker's sweep: every account's numbers are counted afresh, it is judged, and what is new is kept."""
    now, playbook = datetime.now(UTC), LivePlaybook()
    worker = Worker(database, playbook, lambda: now, scheduled_at=now)
    async with database.write() as session:
        await playbook.refresh(session)
        await QUEUE.enqueue(session, kind=SWEEP, payload={}, now=now)

    async def work() -> int:
        while await worker.step():
            pass
        async with database.read() as session:
            counted = select(func.count()).where(SIGNALS.c.as_of == now)
            return int((await session.execute(counted)).scalar_one())

    return await _timed(work())


async def by_zen(database: Database) -> Judged:
    """The engine's compiled expressions say who moved; the same numbers are read before the clock starts."""
    made = _compiled()
    async with database.read() as session:
        known = await _numbers(session)
    start, busy = time.perf_counter(), time.process_time()
    found = _moved(made, known)
    return Judged(len(found), time.perf_counter() - start, time.process_time() - busy)


async def by_zen_that_reads(database: Database) -> Judged:
    """The same, and reading the numbers counts too: from the rows of the database to who moved, as for `moved`."""
    made = _compiled()

    async def work() -> int:
        return len(_moved(made, await _numbers(session)))

    async with database.read() as session:
        await session.execute(select(SIGNALS.c.account_id).limit(1))
        return await _timed(work())


def _compiled() -> "dict[str, zen.Expression]":
    return {tree.id: zen.compile_expression(expressions.leaf_of(tree)) for tree in CATALOGUE.trees.values()}


def _moved(made: "Mapping[str, zen.Expression]", known: Iterable[Known]) -> list[tuple[UUID, str]]:
    """Who the engine leads elsewhere than the leaf that is kept, and where."""
    stand = ((one, made[one.tree].evaluate(one.numbers)) for one in known)
    return [(one.account_id, leaf) for one, leaf in stand if leaf != one.leaf]


async def _numbers(session: AsyncSession) -> list[Known]:
    """Every account with its tree, the leaf that is kept, and its row of numbers."""
    names = [*account_signals.NUMBERS.values()]
    query = select(SIGNALS.c.account_id, SIGNALS.c.tree, SIGNALS.c.leaf, *(SIGNALS.c[name] for name in names))
    found = await session.execute(query)
    return [Known(one, tree, leaf, dict(zip(names, row, strict=True))) for one, tree, leaf, *row in found]


async def compared(database: Database) -> Judged:
    """How many accounts moved. Raises RuntimeError unless the engine and the portal name the same, and each leaf."""
    async with database.read() as session:
        told = await risk.moved(session, catalogue=CATALOGUE, now=datetime.now(UTC))
        known = await _numbers(session)
    if sorted((one.account_id, one.leaf) for one in told) != sorted(_moved(_compiled(), known)):
        message = "The engine and the portal do not judge alike."
        raise RuntimeError(message)
    return Judged(len(told), 0.0, 0.0)
