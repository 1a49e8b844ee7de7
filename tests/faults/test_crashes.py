"""Processes and databases that end without a goodbye, while a product sends."""

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import Load
from tests.faults.place import Place
from tests.faults.report import Shown

Note = Callable[[Shown], None]
DRAIN_SECONDS = 20


async def kill_in_turn(place: Place, load: Load, note: Note) -> None:
    """Two servers take events; one after the other is killed and started again."""
    longest = 0.0
    async with place.product("killed", 2) as product, product.sending():
        for number in range(load.kills):
            await product.reach(load.events_of_kills * (number + 1) // (load.kills + 1))
            victim = place.servers[number % 2]
            await victim.kill()
            longest = max(longest, await product.recover())
            victim.begin()
            await victim.ready()
        await product.reach(load.events_of_kills)
    note(await place.shown("one of two servers killed", product, longest, load.kills))


async def test_servers_that_are_killed_lose_and_double_nothing(
    on_postgres: Place, load: Load, note_shown: Note
) -> None:
    await kill_in_turn(on_postgres, load, note_shown)


@pytest.mark.thorough
async def test_servers_on_sqlite_that_are_killed_lose_and_double_nothing(
    on_sqlite: Place, load: Load, note_shown: Note
) -> None:
    await kill_in_turn(on_sqlite, load, note_shown)


async def test_a_database_that_crashes_takes_nothing_with_it(on_postgres: Place, load: Load, note_shown: Note) -> None:
    assert on_postgres.postgres
    async with on_postgres.product("crashed", 2) as product, product.sending():
        await product.reach(load.events // 2)
        await asyncio.to_thread(on_postgres.postgres.crash)
        await product.hear(503, 1)
        await asyncio.to_thread(on_postgres.postgres.begin)
        seconds = await product.recover()
        await product.reach(load.events)
    note_shown(await on_postgres.shown("PostgreSQL crashed", product, seconds))


async def drain(place: Place, load: Load, note: Note) -> None:
    """A server is asked to end under load, as a deployment does, and started again."""
    async with place.product("drained") as product, product.sending():
        await product.reach(load.events // 2)
        assert await place.servers[0].stop() < DRAIN_SECONDS
        # Whoever was being served had their answer: what is stored is what they know of.
        assert (await place.shown("", product, None)).stored == len(product.acknowledged)
        begun = time.monotonic()
        await place.serve()
        await product.recover()
        seconds = time.monotonic() - begun
        await product.reach(load.events)
    note(await place.shown("server told to stop", product, seconds))


async def test_a_server_that_is_told_to_stop_answers_everybody_first(
    on_sqlite: Place, load: Load, note_shown: Note
) -> None:
    await drain(on_sqlite, load, note_shown)


@pytest.mark.thorough
async def test_a_server_on_postgresql_that_is_told_to_stop_answers_everybody_first(
    on_postgres: Place, load: Load, note_shown: Note
) -> None:
    await drain(on_postgres, load, note_shown)
