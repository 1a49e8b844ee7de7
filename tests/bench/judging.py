"""The ways to judge every account by its tree that are measured, each for a process of its own."""

import logging
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import structlog
import uvloop
import zen
from sqlalchemy import Column, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.content.loader import load_catalogue
from portal.db import account_signals
from portal.db.base import table_of
from portal.db.engine import Database, open_database
from portal.db.tables import VerdictRecord
from portal.db.tree_sql import leaf_of
from portal.jobs import QUEUE
from portal.jobs.kinds import SWEEP
from portal.resources import PLAYBOOK
from portal.services import risk
from portal.worker import Worker
from tests.bench import expressions
from tests.bench.server import SERVER_CORE

SIGNALS = account_signals.TABLE
CURRENT = table_of(VerdictRecord)
CATALOGUE = load_catalogue(PLAYBOOK)


class Judged(NamedTuple):
    """How many accounts came out, how long it took, and how much of it on this process's processor."""

    accounts: int
    seconds: float
    cpu: float


Leaves: TypeAlias = dict[UUID, tuple[str, str]]
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
    """One statement tells who stands elsewhere than their verdict says, and where."""
    query = _moved()

    async def work() -> int:
        return len((await session.execute(query)).all())

    async with database.read() as session:
        await work()  # so that it is connected and has its statement, as whoever asks every day
        return await _timed(work())


def _moved() -> Select[Any]:
    leaf = case({tree.id: leaf_of(tree, _number) for tree in CATALOGUE.trees.values()}, value=SIGNALS.c.tree)
    holds = (CURRENT.c.account_id == SIGNALS.c.account_id) & CURRENT.c.superseded_at.is_(None)
    return select(SIGNALS.c.account_id, SIGNALS.c.tree, leaf).join(CURRENT, holds).where(leaf != CURRENT.c.leaf)


def _number(signal: str, name: str) -> Column[Any]:
    return SIGNALS.c[account_signals.NUMBERS[signal, name]]


async def leaves(database: Database) -> Judged:
    """One statement tells the leaf of every account."""

    async def work() -> int:
        return len(await _leaves(session))

    async with database.read() as session:
        await work()  # so that it is connected and has its statement, as whoever asks every day
        return await _timed(work())


async def _leaves(session: AsyncSession) -> Leaves:
    return await risk.leaves(session, catalogue=CATALOGUE, now=datetime.now(UTC))


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
    """The engine's compiled expressions, given the same numbers; they are read before the clock starts."""
    async with database.read() as session:
        known = await _numbers(session)
    made = _compiled()
    start, busy = time.perf_counter(), time.process_time()
    found = [made[tree].evaluate(numbers) for tree, numbers in known.values()]
    return Judged(len(found), time.perf_counter() - start, time.process_time() - busy)


def _compiled() -> "dict[str, zen.Expression]":
    return {tree.id: zen.compile_expression(expressions.leaf_of(tree)) for tree in CATALOGUE.trees.values()}


async def _numbers(session: AsyncSession) -> dict[UUID, tuple[str, dict[str, float | None]]]:
    """The tree of each account, and its row of numbers."""
    names = [*account_signals.NUMBERS.values()]
    query = select(SIGNALS.c.account_id, SIGNALS.c.tree, *(SIGNALS.c[name] for name in names))
    return {one: (tree, dict(zip(names, row, strict=True))) for one, tree, *row in await session.execute(query)}


async def compared(database: Database) -> Judged:
    """How many accounts stand elsewhere. Raises RuntimeError unless the engine and the portal agree on each."""
    made = _compiled()
    async with database.read() as session:
        stand, known = await _leaves(session), await _numbers(session)
        holds = select(CURRENT.c.account_id, CURRENT.c.leaf).where(CURRENT.c.superseded_at.is_(None))
        before = {row.account_id: row.leaf for row in await session.execute(holds)}
    engine = {account: (tree, made[tree].evaluate(numbers)) for account, (tree, numbers) in known.items()}
    if engine != stand:
        message = "The engine and the portal do not judge alike."
        raise RuntimeError(message)
    return Judged(sum(stand[account][1] != leaf for account, leaf in before.items()), 0.0, 0.0)
